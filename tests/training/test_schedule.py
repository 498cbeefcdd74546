from __future__ import annotations

import pytest

from training.losses import HARD_QUANTILE
from training.params import preset
from training.schedule import planned

FULL, QUICK = preset("full"), preset("quick")


def test_the_papers_schedule_falls_to_a_tenth_at_95_percent() -> None:
    schedule = planned(70_000)
    rates = [schedule.rate(FULL, step) for step in (0, 66_499, 66_500, 69_999)]
    assert rates == [1.0, 1.0, 0.1, 0.1]
    assert {schedule.quantile(FULL, step) for step in (0, 500, 69_999)} == {HARD_QUANTILE}


def test_the_quick_schedule_warms_up_and_falls_to_nothing() -> None:
    rates = [planned(400).rate(QUICK, step) for step in range(401)]
    assert rates[0] == pytest.approx(1 / 20)
    assert max(rates) > 0.95
    assert rates[-1] == pytest.approx(0, abs=1e-9)


def test_the_hard_quantile_rises_from_its_start_to_the_papers() -> None:
    values = [planned(100).quantile(QUICK, step) for step in range(100)]
    assert values[0] == pytest.approx(0.9)
    assert values == sorted(values)
    assert set(values[60:]) == {HARD_QUANTILE}


def test_an_early_end_passes_all_that_was_left_in_a_few_steps() -> None:
    whole = planned(400)
    early = whole.ended_early(100)
    assert early.steps == 160
    falling = [whole.rate(QUICK, 99), *(early.rate(QUICK, step) for step in range(100, 161))]
    assert falling == sorted(falling, reverse=True)
    assert falling[-1] == pytest.approx(0, abs=1e-9)
    assert early.quantile(QUICK, 159) == HARD_QUANTILE


def test_a_run_ends_early_once_and_only_where_that_saves_steps() -> None:
    whole = planned(400)
    assert whole.can_end_early(339)
    assert not whole.can_end_early(340)
    assert not whole.ended_early(100).can_end_early(110)


def test_a_plan_that_is_bent_goes_on_where_it_is_and_comes_to_its_end() -> None:
    slower = planned(400).bent(100, 1300)
    assert [slower.place(step) for step in (100, 700, 1300)] == [100, 250, 400]
    quicker = slower.bent(700, 775)
    assert [quicker.place(step) for step in (700, 775)] == [250, 400]
    assert quicker.rate(QUICK, 700) == slower.rate(QUICK, 700)
