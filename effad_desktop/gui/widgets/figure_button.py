"""A figure that is a button too: it says how many there are, and shows them when pressed."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from effad_desktop.gui.icons import pixmap
from effad_desktop.gui.theme import GRID, SMALL, TITLE, current, font

HEIGHT = 7 * GRID
_ICON = 14


class FigureButton(QAbstractButton):
    def __init__(self, icon: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = icon
        self._figure, self._label = "0", ""
        self._colour = "text"
        self.setCheckable(True)
        self.setFixedHeight(HEIGHT)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def say(self, figure: str, label: str, colour: str = "text") -> None:
        """`colour` is the name of one of the theme's."""
        if (figure, label, colour) != (self._figure, self._label, self._colour):
            self._figure, self._label, self._colour = figure, label, colour
            self.setText(f"{label}: {figure}")
            self.setAccessibleName(self.text())
            self.updateGeometry()
            self.update()

    @property
    def figure(self) -> str:
        return self._figure

    def sizeHint(self) -> QSize:
        label = QFontMetrics(font(SMALL)).horizontalAdvance(self._label) + (_ICON + 4 if self._icon else 0)
        figure = QFontMetrics(font(TITLE, bold=True)).horizontalAdvance(self._figure)
        return QSize(max(label, figure, 40) + 3 * GRID, HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        colours = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_ground(painter)
        left = round(1.5 * GRID)
        painter.setFont(font(TITLE, bold=True))
        painter.setPen(QColor(getattr(colours, self._colour)))
        painter.drawText(QRect(left, 5, self.width(), 28), Qt.AlignmentFlag.AlignVCenter, self._figure)
        if self._icon:
            icon = pixmap(self._icon, _ICON, getattr(colours, self._colour), self.devicePixelRatioF())
            painter.drawPixmap(left, 35, icon)
            left += _ICON + 4
        painter.setFont(font(SMALL))
        painter.setPen(QColor(colours.muted))
        painter.drawText(QRect(left, 33, self.width(), 18), Qt.AlignmentFlag.AlignVCenter, self._label)

    def _draw_ground(self, painter: QPainter) -> None:
        colours = current()
        if self.isChecked():
            painter.setBrush(QColor(colours.accent_soft))
        elif self.underMouse():
            painter.setBrush(QColor(colours.raised))
        edge = colours.accent if self.isChecked() or self.hasFocus() else ""
        painter.setPen(QPen(QColor(edge), 2 if self.hasFocus() else 1) if edge else Qt.PenStyle.NoPen)
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 8, 8)
