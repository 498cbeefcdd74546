from __future__ import annotations

import numpy as np
import pytest

from effad_desktop.core.recipe import MODEL_FILE
from effad_desktop.detection.folding import Conv, fold
from effad_desktop.detection.openvino_graph import graph
from effad_desktop.detection.openvino_runtime import opset14 as op
from effad_desktop.detection.openvino_runtime import ov
from effad_desktop.detection.preprocessing import resize
from effad_desktop.detection.weights import read_weights
from effad_desktop.imaging import load_image
from effad_desktop.paths import built_in_recipes_dir, resources_dir
from training.first_layers import LARGEST, first_layers_in_int8, shared_out

MODEL = built_in_recipes_dir() / "sample" / MODEL_FILE


@pytest.mark.parametrize("copies", [1, 2, 4])
def test_a_weight_is_the_sum_of_its_copies_within_half_a_step(copies: int) -> None:
    weight = np.random.default_rng(0).standard_normal((8, 3, 4, 4), np.float32)
    weight[5] = 0
    shared, step = shared_out(weight, copies)
    multiples = shared / step
    assert np.abs(multiples - np.round(multiples)).max() < 1e-3
    assert np.abs(multiples).max() <= LARGEST + 1e-3
    total = shared.reshape(8, copies, 3, 4, 4).sum(1)
    assert (np.abs(total - weight) <= 0.501 * step).all()
    assert (step[:5] <= np.abs(weight[:5]).max((1, 2, 3), keepdims=True) / (LARGEST * copies) * 1.001).all()


def test_the_map_is_nearly_that_of_exact_first_layers() -> None:
    """One copy is wrong by 3e-3."""
    weights, manifest = read_weights(MODEL)
    folded = fold(weights, manifest.size)
    paths = sorted((resources_dir() / "sample_images").iterdir())[:3]
    for path in paths:
        pixels = resize(load_image(path))[None]
        exact, rounded = in_f32(graph(folded), pixels), in_f32(graph(folded, first_layers_in_int8), pixels)
        assert 0 < np.abs(rounded - exact).mean() < 1e-3


def test_black_and_white_are_what_they_were() -> None:
    """Where nothing was seen while quantising, too."""
    weight = np.random.default_rng(1).standard_normal((8, 3, 4, 4), np.float32)
    conv = Conv(weight, np.zeros(8, np.float32))
    for level in (0, 255):
        x = op.parameter([1, 3, 4, 4], np.float32)
        model = ov.Model([first_layers_in_int8(x)(conv, "teacher.0")], [x], "first")
        found = in_f32(model, np.full((1, 3, 4, 4), level - 128, np.float32))
        expected = np.maximum((level - 128) * weight.sum((1, 2, 3)), 0)
        assert found.ravel() == pytest.approx(expected, abs=1.5 * float(np.abs(weight).max()))


def in_f32(model: ov.Model, x: np.ndarray) -> np.ndarray:
    compiled = ov.Core().compile_model(model, "CPU", {"INFERENCE_PRECISION_HINT": "f32"})
    return np.array(compiled(x)[0])
