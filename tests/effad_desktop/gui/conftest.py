from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # before Qt is imported
os.environ["LC_ALL"] = "C.UTF-8"  # the language that a window of its own speaks

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from effad_desktop.gui.language import Speech


@pytest.fixture(autouse=True)
def what_was_closed_is_gone(qapp: QApplication) -> Iterator[None]:
    """Else it would live on until a later test waits, and be dressed and translated with that one's."""
    from PySide6.QtCore import QCoreApplication, QEvent

    yield
    for window in qapp.topLevelWidgets():
        window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def speech(qapp: QApplication) -> Iterator[Speech]:
    """In which a test may change the language; the next one has none again."""
    from PySide6.QtCore import QLocale

    from effad_desktop.gui.language import Speech

    before, speech = QLocale(), Speech()
    yield speech
    speech.silence()
    QLocale.setDefault(before)
