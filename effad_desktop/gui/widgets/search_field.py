"""A field to search in, with its glass."""

from __future__ import annotations

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from effad_desktop.gui.icons import pixmap
from effad_desktop.gui.theme import GRID, current

_ICON = 16


class SearchField(QLineEdit):
    """Painted by hand: what Qt lays into a field knows nothing of the sheet's padding."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setClearButtonEnabled(False)
        self.setTextMargins(_ICON + GRID, 0, 0, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        glass = pixmap("search", _ICON, current().muted, self.devicePixelRatioF())
        QPainter(self).drawPixmap(round(1.5 * GRID), (self.height() - _ICON) // 2, glass)
