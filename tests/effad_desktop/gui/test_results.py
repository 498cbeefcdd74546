from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from effad_desktop.core.inspection import Verdict
from effad_desktop.gui.results import Column, Counts, Result, Results, Show


def result(name: str, score: float, truth: str = "", error: str = "", folder: str = "") -> Result:
    return Result(Path(folder) / name, folder, truth, math.nan if error else score, error=error)


@pytest.fixture
def results() -> Results:
    made = Results()
    made.extend([result("a.png", 0.2, "good"), result("B.png", 0.6, "good", folder="sub")])
    made.extend(
        [
            result("c.png", 0.3, "dent"),
            result("d.png", 0.9, "dent"),
            result("e.png", 0, error="broken"),
            result("f.png", math.nan),
        ]
    )
    return made


def test_counts_follow_the_threshold(results: Results) -> None:
    assert results.counts(0.5) == Counts(
        ok=2, ng=3, unreadable=1, good=2, defective=2, false_rejects=1, misses=1
    )
    assert results.counts(0.1).false_rejects == 2
    assert results.counts(0.9).misses == 2
    assert results.counts(0.9).ng == 1  # what is no number is never OK


@pytest.mark.parametrize(
    ("show", "names"),
    [
        (Show.ALL, "abcdef"),
        (Show.OK, "ac"),
        (Show.NG, "bdf"),
        (Show.FALSE_REJECTS, "b"),
        (Show.MISSES, "c"),
        (Show.UNREADABLE, "e"),
    ],
)
def test_each_filter_shows_its_own(results: Results, show: Show, names: str) -> None:
    rows = results.matching(show, "", 0.5)
    assert "".join(results[row].name[0].lower() for row in rows) == names
    assert len(rows) == results.counts(0.5).of(show)


def test_a_search_finds_name_and_folder_in_any_case(results: Results) -> None:
    assert list(results.matching(Show.ALL, " b.PNG ", 0.5)) == [1]
    assert list(results.matching(Show.ALL, "SUB", 0.5)) == [1]
    assert list(results.matching(Show.NG, "a.png", 0.5)) == []


@pytest.mark.parametrize(
    ("column", "descending", "names"),
    [
        (Column.NAME, True, "bfedca"),
        (Column.SCORE, False, "acbdef"),
        (Column.SCORE, True, "dbcaef"),
        (Column.VERDICT, False, "acbdfe"),
        (Column.VERDICT, True, "dbfcae"),
        (Column.TRUTH, False, "efcdab"),
    ],
)
def test_each_column_sorts_and_what_has_no_score_comes_last(
    results: Results, column: Column, descending: bool, names: str
) -> None:
    rows = results.ordered(np.arange(len(results)), column, descending, 0.5)
    assert "".join(results[int(row)].name[0].lower() for row in rows) == names


def test_a_result_says_where_it_disagrees() -> None:
    assert result("a", 0.6, "good").disagrees(0.5) is Show.FALSE_REJECTS
    assert result("a", 0.4, "dent").disagrees(0.5) is Show.MISSES
    assert result("a", 0.4, "good").disagrees(0.5) is None
    assert result("a", 0.9).disagrees(0.5) is None
    assert result("a", 0.5).verdict(0.5) is Verdict.NORMAL
    assert result("a", 0, error="broken").verdict(0.5) is None


def test_scores_are_parted_by_what_is_known(results: Results) -> None:
    assert list(results.scores(True)) == [0.2, 0.6]
    assert list(results.scores(False)) == [0.3, 0.9]
    assert list(results.scores(None)) == []


def test_thousands_are_kept() -> None:
    many = Results()
    for start in range(0, 3000, 7):
        many.extend([result(f"{n}.png", n / 1000) for n in range(start, start + 7)])
    assert many.counts(0.9995).ok == 1000
