"""A score on a line, with the threshold in its middle."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from effad_desktop.core.heatmap import MINIMUM_SPAN
from effad_desktop.core.inspection import Verdict
from effad_desktop.core.inspector import judge
from effad_desktop.gui.language import number
from effad_desktop.gui.page import Translated
from effad_desktop.gui.theme import FIGURE, GRID, SMALL, Colours, current, font

TRACK = 12.0
POINTER = 8.0


def position(score: float, threshold: float) -> float:
    """0 to 1 along the scale: the threshold in the middle, its double at the end."""
    if math.isnan(score):
        return 1.0
    span = 2 * max(abs(threshold), MINIMUM_SPAN)
    return min(1.0, max(0.0, 0.5 + (score - threshold) / span))


class ScoreScale(Translated):
    """The figure above, its place below; what is beyond the end is pointed at."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._score: float | None = None
        self._threshold = 0.0
        self._seconds = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.retranslate()

    def sizeHint(self) -> QSize:
        return QSize(320, 96)

    def show_score(self, score: float | None, threshold: float = 0.0, seconds: float = 0.0) -> None:
        self._score, self._threshold, self._seconds = score, threshold, seconds
        self.retranslate()

    @property
    def score_text(self) -> str:
        return "–" if self._score is None else number(self._score, ".3f")

    @property
    def time_text(self) -> str:
        return "" if self._score is None else self.tr("{time} ms").format(time=f"{self._seconds * 1000:.0f}")

    def retranslate(self) -> None:
        threshold = number(self._threshold, ".3f")
        said = self.tr("Score {score}, threshold {threshold}, {time}")
        self.setAccessibleName(
            said.format(score=self.score_text, threshold=threshold, time=self.time_text)
            if self._score is not None
            else self.tr("No score yet")
        )
        self.update()

    def restyle(self) -> None:
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = current()
        track = QRectF(POINTER, 56, self.width() - 2 * POINTER, TRACK)
        self._draw_figures(painter, colours)
        self._draw_track(painter, track, colours)
        if self._score is not None:
            self._draw_threshold(painter, track, colours)
            self._draw_pointer(painter, track, self._score, colours)

    def _draw_figures(self, painter: QPainter, c: Colours) -> None:
        right = Qt.AlignmentFlag.AlignRight
        painter.setFont(font(SMALL))
        painter.setPen(QColor(c.muted))
        painter.drawText(QRectF(0, 0, self.width(), 16), Qt.AlignmentFlag.AlignLeft, self.tr("Score"))
        painter.drawText(QRectF(0, 0, self.width(), 16), right, self.tr("Time"))
        painter.setPen(QColor(c.text))
        figures = QRectF(0, 12, self.width(), 40)
        painter.setFont(font(FIGURE, bold=True))
        painter.drawText(figures, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self.score_text)
        painter.setFont(font(FIGURE * 5 // 8, bold=True))
        painter.drawText(figures, right | Qt.AlignmentFlag.AlignVCenter, self.time_text or "–")

    def _draw_track(self, painter: QPainter, track: QRectF, c: Colours) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(c.border))
        if self._score is None:
            painter.drawRoundedRect(track, TRACK / 2, TRACK / 2)
            return
        middle = track.center().x()
        for colour, left, width in (
            (c.ok, track.left(), track.width() / 2),
            (c.ng, middle, track.width() / 2),
        ):
            painter.setClipRect(QRectF(left, track.top(), width, TRACK))
            tone = QColor(colour)
            tone.setAlphaF(0.34)
            painter.setBrush(tone)
            painter.drawRoundedRect(track, TRACK / 2, TRACK / 2)
        painter.setClipping(False)

    def _draw_threshold(self, painter: QPainter, track: QRectF, c: Colours) -> None:
        middle = track.center().x()
        painter.setPen(QPen(QColor(c.text), 2))
        painter.drawLine(QPointF(middle, track.top() - 4), QPointF(middle, track.bottom() + 4))
        painter.setFont(font(SMALL))
        painter.setPen(QColor(c.muted))
        below = QRectF(0, track.bottom() + 8, self.width(), 18)
        text = self.tr("Threshold {value}").format(value=number(self._threshold, ".3f"))
        painter.drawText(below, Qt.AlignmentFlag.AlignHCenter, text)
        room = (self.width() - QFontMetricsF(painter.font()).horizontalAdvance(text)) / 2
        for word, align in ((self.tr("OK"), "left"), (self.tr("NG"), "right")):
            if QFontMetricsF(painter.font()).horizontalAdvance(word) < room - GRID:
                flag = Qt.AlignmentFlag.AlignLeft if align == "left" else Qt.AlignmentFlag.AlignRight
                painter.drawText(below.adjusted(POINTER, 0, -POINTER, 0), flag, word)

    def _draw_pointer(self, painter: QPainter, track: QRectF, score: float, c: Colours) -> None:
        x = track.left() + position(score, self._threshold) * track.width()
        verdict = judge(score, self._threshold)
        painter.setBrush(QColor(c.ok if verdict is Verdict.NORMAL else c.ng))
        painter.setPen(QPen(QColor(c.surface), 2))
        y = track.center().y()
        if abs(score - self._threshold) > max(abs(self._threshold), MINIMUM_SPAN):  # beyond the scale
            way = 1 if score > self._threshold else -1
            tip = QPolygonF([QPointF(x + way * d, y + h) for d, h in ((-10, -10), (8, 0), (-10, 10))])
            painter.drawPolygon(tip)
        else:
            painter.drawEllipse(QPointF(x, y), POINTER + 1, POINTER + 1)
