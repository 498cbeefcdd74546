from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from effad_desktop.core.score_axis import ScoreAxis

NUMBERS = st.floats(-1e6, 1e6, allow_subnormal=False)


@settings(deadline=None)
@given(st.lists(NUMBERS, max_size=20), NUMBERS)
def test_every_score_has_its_place_and_the_threshold_is_within(scores: list[float], threshold: float) -> None:
    axis = ScoreAxis.around(np.array(scores, np.float64), threshold)
    places = axis.place([*scores, threshold])
    assert ((places >= 0) & (places <= 1)).all()
    assert axis.contains(threshold)
    assert axis.score(float(axis.place(threshold))) == pytest.approx(threshold, rel=1e-6, abs=1e-6)
    assert all(axis.contains(tick) for tick in axis.ticks())


def test_positive_scores_lie_in_decades_with_round_ends() -> None:
    axis = ScoreAxis.around(np.array([0.12, 0.3, 80.0]), 0.33)
    assert axis.decades
    assert (axis.low, axis.high) == pytest.approx((0.07, 100))
    assert axis.ticks() == [0.1, 0.3, 1, 3, 10, 30, 100]


def test_a_threshold_that_is_not_positive_makes_an_even_axis() -> None:
    axis = ScoreAxis.around(np.array([-0.2, 0.6]), -0.1)
    assert not axis.decades
    assert axis.ticks()[0] <= -0.2
    assert axis.ticks()[-1] >= 0.6


def test_scores_that_are_all_nearly_zero_do_not_stretch_it() -> None:
    assert ScoreAxis.around(np.array([1e-9, 0.0, 0.4]), 0.5).low >= 0.01


def test_without_scores_it_is_around_the_threshold() -> None:
    axis = ScoreAxis.around(np.empty(0), 0.5)
    assert axis.low < 0.5 < axis.high
