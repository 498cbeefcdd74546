from __future__ import annotations

import pytest

from training.losses import HARD_QUANTILE
from training.params import preset
from training.schedule import Schedule

FULL, QUICK = preset("full"), preset("quick")


def test_the_papers_schedule_falls_to_a_tenth_at_95_percent() -> None:
    schedule = Schedule(70_000)
    rates = [schedule.rate(FULL, step) for step in (0, 66_499, 66_500, 69_999)]
    assert rates == [1.0, 1.0, 0.1, 0.1]
    assert {schedule.quantile(FULL, step) for step in (0, 500, 69_999)} == {HARD_QUANTILE}


def test_the_quick_schedule_warms_up_and_falls_to_nothing() -> None:
    rates = [Schedule(400).rate(QUICK, step) for step in range(401)]
    assert rates[0] == pytest.approx(1 / 20)
    assert max(rates) > 0.95
    assert rates[-1] == pytest.approx(0, abs=1e-9)


def test_the_hard_quantile_rises_from_its_start_to_the_papers() -> None:
    values = [Schedule(100).quantile(QUICK, step) for step in range(100)]
    assert values[0] == pytest.approx(0.9)
    assert values == sorted(values)
    assert set(values[60:]) == {HARD_QUANTILE}


def test_an_early_end_passes_all_that_was_left_in_a_few_steps() -> None:
    planned = Schedule(400)
    early = planned.ended_early(100)
    assert early.steps == 160
    before, after = ([s.rate(QUICK, step) for step in range(100)] for s in (planned, early))
    assert before == after
    falling = [early.rate(QUICK, step) for step in range(99, 161)]
    assert falling == sorted(falling, reverse=True)
    assert falling[-1] == pytest.approx(0, abs=1e-9)
    assert early.quantile(QUICK, 159) == HARD_QUANTILE


def test_a_run_ends_early_once_and_only_where_that_saves_steps() -> None:
    planned = Schedule(400)
    assert planned.can_end_early(339)
    assert not planned.can_end_early(340)
    assert not planned.ended_early(100).can_end_early(110)
