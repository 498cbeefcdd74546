"""Images in files and folders."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Self

from effad_desktop.core.inspection import Frame, Image
from effad_desktop.errors import SourceError
from effad_desktop.imaging import image_paths, load_image, printable
from effad_desktop.sources.ahead import Ahead

AHEAD = 4
"""Decoded images that wait; bounds the memory."""
DECODERS = min(AHEAD, max(1, (os.cpu_count() or 1) // 2))
"""Threads; an engine on the CPU wants the rest."""
Prepare = Callable[[Image], Image]


class UnreadableImage(SourceError):
    """One file of many that is no image."""

    def __init__(self, source: str, cause: SourceError) -> None:
        super().__init__(cause.title, cause.detail)
        self.source = source


def _raise(error: UnreadableImage) -> None:
    raise error


class Files:
    """Yields a frame for each image, in order; decodes ahead on threads; drops none.

    `prepare` makes each frame's `small` on these threads as well. An unreadable image is given to
    `on_error` in its turn, on the iterating thread; by default it is raised. Images under `skip` are
    passed over. Raises SourceError for missing places and empty folders.
    """

    def __init__(
        self,
        places: Sequence[Path],
        on_error: Callable[[UnreadableImage], None] = _raise,
        skip: Path | None = None,
        prepare: Prepare | None = None,
        decoders: int = DECODERS,
    ) -> None:
        passed_over = skip.resolve() if skip else None
        self.paths = [
            p for p in image_paths(places) if not (passed_over and p.resolve().is_relative_to(passed_over))
        ]
        if not self.paths:
            raise SourceError("No images to inspect", ", ".join(map(str, places)))
        self._on_error = on_error
        self._prepare = prepare
        each = -(-AHEAD // decoders)
        self._ahead = [
            Ahead("decode", partial(self._decode, first, decoders), each) for first in range(decoders)
        ]

    name = "files"
    live = False
    dropped = 0
    fault = ""

    def __len__(self) -> int:
        return len(self.paths)

    def __enter__(self) -> Self:
        for ahead in self._ahead:
            ahead.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for ahead in self._ahead:
            ahead.stopping.set()
        for ahead in self._ahead:
            ahead.stop()

    def __iter__(self) -> Iterator[Frame]:
        decoded = [iter(ahead) for ahead in self._ahead]
        for sequence in range(len(self.paths)):
            item = next(decoded[sequence % len(decoded)], None)
            if item is None:  # left on another thread
                return
            if isinstance(item, UnreadableImage):
                self._on_error(item)
            else:
                yield item

    def _decode(self, first: int, step: int) -> Iterator[Frame | UnreadableImage]:
        for sequence in range(first, len(self.paths), step):
            yield read_frame(self.paths[sequence], sequence, "files", self._prepare)


def read_frame(
    path: Path, sequence: int, kind: str, prepare: Prepare | None = None
) -> Frame | UnreadableImage:
    name = printable(path)
    started = time.perf_counter()
    try:
        image = load_image(path)
    except SourceError as error:
        return UnreadableImage(name, error)
    small = prepare(image) if prepare else None
    return Frame(image, name, sequence, datetime.now(UTC), kind, time.perf_counter() - started, small)
