"""Asks in the page, not in front of it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from effad_desktop.gui.page import card
from effad_desktop.gui.theme import GRID


class Question(QWidget):
    """Hidden until it asks. Escape is no, as is another question; the focus goes to no."""

    answered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._act: Callable[[], object] | None = None
        self._sentence = QLabel()
        self._sentence.setWordWrap(True)
        self.no, self.yes = QPushButton(), QPushButton()
        self.yes.setProperty("role", "danger")
        self.no.clicked.connect(self.cancel)
        self.yes.clicked.connect(self._agree)
        frame = card(role="banner")
        column = QVBoxLayout(frame)
        column.setContentsMargins(2 * GRID, GRID + GRID // 2, 2 * GRID, GRID + GRID // 2)
        column.setSpacing(GRID)
        column.addWidget(self._sentence)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.no)
        row.addWidget(self.yes)
        column.addLayout(row)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(frame)
        self.hide()

    @property
    def sentence(self) -> str:
        return self._sentence.text() if not self.isHidden() else ""

    def ask(self, sentence: str, yes: str, no: str, act: Callable[[], object]) -> None:
        self._act = act
        self._sentence.setText(sentence)
        self.yes.setText(yes)
        self.no.setText(no)
        self.no.setAccessibleDescription(sentence)
        self.yes.setAccessibleDescription(sentence)
        self.show()
        self.no.setFocus(Qt.FocusReason.OtherFocusReason)

    def cancel(self) -> None:
        self._act = None
        self.hide()
        self.answered.emit()

    def _agree(self) -> None:
        act, self._act = self._act, None
        self.hide()
        if act:
            act()
        self.answered.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.cancel()
        else:
            super().keyPressEvent(event)
