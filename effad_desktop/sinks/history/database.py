"""The connection to a history's database: what SQLite wants, and what to do when it fails."""

from __future__ import annotations

import logging
import os
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import TypeVar

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError

from effad_desktop.errors import SettingsError
from effad_desktop.sinks.history.schema import migrate, refuse_other_versions

log = logging.getLogger(__name__)

T = TypeVar("T")

SQLITE_FILE = "history.db"

_BUSY_SECONDS = 2.0
"""How long another process may hold SQLite's only write lock before writing fails."""

_PATIENCE = 5.0
"""After failing for t seconds it tries again t × this later: a dead server must not stop the line."""

_CONNECT_OPTIONS = {
    "psycopg": {"connect_timeout": 3, "tcp_user_timeout": 5000},
    "psycopg2": {"connect_timeout": 3, "tcp_user_timeout": 5000},
    "pymysql": {"connect_timeout": 3, "read_timeout": 5, "write_timeout": 5},
}
"""Drivers wait for minutes, else."""

_LATE_CHECKPOINT = "wal_autocheckpoint=16000"
"""By a writer only from 64 MB on; before, see `Database.checkpoint`."""

_ANALYZE = ("PRAGMA analysis_limit=400", "ANALYZE")

_DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


class Database:
    """One thread writes at a time, any number read. A SQLite file that is damaged is begun anew.

    Raises SettingsError for an address that cannot be used.
    """

    def __init__(self, url: str, folder: Path, read_only: bool = False) -> None:
        self._url = _parse(url, folder)
        self.file = Path(self._url.database or "") if self._url.get_backend_name() == "sqlite" else None
        self._lock = Lock()  # plainer and quicker than SQLite's, which is polled
        self._identity: tuple[int, int] | None = None
        self._retry_at = 0.0
        self._last_failure = ""
        self._engine = _engine(self._url, self.file, read_only)
        self._writing = self._engine.execution_options(writing=True)
        if read_only:
            self._open_read_only()
        else:
            self._open()

    def read(self, act: Callable[[Connection], T]) -> T:
        """Raises SettingsError."""
        try:
            with self._engine.begin() as connection:
                return act(connection)
        except SQLAlchemyError as error:
            raise SettingsError("The history cannot be read", in_words(error)) from error

    def write(self, act: Callable[[Connection], T]) -> T:
        """In one transaction. Raises SettingsError."""
        with self._lock:
            if time.monotonic() < self._retry_at:
                raise SettingsError("The history cannot be written", self._last_failure)
            started = time.monotonic()
            try:
                return self._write_undamaged(act)
            except (SQLAlchemyError, OSError) as error:
                now = time.monotonic()
                self._retry_at = now + _PATIENCE * (now - started)
                self._last_failure = in_words(error)
                raise SettingsError("The history cannot be written", self._last_failure) from error

    def damaged_files(self) -> list[Path]:
        """What was moved aside and is there still."""
        if self.file is None:
            return []
        return sorted(self.file.parent.glob(f"{self.file.stem}-damaged-*{self.file.suffix}"))

    def analyze(self) -> None:
        """Tells SQLite's planner how many rows a value has; servers do so by themselves."""
        if self.file:
            self.write(lambda connection: [connection.exec_driver_sql(each) for each in _ANALYZE])

    def checkpoint(self) -> None:
        """Moves SQLite's log into its file, which takes milliseconds that a writer should not spend."""
        if self.file is None or _identity(self.file) is None:
            return
        with suppress(SQLAlchemyError, sqlite3.Error), closing(self._engine.raw_connection()) as connection:
            connection.cursor().execute("PRAGMA wal_checkpoint(PASSIVE)")

    def close(self) -> None:
        self._engine.dispose()

    def _open(self) -> None:
        try:
            if self.file:
                self.file.parent.mkdir(parents=True, exist_ok=True)
            self._write_undamaged(lambda _connection: None)
        except (SQLAlchemyError, OSError) as error:
            self.close()
            raise SettingsError(f"Cannot open the history {self._name}", in_words(error)) from error
        except SettingsError:
            self.close()
            raise

    def _open_read_only(self) -> None:
        if self.file and not self.file.exists():
            raise SettingsError(
                "There is no history yet", f"{self.file} begins with the first start of effad serve"
            )
        try:
            self.read(refuse_other_versions)
        except SettingsError:
            self.close()
            raise

    @property
    def _name(self) -> str:
        return str(self.file) if self.file else self._url.render_as_string(hide_password=True)

    def _write_undamaged(self, act: Callable[[Connection], T]) -> T:
        try:
            return self._write_migrated(act)
        except DBAPIError as error:
            if self.file is None or not _is_damage(error):
                raise
            log.error("The history is damaged: %s", in_words(error))
            self._move_aside(self.file)
            return self._write_migrated(act)

    def _write_migrated(self, act: Callable[[Connection], T]) -> T:
        """A file that was deleted or replaced is opened again, where writing would go into nothing."""
        identity = _identity(self.file)
        if identity is None or identity != self._identity:
            if self.file and not self.file.parent.is_dir():
                raise FileNotFoundError(
                    f"{self.file.parent} is missing"
                )  # an unmounted disk is not made anew
            self._engine.dispose()
            with self._writing.begin() as connection:
                migrate(connection)
            self._identity = _identity(self.file)
        with self._writing.begin() as connection:
            return act(connection)

    def _move_aside(self, file: Path) -> None:
        """The log first: a new database must never meet an old one's."""
        self._engine.dispose()
        self._identity = None
        stem = f"{file.stem}-damaged-{datetime.now(UTC):%Y%m%dT%H%M%S%f}"
        for ending in ("-wal", "-shm", ""):
            part = file.with_name(file.name + ending)
            if part.exists():
                part.rename(file.with_name(stem + file.suffix + ending))


def in_words(error: Exception) -> str:
    """Without the statement and its parameters."""
    if isinstance(error, OSError):
        return error.strerror or str(error)
    cause = error.orig if isinstance(error, DBAPIError) else error
    return str(cause).strip().partition("\n")[0] or type(error).__name__


def _parse(url: str, folder: Path) -> URL:
    if not url:
        return URL.create("sqlite", database=str(folder / SQLITE_FILE))
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise SettingsError(
            "history_url is no database address", "write postgresql://user@host/name"
        ) from error
    file = parsed.database or ""
    if parsed.get_backend_name() == "sqlite" and (file in ("", ":memory:") or file.startswith("file:")):
        raise SettingsError("history_url names no file", "write sqlite:////folder/history.db")
    return parsed


def _engine(url: URL, file: Path | None, read_only: bool) -> Engine:
    try:
        if file is None:
            options = _CONNECT_OPTIONS.get(url.get_driver_name(), {})
            return create_engine(url, pool_pre_ping=True, connect_args=dict(options))
        place = _read_only_url(file) if read_only else url
        engine = create_engine(place, connect_args={"timeout": _BUSY_SECONDS})
    except (SQLAlchemyError, ImportError) as error:
        name = url.render_as_string(hide_password=True)
        reason = f"its driver is not installed: {error}" if isinstance(error, ImportError) else str(error)
        raise SettingsError(f"Cannot use the history {name}", reason) from error
    event.listen(engine, "connect", _prepare_reader if read_only else _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _read_only_url(file: Path) -> URL:
    """SQLite reads a log that others write, if it may; where there is none it needs none."""
    still = not file.with_name(f"{file.name}-wal").exists() and not os.access(file.parent, os.W_OK)
    mode = {"immutable": "1"} if still else {"mode": "ro"}
    return URL.create("sqlite", database=file.absolute().as_uri(), query={**mode, "uri": "true"})


def _prepare(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # else it begins transactions as it likes, and none for CREATE TABLE
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", _LATE_CHECKPOINT):
        connection.execute(f"PRAGMA {pragma}")


def _prepare_reader(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None
    connection.execute("PRAGMA query_only=ON")


def _begin(connection: Connection) -> None:
    """A writer takes the lock at once: one that is read first cannot be had later without failing."""
    writing = connection.get_execution_options().get("writing")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _identity(file: Path | None) -> tuple[int, int] | None:
    """Of the file that has this name now; a server has one for ever."""
    if file is None:
        return (0, 0)
    try:
        stat = file.stat()
    except FileNotFoundError:
        return None
    return stat.st_dev, stat.st_ino


def _is_damage(error: DBAPIError) -> bool:
    code = getattr(error.orig, "sqlite_errorcode", 0)
    return code & 0xFF in _DAMAGE
