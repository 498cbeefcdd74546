from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np

from effad_desktop.core.inspection import Inspection
from effad_desktop.imaging import load_image
from effad_desktop.sinks.heatmap_files import HeatmapFiles


def test_a_heat_map_lies_where_its_image_lay(
    tmp_path: Path, make_inspection: Callable[..., Inspection]
) -> None:
    sink = HeatmapFiles(tmp_path / "out", tmp_path / "in")
    inspection = make_inspection(score=0.9, source=str(tmp_path / "in" / "sub" / "a.jpg"))
    sink(inspection)
    shown = load_image(tmp_path / "out" / "sub" / "a.jpg.png")
    changed = np.any(shown != inspection.frame.image, axis=2)
    assert changed[6, 26]
    assert not changed[16:, :16].any()
