"""Form controls that look as the rest does, and that a turning wheel does not change in passing."""

from __future__ import annotations

import re

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QValidator, QWheelEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QDoubleSpinBox, QWidget

from effad_desktop.gui.icons import pixmap
from effad_desktop.gui.language import number
from effad_desktop.gui.theme import GRID, current

CHEVRON = 16
HEIGHT = 36
TRACK = QSize(40, 22)
KNOB = 16.0


class Choice(QComboBox):
    """One of a few; each has a value besides its text."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)

    @property
    def value(self) -> str:
        data = self.currentData()
        return data if isinstance(data, str) else ""

    @value.setter
    def value(self, value: str) -> None:
        """One that is not offered is offered from now on."""
        if self.findData(value) < 0:
            self.addItem(value, value)
        self.setCurrentIndex(self.findData(value))

    def offer(self, options: list[tuple[str, str]]) -> None:
        """Values and their texts; what was chosen stays so, and nothing is told."""
        chosen = self.value
        known = dict(options)
        if chosen not in known and self.count():
            options = [*options, (chosen, chosen)]
        if [(self.itemData(i), self.itemText(i)) for i in range(self.count())] == options:
            return
        blocked = self.blockSignals(True)
        self.clear()
        for value, text in options:
            self.addItem(text, value)
        self.setCurrentIndex(max(self.findData(chosen), 0))
        self.blockSignals(blocked)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        place = QPoint(self.width() - CHEVRON - 10, (self.height() - CHEVRON) // 2)
        painter.drawPixmap(place, pixmap("chevron", CHEVRON, current().muted, self.devicePixelRatioF()))


class Number(QDoubleSpinBox):
    """Typed, or stepped by the arrow keys."""

    def __init__(
        self, lowest: float, highest: float, decimals: int = 0, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setRange(lowest, highest)
        self.setDecimals(decimals)
        self.lineEdit().setTextMargins(10, 0, 10, 0)
        self.setFixedHeight(HEIGHT)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def textFromValue(self, value: float) -> str:
        """Without noughts behind the point."""
        text = number(value, f".{self.decimals()}f")
        return text.rstrip("0").rstrip(".,") if self.decimals() else text

    def valueFromText(self, text: str) -> float:
        try:
            return float(self._bare(text))
        except ValueError:
            return self.value()

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        """A comma is as good as a point, whatever the language."""
        return self._state_of(self._bare(text)), text, position

    def _state_of(self, bare: str) -> QValidator.State:
        if not re.fullmatch(rf"[-+]?\d*(\.\d{{0,{self.decimals()}}})?", bare):
            return QValidator.State.Invalid
        try:
            inside = self.minimum() <= float(bare) <= self.maximum()
        except ValueError:
            inside = False
        return QValidator.State.Acceptable if inside else QValidator.State.Intermediate

    def _bare(self, text: str) -> str:
        return text.removesuffix(self.suffix()).strip().replace(",", ".")


class Switch(QCheckBox):
    """On or off, told by the knob's side as well as by colour."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        return QSize(TRACK.width() + GRID, TRACK.height() + GRID)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    def paintEvent(self, _event: QPaintEvent) -> None:
        colours = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        top = (self.height() - TRACK.height()) / 2
        track = QRectF(self.width() - TRACK.width() - GRID / 2, top, TRACK.width(), TRACK.height())
        on, enabled = self.isChecked(), self.isEnabled()
        fill = (colours.accent if enabled else colours.muted) if on else colours.raised
        edge = fill if on else colours.muted
        painter.setPen(QPen(QColor(edge), 1.5))
        painter.setBrush(QColor(fill))
        painter.drawRoundedRect(track, track.height() / 2, track.height() / 2)
        inset = (track.height() - KNOB) / 2
        left = track.right() - inset - KNOB if on else track.left() + inset
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.on_accent if on else colours.muted))
        painter.drawEllipse(QRectF(left, track.top() + inset, KNOB, KNOB))
        if self.hasFocus():
            painter.setPen(QPen(QColor(colours.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(track.adjusted(-3, -3, 3, 3), 14, 14)
