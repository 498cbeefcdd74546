"""Writing so that a reader sees the old file or the new one, never half of it; and what is in one."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from effad_desktop.errors import SettingsError


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Gives a path aside to write to; renames it over `path` if all went well.

    Raises SettingsError when the disk is full or the folder cannot be written.
    """
    aside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        yield aside
        aside.replace(path)
    except OSError as error:
        raise SettingsError(f"Cannot write {path}", error.strerror or str(error)) from error
    finally:
        with suppress(OSError):
            aside.unlink()


def write_replacing(path: Path, write: Callable[[Path], object]) -> None:
    with replacing(path) as aside:
        write(aside)


def file_sha256(path: Path) -> str:
    """In hexadecimal digits. Raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
