"""One run of a batch: from the feed's thread to the window."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Lock

from PySide6.QtCore import QObject, Signal

from effad_desktop.core.feed import Feed
from effad_desktop.core.inspection import Inspection
from effad_desktop.detection.preprocessing import resize
from effad_desktop.gui.results import Result, small_map
from effad_desktop.imaging import printable
from effad_desktop.sources.files import Files, UnreadableImage


@dataclass(frozen=True, slots=True)
class Item:
    """An image to inspect; `folder` is where it is below what was given."""

    path: Path
    folder: str
    truth: str


MakeFeed = Callable[[Files, str, Callable[[Exception | None], None], Callable[[Inspection], object]], Feed]
"""As `Station.batch`."""


class BatchRun(QObject):
    """`arrived` is never queued twice; `ended` comes once, with what ended it or None.

    Without a parent: the feed's thread holds it until it has ended.
    """

    arrived = Signal()
    ended = Signal(object)

    def __init__(self, items: Sequence[Item], recipe: str) -> None:
        super().__init__()
        self._items = list(items)
        self._recipe = recipe
        self._lock = Lock()
        self._results: list[Result] = []
        self._feed: Feed | None = None
        self._stopping = Event()

    def start(self, make_feed: MakeFeed) -> None:
        """On a task: it looks at each file. Raises SourceError."""
        there = [item for item in self._items if item.path.exists()]
        for item in self._items:
            if not item.path.exists():
                self._add(Result(item.path, item.folder, item.truth, error="It is gone"))
        self._by_name = {printable(item.path): item for item in there}
        self._there = there
        if not there or self._stopping.is_set():
            self._end(None)
            return
        source = Files([item.path for item in there], self._unreadable, prepare=resize)
        with self._lock:
            self._feed = make_feed(source, self._recipe, self._end, self._inspected)
        self._feed.start()
        if self._stopping.is_set():
            self._feed.stop()

    def stop(self) -> None:
        """On a task: what is under way is finished first."""
        self._stopping.set()
        with self._lock:
            feed = self._feed
        if feed:
            feed.stop()

    def take(self) -> list[Result]:
        with self._lock:
            results, self._results = self._results, []
        return results

    def _inspected(self, inspection: Inspection) -> None:
        item = self._there[inspection.frame.sequence]
        prediction = inspection.prediction
        self._add(
            Result(
                item.path,
                item.folder,
                item.truth,
                float(prediction.anomaly_score),
                inspection.seconds,
                small_map(prediction.anomaly_map),
            )
        )

    def _unreadable(self, error: UnreadableImage) -> None:
        item = self._by_name[error.source]
        self._add(Result(item.path, item.folder, item.truth, error=str(error)))

    def _add(self, result: Result) -> None:
        with self._lock:
            first = not self._results
            self._results.append(result)
        if first:
            self.arrived.emit()

    def _end(self, error: Exception | None) -> None:
        self.ended.emit(error)
