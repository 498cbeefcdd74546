from __future__ import annotations

import math
from dataclasses import replace

import pytest

from effad_desktop.errors import UsageError
from training.params import build_params, preset


def test_full_is_the_schedule_of_the_paper() -> None:
    params = preset("full")
    assert (params.steps, params.minutes, params.lr, params.weight_decay) == (70_000, 0.0, 1e-4, 1e-5)
    assert (params.optimizer, params.lr_schedule, params.hard_rise, params.side_every) == (
        "adam",
        "step",
        0,
        1,
    )
    assert params.trust_autoencoder


def test_steps_take_the_place_of_minutes() -> None:
    assert build_params("quick", steps=500) == replace(preset("quick"), steps=500, minutes=0.0)
    assert build_params("quick", minutes=2).minutes == 2
    assert build_params("quick") == preset("quick")


@pytest.mark.parametrize("minutes", [0.0, -1.0, math.nan, math.inf])
def test_impossible_minutes_are_refused(minutes: float) -> None:
    with pytest.raises(UsageError):
        build_params("quick", minutes=minutes)


def test_steps_and_minutes_together_are_refused() -> None:
    with pytest.raises(UsageError, match="Minutes and steps both say how long to train: give one of them"):
        build_params("quick", minutes=2, steps=500)
