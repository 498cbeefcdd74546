"""Why effad ends, for a program without a console: Windows gives `effad-desktop.exe` none."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QMessageBox

from effad_desktop.gui.language import Speech
from effad_desktop.gui.messages import said


def show(title: str, detail: str) -> None:
    """Until the dialog is closed. It works before there is a window, and in place of one."""
    application = QApplication.instance() or QApplication(["effad"])
    application.setApplicationName("effad")
    speech = Speech()
    speech.use("auto")  # the settings may be what is wrong
    box = QMessageBox(QMessageBox.Icon.Critical, "effad", said(title))
    box.setInformativeText(said(detail))
    box.exec()
    speech.silence()
