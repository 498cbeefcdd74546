"""``effad-train --preset instant`` on a real folder, with a teacher made at random."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import torch

from effad_desktop.core.recipe import METRICS_FILE, MODEL_FILE
from effad_desktop.detection.engines import load_detector
from effad_desktop.detection.manifest import read_manifest
from effad_desktop.detection.memory import MemoryBank
from effad_desktop.detection.preprocessing import resize
from effad_desktop.detection.teachers import load_teacher
from tests.training.conftest import MakeProduct, TrainCommand, part
from training.memory import build_memory
from training.params import build_params

CPU = torch.device("cpu")


@pytest.fixture(scope="module")
def images() -> np.ndarray:
    return np.stack([resize(part(i)) for i in range(6)])


def test_the_command_makes_a_recipe_that_says_its_method(
    product: Path, random_teacher: Path, tmp_path: Path, effad_train: TrainCommand
) -> None:
    out = tmp_path / "plate"
    command = ("--name", "plate", "--preset", "instant", "--teacher", random_teacher, "--out", out)
    code, said = effad_train(product, *command, "--device", "cpu")
    assert code == 0, said
    assert "synthetic AU-ROC" in said
    manifest = read_manifest(out / MODEL_FILE)
    assert (manifest.method, manifest.preset, manifest.steps) == ("memory", "instant", 0)
    assert manifest.figures["score_largest"] in {1, 5, 20, 50}
    assert manifest.figures["synthetic_image_auroc"] <= 1
    metrics = json.loads((out / METRICS_FILE).read_text())
    assert metrics["held_out_good"] == 2
    assert metrics["image_auroc"] == 1.0
    assert load_detector(out / MODEL_FILE, "cpu").predict([part(300)])[0].anomaly_map.shape == (64, 64)


def test_five_images_are_enough(
    tmp_path: Path, make_product: MakeProduct, random_teacher: Path, effad_train: TrainCommand
) -> None:
    folder, out = make_product(tmp_path / "few", good=5), tmp_path / "out"
    command = ("--name", "few", "--preset", "instant", "--teacher", random_teacher, "--out", out)
    code, said = effad_train(folder, *command, "--device", "cpu")
    assert code == 0, said


def test_minutes_are_refused(product: Path, effad_train: TrainCommand) -> None:
    code, said = effad_train(product, "--name", "plate", "--preset", "instant", "--minutes", "3")
    assert code == 2
    assert "trains nothing" in said


def test_the_same_seed_makes_the_same_model(images: np.ndarray, random_teacher: Path) -> None:
    teacher = load_teacher(random_teacher)
    first, second = (
        build_memory(images[:4], images[4:], teacher, build_params("instant", seed=7), CPU).model.state_dict()
        for _ in range(2)
    )
    assert all(torch.equal(first[name], second[name]) for name in first)


def test_duplicates_take_no_room_in_the_bank(images: np.ndarray, random_teacher: Path) -> None:
    teacher, params = load_teacher(random_teacher), build_params("instant")
    repeated = np.concatenate([images[:1]] * 3 + [images[1:2]])
    model = build_memory(repeated, images[4:], teacher, params, CPU).model
    assert isinstance(model, MemoryBank)
    assert len(np.unique(model.bank.numpy(), axis=0)) >= 0.95 * min(len(model.bank), 2 * 3136)
