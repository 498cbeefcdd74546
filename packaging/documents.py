"""What a bundle says of itself: licences, and a bill of materials (CycloneDX)."""

from __future__ import annotations

import json
import platform
import re
import shutil
import subprocess
import sys
import uuid
from dataclasses import dataclass
from importlib.metadata import Distribution
from pathlib import Path
from typing import Any

import bundle
import small_ffmpeg

sys.path.insert(0, str(bundle.ROOT / "docs"))

import licences

LICENCES, MATERIALS = "THIRD_PARTY.md", "sbom.json"
_EXTRAS = {"lite": ("gui",), "full": ("gui", "torch")}
_SPDX = re.compile(r"[A-Za-z0-9.+-]+( (AND|OR|WITH) [A-Za-z0-9.+-]+)*")


@dataclass(frozen=True, slots=True)
class SystemPackage:
    name: str
    version: str
    terms: str


def write(folder: Path, profile: str, version: str, system_libraries: Path) -> None:
    """Beside the programs."""
    packages = licences.of_profile(_EXTRAS[profile])
    system = system_packages(system_libraries.read_text(encoding="utf-8").splitlines())
    system += small_ffmpeg_of(folder)
    text = licences.document(packages, licences.BUNDLE_NOTICE)
    text += "\n".join(licences.section(f"{p.name} {p.version} of Debian: copyright", p.terms) for p in system)
    (folder / LICENCES).write_text(text + "\n", encoding="utf-8")
    (folder / MATERIALS).write_text(materials(version, packages, system), encoding="utf-8")
    shutil.copyfile(bundle.ROOT / "LICENSE", folder / "LICENSE")


def system_packages(files: list[str]) -> list[SystemPackage]:
    """Those of Debian that the files belong to; none elsewhere."""
    if not files or not shutil.which("dpkg-query"):
        return []
    names = {Path(file).resolve().name for file in files}
    found = _lines("dpkg-query", "--search", *(f"*/{name}" for name in sorted(names)))
    packages = {line.split(": ")[0] for line in found if ": " in line and Path(line).name in names}
    listed = _lines("dpkg-query", "--show", "--showformat=${Package} ${Version}\n", *sorted(packages))
    return [SystemPackage(*line.split(), _copyright(line.split()[0])) for line in listed]


def small_ffmpeg_of(folder: Path) -> list[SystemPackage]:
    """Debian's source package that the bundle's FFmpeg was built from; none where it is the wheel's."""
    about = Path(sys.prefix) / small_ffmpeg.ABOUT
    if not any((folder / "_internal").glob("libavformat.so.*")):
        return []
    version = (about / "version").read_text(encoding="utf-8").strip()
    return [SystemPackage("ffmpeg", version, (about / "copyright").read_text(encoding="utf-8"))]


def materials(version: str, packages: list[Distribution], system: list[SystemPackage]) -> str:
    parts = [_component("effad", version, "Apache-2.0", f"pkg:generic/effad@{version}")]
    python = platform.python_version()
    parts.append(_component("Python", python, "PSF-2.0", f"pkg:generic/cpython@{python}"))
    for package in packages:
        purl = f"pkg:pypi/{package.name.lower().replace('_', '-')}@{package.version}"
        parts.append(_component(package.name, package.version, licences.licence(package), purl))
    for known in system:
        purl = f"pkg:deb/debian/{known.name}@{known.version.replace('+', '%2B').replace(':', '%3A')}"
        parts.append(_component(known.name, known.version, None, purl))
    serial = uuid.uuid5(uuid.NAMESPACE_URL, json.dumps(parts))
    bill = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{serial}",
        "version": 1,
        "metadata": {"component": parts[0] | {"type": "application"}},
        "components": parts[1:],
    }
    return json.dumps(bill, indent=1) + "\n"


def _component(name: str, version: str, terms: str | None, purl: str) -> dict[str, Any]:
    made: dict[str, Any] = {
        "type": "library",
        "bom-ref": purl,
        "purl": purl,
        "name": name,
        "version": version,
    }
    if terms and _SPDX.fullmatch(terms):
        made["licenses"] = [{"expression": terms}]
    elif terms:
        made["licenses"] = [{"license": {"name": terms}}]
    return made


def _copyright(package: str) -> str:
    path = Path("/usr/share/doc") / package / "copyright"
    return path.read_text(encoding="utf-8", errors="replace") if path.is_file() else "see the package"


def _lines(*command: str) -> list[str]:
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.splitlines()
