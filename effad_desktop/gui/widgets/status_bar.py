"""The foot of the window: state, recipe, device, service, disk."""

from __future__ import annotations

import shutil
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from effad_desktop.core.status import State, Status
from effad_desktop.gui.backend import Backend, Phase
from effad_desktop.gui.icons import pixmap
from effad_desktop.gui.messages import said, said_of
from effad_desktop.gui.page import Translated
from effad_desktop.gui.theme import GRID, current

DISK_POLLS = 20
"""Polls from one look at the disk to the next: ten seconds."""


class StatusBar(Translated):
    """Says in words what the station does; the service's address opens its page."""

    def __init__(self, backend: Backend, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._backend = backend
        self._status: Status | None = None
        self._free: int | None = None
        self._polls = 0
        frame = QFrame(self)
        frame.setProperty("role", "statusbar")
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(frame)
        row = QHBoxLayout(frame)
        row.setContentsMargins(2 * GRID, GRID // 2, 2 * GRID, GRID // 2)
        row.setSpacing(GRID)
        self._dot, self._state = QLabel(), QLabel()
        self._chip, self._device = QLabel(), QLabel()
        self._service = QPushButton(flat=True)
        self._service.setProperty("role", "quiet")
        self._service.setCursor(Qt.CursorShape.PointingHandCursor)
        self._service.clicked.connect(self._open_service)
        self._disk_icon, self._disk = QLabel(), QLabel()
        row.addWidget(self._dot)
        row.addWidget(self._state)
        row.addStretch(1)
        for widget in (self._chip, self._device, self._service, self._disk_icon, self._disk):
            row.addWidget(widget)
        for label in (self._state, self._device, self._disk):
            label.setProperty("role", "small")
        backend.changed.connect(self.retranslate)
        backend.polled.connect(self._polled)
        self.restyle()
        self.retranslate()

    def restyle(self) -> None:
        muted = current().muted
        self._chip.setPixmap(pixmap("chip", 16, muted))
        self._disk_icon.setPixmap(pixmap("disk", 16, muted))
        self._colour_dot()

    def retranslate(self) -> None:
        self._state.setText(self._state_sentence())
        self._device.setText(self._status.detector if self._status else self.tr("loading the engine…"))
        self._service.setAccessibleName(self.tr("Open the upload page in a browser"))
        self._show_service()
        self._show_disk()
        self._colour_dot()

    def _polled(self, status: Status) -> None:
        self._status = status
        self._polls += 1
        if self._polls % DISK_POLLS == 1:
            self._ask_disk()
        self.retranslate()

    def _state_sentence(self) -> str:
        if self._backend.phase is Phase.FAILED and self._backend.error:
            return said_of(self._backend.error)
        if self._backend.phase is Phase.LOADING or self._status is None:
            return self.tr("Starting…")
        if self._status.state is State.FAULTED:
            return self.tr("Faulted: {reason}").format(reason=said(self._status.reason))
        source = self._status.source
        if source and source.fault:
            return said(source.fault)
        text = self.tr("Ready, recipe {recipe}").format(recipe=self._status.recipe_name)
        if source:
            text = self.tr("Inspecting {source}, recipe {recipe}").format(
                source=said(source.name), recipe=self._status.recipe_name
            )
        return ", ".join([text, *map(said, self._status.alarms)])

    def _colour_dot(self) -> None:
        colours = current()
        failed = self._backend.phase is Phase.FAILED or (
            self._status is not None and self._status.state is State.FAULTED
        )
        waiting = self._backend.phase is Phase.LOADING or self._status is None
        name, colour = ("ng", colours.ng) if failed else ("ok", colours.ok)
        if waiting and not failed:
            name, colour = "reset", colours.muted
        self._dot.setPixmap(pixmap(name, 16, colour))

    def _show_service(self) -> None:
        assembly = self._backend.assembly
        error = self._backend.service_error
        url = assembly.server.url if assembly and assembly.server.running else ""
        self._service.setEnabled(bool(url))
        self._service.setText(url or (self.tr("HTTP service off") if not error else said(error.title)))
        self._service.setToolTip(said_of(error) if error else self.tr("Open the upload page in a browser"))

    def _ask_disk(self) -> None:
        """On a task, as a network drive that is away may answer late."""
        folder = self._backend.settings.data_dir
        self._backend.tasks.run(self, lambda: free_bytes(folder), self._disk_told, lambda _error: None)

    def _disk_told(self, free: int) -> None:
        self._free = free
        self._show_disk()

    def _show_disk(self) -> None:
        known = self._free is not None
        self._disk_icon.setVisible(known)
        self._disk.setVisible(known)
        if self._free is not None:
            self._disk.setText(self.tr("{free} GB free").format(free=f"{self._free / 1e9:.0f}"))

    def _open_service(self) -> None:
        QDesktopServices.openUrl(QUrl(self._service.text()))


def free_bytes(folder: Path) -> int:
    """Of the disk that the folder is on, or will be once it is made."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return shutil.disk_usage(folder).free
