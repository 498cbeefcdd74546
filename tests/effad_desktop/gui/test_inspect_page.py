from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from effad_desktop.core.inspection import Prediction, Verdict
from effad_desktop.gui import theme
from effad_desktop.gui.pages import inspect_choice as choices
from effad_desktop.gui.pages.inspect_control import Mode
from effad_desktop.sources.devices import CameraInfo
from tests.effad_desktop.core.fakes import FakeSource, frame
from tests.effad_desktop.gui.inspect_bench import Bench, CameraOfNoise, make_bench, write_image
from tests.effad_desktop.sources.mjpeg import MjpegServer

LEFT, RIGHT, SPACE = Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Space


@pytest.fixture
def bench(qtbot: QtBot, tmp_path: Path) -> Iterator[Bench]:
    """A page that is loading still."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.wear(app, "light")
    made = make_bench(tmp_path / "data")
    qtbot.addWidget(made.page)
    made.page.resize(1184, 640)
    made.page.show()
    made.page.opened()
    yield made
    made.backend.inspectors.detector.gate.set()
    made.backend.close()


@pytest.fixture
def started(bench: Bench) -> Bench:
    """The first sample image has been inspected."""
    bench.backend.start()
    bench.ready()
    bench.until(lambda: bench.counted != (0, 0))
    bench.page.counters.start_lot()
    return bench


def choose_files(bench: Bench, *paths: Path, pace: float = 0.0) -> None:
    bench.page.control.set_pace(pace)
    bench.page.control.choose(choices.files(list(paths)))


def use_camera(bench: Bench, monkeypatch: pytest.MonkeyPatch, camera: CameraOfNoise | FakeSource) -> None:
    """As the one that is found."""
    monkeypatch.setattr("effad_desktop.composition.open_source", lambda *_arguments: camera)
    bench.page.control.choose(choices.camera(0, "Fake camera"))


def press(bench: Bench, key: Qt.Key) -> None:
    QTest.keyClick(bench.page, key)


def test_the_first_start_shows_the_verdict_of_a_sample_and_asks_nothing(bench: Bench) -> None:
    bench.backend.held.clear()
    bench.backend.start()
    assert "Loading" in bench.page._layout.empty.text()
    assert not bench.page.bar.start.isEnabled()
    bench.backend.held.set()
    bench.until(lambda: bench.page.verdict.verdict is not None)
    assert not bench.page.view.is_empty
    assert bench.page.tools.caption.startswith("dent_002.jpg")
    assert bench.page.bar.source.value == "Sample images"
    assert bench.page.bar.start.isEnabled()
    assert bench.told == []


def test_ok_and_ng_are_told_by_word_score_and_counters(started: Bench, tmp_path: Path) -> None:
    choose_files(started, write_image(tmp_path / "1.png", 20), write_image(tmp_path / "2.png", 90))
    press(started, SPACE)
    started.until(lambda: started.counted == (1, 0))
    assert (started.page.verdict.word, started.page.scale.score_text) == ("OK", "0.200")
    started.until(lambda: not started.page.control._orders.busy)
    press(started, SPACE)
    started.until(lambda: started.counted == (1, 1))
    assert (started.page.verdict.word, started.page.scale.score_text) == ("NG", "0.900")
    assert started.page.verdict.accessibleName() == "Verdict: NG"
    assert started.page.counters.tally.good_share == "50.0 %"


def test_the_word_is_large_at_the_smallest_usual_window(started: Bench) -> None:
    assert started.page.verdict.word_height >= 96
    started.page.set_operator_mode(True)
    QTest.qWait(20)
    area = started.page.verdict.width() * started.page.verdict.height()
    assert area >= 0.22 * started.page.width() * started.page.height()


def test_the_operators_column_is_full_however_high_its_cards_become(started: Bench) -> None:
    page = started.page
    page.set_operator_mode(True)
    side = page._layout._side

    def full() -> bool:
        card = side._counters
        return card.height() == card.sizeHint().height() and side.height() - card.y() - card.height() == 0

    for figure in (96, 48):
        page.counters.set_size(figure)
        QTest.qWait(100)
        started.until(full)


def test_start_goes_through_the_files_and_stops_at_their_end(started: Bench, tmp_path: Path) -> None:
    choose_files(started, *[write_image(tmp_path / f"{n}.png", 10 * n) for n in range(4)])
    QTest.mouseClick(started.page.bar.start, Qt.MouseButton.LeftButton)
    assert started.page.bar.stop.isEnabled()
    started.until(lambda: sum(started.counted) == 4)
    started.until(lambda: started.page.control.mode is Mode.IDLE)
    assert started.page.bar.start.isEnabled()
    assert started.station.status().source is None


def test_a_stopped_folder_goes_on_where_it_was(started: Bench, tmp_path: Path) -> None:
    choose_files(started, *[write_image(tmp_path / f"{n}.png", n) for n in range(4)], pace=60)
    press(started, Qt.Key.Key_S)
    started.until(lambda: sum(started.counted) == 1)
    press(started, Qt.Key.Key_S)
    started.until(lambda: started.page.control.mode is Mode.IDLE)
    press(started, SPACE)
    started.until(lambda: sum(started.counted) == 2)
    assert started.page.tools.caption.startswith("1.png")


def test_a_broken_image_is_said_and_the_next_is_inspected(started: Bench, tmp_path: Path) -> None:
    broken = tmp_path / "a.png"
    broken.write_bytes(b"no image")
    choose_files(started, broken, write_image(tmp_path / "b.png", 10))
    press(started, SPACE)
    started.until(lambda: sum(started.counted) == 1)
    started.until(lambda: started.told)
    assert "a.png" in started.told[0].title


def test_an_empty_folder_is_a_sentence_and_nothing_runs(
    started: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "empty").mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path / "empty"))
    started.page.bar._ask_folder()
    press(started, Qt.Key.Key_S)
    started.until(lambda: started.told)
    assert started.told[0].title.startswith("No images")
    assert started.page.control.mode is Mode.IDLE


def test_the_space_bar_takes_one_frame_of_a_camera_and_holds_it_open(
    started: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_camera(started, monkeypatch, CameraOfNoise())
    press(started, SPACE)
    started.until(lambda: sum(started.counted) == 1)
    started.until(lambda: started.page.control.mode is Mode.ARMED)
    press(started, SPACE)
    started.until(lambda: sum(started.counted) == 2)
    press(started, Qt.Key.Key_S)  # lets go of the camera
    started.until(lambda: started.page.control.mode is Mode.IDLE)
    assert started.counted == (2, 0)
    assert started.station.status().source is None


def test_after_a_click_on_a_button_space_is_the_trigger_still(started: Bench, tmp_path: Path) -> None:
    choose_files(started, *[write_image(tmp_path / f"{n}.png", n) for n in range(3)])
    QTest.mouseClick(started.page.tools.heat, Qt.MouseButton.LeftButton)
    assert QApplication.focusWidget() is started.page
    press(started, SPACE)
    started.until(lambda: sum(started.counted) == 1)
    assert not started.page.tools.heat.isChecked()


def test_heat_map_and_contour_are_switched_by_key(started: Bench) -> None:
    view = started.page.view
    assert view._heat.isVisible()
    press(started, Qt.Key.Key_H)
    press(started, Qt.Key.Key_C)
    assert not view._heat.isVisible()
    assert not view._contour.isVisible()
    press(started, Qt.Key.Key_H)
    press(started, Qt.Key.Key_K)
    assert started.page.tools.cold.isChecked()
    started.page.tools.opacity.setValue(30)
    assert view._heat.isVisible()
    assert view._heat.opacity() == pytest.approx(0.3)


def test_an_earlier_image_is_looked_at_while_the_line_goes_on(
    started: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    camera = CameraOfNoise()
    camera.levels = [10, 90]
    use_camera(started, monkeypatch, camera)
    press(started, Qt.Key.Key_S)
    strip = started.page.strip
    started.until(lambda: len(strip.shown) == 20)
    at = next(i for i, one in enumerate(strip.shown) if one.verdict is Verdict.ANOMALOUS and i > 3)
    chosen = strip.shown[at]
    QTest.mouseClick(strip, Qt.MouseButton.LeftButton, pos=strip.cell(at).center().toPoint())
    counted = sum(started.counted)
    started.until(lambda: sum(started.counted) > counted + 10)
    assert started.page._shown is chosen
    assert started.page.look_back.isVisible()
    assert "more since" in started.page.look_back._text.text()
    QTest.keyClick(strip, LEFT)
    assert started.page._shown is strip.shown[at - 1]
    press(started, Qt.Key.Key_L)
    assert not started.page.look_back.isVisible()
    assert started.page._shown is started.page._newest
    press(started, Qt.Key.Key_S)
    started.until(lambda: started.page.control.mode is Mode.IDLE)


def test_arrow_keys_walk_through_the_strip_and_back_to_live(started: Bench, tmp_path: Path) -> None:
    choose_files(started, *[write_image(tmp_path / f"{n}.png", n) for n in range(3)])
    press(started, Qt.Key.Key_S)
    started.until(lambda: sum(started.counted) == 3)
    strip = started.page.strip
    QTest.keyClick(strip, LEFT)
    assert started.page.tools.caption.startswith("2.png")
    QTest.keyClick(strip, LEFT)
    assert started.page.tools.caption.startswith("1.png")
    assert "0.010" in strip.accessibleDescription()
    QTest.keyClick(strip, RIGHT)
    QTest.keyClick(strip, RIGHT)
    assert strip.selected is None
    assert not started.page.look_back.isVisible()


def test_a_new_lot_counts_from_nought_and_can_be_undone(started: Bench, tmp_path: Path) -> None:
    choose_files(started, *[write_image(tmp_path / f"{n}.png", 90 * (n % 2)) for n in range(4)])
    press(started, Qt.Key.Key_S)
    started.until(lambda: started.counted == (2, 2))
    counters = started.page.counters
    QTest.mouseClick(counters._new_lot, Qt.MouseButton.LeftButton)
    assert started.counted == (0, 0)
    assert "2 OK, 2 NG, 50.0 %" in counters._last_lot.text()
    started.until(lambda: started.page.control.mode is Mode.IDLE)
    press(started, SPACE)
    started.until(lambda: sum(started.counted) == 1)
    QTest.mouseClick(counters._undo, Qt.MouseButton.LeftButton)
    assert sum(started.counted) == 5


def test_another_recipe_judges_from_then_on(started: Bench, tmp_path: Path) -> None:
    choose_files(started, write_image(tmp_path / "1.png", 20))
    started.page.control.use("strict")
    started.until(lambda: started.page.bar.recipe.value == "strict")
    assert len(started.page.trend) == 0
    press(started, SPACE)
    started.until(lambda: started.counted == (0, 1))
    assert len(started.page.trend) == 1


def test_a_recipe_that_is_a_folder_is_called_by_its_name_and_has_a_trend(
    qtbot: QtBot, tmp_path: Path
) -> None:
    bench = make_bench(tmp_path / "data", default_recipe=str(tmp_path / "strict"))
    qtbot.addWidget(bench.page)
    bench.backend.start()
    bench.ready()
    choose_files(bench, write_image(tmp_path / "1.png", 20))
    press(bench, SPACE)
    bench.until(lambda: bench.counted == (0, 1))
    assert bench.page.bar.recipe.value == "strict"
    assert "strict" in bench.page._layout.state.text()
    assert str(tmp_path) not in bench.page._layout.state.text()
    assert len(bench.page.trend) == 1
    bench.backend.close()


def test_requests_of_others_are_counted_and_shown(started: Bench) -> None:
    image = np.full((48, 64, 3), 80, np.uint8)
    started.station.submit(replace(frame(80, "upload.jpg", "http"), image=image)).result(20)
    started.until(lambda: started.counted == (0, 1))
    assert started.page.verdict.word == "NG"
    assert started.page.tools.caption.startswith("upload.jpg")


def test_a_lost_camera_is_said_in_the_page_until_it_is_back(
    started: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    camera = CameraOfNoise()
    use_camera(started, monkeypatch, camera)
    press(started, Qt.Key.Key_S)
    started.until(lambda: sum(started.counted) > 1)
    camera.fault = "Camera 0 is lost; trying again in 1 s"
    started.until(lambda: started.page.fault.text)
    assert "Camera 0 is lost" in started.page.fault.text
    assert not started.page.fault._act.isVisible()
    assert started.page.verdict._again  # no word on what is under the camera now
    camera.fault = ""
    started.until(lambda: not started.page.fault.text)
    assert started.told == []
    press(started, Qt.Key.Key_S)
    started.until(lambda: started.page.control.mode is Mode.IDLE)


def test_a_real_stream_that_goes_away_is_followed_again(
    started: Bench, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    calm = Prediction(np.zeros((8, 8), np.float32), 0.1, 0.001)
    monkeypatch.setattr(started.backend.inspectors.detector, "_one", lambda _level: calm)
    bar = started.page.bar
    with MjpegServer(1_000_000) as server:
        port = server.port
        bar.ask_address()
        QTest.keyClicks(bar.address, f"http://127.0.0.1:{port}/video")
        QTest.keyClick(bar.address, Qt.Key.Key_Return)
        QTest.mouseClick(bar.start, Qt.MouseButton.LeftButton)
        started.until(lambda: sum(started.counted) > 3, 60)
        assert not started.page.fault.text
    started.until(lambda: "is lost" in started.page.fault.text, 60)
    before = sum(started.counted)
    with MjpegServer(1_000_000, port=port):
        started.until(lambda: sum(started.counted) > before + 3, 60)
        started.until(lambda: not started.page.fault.text)
        assert started.told == []
        press(started, Qt.Key.Key_S)
        started.until(lambda: started.page.control.mode is Mode.IDLE)
    assert "is lost" in caplog.text


def test_a_trouble_that_was_read_and_closed_does_not_come_back(started: Bench) -> None:
    fault = started.page.fault
    fault.trouble("Camera 0 is lost", "Camera 0 is lost; trying again in 1 s")
    fault._close.click()
    fault.trouble("Camera 0 is lost", "Camera 0 is lost; trying again in 2 s")
    assert not fault.text
    fault.trouble("", "")
    fault.trouble("Camera 0 is lost", "Camera 0 is lost; trying again in 1 s")
    assert fault.text


def test_a_faulted_station_says_so_and_is_started_again(
    started: Bench, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    places = write_image(tmp_path / "1.png", 255), write_image(tmp_path / "2.png", 10)
    choose_files(started, *places)
    press(started, Qt.Key.Key_S)
    started.until(lambda: started.page.fault.text)
    assert "ZeroDivisionError" in started.page.fault.text
    started.until(lambda: started.page.control.mode is Mode.IDLE)
    assert not started.page.bar.start.isEnabled()
    QTest.mouseClick(started.page.fault._act, Qt.MouseButton.LeftButton)
    started.until(lambda: started.counted == (1, 0))  # it goes on with the next
    started.until(lambda: not started.page.fault.text)
    started.until(lambda: started.page.control.mode is Mode.IDLE)


def test_stop_right_after_start_leaves_nothing_running(started: Bench, tmp_path: Path) -> None:
    choose_files(started, *[write_image(tmp_path / f"{n}.png", n) for n in range(9)], pace=60)
    for _ in range(3):
        press(started, Qt.Key.Key_S)
        press(started, Qt.Key.Key_S)
    started.until(lambda: started.page.control.mode is Mode.IDLE)
    assert started.station.status().source is None


def test_another_source_takes_over_a_line_that_runs(started: Bench, tmp_path: Path) -> None:
    choose_files(started, *[write_image(tmp_path / "a" / f"{n}.png", n) for n in range(9)], pace=60)
    press(started, Qt.Key.Key_S)
    started.until(lambda: sum(started.counted) == 1)
    choose_files(started, write_image(tmp_path / "b.png", 90))
    started.until(lambda: started.counted == (1, 1))
    started.until(lambda: started.page.control.mode is Mode.IDLE)


def test_the_cameras_that_are_found_are_offered(started: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    found = [CameraInfo(0, "Line scan"), CameraInfo(2, "Webcam")]
    monkeypatch.setattr("effad_desktop.sources.camera.find_cameras", lambda: found)
    bar = started.page.bar
    bar.source.menu().aboutToShow.emit()
    started.until(lambda: started.page.control.cameras)
    action = next(one for one in bar.source.menu().actions() if one.text() == "Webcam (2)")
    action.trigger()
    assert bar.source.value == "Webcam"
    assert started.page.control.choice.text == "camera:2"
    assert not bar.pace.isVisible()


def test_the_recipes_are_offered_and_the_one_in_use_is_checked(started: Bench) -> None:
    bar = started.page.bar
    bar.recipe.menu().aboutToShow.emit()
    assert [(one.text(), one.isChecked()) for one in bar.recipe.menu().actions()] == [("sample", True)]


def test_ng_sounds_where_it_is_wanted(
    started: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    played: list[bool] = []
    monkeypatch.setattr(started.page._sound, "play", lambda: played.append(True))
    choose_files(started, *[write_image(tmp_path / f"{n}.png", 90) for n in range(2)])
    press(started, SPACE)
    started.until(lambda: started.counted == (0, 1))
    assert not played
    started.until(lambda: not started.page.control._orders.busy)
    started.backend.settings = started.backend.settings.model_copy(update={"sound": True})
    press(started, SPACE)
    started.until(lambda: started.counted == (0, 2))
    assert played == [True]


def test_a_password_in_an_address_is_not_shown(started: Bench) -> None:
    bar = started.page.bar
    bar.ask_address()
    QTest.keyClicks(bar.address, "rtsp://me:secret@10.0.0.5:554/line?key=secret")
    QTest.keyClick(bar.address, Qt.Key.Key_Return)
    assert bar.source.value == "rtsp://10.0.0.5:554/line"
    assert not bar._address_row.isVisible()


def test_operator_mode_shows_only_what_an_operator_needs(started: Bench) -> None:
    page = started.page
    page.set_operator_mode(True)
    assert all(shown.isVisible() for shown in (page.view, page.verdict, page.counters, page._layout.state))
    hidden = (page.bar, page.strip, page.trend, page.scale, page.tools, page.counters._new_lot)
    assert not any(shown.isVisible() for shown in hidden)
    assert "F11" in page._layout.hint.text()
    page.set_operator_mode(False)
    assert page.bar.isVisible()
    assert page.strip.isVisible()


def test_a_source_that_is_set_starts_by_itself_and_again_after_a_restart(
    qtbot: QtBot, tmp_path: Path
) -> None:
    for n in range(3):
        write_image(tmp_path / "in" / f"{n}.png", n)
    bench = make_bench(tmp_path / "data", source=f"files:{tmp_path / 'in'}")
    qtbot.addWidget(bench.page)
    bench.page.control.set_pace(60)
    bench.backend.start()
    bench.until(lambda: sum(bench.counted) == 1)
    bench.until(lambda: bench.page.control.mode is Mode.RUNNING)
    bench.backend.restart(bench.backend.settings)
    bench.until(lambda: sum(bench.counted) == 2)
    bench.backend.close()


def test_every_control_has_a_name_and_is_reached_by_tab(started: Bench) -> None:
    bar, tools = started.page.bar, started.page.tools
    buttons = (bar.source, bar.recipe, bar.start, bar.stop, bar.single, bar.operator, bar.pace)
    for button in (*buttons, tools.heat, tools.contour, tools.fit):
        assert button.accessibleName() or button.text()
        assert button.focusPolicy() & Qt.FocusPolicy.TabFocus
    for control in (tools.opacity, started.page.strip, started.page.view):
        assert control.accessibleName()
        assert control.focusPolicy() & Qt.FocusPolicy.TabFocus


def test_the_window_is_never_held_up_by_a_fast_camera(
    started: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The figures are printed; a busy machine has pauses of its own, so that only gross work fails."""
    camera = CameraOfNoise(fps=30)
    camera.levels = [10, 20, 90, 60]
    use_camera(started, monkeypatch, camera)
    turns: list[tuple[float, float]] = []
    watchdog = QTimer(started.page, interval=0)
    watchdog.timeout.connect(lambda: turns.append((time.perf_counter(), time.thread_time())))
    press(started, Qt.Key.Key_S)
    started.until(lambda: sum(started.counted) > 5)
    watchdog.start()
    started.until(lambda: sum(started.counted) > 95, 60)
    watchdog.stop()
    gaps, work = np.diff(np.array(turns), axis=0).max(axis=0) * 1000
    print(f"longest gap {gaps:.0f} ms, longest work {work:.0f} ms in {sum(started.counted)} inspections")
    assert work < 500
    press(started, Qt.Key.Key_S)
    started.until(lambda: started.page.control.mode is Mode.IDLE)
