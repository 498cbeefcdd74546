"""The scores of the last few hundred images, with the threshold."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable

import numpy as np
import pyqtgraph
from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QVBoxLayout, QWidget

from effad_desktop.core.heatmap import MINIMUM_SPAN
from effad_desktop.core.inspection import Verdict
from effad_desktop.gui.bridge import Mark
from effad_desktop.gui.language import number
from effad_desktop.gui.page import Translated
from effad_desktop.gui.theme import SMALL, current, font

KEPT = 500
REDRAW_MS = 100
HEADROOM = 3.0
"""Times the threshold that the plot is high at most; what is beyond lies on its upper edge."""


class Trend(Translated):
    """Redrawn ten times a second at most, however fast the line is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._marks: deque[Mark] = deque(maxlen=KEPT)
        self._plot = pyqtgraph.PlotWidget(background=None, enableMenu=False)
        self._line = self._plot.plot(antialias=True)
        self._good = pyqtgraph.ScatterPlotItem(size=5, pxMode=True)
        self._bad = pyqtgraph.ScatterPlotItem(size=9, symbol="x", pxMode=True)
        self._threshold = pyqtgraph.InfiniteLine(angle=0, movable=False)
        for item in (self._good, self._bad, self._threshold):
            self._plot.addItem(item)
        self._timer = QTimer(self, interval=REDRAW_MS, singleShot=True)
        self._timer.timeout.connect(self._draw)
        self._set_up()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._plot)
        self.restyle()
        self.retranslate()

    def sizeHint(self) -> QSize:
        return QSize(320, 120)

    def add(self, marks: Iterable[Mark]) -> None:
        self._marks.extend(marks)
        if not self._timer.isActive():
            self._timer.start()

    def judge_anew(self, judge: Callable[[Mark], Mark]) -> None:
        self._marks = deque(map(judge, self._marks), maxlen=KEPT)
        self._draw()

    def clear(self) -> None:
        self._marks.clear()
        self._draw()

    def __len__(self) -> int:
        return len(self._marks)

    def restyle(self) -> None:
        colours = current()
        muted = QColor(colours.muted)
        line = QColor(colours.muted)
        line.setAlphaF(0.6)
        self._line.setPen(pyqtgraph.mkPen(line, width=1))
        self._good.setPen(None)
        self._good.setBrush(QColor(colours.ok))
        self._bad.setPen(pyqtgraph.mkPen(colours.ng, width=1))
        self._bad.setBrush(QColor(colours.ng))
        self._threshold.setPen(pyqtgraph.mkPen(colours.text, width=1.5, style=Qt.PenStyle.DashLine))
        self._plot.setBackground(colours.surface)
        axis = self._plot.getAxis("left")
        axis.setTextPen(muted)
        axis.setPen(pyqtgraph.mkPen(None))
        axis.setTickPen(pyqtgraph.mkPen(colours.border))
        axis.setStyle(tickFont=font(SMALL), tickLength=0)

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Scores of the last images, with the threshold"))

    def _set_up(self) -> None:
        plot = self._plot
        plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        plot.setMouseEnabled(False, False)
        plot.hideButtons()
        plot.hideAxis("bottom")
        plot.setFrameShape(plot.Shape.NoFrame)
        plot.getPlotItem().getViewBox().disableAutoRange()
        plot.getAxis("left").setWidth(44)
        plot.getAxis("left").setTicks([[]])
        plot.setRange(xRange=(0, 50), yRange=(0, 1), padding=0)
        plot.setMinimumHeight(64)
        self._threshold.hide()

    def _draw(self) -> None:
        marks = self._marks
        self._threshold.setVisible(bool(marks))
        if not marks:
            for item in (self._line, self._good, self._bad):
                item.setData([], [])
            return
        newest = marks[-1].threshold
        bottom, top = _range(marks, newest)
        scores = np.clip(np.nan_to_num([mark.score for mark in marks], nan=top), bottom, top)
        bad = np.array([mark.verdict is Verdict.ANOMALOUS for mark in marks])
        count = np.arange(len(marks))
        self._line.setData(count, scores)
        few = len(marks) <= 120  # of more, the line alone says it
        self._good.setData(count[~bad], scores[~bad]) if few else self._good.setData([], [])
        self._bad.setData(count[bad], scores[bad])
        self._threshold.setValue(newest)
        more = "+" if any(mark.score > top for mark in marks) else ""
        ticks = [(at, number(at, ".2f")) for at in (bottom, newest)] + [(top, number(top, ".2f") + more)]
        self._plot.getAxis("left").setTicks([ticks])
        span = (top - bottom) * 0.12
        width = max(50, len(marks))
        self._plot.setRange(xRange=(-1, width), yRange=(bottom - span, top + span), padding=0)


def _range(marks: deque[Mark], threshold: float) -> tuple[float, float]:
    """From nought or the lowest to somewhat over the threshold or the highest."""
    finite = [mark.score for mark in marks if np.isfinite(mark.score)]
    reach = max(abs(threshold), MINIMUM_SPAN)
    highest = max(finite, default=threshold)
    top = min(max(highest, threshold + 0.4 * reach), threshold + (HEADROOM - 1) * reach)
    lowest = max(min(finite, default=0.0), threshold - HEADROOM * reach)
    return min(0.0, threshold, lowest), top
