"""What stands where there is nothing to show: a drawing, why, and what to do about it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from effad_desktop.gui.icons import pixmap
from effad_desktop.gui.page import Translated, card
from effad_desktop.gui.theme import GRID, current


class EmptyState(Translated):
    """`button` is hidden unless it was given a text."""

    def __init__(self, icon_name: str, framed: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon_name = icon_name
        self._icon, self._title, self._text = QLabel(), QLabel(), QLabel()
        self.button = QPushButton()
        self._title.setProperty("role", "section")
        self._text.setProperty("role", "muted")
        column = QVBoxLayout(frame := card(self, "card" if framed else ""))
        column.setContentsMargins(4 * GRID, 4 * GRID, 4 * GRID, 4 * GRID)
        column.setSpacing(GRID)
        column.addStretch(1)
        for label in (self._icon, self._title, self._text):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setWordWrap(label is not self._icon)
            column.addWidget(label)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(frame)
        self.say("", "")
        self.restyle()

    @property
    def text(self) -> str:
        return f"{self._title.text()}\n{self._text.text()}".strip()

    def say(self, title: str, text: str, button: str = "") -> None:
        self._title.setText(title)
        self._title.setVisible(bool(title))
        self._text.setText(text)
        self.button.setText(button)
        self.button.setVisible(bool(button))

    def restyle(self) -> None:
        self._icon.setPixmap(pixmap(self._icon_name, 48, current().muted))
