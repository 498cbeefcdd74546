"""Licences of the base packages and `gui`, as installed, with the texts that wheels carry."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement

NOTICE = """# Third-party software

effad uses the packages below, unchanged.

**PySide6, Shiboken and Qt** are used under the GNU Lesser General Public License, version 3. They are
linked dynamically: their shared libraries lie beside the program and may be replaced by a build of your
own. Their source is published by the Qt project under the version listed here.
"""
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


def document(packages: list[Distribution]) -> str:
    rows = [f"| {p.name} | {p.version} | {licence(p)} | {len(texts(p)) or 'none'} |" for p in packages]
    parts = [NOTICE, "| package | version | licence | texts |\n|---|---|---|---|", *rows]
    for package in packages:
        for path in texts(package):
            text = path.read_text(encoding="utf-8", errors="replace").replace("~~~~", "----")
            parts.append(f"\n## {package.name}: {path.name}\n\n~~~~text\n{text}\n~~~~")
    return "\n".join(parts) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    out = parser.parse_args().out
    try:
        every = [*shipped("effad-desktop"), *shipped("effad-desktop", "gui")]
    except PackageNotFoundError as error:
        raise SystemExit(f"{error.name} is not installed") from error
    by_name = {p.name.lower(): p for p in every if p.name.lower() != "effad-desktop"}
    packages = [by_name[name] for name in sorted(by_name)]
    out.write_text(document(packages), encoding="utf-8")
    print(f"{out}: {len(packages)} packages, {sum(not texts(p) for p in packages)} without a text")


if __name__ == "__main__":
    main()
