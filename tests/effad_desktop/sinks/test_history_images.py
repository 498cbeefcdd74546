"""What happens to images when the disk is full, slow or gone, and to rows when the process is killed."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path
from threading import Event

import numpy as np
import pytest

from effad_desktop.errors import SettingsError
from effad_desktop.sinks.history import History, images
from effad_desktop.sinks.history.pictures import write_picture
from tests.effad_desktop.sinks.history_parts import eventually, inspection, opened

KILLS = 20


class Disk:
    """What is free of it."""

    def __init__(self, free: int) -> None:
        self.free = free

    def __call__(self, _folder: Path) -> int:
        return self.free


def stored(history: History) -> int:
    return sum(entry.image is not None for entry in history.entries())


def test_a_disk_that_is_nearly_full_gets_rows_but_no_images(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    disk = Disk(900_000_000)
    with opened(tmp_path, min_free_gigabytes=1, free=disk, period=0.05) as history:
        eventually(lambda: history.alarm)  # before any image comes
        assert history.alarm == f"Images are not stored: less than 1 GB is free in {tmp_path}"
        for _ in range(3):
            history(inspection(0.9))
        eventually(lambda: history.skipped == 3)
        assert (history.count(), stored(history)) == (3, 0)
        disk.free = 2_000_000_000
        eventually(lambda: not history.alarm)  # again without an image
        history(inspection(0.9))
        eventually(lambda: stored(history) == 1)
    assert len([r for r in caplog.records if r.levelname == "WARNING"]) == 1


def test_an_image_that_no_format_takes_is_skipped_and_the_next_is_stored(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with opened(tmp_path) as history:
        long = replace(inspection(0.9).frame, image=np.zeros((1, 1_040_000, 3), np.uint8))
        history(replace(inspection(0.9), frame=long))
        eventually(lambda: history.skipped == 1)
        assert "1040000 × 1" in (history.alarm or "")
        history(inspection(0.9))
        eventually(lambda: stored(history) == 1)
        assert not history.alarm
    assert len([r for r in caplog.records if r.levelname == "WARNING"]) == 1


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=24m", "effad", str(place)]
    if os.name == "nt" or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("needs to mount a small disk, which only root may")
    yield place
    subprocess.run(["umount", "--lazy", str(place)], check=True)


def test_a_disk_that_is_really_full_stops_images_first(
    small_disk: Path, caplog: pytest.LogCaptureFixture
) -> None:
    other = small_disk / "other"
    other.write_bytes(bytes(9_000_000))
    with opened(small_disk / "history", min_free_gigabytes=0.012, period=0.05) as history:
        for sequence in range(400):
            history(inspection(0.9, side=200, sequence=sequence))
            if sequence % 10 == 0:
                eventually(history._images._queue.empty)
        eventually(lambda: history.alarm)
        assert history.count() == 400
        assert 0 < stored(history) < 400
        assert all(history.load_image(entry) is not None for entry in history.entries() if entry.image)
        other.unlink()
        eventually(lambda: not history.alarm)


def test_a_disk_full_to_the_last_byte_fails_in_words_and_recovers(
    small_disk: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with opened(small_disk / "history") as history:
        history(inspection(0.1))
        fill(small_disk / "other")
        with pytest.raises(SettingsError, match="disk is full"):
            insert_for_ever(history)  # a few go where there is room in the database's log
        before = history.count()
        (small_disk / "other").unlink()
        eventually(lambda: works(history))
        assert history.count() == before + 1
    with closing(sqlite3.connect(small_disk / "history" / "history.db")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def fill(file: Path) -> None:
    with suppress(OSError), file.open("wb", buffering=0) as stream:
        while stream.write(bytes(4096)):
            pass


def insert_for_ever(history: History) -> None:
    while True:
        history(inspection(0.1))


def works(history: History) -> bool:
    try:
        history(inspection(0.1))
    except SettingsError:
        return False
    return True


def test_a_slow_disk_costs_images_but_no_inspection(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    gate = Event()

    def slowly(*arguments: object) -> object:
        assert gate.wait(20)
        return write_picture(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(images, "write_picture", slowly)
    with opened(tmp_path) as history:
        for _ in range(images.QUEUE_IMAGES + 10):
            history(inspection(0.9))
        assert history.skipped in (9, 10)
        assert "faster than they can be stored" in history.alarm
        gate.set()
        eventually(lambda: not history.alarm)
        assert history.count() == images.QUEUE_IMAGES + 10
        assert stored(history) == images.QUEUE_IMAGES + 10 - history.skipped


def test_large_images_fill_the_queue_by_their_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(images, "QUEUE_BYTES", 3 * 100 * 100 * 4)
    gate = Event()
    monkeypatch.setattr(images, "write_picture", lambda *a: (gate.wait(20), write_picture(*a))[1])
    with opened(tmp_path) as history:
        for _ in range(10):
            history(inspection(0.9, side=100))
        assert history.skipped in (5, 6)
        gate.set()
        history(inspection(0.9, side=400))  # larger than all: taken when nothing else waits
        eventually(lambda: not history.alarm)


def test_a_place_that_cannot_be_written_alarms_until_it_can(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "images").touch()
    with opened(tmp_path, period=0.05) as history:
        history(inspection(0.9))
        eventually(lambda: "Images are not stored: Cannot write" in history.alarm)
        assert (history.skipped, history.count()) == (1, 1)
        (tmp_path / "images").unlink()
        eventually(lambda: not history.alarm)
        assert not list(tmp_path.glob("images/.trial*"))


def test_a_bug_on_the_thread_of_images_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(images, "write_picture", lambda *_: 1 // 0)
    with opened(tmp_path) as history:
        history(inspection(0.9))
        eventually(lambda: "ZeroDivisionError" in history.alarm)
        history(inspection(0.9))
        assert history.count() == 2


WRITER = """
import os, random, signal, sys, time
from pathlib import Path
from tests.effad_desktop.sinks.history_parts import inspection, opened

folder = Path(sys.argv[1])


def write(out):
    with opened(folder, store_images="all") as history:
        sequence = 0
        while True:
            given = inspection(0.9, side=64, sequence=sequence)
            history(given)
            os.write(out, given.id.encode() + b"\\n")
            sequence += 1


for kill in range(int(sys.argv[2])):
    ours, theirs = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(ours)
        write(theirs)
    os.close(theirs)
    told = os.read(ours, 33)
    time.sleep(random.random() * 0.2)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    while part := os.read(ours, 65536):
        told += part
    os.close(ours)
    sys.stdout.write(told.decode())
"""


@pytest.mark.skipif(os.name == "nt", reason="forks")
def test_killed_twenty_times_it_has_every_acknowledged_inspection(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", WRITER, str(tmp_path / "history"), str(KILLS)],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[3],
        timeout=240,
    )
    acknowledged = ran.stdout.split()
    assert len(acknowledged) > KILLS
    with closing(sqlite3.connect(tmp_path / "history" / "history.db")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        kept = {row[0] for row in connection.execute("SELECT id FROM inspections")}
    assert set(acknowledged) <= kept
    assert len(kept) <= len(acknowledged) + KILLS  # those that were in flight
    with opened(tmp_path / "history") as history:
        assert all(history.load_image(e) is not None for e in history.entries() if e.image)
        assert all(history.load_map(e) is not None for e in history.entries() if e.anomaly_map)
        assert stored(history)


def test_an_inspection_is_ahead_of_its_image(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    began: list[bool] = []
    answered = Event()

    def write(*_: object) -> None:
        began.append(answered.is_set())
        raise SettingsError("not here")

    monkeypatch.setattr(images, "write_picture", write)
    monkeypatch.setattr(images, "_AFTERWARDS", 60.0)
    with opened(tmp_path) as history:
        history(inspection(0.9))
        time.sleep(0.3)
        answered.set()
    assert began == [True]
