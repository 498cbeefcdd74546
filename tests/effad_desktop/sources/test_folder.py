from __future__ import annotations

import logging
import os
import signal
import sqlite3
import subprocess
import sys
import time
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from effad_desktop.errors import SourceError
from effad_desktop.imaging import encode_png
from effad_desktop.sources.files import UnreadableImage
from effad_desktop.sources.folder import Folder
from effad_desktop.sources.journal import Journal, Stamp
from tests.effad_desktop.sources.taking import PATIENCE, Taking, wait_until

PICTURE = encode_png(np.random.default_rng(3).integers(0, 256, (40, 60, 3), np.uint8))


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    return folder


def put(folder: Path, *names: str, data: bytes = PICTURE) -> None:
    """Each a second older than the next."""
    for age, name in enumerate(reversed(names)):
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
        os.utime(path, (1_700_000_000 - age, 1_700_000_000 - age))


def watch(inbox: Path, **options: Any) -> Folder:
    quick = {"settle_seconds": 0.05, "poll_seconds": 0.02}
    return Folder(inbox, inbox.parent / "journal", **(quick | options))


def names(frames: list[Any]) -> list[str]:
    return [Path(frame.source).name for frame in frames]


def remembered(inbox: Path) -> list[str]:
    with sqlite3.connect(inbox.parent / "journal") as connection:
        rows = connection.execute("SELECT name FROM done ORDER BY name").fetchall()
    connection.close()
    return [os.fsdecode(name) for (name,) in rows]


def test_what_is_there_comes_first_and_oldest_first(inbox: Path) -> None:
    put(inbox, "c.png", "a.jpg", "b.PNG")
    os.utime(inbox / "b.PNG", (1_700_000_000 - 1,) * 2)
    with Taking(watch(inbox)) as taking:
        taking.wait_for(3)
        put(inbox, "aa.png")
        frames = taking.wait_for(4)
        assert not taking.source.live
        assert (taking.source.name, taking.source.dropped) == (f"folder {inbox}", 0)
    assert names(frames) == ["c.png", "a.jpg", "b.PNG", "aa.png"]
    assert [f.sequence for f in frames] == [0, 1, 2, 3]
    assert {f.kind for f in frames} == {"folder"}
    assert frames[0].image.shape == (40, 60, 3)


def test_a_half_written_file_waits_until_it_is_whole(inbox: Path) -> None:
    unreadable: list[UnreadableImage] = []
    with Taking(watch(inbox, on_error=unreadable.append, broken_seconds=60)) as taking:
        with (inbox / "a.png").open("wb", buffering=0) as file:
            for at in range(0, len(PICTURE), len(PICTURE) // 4):
                file.write(PICTURE[at : at + len(PICTURE) // 4])
                others = len(taking.frames)
                put(inbox, f"after-{at}.png")
                taking.wait_for(others + 1)
                time.sleep(0.1)
        wait_until(lambda: "a.png" in names(taking.frames))
    assert names(taking.frames).count("a.png") == 1
    assert taking.frames[names(taking.frames).index("a.png")].image.shape == (40, 60, 3)
    assert unreadable == []


def test_a_file_that_stays_broken_is_reported_once_and_remembered(inbox: Path) -> None:
    put(inbox, "broken.png", data=PICTURE[:500])
    put(inbox, "good.png")
    unreadable: list[UnreadableImage] = []
    with Taking(watch(inbox, on_error=unreadable.append, broken_seconds=0.1)) as taking:
        wait_until(lambda: unreadable)
        put(inbox, "later.png")
        taking.wait_for(2)
    with Taking(watch(inbox, on_error=unreadable.append, broken_seconds=0)) as taking:
        put(inbox, "latest.png")
        wait_until(lambda: "latest.png" in names(taking.frames))
    assert [Path(error.source).name for error in unreadable] == ["broken.png"]


def test_a_rewritten_file_is_a_new_image(inbox: Path) -> None:
    put(inbox, "a.png")
    with Taking(watch(inbox)) as taking:
        taking.wait_for(1)
        (inbox / "a.png").write_bytes(PICTURE)
        taking.wait_for(2)
    assert names(taking.frames) == ["a.png", "a.png"]


def test_temporary_and_hidden_files_are_left_alone(inbox: Path) -> None:
    put(inbox, "a.png.part", "b.tmp", ".c.png", "._d.png", "notes.txt", ".trash/e.png", "sub/f.png")
    (inbox / "g.png").mkdir()
    (inbox / "h.png").symlink_to(inbox / "nowhere")
    os.mkfifo(inbox / "i.png")
    with Taking(watch(inbox)) as taking:
        put(inbox, "last.png")
        taking.wait_for(1)
    assert names(taking.frames) == ["last.png"]


def test_folders_below_are_watched_when_asked_for(inbox: Path) -> None:
    put(inbox, "a.png", "monday/b.png", ".trash/c.png")
    (inbox / "monday" / "round").symlink_to(inbox)
    with Taking(watch(inbox, recursive=True)) as taking:
        taking.wait_for(2)
        put(inbox, "monday/late.png")
        taking.wait_for(3)
    assert names(taking.frames) == ["a.png", "b.png", "late.png"]


def test_a_restart_repeats_only_the_image_that_was_not_finished(inbox: Path) -> None:
    put(inbox, "a.png", "b.png", "c.png", "d.png")
    with watch(inbox) as source:
        assert names(list(islice(source, 3))) == ["a.png", "b.png", "c.png"]
    with Taking(watch(inbox)) as taking:
        taking.wait_for(2)
    assert names(taking.frames) == ["c.png", "d.png"]


def test_what_is_finished_while_leaving_is_done(inbox: Path) -> None:
    put(inbox, "a.png", "b.png")
    source = watch(inbox)
    with source:
        frames = iter(source)
        next(frames)
    assert list(frames) == []
    assert remembered(inbox) == ["a.png"]


def test_a_kill_repeats_at_most_the_image_in_flight(inbox: Path, tmp_path: Path) -> None:
    put(inbox, *(f"{number:02}.png" for number in range(40)))
    program = """
import sys, time
from pathlib import Path
from effad_desktop.sources.folder import Folder
folder = Folder(Path(sys.argv[1]), Path(sys.argv[2]), settle_seconds=0.01, poll_seconds=0.01)
with folder:
    for frame in folder:
        print(Path(frame.source).name, flush=True)
        time.sleep(0.005)
"""
    seen: list[str] = []
    kills = 0
    while len(set(seen)) < 40:
        command = [sys.executable, "-c", program, str(inbox), str(tmp_path / "journal")]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout
            for line in islice(process.stdout, 11):
                seen.append(line.strip())
                if len(set(seen)) == 40:
                    break
            process.send_signal(signal.SIGKILL)
            seen += [line.strip() for line in process.stdout]
        kills += 1
    assert kills >= 3
    assert sorted(set(seen)) == [f"{number:02}.png" for number in range(40)]
    assert len(seen) <= 40 + kills
    with sqlite3.connect(tmp_path / "journal") as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()


def test_existing_images_can_be_skipped_at_the_first_start(inbox: Path) -> None:
    put(inbox, "old.png")
    with Taking(watch(inbox, skip_existing=True)) as taking:
        wait_until(lambda: remembered(inbox) == ["old.png"])
        put(inbox, "new.png")
        taking.wait_for(1)
    put(inbox, "while-stopped.png")
    with Taking(watch(inbox, skip_existing=True)) as taking:
        frames = taking.wait_for(1)
    assert "while-stopped.png" in names(frames)
    assert "old.png" not in names(frames)


def test_what_has_vanished_is_forgotten_unless_the_folder_is_empty(inbox: Path) -> None:
    put(inbox, "a.png", "b.png")
    with Taking(watch(inbox)) as taking:
        taking.wait_for(2)
        wait_until(lambda: remembered(inbox) == ["a.png", "b.png"])
        away = inbox.rename(inbox.parent / "away")
        inbox.mkdir()  # as the place of a share is when it is not mounted
        time.sleep(0.2)
        inbox.rmdir()
        away.rename(inbox)
        (inbox / "a.png").unlink()
        wait_until(lambda: remembered(inbox) == ["b.png"])
        put(inbox, "c.png")
        taking.wait_for(3)
    assert names(taking.frames) == ["a.png", "b.png", "c.png"]


def test_a_folder_that_is_away_is_a_fault_until_it_is_back(
    inbox: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    put(inbox, "a.png")
    away = inbox.rename(inbox.parent / "away")
    said = f"Folder {inbox} cannot be read (No such file or directory); trying again"
    with Taking(watch(inbox)) as taking:
        wait_until(lambda: taking.source.fault == said)
        away.rename(inbox)
        taking.wait_for(1)
        assert taking.source.fault == ""
    ours = [r.getMessage() for r in caplog.records if r.name.startswith("effad")]
    assert ours == [said, f"Folder {inbox} is back"]


def test_leaving_ends_a_waiting_iteration(inbox: Path) -> None:
    with Taking(watch(inbox, poll_seconds=PATIENCE)) as taking:
        time.sleep(0.05)
    assert taking.frames == []
    taking.source.__exit__(None, None, None)


def test_a_file_is_no_folder(inbox: Path) -> None:
    put(inbox, "a.png")
    with pytest.raises(SourceError, match="is a file"):
        watch(inbox / "a.png")


@pytest.mark.skipif(sys.platform != "linux", reason="names are text there")
def test_names_that_are_no_text_do_no_harm(inbox: Path) -> None:
    (inbox / os.fsdecode(b"a\xff.png")).write_bytes(PICTURE)
    (inbox / os.fsdecode(b"b\xff.png")).write_bytes(b"no image")
    unreadable: list[UnreadableImage] = []
    with Taking(watch(inbox, on_error=unreadable.append, broken_seconds=0)) as taking:
        taking.wait_for(1)
        wait_until(lambda: unreadable)
    assert names(taking.frames) == ["a?.png"]
    assert "b?.png" in str(unreadable[0])
    assert len(Journal(inbox.parent / "journal").done) == 0
    assert len(remembered(inbox)) == 2


def test_frames_wait_while_the_reader_is_slow(inbox: Path) -> None:
    put(inbox, *(f"{number}.png" for number in range(9)))
    with watch(inbox) as source:
        frames = iter(source)
        first = next(frames)
        (inbox / "8.png").unlink()
        time.sleep(0.1)
        rest = list(islice(frames, 7))
    assert names([first, *rest]) == [f"{number}.png" for number in range(8)]


def test_many_files_are_seen_in_one_look(inbox: Path) -> None:
    journal = Journal(inbox.parent / "journal")
    journal.load()
    existing = {}
    for number in range(2000):
        (inbox / f"{number}.png").touch()
        found = (inbox / f"{number}.png").stat()
        existing[f"{number}.png"] = Stamp(found.st_size, found.st_mtime_ns)
    journal.begin(existing)
    journal.close()
    with Taking(watch(inbox)) as taking:
        put(inbox, "new.png")
        taking.wait_for(1)
    assert names(taking.frames) == ["new.png"]
