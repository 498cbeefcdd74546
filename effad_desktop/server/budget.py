"""How much memory requests may hold together."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from effad_desktop.errors import Busy


class Budget:
    """For one thread, the event loop's."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self.taken = 0

    def share(self) -> Share:
        return Share(self)

    def take(self, amount: int) -> None:
        """Raises Busy when the others have too much of it."""
        if self.taken + amount > self._limit:
            raise Busy("Too much at once", "other requests hold the memory; try again in a moment")
        self.taken += amount


class Share:
    """What one request holds; given back when it is left."""

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self._held = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._budget.taken -= self._held
        self._held = 0

    def add(self, amount: int) -> None:
        """Raises Busy."""
        self._budget.take(amount)
        self._held += amount
