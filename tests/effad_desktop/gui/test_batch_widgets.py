from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from effad_desktop.gui import theme
from effad_desktop.gui.pages.batch_progress import Pace
from effad_desktop.gui.results import Column, Result, Show
from effad_desktop.gui.widgets.results_model import ResultsModel
from effad_desktop.gui.widgets.results_table import ResultsTable
from effad_desktop.gui.widgets.score_histogram import ScoreGroups, ScoreHistogram
from effad_desktop.gui.widgets.thumbnails import KEPT, SIDE, Thumbnails
from tests.effad_desktop.gui.batch_bench import write_image

NONE = np.empty(0, np.float64)


@pytest.fixture(autouse=True)
def worn(qapp: QApplication) -> None:
    theme.wear(qapp, "light")


def rows(*scores: float, truth: str = "") -> list[Result]:
    return [Result(Path(f"{score}.png"), "", truth, score) for score in scores]


@pytest.fixture
def model(qtbot: QtBot) -> ResultsModel:
    """Watched by Qt's own tester of models."""
    made = ResultsModel()
    made.set_threshold(0.5)
    made.tester = QAbstractItemModelTester(made)  # type: ignore[attr-defined]
    return made


@pytest.fixture
def table(model: ResultsModel, qtbot: QtBot) -> Iterator[ResultsTable]:
    made = ResultsTable(model)
    qtbot.addWidget(made)
    made.resize(640, 400)
    made.show()
    yield made
    made.hide()


def shown(model: ResultsModel) -> list[float]:
    return [model.result(row).score for row in range(model.rowCount())]


def test_rows_come_in_at_the_end_or_where_they_are_sorted_to(model: ResultsModel) -> None:
    model.append(rows(0.3, 0.9))
    model.append(rows(0.1))
    assert shown(model) == [0.3, 0.9, 0.1]
    model.sort(Column.SCORE, Qt.SortOrder.DescendingOrder)
    model.append(rows(0.5))
    assert shown(model) == [0.9, 0.5, 0.3, 0.1]
    model.sort(-1)
    assert shown(model) == [0.3, 0.9, 0.1, 0.5]


def test_the_filter_follows_the_threshold(model: ResultsModel, table: ResultsTable) -> None:
    model.append(rows(0.3, 0.6, 0.9))
    model.set_filter(Show.NG, "")
    assert shown(model) == [0.6, 0.9]
    table.go_to(1)
    model.set_threshold(0.7)
    assert shown(model) == [0.9]
    assert table.current is model.result(0)
    model.append(rows(0.2, 0.8))
    assert shown(model) == [0.9, 0.8]
    model.set_filter(Show.ALL, "0.2")
    assert shown(model) == [0.2]


def test_what_is_selected_stays_so_while_results_come_in_sorted(
    model: ResultsModel, table: ResultsTable
) -> None:
    model.append(rows(0.3, 0.6))
    table.sortByColumn(Column.SCORE, Qt.SortOrder.DescendingOrder)
    table.go_to(1)
    model.append(rows(0.9, 0.4))
    assert table.current
    assert table.current.score == 0.3
    assert table.currentIndex().row() == 3


def test_cells_say_score_verdict_and_what_was_judged_wrongly(model: ResultsModel) -> None:
    unreadable = Result(Path("x.png"), "", error="x.png is empty")
    model.append([*rows(0.6, truth="good"), *rows(0.2, truth="dent"), unreadable])
    texts = [[model.index(row, column).data() for column in Column] for row in range(3)]
    assert texts == [
        ["0.6.png", "0.600", "NG", "good, False reject"],
        ["0.2.png", "0.200", "OK", "dent, Miss"],
        ["x.png", "", "Unreadable", ""],
    ]
    assert "x.png is empty" in model.index(2, 0).data(Qt.ItemDataRole.ToolTipRole)


@pytest.mark.parametrize(("key", "row"), [(Qt.Key.Key_Right, 1), (Qt.Key.Key_Down, 1), (Qt.Key.Key_End, 2)])
def test_arrow_keys_walk_through_the_images(
    model: ResultsModel, table: ResultsTable, key: Qt.Key, row: int
) -> None:
    model.append(rows(0.1, 0.2, 0.3))
    table.go_to(0)
    seen: list[Result] = []
    table.looked_at.connect(seen.append)
    QTest.keyClick(table, key)
    assert table.currentIndex().row() == row
    assert seen == [model.result(row)]


def test_thumbnails_come_for_the_rows_that_are_seen_alone(
    tmp_path: Path, model: ResultsModel, table: ResultsTable, qtbot: QtBot
) -> None:
    images = [write_image(tmp_path / f"{n}.png", n) for n in range(60)]
    model.append([Result(path, "", "", 0.1) for path in images])
    thumbnails = table._thumbnails
    qtbot.waitUntil(lambda: len(thumbnails) >= 6, timeout=20_000)
    QTest.qWait(200)
    assert len(thumbnails) < 15
    picture = thumbnails.get(images[0])
    assert picture
    assert max(picture.width(), picture.height()) <= SIDE
    table.scrollToBottom()
    qtbot.waitUntil(lambda: thumbnails.get(images[-1]) is not None, timeout=20_000)


def test_thumbnails_of_thousands_take_no_more_memory_than_those_of_hundreds(
    tmp_path: Path, qtbot: QtBot
) -> None:
    thumbnails = Thumbnails()
    image = write_image(tmp_path / "a.png", 1)
    for number in range(KEPT + 50):
        link = tmp_path / f"{number}.png"
        link.symlink_to(image)
        thumbnails.get(link)
        if number % 40 == 0:
            qtbot.waitUntil(lambda: bool(thumbnails.collect()), timeout=20_000)
    qtbot.waitUntil(lambda: not thumbnails._wanted, timeout=20_000)
    thumbnails.collect()
    assert len(thumbnails) <= KEPT


def test_a_thumbnail_that_cannot_be_made_is_asked_for_once(tmp_path: Path, qtbot: QtBot) -> None:
    thumbnails = Thumbnails()
    with qtbot.waitSignal(thumbnails.ready, timeout=20_000):
        assert thumbnails.get(tmp_path / "gone.png") is None
    assert thumbnails.collect() == [tmp_path / "gone.png"]
    picture = thumbnails.get(tmp_path / "gone.png")
    assert picture is not None
    assert picture.isNull()


@pytest.fixture
def histogram(qtbot: QtBot) -> Iterator[tuple[ScoreHistogram, list[float]]]:
    made = ScoreHistogram()
    qtbot.addWidget(made)
    made.resize(600, 200)
    made.show()
    made.show_scores(ScoreGroups(np.array([0.1, 0.2, math.inf]), np.array([0.8, 2.0]), NONE))
    made.show_thresholds(0.4, 0.4)
    moved: list[float] = []

    def follow(threshold: float) -> None:
        moved.append(threshold)
        made.show_thresholds(threshold, 0.4)

    made.moved.connect(follow)
    yield made, moved
    made.hide()


def test_the_threshold_is_dragged_by_the_mouse(histogram: tuple[ScoreHistogram, list[float]]) -> None:
    widget, moved = histogram
    start, middle = int(widget.x_of(0.4)), widget.height() // 2
    QTest.mousePress(widget, Qt.MouseButton.LeftButton, pos=QPoint(start, middle))
    QTest.mouseMove(widget, QPoint(start + 30, middle))
    QTest.mouseMove(widget, QPoint(int(widget.x_of(1.5)), middle))
    QTest.mouseRelease(widget, Qt.MouseButton.LeftButton, pos=QPoint(int(widget.x_of(1.5)), middle))
    assert moved[-1] == pytest.approx(1.5, rel=0.02)
    assert len(f"{moved[-1]:g}") <= 5


def test_the_threshold_is_moved_by_keys_and_home_brings_it_back(
    histogram: tuple[ScoreHistogram, list[float]],
) -> None:
    widget, moved = histogram
    QTest.keyClick(widget, Qt.Key.Key_Right)
    small = moved[-1]
    QTest.keyClick(widget, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert 0.4 < small < moved[-1]
    QTest.keyClick(widget, Qt.Key.Key_Left)
    assert moved[-1] < moved[-2]
    QTest.keyClick(widget, Qt.Key.Key_Home)
    assert moved[-1] == 0.4
    assert "0.4" in widget.accessibleDescription()


def test_pace_tells_rate_and_time_left_of_the_last_seconds() -> None:
    pace = Pace()
    pace.start(100.0, 0)
    assert pace.rate == 0
    assert pace.left(10) is None
    for second in range(1, 11):
        pace.note(100.0 + second, 2 * second)
    for second in range(11, 21):
        pace.note(100.0 + second, 20 + 10 * (second - 10))
    assert pace.rate == pytest.approx(10)
    assert pace.left(50) == pytest.approx(5)
    assert pace.seconds == 20
