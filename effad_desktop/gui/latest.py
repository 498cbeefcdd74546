"""Work of which only the newest counts: a question that was changed while it was answered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtCore import QObject

from effad_desktop.errors import EffadError
from effad_desktop.gui.tasks import Tasks

T = TypeVar("T")
_Ask = tuple[Callable[[], Any], Callable[[Any], object], Callable[[EffadError], object]]


class Latest(QObject):
    """Runs one task at a time. Of those that wait the last remains, and drops the outcome of what runs."""

    def __init__(self, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._running: _Ask | None = None
        self._waiting: _Ask | None = None
        tasks.crashed.connect(self._crashed)

    @property
    def busy(self) -> bool:
        return self._running is not None

    def ask(
        self, work: Callable[[], T], done: Callable[[T], object], failed: Callable[[EffadError], object]
    ) -> None:
        """As `Tasks.run`."""
        self._waiting = (work, done, failed)
        if not self._running:
            self._go_on()

    def _go_on(self) -> None:
        self._running, self._waiting = self._waiting, None
        if self._running:
            work, done, failed = self._running
            self._tasks.run(self, work, lambda got: self._ended(done, got), lambda e: self._ended(failed, e))

    def _ended(self, tell: Callable[[Any], object], outcome: object) -> None:
        is_wanted = self._waiting is None
        self._running = None
        if is_wanted:
            tell(outcome)
        if not self._running:  # `tell` may have asked again
            self._go_on()

    def _crashed(self, _error: BaseException) -> None:
        """A bug, which the window tells; perhaps of this task, perhaps of another's."""
        self._running = None
        self._go_on()
