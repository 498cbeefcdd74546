"""The tables of the history, and how older ones become them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Dialect,
    Double,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    insert,
    inspect,
    select,
    text,
    update,
)
from sqlalchemy.types import TypeDecorator

from effad_desktop.errors import SettingsError

VERSION = 2

Step = Callable[[Connection], None]
"""Makes version n + 1 of version n, in statements of its own: `TABLES` is always the newest."""


def _add_method(connection: Connection) -> None:
    connection.execute(text("ALTER TABLE inspections ADD COLUMN method VARCHAR(32) DEFAULT '' NOT NULL"))


STEPS: Mapping[int, Step] = {1: _add_method}

SOURCE_LENGTH = 500
"""PostgreSQL refuses index entries above 2,700 bytes; UTF-8 takes up to four for a character."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def microseconds(when: datetime) -> int:
    """Since 1970 in UTC; a time without a zone is this machine's."""
    return (when.astimezone(UTC) - _EPOCH) // timedelta(microseconds=1)


class Utc(TypeDecorator[datetime]):
    """Microseconds since 1970: exact, and sorted alike by every database."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:  # noqa: ARG002
        return None if value is None else microseconds(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        return None if value is None else _EPOCH + timedelta(microseconds=value)


TABLES = MetaData()

INSPECTIONS = Table(
    "inspections",
    TABLES,
    Column("id", String(32), primary_key=True),
    Column("captured_at", Utc, nullable=False),
    Column("inspected_at", Utc, nullable=False),
    Column("recipe", String(200), nullable=False),
    Column("model", String(64), nullable=False),
    Column("method", String(32), nullable=False, server_default=""),
    Column("source", String(SOURCE_LENGTH), nullable=False),
    Column("kind", String(32), nullable=False),
    Column("sequence", BigInteger, nullable=False),
    Column("anomaly_score", Double),  # NULL is a score that is no number: SQLite has no NaN
    Column("threshold", Double, nullable=False),
    Column("verdict", String(16), nullable=False),
    Column("decode_seconds", Double, nullable=False),
    Column("wait_seconds", Double, nullable=False),
    Column("inference_seconds", Double, nullable=False),
    Column("image", String(200)),
    Column("anomaly_map", String(200)),
    Column("stored_bytes", BigInteger),  # of both files
)

_C = INSPECTIONS.c
_STORED = _C.image.is_not(None)

# All lead to `inspected_at`, by which pages go; `verdict` at the end spares the table when counting.
Index("inspections_by_time", _C.inspected_at, _C.verdict)
Index("inspections_by_recipe", _C.recipe, _C.inspected_at, _C.verdict)
Index("inspections_by_verdict", _C.verdict, _C.inspected_at)
Index("inspections_by_source", _C.source, _C.inspected_at)
Index("inspections_stored", _C.inspected_at, _C.stored_bytes, sqlite_where=_STORED, postgresql_where=_STORED)

_SCHEMA = Table("history_schema", TABLES, Column("version", Integer, primary_key=True, autoincrement=False))


def migrate(connection: Connection, version: int = VERSION, steps: Mapping[int, Step] = STEPS) -> None:
    """Step by step, in the transaction it is given. Raises SettingsError for a newer version."""
    found = version_of(connection)
    _refuse_newer(found, version)
    if found == 0:
        _refuse_foreign_tables(connection)
        TABLES.create_all(connection)
        connection.execute(insert(_SCHEMA).values(version=version))
    for old in range(found or version, version):
        steps[old](connection)
        connection.execute(update(_SCHEMA).values(version=old + 1))


def refuse_other_versions(connection: Connection) -> None:
    """For those who may not migrate. Raises SettingsError."""
    found = version_of(connection)
    _refuse_newer(found, VERSION)
    if found == 0:
        raise SettingsError("There is no history yet", "it begins with the first start of effad serve")
    if found < VERSION:
        raise SettingsError(
            f"The history is of version {found}, and this effad knows {VERSION}",
            "start effad serve once, which brings it up to date",
        )


def version_of(connection: Connection) -> int:
    """0 where there is no history yet."""
    if not inspect(connection).has_table(_SCHEMA.name):
        return 0
    return connection.scalar(select(_SCHEMA.c.version)) or 0


def _refuse_foreign_tables(connection: Connection) -> None:
    if inspect(connection).has_table(INSPECTIONS.name):
        raise SettingsError(
            f"The database has a table {INSPECTIONS.name} of another program", "give another history_url"
        )


def _refuse_newer(found: int, version: int) -> None:
    if found > version:
        raise SettingsError(
            f"The history is of version {found}, and this effad knows {version}",
            "it was written by a newer effad; use that one, or give another history_url",
        )
