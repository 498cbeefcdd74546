"""Smaller than PyInstaller finds it: no libraries that nothing links to any more, no debugging symbols."""

from __future__ import annotations

import shutil
import subprocess
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from PyInstaller.depend.bindepend import get_imports

Entry = tuple[str, str, str]
"""Place in the bundle, file on this machine (of a SYMLINK: what it points to), kind."""


def needed(entries: Iterable[Entry]) -> list[Entry]:
    """Without libraries that only served what was left out: GTK, for a plugin that is not in the bundle."""
    entries = list(entries)
    by_name: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        by_name[Path(entry[0]).name].append(entry)
    kept: set[Entry] = set()
    waiting = [entry for entry in entries if _is_loaded_by_name(entry)]
    while waiting:
        entry = waiting.pop()
        if entry in kept:
            continue
        kept.add(entry)
        if entry[2] != "SYMLINK":
            for name, _ in get_imports(entry[1]):
                waiting += by_name[Path(name).name]
    return [entry for entry in entries if entry in kept]


def _is_loaded_by_name(entry: Entry) -> bool:
    """Rather than linked to: extension modules, plugins of Qt and of OpenVINO, Python itself."""
    place, _, kind = entry
    return (
        kind == "EXTENSION"
        or "plugins" in Path(place).parts
        or place.startswith(("openvino/libs", "openvino\\libs"))
        or Path(place).name.lower().startswith(("libpython", "python"))
    )


def stripped(entries: Iterable[Entry], prefixes: tuple[str, ...], folder: Path) -> list[Entry]:
    """Copies without symbols for debuggers, where binutils is installed."""
    if not shutil.which("strip"):
        return list(entries)
    return [_strip(entry, folder) if entry[0].startswith(prefixes) else entry for entry in entries]


def _strip(entry: Entry, folder: Path) -> Entry:
    place, source, kind = entry
    if kind == "SYMLINK":
        return entry
    target = folder / place
    target.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run(["strip", "--strip-unneeded", "-o", str(target), source], check=True)
    return place, str(target), kind
