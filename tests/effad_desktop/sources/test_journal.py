from __future__ import annotations

from pathlib import Path

import pytest

from effad_desktop.errors import SettingsError
from effad_desktop.sources.journal import Journal, Stamp


def reopened(path: Path) -> Journal:
    journal = Journal(path)
    journal.load()
    journal.close()
    return journal


def test_what_was_added_is_there_after_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "new" / "journal"
    journal = Journal(path)
    journal.load()
    assert not journal.begun
    journal.begin({"old.png": Stamp(1, 2)})
    journal.add("a.png", Stamp(3, 4))
    journal.add("a.png", Stamp(5, 6))
    journal.close()
    journal.close()
    again = reopened(path)
    assert again.begun
    assert again.done == {"old.png": Stamp(1, 2), "a.png": Stamp(5, 6)}


def test_what_is_not_kept_is_forgotten(tmp_path: Path) -> None:
    journal = reopened(tmp_path / "journal")
    journal.add("a.png", Stamp(1, 2))
    journal.add("b.png", Stamp(1, 2))
    journal.keep({"b.png": Stamp(0, 0), "c.png": Stamp(0, 0)})
    journal.close()
    assert list(reopened(tmp_path / "journal").done) == ["b.png"]


def test_writing_after_closing_opens_it_again(tmp_path: Path) -> None:
    journal = reopened(tmp_path / "journal")
    journal.add("a.png", Stamp(1, 2))
    journal.close()
    assert "a.png" in reopened(tmp_path / "journal").done


@pytest.mark.parametrize("content", [b"no database" * 500, b"SQLite format 3\0" + b"\xff" * 9000])
def test_a_broken_journal_is_put_aside(
    tmp_path: Path, content: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "journal"
    path.write_bytes(content)
    journal = reopened(path)
    assert journal.done == {}
    assert (tmp_path / "journal.broken").read_bytes() == content
    assert "is broken" in caplog.text


def test_a_full_disk_costs_the_file_and_not_the_work(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    journal = reopened(tmp_path / "journal")
    journal._open().execute("PRAGMA max_page_count = 3")
    many = {f"{number:0>200}.png": Stamp(1, 2) for number in range(300)}
    journal.begin(many)
    journal.add("b" * 50_000, Stamp(1, 2))
    assert len(journal.done) == 301
    assert caplog.text.count("cannot be written") == 1
    journal.close()
    assert reopened(tmp_path / "journal").done == {}


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(SettingsError, match="Cannot write"):
        Journal(tmp_path / "file" / "journal").load()
    with pytest.raises(SettingsError, match="Cannot use"):
        Journal(tmp_path).load()
