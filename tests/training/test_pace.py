from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from effad_desktop.detection.teachers import load_teacher
from training.pace import Pace
from training.params import preset
from training.run import Training
from training.schedule import planned
from training.watch import Look

A_MINUTE = replace(preset("smoke"), size="extra_small", minutes=1.0)


@pytest.fixture
def training(light_teacher: Path) -> Training:
    images = np.zeros((2, 256, 256, 3), np.uint8)
    made = Training(images, images, load_teacher(light_teacher), A_MINUTE, torch.device("cpu"))
    made.schedule = planned(1000)
    return made


def looked(training: Training, pace: Pace, step: int, seconds: float) -> int:
    """How many steps there will be after a look at `step`, `seconds` after the first."""
    training.step_number, training.seconds = step, seconds
    training.looks.append(Look(step, 1.0, 0.5))
    pace.after_step()
    return training.steps


def test_a_run_keeps_to_its_minutes_when_the_machine_changes(training: Training) -> None:
    pace = Pace(training)
    assert looked(training, pace, 100, 6.0) == 1000
    assert looked(training, pace, 200, 13.0) == 1000  # a little slower than planned
    assert looked(training, pace, 300, 33.0) == 300 + 150  # a fifth of a second a step: the fewest for an end
    assert looked(training, pace, 400, 34.0) == 400 + 2600  # idle again


def test_a_run_that_is_late_near_its_end_is_not_made_longer(training: Training) -> None:
    pace = Pace(training)
    looked(training, pace, 900, 58.0)
    assert looked(training, pace, 950, 65.0) == 1000


def test_a_run_that_is_through_before_its_time_is_over(training: Training) -> None:
    pace = Pace(training)
    looked(training, pace, 950, 50.0)
    assert looked(training, pace, 1000, 52.0) == 1000


def test_a_run_of_steps_or_at_its_early_end_is_left_alone(training: Training) -> None:
    pace = Pace(training)
    looked(training, pace, 100, 6.0)
    training.schedule = training.schedule.ended_early(100)
    assert looked(training, pace, 150, 30.0) == 250
    training.params = replace(A_MINUTE, minutes=0.0)
    training.schedule = planned(1000)
    assert looked(training, pace, 200, 50.0) == 1000
