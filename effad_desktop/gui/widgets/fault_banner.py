"""A banner with something to do about what it says."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from effad_desktop.gui.widgets.banner import Banner


class FaultBanner(Banner):
    """Says each trouble once: one that was closed stays closed until it is over."""

    asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        self._said = ""
        self._act = QPushButton()
        super().__init__(parent)
        row = self._frame.layout()
        if isinstance(row, QHBoxLayout):
            row.insertWidget(2, self._act)
        self._act.clicked.connect(self.asked)
        self._act.hide()

    def trouble(self, about: str, title: str, detail: str = "", grave: bool = False) -> None:
        """`about` stays the same while the words change; empty when all is well. Something can be done
        about what is grave."""
        if not about:
            self._said = ""
            self.clear()
            return
        closed = about == self._said and self.isHidden()
        self._said = about
        if not closed and (self.isHidden() or (title, detail) != (self._title, self._detail)):
            self.say(title, detail, grave)
        self._act.setVisible(grave)

    def retranslate(self) -> None:
        super().retranslate()
        self._act.setText(self.tr("Start again"))
