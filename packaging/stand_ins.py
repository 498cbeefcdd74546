"""Small shared libraries in place of large ones of which effad uses nothing, or little.

Linux only, with a C compiler and binutils; without them a bundle keeps the large ones.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import bundle
import icu_data

Entry = tuple[str, str, str]
"""Place in the bundle, file on this machine (of a SYMLINK: what it points to), kind."""

_MISSING = """\
#include <stdio.h>
#include <stdlib.h>
static void refuse(const char *name) {
    fprintf(stderr, "effad: %s is not in this bundle; packaging/stand_ins.py says why\\n", name);
    abort();
}
"""
_DATA = """\
.section .rodata
.globl {symbol}
.type {symbol}, @object
.balign 16
{symbol}: .incbin "{data}"
.section .note.GNU-stack,"",@progbits
"""


def replaced(entries: Iterable[Entry], folder: Path) -> list[Entry]:
    """With a stand-in for each library that bundle.STAND_INS names; `folder` keeps what is made."""
    entries = list(entries)
    if sys.platform != "linux" or not (shutil.which("cc") and shutil.which("nm")):
        return entries
    makers: dict[str, Callable[[Path, Path], Path]] = {
        "data": _with_less_data,
        "functions": lambda library, target: _without_functions(library, target, _wanted(library, entries)),
    }
    made, dropped = [], set()
    for place, source, kind in entries:
        how = next((how for name, how in bundle.STAND_INS.items() if Path(place).name.startswith(name)), None)
        if how is None or kind == "SYMLINK":
            made.append((place, source, kind))
        else:
            folder.mkdir(parents=True, exist_ok=True)
            made.append((place, str(makers[how](Path(source), folder)), kind))
            dropped |= _only_for(Path(source), entries)
    return [entry for entry in made if Path(entry[0]).name not in dropped]


def _only_for(library: Path, entries: Iterable[Entry]) -> set[str]:
    """Names of libraries beside it that none but it and they themselves link to: its Fortran."""
    useless = {library}
    while more := {
        file
        for user in useless
        for file in library.parent.glob("*.so*")
        if file not in useless and file.name.encode() in user.read_bytes()
        if set(_users(file.name, entries)) <= useless
    }:
        useless |= more
    return {file.name for file in useless - {library}}


def _without_functions(library: Path, folder: Path, names: list[str]) -> Path:
    """One that has the names that others link to, and ends the process when one is called."""
    code = folder / f"{library.name}.c"
    lines = [f'void {name}(void) {{ refuse("{name}"); }}\n' for name in names]
    code.write_text(_MISSING + "".join(lines), encoding="ascii")
    return _compiled(code, folder / library.name)


def _with_less_data(library: Path, folder: Path) -> Path:
    (symbol,) = _symbols(library, "--defined-only")
    data = folder / f"{library.name}.dat"
    data.write_bytes(icu_data.reduced(library.read_bytes()))
    code = folder / f"{library.name}.s"
    code.write_text(_DATA.format(symbol=symbol, data=data), encoding="utf-8")
    return _compiled(code, folder / library.name)


def _wanted(library: Path, entries: Iterable[Entry]) -> list[str]:
    """What the other files of the bundle take from it."""
    offered = _symbols(library, "--defined-only")
    users = _users(library.name, entries)
    return sorted(set().union(*(_symbols(user, "--undefined-only") & offered for user in users)))


def _users(name: str, entries: Iterable[Entry]) -> list[Path]:
    """Files that link to a library of that name, or speak of it."""
    files = {Path(source) for _, source, kind in entries if kind != "SYMLINK"}
    return [file for file in files if file.name != name and name.encode() in file.read_bytes()]


def _symbols(library: Path, which: str) -> set[str]:
    command = ["nm", "--dynamic", which, "--format=posix", str(library)]
    listed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return {line.split()[0].split("@")[0] for line in listed.splitlines()}


def _compiled(code: Path, target: Path) -> Path:
    command = ["cc", "-shared", "-fPIC", "-Os", "-s", f"-Wl,-soname,{target.name}"]
    subprocess.run([*command, "-o", str(target), str(code)], check=True)
    return target
