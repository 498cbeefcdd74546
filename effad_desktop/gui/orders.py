"""Work that must be done in the order in which it was asked for."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Signal

from effad_desktop.errors import EffadError
from effad_desktop.gui.tasks import Tasks

T = TypeVar("T")


@dataclass(frozen=True, slots=True, eq=False)
class _Order:
    work: Callable[[], Any]
    done: Callable[[Any], object]
    failed: Callable[[EffadError], object]


class Orders(QObject):
    """Runs one task after the other; `obeyed` comes after each, once its outcome was told."""

    obeyed = Signal()

    def __init__(self, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._waiting: deque[_Order] = deque()
        self._under_way: _Order | None = None

    @property
    def busy(self) -> bool:
        return self._under_way is not None

    def give(
        self, work: Callable[[], T], done: Callable[[T], object], failed: Callable[[EffadError], object]
    ) -> None:
        """As `Tasks.run`."""
        self._waiting.append(_Order(work, done, failed))
        self._go_on()

    def forget(self) -> None:
        """What waits is dropped, and so is the outcome of what runs."""
        self._waiting.clear()
        self._under_way = None

    def _go_on(self) -> None:
        if self._under_way or not self._waiting:
            return
        order = self._under_way = self._waiting.popleft()
        self._tasks.run(
            self,
            order.work,
            lambda result: self._finished(order, order.done, result),
            lambda error: self._finished(order, order.failed, error),
        )

    def _finished(self, order: _Order, tell: Callable[[Any], object], outcome: object) -> None:
        if order is not self._under_way:
            return
        self._under_way = None
        tell(outcome)
        self.obeyed.emit()
        self._go_on()
