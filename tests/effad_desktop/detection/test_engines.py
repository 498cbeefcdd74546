"""Which engine is chosen."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from effad_desktop.core.recipe import MODEL_FILE
from effad_desktop.detection.engines import choose_engine, load_detector
from effad_desktop.errors import UsageError
from effad_desktop.paths import built_in_recipes_dir

MODEL = built_in_recipes_dir() / "sample" / MODEL_FILE


@pytest.fixture
def nvidia_driver(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The driver's program on the path; the GPU itself is what torch says it is."""
    program = tmp_path / "nvidia-smi"
    program.touch(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))


def test_a_gpu_of_nvidia_has_an_engine_of_its_own() -> None:
    assert choose_engine("cuda:1") == "cuda"
    assert choose_engine("mps") == "torch"
    assert choose_engine("cpu") == "openvino"


@pytest.mark.usefixtures("nvidia_driver")
def test_a_gpu_that_torch_can_use_is_taken_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    assert choose_engine("auto") == "cuda"


@pytest.mark.usefixtures("nvidia_driver")
def test_a_gpu_that_torch_cannot_use_is_said_and_the_cpu_inspects(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    assert choose_engine("auto") == "openvino"
    assert "PyTorch cannot use the GPU" in caplog.text


@pytest.mark.skipif(torch.cuda.is_available(), reason="there is a GPU")
def test_a_gpu_that_is_not_there_is_refused_in_words() -> None:
    with pytest.raises(UsageError, match="Device 'cuda' cannot be used"):
        load_detector(MODEL, device="cuda")
