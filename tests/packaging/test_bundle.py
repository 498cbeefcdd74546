from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]
BUNDLES = [path for path in (ROOT / "dist").glob("effad-*") if path.is_dir()]

USED = (
    "PySide6/Qt/lib/libQt6Core.so.6",
    "PySide6/Qt/lib/libQt6OpenGLWidgets.so.6",
    "PySide6/Qt6Gui.dll",
    "PySide6/Qt/plugins/platforms/libqxcb.so",
    "PySide6/plugins/platforms/qwindows.dll",
    "PySide6/Qt/translations/qtbase_zh_CN.qm",
    "openvino/_pyopenvino.cpython-311-x86_64-linux-gnu.so",
    "openvino/libs/libopenvino.so.2641",
    "openvino/libs/libopenvino_intel_cpu_plugin.so",
    "openvino/libs/libtbb.so.12",
    "openvino/libs/tbb12.dll",
    "openvino/libs/openvino_ir_frontend.dll",
    "cv2/cv2.abi3.so",
    "resources/translations/effad_de.qm",
)
BALLAST = (
    "PySide6/Qt/lib/libQt6Quick.so.6",
    "PySide6/Qt/plugins/platformthemes/libqgtk3.so",
    "PySide6/Qt/translations/qtbase_fr.qm",
    "openvino/libs/libopenvino_intel_gpu_plugin.so",
    "openvino/libs/libopenvino_tensorflow_frontend.so.2641",
    "openvino/libs/openvino_intel_npu_plugin.dll",
    "openvino/libs/cache.json",
)

bundle_lists = pytest.mark.parametrize("packaging_module", ["bundle"], indirect=True)


def test_the_application_does_without_what_the_lite_bundle_leaves_out() -> None:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", str(Path(__file__).with_name("left_out.py"))],
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


@bundle_lists
def test_folders_that_go_into_a_bundle_exist(packaging_module: ModuleType) -> None:
    missing = [name for name in packaging_module.DATA_FOLDERS if not any((ROOT / name).iterdir())]
    assert not missing


@bundle_lists
@pytest.mark.parametrize("place", USED)
def test_a_bundle_keeps_what_is_used(packaging_module: ModuleType, place: str) -> None:
    assert packaging_module.wanted(place)


@bundle_lists
@pytest.mark.parametrize("place", BALLAST)
def test_a_bundle_leaves_ballast_out(packaging_module: ModuleType, place: str) -> None:
    assert not packaging_module.wanted(place)


@pytest.mark.parametrize("packaging_module", ["version_resource"], indirect=True)
def test_windows_is_told_the_version_in_numbers(packaging_module: ModuleType) -> None:
    from effad_desktop import __version__

    text = packaging_module.text("effad-desktop")
    compile(text, "version", "eval")
    assert f"filevers=({__version__.replace('.', ', ')}, 0)" in text
    assert "'effad-desktop.exe'" in text


@pytest.mark.timeout(900)
@pytest.mark.parametrize("folder", BUNDLES or [None], ids=str)
def test_a_built_bundle_passes_its_smoke_test(folder: Path | None) -> None:
    if folder is None:
        pytest.skip("needs a bundle in dist/: make package")
    command = [sys.executable, str(ROOT / "packaging" / "smoke_test.py"), str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
