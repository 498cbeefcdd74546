from __future__ import annotations

import json
import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from effad_desktop.core.calibration import (
    CALIBRATION_FILE,
    Calibration,
    Method,
    calibrate,
    expected_false_rejects,
    read_calibration,
    write_calibration,
)
from effad_desktop.errors import RecipeError

Draw = Callable[[np.random.Generator, int], list[float]]


def normal_tail(z: float) -> float:
    return 0.5 * math.erfc(z / math.sqrt(2))


DISTRIBUTIONS: dict[str, tuple[Draw, Callable[[float], float]]] = {
    "normal": (lambda random, n: random.normal(10, 1, n).tolist(), lambda t: normal_tail(t - 10)),
    "lognormal": (
        lambda random, n: random.lognormal(-1, 0.4, n).tolist(),
        lambda t: normal_tail((math.log(t) + 1) / 0.4),
    ),
    "gumbel": (
        lambda random, n: random.gumbel(0, 1, n).tolist(),
        lambda t: -math.expm1(-math.exp(-t)),
    ),
    "exponential": (lambda random, n: random.exponential(1, n).tolist(), lambda t: math.exp(-t)),
}


@dataclass(frozen=True, slots=True)
class Outcome:
    true_rate: float
    covered: bool


def outcomes(name: str, images: int, repetitions: int = 40) -> list[Outcome]:
    draw, tail = DISTRIBUTIONS[name]
    random = np.random.default_rng(7)
    found = []
    for _ in range(repetitions):
        calibration = calibrate(draw(random, images))
        rate = 1000 * tail(calibration.threshold)
        low, high = calibration.interval
        found.append(Outcome(rate, low <= rate <= high))
    return found


@pytest.mark.parametrize("name", DISTRIBUTIONS)
@pytest.mark.parametrize("images", [5, 10, 20, 50])
def test_true_false_rejects_keep_what_is_stated(name: str, images: int) -> None:
    found = outcomes(name, images)
    assert np.mean([outcome.true_rate for outcome in found]) < 20
    assert np.mean([outcome.covered for outcome in found]) >= 0.8


def test_over_all_kinds_of_scores_the_stated_rate_and_interval_are_about_right() -> None:
    found = [outcome for name in DISTRIBUTIONS for n in (10, 20, 50) for outcome in outcomes(name, n, 20)]
    assert 2.5 < np.mean([outcome.true_rate for outcome in found]) < 10
    assert 0.9 < np.mean([outcome.covered for outcome in found]) <= 1


def test_many_images_bring_the_threshold_to_the_true_quantile() -> None:
    scores = np.random.default_rng(0).gumbel(10, 1, 5000).tolist()
    assert calibrate(scores).threshold == pytest.approx(10 - math.log(-math.log(0.995)), abs=0.4)


def test_the_expected_false_rejects_are_the_target_and_lie_in_the_interval() -> None:
    calibration = calibrate(np.random.default_rng(1).lognormal(-1, 0.3, 20).tolist(), 2.0)
    assert calibration.expected_false_rejects == pytest.approx(2.0)
    assert calibration.interval[0] < 2.0 < calibration.interval[1]
    assert calibration.good_images == 20
    assert calibration.method is Method.FITTED


def test_fewer_allowed_false_rejects_and_fewer_images_raise_the_threshold() -> None:
    scores = np.random.default_rng(2).gumbel(0.3, 0.05, 40).tolist()
    assert calibrate(scores, 1.0).threshold > calibrate(scores, 5.0).threshold
    assert calibrate(sorted(scores)[::8]).threshold > calibrate(scores).threshold


def test_a_threshold_set_by_hand_is_judged_by_the_same_model() -> None:
    scores = np.random.default_rng(3).gumbel(0.3, 0.05, 30).tolist()
    calibration = calibrate(scores)
    expected, low, high = expected_false_rejects(scores, calibration.threshold)
    assert expected == pytest.approx(calibration.expected_false_rejects)
    assert (low, high) == pytest.approx(calibration.interval)
    rates = [expected_false_rejects(scores, float(t)).expected for t in np.linspace(0, 1, 21)]
    assert rates == sorted(rates, reverse=True)
    assert rates[0] > 990


def test_scores_in_other_units_give_the_threshold_in_those_units() -> None:
    scores = np.random.default_rng(4).gumbel(3, 0.5, 20)
    shifted = calibrate((100 * scores - 7).tolist()).threshold
    assert shifted == pytest.approx(100 * calibrate(scores.tolist()).threshold - 7)


@pytest.mark.parametrize("scores", [[0.2], [0.2, 0.25, 0.22], [0.3] * 20, [0.0] * 6, [-0.01, 0.0]])
def test_scores_that_tell_no_spread_get_an_assumed_one(scores: list[float]) -> None:
    calibration = calibrate(scores)
    assert calibration.method is Method.ASSUMED_SPREAD
    assert max(scores) < calibration.threshold < max(scores) + 4 * max(*scores, 0.1)
    assert calibration.interval[1] > 20


def test_many_scores_of_zero_do_not_pull_the_threshold_below_the_others() -> None:
    assert calibrate([0.0] * 15 + [0.1, 0.2, 0.3, 0.2, 0.15]).threshold > 0.3


def test_one_odd_low_score_hardly_moves_the_threshold() -> None:
    scores = np.random.default_rng(5).gumbel(1.0, 0.1, 30).tolist()
    without = calibrate(scores).threshold
    assert calibrate([*scores, 0.0]).threshold == pytest.approx(without, abs=0.1)


@pytest.mark.parametrize("scores", [[], [0.2, math.nan], [0.2, math.inf]])
def test_scores_that_are_missing_or_no_numbers_are_refused(scores: list[float]) -> None:
    with pytest.raises(ValueError, match=r"good image.*\.$"):
        calibrate(scores)
    with pytest.raises(ValueError, match=r"good image.*\.$"):
        expected_false_rejects(scores, 1.0)


@pytest.mark.parametrize("target", [0.0, -1.0, 500.0, math.nan])
def test_a_target_that_cannot_be_met_is_refused(target: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 500"):
        calibrate([0.2, 0.3], target)


# --- kept with the recipe --------------------------------------------------------------------------------


@pytest.fixture
def calibration() -> Calibration:
    return calibrate(np.random.default_rng(6).gumbel(0.3, 0.05, 12).tolist(), model="abc")


def test_what_was_kept_is_read_and_tells_of_any_threshold(tmp_path: Path, calibration: Calibration) -> None:
    write_calibration(calibration, tmp_path)
    known = read_calibration(tmp_path)
    assert known == calibration
    assert [p.name for p in tmp_path.iterdir()] == [CALIBRATION_FILE]
    cost = known.false_rejects(known.threshold)
    assert (cost.expected, cost.low, cost.high) == pytest.approx((5.0, *calibration.interval))
    assert known.false_rejects(known.threshold + 0.1).expected < 5 < known.false_rejects(0.4).expected


def test_a_recipe_of_old_has_no_calibration(tmp_path: Path) -> None:
    assert read_calibration(tmp_path) is None


def without(key: str) -> Callable[[dict[str, Any]], object]:
    return lambda values: {k: v for k, v in values.items() if k != key}


@pytest.mark.parametrize(
    "spoil",
    [
        without("scores"),
        without("model"),
        lambda values: values | {"scores": []},
        lambda values: values | {"scores": [0.3, "0.4"]},
        lambda values: values | {"scores": [0.3, math.nan]},
        lambda values: values | {"scores": [True]},
        lambda values: values | {"threshold": None},
        lambda values: values | {"interval": [1.0]},
        lambda values: values | {"method": "guessed"},
        lambda values: [values],
    ],
)
def test_a_broken_calibration_is_refused_in_words(
    tmp_path: Path, calibration: Calibration, spoil: Callable[[dict[str, Any]], object]
) -> None:
    write_calibration(calibration, tmp_path)
    file = tmp_path / CALIBRATION_FILE
    file.write_text(json.dumps(spoil(json.loads(file.read_text()))))
    with pytest.raises(RecipeError, match=r"calibration\.json is broken: .*train again, or remove it"):
        read_calibration(tmp_path)


@pytest.mark.parametrize("data", [b"", b"{", b"\xff\xfe", b"[" * 100_000])
def test_bytes_that_are_no_calibration_are_refused(tmp_path: Path, data: bytes) -> None:
    (tmp_path / CALIBRATION_FILE).write_bytes(data)
    with pytest.raises(RecipeError, match="is broken"):
        read_calibration(tmp_path)


def test_a_calibration_too_large_to_be_one_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / CALIBRATION_FILE).open("wb") as file:
        file.truncate(5_000_000)
    with pytest.raises(RecipeError, match="is too large"):
        read_calibration(tmp_path)
