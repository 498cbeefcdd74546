"""Each image with its heat map over it, as PNG."""

from __future__ import annotations

from pathlib import Path

from effad_desktop.core.heatmap import overlay
from effad_desktop.core.inspection import Inspection
from effad_desktop.files import write_replacing
from effad_desktop.imaging import encode_png


class HeatmapFiles:
    """`root/a/b.jpg` becomes `folder/a/b.jpg.png`, so that no two images share a name."""

    def __init__(self, folder: Path, root: Path) -> None:
        self._folder = folder
        self._root = root

    def __call__(self, inspection: Inspection) -> None:
        source = Path(inspection.frame.source).absolute().relative_to(self._root)
        picture = overlay(inspection.frame.image, inspection.prediction.anomaly_map, inspection.threshold)
        path = self._folder / source.with_name(f"{source.name}.png")
        write_replacing(path, lambda aside: aside.write_bytes(encode_png(picture)))
