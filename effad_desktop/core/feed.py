"""Takes frames from a source to the line, on a thread."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from threading import Event

from effad_desktop.core.inspection import Frame, Inspection
from effad_desktop.core.ports import Source
from effad_desktop.core.threads import Worker
from effad_desktop.errors import Busy

RETRY_SECONDS = 0.02


class Feed:
    """`limit` frames are under way at a time: one for a camera, whose next frame is then the newest.

    `on_inspection` is told of each in turn, `on_end` what ended it: None at the source's end or when
    stopped; both on the thread `name`.
    """

    def __init__(
        self,
        name: str,
        source: Source,
        submit: Callable[[Frame], Future[Inspection]],
        on_end: Callable[[Exception | None], None],
        limit: int = 1,
        on_inspection: Callable[[Inspection], object] = lambda _: None,
    ) -> None:
        self.source = source
        self._submit = submit
        self._on_end = on_end
        self._limit = limit
        self._on_inspection = on_inspection
        self._stopping = Event()
        self._thread = Worker(name, self._work, on_end)

    def start(self) -> None:
        """Raises SourceError for a source that cannot be opened."""
        self.source.__enter__()
        self._thread.start()

    def stop(self) -> None:
        """What is under way is finished. Harmless before the start and when stopped already."""
        self._stopping.set()
        self.source.__exit__(None, None, None)
        if self._thread.ident is not None:
            self._thread.join()

    def join(self) -> None:
        """Waits for the source's end."""
        self._thread.join()

    def _work(self) -> None:
        under_way: deque[Future[Inspection]] = deque()
        try:
            for frame in self.source:
                if self._stopping.is_set():
                    break
                if not self._pass_on(frame, under_way):
                    break  # asking for the next would tell the source that this one is done
                while len(under_way) >= self._limit:
                    self._on_inspection(under_way.popleft().result())
            while under_way:
                self._on_inspection(under_way.popleft().result())
        finally:
            self.source.__exit__(None, None, None)
        self._on_end(None)

    def _pass_on(self, frame: Frame, under_way: deque[Future[Inspection]]) -> bool:
        while not self._stopping.is_set():
            try:
                under_way.append(self._submit(frame))
                return True
            except Busy:
                self._stopping.wait(RETRY_SECONDS)
        return False
