"""Images that are looked at one after the other, at a pace for eyes."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from threading import Event
from types import TracebackType
from typing import Self

from effad_desktop.core.inspection import Frame
from effad_desktop.errors import SourceError
from effad_desktop.imaging import image_paths
from effad_desktop.sources.files import UnreadableImage, read_frame


class Reel:
    """Yields the images of files and folders, `pace` seconds apart, `rounds` times over.

    It may be left and entered again, and goes on where it was; after its end, from the first image.
    What cannot be read is given to `on_error`, on the iterating thread, and passed over. Raises
    SourceError for missing places and empty folders.
    """

    name = "files"
    live = False
    dropped = 0
    fault = ""

    def __init__(
        self,
        places: Sequence[Path],
        on_error: Callable[[UnreadableImage], None],
        pace: float = 0.0,
        rounds: int = 1,
    ) -> None:
        self.paths = list(image_paths(places))
        if not self.paths:
            raise SourceError("No images to inspect", ", ".join(map(str, places)))
        self.pace = pace
        self._on_error = on_error
        self._rounds = rounds
        self._at = 0
        self._left = Event()

    def __len__(self) -> int:
        return len(self.paths)

    def __enter__(self) -> Self:
        self._left.clear()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._left.set()

    def __iter__(self) -> Iterator[Frame]:
        while not self._left.is_set():
            began = time.monotonic()
            frame = self._next(self._left.is_set)
            if frame is None:
                return
            yield frame
            self._left.wait(max(0.0, began + self.pace - time.monotonic()))

    def step(self) -> Frame | None:
        """The next image that can be read; None at the end, once. Not while it is iterated."""
        return self._next(lambda: False)

    def _next(self, stopping: Callable[[], bool]) -> Frame | None:
        while self._at < len(self.paths) * self._rounds:
            path, sequence = self.paths[self._at % len(self.paths)], self._at
            self._at += 1
            frame = read_frame(path, sequence, "files")
            if isinstance(frame, Frame):
                return frame
            self._on_error(frame)
            if stopping():
                return None
        self._at = 0
        return None
