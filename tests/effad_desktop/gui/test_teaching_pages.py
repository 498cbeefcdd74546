"""Teaching from the Inspect and the History page: the real station on a real recipe of the method memory."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from effad_desktop.core.inspection import Frame, Inspection, Verdict
from effad_desktop.core.versions import read_versions
from effad_desktop.errors import EffadError
from effad_desktop.gui import theme
from effad_desktop.gui.backend import Backend, Phase
from effad_desktop.gui.page import Context
from effad_desktop.gui.pages import inspect_choice as choices
from effad_desktop.gui.pages.history import HistoryPage
from effad_desktop.gui.pages.inspect import InspectPage
from effad_desktop.gui.tasks import Tasks
from effad_desktop.gui.widgets.teach_bar import TeachBar
from effad_desktop.settings import load_settings
from effad_desktop.station import Station
from tests.effad_desktop.plates import RECIPE, plate, recipes_of, write

CTRL = Qt.KeyboardModifier.ControlModifier
STAIN = (60, 60, 60)


@dataclass
class Bench:
    backend: Backend
    inspect: InspectPage
    history: HistoryPage
    told: list[EffadError] = field(default_factory=list)

    def until(self, true: Callable[[], object], seconds: float = 60) -> None:
        end = time.monotonic() + seconds
        while not true():
            assert time.monotonic() < end, "it never came"
            QTest.qWait(5)

    @property
    def station(self) -> Station:
        assert self.backend.assembly
        return self.backend.assembly.station

    def show(self, page: InspectPage | HistoryPage) -> None:
        page.resize(1184, 680)
        page.show()
        page.opened()

    def judge(self, seed: int, mark: tuple[int, int, int] | None = None, name: str = "") -> Inspection:
        image = plate(seed, mark)
        frame = Frame(image, name or f"{seed}.png", seed, datetime.now(UTC), "files")
        return self.station.submit(frame).result(60)

    def press(self, teach: TeachBar, key: Qt.Key) -> str:
        """What is said once it is done; nevertheless, where the guard has doubts."""
        self.until(teach.good.isEnabled)
        parent = teach.parentWidget()
        assert parent
        QTest.keyClick(parent, key, CTRL)
        return self.settled(teach)

    def settled(self, teach: TeachBar) -> str:
        notice = teach.notice
        done = lambda: notice.question.sentence or (notice.said and not notice.said.endswith("…"))  # noqa: E731
        self.until(done)
        if notice.question.sentence:
            notice.question.yes.click()
            self.until(lambda: notice.said and not notice.said.endswith("…"))
        return notice.said


def make(data: Path, **settings: object) -> Bench:
    tasks, told = Tasks(), []  # type: ignore[var-annotated]
    backend = Backend(load_settings(data, serve=False, **settings), tasks)
    context = Context(backend, backend.bridge, tasks, told.append, lambda _name, _paths: None)
    bench = Bench(backend, InspectPage(context), HistoryPage(context), told)
    backend.start()
    bench.until(lambda: backend.phase is Phase.READY)
    return bench


@pytest.fixture
def folder(trained_plates: Path, tmp_path: Path) -> Path:
    return shutil.copytree(trained_plates, tmp_path / "data" / "recipes" / RECIPE)


@pytest.fixture
def bench(qtbot: QtBot, qapp: QApplication, folder: Path) -> Iterator[Bench]:
    theme.wear(qapp, "light")
    made = make(folder.parents[1], default_recipe=RECIPE)
    qtbot.addWidget(made.inspect)
    qtbot.addWidget(made.history)
    yield made
    assert made.told == []
    made.backend.close()


def look_at_stain(bench: Bench) -> Inspection:
    """The last of three on the Inspect page."""
    page = bench.inspect
    bench.show(page)
    for seed in (50, 51):
        bench.judge(seed)
    stain = bench.judge(60, STAIN)
    bench.until(lambda: page.shown and page.shown.id == stain.id)
    bench.until(page.teach.isVisible)
    assert page.verdict.word == "NG"
    return stain


def test_what_the_inspect_page_shows_is_taught_and_judged_anew(bench: Bench, folder: Path) -> None:
    stain, page = look_at_stain(bench), bench.inspect
    assert "it is version 2 now" in bench.press(page.teach, Qt.Key.Key_G)
    threshold = recipes_of(folder).find(RECIPE).recipe.threshold
    assert page.verdict.word == "OK"
    assert page.shown
    assert page.shown.prediction.anomaly_score <= page.shown.threshold == threshold
    newest = page.strip.shown[-1]
    assert (newest.id, newest.verdict) == (stain.id, Verdict.NORMAL)
    assert {one.threshold for one in page.strip.shown} == {threshold}
    assert bench.judge(60, STAIN).verdict is Verdict.NORMAL


def test_undo_by_key_brings_verdict_and_recipe_back(bench: Bench, folder: Path) -> None:
    stain, page = look_at_stain(bench), bench.inspect
    bench.press(page.teach, Qt.Key.Key_G)
    bench.until(page.teach.notice.undo.isEnabled)
    QTest.keyClick(page, Qt.Key.Key_Z, CTRL)
    bench.until(lambda: "version 3 now" in page.teach.notice.said)
    assert page.verdict.word == "NG"
    assert page.shown
    assert page.shown.threshold == stain.threshold
    assert page.shown.model == stain.model
    assert read_versions(folder)[-1].what == "restored version 1"


def test_while_images_come_only_a_chosen_one_is_taught(bench: Bench, tmp_path: Path) -> None:
    page = bench.inspect
    look_at_stain(bench)
    for i in range(3):
        write(tmp_path / "lot" / f"{i}.png", plate(70 + i))
    page.control.choose(choices.files([tmp_path / "lot"]))
    page.control.set_pace(0.1)
    page.control.start()
    bench.until(lambda: page.counters.tally.total > 3)
    bench.until(lambda: not page.teach.good.isEnabled() or not page.control.running)
    if page.control.running:  # else the three were over at once
        assert "choose one of the last images" in page.teach.good.toolTip()
    page.strip.select(0)
    bench.until(page.teach.good.isEnabled)
    page.control.stop()
    bench.until(lambda: not page.control.running)


def test_in_operator_mode_nothing_is_taught(bench: Bench, folder: Path) -> None:
    page = bench.inspect
    look_at_stain(bench)
    page.set_operator_mode(True)
    assert not page.teach.isVisible()
    QTest.keyClick(page, Qt.Key.Key_G, CTRL)
    assert read_versions(folder) == []
    page.set_operator_mode(False)
    bench.until(page.teach.isVisible)


def test_a_recipe_that_does_not_learn_at_once_has_no_bar(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    theme.wear(qapp, "light")
    bench = make(tmp_path / "data")
    for page in (bench.inspect, bench.history):
        qtbot.addWidget(page)
    bench.show(bench.inspect)
    bench.until(lambda: bench.inspect.shown)
    bench.until(lambda: "EfficientAD" in bench.inspect.teach.good.toolTip())
    assert not bench.inspect.teach.isVisible()
    bench.backend.close()


def choose(bench: Bench, inspection: Inspection) -> None:
    table = bench.history.table
    bench.show(bench.history)
    bench.history.ask()
    bench.until(lambda: inspection.id in [entry.id for entry in table.model.entries])
    table.view.selectRow([entry.id for entry in table.model.entries].index(inspection.id))


def test_a_false_reject_of_the_history_is_taught_and_what_was_written_stays(bench: Bench) -> None:
    stain = bench.judge(60, STAIN)
    assert bench.backend.assembly
    history = bench.backend.assembly.history
    bench.until(lambda: (entry := history.get(stain.id)) and entry.image)
    choose(bench, stain)
    assert "it is version 2 now" in bench.press(bench.history.detail.teach, Qt.Key.Key_G)
    assert bench.history.detail.now.startswith("By version 2: OK, score ")
    kept = history.get(stain.id)
    assert kept
    assert (kept.verdict, kept.threshold, kept.method) == (Verdict.ANOMALOUS, stain.threshold, "memory")
    bench.history.table.view.clearSelection()


def test_where_no_image_is_stored_the_history_says_so(bench: Bench) -> None:
    plain = bench.judge(50)
    assert plain.verdict is Verdict.NORMAL
    choose(bench, plain)
    teach = bench.history.detail.teach
    bench.until(lambda: teach.good.toolTip() == "No image is kept of it")
    for button in (teach.good, teach.defect):
        assert not button.isEnabled()
        assert button.accessibleDescription() == "No image is kept of it"
