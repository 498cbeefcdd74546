"""What is kept no longer, in steps so small that the line is never held up."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Delete, Row, Select, Update, delete, func, select, update

from effad_desktop.sinks.history.database import Database
from effad_desktop.sinks.history.pictures import DAY, IMAGES, remove_files
from effad_desktop.sinks.history.schema import INSPECTIONS

STEP = 50
"""Rows in a transaction: a few milliseconds of the write lock."""

ORPHAN_SECONDS = 30.0
"""A younger file may be one that is just being stored, by another process too."""

_C = INSPECTIONS.c
_STORED = _C.image.is_not(None)
_NOT_STORED: dict[str, None] = dict.fromkeys(("image", "anomaly_map", "stored_bytes"))

_FILE = re.compile(r"\.?(?P<id>[0-9a-f]{32})\.(jpg|png|npy)(\.\d+\.part)?")
"""Nothing else is ever removed: people keep their own files in the oddest places."""


class Retention:
    """After `keep_days` rows and images go; over `keep_bytes` the oldest images go, and their rows stay."""

    def __init__(
        self,
        database: Database,
        folder: Path,
        keep_days: float,
        keep_bytes: float,
        now: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._folder = folder
        self._keep_days = timedelta(days=keep_days)
        self._keep_bytes = keep_bytes
        self._now = now

    def enforce(self) -> Iterator[None]:
        yield from self._remove_old()
        yield from self._remove_surplus()

    def sweep(self) -> Iterator[None]:
        """Removes files that no row names: of a crash between storing and recording, or removing the row.

        A file without any row stays until its day is past: a database that was restored from an older copy,
        or begun anew after damage, must not cost the images.
        """
        limit = self._now() - self._keep_days
        for day in sorted((self._folder / IMAGES).glob("????-??-??")):
            old = _end_of(day.name) <= limit
            files = [file for file in day.iterdir() if _FILE.fullmatch(file.name)]
            for start in range(0, len(files), STEP):
                self._sweep_files(files[start : start + STEP], old)
                yield
            with suppress(OSError):  # not empty, as a rule
                day.rmdir()

    def _remove_old(self) -> Iterator[None]:
        while True:
            limit = self._now() - self._keep_days
            rows = self._oldest(select(_C.id, _C.image, _C.anomaly_map).where(_C.inspected_at < limit))
            if not rows:
                return
            self._change(delete(INSPECTIONS), rows)
            yield

    def _remove_surplus(self) -> Iterator[None]:
        """By the sum in the database: walking the folder could take minutes."""
        total = select(func.sum(_C.stored_bytes)).where(_STORED)
        surplus = (
            float(self._database.read(lambda connection: connection.scalar(total)) or 0) - self._keep_bytes
        )
        stored = select(_C.id, _C.image, _C.anomaly_map, _C.stored_bytes).where(_STORED)
        while surplus > 0 and (rows := self._oldest(stored)):
            gone = []
            for row in rows:
                if surplus > 0:
                    gone.append(row)
                    surplus -= row.stored_bytes or 0
            self._change(update(INSPECTIONS).values(_NOT_STORED), gone)
            yield

    def _oldest(self, rows: Select[Any]) -> Sequence[Row[Any]]:
        query = rows.order_by(_C.inspected_at).limit(STEP)
        return self._database.read(lambda connection: connection.execute(query).all())

    def _change(self, change: Delete | Update, rows: Sequence[Row[Any]]) -> None:
        """The files last: what dies in between leaves orphans, never a row that promises an image."""
        chosen = change.where(_C.id.in_([row.id for row in rows]))
        self._database.write(lambda connection: connection.execute(chosen))
        for row in rows:
            remove_files(self._folder, (row.image, row.anomaly_map))

    def _sweep_files(self, files: Sequence[Path], old: bool) -> None:
        ids = {file.name.lstrip(".")[:32] for file in files}
        query = select(_C.id, _C.image, _C.anomaly_map).where(_C.id.in_(ids))
        rows = self._database.read(lambda connection: connection.execute(query).all())
        known = {row.id for row in rows}
        named = {path for row in rows for path in (row.image, row.anomaly_map)}
        for file in files:
            half = file.name.endswith(".part")
            needed = file.relative_to(self._folder).as_posix() in named
            if half or (not needed and (old or file.name[:32] in known)):
                _remove_orphan(file)


def _remove_orphan(file: Path) -> None:
    with suppress(OSError):
        if time.time() - file.stat().st_mtime > ORPHAN_SECONDS:
            file.unlink()


def _end_of(day: str) -> datetime:
    """A folder of another kind never ends."""
    try:
        return datetime.strptime(day, DAY).replace(tzinfo=UTC) + timedelta(days=1)
    except ValueError:
        return datetime.max.replace(tzinfo=UTC)
