"""The folded forms against the plain module, in fp32 on real images: within 1e-4 of the largest value."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch

from effad_desktop.core.inspection import AnomalyMap, Image
from effad_desktop.core.recipe import MODEL_FILE
from effad_desktop.detection.efficientad import EfficientAd
from effad_desktop.detection.folded_network import FoldedNetwork
from effad_desktop.detection.folding import fold
from effad_desktop.detection.manifest import Manifest
from effad_desktop.detection.model_file import save_model
from effad_desktop.detection.networks import SIZES, Size
from effad_desktop.detection.openvino_engine import OpenVinoDetector
from effad_desktop.detection.preprocessing import resize
from effad_desktop.detection.torch_engine import TorchDetector
from effad_desktop.detection.weights import read_weights
from effad_desktop.imaging import load_image
from effad_desktop.paths import built_in_recipes_dir, resources_dir

MODEL = built_in_recipes_dir() / "sample" / MODEL_FILE

Maps = Callable[[Path, list[Image]], list[AnomalyMap]]


def by_openvino(model_file: Path, images: list[Image]) -> list[AnomalyMap]:
    return [p.anomaly_map for p in OpenVinoDetector(model_file, precision="f32").predict(images)]


def by_torch(model_file: Path, images: list[Image]) -> list[AnomalyMap]:
    weights, manifest = read_weights(model_file)
    network = FoldedNetwork(fold(weights, manifest.size))
    with torch.inference_mode():
        return list(network(torch.from_numpy(np.stack([resize(i) for i in images]))).numpy())


FOLDED = pytest.mark.parametrize("folded", [by_openvino, by_torch])


@pytest.fixture(scope="module")
def images() -> list[Image]:
    paths = sorted((resources_dir() / "sample_images").iterdir())
    return [load_image(path) for path in (paths[0], paths[2], paths[5])]


def compare(folded: Maps, model_file: Path, images: list[Image]) -> None:
    plain = TorchDetector(model_file, "cpu", torch.float32).predict(images)
    for found, expected in zip(folded(model_file, images), [p.anomaly_map for p in plain], strict=True):
        assert found.dtype == np.float32
        assert found.shape == (64, 64)
        assert np.abs(found - expected).max() <= 1e-4 * np.abs(expected).max()


@FOLDED
def test_folding_changes_no_map_by_more_than_rounding(folded: Maps, images: list[Image]) -> None:
    compare(folded, MODEL, images)


@FOLDED
@pytest.mark.parametrize(("size", "share"), [*((size, 0.3) for size in SIZES), ("small", 0.0)])
def test_any_size_and_any_share_of_the_autoencoder_is_folded(
    folded: Maps, size: Size, share: float, tmp_path: Path, images: list[Image]
) -> None:
    torch.manual_seed(1)
    model = EfficientAd(size)
    model.teacher_mean.normal_(std=0.1)
    model.teacher_std.uniform_(0.5, 2)
    model.quantiles.copy_(torch.tensor([[0.1, 0.4], [0.2, 0.7]]))
    model.ae_weight.fill_(share)
    path = tmp_path / MODEL_FILE
    save_model(path, model, Manifest(size, "nuts", "2026-01-01", "0.1.0"))
    compare(folded, path, images[:1])
