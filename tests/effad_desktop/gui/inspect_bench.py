"""The Inspect page on a station whose detector is a fake."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from types import SimpleNamespace, TracebackType
from typing import Any, Self

import numpy as np
from PySide6.QtTest import QTest

from effad_desktop.core.inspection import Frame
from effad_desktop.core.inspector import Inspector
from effad_desktop.errors import EffadError
from effad_desktop.gui.backend import Backend, Phase
from effad_desktop.gui.page import Context
from effad_desktop.gui.pages.inspect import InspectPage
from effad_desktop.gui.tasks import Tasks
from effad_desktop.imaging import encode_png
from effad_desktop.settings import Settings
from effad_desktop.station import Station
from tests.effad_desktop.core.fakes import FakeDetector

THRESHOLD = 0.5


class FakeInspectors:
    """Every recipe has the same detector; `strict` rejects everything. A folder bears its name."""

    def __init__(self) -> None:
        self.detector = FakeDetector()
        self._made = {
            "sample": Inspector("sample", self.detector, THRESHOLD),
            "strict": Inspector("strict", self.detector, -1.0),
        }

    def get(self, name: str, folders: bool = True) -> Inspector:  # noqa: ARG002
        return self._made[Path(name).name]


class FakeBackend(Backend):
    """Starts a real station that has the fake detector; `held` keeps it loading."""

    def __init__(self, settings: Settings, tasks: Tasks) -> None:
        super().__init__(settings, tasks)
        self.inspectors = FakeInspectors()
        self.held = Event()
        self.held.set()

    def _open(self, settings: Settings) -> tuple[Any, EffadError | None]:
        self.held.wait(10)
        if self._assembly:
            self._assembly.close()
        station = Station(settings, [self.bridge])
        station._inspectors = self.inspectors  # type: ignore[assignment]
        station.start()
        self._assembly = SimpleNamespace(station=station, close=station.close)  # type: ignore[assignment]
        return self._assembly, None


class CameraOfNoise:
    """640×480 at 30 fps, with something to see."""

    name = "camera 0"
    live = True
    dropped = 0

    def __init__(self, fps: float = 30.0) -> None:
        self.fault = ""
        self.levels = [20]
        self._seconds = 1 / fps
        self._left = Event()
        noise = np.random.default_rng(0)
        self._images = [noise.integers(0, 200, (480, 640, 3), np.uint8) for _ in range(4)]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._left.set()

    def __iter__(self) -> Iterator[Frame]:
        number = 0
        while not self._left.wait(self._seconds):
            image = self._images[number % len(self._images)].copy()
            image[0, 0] = self.levels[number % len(self.levels)]
            yield Frame(image, self.name, number, datetime.now(UTC), "camera")
            number += 1


@dataclass
class Bench:
    page: InspectPage
    backend: FakeBackend
    told: list[EffadError] = field(default_factory=list)

    @property
    def station(self) -> Station:
        assembly = self.backend.assembly
        assert assembly
        return assembly.station

    def until(self, true: Callable[[], object], seconds: float = 20) -> None:
        end = time.monotonic() + seconds
        while not true():
            assert time.monotonic() < end, "it never came"
            QTest.qWait(5)

    def ready(self) -> None:
        self.until(lambda: self.backend.phase is Phase.READY and self.page.control.recipes)

    @property
    def counted(self) -> tuple[int, int]:
        return self.page.counters.tally.ok, self.page.counters.tally.ng


def make_bench(data_dir: Path, **settings: Any) -> Bench:
    tasks = Tasks()
    backend = FakeBackend(Settings(data_dir=data_dir, serve=False, **settings), tasks)
    told: list[EffadError] = []
    context = Context(backend, backend.bridge, tasks, told.append, lambda _name, _paths: None)
    return Bench(InspectPage(context), backend, told)


def write_image(path: Path, level: int) -> Path:
    """A fake detector scores it `level / 100`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(encode_png(np.full((40, 60, 3), level, np.uint8)))
    return path
