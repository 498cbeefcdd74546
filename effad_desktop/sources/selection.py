"""What of the files and folders that a person gave can be inspected, and what their names tell."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from effad_desktop.errors import SourceError
from effad_desktop.image_headers import image_size
from effad_desktop.imaging import SUFFIXES, image_paths

GOOD = "good"
"""The ground truth of a good image; any other is the name of a defect, and none is the empty text."""

_GOOD_FOLDERS = frozenset({"good", "ok"})
_MASK_FOLDER = "ground_truth"
_MASK_SIBLINGS = frozenset({"test", "train"}) | _GOOD_FOLDERS
_HEADER = 65_536


class Refusal(StrEnum):
    NO_IMAGE = "no image"
    NO_IMAGES_INSIDE = "no images inside"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Found:
    """An image, with what the name of its folder says of it."""

    path: Path
    truth: str = ""


@dataclass(frozen=True, slots=True)
class Selection:
    """`refused` is what was given and is of no use, `masks` counts pictures that mark defects."""

    images: tuple[Found, ...] = ()
    refused: tuple[tuple[Path, Refusal], ...] = ()
    masks: int = 0
    root: Path = field(default_factory=Path)
    """The folder that all images are in."""


def select(places: Sequence[Path]) -> Selection:
    """Each image once, in the order given; what cannot be used is said, never raised."""
    found: dict[Path, None] = {}
    refused: list[tuple[Path, Refusal]] = []
    for place in map(Path.absolute, places):
        try:
            paths = list(image_paths([place]))
        except SourceError:
            refused.append((place, Refusal.NO_IMAGES_INSIDE if place.is_dir() else Refusal.MISSING))
            continue
        if paths == [place] and not _is_image(place):
            refused.append((place, Refusal.NO_IMAGE))
            continue
        found.update(dict.fromkeys(paths))
    names = _FolderNames()
    images = [path for path in found if not names.holds_masks(path.parent)]
    return Selection(
        tuple(Found(path, names.truth(path.parent)) for path in images),
        tuple(refused),
        len(found) - len(images),
        Path(os.path.commonpath([path.parent for path in images])) if images else Path(),
    )


def _is_image(file: Path) -> bool:
    """By its suffix, so that a broken one is listed as unreadable; else by how it begins."""
    if file.suffix.lower() in SUFFIXES:
        return True
    try:
        with file.open("rb") as stream:
            return image_size(stream.read(_HEADER)) is not None
    except OSError:
        return False


class _FolderNames:
    """Looks at each folder once."""

    def __init__(self) -> None:
        self.truth = lru_cache(maxsize=None)(self._truth)
        self.holds_masks = lru_cache(maxsize=None)(self._holds_masks)
        self._beside = lru_cache(maxsize=None)(_folders_in)

    def _truth(self, folder: Path) -> str:
        if folder.name.lower() in _GOOD_FOLDERS:
            return GOOD
        return folder.name if self._beside(folder.parent) & _GOOD_FOLDERS else ""

    def _holds_masks(self, folder: Path) -> bool:
        """Beside the images, in the layout of MVTec AD."""
        chain = (folder, *folder.parents)
        return any(
            f.name.lower() == _MASK_FOLDER and bool(self._beside(f.parent) & _MASK_SIBLINGS) for f in chain
        )


def _folders_in(folder: Path) -> frozenset[str]:
    try:
        with os.scandir(folder) as entries:
            return frozenset(entry.name.lower() for entry in entries if entry.is_dir())
    except OSError:
        return frozenset()
