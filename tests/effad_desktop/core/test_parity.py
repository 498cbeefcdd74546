from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from effad_desktop.core.parity import (
    PARITY_FILE,
    Measured,
    Parity,
    agreements,
    rank_auroc,
    read_parity,
    write_parity,
)
from effad_desktop.errors import RecipeError


def measured(engine: str, scores: list[float]) -> Measured:
    return Measured(engine, f"{engine} on a CPU", tuple(scores), tuple(0.0 for _ in scores))


def parity(int8: list[float], truth: list[bool | None]) -> Parity:
    reference = [0.1] * (len(truth) // 2) + [0.9] * (len(truth) - len(truth) // 2)
    engines = [measured("openvino-f32", reference), measured("openvino-int8", int8)]
    listed = agreements(engines, 0.5, truth)
    return Parity("sha", 0.5, "PC", "2026-01-01", len(truth), truth.count(False), truth.count(True), listed)


def test_one_other_verdict_in_a_hundred_forbids_int8() -> None:
    truth: list[bool | None] = [None] * 100
    same = [0.1] * 50 + [0.9] * 50
    assert parity(same, truth).allows("openvino-int8")
    assert not parity([0.6, *same[1:]], truth).allows("openvino-int8")
    assert not parity(same, truth).allows("openvino-bf16")


def test_one_other_verdict_in_two_hundred_is_allowed() -> None:
    unknown: list[bool | None] = [None] * 200
    assert parity([0.6] + [0.1] * 99 + [0.9] * 100, unknown).allows("openvino-int8")


def test_a_loss_of_auroc_forbids_int8_though_every_verdict_is_equal() -> None:
    truth: list[bool | None] = [*[False] * 51, *[True] * 49]
    reference = [0.1] * 50 + [0.6] + [0.9] * 49
    worse = [0.1] * 50 + [0.95] + [0.9] * 49
    listed = agreements([measured("f32", reference), measured("openvino-int8", worse)], 0.5, truth)
    assert listed[1].equal_verdicts == 1.0
    assert listed[1].auroc_loss == pytest.approx(1 / 51)
    assert not listed[1].holds


def test_a_score_that_is_no_number_agrees_with_no_normal_verdict() -> None:
    listed = agreements([measured("f32", [0.1, 0.1]), measured("int8", [0.1, np.nan])], 0.5, [None, None])
    assert listed[1].equal_verdicts == 0.5


def test_ties_count_half() -> None:
    assert rank_auroc([1.0, 2.0], [2.0, 3.0]) == pytest.approx(3.5 / 4)


def test_a_report_is_read_as_it_was_written(tmp_path: Path) -> None:
    made = parity([0.1, 0.9], [False, True])
    write_parity(made, tmp_path)
    assert read_parity(tmp_path) == made
    assert read_parity(tmp_path / "elsewhere") is None


@pytest.mark.parametrize("value", ["1", True, float("nan"), None])
def test_a_report_without_numbers_is_refused(tmp_path: Path, value: object) -> None:
    write_parity(parity([0.1, 0.9], [False, True]), tmp_path)
    content = json.loads((tmp_path / PARITY_FILE).read_text())
    content["agreements"][1]["equal_verdicts"] = value
    (tmp_path / PARITY_FILE).write_text(json.dumps(content))
    with pytest.raises(RecipeError, match=r"is broken: .*effad parity"):
        read_parity(tmp_path)
