from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from effad_desktop.detection.networks import normal_input
from effad_desktop.detection.teachers import load_teacher
from effad_desktop.errors import UsageError
from training import pace, run, watch
from training import train as module
from training.checkpoint import load_checkpoint
from training.params import TrainParams, preset
from training.run import Training, TrainingDiverged, _shuffled
from training.train import train
from training.trained import Progress, Trained

SMOKE = replace(preset("smoke"), size="extra_small", steps=2, side_every=1, penalty_images=2)
LIGHT = replace(SMOKE, steps=3, side_every=1000)
Start = Callable[..., Training]


@pytest.fixture(scope="module")
def images() -> NDArray[np.uint8]:
    return np.random.default_rng(1).integers(0, 256, (4, 256, 256, 3)).astype(np.uint8)


@pytest.fixture(autouse=True)
def every_step_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "REPORT_STEPS", 1)


@pytest.fixture
def start(images: NDArray[np.uint8], light_teacher: Path) -> Start:
    def make(params: TrainParams = SMOKE) -> Training:
        return Training(images, images[:2], load_teacher(light_teacher), params, torch.device("cpu"))

    return make


def look_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "is_due", lambda _share, _before, since: since == 2)
    monkeypatch.setattr(run, "LOOK_STEPS", 1)


def stop_at(step: int) -> Callable[[Progress], None]:
    def notify(progress: Progress) -> None:
        if progress.step == step:
            raise KeyboardInterrupt

    return notify


def weights(trained: Trained) -> dict[str, torch.Tensor]:
    return {k: v.clone() for k, v in trained.model.state_dict().items()}


def stopped_and_resumed(
    start: Start, params: TrainParams, images: NDArray[np.uint8], checkpoint: Path, step: int
) -> Trained:
    with pytest.raises(KeyboardInterrupt):
        train(start(params), images[:1], checkpoint, stop_at(step))
    torch.manual_seed(99)  # another process would not have our generator's state
    return train(start(params), images[:1], checkpoint)


def test_a_stopped_and_resumed_run_is_the_run_never_stopped(
    start: Start, images: NDArray[np.uint8], tmp_path: Path
) -> None:
    whole = train(start(), images[:1], tmp_path / "whole")
    resumed = stopped_and_resumed(start, SMOKE, images, tmp_path / "stopped", 1)
    assert [p.step for p in resumed.curve] == [p.step for p in whole.curve] == [1, 2]
    for name, value in weights(whole).items():
        assert torch.equal(value, weights(resumed)[name]), name


def test_a_run_that_moves_its_images_resumes_with_those_it_saw(
    start: Start, images: NDArray[np.uint8], tmp_path: Path
) -> None:
    params = replace(LIGHT, steps=6, move_every=1)  # four images: the second round is of moved ones
    whole = train(start(params), images[:1], tmp_path / "whole")
    resumed = stopped_and_resumed(start, params, images, tmp_path / "stopped", 5)
    unmoved = train(start(replace(params, move_every=0)), images[:1], tmp_path / "unmoved")
    losses = [[p.loss_st for p in run.curve] for run in (whole, resumed, unmoved)]
    assert losses[0] == losses[1]
    assert losses[0][:4] == losses[2][:4]
    assert losses[0][4] != losses[2][4]


def test_what_is_taught_of_moved_images_is_what_the_teacher_sees_in_them(
    start: Start, images: NDArray[np.uint8]
) -> None:
    training = start(replace(LIGHT, move_every=1))
    training.measure_teacher()
    mean = training.model.teacher_mean.clone()
    training._show(1)
    moved = training.step.images
    assert moved.shape == training.images.shape
    assert not torch.equal(moved, training.images)
    x = normal_input(moved[2:3]).contiguous(memory_format=torch.channels_last)
    with torch.inference_mode(), training.step.autocast():
        expected = training.model.teach(x)[0].float()
    assert torch.allclose(training.step.features[2].float(), expected, atol=0.05)
    assert torch.equal(training.model.teacher_mean, mean)
    assert np.array_equal(images, training.images.permute(0, 2, 3, 1).numpy())


def test_another_seed_gives_other_weights(start: Start) -> None:
    one, two = start(LIGHT), start(replace(LIGHT, seed=1))
    assert not torch.equal(one.model.student[0].weight, two.model.student[0].weight)  # type: ignore[arg-type]


def test_a_run_of_minutes_keeps_its_number_of_steps_over_a_stop(
    start: Start, images: NDArray[np.uint8], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pace, "SPEED_STEPS", 1)
    monkeypatch.setattr(pace, "SHORTEST_RUN", 3)
    params = replace(LIGHT, minutes=1e-6, steps=70_000)
    resumed = stopped_and_resumed(start, params, images, tmp_path / "c", 2)
    assert resumed.params.steps == 3
    assert resumed.curve[-1].step == 3


def test_a_run_stopped_before_its_length_is_known_starts_anew(
    start: Start, images: NDArray[np.uint8], tmp_path: Path
) -> None:
    with pytest.raises(KeyboardInterrupt):
        train(start(replace(LIGHT, minutes=1.0)), images[:1], tmp_path / "c", stop_at(1))
    assert not (tmp_path / "c").exists()


def test_a_loss_that_is_no_number_stops_with_the_reason(
    start: Start, images: NDArray[np.uint8], tmp_path: Path
) -> None:
    with pytest.raises(TrainingDiverged, match=r"diverged at step [12].*smaller learning rate"):
        train(start(replace(LIGHT, lr=1e35)), images[:1], tmp_path / "c")
    assert not (tmp_path / "c").exists()


def test_a_checkpoint_is_for_its_own_settings_images_and_teacher_only(
    start: Start, images: NDArray[np.uint8], light_teacher: Path, tmp_path: Path
) -> None:
    short, cpu = replace(LIGHT, steps=1), torch.device("cpu")
    training = start(short)
    train(training, images[:1], tmp_path / "c", lambda _: None)
    with pytest.raises(UsageError, match="seed differ; remove it"):
        train(start(replace(short, seed=5)), images[:1], tmp_path / "c")
    teacher = load_teacher(light_teacher)
    with pytest.raises(UsageError, match="images differ"):
        train(Training(images[:3], images, teacher, short, cpu), images[:1], tmp_path / "c")
    other = replace(teacher, sha256="0")
    with pytest.raises(UsageError, match="teacher differ"):
        train(Training(images, images, other, short, cpu), images[:1], tmp_path / "c")
    assert load_checkpoint(tmp_path / "c", training.identity)["step_number"] == 1


def test_a_broken_checkpoint_is_refused(start: Start, images: NDArray[np.uint8], tmp_path: Path) -> None:
    (tmp_path / "c").write_bytes(b"PK\x03\x04 half a file")
    with pytest.raises(UsageError, match="cannot be read"):
        train(start(LIGHT), images[:1], tmp_path / "c")


def test_a_teacher_of_the_other_size_is_refused(images: NDArray[np.uint8], medium_teacher: Path) -> None:
    with pytest.raises(UsageError, match="The teacher is medium: the run is extra_small"):
        Training(images, images, load_teacher(medium_teacher), SMOKE, torch.device("cpu"))


def test_the_teacher_is_the_same_after_training(
    start: Start, images: NDArray[np.uint8], light_teacher: Path, tmp_path: Path
) -> None:
    trained = train(start(replace(LIGHT, steps=1)), images[:1], tmp_path / "c")
    for name, value in load_teacher(light_teacher).network.state_dict().items():
        assert torch.equal(trained.model.teacher.state_dict()[name], value)


def test_every_image_teaches_once_in_a_round() -> None:
    for epoch in range(3):
        assert sorted(_shuffled(7, 7 * epoch + i, 0) for i in range(7)) == list(range(7))


def test_a_run_that_gains_nothing_falls_to_its_end_and_says_why(
    start: Start, images: NDArray[np.uint8], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    look_often(monkeypatch)
    monkeypatch.setattr(watch, "LESS", 1.0)
    monkeypatch.setattr(watch, "MORE", 1.0)  # no gain is large enough
    params = replace(LIGHT, steps=20, patience=0.3)
    whole = train(start(params), images, tmp_path / "whole")
    with pytest.raises(KeyboardInterrupt):
        train(start(params), images, tmp_path / "stopped", stop_at(7))
    resumed = train(start(params), images, tmp_path / "stopped")
    assert "9 steps done" in whole.stopped
    assert "had not become better since step 0" in whole.stopped
    assert [look.step for look in whole.looks] == [0, 2, 4, 6, 8]
    assert whole.params.steps == resumed.params.steps == whole.curve[-1].step == 9
    assert whole.looks == resumed.looks


def test_a_run_that_gains_goes_on_to_its_end(
    start: Start, images: NDArray[np.uint8], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    look_often(monkeypatch)
    monkeypatch.setattr(watch, "LESS", 0.0)  # eight steps teach little
    trained = train(start(replace(LIGHT, steps=8, patience=0.3)), images, tmp_path / "c")
    assert trained.stopped.startswith("all 8 steps done")
    assert trained.looks[-1].held_out < trained.looks[0].held_out
