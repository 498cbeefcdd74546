from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file

from effad_desktop.core.recipe import MODEL_FILE
from effad_desktop.detection.efficientad import EfficientAd
from effad_desktop.detection.manifest import Manifest
from effad_desktop.detection.model_file import save_model
from effad_desktop.detection.networks import Size
from effad_desktop.detection.weights import read_weights, shapes
from effad_desktop.errors import RecipeError
from effad_desktop.paths import built_in_recipes_dir

MODEL = built_in_recipes_dir() / "sample" / MODEL_FILE


@pytest.mark.parametrize("size", ["extra_small", "small", "medium"])
def test_the_tensors_are_those_of_the_torch_module(size: Size) -> None:
    assert shapes(size) == {k: tuple(v.shape) for k, v in EfficientAd(size).state_dict().items()}


def test_numpy_reads_what_torch_reads() -> None:
    weights, manifest = read_weights(MODEL)
    assert manifest.size == "small"
    for name, tensor in load_file(MODEL).items():
        assert (weights[name] == tensor.float().numpy()).all(), name


def test_a_changed_byte_is_refused(tmp_path: Path) -> None:
    path = Path(shutil.copy(MODEL, tmp_path / MODEL_FILE))
    data = bytearray(path.read_bytes())
    data[-1000] ^= 1
    path.write_bytes(data)
    with pytest.raises(RecipeError, match="hash does not match"):
        read_weights(path)


def test_values_that_are_not_finite_are_refused(tmp_path: Path) -> None:
    model = EfficientAd("small")
    model.teacher_mean[3] = torch.nan
    save_model(tmp_path / MODEL_FILE, model, Manifest("small", "nuts", "2026-01-01", "0.1.0"))
    with pytest.raises(RecipeError, match="not finite"):
        read_weights(tmp_path / MODEL_FILE)


def test_the_tensors_of_another_size_are_refused(tmp_path: Path) -> None:
    save_model(tmp_path / MODEL_FILE, EfficientAd("medium"), Manifest("small", "nuts", "2026-01-01", "0.1.0"))
    with pytest.raises(RecipeError, match="wrong shape"):
        read_weights(tmp_path / MODEL_FILE)
