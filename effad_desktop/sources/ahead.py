"""A thread that makes what the iterating thread takes."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from threading import Condition, Event, Thread
from typing import Generic, TypeVar

from effad_desktop.core.threads import Worker

log = logging.getLogger(__name__)

T = TypeVar("T")

JOIN_SECONDS = 2.0
"""What a driver or a dead share holds longer is left behind; its thread ends when that answers."""


class Ahead(Generic[T]):
    """Iterates what `make` gives; it runs on the thread `name`, at most `size` items ahead.

    `make` looks at `stopping` when it waits. What it raises is raised where one iterates, in its turn.
    """

    def __init__(self, name: str, make: Callable[[], Iterable[T]], size: int) -> None:
        self.stopping = Event()
        self._make = make
        self._size = size
        self._items: deque[T] = deque()
        self._changed = Condition()
        self._ended = False
        self._crash: Exception | None = None
        self._thread = Worker(name, self._work, self._end)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Ends an iteration at once; what waits is never seen."""
        self.stopping.set()
        with self._changed:
            self._changed.notify_all()
        end(self._thread)

    def __iter__(self) -> Iterator[T]:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._items or self._ended or self.stopping.is_set())
                if self.stopping.is_set():
                    return
                if not self._items:
                    if self._crash:
                        raise self._crash
                    return
                item = self._items.popleft()
                self._changed.notify_all()
            yield item

    def _work(self) -> None:
        for item in self._make():
            with self._changed:
                self._changed.wait_for(lambda: len(self._items) < self._size or self.stopping.is_set())
                if self.stopping.is_set():
                    return
                self._items.append(item)
                self._changed.notify_all()
        self._end(None)

    def _end(self, crash: Exception | None) -> None:
        with self._changed:
            self._crash, self._ended = crash, True
            self._changed.notify_all()


def end(thread: Thread) -> None:
    """Joins a thread that was told to end; one that is stuck in a driver is left, and said."""
    if not thread.is_alive():
        return
    thread.join(JOIN_SECONDS)
    if thread.is_alive():
        log.warning("The thread %s waits for a device that does not answer; it is left behind", thread.name)
