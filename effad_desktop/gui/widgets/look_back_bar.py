"""Says that what one sees is not what comes, and leads back."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from effad_desktop.core.inspection import Inspection
from effad_desktop.gui.icons import icon, pixmap
from effad_desktop.gui.page import Translated
from effad_desktop.gui.theme import GRID, current
from effad_desktop.gui.widgets.counters import grouped


class LookBackBar(Translated):
    """Hidden while the newest image is shown."""

    back = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        frame = QFrame(self)
        frame.setProperty("role", "card")
        outer = QHBoxLayout(self)
        outer.setContentsMargins(GRID, GRID, GRID, GRID)
        outer.addWidget(frame)
        row = QHBoxLayout(frame)
        row.setContentsMargins(2 * GRID, GRID // 2, GRID // 2, GRID // 2)
        row.setSpacing(GRID)
        self._icon, self._text, self._back = QLabel(), QLabel(), QPushButton()
        self._back.setProperty("role", "primary")
        self._back.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._back.clicked.connect(self.back)
        for widget in (self._icon, self._text, self._back):
            row.addWidget(widget)
        self._time, self._since = "", 0
        self.restyle()
        self.retranslate()
        self.hide()

    def look(self, inspection: Inspection) -> None:
        self._time = inspection.frame.captured_at.astimezone().strftime("%H:%M:%S")
        self._since = 0
        self.retranslate()
        self.show()
        self.raise_()

    def count(self, came: int) -> None:
        """While one looks, the line goes on."""
        if not self.isHidden():
            self._since += came
            self.retranslate()

    def restyle(self) -> None:
        self._icon.setPixmap(pixmap("history", 18, current().muted))
        self._back.setIcon(icon("play", current().on_accent))

    def retranslate(self) -> None:
        text = self.tr("Looking again at {time}").format(time=self._time)
        if self._since:
            more = self.tr("{count} more since").format(count=grouped(self._since))
            text = f"{text} · {more}"
        self._text.setText(text)
        self._back.setText(self.tr("Back to live (L)"))
