"""Writes the inspections of a filter for spreadsheets, however many, with progress and a way to stop."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from effad_desktop.errors import EffadError, UsageError
from effad_desktop.gui.icons import icon
from effad_desktop.gui.page import Context, Translated
from effad_desktop.gui.pages.history_query import Wanted
from effad_desktop.gui.theme import GRID
from effad_desktop.gui.widgets.counters import grouped
from effad_desktop.sinks.history_csv import write_csv

if TYPE_CHECKING:
    from effad_desktop.sinks.history import HistoryEntry

REPORTED = 500
"""Rows between two reports of progress."""


class Stopped(UsageError):
    """By the person who had asked for it; nothing is left of the file."""


class HistoryExport(Translated):
    asked = Signal()
    _written = Signal(int)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._stop = Event()
        self._done: tuple[int, Path] | None = None
        self._rows = 0
        self.button, self.cancel = QPushButton(), QPushButton()
        self.progress, self.note = QProgressBar(), QLabel()
        self.progress.setFixedWidth(20 * GRID)
        self.progress.setTextVisible(False)
        self.note.setProperty("role", "small")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        for widget in (self.note, self.progress, self.cancel, self.button):
            row.addWidget(widget)
        self.button.clicked.connect(self.asked)
        self.cancel.clicked.connect(self._stop.set)
        self._written.connect(self._show_progress)
        application = QCoreApplication.instance()
        if application:
            application.aboutToQuit.connect(self._stop.set)  # a close does not wait for a million rows
        self._set_running(False)
        self.restyle()
        self.retranslate()

    def restyle(self) -> None:
        self.button.setIcon(icon("export"))

    def retranslate(self) -> None:
        self.button.setText(self.tr("Export CSV…"))
        self.cancel.setText(self.tr("Stop"))
        self.cancel.setAccessibleName(self.tr("Stop the export"))
        self.progress.setAccessibleName(self.tr("Progress of the export"))
        if self._done:
            rows, file = self._done
            text = self.tr("{count} rows written to {file}", "", rows)
            self.note.setText(text.format(count=grouped(rows), file=file.name))
            self.note.setToolTip(str(file))

    def choose_file(self, wanted: Wanted, total: int) -> None:
        dialog = QFileDialog(self, self.tr("Export the history"), "history.csv", "*.csv")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("csv")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda file: self.write(Path(file), wanted, total))
        dialog.open()

    def write(self, file: Path, wanted: Wanted, total: int) -> None:
        """`total` is about how many rows there will be."""
        assembly = self._context.backend.assembly
        if assembly is None:
            return
        history = assembly.history

        def work() -> tuple[int, Path]:
            counted = 0

            def rows() -> Iterator[HistoryEntry]:
                nonlocal counted
                for entry in history.entries(wanted.filter(), newest_first=False):
                    if counted % REPORTED == 0:
                        self._report(counted)
                    counted += 1
                    yield entry

            write_csv(file, rows())
            return counted, file

        self._stop.clear()
        self._done = None
        self.progress.setRange(0, max(total, 1))
        self._show_progress(0)
        self._set_running(True)
        self._context.tasks.run(self, work, self._finished, self._failed)

    def _report(self, count: int) -> None:
        if self._stop.is_set():
            raise Stopped("The export was stopped")
        self._written.emit(count)

    def _show_progress(self, count: int) -> None:
        self.progress.setValue(min(count, self.progress.maximum()))
        self.note.setText(self.tr("{count} rows", "", count).format(count=grouped(count)))

    def _finished(self, done: tuple[int, Path]) -> None:
        self._done = done
        self._set_running(False)
        self.retranslate()

    def _failed(self, error: EffadError) -> None:
        self._set_running(False)
        self.note.clear()
        if not isinstance(error, Stopped):
            self._context.tell(error)

    def _set_running(self, running: bool) -> None:
        self.progress.setVisible(running)
        self.cancel.setVisible(running)
        self.button.setVisible(not running)
