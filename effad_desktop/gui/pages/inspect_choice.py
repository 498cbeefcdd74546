"""Where the images of the Inspect page come from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from effad_desktop.errors import EffadError
from effad_desktop.paths import resources_dir

if TYPE_CHECKING:
    from effad_desktop.core.ports import Source
    from effad_desktop.sources.reel import Reel
    from effad_desktop.sources.triggered import Triggered

SAMPLE_RECIPE = "sample"
SAMPLE_ROUNDS = 10
"""The samples go round for more than a minute, and then stop: nobody wants a night of them in the history."""


class Kind(Enum):
    SAMPLES = auto()
    FILES = auto()
    CAMERA = auto()
    VIDEO = auto()
    STREAM = auto()
    HOT_FOLDER = auto()

    @property
    def is_reel(self) -> bool:
        """Images that wait on the disk, to be walked through."""
        return self in (Kind.SAMPLES, Kind.FILES)

    @property
    def icon(self) -> str:
        return _ICONS[self]


_ICONS = {
    Kind.SAMPLES: "image",
    Kind.FILES: "image",
    Kind.CAMERA: "camera",
    Kind.VIDEO: "play",
    Kind.STREAM: "link",
    Kind.HOT_FOLDER: "folder",
}


@dataclass(frozen=True, slots=True, eq=False)
class Opened:
    """A source, and by which of its kinds it is moved on by hand."""

    source: Source
    reel: Reel | None = None
    camera: Triggered | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """`text` as `open_source` takes it, or `places` of images; `label` is what people call it."""

    kind: Kind
    text: str = ""
    label: str = ""
    places: tuple[Path, ...] = ()

    def open(self, data_dir: Path, on_error: Callable[[EffadError], None], pace: float) -> Opened:
        """On a task: a folder of a share may be slow. Raises SourceError."""
        if self.kind.is_reel:
            from effad_desktop.sources.reel import Reel  # which loads OpenCV

            reel = Reel(self.places, on_error, pace, SAMPLE_ROUNDS if self.kind is Kind.SAMPLES else 1)
            return Opened(reel, reel=reel)
        from effad_desktop.composition import open_source
        from effad_desktop.sources.triggered import Triggered

        source = open_source(self.text, data_dir, on_error)
        if self.kind is Kind.HOT_FOLDER:
            return Opened(source)
        camera = Triggered(source)
        return Opened(camera, camera=camera)


def samples() -> Choice:
    return Choice(Kind.SAMPLES, places=(resources_dir() / "sample_images",))


def camera(index: int, name: str) -> Choice:
    return Choice(Kind.CAMERA, f"camera:{index}", name)


def video(path: Path) -> Choice:
    return Choice(Kind.VIDEO, str(path), path.name)


def stream(address: str) -> Choice:
    return Choice(Kind.STREAM, address.strip(), _without_password(address.strip()))


def hot_folder(path: Path) -> Choice:
    return Choice(Kind.HOT_FOLDER, f"folder:{path}", path.name or str(path))


def files(places: list[Path]) -> Choice:
    label = places[0].name or str(places[0])
    if len(places) > 1:
        label = f"{label} (+{len(places) - 1})"
    return Choice(Kind.FILES, label=label, places=tuple(places))


def from_settings(text: str) -> Choice:
    """What a station is set to: `camera:0`, `folder:/in`, `files:/images`, an address or a video file."""
    kind, _, rest = text.partition(":")
    if kind == "camera" and rest:
        return Choice(Kind.CAMERA, text, _without_password(rest) if "://" in rest else rest)
    if kind == "folder" and rest:
        return hot_folder(Path(rest))
    if kind == "files" and rest:
        return files([Path(rest)])
    return stream(text) if "://" in text else video(Path(text))


def _without_password(address: str) -> str:
    """Neither that nor what stands behind a question mark is for the screen."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"
