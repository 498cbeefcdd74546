from __future__ import annotations

from pathlib import Path

import psutil
import pytest

from effad_desktop.sinks.machine import disk_use, host_use, process_use


def test_work_is_seen_in_the_cpu_time_of_process_and_host() -> None:
    process, host = process_use(), host_use()
    while process_use().cpu_seconds < process.cpu_seconds + 0.05:
        sum(range(100_000))
    assert sum(host_use().cpu_seconds.values()) > sum(host.cpu_seconds.values())


def test_cpu_modes_are_counted_once() -> None:
    """The guests' time is in user and nice already."""
    assert "guest" not in host_use().cpu_seconds
    assert {"user", "system", "idle"} <= set(host_use().cpu_seconds)


def test_the_process_has_threads_and_a_start() -> None:
    use = process_use()
    assert use.threads >= 1
    assert use.started == psutil.Process().create_time()


def test_a_folder_not_made_yet_is_on_the_disk_of_its_parent(tmp_path: Path) -> None:
    there, to_be = disk_use(tmp_path), disk_use(tmp_path / "not" / "made")
    assert there is not None
    assert to_be is not None
    assert to_be.size_bytes == there.size_bytes


def test_a_disk_that_went_away_is_not_told_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(path: str) -> None:
        raise OSError(5, "Input/output error", path)

    monkeypatch.setattr(psutil, "disk_usage", fail)
    assert disk_use(tmp_path) is None
