from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from effad_desktop.core.inspection import Verdict
from effad_desktop.errors import SettingsError
from effad_desktop.sinks.history import History, HistoryEntry, HistoryFilter, HistoryReader, YieldBucket
from tests.effad_desktop.sinks.history_parts import NOON, Clock, inspection, opened

BERLIN, KOLKATA = ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Kolkata")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def history(tmp_path: Path, clock: Clock) -> Iterator[History]:
    with opened(tmp_path, now=clock, store_images="none") as made:
        yield made


@pytest.fixture
def filled(history: History, clock: Clock) -> History:
    """24 inspections, an hour apart; three of each are at the same moment."""
    for sequence in range(24):
        recipe = "nuts" if sequence % 4 == 0 else "screws"
        score = 0.9 if sequence % 5 == 0 else 0.1
        history(inspection(score, recipe, f"/in/Part_{sequence:02}.png", sequence=sequence))
        if sequence % 3 == 2:
            clock.pass_by(hours=1)
    return history


def sequences(entries: list[HistoryEntry]) -> list[int]:
    return [entry.sequence for entry in entries]


@pytest.mark.parametrize("newest_first", [True, False])
def test_pages_follow_one_another_without_gap_or_repeat(filled: History, newest_first: bool) -> None:
    seen: list[HistoryEntry] = []
    while page := filled.page(limit=5, after=seen[-1] if seen else None, newest_first=newest_first):
        seen += page
    assert sorted(sequences(seen)) == list(range(24))
    times = [entry.inspected_at for entry in seen]
    assert times == sorted(times, reverse=newest_first)
    assert seen == list(filled.entries(newest_first=newest_first))


def test_inspections_that_come_meanwhile_do_not_shift_a_page(filled: History) -> None:
    first = filled.page(limit=5)
    filled(inspection(sequence=99))
    second = filled.page(limit=5, after=first[-1])
    assert not set(sequences(first)) & set(sequences(second))
    assert 99 not in sequences(second)


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (HistoryFilter(recipe="nuts"), {0, 4, 8, 12, 16, 20}),
        (HistoryFilter(verdict=Verdict.ANOMALOUS), {0, 5, 10, 15, 20}),
        (HistoryFilter(recipe="nuts", verdict=Verdict.ANOMALOUS), {0, 20}),
        (HistoryFilter(since=NOON + timedelta(hours=7)), {21, 22, 23}),
        (HistoryFilter(until=NOON + timedelta(hours=1)), {0, 1, 2}),
        (HistoryFilter(since=(NOON + timedelta(hours=7)).astimezone(KOLKATA)), {21, 22, 23}),
        (HistoryFilter(source="/in/Part_07.png"), {7}),
        (HistoryFilter(source="/in/Part_0"), set()),
        (HistoryFilter(text="part_07"), {7}),
        (HistoryFilter(text="PART_1"), set(range(10, 20))),
        (HistoryFilter(text="%"), set()),
        (HistoryFilter(text="t_0", recipe="screws", verdict=Verdict.NORMAL), {1, 2, 3, 6, 7, 9}),
    ],
)
def test_filters_choose(filled: History, wanted: HistoryFilter, expected: set[int]) -> None:
    assert set(sequences(filled.page(wanted))) == expected
    assert filled.count(wanted) == len(expected)
    buckets = filled.yield_by(wanted)
    assert sum(bucket.normal + bucket.anomalous for bucket in buckets) == len(expected)


def test_a_whole_id_is_found_by_text(filled: History) -> None:
    (entry,) = filled.page(limit=1)
    assert filled.page(HistoryFilter(text=entry.id)) == [entry]
    assert filled.page(HistoryFilter(text=entry.id[:6])) == []


def test_recipes_and_sources_are_listed_once(filled: History) -> None:
    assert filled.recipes() == ["nuts", "screws"]
    assert len(filled.sources()) == 24
    assert filled.sources()[:2] == ["/in/Part_00.png", "/in/Part_01.png"]


def test_an_empty_history_has_nothing(history: History) -> None:
    assert (history.page(), history.count(), history.yield_by(), history.recipes()) == ([], 0, [], [])


def test_the_yield_of_each_hour_is_counted(filled: History) -> None:
    hours = filled.yield_by(step="hour", zone=UTC)
    assert hours[0] == YieldBucket(NOON, 2, 1)
    assert hours[1] == YieldBucket(NOON + timedelta(hours=1), 2, 1)
    assert [bucket.start for bucket in hours] == [NOON + timedelta(hours=n) for n in range(8)]


@pytest.mark.parametrize(
    ("zone", "at", "day", "hour"),
    [
        (BERLIN, datetime(2026, 7, 1, 22, 30, tzinfo=UTC), "2026-07-02", "2026-07-02T00:00:00+02:00"),
        (BERLIN, datetime(2026, 1, 1, 22, 30, tzinfo=UTC), "2026-01-01", "2026-01-01T23:00:00+01:00"),
        (KOLKATA, datetime(2026, 1, 1, 18, 40, tzinfo=UTC), "2026-01-02", "2026-01-02T00:00:00+05:30"),
        (KOLKATA, datetime(2026, 1, 1, 18, 20, tzinfo=UTC), "2026-01-01", "2026-01-01T23:00:00+05:30"),
    ],
)
def test_days_and_hours_are_those_of_the_zone(
    history: History, clock: Clock, zone: ZoneInfo, at: datetime, day: str, hour: str
) -> None:
    clock.now = at
    history(inspection())
    (days,), (hours,) = history.yield_by(step="day", zone=zone), history.yield_by(step="hour", zone=zone)
    assert days.start.isoformat().startswith(f"{day}T00:00")
    assert hours.start.isoformat() == hour


def test_the_hour_that_comes_twice_is_two_and_its_day_one(history: History, clock: Clock) -> None:
    clock.now = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)  # 02:30 in Berlin, for the first time
    history(inspection())
    clock.pass_by(hours=1)
    history(inspection())
    hours = history.yield_by(step="hour", zone=BERLIN)
    assert [bucket.start.isoformat() for bucket in hours] == [
        "2026-10-25T02:00:00+02:00",
        "2026-10-25T02:00:00+01:00",
    ]
    (day,) = history.yield_by(step="day", zone=BERLIN)
    assert day.start.isoformat() == "2026-10-25T00:00:00+02:00"


def test_without_a_zone_it_is_that_of_the_machine(history: History, clock: Clock) -> None:
    history(inspection())
    (day,), (hour,) = history.yield_by(step="day"), history.yield_by(step="hour")
    local = NOON.astimezone()
    assert day.start == local.replace(hour=0, minute=0)
    assert hour.start == local.replace(minute=0)


def test_another_process_reads_while_it_is_written(tmp_path: Path, history: History) -> None:
    history(inspection(sequence=1))
    program = f"""
from pathlib import Path
import threading
from effad_desktop.sinks.history import HistoryReader
with HistoryReader.open("", Path({str(tmp_path)!r})) as reader:
    print(len(reader.page()), flush=True)
    input()
    print(len(reader.page()), threading.active_count(), flush=True)
"""
    with subprocess.Popen(
        [sys.executable, "-c", program],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[3],
    ) as other:
        assert other.stdout is not None
        assert other.stdin is not None
        assert other.stdout.readline() == "1\n"
        history(inspection(sequence=2))
        other.stdin.write("\n")
        other.stdin.flush()
        assert other.stdout.readline() == "2 1\n"


def test_threads_read_while_another_writes(history: History) -> None:
    faults: list[Exception] = []
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            try:
                entries = history.page(limit=1000)
                assert history.count() >= len(entries)
                assert sum(bucket.anomalous for bucket in history.yield_by()) >= len(entries)
            except Exception as fault:
                faults.append(fault)
                return

    readers = [threading.Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    for sequence in range(300):
        history(inspection(sequence=sequence))
    done.set()
    for reader in readers:
        reader.join()
    assert not faults
    assert history.count() == 300


def test_a_reader_cannot_write(tmp_path: Path, history: History) -> None:
    history(inspection())
    with HistoryReader.open("", tmp_path) as reader, pytest.raises(SettingsError, match="readonly"):
        reader._database.write(lambda connection: connection.exec_driver_sql("DELETE FROM inspections"))
    assert history.count() == 1


def test_there_is_nothing_to_read_before_the_first_start(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="no history yet"):
        HistoryReader.open("", tmp_path / "nowhere")
    assert not (tmp_path / "nowhere").exists()


def test_a_history_that_was_closed_is_read(tmp_path: Path) -> None:
    with opened(tmp_path) as history:
        history(inspection())
    with HistoryReader.open("", tmp_path) as reader:
        assert reader.count() == 1


@pytest.mark.parametrize("path", ["../secret.jpg", "/etc/hostname", "images/../../secret.jpg"])
def test_no_path_leads_out_of_the_folder(tmp_path: Path, history: History, path: str) -> None:
    history(inspection())
    (entry,) = history.page()
    odd = replace(entry, image=path, anomaly_map=path)
    assert (history.load_image(odd), history.load_map(odd)) == (None, None)
