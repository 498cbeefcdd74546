"""Small pictures, made on a thread of their own for the rows that are seen."""

from __future__ import annotations

import logging
from collections import OrderedDict
from pathlib import Path
from threading import Condition

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage, QPixmap

from effad_desktop.core.threads import Worker
from effad_desktop.errors import SourceError
from effad_desktop.gui.widgets.image_view import to_qimage
from effad_desktop.imaging import load_small

log = logging.getLogger(__name__)

SIDE = 96
"""Pixels: 48 logical ones at 200 %."""
KEPT = 600
"""Pictures in memory, 28 kB each."""
WANTED = 48
"""More rows than a window shows; what was asked for before has been scrolled away."""
IDLE_SECONDS = 0.5


class Thumbnails(QObject):
    """`ready` comes once for all that were made since the last `collect`.

    The thread ends when there was nothing to do for a while, so that nobody has to end it. Without a
    parent, so that the thread never finds it gone.
    """

    ready = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._kept: OrderedDict[Path, QPixmap] = OrderedDict()
        self._wanted: OrderedDict[Path, None] = OrderedDict()
        self._making: Path | None = None
        self._made: dict[Path, QImage] = {}
        self._changed = Condition()
        self._thread: Worker | None = None

    def get(self, path: Path) -> QPixmap | None:
        """A null pixmap for what cannot be read; None where it is to come. On the GUI thread."""
        if (pixmap := self._kept.get(path)) is not None:
            self._kept.move_to_end(path)
            return pixmap
        with self._changed:
            if path != self._making and path not in self._made:
                self._want(path)
        return None

    def collect(self) -> list[Path]:
        """On the GUI thread, as only there pixmaps may be made."""
        with self._changed:
            made, self._made = self._made, {}
        self._kept.update((path, QPixmap.fromImage(image)) for path, image in made.items())
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return list(made)

    def __len__(self) -> int:
        return len(self._kept)

    def _want(self, path: Path) -> None:
        self._wanted[path] = None
        self._wanted.move_to_end(path)
        while len(self._wanted) > WANTED:
            self._wanted.popitem(last=False)
        if self._thread is None:
            self._thread = Worker("thumbnails", self._work, self._crashed)
            self._thread.start()
        self._changed.notify()

    def _work(self) -> None:
        while path := self._take():
            image = _small(path)
            with self._changed:
                first = not self._made
                self._made[path] = image
                self._making = None
            if first:
                self.ready.emit()

    def _take(self) -> Path | None:
        """The one asked for last: it is what is looked at."""
        with self._changed:
            if self._changed.wait_for(lambda: bool(self._wanted), IDLE_SECONDS):
                self._making = self._wanted.popitem()[0]
            else:
                self._thread = None
            return self._making

    def _crashed(self, crash: Exception) -> None:
        with self._changed:
            self._thread = self._making = None
        log.error("Thumbnails cannot be made", exc_info=crash)


def _small(path: Path) -> QImage:
    try:
        return to_qimage(load_small(path, SIDE))
    except SourceError:
        return QImage()
