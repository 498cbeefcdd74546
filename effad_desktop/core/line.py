"""The one bounded path to the detector, for live frames and requests alike."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from queue import Empty, Full, Queue
from threading import Event, Lock

from effad_desktop.core.inspection import Frame, Inspection
from effad_desktop.core.inspector import Inspector
from effad_desktop.core.ports import Sink
from effad_desktop.core.threads import Worker
from effad_desktop.errors import Busy, StationError

log = logging.getLogger(__name__)

MAX_BATCH = 8
"""Frames that are worth having under way at a time."""

_LOOK = 0.2
"""Seconds until a stop is seen."""


@dataclass(frozen=True, slots=True, eq=False)
class Job:
    frame: Frame
    inspector: Inspector
    done: Future[Inspection] = field(default_factory=Future)
    queued: float = field(default_factory=time.perf_counter)


class Line:
    """A queue of `size` jobs and one thread, `inspector`, that takes them in order.

    Sinks are called before a job's future is resolved; when one fails, `on_sink_error` is told and the
    others are still called. When the thread dies, `on_crash` is told and what waits fails.
    """

    def __init__(
        self,
        size: int,
        sinks: Sequence[Sink],
        on_sink_error: Callable[[Sink], None],
        on_crash: Callable[[Exception], None],
    ) -> None:
        self._queue: Queue[Job] = Queue(size)
        self._sinks = tuple(sinks)
        self._on_sink_error = on_sink_error
        self._on_crash = on_crash
        self._closing = Event()
        self._lock = Lock()  # nothing enters once the thread has looked for the last time
        self._next: Job | None = None
        self._failing: dict[Sink, Exception] = {}
        self._thread = Worker("inspector", self._work, self._crashed)

    @property
    def waiting(self) -> int:
        return self._queue.qsize()

    @property
    def alarms(self) -> list[str]:
        """Of the sinks that failed at the last inspection."""
        return [f"{type(sink).__name__} fails: {error}" for sink, error in list(self._failing.items())]

    def start(self) -> None:
        self._thread.start()

    def submit(self, frame: Frame, inspector: Inspector) -> Future[Inspection]:
        """Raises Busy when the queue is full, StationError when the line is closed."""
        job = Job(frame, inspector)
        with self._lock:
            if self._closing.is_set():
                raise StationError("The station is not running")
            try:
                self._queue.put_nowait(job)
            except Full as error:
                raise Busy(
                    "Too many images wait", f"{self._queue.maxsize} are queued; try again in a moment"
                ) from error
        return job.done

    def close(self) -> None:
        """What was taken is inspected first."""
        with self._lock:
            self._closing.set()
        self._thread.join()

    def _work(self) -> None:
        while jobs := self._take():
            self._inspect(jobs)

    def _take(self) -> list[Job]:
        """The next job and, where its detector gains by it, those of the same inspector right behind it; none
        at the end.
        """
        first, self._next = self._next, None
        while first is None:
            try:
                first = self._queue.get(timeout=_LOOK)
            except Empty:
                if self._closing.is_set():
                    return []
        jobs = [first]
        while len(jobs) < first.inspector.detector.batch and self._next is None:
            try:
                job = self._queue.get_nowait()
            except Empty:
                break
            if job.inspector is first.inspector:
                jobs.append(job)
            else:
                self._next = job
        return jobs

    def _inspect(self, jobs: list[Job]) -> None:
        live = [job for job in jobs if job.done.set_running_or_notify_cancel()]
        if not live:
            return
        try:
            inspections = live[0].inspector.inspect_batch([job.frame for job in live])
        except BaseException:
            _fail(live)
            raise
        judged = time.perf_counter()
        for job, inspection in zip(live, inspections, strict=True):
            waited = judged - job.queued - inspection.prediction.seconds
            finished = replace(inspection, wait_seconds=max(0.0, waited))
            self._tell(finished)
            job.done.set_result(finished)

    def _tell(self, inspection: Inspection) -> None:
        for sink in self._sinks:
            try:
                sink(inspection)
            except Exception as error:  # a full disk or a lost database must not stop the line
                if sink not in self._failing:
                    log.error("%s fails: %s", type(sink).__name__, error, exc_info=error)
                self._failing[sink] = error
                self._on_sink_error(sink)
            else:
                if self._failing.pop(sink, None):
                    log.info("%s works again", type(sink).__name__)

    def _crashed(self, crash: Exception) -> None:
        with self._lock:
            self._closing.set()
        self._on_crash(crash)
        waiting = [self._next] if self._next else []
        while True:
            try:
                waiting.append(self._queue.get_nowait())
            except Empty:
                break
        _fail([job for job in waiting if job.done.set_running_or_notify_cancel()])


def _fail(jobs: Sequence[Job]) -> None:
    for job in jobs:
        job.done.set_exception(StationError("The inspection failed", "the station is faulted; see its log"))
