"""Takes what a source yields, as a station does."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Thread
from typing import Self

from effad_desktop.core.inspection import Frame
from effad_desktop.core.ports import Source

PATIENCE = 20.0


def wait_until(happened: Callable[[], object]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < deadline, "it never happened"
        time.sleep(0.01)


class Taking:
    """Enters a source and iterates it on a thread of its own; leaves it at the end."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.frames: list[Frame] = []
        self.error: Exception | None = None
        self._thread = Thread(target=self._take, name="taking")

    def __enter__(self) -> Self:
        self.source.__enter__()
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.source.__exit__(None, None, None)
        self._thread.join(PATIENCE)
        assert not self._thread.is_alive(), "leaving did not end the iteration"

    def wait_for(self, count: int) -> list[Frame]:
        wait_until(lambda: len(self.frames) >= count or self.error)
        return self.frames

    def wait_for_end(self) -> list[Frame]:
        self._thread.join(PATIENCE)
        assert not self._thread.is_alive()
        return self.frames

    def _take(self) -> None:
        try:
            self.frames.extend(self.source)  # list.extend appends one by one as they come
        except Exception as error:
            self.error = error
