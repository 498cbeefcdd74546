"""What was done of a folder, kept through restarts and crashes."""

from __future__ import annotations

import logging
import os
import sqlite3
from collections.abc import Mapping, Sequence
from pathlib import Path
from threading import Lock
from typing import NamedTuple

from effad_desktop.errors import SettingsError
from effad_desktop.imaging import printable

log = logging.getLogger(__name__)

# user_version turns 1 when the folder has been seen for the first time.
_SCHEMA = """
PRAGMA journal_mode = WAL;
PRAGMA synchronous = NORMAL;
CREATE TABLE IF NOT EXISTS done (
    name BLOB PRIMARY KEY, size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL
) WITHOUT ROWID;
"""

_ADD = "REPLACE INTO done VALUES (?, ?, ?)"
_FORGET = "DELETE FROM done WHERE name = ?"


class Stamp(NamedTuple):
    """Changes when a file is rewritten."""

    size: int
    mtime_ns: int


class Journal:
    """A SQLite file and its copy in memory, `done`; for any thread.

    A kill loses nothing that was added, a power failure at most the last seconds. A full disk costs the
    file, not the work: what could not be written is still known until the end. A broken file is put
    aside.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = Lock()
        self._connection: sqlite3.Connection | None = None
        self._failing = False
        self.done: dict[str, Stamp] = {}
        self.begun = False

    def load(self) -> None:
        """Raises SettingsError where no file can be."""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._read()
        except sqlite3.OperationalError as error:
            raise SettingsError(f"Cannot use {self._path}", str(error)) from error
        except sqlite3.DatabaseError as error:
            self._put_aside(error)
            self._read()
        except OSError as error:
            raise SettingsError(f"Cannot write {self._path}", error.strerror or str(error)) from error

    def begin(self, existing: Mapping[str, Stamp]) -> None:
        """The folder is seen for the first time; `existing` counts as done."""
        with self._lock:
            self.done.update(existing)
            self.begun = True
            rows = [(os.fsencode(name), *stamp) for name, stamp in existing.items()]
            self._write(_ADD, rows, "PRAGMA user_version = 1")

    def add(self, name: str, stamp: Stamp) -> None:
        with self._lock:
            self.done[name] = stamp
            self._write(_ADD, [(os.fsencode(name), *stamp)])

    def keep(self, names: Mapping[str, Stamp]) -> None:
        """Forgets the others."""
        with self._lock:
            gone = self.done.keys() - names.keys()
            for name in gone:
                del self.done[name]
            if gone:
                self._write(_FORGET, [(os.fsencode(name),) for name in gone])

    def close(self) -> None:
        """Harmless twice; writing opens it again."""
        with self._lock:
            if self._connection:
                self._connection.close()
            self._connection = None

    def _read(self) -> None:
        connection = self._open()
        rows = connection.execute("SELECT name, size, mtime_ns FROM done")
        self.done = {os.fsdecode(name): Stamp(size, mtime) for name, size, mtime in rows}
        self.begun = bool(connection.execute("PRAGMA user_version").fetchone()[0])

    def _open(self) -> sqlite3.Connection:
        if self._connection is None:
            self._connection = sqlite3.connect(self._path, check_same_thread=False)
            self._connection.executescript(_SCHEMA)
        return self._connection

    def _write(self, statement: str, rows: Sequence[tuple[object, ...]], last: str = "") -> None:
        try:
            with self._open() as connection:
                connection.executemany(statement, rows)
                connection.execute(last)
        except sqlite3.Error as error:
            if not self._failing:
                log.error("%s cannot be written: %s; a restart will inspect again", self._path, error)
            self._failing = True
        else:
            self._failing = False

    def _put_aside(self, error: sqlite3.Error) -> None:
        self.close()
        broken = self._path.with_name(f"{self._path.name}.broken")
        log.warning("%s is broken (%s); images may be inspected again", printable(self._path), error)
        self._path.replace(broken)
        for rest in ("-wal", "-shm"):
            self._path.with_name(self._path.name + rest).unlink(missing_ok=True)
