"""What an operator does with the real window: keys, drops, requests of others, another language, closing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from effad_desktop.composition import Assembly
from effad_desktop.gui.app import Application
from effad_desktop.gui.backend import Phase
from effad_desktop.gui.language import Speech
from effad_desktop.gui.pages.batch import BatchPage
from effad_desktop.gui.pages.history import HistoryPage
from effad_desktop.gui.pages.inspect import InspectPage
from effad_desktop.gui.pages.settings import SettingsPage
from effad_desktop.gui.pages.settings_rows import ChoiceRow
from effad_desktop.paths import resources_dir
from effad_desktop.settings import load_settings
from effad_desktop.station import read_history

PATIENCE = 120_000
SAMPLES = resources_dir() / "sample_images"
CONTROL = Qt.KeyboardModifier.ControlModifier


class Operated:
    """The application on the built-in sample recipe, after its first verdict."""

    def __init__(self, qtbot: QtBot, data_dir: Path) -> None:
        self._qtbot = qtbot
        self.application = Application(load_settings(data_dir, port=0))
        self.window = self.application.window
        qtbot.addWidget(self.window)
        self.application.show()
        self.until(lambda: self.application.backend.phase is Phase.READY)
        self.until(lambda: self.inspect.verdict.verdict is not None)

    def until(self, true: Callable[[], object]) -> None:
        self._qtbot.waitUntil(lambda: bool(true()), timeout=PATIENCE)

    @property
    def assembly(self) -> Assembly:
        assembly = self.application.backend.assembly
        assert assembly
        return assembly

    @property
    def inspect(self) -> InspectPage:
        page = self.window.pages["inspect"]
        assert isinstance(page, InspectPage)
        return page

    @property
    def batch(self) -> BatchPage:
        page = self.window.pages["batch"]
        assert isinstance(page, BatchPage)
        return page

    def drop(self, *paths: Path) -> None:
        """As a file manager does, on whatever lies in the window's middle."""
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
        place = self.window.rect().center()
        copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        enter = QDragEnterEvent(QPoint(place), copy, mime, left, none)
        QApplication.sendEvent(self.window, enter)
        assert enter.isAccepted()
        QApplication.sendEvent(self.window, QDropEvent(QPointF(place), copy, mime, left, none))


@pytest.fixture
def operated(qtbot: QtBot, speech: Speech, tmp_path: Path) -> Iterator[Operated]:
    made = Operated(qtbot, tmp_path / "data")
    yield made
    made.application._speech.silence()
    made.application.close()


def test_everything_is_reached_by_keys(operated: Operated) -> None:
    window = operated.window
    for number, name in enumerate(window.pages, 1):
        QTest.keyClick(window, Qt.Key(Qt.Key.Key_0 + number), CONTROL)
        assert window.current_page == name
    QTest.keyClick(window, Qt.Key.Key_F11)
    operated.until(window.isFullScreen)
    assert window.current_page == "inspect"
    assert not window._rail.isVisible()
    assert operated.inspect.verdict.isVisible()
    QTest.keyClick(window, Qt.Key.Key_Escape)
    operated.until(lambda: not window.isFullScreen())
    assert window._rail.isVisible()


def test_requests_over_http_are_counted_shown_stored_and_measured(operated: Operated) -> None:
    before, url = operated.inspect.counters.tally, operated.assembly.server.url
    image = (SAMPLES / "stain_001.jpg").read_bytes()
    answer = httpx.post(f"{url}/predict", files={"file": ("line.jpg", image)}, timeout=120).json()
    operated.until(lambda: operated.inspect.counters.tally.ng == before.ng + 1)
    assert operated.inspect.tools.caption.startswith("line.jpg")
    operated.window.go("history", [])
    history = operated.window.pages["history"]
    assert isinstance(history, HistoryPage)
    operated.until(lambda: answer["inspection_id"] in {one.id for one in history.table.model.entries})
    told = httpx.get(f"{url}/metrics", timeout=60).text
    counted = [line for line in told.splitlines() if line.startswith("effad_inspections_total{")]
    assert {'source="http"' in line for line in counted} == {True, False}  # the window's own beside it


def test_what_cannot_be_inspected_is_one_sentence_and_the_rest_goes_on(
    operated: Operated, tmp_path: Path
) -> None:
    paper, empty, broken = tmp_path / "order.pdf", tmp_path / "empty", tmp_path / "broken.png"
    paper.write_bytes(b"%PDF-1.7")
    empty.mkdir()
    broken.write_bytes(b"no image")
    operated.drop(paper)
    operated.until(lambda: operated.window.banner_text)
    assert operated.window.banner_text == "order.pdf is no image"
    operated.drop(empty)
    operated.until(lambda: "no images in the folder empty" in operated.window.banner_text)
    operated.drop(paper, broken, SAMPLES / "good_000.jpg")
    operated.until(lambda: operated.batch.job.done == 2)
    assert "the rest is inspected" in operated.window.banner_text
    assert sorted(bool(one.error) for one in operated.batch.model.results) == [False, True]
    assert QApplication.activeModalWidget() is None


def test_the_language_changes_at_once_while_a_batch_runs(operated: Operated) -> None:
    operated.drop(SAMPLES)
    settings = operated.window.pages["settings"]
    assert isinstance(settings, SettingsPage)
    row = settings.rows["language"]
    assert isinstance(row, ChoiceRow)
    row.choice.setCurrentIndex(row.choice.findData("de"))
    operated.until(lambda: operated.batch.parts.title.text() == "Stapel")
    operated.until(lambda: operated.batch.job.done == 8)
    assert not operated.application.backend.error


def test_closing_during_a_batch_asks_nothing_and_keeps_what_was_done(
    operated: Operated, tmp_path: Path
) -> None:
    lot = tmp_path / "lot"
    lot.mkdir()
    images = sorted(SAMPLES.iterdir())
    for number in range(60):
        (lot / f"{number}.jpg").symlink_to(images[number % len(images)])
    operated.drop(lot)
    operated.until(lambda: operated.batch.job.done > 3)
    assert operated.window.close()
    assert QApplication.activeModalWidget() is None
    done = operated.batch.job.done
    operated.application.close()
    with read_history(operated.application.backend.settings) as history:
        stored = history.count()
    assert done + 1 <= stored < 61  # the first sample, and the batch as far as it came
