"""The batch page on a station whose detector is a fake."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from types import SimpleNamespace
from typing import Any

import numpy as np
from PySide6.QtTest import QTest

from effad_desktop.core.inspection import Image, Inspection, Prediction
from effad_desktop.core.ports import Detector
from effad_desktop.errors import EffadError
from effad_desktop.gui.backend import Backend, Phase
from effad_desktop.gui.page import Context
from effad_desktop.gui.pages.batch import BatchPage
from effad_desktop.gui.pages.batch_job import Phase as JobPhase
from effad_desktop.gui.results import Result
from effad_desktop.gui.tasks import Tasks
from effad_desktop.imaging import encode_png
from effad_desktop.settings import Settings
from effad_desktop.station import Station, open_recipes
from tests.effad_desktop.core.fakes import FakeDetector
from tests.effad_desktop.gui.page_bench import FakeInspectors

RECIPE = "screws"


class PausingDetector(FakeDetector):
    """Waits once it has seen `pause_at` images, until `gate` is set."""

    def __init__(self) -> None:
        super().__init__()
        self.pause_at: int | None = None
        self.paused = Event()

    def predict(self, images: Sequence[Image]) -> list[Prediction]:
        if self.pause_at is not None and sum(self.batches) >= self.pause_at:
            self.pause_at = None
            self.gate.clear()
            self.paused.set()
        return super().predict(images)


class FakeBackend(Backend):
    """Starts a real station that has the fake detector; `held` keeps it loading."""

    def __init__(self, settings: Settings, tasks: Tasks, detector: Detector) -> None:
        super().__init__(settings, tasks)
        self.detector = detector
        self.seen: list[Inspection] = []
        self.held = Event()
        self.held.set()

    def _open(self, settings: Settings) -> tuple[Any, EffadError | None]:
        self.held.wait(10)
        old, self._assembly = self._assembly, None
        if old:
            old.close()
        station = Station(settings, [self.bridge, self.seen.append])
        station._inspectors = FakeInspectors(open_recipes(settings), self.detector)  # type: ignore[assignment]
        station.start()
        self._assembly = SimpleNamespace(station=station, close=station.close)  # type: ignore[assignment]
        return self._assembly, None


@dataclass
class Bench:
    page: BatchPage
    backend: FakeBackend
    told: list[EffadError] = field(default_factory=list)
    detector: PausingDetector = field(default_factory=PausingDetector)

    def until(self, true: Callable[[], object], seconds: float = 30) -> None:
        end = time.monotonic() + seconds
        while not true():
            assert time.monotonic() < end, "it never came"
            QTest.qWait(5)

    def inspect(self, *paths: Path) -> None:
        """To the end."""
        before = self.page.job.phase
        self.page.take(list(paths))
        self.until(lambda: self.page.job.phase is not before or self.told)
        self.until(lambda: not self.page.job.busy)

    @property
    def ended(self) -> bool:
        return self.page.job.phase is JobPhase.ENDED

    @property
    def results(self) -> list[Result]:
        return list(self.page.model.results)

    @property
    def names(self) -> list[str]:
        """As they are shown, from the top."""
        model = self.page.model
        return [model.result(row).name for row in range(model.rowCount())]


def make_bench(data_dir: Path, detector: Detector | None = None, **settings: Any) -> Bench:
    """`recipes/screws` of the data folder is in use."""
    tasks = Tasks()
    given = {"data_dir": data_dir, "serve": False, "default_recipe": RECIPE, **settings}
    pausing = PausingDetector()
    backend = FakeBackend(Settings(**given), tasks, detector or pausing)
    told: list[EffadError] = []
    context = Context(backend, backend.bridge, tasks, told.append, lambda _name, _paths: None)
    return Bench(BatchPage(context), backend, told, pausing)


def write_image(path: Path, level: int) -> Path:
    """The fake detector scores it `level / 100`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(encode_png(np.full((40, 60, 3), level, np.uint8)))
    return path


def ready(bench: Bench) -> Bench:
    bench.backend.start()
    bench.until(lambda: bench.backend.phase is Phase.READY)
    return bench
