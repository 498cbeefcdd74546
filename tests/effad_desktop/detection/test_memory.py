"""The method `memory`: both engines against each other, and the map's promises."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from effad_desktop.core.inspection import Image
from effad_desktop.core.recipe import MODEL_FILE
from effad_desktop.detection.manifest import Manifest
from effad_desktop.detection.memory import MemoryBank
from effad_desktop.detection.model_file import load_model, save_model
from effad_desktop.detection.networks import normal_input
from effad_desktop.detection.openvino_engine import OpenVinoDetector
from effad_desktop.detection.preprocessing import batch
from effad_desktop.detection.teachers import load_teacher
from effad_desktop.detection.torch_engine import TorchDetector
from effad_desktop.detection.weights import read_weights
from effad_desktop.errors import RecipeError
from effad_desktop.imaging import load_image
from effad_desktop.paths import resources_dir

ROWS = 1500
LARGEST = 20


def sample(name: str) -> Image:
    return load_image(resources_dir() / "sample_images" / name)


@pytest.fixture(scope="module")
def model_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bank of one good sample image."""
    model = MemoryBank("small", ROWS, 128)
    model.teacher.load_state_dict(
        load_teacher(resources_dir() / "teachers" / "pdn_small.safetensors").network.state_dict()
    )
    with torch.inference_mode():
        out = model.teacher(normal_input(torch.from_numpy(batch([sample("good_000.jpg")]))))
        patches = out[0].flatten(1).T
        model.teacher_mean.copy_(patches.mean(0))
        model.teacher_std.copy_(patches.std(0))
        turn = torch.linalg.qr(torch.randn(384, 128, generator=torch.Generator().manual_seed(0))).Q
        model.projection.copy_(turn)
        rows = (patches - patches.mean(0)) / patches.std(0) @ turn
        model.bank.copy_(rows[torch.randperm(3136, generator=torch.Generator().manual_seed(0))[:ROWS]].half())
        model.quantiles.copy_(torch.tensor([3.0, 6.0]))
        model.smoothing.fill_(3)
        model.largest.fill_(LARGEST)
    path = tmp_path_factory.mktemp("memory") / MODEL_FILE
    save_model(path, model, Manifest("small", "plate", "2026-03-04", "0.1.0", method="memory"))
    return path


@pytest.fixture(scope="module")
def images() -> list[Image]:
    return [sample("good_001.jpg"), sample("dent_002.jpg")]


def test_both_engines_give_the_same_maps(model_file: Path, images: list[Image]) -> None:
    plain = TorchDetector(model_file, "cpu", torch.float32).predict(images)
    folded = OpenVinoDetector(model_file, precision="f32").predict(images)
    for one, expected in zip(folded, plain, strict=True):
        assert one.anomaly_map.shape == (64, 64)
        assert one.anomaly_map == pytest.approx(expected.anomaly_map, abs=2e-3)


def test_bfloat16_changes_a_score_by_little(model_file: Path, images: list[Image]) -> None:
    exact = OpenVinoDetector(model_file, precision="f32").predict(images)
    for one, expected in zip(
        OpenVinoDetector(model_file, precision="bf16").predict(images), exact, strict=True
    ):
        assert one.anomaly_score == pytest.approx(expected.anomaly_score, rel=0.03, abs=0.01)


def test_the_score_is_the_maps_maximum_and_the_mean_of_its_largest_values(
    model_file: Path, images: list[Image]
) -> None:
    model, _ = load_model(model_file)
    assert isinstance(model, MemoryBank)
    with torch.inference_mode():
        distances = model.distances(model.features(normal_input(torch.from_numpy(batch(images)))))
        q_a, q_b = model.quantiles
        values = (0.1 * (model.smoothed(distances) - q_a) / (q_b - q_a)).flatten(1)
        wanted = values.topk(LARGEST).values.mean(1)
    found = TorchDetector(model_file, "cpu", torch.float32).predict(images)
    for one, score in zip(found, wanted, strict=True):
        assert one.anomaly_score == pytest.approx(float(score), abs=1e-5)
        assert one.anomaly_score == one.anomaly_map.max()


def test_a_model_whose_bank_is_missing_or_of_another_width_is_refused(
    model_file: Path, tmp_path: Path
) -> None:
    model, manifest = load_model(model_file)
    for bank in (torch.zeros(0, 128), torch.zeros(10, 64), torch.full((10, 128), torch.nan)):
        model.bank = bank
        save_model(tmp_path / MODEL_FILE, model, manifest)
        with pytest.raises(RecipeError):
            read_weights(tmp_path / MODEL_FILE)
        with pytest.raises(RecipeError):
            load_model(tmp_path / MODEL_FILE)
    assert np.isfinite(read_weights(model_file)[0]["bank"]).all()
