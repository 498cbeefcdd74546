from __future__ import annotations

import math
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import numpy as np
import pytest

from effad_desktop.core.inspection import Verdict
from effad_desktop.errors import SettingsError
from effad_desktop.sinks.history import History, HistoryFilter, database
from tests.effad_desktop.sinks.history_parts import NOON, Clock, eventually, inspection, opened


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data" / "history"


@pytest.fixture
def history(folder: Path) -> Iterator[History]:
    with opened(folder, now=Clock()) as made:
        yield made


def integrity(folder: Path) -> str:
    with closing(sqlite3.connect(folder / "history.db")) as connection:
        return str(connection.execute("PRAGMA integrity_check").fetchone()[0])


def test_a_row_is_there_for_other_programs_when_the_sink_returns(history: History, folder: Path) -> None:
    given = inspection(0.25, source="camera 7", sequence=9)
    history(given)
    with closing(sqlite3.connect(folder / "history.db")) as other:
        row = other.execute("SELECT id, source, verdict, anomaly_score FROM inspections").fetchall()
    assert row == [(given.id, "camera 7", "normal", 0.25)]


def test_an_entry_says_all_that_was_inspected(history: History) -> None:
    given = inspection(0.25, source="camera 7", sequence=9)
    history(given)
    entry = history.get(given.id)
    assert entry is not None
    assert (entry.recipe, entry.model, entry.kind, entry.sequence) == ("screws", "ab" * 32, "camera", 9)
    assert (entry.anomaly_score, entry.threshold, entry.verdict) == (0.25, 0.4, Verdict.NORMAL)
    assert entry.inspected_at == NOON
    assert entry.captured_at == given.frame.captured_at
    assert entry.seconds == given.seconds
    assert (entry.image, entry.anomaly_map) == (None, None)
    assert history.get("nobody") is None


def test_times_of_any_zone_are_kept_to_the_microsecond(history: History) -> None:
    history._now = lambda: datetime(2026, 3, 4, 1, 2, 3, 456789, timezone(timedelta(hours=-11, minutes=-30)))
    given = inspection()
    history(given)
    entry = history.get(given.id)
    assert entry is not None
    assert entry.inspected_at == datetime(2026, 3, 4, 12, 32, 3, 456789, UTC)
    assert entry.inspected_at.utcoffset() == timedelta(0)


def test_a_score_that_is_no_number_is_kept_as_none(history: History) -> None:
    history(inspection(math.nan))
    history(inspection(math.inf))
    scores = sorted((e.anomaly_score for e in history.page()), key=math.isnan)
    assert scores[0] == math.inf
    assert math.isnan(scores[1])


@pytest.mark.parametrize("source", ["caf\udce9.png", "nul\0.png", "ä" * 5000, "'; DROP TABLE inspections;--"])
def test_no_name_is_too_odd(history: History, source: str) -> None:
    history(inspection(0.1, source=source))
    (entry,) = history.page()
    assert entry.source[:3] == source[:3]


@pytest.mark.parametrize(("policy", "stored"), [("all", {0.1, 0.9}), ("anomalous", {0.9}), ("none", set())])
def test_images_are_stored_by_policy(folder: Path, policy: str, stored: set[float]) -> None:
    with opened(folder, store_images=policy) as history:
        history(inspection(0.1))
        history(inspection(0.9))
    with opened(folder) as history:
        assert {e.anomaly_score for e in history.page() if e.image} == stored
        assert {e.anomaly_score for e in history.page() if e.anomaly_map} == stored
    assert len(list(folder.glob("images/*/*"))) == 2 * len(stored)


def test_what_is_stored_is_what_was_seen(history: History, folder: Path) -> None:
    given = inspection(0.9, sequence=77, side=50)
    history(given)
    eventually(lambda: history.page()[0].image)
    (entry,) = history.page()
    assert entry.image == f"images/2026-03-04/{given.id}.jpg"
    image, anomaly_map = history.load_image(entry), history.load_map(entry)
    assert image is not None
    assert anomaly_map is not None
    assert image.shape == (50, 50, 3)
    assert np.abs(image.astype(int) - 77).max() <= 1
    np.testing.assert_array_equal(anomaly_map, given.prediction.anomaly_map)
    assert anomaly_map.dtype == np.float32


def test_an_image_too_long_for_jpeg_is_a_png(history: History) -> None:
    given = inspection(0.9)
    wide = np.zeros((1, 70_000, 3), np.uint8)
    object.__setattr__(given.frame, "image", wide)
    history(given)
    eventually(lambda: history.page()[0].image)
    (entry,) = history.page()
    assert entry.image is not None
    assert entry.image.endswith(".png")
    np.testing.assert_array_equal(history.load_image(entry), wide)


def test_a_folder_that_goes_away_fails_until_it_is_back(
    history: History, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    history(inspection(0.1, sequence=1))
    folder.rename(folder.with_name("elsewhere"))
    with pytest.raises(SettingsError, match="is missing"):
        history(inspection(0.1, sequence=2))
    assert not folder.exists()
    folder.with_name("elsewhere").rename(folder)
    eventually(lambda: works(history))
    assert {e.sequence for e in history.page()} == {1, 3}


def works(history: History) -> bool:
    try:
        history(inspection(0.1, sequence=3))
    except SettingsError:
        return False
    return True


def test_a_database_that_was_deleted_is_begun_anew(
    history: History, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    history(inspection(0.1))
    for file in folder.glob("history.db*"):
        file.unlink()
    history(inspection(0.1, sequence=5))
    assert [e.sequence for e in history.page()] == [5]
    assert integrity(folder) == "ok"


def test_a_locked_database_fails_in_words_and_works_once_it_is_free(
    folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(database, "_BUSY_SECONDS", 0.05)
    with opened(folder) as history, closing(sqlite3.connect(folder / "history.db")) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(SettingsError, match="database is locked"):
            history(inspection(0.1))
        with pytest.raises(SettingsError, match="database is locked"):  # at once, without waiting again
            history(inspection(0.1))
        other.rollback()
        eventually(lambda: works(history))


@pytest.mark.parametrize("damage", ["no database at all", "overwritten", "cut off"])
def test_a_damaged_database_is_moved_aside_and_a_new_one_begun(
    folder: Path, damage: str, caplog: pytest.LogCaptureFixture
) -> None:
    fill(folder, 300)
    spoil(folder / "history.db", damage)
    before = (folder / "history.db").read_bytes()
    with opened(folder) as history:
        history(inspection(0.1))
        assert history.count() == 1
        (aside,) = folder.glob("history-damaged-*.db")
        assert aside.read_bytes() == before
        assert str(aside) in history.alarm
        assert len(list(folder.glob("images/*/*"))) == 600
    assert integrity(folder) == "ok"
    aside.unlink()
    with opened(folder) as history:
        assert history.alarm == ""


def test_damage_while_it_runs_costs_no_inspection(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    fill(folder, 300)
    with opened(folder, period=0.05) as history:
        history(inspection(0.1))
        spoil(folder / "history.db", "overwritten")
        history._database._engine.dispose()  # else its pages are still in memory
        for sequence in range(50):
            history(inspection(0.1, sequence=sequence))
        assert {e.sequence for e in history.page()} == set(range(50))
        eventually(lambda: "history-damaged-" in history.alarm)


def fill(folder: Path, rows: int) -> None:
    with opened(folder, store_images="all") as history:
        for sequence in range(rows):
            history(inspection(0.1, sequence=sequence))
            if sequence % 20 == 19:
                eventually(history._images._queue.empty)


def spoil(file: Path, damage: str) -> None:
    for ending in ("-wal", "-shm"):
        file.with_name(file.name + ending).unlink(missing_ok=True)
    size = file.stat().st_size
    if damage == "no database at all":
        file.write_bytes(b"This is a photograph of a screw. " * 100)
    elif damage == "cut off":
        file.write_bytes(file.read_bytes()[: size // 2 + 100])
    else:
        with file.open("r+b") as stream:
            stream.seek(4096)
            stream.write(b"\xa5" * (size - 4096))


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("nonsense", "no database address"),
        ("sqlite://", "names no file"),
        ("sqlite:///:memory:", "names no file"),
        ("oracle9://user:secret@host/name", "Cannot use the history"),
        ("sqlite:////proc/effad/history.db", "Cannot open the history"),
    ],
)
def test_an_address_that_cannot_be_used_is_said_without_its_password(
    folder: Path, url: str, words: str
) -> None:
    with pytest.raises(SettingsError, match=words) as raised:
        History(url, folder)
    assert "secret" not in str(raised.value)


def test_a_sqlite_address_of_ones_own_is_used(tmp_path: Path, folder: Path) -> None:
    file = tmp_path / "own" / "parts.sqlite"
    with opened(folder, f"sqlite:///{file}") as history:
        history(inspection(0.1))
        assert history.count(HistoryFilter()) == 1
    assert file.exists()
    assert not (folder / "history.db").exists()


def test_closing_stores_what_waits(folder: Path) -> None:
    with opened(folder, store_images="all") as history:
        for _ in range(20):
            history(inspection(0.1, side=300))
    with opened(folder) as history:
        assert all(entry.image for entry in history.page())
        assert history.skipped == 0


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(SettingsError, match="Cannot write"):
        History("", tmp_path / "file" / "history")


def test_a_broken_or_missing_image_is_none(history: History, folder: Path) -> None:
    history(inspection(0.9))
    eventually(lambda: history.page()[0].image)
    (entry,) = history.page()
    for file in folder.glob("images/*/*"):
        file.write_bytes(b"broken")
    assert (history.load_image(entry), history.load_map(entry)) == (None, None)
    shutil.rmtree(folder / "images")
    assert (history.load_image(entry), history.load_map(entry)) == (None, None)
