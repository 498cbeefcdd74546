from __future__ import annotations

from pathlib import Path

import pytest

from effad_desktop.core.comparison import (
    Candidate,
    ComparedImage,
    Comparison,
    Truth,
    read_comparison,
    write_comparison,
)

IMAGES = tuple(
    ComparedImage(name, truth)
    for name, truth in (
        ("a", Truth.GOOD),
        ("b", Truth.GOOD),
        ("c", Truth.DEFECT),
        ("d", Truth.DEFECT),
        ("e", Truth.SYNTHETIC),
    )
)


def side(threshold: float, *scores: float) -> Candidate:
    return Candidate("memory", "0" * 64, threshold, "openvino", 0.02, scores)


@pytest.fixture
def made() -> Comparison:
    return Comparison(IMAGES, side(0.5, 0.1, 0.6, 0.7, 0.4, 0.9), side(2.0, 1.0, 1.5, 1.9, 8.0, 1.0))


def test_rejects_and_misses_are_counted_at_each_threshold(made: Comparison) -> None:
    now, new = made.figures(made.now), made.figures(made.new)
    assert (now.false_rejects, now.good, now.misses, now.defects, now.synthetic_misses) == (1, 2, 1, 2, 0)
    assert (new.false_rejects, new.misses, new.synthetic_misses, new.synthetic) == (0, 1, 1, 1)
    assert (now.image_auroc, new.image_auroc) == (0.75, 1.0)
    assert now.synthetic_auroc == 1.0


def test_without_defects_nothing_is_told_apart(made: Comparison) -> None:
    only = Comparison(IMAGES[:2], side(0.5, 0.1, 0.6), side(2.0, 1.0, 1.5))
    figures = only.figures(only.now)
    assert (figures.image_auroc, figures.synthetic_auroc) == (None, None)
    assert "image_auroc" not in figures.numbers()


def test_those_that_the_new_model_has_right_come_first(made: Comparison) -> None:
    assert made.differing() == [1, 3, 2]
    assert made.rejects(made.now, 1)
    assert not made.rejects(made.new, 1)


def test_a_score_that_is_no_number_is_rejected_and_counted_far_right() -> None:
    made = Comparison(IMAGES[:1], side(0.5, float("nan")), side(2.0, 1.0))
    assert made.figures(made.now).false_rejects == 1
    assert list(made.histogram(made.now, Truth.GOOD, 4)) == [0, 0, 0, 1]


def test_the_threshold_is_in_the_middle_of_a_histogram(made: Comparison) -> None:
    assert list(made.histogram(made.new, Truth.DEFECT, 2)) == [1, 1]
    assert made.histogram(made.now, Truth.GOOD, 8).sum() == 2


def test_it_is_kept_in_a_file_and_a_broken_one_is_none(made: Comparison, tmp_path: Path) -> None:
    file = tmp_path / "comparison.json"
    assert read_comparison(file) is None
    write_comparison(made, file)
    assert read_comparison(file) == made
    file.write_text(file.read_text().replace("[0.1, 0.6, 0.7, 0.4, 0.9]", "[0.1]"))
    assert read_comparison(file) is None
    file.write_bytes(b"\xff{")
    assert read_comparison(file) is None
