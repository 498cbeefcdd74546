from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from threading import Timer

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, QSettings, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from effad_desktop.core.calibration import calibrate, write_calibration
from effad_desktop.core.inspection import Verdict
from effad_desktop.core.threshold_changes import read_changes, user_name
from effad_desktop.detection.manifest import read_manifest
from effad_desktop.errors import EffadError
from effad_desktop.gui import theme
from effad_desktop.gui.backend import Backend
from effad_desktop.gui.main_window import MainWindow
from effad_desktop.gui.page import Context
from effad_desktop.gui.pages.batch import BatchPage
from effad_desktop.gui.pages.batch_job import Phase
from effad_desktop.gui.results import Show
from effad_desktop.gui.tasks import Tasks
from effad_desktop.paths import resources_dir
from effad_desktop.recipes import Recipes
from effad_desktop.settings import load_settings
from tests.effad_desktop.gui.batch_bench import RECIPE, Bench, make_bench, ready, write_image

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def bench(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, make_recipe: Callable[..., Path]
) -> Iterator[Bench]:
    """A page whose station loads still; its recipe rejects what is above 0.4."""
    theme.wear(qapp, "light")
    make_recipe(RECIPE, 0.4, tmp_path / "data" / "recipes")
    made = make_bench(tmp_path / "data")
    qtbot.addWidget(made.page)
    made.page.resize(1184, 660)
    made.page.show()
    made.page.opened()
    yield made
    made.detector.gate.set()
    made.backend.close()


@pytest.fixture
def started(bench: Bench) -> Bench:
    return ready(bench)


@pytest.fixture
def dataset(tmp_path: Path) -> Path:
    """Scores 0.1, 0.2, 0.5 of good ones, 0.3, 0.6, 0.9 of defective ones."""
    for level in (10, 20, 50):
        write_image(tmp_path / "parts" / "good" / f"{level}.png", level)
    for level in (30, 60, 90):
        write_image(tmp_path / "parts" / "dent" / f"{level}.png", level)
    write_image(tmp_path / "parts" / "ground_truth" / "dent" / "30_mask.png", 255)
    return tmp_path / "parts"


def click(button: QPushButton) -> None:
    assert button.isVisible()
    assert button.isEnabled()
    QTest.mouseClick(button, LEFT)


def is_said(bench: Bench, sentence: str) -> bool:
    return bench.page.parts.said == sentence


def figure(bench: Bench, show: Show) -> str:
    return bench.page.parts.figures.buttons[show].figure


def test_a_folder_is_inspected_and_its_names_tell_the_truth(started: Bench, dataset: Path) -> None:
    started.inspect(dataset)
    assert {r.name: r.truth for r in started.results} == {
        "10.png": "good",
        "20.png": "good",
        "50.png": "good",
        "30.png": "dent",
        "60.png": "dent",
        "90.png": "dent",
    }
    shown = {show: figure(started, show) for show in Show}
    assert shown == {
        Show.ALL: "6",
        Show.OK: "3",
        Show.NG: "3",
        Show.FALSE_REJECTS: "1",
        Show.MISSES: "1",
        Show.UNREADABLE: "0",
    }
    assert not started.page.parts.figures.buttons[Show.UNREADABLE].isVisible()
    assert started.page.parts.progress.text.startswith("Done in")
    assert [i.frame.kind for i in started.backend.seen] == ["batch"] * 6
    assert started.told == []


def test_rows_keep_no_pixels_and_a_small_map(started: Bench, dataset: Path) -> None:
    started.inspect(dataset)
    for result in started.results:
        assert result.anomaly_map is not None
        assert result.anomaly_map.nbytes == 8 * 8 * 2


def test_a_drop_before_the_station_is_ready_waits_for_it(bench: Bench, dataset: Path) -> None:
    bench.backend.held.clear()
    bench.backend.start()
    bench.page.take([dataset])
    bench.until(lambda: bench.page.job.phase is Phase.STARTING)
    assert "Waiting" in bench.page.parts.progress.text
    bench.backend.held.set()
    bench.until(lambda: bench.ended)
    assert len(bench.results) == 6


@pytest.mark.parametrize(
    ("name", "said"),
    [("manual.pdf", "manual.pdf is no image"), ("empty", "There are no images in the folder empty")],
)
def test_a_wrong_drop_gives_one_sentence_and_the_rest_goes_on(
    started: Bench, tmp_path: Path, name: str, said: str
) -> None:
    wrong = tmp_path / name
    if wrong.suffix:
        wrong.write_bytes(b"%PDF")
    else:
        wrong.mkdir()
    started.inspect(wrong)
    assert [e.title for e in started.told] == [said]
    assert started.page.job.phase is Phase.EMPTY
    started.told.clear()
    started.inspect(wrong, write_image(tmp_path / "a.png", 10))
    assert [e.title for e in started.told] == [f"{said}; the rest is inspected"]
    started.until(lambda: started.ended)
    assert started.names == ["a.png"]


def test_many_wrong_things_are_one_sentence_too(started: Bench, tmp_path: Path) -> None:
    wrong = [tmp_path / f"{n}.pdf" for n in range(3)]
    for path in wrong:
        path.touch()
    started.inspect(*wrong)
    assert [e.title for e in started.told] == ["3 things that were given hold no images, such as 0.pdf"]


def test_masks_alone_are_said_to_be_masks(started: Bench, dataset: Path) -> None:
    started.inspect(dataset / "ground_truth")
    assert "masks" in started.told[0].title


def test_an_unreadable_image_is_listed_with_its_reason(started: Bench, tmp_path: Path) -> None:
    write_image(tmp_path / "in" / "a.png", 10)
    (tmp_path / "in" / "b.jpg").write_bytes(b"no JPEG")
    started.inspect(tmp_path / "in")
    assert figure(started, Show.UNREADABLE) == "1"
    QTest.mouseClick(started.page.parts.figures.buttons[Show.UNREADABLE], LEFT)
    assert started.names == ["b.jpg"]
    assert "broken or not an image" in started.page.parts.viewer.sentence
    assert started.told == []


def test_a_dragged_threshold_judges_all_anew_without_inferring(started: Bench, dataset: Path) -> None:
    started.inspect(dataset)
    inspected = len(started.backend.seen)
    histogram = started.page.parts.threshold.histogram
    at = histogram.rect().center()
    for score in (0.45, 0.55):
        at.setX(round(histogram.x_of(score)))
        QTest.mousePress(histogram, LEFT, pos=at)
        QTest.mouseRelease(histogram, LEFT, pos=at)
    assert 0.5 < started.page.model.threshold < 0.6
    assert (figure(started, Show.FALSE_REJECTS), figure(started, Show.MISSES)) == ("0", "1")
    assert started.page.parts.threshold.spin.value() == pytest.approx(started.page.model.threshold)
    started.page.parts.threshold.spin.setValue(0.25)
    assert (figure(started, Show.FALSE_REJECTS), figure(started, Show.MISSES)) == ("1", "0")
    assert len(started.backend.seen) == inspected
    click(started.page.parts.threshold.back)
    assert started.page.model.threshold == 0.4


def test_a_threshold_is_stored_with_who_when_and_the_old_value(
    started: Bench, dataset: Path, tmp_path: Path
) -> None:
    started.inspect(dataset)
    panel = started.page.parts.threshold
    assert not panel.use.isEnabled()
    panel.spin.setValue(0.55)
    click(panel.use)
    started.until(lambda: started.page.parts.said)
    assert started.page.parts.said == "The threshold of screws is 0.55 from now on; it was 0.4."
    folder = tmp_path / "data" / "recipes" / RECIPE
    (change,) = read_changes(folder)
    assert (change.who, change.old, change.new) == (user_name(), 0.4, 0.55)
    assert not panel.use.isEnabled()
    click(started.page.parts.progress.once_more)
    started.until(lambda: started.ended and len(started.backend.seen) == 12)
    assert {i.threshold for i in started.backend.seen[6:]} == {0.55}


def test_a_built_in_recipe_is_copied_and_that_is_said(
    qtbot: QtBot, tmp_path: Path, make_recipe: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    make_recipe(RECIPE, 0.4, tmp_path / "shipped")
    monkeypatch.setattr("effad_desktop.station.built_in_recipes_dir", lambda: tmp_path / "shipped")
    bench = ready(make_bench(tmp_path / "data"))
    qtbot.addWidget(bench.page)
    bench.page.show()
    bench.inspect(write_image(tmp_path / "a.png", 50))
    bench.page.parts.threshold.spin.setValue(0.6)
    click(bench.page.parts.threshold.use)
    bench.until(lambda: bench.page.parts.said)
    bench.backend.close()
    assert "screws is built in, so a copy of it was changed and is used." in bench.page.parts.said
    assert Recipes(tmp_path / "data" / "recipes", tmp_path / "shipped").find(RECIPE).recipe.threshold == 0.6


def test_false_rejects_are_foretold_from_the_scores_that_the_recipe_kept(
    started: Bench, dataset: Path, tmp_path: Path
) -> None:
    started.inspect(dataset)
    assert "cannot be foretold" in started.page.parts.threshold.cost
    folder = tmp_path / "data" / "recipes" / RECIPE
    scores = [0.2 + n / 200 for n in range(20)]
    model = read_manifest(folder / "model.safetensors").sha256
    write_calibration(calibrate(scores, 5.0, model), folder)
    click(started.page.parts.progress.once_more)
    started.until(lambda: started.ended and "Expect" in started.page.parts.threshold.cost)
    before = started.page.parts.threshold.cost
    assert "by 20 held-out ones" in before
    started.page.parts.threshold.spin.setValue(0.9)
    assert started.page.parts.threshold.cost != before


def test_arrow_keys_walk_through_the_images_from_table_and_image(started: Bench, dataset: Path) -> None:
    started.inspect(dataset)
    page = started.page
    started.until(lambda: page.parts.viewer.shown is started.results[0])
    assert not page.parts.viewer.view.is_empty
    QTest.keyClick(page.parts.table, Qt.Key.Key_Down)
    started.until(lambda: page.parts.viewer.shown is started.results[1])
    QTest.keyClick(page.parts.viewer.view, Qt.Key.Key_Right)
    started.until(lambda: page.parts.viewer.shown is started.results[2])
    assert page.parts.viewer.tools.caption == "dent/90.png"
    for _ in range(10):
        QTest.keyClick(page.parts.table, Qt.Key.Key_Down)
    started.until(lambda: page.parts.viewer.shown is started.results[5])


def test_the_search_shows_what_fits_and_says_when_nothing_does(started: Bench, dataset: Path) -> None:
    started.inspect(dataset)
    QTest.keyClicks(started.page.parts.search, "dent/3")
    assert started.names == ["30.png"]
    QTest.keyClicks(started.page.parts.search, "h")
    assert started.names == []
    assert started.page.parts.nothing.isVisible()
    assert started.page.parts.viewer.tools.heat.isChecked()


def test_a_batch_is_cancelled_and_continued_and_results_come_in_while_it_runs(
    started: Bench, tmp_path: Path
) -> None:
    for number in range(60):
        write_image(tmp_path / "in" / f"{number:02}.png", number)
    page = started.page
    started.detector.pause_at = 16
    page.take([tmp_path / "in"])
    started.until(lambda: started.detector.paused.is_set() and len(started.results) > 0)
    started.until(lambda: f"{len(started.results)} of 60" in page.parts.progress.text)
    click(page.parts.progress.cancel)
    started.detector.gate.set()
    started.until(lambda: started.ended)
    done = len(started.results)
    assert 0 < done < 60
    assert page.parts.progress.text == f"Stopped after {done} of 60"
    assert len(started.backend.seen) == done
    click(page.parts.progress.go_on)
    started.until(lambda: started.ended and len(started.results) == 60)
    assert sorted(started.names) == [f"{n:02}.png" for n in range(60)]
    assert len(started.backend.seen) == 60


def test_what_is_dropped_while_it_runs_is_added(started: Bench, tmp_path: Path) -> None:
    detector = started.detector
    detector.gate.clear()
    started.page.take([write_image(tmp_path / "a" / "a.png", 10)])
    started.until(detector.entered.is_set)
    started.page.take([write_image(tmp_path / "b" / "b.png", 20)])
    started.until(lambda: started.page.job.total == 2)
    detector.gate.set()
    started.until(lambda: started.ended)
    assert started.names == ["a.png", "b.png"]
    started.inspect(tmp_path / "b")
    assert started.names == ["b.png"]


def test_a_batch_goes_on_when_the_station_is_started_again(started: Bench, tmp_path: Path) -> None:
    for number in range(40):
        write_image(tmp_path / "in" / f"{number}.png", number)
    started.detector.pause_at = 16
    started.page.take([tmp_path / "in"])
    started.until(lambda: started.detector.paused.is_set() and started.page.job.done > 0)
    started.backend.restart(started.backend.settings)
    started.detector.gate.set()
    started.until(lambda: started.ended)
    assert len(started.results) == 40
    assert started.told == []


def test_a_faulted_station_is_said_and_what_was_done_is_kept(
    started: Bench, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    write_image(tmp_path / "in" / "a.png", 10)
    started.inspect(tmp_path / "in")
    started.page.take([write_image(tmp_path / "b.png", 255)])
    started.until(lambda: started.told)
    assert "The inspection failed" in started.told[0].title
    started.until(started.page.parts.progress.go_on.isVisible)


def test_closing_during_a_batch_loses_nothing_that_was_done(started: Bench, tmp_path: Path) -> None:
    for number in range(200):
        write_image(tmp_path / "in" / f"{number}.png", number % 90)
    started.detector.pause_at = 16
    started.page.take([tmp_path / "in"])
    started.until(started.detector.paused.is_set)
    started.page.close()
    opening = Timer(0.2, started.detector.gate.set)
    opening.start()
    started.backend.close()
    opening.join()
    seen = len(started.backend.seen)
    QTest.qWait(200)
    assert len(started.results) == seen < 200


def test_a_table_and_a_report_are_written(
    started: Bench, dataset: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started.inspect(dataset)
    started.page.parts.threshold.spin.setValue(0.55)
    for button, name in ((started.page.parts.csv, "out.csv"), (started.page.parts.report, "out.html")):
        path = tmp_path / name
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, p=path: (str(p), ""))
        click(button)
        started.until(partial(is_said, started, f"{name} is written"))
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["ground_truth"] for row in rows] == ["dent"] * 3 + ["good"] * 3
    assert [row["verdict"] for row in rows].count("anomalous") == 2
    assert {row["threshold"] for row in rows} == {"0.55"}
    text = (tmp_path / "out.html").read_text(encoding="utf-8")
    assert "Inspection report" in text
    assert str(dataset) in text


def test_a_report_that_cannot_be_written_is_said(
    started: Bench, dataset: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started.inspect(dataset)
    (tmp_path / "file").touch()
    path = tmp_path / "file" / "out.html"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    click(started.page.parts.report)
    started.until(lambda: started.told)
    assert "Cannot write" in started.told[0].title


def test_the_first_look_invites_and_offers_the_samples(started: Bench) -> None:
    empty = started.page.parts.empty
    assert empty.isVisible()
    assert not started.page.parts.csv.isVisible()
    click(empty.samples)
    started.until(lambda: started.page.job.total == len(list((resources_dir() / "sample_images").iterdir())))


def test_another_recipe_is_chosen_for_the_next_run(
    started: Bench, dataset: Path, tmp_path: Path, make_recipe: Callable[..., Path]
) -> None:
    make_recipe("nuts", 0.05, tmp_path / "data" / "recipes")
    started.page.opened()
    actions = {action.text(): action for action in started.page.parts.recipe.menu().actions()}
    actions["nuts"].trigger()
    started.inspect(dataset)
    assert figure(started, Show.NG) == "6"
    assert {i.recipe for i in started.backend.seen} == {"nuts"}


def test_a_drop_anywhere_in_the_window_opens_the_page_and_is_taken(
    qtbot: QtBot, bench: Bench, dataset: Path, tmp_path: Path
) -> None:
    geometry = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    window = MainWindow(bench.backend, geometry)
    qtbot.addWidget(window)
    window.show()
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(dataset))])
    copy, none = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(300, 300), copy, mime, LEFT, none)
    QApplication.sendEvent(window, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(window, QDropEvent(QPointF(300, 300), copy, mime, LEFT, none))
    page = window.pages["batch"]
    assert isinstance(page, BatchPage)
    assert window.current_page == "batch"
    bench.until(lambda: page.job.total == 6)


def test_the_samples_are_told_apart_by_the_real_engine(qtbot: QtBot, tmp_path: Path) -> None:
    told: list[EffadError] = []
    tasks = Tasks()
    backend = Backend(load_settings(tmp_path / "data", serve=False), tasks)
    context = Context(backend, backend.bridge, tasks, told.append, lambda _name, _paths: None)
    page = BatchPage(context)
    qtbot.addWidget(page)
    page.show()
    click(page.parts.empty.samples)
    backend.start()
    qtbot.waitUntil(lambda: page.job.phase is Phase.ENDED, timeout=120_000)
    verdicts = {r.name.rpartition("_")[0]: r.verdict(page.model.threshold) for r in page.model.results}
    backend.close()
    assert told == []
    assert verdicts.pop("good") is Verdict.NORMAL
    assert set(verdicts.values()) == {Verdict.ANOMALOUS}
