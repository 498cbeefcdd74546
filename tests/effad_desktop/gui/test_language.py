"""The window in each of its languages, and while it changes from one to another."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QSettings
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialogButtonBox, QWidget
from pytestqt.qtbot import QtBot

from effad_desktop.gui import theme
from effad_desktop.gui.backend import Phase
from effad_desktop.gui.language import LANGUAGES, Speech, day, minute, number
from effad_desktop.gui.main_window import MainWindow
from effad_desktop.gui.pages.batch import BatchPage
from effad_desktop.gui.pages.batch_job import Phase as JobPhase
from effad_desktop.gui.tasks import Tasks
from effad_desktop.gui.widgets.fields import Number
from effad_desktop.settings import load_settings
from tests.effad_desktop.conftest import MakeRecipe
from tests.effad_desktop.gui.batch_bench import write_image
from tests.effad_desktop.gui.translated import (
    SAME_IN_GERMAN,
    WholeBackend,
    is_clipped,
    is_word,
    text_of,
    texts,
)

PATIENCE = 60_000
CALM = 8
"""Tenths of a second in which no text has changed."""


@pytest.fixture
def window(
    qtbot: QtBot, qapp: QApplication, speech: Speech, tmp_path: Path, make_recipe: MakeRecipe
) -> Iterator[MainWindow]:
    """With a batch behind it, so that no page is empty."""
    make_recipe(place=tmp_path / "data" / "recipes")
    for name, level in (("good/a.png", 20), ("good/b.png", 90), ("hole/c.png", 10), ("hole/d.png", 80)):
        write_image(tmp_path / "images" / name, level)
    (tmp_path / "images" / "hole" / "e.png").write_bytes(b"no image")
    theme.wear(qapp, "light")
    speech.use("en")
    backend = WholeBackend(load_settings(tmp_path / "data", default_recipe="screws", language="en"), Tasks())
    window = MainWindow(backend, QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat))
    qtbot.addWidget(window)
    window.resize(1280, 720)
    window.show()
    backend.start()
    qtbot.waitUntil(lambda: backend.phase is Phase.READY, timeout=PATIENCE)
    batch = window.pages["batch"]
    assert isinstance(batch, BatchPage)
    window.go("batch", [tmp_path / "images"])
    qtbot.waitUntil(lambda: batch.job.phase is JobPhase.ENDED, timeout=PATIENCE)
    for page in window.pages:
        window.go(page, [])
    settle(qtbot, window)
    yield window
    backend.close()


def settle(qtbot: QtBot, window: MainWindow) -> None:
    """Until all that was asked for off the GUI thread is there."""
    said: list[set[str]] = []

    def calm() -> bool:
        said.append(texts(window))
        return len(said) > CALM and all(one == said[-1] for one in said[-CALM:]) and "Size" in said[-1]

    while not calm():
        qtbot.wait(100)


def test_figures_and_times_are_written_as_the_language_does(speech: Speech) -> None:
    when = datetime(2026, 3, 4, 5, 6, tzinfo=UTC).astimezone()
    speech.use("de")
    assert (number(0.25, ".3f"), day(when)) == ("0,250", "04.03.2026")
    assert minute(when) == f"{when:%d.%m.%Y %H:%M}"
    speech.use("zh_CN")
    assert (number(0.25, ".3f"), day(when)) == ("0.250", "2026-03-04")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_number_is_typed_with_comma_or_point_whatever_the_language(
    qtbot: QtBot, speech: Speech, language: str
) -> None:
    speech.use(language)
    field = Number(0, 100, 4)
    field.setSuffix(" GB")
    qtbot.addWidget(field)
    for typed in ("0,75", "0.75"):
        field.setValue(3)
        field.selectAll()
        QTest.keyClicks(field, typed)
        field.interpretText()
        assert field.value() == pytest.approx(0.75)
        assert field.text() == f"{number(0.75, 'g')} GB"
    field.selectAll()
    QTest.keyClicks(field, "1e5x")
    assert field.value() == pytest.approx(15)


def test_one_is_not_many(speech: Speech) -> None:
    class HistoryExport(QObject):
        def rows(self, count: int) -> str:
            return self.tr("{count} rows", "", count).format(count=count)

    told = HistoryExport()
    for language, rows in (
        ("en", ("1 row", "2 rows")),
        ("de", ("1 Zeile", "2 Zeilen")),
        ("zh_CN", ("1 行", "2 行")),
    ):
        speech.use(language)
        assert (told.rows(1), told.rows(2)) == rows


def test_the_words_of_qt_itself_are_translated(qtbot: QtBot, speech: Speech) -> None:
    speech.use("de")
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    qtbot.addWidget(box)
    assert box.button(QDialogButtonBox.StandardButton.Cancel).text() == "Abbrechen"


def test_the_whole_window_changes_its_language_while_it_runs(
    qtbot: QtBot, window: MainWindow, speech: Speech
) -> None:
    english = texts(window)
    assert {"Inspect", "Settings", "Search by name", "Known to be", "Heat map"} <= english
    for language, some in (
        ("de", {"Prüfen", "Einstellungen", "Nach Namen suchen", "Bekannt als", "Heatmap"}),
        ("zh_CN", {"检测", "设置", "按名称搜索", "已知类别", "热力图"}),
    ):
        speech.use(language)
        qtbot.wait(100)
        shown = texts(window)
        assert some <= shown
        left = {text for text in english & shown if is_word(text)}
        assert left - SAME_IN_GERMAN == set()
    speech.use("en")
    qtbot.wait(100)
    assert texts(window) == english


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_clipped_in_a_small_window(
    qtbot: QtBot, window: MainWindow, speech: Speech, language: str
) -> None:
    speech.use(language)
    clipped = []
    for name, page in window.pages.items():
        window.go(name, [])
        qtbot.wait(200)
        assert (window.width(), window.height()) == (1280, 720)
        clipped += [(name, text_of(widget)) for widget in page.findChildren(QWidget) if is_clipped(widget)]
    rail = [b for b in window.findChildren(QAbstractButton) if b.objectName() in window.pages]
    clipped += [("rail", button.text()) for button in rail if is_clipped(button)]
    assert clipped == []
