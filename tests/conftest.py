from __future__ import annotations

import inspect
import logging
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

SHARED_DATA = Path(__file__).parents[2] / "shared" / "data"
SECONDS_TO_END = 2.0
# Threads that a library starts once for the whole process and never ends.
KEPT_BY_LIBRARIES = ("tqdm_monitor",)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Real photographs that may not be copied into the project."""
    if not SHARED_DATA.is_dir():
        pytest.skip("needs the real images of ../shared/data")
    return SHARED_DATA


@pytest.fixture(autouse=True)
def no_thread_is_left_running() -> Iterator[None]:
    before = set(threading.enumerate())
    yield
    left = _new_threads(before)
    deadline = time.monotonic() + SECONDS_TO_END
    while left and time.monotonic() < deadline:
        left[0].join(0.05)
        left = _new_threads(before)
    if left:
        pytest.fail(f"left running: {', '.join(thread.name for thread in left)}")


def _new_threads(before: set[threading.Thread]) -> list[threading.Thread]:
    return [
        thread
        for thread in threading.enumerate()
        if thread not in before and not thread.name.startswith(KEPT_BY_LIBRARIES)
    ]


@pytest.fixture(autouse=True)
def no_unexpected_warning_is_logged(
    request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture
) -> Iterator[None]:
    """A test that takes `caplog` looks at the log itself."""
    yield
    if "caplog" in inspect.signature(request.function).parameters:
        return
    ours = ("effad_desktop", "training")
    records = [r for r in caplog.get_records("call") if r.name.startswith(ours)]
    warnings = [r.getMessage() for r in records if r.levelno >= logging.WARNING]
    if warnings:
        pytest.fail(f"logged unexpectedly: {'; '.join(warnings)}")
