from __future__ import annotations

import os
import time
from pathlib import Path

from effad_desktop.sinks.history import History
from effad_desktop.sinks.history.pictures import Picture, write_picture
from tests.effad_desktop.sinks.history_parts import NOON, Clock, eventually, inspection, opened

LONG_AGO = time.time() - 3600


def files(folder: Path) -> set[str]:
    return {name for _, _, names in os.walk(folder / "images") for name in names}


def fill(history: History, clock: Clock, days: int) -> list[str]:
    """One a day, the last one now."""
    ids = []
    for _ in range(days):
        clock.pass_by(days=1)
        given = inspection(0.9, side=64)
        history(given)
        ids.append(given.id)
    eventually(lambda: all(entry.image for entry in history.entries()))
    return ids


def orphan(folder: Path, day: str, name: str) -> Path:
    path = folder / "images" / day / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"left behind")
    os.utime(path, (LONG_AGO, LONG_AGO))
    return path


def test_old_inspections_go_with_their_images(tmp_path: Path) -> None:
    clock = Clock()
    with opened(tmp_path, now=clock, keep_days=3.5, period=0.05) as history:
        ids = fill(history, clock, 8)
        eventually(lambda: history.count() == 4)
        assert {entry.id for entry in history.page()} == set(ids[4:])
        eventually(lambda: len(files(tmp_path)) == 8)
        clock.pass_by(days=100)
        eventually(lambda: history.count() == 0)
        eventually(lambda: not files(tmp_path))


def test_many_old_inspections_go_while_new_ones_come(tmp_path: Path) -> None:
    clock = Clock()
    with opened(tmp_path, now=clock, keep_days=1) as history:
        for _ in range(1000):
            history(inspection(0.1))
    clock.pass_by(days=2)
    with opened(tmp_path, now=clock, keep_days=1) as history:
        for _ in range(100):
            history(inspection(0.1))
        eventually(lambda: history.count() == 100)


def test_over_the_gigabytes_the_oldest_images_go_and_their_rows_stay(tmp_path: Path) -> None:
    clock = Clock()
    with opened(tmp_path, now=clock) as history:
        ids = fill(history, clock, 10)
    each = sum(file.stat().st_size for file in tmp_path.glob("images/*/*")) / 10
    with opened(tmp_path, now=clock, keep_gigabytes=4.2 * each / 1e9) as history:
        eventually(lambda: len(files(tmp_path)) == 8)
        entries = history.page(newest_first=False)
    assert [entry.id for entry in entries] == ids
    assert [entry.image is not None for entry in entries] == [False] * 6 + [True] * 4
    assert [entry.anomaly_map is not None for entry in entries] == [False] * 6 + [True] * 4


def test_what_a_crash_left_behind_is_swept_at_the_start(tmp_path: Path) -> None:
    clock = Clock()
    with opened(tmp_path, now=clock) as history:
        (whole,) = fill(history, clock, 1)
    with opened(tmp_path, now=clock, store_images="none") as history:
        unrecorded = inspection(0.9)
        history(unrecorded)
    day = f"{NOON:%Y-%m-%d}"
    left = [
        orphan(tmp_path, day, f"{unrecorded.id}.jpg"),
        orphan(tmp_path, day, f"{unrecorded.id}.npy"),
        orphan(tmp_path, day, f".{unrecorded.id}.jpg.4711.part"),
    ]
    with opened(tmp_path, now=clock) as history:
        eventually(lambda: not any(path.exists() for path in left))
        entry = history.get(whole)
        assert entry is not None
        assert history.load_image(entry) is not None
        eventually(lambda: not (tmp_path / "images" / day).exists())


def test_what_no_row_knows_stays_until_its_day_is_past(tmp_path: Path) -> None:
    """As after a database was restored from an older copy, or begun anew."""
    clock = Clock()
    recent = orphan(tmp_path, "2026-03-01", f"{'a' * 32}.jpg")
    old = orphan(tmp_path, "2026-02-01", f"{'b' * 32}.jpg")
    with opened(tmp_path, now=clock, keep_days=10):
        eventually(lambda: not old.exists())
    assert recent.exists()


def test_files_of_others_and_young_ones_are_left_alone(tmp_path: Path) -> None:
    clock = Clock()
    own = orphan(tmp_path, "2020-01-01", "holiday.jpg")
    odd = orphan(tmp_path, "my-photos!", f"{'a' * 32}.jpg")
    letters = orphan(tmp_path, "abcd-ef-gh", f"{'a' * 32}.jpg")
    stored = write_picture(
        tmp_path,
        Picture(
            "c" * 32, NOON.replace(year=2020), inspection().frame.image, inspection().prediction.anomaly_map
        ),
    )
    gone = orphan(tmp_path, "2020-01-02", f"{'d' * 32}.npy")
    with opened(tmp_path, now=clock, keep_days=10):
        eventually(lambda: not gone.exists())
    assert own.exists()
    assert odd.exists()
    assert letters.exists()
    assert (tmp_path / stored.image).exists()
