from __future__ import annotations

import math
import wave
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QSizeF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from effad_desktop.core.inspection import Inspection, Verdict
from effad_desktop.gui.bridge import Mark
from effad_desktop.gui.pages import inspect_choice as choices
from effad_desktop.gui.pages.inspect_choice import Kind
from effad_desktop.gui.sound import RATE, write_tone
from effad_desktop.gui.widgets.counters import Tally, grouped
from effad_desktop.gui.widgets.image_tools import ImageTools
from effad_desktop.gui.widgets.image_view import ImageView, contour
from effad_desktop.gui.widgets.score_scale import ScoreScale, position
from effad_desktop.gui.widgets.strip import MOST_PIXELS, Strip, _thumbnail, thinned
from effad_desktop.gui.widgets.trend import KEPT, Trend
from effad_desktop.gui.widgets.verdict import VerdictBlock

MakeInspection = Callable[..., Inspection]


def mark(score: float, threshold: float = 0.4) -> Mark:
    verdict = Verdict.NORMAL if score <= threshold else Verdict.ANOMALOUS
    return Mark("0", "screws", score, threshold, verdict, 0.01)


def test_the_threshold_is_in_the_middle_of_the_scale() -> None:
    assert position(0.4, 0.4) == 0.5
    assert position(0.0, 0.4) == 0.0
    assert position(0.6, 0.4) == pytest.approx(0.75)
    assert position(9.0, 0.4) == 1.0
    assert position(math.nan, 0.4) == 1.0
    assert position(-2.0, -1.0) == 0.0
    assert 0.5 < position(0.01, 0.0) < 1.0


def test_a_yield_is_never_rounded_to_perfect() -> None:
    assert Tally().good_share == "–"
    assert Tally(5, 0).good_share == "100 %"
    assert Tally(0, 5).good_share == "0 %"
    assert Tally(99_999, 1).good_share == "99.9 %"
    assert Tally(1, 99_999).good_share == "0.1 %"
    assert Tally(1, 2).plus([Verdict.NORMAL, Verdict.ANOMALOUS]) == Tally(2, 3)
    assert grouped(1_234_567) == "1\u202f234\u202f567"


def test_the_verdict_fits_whatever_room_it_has(qtbot: QtBot) -> None:
    block = VerdictBlock()
    qtbot.addWidget(block)
    assert block.accessibleName() == "Verdict: No image yet"
    for width, height in ((340, 150), (120, 400), (1600, 900), (20, 20)):
        block.resize(width, height)
        for verdict in Verdict:
            for again in (False, True):
                block.show_verdict(verdict, again)
                assert not block.grab().isNull()
        assert block.word_height <= max(8, height)


def test_a_score_that_is_no_number_is_shown(qtbot: QtBot) -> None:
    scale = ScoreScale()
    qtbot.addWidget(scale)
    for score in (0.1, 0.4, 99.0, math.inf, math.nan, -5.0):
        scale.show_score(score, 0.4, 0.05)
        assert not scale.grab().isNull()
    assert "50 ms" in scale.accessibleName()


def test_the_trend_keeps_only_the_last_few_hundred(qtbot: QtBot) -> None:
    trend = Trend()
    qtbot.addWidget(trend)
    trend.add(mark(n / 2000) for n in range(2 * KEPT))
    trend.add([mark(math.inf), mark(math.nan), mark(1e6), mark(-1e6)])
    trend._draw()
    assert len(trend) == KEPT
    _, top = trend._plot.viewRange()[1]
    assert top < 2
    trend.clear()
    assert len(trend) == 0


def test_a_large_image_is_thinned_out_to_be_kept(make_inspection: MakeInspection) -> None:
    inspection = make_inspection()
    large = replace(inspection, frame=replace(inspection.frame, image=np.zeros((3000, 4000, 3), np.uint8)))
    height, width = thinned(large).frame.image.shape[:2]
    assert height * width <= MOST_PIXELS
    assert width / height == pytest.approx(4 / 3, rel=0.01)
    assert thinned(inspection) is inspection


def test_the_strip_keeps_twenty_and_holds_still_while_one_is_looked_at(
    qtbot: QtBot, make_inspection: MakeInspection
) -> None:
    strip = Strip()
    qtbot.addWidget(strip)
    strip.resize(1100, 84)
    many = [replace(make_inspection(), id=str(n)) for n in range(50)]
    strip.add(many[:30])
    assert [one.id for one in strip.shown] == [str(n) for n in range(10, 30)]
    strip.select(0)
    strip.add(many[30:])
    assert strip.shown[0].id == "10"
    assert not strip.grab().isNull()
    strip.go_live()
    assert strip.shown[-1].id == "49"
    assert len(strip._thumbs) <= 20


def test_a_thumbnail_shows_the_edges_of_a_wide_image_too(qtbot: QtBot) -> None:
    image = np.zeros((100, 400, 3), np.uint8)
    image[:, -20:] = 255
    thumb = _thumbnail(image, QSizeF(80, 56), 1.0).toImage()
    assert thumb.pixelColor(77, 28).lightness() > 200
    assert thumb.pixelColor(40, 28).lightness() == 0


def test_a_contour_is_short_however_noisy_the_map() -> None:
    noise = np.random.default_rng(0).random((64, 64)).astype(np.float32)
    assert contour(noise, 0.5, 640, 480).elementCount() < 2000
    spot = np.zeros((64, 64), np.float32)
    spot[10:20, 30:40] = 1
    box = contour(spot, 0.5, 640, 640).boundingRect()
    assert box.contains(350, 150)
    assert box.width() < 130
    assert contour(np.full((64, 64), np.nan, np.float32), 0.5, 640, 480).isEmpty()


@pytest.fixture
def view(qtbot: QtBot) -> ImageView:
    made = ImageView()
    qtbot.addWidget(made)
    made.resize(400, 300)
    made.show()
    made.show_image(np.zeros((600, 800, 3), np.uint8))
    return made


def turn_wheel(view: ImageView, angle: int) -> None:
    none = Qt.KeyboardModifier.NoModifier
    place = QPointF(view.viewport().rect().center())
    wheel = QWheelEvent(
        place,
        place,
        QPoint(),
        QPoint(0, angle),
        Qt.MouseButton.NoButton,
        none,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view.viewport(), wheel)


def test_the_wheel_and_keys_zoom_and_f_fits_again(view: ImageView) -> None:
    scales: list[float] = []
    view.zoomed.connect(scales.append)
    turn_wheel(view, 120)
    QTest.keyClick(view, Qt.Key.Key_Plus)
    assert scales == sorted(scales)
    turn_wheel(view, -120)
    assert scales[-1] < scales[-2]
    QTest.keyClick(view, Qt.Key.Key_F)
    assert scales[-1] == pytest.approx(0.5, rel=0.02)


def test_dragging_pans_a_zoomed_image_and_the_next_one_keeps_the_place(view: ImageView) -> None:
    for _ in range(8):
        turn_wheel(view, 120)
    before = view.mapToScene(0, 0)
    left, viewport = Qt.MouseButton.LeftButton, view.viewport()
    QTest.mousePress(viewport, left, pos=QPoint(200, 150))
    QTest.mouseMove(viewport, QPoint(150, 120))
    QTest.mouseRelease(viewport, left, pos=QPoint(150, 120))
    after = view.mapToScene(0, 0)
    assert after.x() > before.x()
    assert after.y() > before.y()
    view.show_image(np.ones((600, 800, 3), np.uint8))
    assert view.mapToScene(0, 0) == after


def test_opacity_runs_from_the_bare_image_to_the_full_heat_map(view: ImageView) -> None:
    hot = np.full((64, 64), 2.0, np.float32)
    view.show_image(np.zeros((600, 800, 3), np.uint8), hot, 1.0)
    view.set_contour_visible(False)
    middle = view.viewport().rect().center()
    shades = []
    for opacity in (0.0, 0.5, 1.0):
        view.set_opacity(opacity)
        shades.append(view.grab().toImage().pixelColor(middle).lightness())
    assert shades[0] == 0
    assert shades == sorted(set(shades))


def test_the_heat_map_is_shown_in_warm_or_cold_colours(view: ImageView) -> None:
    tools = ImageTools(view)
    view.show_image(np.zeros((600, 800, 3), np.uint8), np.full((64, 64), 1.0, np.float32), 1.0)
    middle = view.viewport().rect().center()
    warm = view.grab().toImage().pixelColor(middle)
    tools.cold.click()
    cold = view.grab().toImage().pixelColor(middle)
    assert warm.red() > warm.blue()
    assert cold.blue() > cold.red()
    tools.heat.click()
    assert not tools.cold.isEnabled()


def test_the_tone_is_a_short_sound_file(tmp_path: Path) -> None:
    write_tone(tmp_path / "sounds" / "ng.wav")
    with wave.open(str(tmp_path / "sounds" / "ng.wav")) as file:
        assert 0.2 < file.getnframes() / RATE < 0.5


def test_a_source_is_read_from_the_settings() -> None:
    given = ("camera:0", "folder:/in", "files:/images", "rtsp://a:b@10.0.0.1/x", "/videos/run.mp4")
    chosen = [choices.from_settings(text) for text in given]
    kinds = [Kind.CAMERA, Kind.HOT_FOLDER, Kind.FILES, Kind.STREAM, Kind.VIDEO]
    assert [choice.kind for choice in chosen] == kinds
    assert [choice.label for choice in chosen] == ["0", "in", "images", "rtsp://10.0.0.1/x", "run.mp4"]
