from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from effad_desktop.core.threshold_changes import CHANGES_FILE, ThresholdChange, read_changes, recording
from effad_desktop.errors import SettingsError

FIRST = ThresholdChange(datetime(2026, 3, 4, 5, 6, 7, 890, tzinfo=UTC), "Änne\nØ", 0.4, 0.5)
SECOND = replace(FIRST, who="bob", old=0.5, new=0.45)


def record(change: ThresholdChange, folder: Path) -> None:
    with recording(change, folder):
        pass


def test_changes_are_read_in_the_order_they_were_made(tmp_path: Path) -> None:
    assert read_changes(tmp_path) == []
    record(FIRST, tmp_path)
    record(SECOND, tmp_path)
    assert read_changes(tmp_path) == [FIRST, SECOND]


def test_a_change_that_fails_is_not_recorded(tmp_path: Path) -> None:
    for before in ([], [FIRST]):
        for change in before:
            record(change, tmp_path)
        with pytest.raises(KeyboardInterrupt), recording(SECOND, tmp_path):
            raise KeyboardInterrupt
        assert read_changes(tmp_path) == before
        assert (tmp_path / CHANGES_FILE).exists() is bool(before)


def test_what_cannot_be_recorded_is_not_changed(tmp_path: Path) -> None:
    (tmp_path / CHANGES_FILE).mkdir()
    with pytest.raises(SettingsError, match="Cannot write"), recording(FIRST, tmp_path):
        pytest.fail("changed")


@pytest.mark.parametrize(
    "torn", [b'{"when": "2026', b"\xff", b"[]", b"{}", b'{"when": "now"}', b"[" * 100_000]
)
def test_a_line_that_a_power_cut_tore_hides_no_other(tmp_path: Path, torn: bytes) -> None:
    record(FIRST, tmp_path)
    with (tmp_path / CHANGES_FILE).open("ab") as file:
        file.write(torn)
    record(SECOND, tmp_path)
    assert read_changes(tmp_path) == [FIRST, SECOND]


def test_of_very_many_changes_the_last_are_read(tmp_path: Path) -> None:
    record(FIRST, tmp_path)
    line = (tmp_path / CHANGES_FILE).read_bytes()
    (tmp_path / CHANGES_FILE).write_bytes(line * 20_000)
    record(SECOND, tmp_path)
    found = read_changes(tmp_path)
    assert 5000 < len(found) < 20_000
    assert found[-1] == SECOND
