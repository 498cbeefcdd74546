"""One sentence across the top of a page, until what it says has passed or was read."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from effad_desktop.gui.icons import icon, pixmap
from effad_desktop.gui.messages import said
from effad_desktop.gui.page import Translated
from effad_desktop.gui.theme import GRID, current


class Banner(Translated):
    """Hidden while there is nothing to say; a new sentence takes the place of the old one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._frame = QFrame(self)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 0)
        outer.addWidget(self._frame)
        row = QHBoxLayout(self._frame)
        row.setContentsMargins(2 * GRID, GRID, GRID, GRID)
        self._icon, self._text = QLabel(), QLabel()
        self._text.setWordWrap(True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._close = QPushButton()
        self._close.setProperty("role", "quiet")
        self._close.clicked.connect(self.clear)
        row.addWidget(self._icon)
        row.addWidget(self._text, 1)
        row.addWidget(self._close)
        self._title, self._detail, self._grave = "", "", False
        self.clear()
        self.restyle()
        self.retranslate()

    @property
    def text(self) -> str:
        return self._text.text() if not self.isHidden() else ""

    def say(self, title: str, detail: str = "", grave: bool = False) -> None:
        self._title, self._detail, self._grave = title, detail, grave
        self._write()
        self._frame.setProperty("role", "fault" if grave else "banner")
        self._frame.style().polish(self._frame)
        self.restyle()
        self.show()

    def clear(self) -> None:
        self.hide()

    def restyle(self) -> None:
        colours = current()
        colour = colours.ng if self._grave else colours.warning
        self._icon.setPixmap(pixmap("warning", 20, colour))
        self._close.setIcon(icon("close"))

    def _write(self) -> None:
        title, detail = said(self._title), said(self._detail)
        self._text.setText(f"{title}\n{detail}" if detail else title)
        self._text.setAccessibleName(self._text.text())

    def retranslate(self) -> None:
        self._write()
        self._close.setAccessibleName(self.tr("Close this message"))
        self._close.setToolTip(self._close.accessibleName())
