"""What the history page asks, and the tasks that ask it."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum, auto
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QObject, Signal

from effad_desktop.core.inspection import Verdict
from effad_desktop.errors import EffadError
from effad_desktop.gui.latest import Latest
from effad_desktop.gui.page import Context

if TYPE_CHECKING:
    from effad_desktop.sinks.history import HistoryEntry, HistoryFilter, HistoryReader, YieldBucket

PAGE = 200

RESTING = 10.0
"""A yield that took t seconds to count is counted again after this times t, as new inspections come."""

Step = Literal["hour", "day"]


class Span(Enum):
    TODAY = auto()
    DAY = auto()
    WEEK = auto()
    MONTH = auto()
    ALL = auto()
    CUSTOM = auto()


_LENGTHS = {Span.DAY: timedelta(days=1), Span.WEEK: timedelta(days=7), Span.MONTH: timedelta(days=30)}


@dataclass(frozen=True, slots=True)
class Wanted:
    """`since` and `until` count for a custom span only."""

    span: Span = Span.WEEK
    since: datetime | None = None
    until: datetime | None = None
    recipe: str = ""
    verdict: Verdict | None = None
    text: str = ""

    def bounds(self, now: datetime) -> tuple[datetime | None, datetime | None]:
        if self.span is Span.CUSTOM:
            return self.since, self.until
        if self.span is Span.TODAY:
            return now.astimezone().replace(hour=0, minute=0, second=0, microsecond=0), None
        length = _LENGTHS.get(self.span)
        return (now - length if length else None), None

    @property
    def step(self) -> Step:
        """By which its yield is told."""
        if self.span is Span.CUSTOM and self.since and self.until:
            return "hour" if self.until - self.since <= timedelta(days=3) else "day"
        return "hour" if self.span in (Span.TODAY, Span.DAY) else "day"

    @property
    def is_open(self) -> bool:
        """Whether inspections can still come that belong to it."""
        return self.span is not Span.CUSTOM or self.until is None or self.until > datetime.now(UTC)

    def filter(self, every_verdict: bool = False) -> HistoryFilter:
        """Takes a moment when called first; for tasks."""
        from effad_desktop.sinks.history import HistoryFilter  # SQLAlchemy

        since, until = self.bounds(datetime.now(UTC))
        verdict = None if every_verdict else self.verdict
        return HistoryFilter(since, until, self.recipe, verdict, text=self.text)


@dataclass(frozen=True, slots=True, eq=False)
class Yields:
    """Of all verdicts, whichever the table shows: a yield of NG alone would tell nothing."""

    buckets: list[YieldBucket]
    step: Step
    since: datetime | None
    until: datetime | None

    @property
    def normal(self) -> int:
        return sum(bucket.normal for bucket in self.buckets)

    @property
    def anomalous(self) -> int:
        return sum(bucket.anomalous for bucket in self.buckets)


class HistoryQuery(QObject):
    """`rows_came` tells the first page of a new question, `more_came` what follows below, `newer_came` what
    was inspected since, the newest first.
    """

    rows_came = Signal(object)
    more_came = Signal(object)
    more_failed = Signal()
    newer_came = Signal(object)
    yields_came = Signal(object)
    recipes_came = Signal(object)

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._rows = Latest(context.tasks, self)
        self._more = Latest(context.tasks, self)
        self._yields = Latest(context.tasks, self)
        self._names = Latest(context.tasks, self)
        self._wanted = Wanted()
        self._step: Step = "day"
        self._top: HistoryEntry | None = None
        self._newest = ""
        self._count_again_at = 0.0
        self._is_stale = False

    def ask(self, wanted: Wanted, step: Step) -> None:
        self._wanted, self._step, self._top = wanted, step, None
        history = self._history
        if history is None:
            return

        def work() -> tuple[list[HistoryEntry], str]:
            newest = history.page(limit=1)
            return history.page(wanted.filter(), PAGE), newest[0].id if newest else ""

        self._rows.ask(work, self._rows_arrived, self._context.tell)
        self.count(step)

    def count(self, step: Step) -> None:
        history, wanted = self._history, self._wanted
        self._step = step
        if history is None:
            return

        def work() -> tuple[Yields, float]:
            started = time.monotonic()
            asked = wanted.filter(every_verdict=True)
            buckets = history.yield_by(asked, step)
            return Yields(buckets, step, asked.since, asked.until), time.monotonic() - started

        self._yields.ask(work, self._counted, self._context.tell)

    def ask_names(self) -> None:
        if history := self._history:
            self._names.ask(history.recipes, self.recipes_came.emit, self._context.tell)

    def ask_more(self, last: HistoryEntry) -> None:
        history, wanted = self._history, self._wanted
        if history is None:
            self.more_failed.emit()
            return

        def came(entries: list[HistoryEntry]) -> None:
            if wanted is self._wanted:
                self.more_came.emit(entries)

        def failed(error: EffadError) -> None:
            self._context.tell(error)
            self.more_failed.emit()

        self._more.ask(lambda: history.page(wanted.filter(), PAGE, last), came, failed)

    def look_for_newer(self) -> None:
        """Costs next to nothing while nothing was inspected."""
        history, wanted, top, known = self._history, self._wanted, self._top, self._newest
        if self._is_stale and not self._yields.busy and time.monotonic() > self._count_again_at:
            self._is_stale = False
            self.count(self._step)
        if history is None or self._rows.busy or not wanted.is_open:
            return

        def work() -> tuple[list[HistoryEntry], str]:
            newest = history.page(limit=1)
            if not newest or newest[0].id == known:
                return [], known
            found = history.page(wanted.filter(), PAGE, top, newest_first=top is None)
            return (found if top is None else found[::-1]), newest[0].id if len(found) < PAGE else known

        self._rows.ask(work, self._newer_arrived, lambda _error: None)  # the status bar tells of it

    @property
    def _history(self) -> HistoryReader | None:
        assembly = self._context.backend.assembly
        return assembly.history if assembly else None

    def _rows_arrived(self, found: tuple[list[HistoryEntry], str]) -> None:
        entries, self._newest = found
        self._top = entries[0] if entries else None
        self.rows_came.emit(entries)

    def _newer_arrived(self, found: tuple[list[HistoryEntry], str]) -> None:
        entries, newest = found
        self._is_stale = self._is_stale or newest != self._newest or bool(entries)
        self._newest = newest
        if entries:
            self._top = entries[0]
            self.newer_came.emit(entries)

    def _counted(self, counted: tuple[Yields, float]) -> None:
        yields, seconds = counted
        self._count_again_at = time.monotonic() + max(1.0, RESTING * seconds)
        self.yields_came.emit(yields)
