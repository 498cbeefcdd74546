"""A source that gives a frame when it is asked for one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from threading import Condition
from types import TracebackType
from typing import Self

from effad_desktop.core.inspection import Frame
from effad_desktop.core.ports import Source

_LONG_AGO = datetime.min.replace(tzinfo=UTC)


class Triggered:
    """Holds a camera open and passes one frame for each `trigger`, or all of them after `run`.

    What was captured before the trigger is no answer to it and is passed over.
    """

    def __init__(self, source: Source) -> None:
        self._source = source
        self._changed = Condition()
        self._asked: list[datetime] = []
        self._runs = False
        self._unwanted = 0
        self._left = False

    @property
    def name(self) -> str:
        return self._source.name

    @property
    def live(self) -> bool:
        return self._source.live

    @property
    def dropped(self) -> int:
        """Since it runs; while it waits for a trigger, nobody wants the others."""
        return self._source.dropped - self._unwanted if self._runs else 0

    @property
    def fault(self) -> str:
        return self._source.fault

    def trigger(self) -> None:
        with self._changed:
            self._asked.append(datetime.now(UTC))
            self._changed.notify_all()

    def run(self) -> None:
        with self._changed:
            self._unwanted = self._source.dropped
            self._runs = True
            self._changed.notify_all()

    def __enter__(self) -> Self:
        self._source.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with self._changed:
            self._left = True
            self._changed.notify_all()
        self._source.__exit__(kind, error, trace)

    def __iter__(self) -> Iterator[Frame]:
        frames = iter(self._source)
        while since := self._wait():
            frame = next((f for f in frames if not self._source.live or f.captured_at >= since), None)
            if frame is None:
                return
            yield frame

    def _wait(self) -> datetime | None:
        """When the frame was asked for; None once the source is left."""
        with self._changed:
            self._changed.wait_for(lambda: self._asked or self._runs or self._left)
            if self._left:
                return None
            return self._asked.pop(0) if self._asked else _LONG_AGO
