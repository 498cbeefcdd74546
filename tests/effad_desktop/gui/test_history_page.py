from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from effad_desktop.core.inspection import Verdict
from effad_desktop.gui.pages.history import HistoryPage
from effad_desktop.gui.pages.history_query import PAGE, Span, Wanted
from effad_desktop.gui.widgets.counters import Tally
from tests.effad_desktop.gui.page_bench import Bench, make_bench
from tests.effad_desktop.sinks.history_parts import inspection

LEFT = Qt.MouseButton.LeftButton
OK, NG = 0.1, 0.9


@pytest.fixture
def bench(qtbot: QtBot, tmp_path: Path) -> Iterator[Bench[HistoryPage]]:
    """A station that runs; nothing was inspected yet, and the page is not open."""
    made = make_bench(HistoryPage, tmp_path)
    qtbot.addWidget(made.page)
    made.start()
    yield made
    made.close()


def inspect(
    bench: Bench[HistoryPage], *scores: float, recipe: str = "screws", source: str = "camera 0"
) -> None:
    for number, score in enumerate(scores):
        bench.history(inspection(score, recipe, source, sequence=number))


def opened(bench: Bench[HistoryPage], rows: int) -> None:
    bench.open()
    bench.until(lambda: len(bench.page.table.model.entries) == rows)
    bench.until(lambda: bench.page._yields is not None)


def scores(bench: Bench[HistoryPage]) -> list[float]:
    return [entry.anomaly_score for entry in bench.page.table.model.entries]


def test_the_newest_stand_on_top_with_the_figures_of_all(bench: Bench[HistoryPage]) -> None:
    inspect(bench, OK, OK, 0.2, NG)
    opened(bench, 4)
    assert scores(bench) == [NG, 0.2, OK, OK]
    model = bench.page.table.model
    assert [model.index(row, 0).data() for row in range(2)] == ["NG", "OK"]
    assert bench.page.tally == Tally(3, 1)
    assert [figure.text() for figure in bench.page._figures] == ["3", "1", "75.0 %"]


def test_an_empty_history_says_so(bench: Bench[HistoryPage]) -> None:
    opened(bench, 0)
    bench.until(bench.page.table.empty.isVisible)
    assert "Nothing was inspected" in bench.page.table.empty.text


def test_a_page_that_is_opened_first_fills_when_the_station_is_ready(qtbot: QtBot, tmp_path: Path) -> None:
    bench = make_bench(HistoryPage, tmp_path)
    qtbot.addWidget(bench.page)
    bench.open()
    assert "starts" in bench.page.table.empty.text
    bench.start()
    inspect(bench, NG)
    bench.until(lambda: scores(bench) == [NG])
    bench.close()


def test_a_click_shows_only_ng_and_the_yield_stays_that_of_all(bench: Bench[HistoryPage]) -> None:
    inspect(bench, OK, NG, OK, NG)
    opened(bench, 4)
    QTest.mouseClick(bench.page.filter.verdicts.button(2), LEFT)
    bench.until(lambda: scores(bench) == [NG, NG])
    bench.until(lambda: bench.page.tally == Tally(2, 2))


def test_recipe_and_source_narrow_what_is_shown(bench: Bench[HistoryPage]) -> None:
    inspect(bench, 0.11, 0.12, recipe="nuts", source="upload-1.png")
    inspect(bench, 0.13, source="upload-2.png")
    opened(bench, 3)
    bench.until(lambda: bench.page.filter.recipe.findData("nuts") >= 0)
    bench.page.filter.recipe.setCurrentIndex(bench.page.filter.recipe.findData("nuts"))
    bench.until(lambda: scores(bench) == [0.12, 0.11])
    bench.until(lambda: bench.page.tally == Tally(2, 0))
    bench.page.filter.recipe.setCurrentIndex(0)
    QTest.keyClicks(bench.page.filter.text, "LOAD-2")
    bench.until(lambda: scores(bench) == [0.13])


def test_a_filter_that_nothing_fits_can_be_cleared_by_a_click(bench: Bench[HistoryPage]) -> None:
    inspect(bench, OK)
    opened(bench, 1)
    QTest.keyClicks(bench.page.filter.text, "nowhere")
    bench.until(lambda: not scores(bench))
    assert "fits the filter" in bench.page.table.empty.text
    QTest.mouseClick(bench.page.table.empty.button, LEFT)
    bench.until(lambda: scores(bench) == [OK])


def test_a_time_can_be_given_by_both_ends(bench: Bench[HistoryPage]) -> None:
    inspect(bench, OK)
    opened(bench, 1)
    bench.page.filter.span.value = Span.CUSTOM.name
    assert bench.page.filter.since.isVisible()
    tomorrow = datetime.now().astimezone() + timedelta(days=1)
    bench.page.filter.set_span(tomorrow, tomorrow + timedelta(hours=1))
    bench.until(lambda: not scores(bench))
    bench.page.filter.span.value = Span.TODAY.name
    bench.until(lambda: scores(bench) == [OK])
    assert not bench.page.filter.since.isVisible()


def test_scrolling_brings_the_rest_page_by_page(bench: Bench[HistoryPage]) -> None:
    inspect(bench, *(number / 10_000 for number in range(2 * PAGE + 50)))
    opened(bench, PAGE)
    view = bench.page.table.view
    view.setFocus()
    view.selectRow(0)
    QTest.keyClick(view, Qt.Key.Key_End)
    bench.until(lambda: len(scores(bench)) == 2 * PAGE)
    QTest.keyClick(view, Qt.Key.Key_End)
    bench.until(lambda: len(scores(bench)) == 2 * PAGE + 50)
    assert scores(bench) == sorted(scores(bench), reverse=True)
    assert not bench.page.table.model.canFetchMore(bench.page.table.model.index(-1, 0))


def test_new_inspections_come_without_losing_the_place(bench: Bench[HistoryPage]) -> None:
    inspect(bench, *(number / 1000 for number in range(100)))
    opened(bench, 100)
    table = bench.page.table
    table.view.selectRow(30)
    table.view.verticalScrollBar().setValue(25)
    chosen, on_top = table.chosen_entry, table.model.entries[25].id
    inspect(bench, NG, NG, NG)
    bench.until(lambda: len(table.model.entries) == 103)
    assert table.chosen_entry is chosen
    assert table.model.entries[table.view.verticalScrollBar().value()].id == on_top
    assert table.newer.isVisible()
    bench.until(lambda: bench.page.tally.ng == 3)
    QTest.mouseClick(table.newer, LEFT)
    assert table.view.verticalScrollBar().value() == 0
    assert not table.newer.isVisible()


def test_who_looks_at_the_top_sees_the_newest(bench: Bench[HistoryPage]) -> None:
    inspect(bench, *([OK] * 60))
    opened(bench, 60)
    inspect(bench, NG)
    bench.until(lambda: scores(bench)[0] == NG)
    assert bench.page.table.view.verticalScrollBar().value() == 0
    assert not bench.page.table.newer.isVisible()


def test_new_inspections_that_do_not_fit_the_filter_stay_away(bench: Bench[HistoryPage]) -> None:
    inspect(bench, NG)
    opened(bench, 1)
    QTest.mouseClick(bench.page.filter.verdicts.button(2), LEFT)
    bench.until(lambda: not bench.page.query._rows.busy)
    inspect(bench, OK, 0.8)
    bench.until(lambda: scores(bench) == [0.8, NG])


def test_the_chosen_one_is_shown_with_its_image(bench: Bench[HistoryPage]) -> None:
    inspect(bench, OK, NG)
    bench.until(lambda: bench.history.page()[0].image)  # it is stored after the answer
    opened(bench, 2)
    detail = bench.page.detail
    assert "No inspection is chosen" in detail.empty.text
    bench.page.table.view.setFocus()
    QTest.mouseClick(bench.page.table.view.viewport(), LEFT, pos=QPoint(150, 15))
    bench.until(lambda: not detail.view.is_empty and detail.view.isVisible())
    assert detail._verdict.text() == "NG"
    assert "0.9" in detail._score.text()
    QTest.keyClick(bench.page.table.view, Qt.Key.Key_Down)
    bench.until(detail.empty.isVisible)
    assert "only images of NG" in detail.empty.text
    assert detail._verdict.text() == "OK"


def test_an_image_whose_file_is_gone_is_told(bench: Bench[HistoryPage], tmp_path: Path) -> None:
    inspect(bench, NG)
    images = tmp_path / "history" / "images"
    bench.until(lambda: list(images.rglob("*.npy")))
    opened(bench, 1)
    bench.until(lambda: bench.history.page()[0].image)
    for file in images.rglob("*.jpg"):
        file.unlink()
    bench.page.table.view.selectRow(0)
    bench.until(bench.page.detail.empty.isVisible)
    assert "no longer there" in bench.page.detail.empty.text


def test_a_bar_tells_its_figures_and_a_click_goes_there(bench: Bench[HistoryPage]) -> None:
    inspect(bench, OK, OK, NG)
    opened(bench, 3)
    plot = bench.page.plot
    plot.setFocus()
    QTest.keyClick(plot, Qt.Key.Key_Right)
    assert "2 OK, 1 NG, yield 66.7 %" in plot.caption
    QTest.keyClick(plot, Qt.Key.Key_Return)
    wanted = bench.page.filter.wanted
    assert wanted.span is Span.CUSTOM
    assert wanted.since
    assert wanted.until
    assert wanted.since <= datetime.now(UTC) < wanted.until
    bench.until(lambda: bench.page._yields and bench.page._yields.step == "hour")
    bench.until(lambda: len(scores(bench)) == 3)


def test_the_yield_is_told_by_day_or_by_hour(bench: Bench[HistoryPage]) -> None:
    inspect(bench, OK)
    opened(bench, 1)
    QTest.mouseClick(bench.page._step, LEFT)
    bench.until(lambda: bench.page._yields and bench.page._yields.step == "hour")
    QTest.mouseClick(bench.page._step, LEFT)
    bench.until(lambda: bench.page._yields and bench.page._yields.step == "day")


def export(bench: Bench[HistoryPage], file: Path) -> None:
    QTest.mouseClick(bench.page.export.button, LEFT)
    dialog = bench.page.export.findChild(QFileDialog)
    assert isinstance(dialog, QFileDialog)
    dialog.fileSelected.emit(str(file))
    dialog.close()


def test_what_is_shown_can_be_exported(bench: Bench[HistoryPage], tmp_path: Path) -> None:
    inspect(bench, OK, NG, 0.8)
    opened(bench, 3)
    QTest.mouseClick(bench.page.filter.verdicts.button(2), LEFT)
    bench.until(lambda: len(scores(bench)) == 2)
    export(bench, tmp_path / "out.csv")
    bench.until(lambda: "2 rows written to out.csv" in bench.page.export.note.text())
    with (tmp_path / "out.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    assert [row["verdict"] for row in rows] == [Verdict.ANOMALOUS] * 2


def test_an_export_that_is_stopped_leaves_nothing(bench: Bench[HistoryPage], tmp_path: Path) -> None:
    inspect(bench, *([OK] * 20))
    opened(bench, 20)
    bench.page.export._stop.set()
    bench.page.export._stop.clear = lambda: None  # type: ignore[method-assign]
    export(bench, tmp_path / "out.csv")
    bench.until(bench.page.export.button.isVisible)
    assert not list(tmp_path.glob("*.csv*"))
    assert not bench.told


def test_an_export_to_where_nothing_can_be_written_is_told(bench: Bench[HistoryPage], tmp_path: Path) -> None:
    inspect(bench, OK)
    opened(bench, 1)
    (tmp_path / "file").touch()
    export(bench, tmp_path / "file" / "out.csv")
    bench.until(lambda: bench.told)
    assert "Cannot write" in bench.told[0].title


def test_a_page_out_of_view_asks_nothing(bench: Bench[HistoryPage]) -> None:
    inspect(bench, OK)
    opened(bench, 1)
    bench.page.hide()
    inspect(bench, NG)
    QTest.qWait(1100)
    assert scores(bench) == [OK]
    bench.page.show()
    bench.until(lambda: scores(bench) == [NG, OK])


@pytest.mark.parametrize(
    ("span", "length", "step"), [(Span.DAY, 1, "hour"), (Span.WEEK, 7, "day"), (Span.MONTH, 30, "day")]
)
def test_a_span_ends_now(span: Span, length: int, step: str) -> None:
    now = datetime.now(UTC)
    assert Wanted(span).bounds(now) == (now - timedelta(days=length), None)
    assert Wanted(span).step == step


def test_every_control_has_a_name(bench: Bench[HistoryPage]) -> None:
    page = bench.page
    controls = (page.filter.span, page.filter.since, page.filter.until, page.filter.recipe, page.filter.text)
    for control in (*controls, page.table.view, page.plot, page.detail.view, page.export.cancel):
        assert control.accessibleName()
