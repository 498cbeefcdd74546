"""How the scores of a batch lie, with a threshold that can be dragged."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from effad_desktop.core.score_axis import ScoreAxis
from effad_desktop.gui.language import number
from effad_desktop.gui.page import Translated
from effad_desktop.gui.theme import GRID, SMALL, Colours, current, font

Scores = NDArray[np.float64]

BAR = 7
"""Logical pixels of a bar with its gap."""
_SIDE, _ABOVE, _BELOW = 2 * GRID, 3.5 * GRID, 3 * GRID
_GRIP = 7.0
_STEP, _LEAP = 1 / 400, 1 / 40
_NONE = np.empty(0, np.float64)


@dataclass(frozen=True, slots=True, eq=False)
class ScoreGroups:
    """Scores by what is known of their images."""

    good: Scores
    defective: Scores
    unknown: Scores

    @property
    def all(self) -> Scores:
        return np.concatenate([self.good, self.defective, self.unknown])


class ScoreHistogram(Translated):
    """Mouse and arrow keys move the threshold; Home brings it back to the recipe's."""

    moved = Signal(float)
    """To another threshold, by a person."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._groups = ScoreGroups(_NONE, _NONE, _NONE)
        self._axis = ScoreAxis()
        self._bars = np.zeros((3, 1), np.int64)
        self._threshold = self._stored = 0.5
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(240, 112)
        self.retranslate()

    def sizeHint(self) -> QSize:
        return QSize(480, 160)

    def show_scores(self, groups: ScoreGroups) -> None:
        self._groups = groups
        self._measure()

    def show_thresholds(self, threshold: float, stored: float) -> None:
        """The one that is tried, and the recipe's own."""
        other = stored != self._stored
        self._threshold, self._stored = threshold, stored
        if other or not self._axis.contains(threshold):
            self._measure()
        self.retranslate()

    @property
    def threshold(self) -> float:
        return self._threshold

    def x_of(self, score: float) -> float:
        plot = self._plot()
        return plot.left() + plot.width() * float(self._axis.place(score))

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Histogram of the scores with the threshold"))
        self.setAccessibleDescription(
            self.tr("Threshold {value}").format(value=number(self._threshold, ".4g"))
        )
        self.setToolTip(
            self.tr("Drag the line, or move it with the arrow keys; Home brings the recipe's threshold back")
        )
        self.update()

    def restyle(self) -> None:
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._move_to(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._move_to(event.position().x())
        near = abs(event.position().x() - self.x_of(self._threshold)) < 2 * _GRIP
        self.setCursor(Qt.CursorShape.SizeHorCursor if near else Qt.CursorShape.ArrowCursor)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        leap = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        step = _LEAP if leap else _STEP
        moves = {
            Qt.Key.Key_Left: -step,
            Qt.Key.Key_Down: -step,
            Qt.Key.Key_Right: step,
            Qt.Key.Key_Up: step,
            Qt.Key.Key_PageDown: -_LEAP,
            Qt.Key.Key_PageUp: _LEAP,
        }
        key = Qt.Key(event.key())
        if key in moves:
            self._move(self._axis.score(float(self._axis.place(self._threshold)) + moves[key]))
        elif key is Qt.Key.Key_Home:
            self.moved.emit(self._stored)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._measure()

    def paintEvent(self, _event: QPaintEvent) -> None:
        colours = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        plot, x = self._plot(), self.x_of(self._threshold)
        self._draw_sides(painter, plot, x, colours)
        self._draw_bars(painter, plot, colours)
        self._draw_axis(painter, plot, colours)
        self._draw_thresholds(painter, plot, x, colours)

    def _plot(self) -> QRectF:
        return QRectF(self.rect()).adjusted(_SIDE, _ABOVE, -_SIDE, -_BELOW)

    def _move_to(self, x: float) -> None:
        plot = self._plot()
        self._move(self._axis.score((x - plot.left()) / plot.width()))

    def _move(self, score: float) -> None:
        """To a figure that a person would write down."""
        self.moved.emit(float(f"{score:.4g}"))

    def _measure(self) -> None:
        scores = self._groups.all
        self._axis = ScoreAxis.around(scores, self._threshold, self._stored)
        bins = max(12, int(self._plot().width() // BAR))
        groups = (self._groups.good, self._groups.defective, self._groups.unknown)
        edges = np.linspace(0, 1, bins + 1)
        self._bars = np.stack([np.histogram(self._axis.place(group), edges)[0] for group in groups])
        self.update()

    def _draw_sides(self, painter: QPainter, plot: QRectF, x: float, colours: Colours) -> None:
        """OK to the left, NG to the right, said in words too."""
        painter.setOpacity(0.55)
        painter.fillRect(QRectF(plot.topLeft(), QPointF(x, plot.bottom())), QColor(colours.ok_soft))
        painter.fillRect(QRectF(QPointF(x, plot.top()), plot.bottomRight()), QColor(colours.ng_soft))
        painter.setOpacity(1)
        painter.setFont(font(SMALL, bold=True))
        inside = plot.adjusted(GRID, 4, -GRID, 0)
        top = Qt.AlignmentFlag.AlignTop
        if x - plot.left() > 6 * GRID:
            painter.setPen(QColor(colours.ok))
            painter.drawText(inside, top | Qt.AlignmentFlag.AlignLeft, self.tr("OK"))
        if plot.right() - x > 6 * GRID:
            painter.setPen(QColor(colours.ng))
            painter.drawText(inside, top | Qt.AlignmentFlag.AlignRight, self.tr("NG"))

    def _draw_bars(self, painter: QPainter, plot: QRectF, colours: Colours) -> None:
        """On top of each other; a single image is seen beside thousands."""
        highest = max(int(self._bars.sum(axis=0).max()), 1)
        scale = (plot.height() - 2.5 * GRID) / highest
        width = plot.width() / self._bars.shape[1]
        painter.setPen(Qt.PenStyle.NoPen)
        for column, counts in enumerate(self._bars.T):
            bottom = plot.bottom()
            for count, kind in zip(counts, ("good", "defective", "unknown"), strict=True):
                if count:
                    height = max(float(count) * scale, 3.0)
                    left = plot.left() + column * width
                    bar = QRectF(left + 0.5, bottom - height, max(width - 1, 1.5), height)
                    fill(painter, bar, kind, colours)
                    bottom -= height

    def _draw_axis(self, painter: QPainter, plot: QRectF, colours: Colours) -> None:
        painter.setFont(font(SMALL))
        painter.setPen(QColor(colours.border))
        painter.drawLine(plot.bottomLeft(), plot.bottomRight())
        for tick in self._axis.ticks():
            x = self.x_of(tick)
            painter.setPen(QColor(colours.border))
            painter.drawLine(QPointF(x, plot.bottom()), QPointF(x, plot.bottom() + 4))
            painter.setPen(QColor(colours.muted))
            box = QRectF(x - 40, plot.bottom() + 5, 80, 18)
            painter.drawText(
                box, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, number(tick, "g")
            )

    def _draw_thresholds(self, painter: QPainter, plot: QRectF, x: float, colours: Colours) -> None:
        if self._stored != self._threshold:
            pen = QPen(QColor(colours.muted), 1.5, Qt.PenStyle.DashLine)
            painter.setPen(pen)
            stored = self.x_of(self._stored)
            painter.drawLine(QPointF(stored, plot.top()), QPointF(stored, plot.bottom()))
        ink = QColor(colours.accent if self.hasFocus() else colours.text)
        painter.setPen(QPen(ink, 2))
        painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()))
        painter.setFont(font(SMALL, bold=True))
        text = number(self._threshold, ".4g")
        width = painter.fontMetrics().horizontalAdvance(text) + 2.0 * GRID
        left = min(max(x - width / 2, 0.0), self.width() - width)
        label = QRectF(left, 2, width, _ABOVE - 6)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        painter.drawRoundedRect(label, 6, 6)
        painter.setPen(QColor(colours.on_accent if self.hasFocus() else colours.surface))
        painter.drawText(label, Qt.AlignmentFlag.AlignCenter, text)
        self._draw_grip(painter, QPointF(x, plot.center().y()), ink, colours)

    def _draw_grip(self, painter: QPainter, at: QPointF, ink: QColor, colours: Colours) -> None:
        painter.setPen(QPen(ink, 2))
        painter.setBrush(QColor(colours.surface))
        painter.drawEllipse(at, _GRIP, _GRIP)
        for shift in (-2, 2):
            painter.drawLine(QPointF(at.x() + shift, at.y() - 2.5), QPointF(at.x() + shift, at.y() + 2.5))


def fill(painter: QPainter, bar: QRectF, kind: str, colours: Colours) -> None:
    """Defective ones are striped too, for those who cannot tell the colours apart."""
    colour = QColor({"good": colours.ok, "defective": colours.ng, "unknown": colours.accent}[kind])
    if kind == "defective":
        colour.setAlphaF(0.45)
        painter.fillRect(bar, colour)
        painter.fillRect(bar, QBrush(QColor(colours.ng), Qt.BrushStyle.BDiagPattern))
    else:
        colour.setAlphaF(0.85)
        painter.fillRect(bar, colour)
