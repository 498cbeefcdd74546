"""The inspect page: one image after the other, and what is said of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from effad_desktop.core.inspection import Inspection, Prediction, Verdict
from effad_desktop.gui.backend import Phase
from effad_desktop.gui.lessons import Lesson, measured
from effad_desktop.gui.messages import said
from effad_desktop.gui.page import Context, Page
from effad_desktop.gui.pages.inspect_bar import InspectBar
from effad_desktop.gui.pages.inspect_control import InspectControl, Mode
from effad_desktop.gui.pages.inspect_layout import InspectLayout
from effad_desktop.gui.pages.inspect_teaching import InspectTeaching
from effad_desktop.gui.sound import NgSound
from effad_desktop.gui.widgets.counters import Counters
from effad_desktop.gui.widgets.fault_banner import FaultBanner
from effad_desktop.gui.widgets.image_tools import ImageTools
from effad_desktop.gui.widgets.image_view import ImageView
from effad_desktop.gui.widgets.look_back_bar import LookBackBar
from effad_desktop.gui.widgets.score_scale import ScoreScale
from effad_desktop.gui.widgets.strip import Strip
from effad_desktop.gui.widgets.teach_bar import TeachBar
from effad_desktop.gui.widgets.trend import Trend
from effad_desktop.gui.widgets.verdict import VerdictBlock

DRAW_SECONDS = 0.033
"""Between two images on the screen; what comes faster is counted, but not drawn."""


class InspectPage(Page):
    """Space inspects one image, S starts and stops; H, K and C: heat map, its colours, contour; L: live.

    Ctrl+G and Ctrl+D say of the image that it is good, or a defect, and Ctrl+Z takes that back.
    """

    name = "inspect"
    operator_wanted = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.control = InspectControl(context, self)
        self.bar = InspectBar(self.control)
        self.view = ImageView()
        self.tools = ImageTools(self.view)
        self.verdict, self.scale, self.counters = VerdictBlock(), ScoreScale(), Counters()
        self.trend, self.strip = Trend(), Strip()
        self.fault, self.look_back = FaultBanner(), LookBackBar()
        self.teach, self._teaching = TeachBar(context, hides=True), InspectTeaching(self)
        self._sound = NgSound(context.tasks, context.backend.settings.data_dir, self)
        self._layout = InspectLayout(self)
        self._newest: Inspection | None = None
        self._shown: Inspection | None = None
        self._recipe = ""
        self._drawn_at = 0.0
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._take_arrivals)
        self._connect()
        self.teach.make_shortcuts(self)
        self.retranslate()

    @property
    def newest(self) -> Inspection | None:
        """As it came."""
        return self._newest

    @property
    def shown(self) -> Inspection | None:
        return self._shown

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Inspect"))
        self.view.setAccessibleName(self.tr("Image"))
        self._layout.hint.setText(self.tr("F11 leaves the operator mode"))
        self._show_caption()
        self._teaching.texts_changed()
        self._show_state()

    def restyle(self) -> None:
        if self._shown:
            self._draw(self._shown)

    def opened(self) -> None:
        self.setFocus()
        self.control.look_for_recipes()
        self.teach.ask_again()

    def take(self, paths: list[Path]) -> None:
        """Drops go to the batch page."""

    def set_operator_mode(self, on: bool) -> None:
        """Only image, verdict, counters and state."""
        self._layout.set_operator_mode(on)
        self.teach.set_away(on)
        self.look_live()
        self.setFocus()

    def look_live(self) -> None:
        self.strip.go_live()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._newest and self._shown is not self._newest and self.strip.selected is None:
            self._draw(self._newest)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._layout.adapt(event.size())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        acts = {
            Qt.Key.Key_Space: self.control.trigger,
            Qt.Key.Key_S: self._start_or_stop,
            Qt.Key.Key_H: self.tools.heat.toggle,
            Qt.Key.Key_K: self.tools.cold.toggle,
            Qt.Key.Key_C: self.tools.contour.toggle,
            Qt.Key.Key_F: self.view.fit,
            Qt.Key.Key_L: self.look_live,
        }
        act = acts.get(Qt.Key(event.key()))
        if act is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        else:
            act()

    def _connect(self) -> None:
        self.bar.operator_wanted.connect(self.operator_wanted)
        self.control.changed.connect(self._show_state)
        self.context.backend.changed.connect(self._show_state)
        self.context.bridge.arrived.connect(self._arrived)
        self.fault.asked.connect(self.control.start_again)
        self.strip.chosen.connect(self._look_again)
        self.strip.left.connect(self._back_to_live)
        self.look_back.back.connect(self.look_live)
        self.teach.judged_anew.connect(self._judged_anew)

    def _start_or_stop(self) -> None:
        if self.control.can_stop:
            self.control.stop()
        else:
            self.control.start()

    def _arrived(self) -> None:
        """At once when it is calm, else in its turn."""
        if not self._timer.isActive():
            wait = self._drawn_at + DRAW_SECONDS - time.monotonic()
            self._timer.start(max(0, round(wait * 1000)))

    def _take_arrivals(self) -> None:
        self._drawn_at = time.monotonic()
        arrivals = self.context.bridge.take()
        self.counters.add(mark.verdict for mark in arrivals.marks)
        self.trend.add(mark for mark in arrivals.marks if mark.recipe == self.control.recipe_name)
        self.strip.add(arrivals.inspections)
        self.look_back.count(len(arrivals.marks))
        if any(mark.verdict is Verdict.ANOMALOUS for mark in arrivals.marks):
            self._sound_ng()
        if arrivals.inspections:
            self._newest = arrivals.inspections[-1]
            if self.strip.selected is None and self.isVisible():
                self._draw(self._newest)

    def _sound_ng(self) -> None:
        if self.context.backend.settings.sound:
            self._sound.play()

    def _look_again(self, inspection: Inspection) -> None:
        self.look_back.look(inspection)
        self._draw(inspection)

    def _back_to_live(self) -> None:
        self.look_back.hide()
        if self._newest:
            self._draw(self._newest)

    def _draw(self, inspection: Inspection) -> None:
        self._shown = inspection
        prediction, threshold = inspection.prediction, inspection.threshold
        self.view.show_image(inspection.frame.image, prediction.anomaly_map, threshold)
        self.scale.show_score(prediction.anomaly_score, threshold, inspection.seconds)
        self._layout.empty.hide()
        self._show_caption()
        self._show_verdict()
        self._show_teaching()

    def _show_teaching(self) -> None:
        live = self.tr("Stop, or choose one of the last images: what is live changes")
        self._teaching.look_at(self._shown, live)

    def _judged_anew(self, lesson: Lesson) -> None:
        """At once by the new scale, then as they measure. What was counted stays counted."""
        self._replace(lesson.judge)
        self.trend.judge_anew(lesson.judge_mark)
        self._teaching.measure(lesson, lambda found: self._measured(lesson, found))

    def _measured(self, lesson: Lesson, found: Mapping[str, Prediction]) -> None:
        def anew(one: Inspection) -> Inspection:
            stands = one.id not in found or one.model != lesson.models[1]  # another lesson has come
            return one if stands else measured(one, found[one.id])

        self._replace(anew)

    def _replace(self, judge: Callable[[Inspection], Inspection]) -> None:
        self.strip.judge_anew(judge)
        self._newest = judge(self._newest) if self._newest else None
        if self._shown:
            self._draw(judge(self._shown))

    def _show_verdict(self) -> None:
        """Outlined where it is no word on what is under the camera now."""
        if self._shown:
            old = self.strip.selected is not None or self.control.faulted or bool(self._source_fault())
            self.verdict.show_verdict(self._shown.verdict, old)

    def _show_caption(self) -> None:
        if self._shown:
            frame = self._shown.frame
            name = Path(frame.source).name if frame.kind in ("files", "folder") else frame.source
            taken = frame.captured_at.astimezone().strftime("%H:%M:%S")
            height, width = frame.image.shape[:2]
            self.tools.set_caption(f"{name}  ·  {taken}  ·  {width} × {height}")

    def _source_fault(self) -> str:
        status = self.control.status
        looks = self.control.mode in (Mode.RUNNING, Mode.ARMED)
        return status.source.fault if looks and status and status.source else ""

    def _show_state(self) -> None:
        if self.control.recipe != self._recipe:
            self._recipe = self.control.recipe
            self.trend.clear()  # another recipe's scores are of another scale
        self._show_trouble()
        self._show_verdict()
        self._show_teaching()
        self._layout.state.setText(self._state_sentence())
        self._layout.empty.setText(self._empty_sentence())

    def _show_trouble(self) -> None:
        status, fault = self.control.status, self._source_fault()
        if status and self.control.faulted:
            title = self.tr("The station has stopped, and inspects nothing until it is started again")
            self.fault.trouble("station", title, status.reason, grave=True)
        elif fault:
            going_on = self.tr("Inspection goes on by itself as soon as images come.")
            self.fault.trouble(fault.partition(";")[0], fault, going_on)
        else:
            self.fault.trouble("", "")

    def _state_sentence(self) -> str:
        recipe = self.control.recipe_name
        if self.control.faulted:
            return self.tr("Stopped by a fault")
        if fault := self._source_fault():
            return said(fault)
        if self.control.running:
            return self.tr("Inspecting, recipe {recipe}").format(recipe=recipe)
        if self.control.mode is Mode.ARMED:
            return self.tr("Waiting for the trigger, recipe {recipe}").format(recipe=recipe)
        return self.tr("Stopped, recipe {recipe}").format(recipe=recipe)

    def _empty_sentence(self) -> str:
        if self.context.backend.phase is Phase.FAILED and self.context.backend.error:
            return said(self.context.backend.error.title)
        if not self.control.ready:
            return self.tr("Loading the engine…")
        if self.control.running:
            return self.tr("Waiting for the first image…")
        return self.tr("Start inspects one image after the other, the space bar a single one.")
