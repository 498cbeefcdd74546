"""Licences of the packages that are shipped, as installed, with the texts that they carry."""

from __future__ import annotations

import argparse
import platform
import sys
import sysconfig
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[1]
NOTICE = """# Third-party software

effad itself is under the Apache License 2.0. It uses the software below.

**PySide6, Shiboken and Qt** are used under the GNU Lesser General Public License, version 3, whose text
stands below, with that of the GNU General Public License, to which it refers. They are unchanged and linked
dynamically: each is a shared library of its own, in the folder `PySide6` or `shiboken6`, within `_internal`
in a bundle and within `site-packages` elsewhere. To use a build of your own, put its files there in place
of those, of the same version and by the same names. You may change them for your own use, and reverse
engineer effad to find faults in such changes. Their source is published by the Qt project
(https://download.qt.io) under the version listed here.

**FFmpeg**, with which OpenCV reads cameras and videos, is used under the GNU Lesser General Public License,
version 2.1, whose text is among those of OpenCV, and linked dynamically too: `libavcodec`, `libavformat`,
`libavutil` and `libswscale`, in `opencv_python_headless.libs`, or in `_internal` of a bundle with a smaller
build.
"""
BUNDLE_NOTICE = """
In a bundle for Linux libraries that effad uses little of may be stand-ins: `libicudata`, reduced to the
languages of the window, and `libopenblasp`, to which the OpenCV of the wheel links and of which effad calls
nothing. A smaller OpenCV and FFmpeg are built by `packaging/small_opencv.py` and `packaging/small_ffmpeg.py`,
unchanged, from the source distribution on PyPI and Debian's source package, each of the version listed here.
"""
GNU = tuple(ROOT / "packaging" / "licences" / name for name in ("LGPL-3.txt", "GPL-3.txt"))
_NAMES = ("licen", "copying", "notice", "copyright")


def shipped(name: str, extra: str = "", seen: set[tuple[str, str]] | None = None) -> Iterator[Distribution]:
    """The package and, by their markers, those it needs. Raises PackageNotFoundError for a missing one."""
    seen = set() if seen is None else seen
    if (name.lower(), extra) in seen:
        return
    seen.add((name.lower(), extra))
    package = distribution(name)
    yield package
    for line in package.requires or ():
        needed = Requirement(line)
        if needed.marker and not needed.marker.evaluate({"extra": extra}):
            continue
        for wanted in ("", *sorted(needed.extras)):
            yield from shipped(needed.name, wanted, seen)


def licence(package: Distribution) -> str:
    meta = package.metadata
    if expression := meta.get("License-Expression"):
        return str(expression)
    named = [c.split(" :: ")[-1] for c in meta.get_all("Classifier", []) if c.startswith("License ::")]
    first = (meta.get("License") or "").strip().split("\n")[0]
    return ", ".join(named) or first or "see its text"


def texts(package: Distribution) -> list[Path]:
    files = [f for f in package.files or () if f.name.lower().startswith(_NAMES) and f.suffix != ".py"]
    return sorted(path for f in files if (path := Path(str(f.locate()))).is_file())


def of_profile(extras: tuple[str, ...] = ("gui",)) -> list[Distribution]:
    """All but effad itself, by name."""
    every = [package for extra in ("", *extras) for package in shipped("effad-desktop", extra)]
    by_name = {p.name.lower(): p for p in every if p.name.lower() != "effad-desktop"}
    return [by_name[name] for name in sorted(by_name)]


def document(packages: list[Distribution], more: str = "") -> str:
    """`more` stands behind the notice."""
    rows = [f"| {p.name} | {p.version} | {licence(p)} | {len(texts(p)) or 'none'} |" for p in packages]
    rows.append(f"| Python | {platform.python_version()} | PSF-2.0 | 1 |")
    parts = [NOTICE + more, "| package | version | licence | texts |\n|---|---|---|---|", *rows]
    told: set[str] = set()  # wheels often carry a text twice
    for package in packages:
        for path in texts(package):
            text = path.read_text(encoding="utf-8", errors="replace")
            if text not in told:
                told.add(text)
                parts.append(section(f"{package.name}: {path.name}", text))
    parts += [section(f"GNU: {path.name}", path.read_text(encoding="utf-8")) for path in GNU]
    return "\n".join([*parts, section("Python: LICENSE", _of_python())]) + "\n"


def section(title: str, text: str) -> str:
    return f"\n## {title}\n\n~~~~text\n{text.replace('~~~~', '----')}\n~~~~"


def _of_python() -> str:
    """A distribution's own Python leaves it to `copyright`."""
    places = (Path(sysconfig.get_path("stdlib")) / "LICENSE.txt", Path(sys.base_prefix) / "LICENSE.txt")
    return next((p.read_text(encoding="utf-8") for p in places if p.is_file()), sys.copyright)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    out = parser.parse_args().out
    try:
        packages = of_profile()
    except PackageNotFoundError as error:
        raise SystemExit(f"{error.name} is not installed") from error
    out.write_text(document(packages), encoding="utf-8")
    print(f"{out}: {len(packages)} packages, {sum(not texts(p) for p in packages)} without a text")


if __name__ == "__main__":
    main()
