"""What every page of the window is given and must have."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QFrame, QWidget

from effad_desktop.errors import EffadError
from effad_desktop.gui.backend import Backend
from effad_desktop.gui.bridge import Bridge
from effad_desktop.gui.tasks import Tasks


@dataclass(frozen=True, slots=True, eq=False)
class Context:
    """`tell` shows a sentence in the window's banner, `go` opens the page of a name, with paths for it."""

    backend: Backend
    bridge: Bridge
    tasks: Tasks
    tell: Callable[[EffadError], None]
    go: Callable[[str, list[Path]], None]


class Translated(QWidget):
    """Sets its texts in `retranslate`, which is called again when the language changes."""

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() == QEvent.Type.StyleChange:
            self.restyle()
        super().changeEvent(event)

    def retranslate(self) -> None:
        """All texts, by ``self.tr``."""

    def restyle(self) -> None:
        """What a style sheet cannot reach: icons and what is painted by hand."""


class Page(Translated):
    """One of the window's pages. `take` is given what was dropped or sent here."""

    name = ""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.setProperty("role", "page")

    def take(self, paths: list[Path]) -> None:
        """Files and folders; only the batch and the recipes page want them."""

    def opened(self) -> None:
        """Called whenever the page comes into view."""


def card(parent: QWidget | None = None, role: str = "card") -> QFrame:
    frame = QFrame(parent)
    frame.setProperty("role", role)
    return frame
