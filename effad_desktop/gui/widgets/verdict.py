"""OK or NG, to be read from across the hall: a word, a shape and a colour."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from effad_desktop.core.inspection import Verdict
from effad_desktop.gui.page import Translated
from effad_desktop.gui.theme import GRID, Colours, current, font

RADIUS = 10.0
WORD_SHARE = 0.86
"""Of the block's height, for the word's type size."""
SHAPE_SHARE, GAP_SHARE = 1.15, 0.28
"""Of the word's height for the shape beside it; of that, for the gap between them."""

# On a square from -1 to 1.
_TICK = ((-0.46, 0.04), (-0.12, 0.38), (0.48, -0.32))
_CROSS = (((-0.42, -0.42), (0.42, 0.42)), ((0.42, -0.42), (-0.42, 0.42)))


class VerdictBlock(Translated):
    """Full of its colour for what has just come; outlined for what is looked at again."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._verdict: Verdict | None = None
        self._again = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(14 * GRID)
        self.retranslate()

    def sizeHint(self) -> QSize:
        return QSize(360, 18 * GRID)

    @property
    def verdict(self) -> Verdict | None:
        return self._verdict

    @property
    def word(self) -> str:
        if self._verdict is None:
            return "–"
        return self.tr("OK") if self._verdict is Verdict.NORMAL else self.tr("NG")

    @property
    def word_height(self) -> float:
        """Of its type, in logical pixels."""
        return float(self._word_size())

    def show_verdict(self, verdict: Verdict | None, again: bool = False) -> None:
        if (verdict, again) != (self._verdict, self._again):
            self._verdict, self._again = verdict, again
            self.retranslate()

    def retranslate(self) -> None:
        said = self.word if self._verdict else self.tr("No image yet")
        self.setAccessibleName(self.tr("Verdict: {verdict}").format(verdict=said))
        self.update()

    def restyle(self) -> None:
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        colours = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground, ink = self._colours(colours)
        edge = ink if self._again and self._verdict else QColor(colours.border)
        filled = self._verdict is not None and not self._again
        painter.setBrush(ground)
        painter.setPen(Qt.PenStyle.NoPen if filled else QPen(edge, 3 if self._again else 1))
        inset = 0.0 if filled else 1.5
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), RADIUS, RADIUS)
        if self._verdict is None:
            self._draw_nothing(painter, colours)
        else:
            self._draw_verdict(painter, self._verdict, ink, ground)

    def _colours(self, c: Colours) -> tuple[QColor, QColor]:
        """Ground and ink."""
        if self._verdict is None:
            return QColor(c.surface), QColor(c.muted)
        own = QColor(c.ok if self._verdict is Verdict.NORMAL else c.ng)
        return (QColor(c.surface), own) if self._again else (own, QColor(c.on_accent))

    def _word_size(self) -> int:
        """As high as the block allows, and no wider than it."""
        metrics = QFontMetricsF(font(100, bold=True))
        width = metrics.horizontalAdvance(self.word) + metrics.capHeight() * SHAPE_SHARE * (1 + GAP_SHARE)
        room = self.width() - 4 * GRID
        return max(8, int(min(self.height() * WORD_SHARE, 100 * room / width)))

    def _draw_verdict(self, painter: QPainter, verdict: Verdict, ink: QColor, ground: QColor) -> None:
        face = font(self._word_size(), bold=True)
        metrics = QFontMetricsF(face)
        side = metrics.capHeight() * SHAPE_SHARE
        gap = side * GAP_SHARE
        left = (self.width() - side - gap - metrics.horizontalAdvance(self.word)) / 2
        middle = self.height() / 2
        draw_mark(painter, verdict, QRectF(left, middle - side / 2, side, side), ink, ground)
        painter.setFont(face)
        painter.setPen(ink)
        painter.drawText(QPointF(left + side + gap, middle + metrics.capHeight() / 2), self.word)

    def _draw_nothing(self, painter: QPainter, c: Colours) -> None:
        painter.setFont(font(16))
        painter.setPen(QColor(c.muted))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.tr("No image yet"))


def draw_mark(painter: QPainter, verdict: Verdict, box: QRectF, ink: QColor, ground: QColor) -> None:
    """A tick on a disc, or a cross on a square: apart without their colours too."""
    half = box.width() / 2
    middle = box.center()

    def at(x: float, y: float) -> QPointF:
        return QPointF(middle.x() + x * half, middle.y() + y * half)

    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    if verdict is Verdict.NORMAL:
        painter.drawEllipse(box)
    else:
        inset = box.width() * 0.04
        painter.drawRoundedRect(box.adjusted(inset, inset, -inset, -inset), half * 0.28, half * 0.28)
    pen = QPen(ground, box.width() * 0.13)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if verdict is Verdict.NORMAL:
        painter.drawPolyline([at(*point) for point in _TICK])
    else:
        for start, end in _CROSS:
            painter.drawLine(at(*start), at(*end))
