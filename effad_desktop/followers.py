"""The processes that train behind recipes: which one runs, and how it is ended."""

from __future__ import annotations

import subprocess
import time
from contextlib import suppress

import psutil

from effad_desktop.core.promotion import Place, ProcessMark, read_process, write_state

SAME_START = 5.0
"""Seconds by which the system's own account of a process's start may move."""
ENDS_WITHIN = 10.0

_started: list[subprocess.Popen[bytes]] = []
"""Those of this process, which are to be asked for how they have ended."""


def mark_started(place: Place, process: subprocess.Popen[bytes]) -> None:
    """So that every other program knows it. Raises SettingsError."""
    _started.append(process)
    created = 0.0
    with suppress(psutil.Error):
        created = psutil.Process(process.pid).create_time()
    write_state(place.process, ProcessMark(process.pid, created))


def follower_of(place: Place) -> psutil.Process | None:
    mark = read_process(place)
    return process_of(mark) if mark else None


def end_follower(place: Place) -> None:
    """At once; what it has written whole stays. One of another user's is left to notice by itself."""
    if process := follower_of(place):
        with suppress(psutil.Error):
            process.kill()
        wait_for_follower(place, ENDS_WITHIN)


def wait_for_follower(place: Place, seconds: float) -> bool:
    """Until it has ended; whether it has."""
    end = time.monotonic() + seconds
    while follower_of(place) and time.monotonic() < end:
        time.sleep(0.1)
    return follower_of(place) is None


def process_of(mark: ProcessMark) -> psutil.Process | None:
    """None where it has ended, even if another process has its number by now."""
    for child in _started[:]:
        if child.poll() is not None:
            _started.remove(child)
    try:
        process = psutil.Process(mark.pid)
        same = abs(process.create_time() - mark.created) < SAME_START
        return process if same and process.status() != psutil.STATUS_ZOMBIE else None
    except psutil.Error:
        return None
