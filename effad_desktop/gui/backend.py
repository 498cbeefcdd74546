"""The station behind the window: loaded, changed and closed off the GUI thread."""

from __future__ import annotations

import logging
from enum import Enum, auto
from threading import Lock
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from effad_desktop.core.status import Status
from effad_desktop.errors import EffadError
from effad_desktop.gui.bridge import Bridge
from effad_desktop.gui.tasks import Tasks
from effad_desktop.settings import Settings

if TYPE_CHECKING:
    from effad_desktop.composition import Assembly

log = logging.getLogger(__name__)

POLL_MS = 500

WORN = frozenset({"theme", "language", "sound", "default_recipe"})
"""Settings that a running station need not be started again for."""


class Phase(Enum):
    LOADING = auto()
    READY = auto()
    FAILED = auto()


class Backend(QObject):
    """`changed` comes when the phase or the settings have changed, `polled` twice a second while ready."""

    changed = Signal()
    polled = Signal(object)

    def __init__(self, settings: Settings, tasks: Tasks) -> None:
        super().__init__()
        self.settings = settings
        self.tasks = tasks
        self.bridge = Bridge()
        self.phase = Phase.LOADING
        self.error: EffadError | None = None
        self.service_error: EffadError | None = None
        self._assembly: Assembly | None = None
        self._turn = Lock()  # of closing the old station and opening the new one
        self._wish = 0
        self._timer = QTimer(self, interval=POLL_MS)
        self._timer.timeout.connect(self._poll)

    @property
    def assembly(self) -> Assembly | None:
        """None until it is ready."""
        return self._assembly if self.phase is Phase.READY else None

    def start(self) -> None:
        self.restart(self.settings)

    def restart(self, settings: Settings) -> None:
        """With other settings; what was taken is finished first. Of several wishes the last one counts."""
        self.settings = settings
        self._wish += 1
        wish = self._wish

        def work() -> tuple[Assembly, EffadError | None] | None:
            with self._turn:
                return self._open(settings) if wish == self._wish else None

        self._become(Phase.LOADING)
        self.tasks.run(
            self, work, lambda opened: self._opened(wish, opened), lambda error: self._failed(wish, error)
        )

    def apply(self, settings: Settings) -> bool:
        """Whether the station had to be started again for them."""
        different = {name for name, value in settings if value != getattr(self.settings, name)}
        wants_start = "default_recipe" in different and self.phase is Phase.FAILED
        if different - WORN or wants_start:
            self.restart(settings)
            return True
        self.settings = settings
        self.changed.emit()
        return False

    def close(self) -> None:
        """Waits until all that was taken is written."""
        self._timer.stop()
        self.tasks.close()
        if self._assembly:
            self._assembly.close()

    def _open(self, settings: Settings) -> tuple[Assembly, EffadError | None]:
        from effad_desktop.composition import Assembly  # takes half a second, and an engine takes more

        old, self._assembly = self._assembly, None
        if old:
            old.close()
        assembly = Assembly.of(settings, [self.bridge])
        self._assembly = assembly  # so that a close meanwhile finds it
        assembly.station.start()
        return assembly, assembly.try_to_serve() if settings.serve else None

    def _opened(self, wish: int, opened: tuple[Assembly, EffadError | None] | None) -> None:
        if opened and wish == self._wish:
            self.error, self.service_error = None, opened[1]
            self._timer.start()
            self._become(Phase.READY)

    def _failed(self, wish: int, error: EffadError) -> None:
        log.error("The station cannot start: %s", error)
        if wish == self._wish:
            self.error, self.service_error = error, None
            self._become(Phase.FAILED)

    def _become(self, phase: Phase) -> None:
        self.phase = phase
        self.changed.emit()

    def _poll(self) -> None:
        if self.assembly:
            status: Status = self.assembly.station.status()
            self.polled.emit(status)
