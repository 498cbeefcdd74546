"""Images in files and folders."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from queue import Empty, Full, Queue
from threading import Event, Thread
from types import TracebackType
from typing import Self

from effad_desktop.core.inspection import Frame
from effad_desktop.errors import SourceError
from effad_desktop.imaging import image_paths, load_image

AHEAD = 4
"""Decoded images that wait; bounds the memory."""


class UnreadableImage(SourceError):
    """One file of many that is no image."""

    def __init__(self, source: str, cause: SourceError) -> None:
        super().__init__(cause.title, cause.detail)
        self.source = source


class _End:
    """After the last frame; carries what the thread died of, if it did."""

    def __init__(self, crash: BaseException | None = None) -> None:
        self.crash = crash


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
        self.paths = [p for p in image_paths(places) if skip is None or not p.is_relative_to(skip)]
        if not self.paths:
            raise SourceError("No images to inspect", ", ".join(map(str, places)))
        self._on_error = on_error
        self._ready: Queue[Frame | UnreadableImage | _End] = Queue(AHEAD)
        self._stop = Event()
        self._thread = Thread(target=self._decode, name="decode", daemon=True)

    def __len__(self) -> int:
        return len(self.paths)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop.set()
        self._thread.join()

    def __iter__(self) -> Iterator[Frame]:
        while True:
            item = self._next()
            if isinstance(item, Frame):
                yield item
            elif isinstance(item, UnreadableImage):
                self._on_error(item)
            elif item.crash is not None:
                raise item.crash
            else:
                return

    def _next(self) -> Frame | UnreadableImage | _End:
        while not self._stop.is_set():
            try:
                return self._ready.get(timeout=0.2)
            except Empty:
                continue
        return _End()

    def _decode(self) -> None:
        try:
            for sequence, path in enumerate(self.paths):
                if not self._put(_frame(path, sequence)):
                    return
        except Exception as crash:  # a bug must reach the iterating thread, which else waits for ever
            self._put(_End(crash))
        else:
            self._put(_End())

    def _put(self, item: Frame | UnreadableImage | _End) -> bool:
        while not self._stop.is_set():
            try:
                self._ready.put(item, timeout=0.2)
                return True
            except Full:
                continue
        return False


def _frame(path: Path, sequence: int) -> Frame | UnreadableImage:
    try:
        image = load_image(path)
    except SourceError as error:
        return UnreadableImage(str(path), error)
    return Frame(image=image, source=str(path), sequence=sequence, captured_at=datetime.now(UTC))
