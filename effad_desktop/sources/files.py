"""Images in files and folders."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from effad_desktop.core.inspection import Frame
from effad_desktop.errors import SourceError
from effad_desktop.imaging import image_paths, load_image, printable
from effad_desktop.sources.ahead import Ahead

AHEAD = 4
"""Decoded images that wait; bounds the memory."""


class UnreadableImage(SourceError):
    """One file of many that is no image."""

    def __init__(self, source: str, cause: SourceError) -> None:
        super().__init__(cause.title, cause.detail)
        self.source = source


def _raise(error: UnreadableImage) -> None:
    raise error


class Files:
    """Yields a frame for each image, in order; decodes ahead on a thread; drops none.

    An unreadable image is given to `on_error` in its turn, on the iterating thread; by default it is
    raised. Images under `skip` are passed over. Raises SourceError for missing places and empty folders.
    """

    def __init__(
        self,
        places: Sequence[Path],
        on_error: Callable[[UnreadableImage], None] = _raise,
        skip: Path | None = None,
    ) -> None:
        passed_over = skip.resolve() if skip else None
        self.paths = [
            p for p in image_paths(places) if not (passed_over and p.resolve().is_relative_to(passed_over))
        ]
        if not self.paths:
            raise SourceError("No images to inspect", ", ".join(map(str, places)))
        self._on_error = on_error
        self._ahead = Ahead("decode", self._decode, AHEAD)

    name = "files"
    live = False
    dropped = 0
    fault = ""

    def __len__(self) -> int:
        return len(self.paths)

    def __enter__(self) -> Self:
        self._ahead.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._ahead.stop()

    def __iter__(self) -> Iterator[Frame]:
        for item in self._ahead:
            if isinstance(item, UnreadableImage):
                self._on_error(item)
            else:
                yield item

    def _decode(self) -> Iterator[Frame | UnreadableImage]:
        for sequence, path in enumerate(self.paths):
            yield read_frame(path, sequence, "files")


def read_frame(path: Path, sequence: int, kind: str) -> Frame | UnreadableImage:
    name = printable(path)
    started = time.perf_counter()
    try:
        image = load_image(path)
    except SourceError as error:
        return UnreadableImage(name, error)
    return Frame(image, name, sequence, datetime.now(UTC), kind, time.perf_counter() - started)
