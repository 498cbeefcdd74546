"""Operations against plain sums over the layers of the paper's tables."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
import torch

from effad_desktop.core.recipe import MODEL_FILE
from effad_desktop.detection.arithmetic import Engine
from effad_desktop.detection.cuda_engine import CudaDetector
from effad_desktop.detection.cuda_lanes import EagerLane
from effad_desktop.detection.efficientad import EfficientAd
from effad_desktop.detection.engines import load_detector
from effad_desktop.detection.manifest import Manifest
from effad_desktop.detection.memory import MemoryBank
from effad_desktop.detection.model_file import save_model
from effad_desktop.detection.openvino_engine import OpenVinoDetector
from effad_desktop.detection.torch_engine import TorchDetector
from effad_desktop.paths import built_in_recipes_dir

MODEL = built_in_recipes_dir() / "sample" / MODEL_FILE
ROWS, DIMENSIONS = 50, 16

Layer = tuple[int, int, int, int]
"""Side of the output, channels in, channels out, side of the kernel."""
HIDDEN: tuple[Layer, ...] = ((253, 3, 128, 4), (123, 128, 256, 4), (59, 256, 256, 3))
ENCODER: tuple[Layer, ...] = (
    (128, 3, 32, 4),
    (64, 32, 32, 4),
    (32, 32, 64, 4),
    (16, 64, 64, 4),
    (8, 64, 64, 4),
)
DECODER: tuple[Layer, ...] = (*((side + 1, 64, 64, 4) for side in (3, 8, 15, 32, 63, 127)), (56, 64, 64, 3))
AUTOENCODER: tuple[Layer, ...] = (*ENCODER, (1, 64, 64, 8), *DECODER, (56, 64, 384, 3))


def operations(*layers: Layer) -> int:
    return 2 * sum(side**2 * into * out * kernel**2 for side, into, out, kernel in layers)


TEACHER, STUDENT = ((*HIDDEN, (56, 256, out, 4)) for out in (384, 768))
WHOLE = operations(*TEACHER, *STUDENT, *AUTOENCODER)


def on_cpu() -> CudaDetector:
    return CudaDetector(MODEL, "cpu", torch.float32, EagerLane)


def test_efficientad_s_takes_the_multiply_adds_of_its_tables() -> None:
    assert pytest.approx(37.9e9, rel=0.002) == WHOLE / 2


@pytest.mark.parametrize(
    "engine",
    [lambda: OpenVinoDetector(MODEL, precision="f32"), lambda: TorchDetector(MODEL, "cpu"), on_cpu],
    ids=["openvino", "torch", "cuda"],
)
def test_every_engine_counts_what_the_tables_say(engine: object) -> None:
    assert callable(engine)
    made: Engine = engine()
    assert made.operations() == WHOLE


def test_an_autoencoder_without_a_share_is_not_counted_where_it_is_not_run(tmp_path: Path) -> None:
    model = EfficientAd("small")
    model.ae_weight.fill_(0)
    save_model(tmp_path / MODEL_FILE, model, Manifest("small", "nuts", "2026-01-01", "0.1.0"))
    without = operations(*TEACHER, *TEACHER)
    assert OpenVinoDetector(tmp_path / MODEL_FILE, precision="f32").operations() == without
    assert TorchDetector(tmp_path / MODEL_FILE, "cpu").operations() == WHOLE


def test_quantising_changes_no_count(tmp_path: Path) -> None:
    from training.quantize import quantize

    path = Path(shutil.copy(MODEL, tmp_path / MODEL_FILE))
    quantize(path, list(np.random.default_rng(0).integers(0, 256, (2, 256, 256, 3), np.uint8)))
    assert load_detector(path, engine="openvino-int8").operations() == WHOLE


def test_the_memory_counts_the_comparison_with_its_bank(tmp_path: Path) -> None:
    """OpenVINO folds the projection into the teacher's last layer."""
    save_memory(tmp_path / MODEL_FILE)
    compared = operations((56, DIMENSIONS, ROWS, 1))
    folded = operations(*HIDDEN, (56, 256, DIMENSIONS, 4)) + compared
    assert OpenVinoDetector(tmp_path / MODEL_FILE, precision="f32").operations() == folded
    plain = operations(*TEACHER, (56, 384, DIMENSIONS, 1)) + compared
    assert TorchDetector(tmp_path / MODEL_FILE, "cpu").operations() == plain


def save_memory(path: Path) -> None:
    model = MemoryBank("small", ROWS, DIMENSIONS)
    model.bank.normal_()
    save_model(path, model, Manifest("small", "nuts", "2026-01-01", "0.1.0", method="memory"))


@pytest.mark.parametrize("engine", ["openvino-f32", "torch"])
def test_a_product_runs(engine: str) -> None:
    product = load_detector(MODEL, "cpu", engine).product()
    assert product.operations == operations(*((64, 256, 256, 3),) * 4)
    product.run()


def test_the_method_memory_runs_in_torchs_form_where_there_is_a_gpu(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_memory(tmp_path / MODEL_FILE)
    monkeypatch.setattr("effad_desktop.detection.torch_engine.choose_device", lambda _: torch.device("cpu"))
    assert load_detector(tmp_path / MODEL_FILE, "cuda").name.startswith("torch")
