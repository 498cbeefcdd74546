"""Threads that cannot die unnoticed."""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread


class Worker(Thread):
    """Runs `work` once; what it dies of is given to `on_crash`, on this thread."""

    def __init__(self, name: str, work: Callable[[], None], on_crash: Callable[[Exception], None]) -> None:
        super().__init__(name=name, daemon=True)
        self._work = work
        self._on_crash = on_crash

    def run(self) -> None:
        try:
            self._work()
        except Exception as crash:  # whatever it is, someone must be told: a silent thread is a stopped line
            self._on_crash(crash)
