"""A hot folder: each new image once."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from effad_desktop.core.inspection import Frame
from effad_desktop.errors import SourceError
from effad_desktop.imaging import printable
from effad_desktop.sources.ahead import Ahead
from effad_desktop.sources.files import UnreadableImage, read_frame
from effad_desktop.sources.journal import Journal, Stamp
from effad_desktop.sources.listing import Listing, list_images

log = logging.getLogger(__name__)

AHEAD = 2
"""Decoded images that wait."""

LOOK_AGAIN = 5.0
"""Seconds after which a long queue is looked at anew."""

RETRY = 1.0
"""Seconds between attempts at a broken image, and at a folder that is away."""

SHARE = 10
"""Looking takes one part in so many of the time at most while nothing comes, however many files there are."""

SILENCE = 10.0
"""Seconds that a share may take to answer."""


@dataclass(slots=True)
class _Arrival:
    """A file that is not done; times by the monotonic clock."""

    name: str
    stamp: Stamp
    steady_since: float
    try_at: float
    broken_since: float | None = None


_Item = tuple[_Arrival, Frame | UnreadableImage]


def _log(error: UnreadableImage) -> None:
    log.warning("Skipped: %s", error)


class Folder:
    """Yields each image that is put into a folder, oldest first; drops none, and never ends by itself.

    A file is taken when its size and time have been steady for `settle_seconds` and it decodes; one that
    stays broken for `broken_seconds` is given to `on_error` once, on the iterating thread. An image is
    done when the next one is asked for; `journal` remembers it through restarts. One rewritten is a new
    image. `skip_existing` counts what is there at the very first start as done. A folder that is away is
    a fault, and looked for until it is back. Raises SourceError for a file; entering raises SettingsError
    for a journal that cannot be written.
    """

    live = False
    dropped = 0

    def __init__(
        self,
        path: Path,
        journal: Path,
        on_error: Callable[[UnreadableImage], None] = _log,
        *,
        recursive: bool = False,
        skip_existing: bool = False,
        settle_seconds: float = 0.5,
        broken_seconds: float = 10.0,
        poll_seconds: float = 0.25,
    ) -> None:
        with suppress(OSError):
            if path.is_file():
                raise SourceError(f"{path} is a file", "give the folder that images are put into")
        self.path = path.absolute()
        self.name = f"folder {printable(path)}"
        self._journal = Journal(journal)
        self._on_error = on_error
        self._recursive = recursive
        self._skip_existing = skip_existing
        self._settle_seconds = settle_seconds
        self._broken_seconds = broken_seconds
        self._poll_seconds = poll_seconds
        self._fault = ""
        self._asked: float | None = None
        self._arrivals: dict[str, _Arrival] = {}
        self._in_hand: set[tuple[str, Stamp]] = set()
        self._sequence = 0
        self._ahead = Ahead("folder", self._watch, AHEAD)

    @property
    def fault(self) -> str:
        asked = self._asked
        if asked is not None and time.monotonic() - asked > SILENCE:
            return f"Folder {printable(self.path)} does not answer"
        return self._fault

    def __enter__(self) -> Self:
        self._journal.load()
        self._ahead.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._ahead.stop()
        self._journal.close()

    def __iter__(self) -> Iterator[Frame]:
        try:
            for arrival, item in self._ahead:
                if isinstance(item, UnreadableImage):
                    self._done(arrival)
                    self._on_error(item)
                else:
                    yield item
                    self._done(arrival)
        finally:
            self._journal.close()

    def _done(self, arrival: _Arrival) -> None:
        self._journal.add(arrival.name, arrival.stamp)
        self._in_hand.discard((arrival.name, arrival.stamp))  # last: it is known at every moment

    def _watch(self) -> Iterator[_Item]:
        stopping = self._ahead.stopping
        while not stopping.is_set():
            self._asked = began = time.monotonic()
            try:
                ready = self._look(list_images(self.path, self._recursive), began)
            except OSError as error:
                self._asked = None
                self._lost(error)
                stopping.wait(RETRY)
                continue
            self._asked = None
            self._found()
            seconds = time.monotonic() - began
            for arrival in ready:
                if stopping.is_set() or time.monotonic() - began > LOOK_AGAIN:
                    break
                if item := self._read(arrival):
                    yield arrival, item
            else:
                stopping.wait(self._pause(seconds))

    def _pause(self, seconds: float) -> float:
        """After a look that took `seconds`; until the next file may be steady, where one is awaited."""
        pause = max(self._poll_seconds, seconds * SHARE)
        awaited = [arrival.try_at for arrival in self._arrivals.values()]
        return max(self._poll_seconds, min(pause, min(awaited) - time.monotonic())) if awaited else pause

    def _look(self, listing: Listing, now: float) -> list[_Arrival]:
        """What is steady and not done, oldest first."""
        in_hand, done = self._in_hand.copy(), self._journal.done
        if not self._journal.begun:
            self._journal.begin(listing.files if self._skip_existing else {})
        self._forget(listing)
        arrivals: dict[str, _Arrival] = {}
        for name, stamp in listing.files.items():
            if done.get(name) == stamp or (in_hand and (name, stamp) in in_hand):
                continue
            known = self._arrivals.get(name)
            if known is None or known.stamp != stamp:
                known = _Arrival(name, stamp, now, now + self._settle_seconds)
            arrivals[name] = known
        self._arrivals = arrivals
        ready = [arrival for arrival in arrivals.values() if arrival.try_at <= now]
        return sorted(ready, key=lambda arrival: (arrival.stamp.mtime_ns, arrival.name))

    def _forget(self, listing: Listing) -> None:
        """What has vanished; but an empty folder may be the place of a share that is not mounted."""
        if listing.files and listing.complete:
            self._journal.keep(listing.files)

    def _read(self, arrival: _Arrival) -> Frame | UnreadableImage | None:
        """None where it is to be tried again."""
        path = self.path / arrival.name
        self._asked = now = time.monotonic()
        item = read_frame(path, self._sequence, "folder")
        steady = _stamp(path) == arrival.stamp
        self._asked = None
        if not steady:  # it was written to, or is gone: the next look sees it anew
            del self._arrivals[arrival.name]
            return None
        if isinstance(item, UnreadableImage):
            arrival.broken_since = arrival.broken_since or now
            if now - arrival.broken_since < self._broken_seconds:
                arrival.try_at = now + RETRY
                return None
        else:
            self._sequence += 1
        self._in_hand.add((arrival.name, arrival.stamp))
        return item

    def _lost(self, error: OSError) -> None:
        self._arrivals.clear()
        fault = f"Folder {printable(self.path)} cannot be read ({error.strerror}); trying again"
        if not self._fault:
            log.warning(fault)
        self._fault = fault

    def _found(self) -> None:
        if self._fault:
            log.info("Folder %s is back", printable(self.path))
        self._fault = ""


def _stamp(path: Path) -> Stamp | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return Stamp(found.st_size, found.st_mtime_ns)
