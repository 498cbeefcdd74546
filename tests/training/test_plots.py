from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from matplotlib.image import imread

from training import plots
from training.metrics import Curve


def drawn_size(path: Path) -> tuple[int, int]:
    """Width and height of a PNG that is more than an empty page."""
    pixels = imread(path)
    assert pixels.std() > 0.01
    return pixels.shape[1], pixels.shape[0]


def test_score_histogram_is_drawn(tmp_path: Path) -> None:
    plots.score_histogram(tmp_path / "a.png", [0.2, 0.3, 0.31], [0.8, 2.0], 0.5, "Scores")
    assert drawn_size(tmp_path / "a.png") == (1080, 630)


@pytest.mark.parametrize(("good", "anomalous"), [([0.2, 0.3], []), ([], [0.7]), ([0.5], [0.5])])
def test_score_histogram_takes_one_class_or_equal_scores(
    tmp_path: Path, good: list[float], anomalous: list[float]
) -> None:
    plots.score_histogram(tmp_path / "a.png", good, anomalous, 0.5, "Scores")
    assert drawn_size(tmp_path / "a.png") == (1080, 630)


def test_no_bin_straddles_the_threshold(tmp_path: Path) -> None:
    bins = plots._bins(np.array([0.1, 0.2, 3.0]), 0.52)
    assert np.abs(bins - 0.52).min() < 1e-12
    assert bins[0] < 0.1
    assert bins[-1] > 3.0


def test_roc_curve_is_drawn(tmp_path: Path) -> None:
    plots.roc_curve(tmp_path / "a.png", [0.1, 0.4, 0.3, 0.9], [False, False, True, True], "ROC")
    assert drawn_size(tmp_path / "a.png") == (720, 720)


def test_roc_curve_without_defects_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="good and defective"):
        plots.roc_curve(tmp_path / "a.png", [0.1, 0.4], [False, False], "ROC")


def test_pro_curve_is_drawn(tmp_path: Path) -> None:
    curve = Curve(np.array([0.0, 0.05, 0.3]), np.array([0.0, 0.8, 0.95]))
    plots.pro_curve(tmp_path / "a.png", curve, "PRO")
    assert drawn_size(tmp_path / "a.png") == (720, 720)


@pytest.mark.parametrize("steps", [1, 3, 500])
def test_loss_curves_are_drawn(tmp_path: Path, steps: int) -> None:
    values = 1 / np.arange(1, steps + 1)
    series = [plots.Series(name, np.arange(steps), values * scale) for name, scale in (("a", 1), ("b", 3))]
    plots.loss_curves(tmp_path / "a.png", series, "Losses")
    assert drawn_size(tmp_path / "a.png") == (1080, 630)


def test_contact_sheet_grows_with_its_tiles(tmp_path: Path) -> None:
    random = np.random.default_rng(0)
    image = random.integers(0, 256, (48, 64, 3), dtype=np.uint8)
    mask = np.zeros((48, 64), dtype=np.bool_)
    mask[10:20, 10:20] = True
    tiles = [plots.Tile(image, image[::-1], f"part {n}", mask if n else None, bool(n)) for n in range(3)]
    plots.contact_sheet(tmp_path / "one.png", tiles[:2], "Parts", columns=2)
    plots.contact_sheet(tmp_path / "two.png", tiles, "Parts", columns=2)
    one, two = drawn_size(tmp_path / "one.png"), drawn_size(tmp_path / "two.png")
    assert one[0] == two[0]
    assert one[1] < two[1]
