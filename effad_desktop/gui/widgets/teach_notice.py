"""What came of saying what an image is."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from effad_desktop.gui.icons import icon
from effad_desktop.gui.page import Translated, card
from effad_desktop.gui.theme import GRID
from effad_desktop.gui.widgets.question import Question


class TeachNotice(Translated):
    """Where the page has room for it: the guard's question, or one sentence with its way back."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.question, self.note = Question(), card(role="note")
        self._said = QLabel()
        self._said.setWordWrap(True)
        self._said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.undo, self._close = QPushButton(), QPushButton()
        row = QHBoxLayout(self.note)
        row.setContentsMargins(2 * GRID, GRID // 2, GRID, GRID // 2)
        row.addWidget(self._said, 1)
        for button in (self.undo, self._close):
            button.setProperty("role", "quiet")
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.question)
        column.addWidget(self.note)
        self._close.clicked.connect(self.clear)
        self.question.answered.connect(self._hide_if_silent)
        self.clear()
        self.restyle()
        self.retranslate()

    @property
    def said(self) -> str:
        return "" if self.isHidden() or self.note.isHidden() else self._said.text()

    def say(self, sentence: str, with_undo: bool = False) -> None:
        self._said.setText(sentence)
        self._said.setAccessibleName(sentence)
        self.undo.setVisible(with_undo)
        self.note.show()
        self.show()

    @property
    def has_undo(self) -> bool:
        return not (self.isHidden() or self.note.isHidden() or self.undo.isHidden())

    def clear(self) -> None:
        self.note.hide()
        self._hide_if_silent()

    def restyle(self) -> None:
        self._close.setIcon(icon("close"))
        self.undo.setIcon(icon("reset"))

    def retranslate(self) -> None:
        self.undo.setText(self.tr("Undo"))
        self.undo.setToolTip(self.tr("Take that back (Ctrl+Z)"))
        self.undo.setAccessibleDescription(self.undo.toolTip())
        self._close.setAccessibleName(self.tr("Close this message"))
        self._close.setToolTip(self._close.accessibleName())

    def _hide_if_silent(self) -> None:
        self.setVisible(not (self.note.isHidden() and self.question.isHidden()))
