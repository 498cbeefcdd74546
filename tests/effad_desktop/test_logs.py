from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from effad_desktop.logs import LOG_FILE, start_logging, write_crash_log


@pytest.fixture(autouse=True)
def _log_is_closed() -> Iterator[None]:
    yield
    log = logging.getLogger("effad_desktop")
    for handler in log.handlers[:]:
        log.removeHandler(handler)
        handler.close()


def test_the_log_goes_to_the_folder_named_last(tmp_path: Path) -> None:
    start_logging(tmp_path / "first")
    start_logging(tmp_path / "second")
    logging.getLogger("effad_desktop.thing").info("started")
    assert "effad_desktop.thing: started" in (tmp_path / "second" / LOG_FILE).read_text()
    assert not (tmp_path / "first" / LOG_FILE).exists()


def test_a_folder_that_cannot_be_written_costs_only_the_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").touch()
    start_logging(tmp_path / "file")
    assert "No log file" in caplog.text
    assert write_crash_log(tmp_path / "file", ValueError()) is None


def test_a_crash_log_says_where_it_failed(tmp_path: Path) -> None:
    try:
        raise ZeroDivisionError("by design")
    except ZeroDivisionError as error:
        path = write_crash_log(tmp_path, error)
    assert path is not None
    text = path.read_text()
    assert "by design" in text
    assert "test_logs.py" in text
