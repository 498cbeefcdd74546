"""Which images are in a folder now: one look, one stat each."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

from effad_desktop.imaging import SUFFIXES
from effad_desktop.sources.journal import Stamp


@dataclass(slots=True)
class Listing:
    """By the path below the folder. Not `complete` where a folder below could not be read."""

    files: dict[str, Stamp] = field(default_factory=dict)
    complete: bool = True


def list_images(folder: Path, recursive: bool) -> Listing:
    """Without hidden files, and without links to folders. Raises OSError where `folder` cannot be read."""
    listing = Listing()
    waiting = _list(folder, "", listing)
    while recursive and waiting:
        below = waiting.pop()
        try:
            waiting += _list(folder / below, f"{below}{os.sep}", listing)
        except FileNotFoundError:
            continue
        except OSError:
            listing.complete = False
    return listing


def _list(folder: Path, prefix: str, listing: Listing) -> list[str]:
    """Gives the folders in it."""
    folders: list[str] = []
    with os.scandir(folder) as entries:
        for entry in entries:
            name = entry.name
            if name.startswith("."):
                continue
            if entry.is_dir(follow_symlinks=False):
                folders.append(prefix + name)
            elif name[name.rfind(".") :].lower() in SUFFIXES:
                _note(entry, prefix + name, listing)
    return folders


def _note(entry: os.DirEntry[str], path: str, listing: Listing) -> None:
    try:
        if entry.is_file():
            found = entry.stat()
            listing.files[path] = Stamp(found.st_size, found.st_mtime_ns)
    except FileNotFoundError:
        return
    except OSError:
        listing.complete = False
