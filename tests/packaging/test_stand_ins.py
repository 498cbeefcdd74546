"""Small libraries in place of large ones."""

from __future__ import annotations

import ast
import ctypes
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]
WITHOUT_BLAS = {"VideoCapture", "boxFilter", "cvtColor", "imdecode", "imencode", "resize"}
"""Functions of OpenCV that never reach a BLAS: those that multiply or solve matrices do."""

needs_compiler = pytest.mark.skipif(
    sys.platform != "linux" or not shutil.which("cc"), reason="needs Linux and a C compiler"
)


def test_opencv_is_asked_for_nothing_that_wants_a_blas() -> None:
    """A bundle has none for it. A function that is new here is to be looked up in OpenCV's source."""
    used = {
        node.func.attr
        for file in (ROOT / "effad_desktop").rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        if isinstance(node.func.value, ast.Name) and node.func.value.id == "cv2"
    }
    assert used <= WITHOUT_BLAS


@pytest.mark.parametrize("packaging_module", ["icu_data"], indirect=True)
def test_icu_s_data_is_reduced_to_a_few_items(packaging_module: ModuleType) -> None:
    header = bytes.fromhex("2000da27140000000000020043 6d6e44".replace(" ", "")) + bytes(16)
    items = [
        ("icudt73l/coll/de.res", b"german"),
        ("icudt73l/curr/de.res", b"euro"),
        ("icudt73l/pool.res", b"names"),
    ]
    library = b"\x7fELF before it" + header + packaging_module._written(items)
    less = packaging_module.reduced(library)
    assert less.startswith(header)
    kept = packaging_module._items(less[len(header) :])
    assert [(name, item.rstrip(b"\0")) for name, item in kept] == [items[0], items[2]]


@needs_compiler
@pytest.mark.parametrize("packaging_module", ["stand_ins"], indirect=True)
def test_a_stand_in_has_what_others_link_to_and_wants_nothing(
    packaging_module: ModuleType, tmp_path: Path
) -> None:
    fortran, large, user = tmp_path / "libgfortran.so.5", tmp_path / "libopenblasp-r0.so", tmp_path / "cv2.so"
    build(fortran, "void pow_(void) {}")
    build(large, "void pow_(void); void dgesv_(void) { pow_(); } void unused_(void) {}", fortran)
    build(user, "void dgesv_(void); void solve(void) { dgesv_(); }", large)
    entries = [
        ("opencv.libs/libopenblasp-r0.so", str(large), "BINARY"),
        ("opencv.libs/libgfortran.so.5", str(fortran), "BINARY"),
        ("libgfortran.so.5", "opencv.libs/libgfortran.so.5", "SYMLINK"),
        ("cv2/cv2.so", str(user), "EXTENSION"),
    ]
    (place, small, kind), kept = packaging_module.replaced(entries, tmp_path / "made")
    assert (place, kind, kept) == ("opencv.libs/libopenblasp-r0.so", "BINARY", entries[3])
    library = ctypes.CDLL(small)
    assert hasattr(library, "dgesv_")
    assert not hasattr(library, "unused_")


def build(target: Path, code: str, *linked: Path) -> None:
    source = target.with_suffix(".c")
    source.write_text(code)
    command = [
        "cc",
        "-shared",
        "-fPIC",
        "-Wl,--no-as-needed",
        f"-Wl,-soname,{target.name}",
        "-o",
        str(target),
    ]
    subprocess.run([*command, str(source), *map(str, linked)], check=True)
