"""Stores images beside the line, and does the history's chores between them."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import Empty, Queue
from threading import Event, Lock

from sqlalchemy import update

from effad_desktop.core.threads import Worker
from effad_desktop.errors import EffadError
from effad_desktop.files import write_replacing
from effad_desktop.sinks.history.alarms import Alarms
from effad_desktop.sinks.history.database import Database
from effad_desktop.sinks.history.pictures import IMAGES, Picture, Stored, remove_files, write_picture
from effad_desktop.sinks.history.schema import INSPECTIONS

QUEUE_IMAGES = 32
QUEUE_BYTES = 256_000_000

_LOOK = 0.2
"""Seconds until a stop is seen."""

_AFTERWARDS = 0.02
"""Seconds that an inspection is ahead of its image, where no other image waits."""

_CHECKPOINT = 1.0
"""Seconds between two."""

_REST = 2.0
"""Times what a step of the chores took: who waits for the database's lock must get it in between."""

_TRIAL = ".trial"
_TRIAL_BYTES = 1_000_000


def free_bytes(folder: Path) -> int:
    return shutil.disk_usage(folder).free


class ImageStore:
    """A bounded queue and one thread, `history-images`.

    `chores` is begun at the start and every `period` seconds, and goes on by one step between images.
    What cannot be stored is skipped, counted and told to `alarms`.
    """

    def __init__(
        self,
        database: Database,
        folder: Path,
        alarms: Alarms,
        chores: Callable[[], Iterator[None]],
        period: float,
        min_free_bytes: float,
        free: Callable[[Path], int],
    ) -> None:
        self.skipped = 0
        self._database = database
        self._folder = folder
        self._alarms = alarms
        self._chores = chores
        self._period = period
        self._min_free_bytes = min_free_bytes
        self._free = free
        self._queue: Queue[Picture] = Queue(QUEUE_IMAGES)
        self._queued_bytes = 0
        self._lock = Lock()  # of the two counts
        self._closing = Event()
        self._thread = Worker("history-images", self._work, self._crashed)

    def start(self) -> None:
        self._thread.start()

    def offer(self, picture: Picture) -> None:
        """Never waits."""
        size = picture.image.nbytes
        with self._lock:
            fits = not self._queued_bytes or self._queued_bytes + size <= QUEUE_BYTES
            if fits and not self._queue.full():  # only here it grows
                self._queue.put_nowait(picture)
                self._queued_bytes += size
                return
            self.skipped += 1
        self._alarms.begin("queue", "Images come faster than they can be stored; some are skipped")

    def close(self) -> None:
        """What waits is stored first."""
        self._closing.set()
        self._thread.join()

    def check_place(self) -> None:
        """Begins and ends the alarms that no image may come to begin or end."""
        trial = self._folder / IMAGES / _TRIAL
        try:
            if not self._has_room() or "image" not in self._alarms:
                return
            write_replacing(trial, lambda aside: aside.write_bytes(bytes(_TRIAL_BYTES)))
            trial.unlink()
        except (EffadError, OSError):
            return
        self._alarms.end("image")

    def _work(self) -> None:
        steps: Iterator[None] | None = self._chores()
        due, checkpoint, rest = time.monotonic() + self._period, 0.0, 0.0
        while True:
            picture = self._take(rest if steps else _LOOK)
            if picture:
                self._let_answer()
                self._store(picture)
            else:
                self._alarms.end("queue")
                if self._closing.is_set():
                    return
            if steps is None and time.monotonic() >= due:
                steps, due = self._chores(), time.monotonic() + self._period
            started = time.monotonic()
            if steps and not self._went_on(steps):
                steps = None
            rest = _REST * (time.monotonic() - started)
            if time.monotonic() >= checkpoint:
                self._database.checkpoint()
                checkpoint = time.monotonic() + _CHECKPOINT

    def _let_answer(self) -> None:
        """Who asked for the inspection comes first; encoding at once would take the interpreter from it."""
        if self._queue.empty():
            self._closing.wait(_AFTERWARDS)

    def _take(self, timeout: float) -> Picture | None:
        try:
            picture = self._queue.get(timeout=timeout)
        except Empty:
            return None
        with self._lock:
            self._queued_bytes -= picture.image.nbytes
        return picture

    def _went_on(self, steps: Iterator[None]) -> bool:
        try:
            next(steps)
        except StopIteration:
            self._alarms.end("chores")
            return False
        except (EffadError, OSError) as error:
            self._alarms.begin("chores", f"Old inspections cannot be removed: {error}")
            return False
        return True

    def _store(self, picture: Picture) -> None:
        try:
            if not self._has_room():
                self._skip()
                return
            stored = write_picture(self._folder, picture)
            self._record(picture.id, stored)
        except (EffadError, OSError, MemoryError) as error:
            self._skip()
            self._alarms.begin("image", f"Images are not stored: {error}")
        else:
            self._alarms.end("image")

    def _record(self, inspection: str, stored: Stored) -> None:
        """The row names the files only once they are there. Whatever dies in between leaves files that no
        row names, which are swept, and never a row that promises an image.
        """
        row = update(INSPECTIONS).where(INSPECTIONS.c.id == inspection)
        values = row.values(image=stored.image, anomaly_map=stored.anomaly_map, stored_bytes=stored.bytes)
        if not self._database.write(lambda connection: connection.execute(values).rowcount):
            remove_files(self._folder, (stored.image, stored.anomaly_map))  # its row is kept no longer

    def _has_room(self) -> bool:
        if self._free(self._folder) < self._min_free_bytes:
            least = f"{self._min_free_bytes / 1e9:g} GB"
            self._alarms.begin("disk", f"Images are not stored: less than {least} is free in {self._folder}")
            return False
        self._alarms.end("disk")
        return True

    def _skip(self) -> None:
        with self._lock:
            self.skipped += 1

    def _crashed(self, crash: Exception) -> None:
        self._alarms.begin("thread", f"No images are stored any more: {type(crash).__name__}: {crash}")
