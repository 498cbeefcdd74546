"""Work off the GUI thread, its outcome back on it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Signal

from effad_desktop.errors import EffadError

log = logging.getLogger(__name__)

T = TypeVar("T")


class Tasks(QObject):
    """Runs functions on threads named ``gui-task``; outcomes come on the GUI thread.

    An EffadError goes to `failed`; anything else is a bug and goes to `crashed`. What belongs to a
    widget that is gone is dropped.
    """

    crashed = Signal(object)
    _finished = Signal(object)

    def __init__(self, threads: int = 4) -> None:
        super().__init__()
        self._pool = ThreadPoolExecutor(threads, "gui-task")
        self._finished.connect(self._deliver)
        self._closed = False

    def run(
        self,
        owner: QObject,
        work: Callable[[], T],
        done: Callable[[T], object],
        failed: Callable[[EffadError], object],
    ) -> None:
        """Called on the GUI thread, as are `done` and `failed`."""
        if self._closed:
            return
        future = self._pool.submit(work)
        future.add_done_callback(
            lambda f: None if self._closed else self._finished.emit((f, owner, done, failed))
        )

    def close(self) -> None:
        """Waits for what runs; what has not begun is dropped."""
        self._closed = True
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _deliver(
        self, outcome: tuple[Future[Any], QObject, Callable[..., object], Callable[..., object]]
    ) -> None:
        future, owner, done, failed = outcome
        if future.cancelled() or not shiboken6.isValid(owner):
            return
        error = future.exception()
        if error is None:
            done(future.result())
        elif isinstance(error, EffadError):
            failed(error)
        else:
            log.error("A task has crashed", exc_info=error)
            self.crashed.emit(error)
