"""Stand-ins for what the core needs of the outside."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from threading import Event
from types import TracebackType
from typing import Self

import numpy as np

from effad_desktop.core.inspection import Frame, Image, Prediction


def frame(level: int = 0, source: str = "a.png", kind: str = "files") -> Frame:
    """A grey image; `FakeDetector` scores it `level / 100`."""
    return Frame(np.full((4, 4, 3), level, np.uint8), source, level, datetime.now(UTC), kind)


class FakeDetector:
    """Scores an image by its first pixel, in hundredths. Waits for `gate`; 255 makes it fail."""

    name = "fake"

    def __init__(self, batch: int = 8) -> None:
        self.batch = batch
        self.gate = Event()
        self.gate.set()
        self.entered = Event()
        self.batches: list[int] = []

    def predict(self, images: Sequence[Image]) -> list[Prediction]:
        self.entered.set()
        assert self.gate.wait(10)
        self.batches.append(len(images))
        return [self._one(int(image[0, 0, 0])) for image in images]

    def _one(self, level: int) -> Prediction:
        if level == 255:
            raise ZeroDivisionError("a broken detector")
        return Prediction(np.full((8, 8), level / 100, np.float32), level / 100, 1e-6)


class FakeSource:
    """Yields what it is given, then ends or waits until it is left."""

    name = "fake"
    dropped = 0
    fault = ""

    def __init__(self, frames: Sequence[Frame], endless: bool = False, live: bool = False) -> None:
        self.frames = list(frames)
        self.live = live
        self.asked = 0
        self.left = Event()
        self._endless = endless

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.left.set()

    def __iter__(self) -> Iterator[Frame]:
        for one in self.frames:
            self.asked += 1
            yield one
        if self._endless:
            self.left.wait(10)
