"""A button that says what is chosen, and opens the menu of what can be."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QMenu, QPushButton, QStyle, QStyleOptionButton, QStylePainter, QWidget

from effad_desktop.gui.icons import pixmap
from effad_desktop.gui.theme import GRID, TEXT, current, font

ICON = 18
CHEVRON = 16
EDGE = 12
WIDEST = 300
NARROWEST = 108
"""Of the value."""


class Chooser(QPushButton):
    """What it is in a muted tone, then its value."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._what, self._value, self._icon = "", "", ""
        self.setMenu(QMenu(self))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def say(self, what: str, value: str, icon: str = "") -> None:
        if (what, value, icon) != (self._what, self._value, self._icon):
            self._what, self._value, self._icon = what, value, icon
            self.setAccessibleName(f"{what}: {value}")
            self.setToolTip(f"{what}: {value}")
            self.updateGeometry()
            self.update()

    @property
    def value(self) -> str:
        return self._value

    def sizeHint(self) -> QSize:
        room = self._left() + self._value_width() + GRID + CHEVRON + EDGE
        return QSize(min(room, WIDEST), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Without what it is, which the icon and the tooltip say too."""
        value = min(self._value_width(), NARROWEST)
        return QSize(EDGE + self._icon_room() + value + GRID + CHEVRON + EDGE, super().sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""
        option.features &= ~QStyleOptionButton.ButtonFeature.HasMenu
        frame = QStylePainter(self)
        frame.drawControl(QStyle.ControlElement.CE_PushButton, option)
        frame.end()
        self._draw_words()

    def _icon_room(self) -> int:
        return ICON + GRID if self._icon else 0

    def _left(self) -> int:
        """Of the value."""
        return EDGE + self._icon_room() + QFontMetrics(font(TEXT)).horizontalAdvance(self._what) + GRID

    def _value_width(self) -> int:
        return QFontMetrics(font(TEXT, bold=True)).horizontalAdvance(self._value) + 2

    def _draw_words(self) -> None:
        painter = QPainter(self)
        colours = current()
        ratio = self.devicePixelRatioF()
        left, middle = EDGE, self.height() // 2
        if self._icon:
            painter.drawPixmap(left, middle - ICON // 2, pixmap(self._icon, ICON, colours.muted, ratio))
            left += self._icon_room()
        chevron = pixmap("chevron", CHEVRON, colours.muted, ratio)
        painter.drawPixmap(self.width() - EDGE - CHEVRON + 2, middle - CHEVRON // 2, chevron)
        flag = Qt.AlignmentFlag.AlignVCenter
        if self.width() >= self.sizeHint().width():
            painter.setFont(font(TEXT))
            painter.setPen(QColor(colours.muted))
            painter.drawText(QRect(left, 0, self.width(), self.height()), flag, self._what)
            left = self._left()
        room = self.width() - left - GRID - CHEVRON - EDGE + 4
        painter.setFont(font(TEXT, bold=True))
        painter.setPen(QColor(colours.text if self.isEnabled() else colours.muted))
        value = painter.fontMetrics().elidedText(self._value, Qt.TextElideMode.ElideMiddle, room)
        painter.drawText(QRect(left, 0, room, self.height()), flag, value)
