"""Who moved a recipe's threshold, and when: `threshold_changes.jsonl` beside `recipe.toml`."""

from __future__ import annotations

import getpass
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from effad_desktop.errors import RecipeError, SettingsError

CHANGES_FILE = "threshold_changes.jsonl"
MOST_READ = 1_000_000
"""Bytes from the end: some 8,000 changes."""


@dataclass(frozen=True, slots=True)
class ThresholdChange:
    """`who` is the name that the person is logged in with."""

    when: datetime
    who: str
    old: float
    new: float


def user_name() -> str:
    """As the person is logged in; a container may know none."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "unknown"


@contextmanager
def recording(change: ThresholdChange, folder: Path) -> Iterator[None]:
    """Writes the change down before the body makes it; takes it back if that fails.

    Raises SettingsError: a change that cannot be written down is not made.
    """
    file = folder / CHANGES_FILE
    try:
        before = file.stat().st_size if file.exists() else None
        _append(file, change)
    except OSError as error:
        raise SettingsError(f"Cannot write {file}", error.strerror or str(error)) from error
    try:
        yield
    except BaseException:
        with suppress(OSError):
            file.unlink() if before is None else os.truncate(file, before)
        raise


def _append(file: Path, change: ThresholdChange) -> None:
    values = {"when": change.when.isoformat(), "who": change.who, "old": change.old, "new": change.new}
    line = json.dumps(values, ensure_ascii=False).encode("utf-8", "backslashreplace")
    with file.open("a+b") as stream:
        torn = stream.tell() and not _ends_a_line(stream.tell(), file)
        stream.write(b"\n" * bool(torn) + line + b"\n")
        stream.flush()
        os.fsync(stream.fileno())


def _ends_a_line(size: int, file: Path) -> bool:
    with file.open("rb") as stream:
        stream.seek(size - 1)
        return stream.read() == b"\n"


def read_changes(folder: Path) -> list[ThresholdChange]:
    """Oldest first; a line that a power cut tore is passed over. Raises RecipeError."""
    file = folder / CHANGES_FILE
    try:
        with file.open("rb") as stream:
            stream.seek(max(0, file.stat().st_size - MOST_READ))
            lines = stream.read().splitlines()
    except FileNotFoundError:
        return []
    except OSError as error:
        raise RecipeError(f"Cannot read {file}", error.strerror or str(error)) from error
    return [change for line in lines if (change := _change(line))]


def _change(line: bytes) -> ThresholdChange | None:
    try:
        values = json.loads(line)
        when = datetime.fromisoformat(values["when"])
        return ThresholdChange(when, str(values["who"]), float(values["old"]), float(values["new"]))
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
