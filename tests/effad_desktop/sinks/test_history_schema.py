from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Connection, create_engine, event

from effad_desktop.errors import SettingsError
from effad_desktop.sinks.history import HistoryReader
from effad_desktop.sinks.history.schema import VERSION, migrate
from tests.effad_desktop.sinks.history_parts import inspection, opened

VERSION_1 = """
CREATE TABLE inspections (
    id VARCHAR(32) NOT NULL PRIMARY KEY, captured_at BIGINT NOT NULL, inspected_at BIGINT NOT NULL,
    recipe VARCHAR(200) NOT NULL, model VARCHAR(64) NOT NULL, source VARCHAR(500) NOT NULL,
    kind VARCHAR(32) NOT NULL, sequence BIGINT NOT NULL, anomaly_score DOUBLE, threshold DOUBLE NOT NULL,
    verdict VARCHAR(16) NOT NULL, decode_seconds DOUBLE NOT NULL, wait_seconds DOUBLE NOT NULL,
    inference_seconds DOUBLE NOT NULL, image VARCHAR(200), anomaly_map VARCHAR(200), stored_bytes BIGINT
);
CREATE TABLE history_schema (version INTEGER NOT NULL PRIMARY KEY);
INSERT INTO history_schema VALUES (1);
INSERT INTO inspections VALUES ('0123456789abcdef0123456789abcdef', 1772625599000000, 1772625600000000,
    'screws', 'ab', 'camera 0', 'camera', 3, 0.5, 0.4, 'anomalous', 0.001, 0.002, 0.0125, NULL, NULL, NULL);
"""


@pytest.fixture
def version_1(tmp_path: Path) -> Path:
    """As the first release wrote it, and for ever after."""
    file = tmp_path / "history.db"
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript(VERSION_1)
    return file


def rows(file: Path, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(file)) as connection:
        return connection.execute(query).fetchall()


def add_operator(connection: Connection) -> None:
    connection.exec_driver_sql("ALTER TABLE inspections ADD COLUMN operator VARCHAR(80)")
    connection.exec_driver_sql("UPDATE inspections SET operator = 'nobody'")


def add_shift(connection: Connection) -> None:
    connection.exec_driver_sql("ALTER TABLE inspections ADD COLUMN shift INTEGER")


def add_shift_and_fail(connection: Connection) -> None:
    add_shift(connection)
    raise ZeroDivisionError


def migrate_file(file: Path, *steps: object) -> None:
    engine = create_engine(f"sqlite:///{file}")
    event.listen(engine, "connect", lambda connection, _record: setattr(connection, "isolation_level", None))
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    try:
        with engine.begin() as connection:
            migrate(connection, 1 + len(steps), dict(enumerate(steps, 1)))  # type: ignore[arg-type]
    finally:
        engine.dispose()


def test_a_database_of_the_first_version_is_read_and_written(version_1: Path) -> None:
    with opened(version_1.parent) as history:
        (old,) = history.page()
        assert (old.source, f"{old.inspected_at:%Y-%m-%d %H:%M}") == ("camera 0", "2026-03-04 12:00")
        history(inspection())
        assert sorted(entry.method for entry in history.page()) == ["", "memory"]


def test_an_older_database_becomes_a_newer_one_step_by_step(version_1: Path) -> None:
    migrate_file(version_1, add_operator, add_shift)
    assert rows(version_1, "SELECT version FROM history_schema") == [(3,)]
    assert rows(version_1, "SELECT operator, shift, source FROM inspections") == [
        ("nobody", None, "camera 0")
    ]
    migrate_file(version_1, add_operator, add_shift)  # there is nothing left to do


def test_a_step_that_fails_leaves_the_database_as_it_was(version_1: Path) -> None:
    before = rows(version_1, "SELECT sql FROM sqlite_master ORDER BY name")
    with pytest.raises(ZeroDivisionError):
        migrate_file(version_1, add_operator, add_shift_and_fail)
    assert rows(version_1, "SELECT version FROM history_schema") == [(1,)]
    assert rows(version_1, "SELECT sql FROM sqlite_master ORDER BY name") == before


def test_a_newer_database_is_refused_and_left_as_it_is(version_1: Path) -> None:
    with closing(sqlite3.connect(version_1)) as connection:
        connection.execute("UPDATE history_schema SET version = ?", (VERSION + 1,))
        connection.commit()
    words = f"of version {VERSION + 1}, and this effad knows {VERSION}"
    with pytest.raises(SettingsError, match=words), opened(version_1.parent):
        pytest.fail("opened")
    with pytest.raises(SettingsError, match=words):
        HistoryReader.open("", version_1.parent)
    assert rows(version_1, "SELECT count(*) FROM inspections") == [(1,)]
    assert not list(version_1.parent.glob("*damaged*"))


def test_an_older_database_is_not_migrated_by_reading(version_1: Path) -> None:
    with closing(sqlite3.connect(version_1)) as connection:
        connection.executescript("DROP TABLE history_schema")
    with pytest.raises(SettingsError, match="no history yet"):
        HistoryReader.open("", version_1.parent)


def test_a_table_of_another_program_is_not_touched(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "history.db")) as connection:
        connection.executescript("CREATE TABLE inspections (garage TEXT)")
    with pytest.raises(SettingsError, match="of another program"), opened(tmp_path):
        pytest.fail("opened")
