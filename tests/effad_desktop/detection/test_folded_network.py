"""The folded module against the plain one, in fp32 on real images."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from effad_desktop.core.inspection import Image
from effad_desktop.core.recipe import MODEL_FILE
from effad_desktop.detection.folded_network import FoldedNetwork
from effad_desktop.detection.folding import fold
from effad_desktop.detection.preprocessing import resize
from effad_desktop.detection.torch_engine import TorchDetector
from effad_desktop.detection.weights import read_weights
from effad_desktop.imaging import load_image
from effad_desktop.paths import built_in_recipes_dir, resources_dir

MODEL = built_in_recipes_dir() / "sample" / MODEL_FILE


@pytest.fixture(scope="module")
def images() -> list[Image]:
    paths = sorted((resources_dir() / "sample_images").iterdir())
    return [load_image(path) for path in (paths[0], paths[2], paths[5])]


def folded_maps(model_file: Path, images: list[Image], precision: torch.dtype) -> list[np.ndarray]:
    weights, manifest = read_weights(model_file)
    network = FoldedNetwork(fold(weights, manifest.size), precision)
    with torch.inference_mode():
        return list(network(torch.from_numpy(np.stack([resize(i) for i in images]))).numpy())


def plain_maps(model_file: Path, images: list[Image]) -> list[np.ndarray]:
    return [p.anomaly_map for p in TorchDetector(model_file, "cpu", torch.float32).predict(images)]


def largest_error(found: np.ndarray, expected: np.ndarray) -> float:
    return float(np.abs(found - expected).max() / np.abs(expected).max())


def test_half_precision_gives_nearly_the_same_map_of_a_defect() -> None:
    """fp16, that of the GPU, as a CPU computes it."""
    defect = [load_image(resources_dir() / "sample_images" / "missing_hole_000.jpg")]
    found = folded_maps(MODEL, defect, torch.float16)[0]
    assert largest_error(found, plain_maps(MODEL, defect)[0]) <= 0.01
