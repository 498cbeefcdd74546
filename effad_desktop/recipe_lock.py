"""One writer of a recipe at a time: of the threads of this process and of all processes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from effad_desktop.errors import Busy, SettingsError

PATIENCE = 30.0
"""Seconds; a lesson takes one where the PC has nothing else to do."""


def lock_file(folder: Path) -> Path:
    """Beside the folder: within, waiting for it would make a folder anew that was removed meanwhile."""
    place = folder.resolve()
    return place.with_name(f".{place.name}.lock")


@contextmanager
def locked(folder: Path, patience: float | None = None) -> Iterator[None]:
    """Whoever holds it in this thread may take it again. Gone with the process that held it. Whether the
    folder is still there is to be asked when it is had.

    Raises Busy where another has it for longer than `patience` (by default PATIENCE), SettingsError.
    """
    lock = FileLock(lock_file(folder), is_singleton=True)
    try:
        lock.acquire(PATIENCE if patience is None else patience)
    except Timeout as error:
        raise Busy(f"{folder.name} is being changed by another program", "try again in a moment") from error
    except (OSError, NotImplementedError) as error:
        raise SettingsError(f"Cannot write {folder}", getattr(error, "strerror", "") or str(error)) from error
    try:
        yield
    finally:
        lock.release()
