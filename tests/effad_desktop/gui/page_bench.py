"""A page on a station with a real history and real recipes, whose detector is a fake."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Generic, TypeVar

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from effad_desktop.core.inspector import Inspector
from effad_desktop.core.ports import Detector
from effad_desktop.errors import EffadError
from effad_desktop.gui import theme
from effad_desktop.gui.backend import Backend, Phase
from effad_desktop.gui.page import Context, Page
from effad_desktop.gui.tasks import Tasks
from effad_desktop.paths import DataFolder
from effad_desktop.recipes import Recipes
from effad_desktop.settings import Settings, load_settings
from effad_desktop.sinks.history import History
from effad_desktop.station import Station, open_recipes
from tests.effad_desktop.core.fakes import FakeDetector

P = TypeVar("P", bound=Page)


class FakeInspectors:
    """Real recipes, each judged by the same detector."""

    def __init__(self, recipes: Recipes, detector: Detector) -> None:
        self._recipes = recipes
        self._detector = detector
        self._made: dict[tuple[str, float], Inspector] = {}

    def get(self, name: str, folders: bool = True) -> Inspector:  # noqa: ARG002
        recipe = self._recipes.find(name).recipe
        made = Inspector(recipe.name, self._detector, recipe.threshold)
        return self._made.setdefault((recipe.name, recipe.threshold), made)


class FakeBackend(Backend):
    """`fails` is raised by the next start; `closed` counts the stations that were closed."""

    fails: EffadError | None = None
    service_fails: EffadError | None = None
    closed = 0

    def _open(self, settings: Settings) -> tuple[Any, EffadError | None]:
        old, self._assembly = self._assembly, None
        if old:
            old.close()
        if self.fails:
            raise self.fails
        folder = DataFolder(settings.data_dir)
        history = History("", folder.history, min_free_gigabytes=0, keep_days=1e5, period=3600)
        station = Station(settings, [history, self.bridge])
        station._inspectors = FakeInspectors(open_recipes(settings), FakeDetector())  # type: ignore[assignment]
        assembly: Any = SimpleNamespace(station=station, history=history, settings=settings)
        assembly.close = lambda: self._close(station)
        self._assembly = assembly
        station.start()
        return assembly, self.service_fails

    def _close(self, station: Station) -> None:
        station.close()
        self.closed += 1


@dataclass
class Bench(Generic[P]):
    page: P
    backend: FakeBackend
    told: list[EffadError] = field(default_factory=list)

    @property
    def history(self) -> History:
        assembly = self.backend.assembly
        assert assembly
        return assembly.history

    @property
    def saved(self) -> Settings:
        """As the next start would have them."""
        return load_settings(self.backend.settings.data_dir)

    def until(self, true: Callable[[], object], seconds: float = 20) -> None:
        end = time.monotonic() + seconds
        while not true():
            assert time.monotonic() < end, "it never came"
            QTest.qWait(5)

    def start(self) -> None:
        self.backend.start()
        self.until(lambda: self.backend.phase is not Phase.LOADING)

    def open(self) -> None:
        self.page.resize(1184, 640)
        self.page.show()
        self.page.opened()

    def close(self) -> None:
        self.page.hide()
        self.backend.close()


def make_bench(kind: Callable[[Context], P], data_dir: Path) -> Bench[P]:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.wear(app, "light")
    tasks, told = Tasks(), []  # type: ignore[var-annotated]
    backend = FakeBackend(load_settings(data_dir), tasks)
    context = Context(backend, backend.bridge, tasks, told.append, lambda _name, _paths: None)
    return Bench(kind(context), backend, told)
