"""Starts all of the application as if what the lite bundle leaves out were not installed."""

from __future__ import annotations

import importlib
import pkgutil
import sys
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "packaging"))
import bundle  # type: ignore[import-not-found]

LEFT_OUT = frozenset(bundle.EXCLUDED_FROM["lite"])
TORCH = tuple(bundle.TORCH_MODULES)


class LeavesOut(MetaPathFinder):
    def find_spec(self, name: str, _path: object = None, _target: object = None) -> ModuleSpec | None:
        parts = name.split(".")
        if any(".".join(parts[:n]) in LEFT_OUT for n in range(1, len(parts) + 1)):
            raise ModuleNotFoundError(name, name=name)
        return None


def import_all() -> None:
    import effad_desktop

    for found in pkgutil.walk_packages(effad_desktop.__path__, "effad_desktop."):
        if found.name.endswith("__main__"):
            continue
        try:
            importlib.import_module(found.name)
        except ModuleNotFoundError as error:
            if error.name not in TORCH or not found.name.startswith("effad_desktop.detection."):
                raise


def inspect_a_picture() -> None:
    from effad_desktop.detection.engines import load_detector
    from effad_desktop.imaging import load_image
    from effad_desktop.paths import built_in_recipes_dir, resources_dir

    picture = load_image(resources_dir() / "sample_images" / "good_000.jpg")
    detector = load_detector(built_in_recipes_dir() / "sample" / "model.safetensors", engine="openvino")
    (prediction,) = detector.predict([picture])
    print(prediction.anomaly_score)


def draw_a_plot() -> None:
    from PySide6.QtWidgets import QApplication

    application = QApplication([])
    import pyqtgraph

    plot = pyqtgraph.PlotWidget()
    plot.plot([1, 2, 3])
    plot.grab()
    application.processEvents()


sys.meta_path.insert(0, LeavesOut())
import_all()
inspect_a_picture()
draw_a_plot()
