from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np

from effad_desktop.core.recipe import MODEL_FILE
from effad_desktop.detection.openvino_engine import OpenVinoDetector
from effad_desktop.detection.preprocessing import resize
from effad_desktop.imaging import load_image
from effad_desktop.paths import built_in_recipes_dir, resources_dir
from training.quantize import quantize


def test_a_good_image_that_is_brighter_than_the_others_has_the_map_of_float32(tmp_path: Path) -> None:
    """Cut off at what the others reach, its map would be that of a defect: 70 times float32's."""
    model = Path(shutil.copy(built_in_recipes_dir() / "sample" / MODEL_FILE, tmp_path))
    usual = [resize(load_image(p)) for p in sorted((resources_dir() / "sample_images").glob("good*"))]
    dim = [(image * 0.2).astype(np.uint8) for image in usual]
    quantize(model, [*dim, *dim, *dim, usual[0]])
    (exact,) = OpenVinoDetector(model, precision="f32").predict(usual[:1])
    (rounded,) = OpenVinoDetector(model, precision="int8").predict(usual[:1])
    difference = np.abs(rounded.anomaly_map - exact.anomaly_map).mean()
    assert difference < 0.5 * np.abs(exact.anomaly_map).mean()
