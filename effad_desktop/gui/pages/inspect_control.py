"""What the Inspect page does with the station; knows no widget."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum, auto
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from effad_desktop.core.status import State, Status
from effad_desktop.errors import EffadError, SourceError
from effad_desktop.gui.orders import Orders
from effad_desktop.gui.page import Context
from effad_desktop.gui.pages.inspect_choice import SAMPLE_RECIPE, Choice, Kind, Opened, from_settings, samples

if TYPE_CHECKING:
    from effad_desktop.composition import Assembly
    from effad_desktop.sources.devices import CameraInfo

T = TypeVar("T")

PACE = 1.0
"""Seconds for each image of a folder, so that it can be looked at."""

SINGLE_SECONDS = 60.0
"""That one image may wait for its verdict."""


class Mode(Enum):
    """Armed is a camera held open that waits for a trigger."""

    IDLE = auto()
    OPENING = auto()
    RUNNING = auto()
    ARMED = auto()
    STOPPING = auto()


class InspectControl(QObject):
    """Obeys one order after the other, each on a task. `changed` comes with every change of what it says."""

    changed = Signal()
    cameras_found = Signal()
    unreadable = Signal(object)

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._backend = context.backend
        self._tasks = context.tasks
        self._tell = context.tell
        self._orders = Orders(context.tasks, self)
        self._assembly: Assembly | None = None
        self._opened: Opened | None = None
        self._configured = ""
        self._wish = 0
        self._resumes = self._ended_before = False
        self._first = True
        self.mode = Mode.IDLE
        self.choice = samples()
        self.pace = PACE
        self.recipe = ""
        self.recipes: list[str] = []
        self.cameras: list[CameraInfo] = []
        self.status: Status | None = None
        self._orders.obeyed.connect(self.changed)
        self.unreadable.connect(context.tell)
        context.tasks.crashed.connect(self._crashed)
        context.backend.changed.connect(self._backend_changed)
        context.backend.polled.connect(self._polled)
        self._backend_changed()

    @property
    def ready(self) -> bool:
        return self._assembly is not None

    @property
    def recipe_name(self) -> str:
        """As its inspections bear it; `recipe` may be a folder."""
        says = self.status
        return says.recipe_name if says and says.recipe == self.recipe else self.recipe

    @property
    def running(self) -> bool:
        return self.mode in (Mode.OPENING, Mode.RUNNING)

    @property
    def faulted(self) -> bool:
        return self.status is not None and self.status.state is State.FAULTED

    @property
    def can_start(self) -> bool:
        return self.ready and not self.running and not self.faulted

    @property
    def can_stop(self) -> bool:
        return self.mode in (Mode.OPENING, Mode.RUNNING, Mode.ARMED)

    @property
    def can_trigger(self) -> bool:
        """A watched folder brings its images by itself."""
        return self.can_start and self.choice.kind is not Kind.HOT_FOLDER

    def choose(self, choice: Choice) -> None:
        """A line that runs goes on with it."""
        was_running = self.running
        self.stop()
        self.choice, self._opened = choice, None
        if was_running:
            self.start()
        self.changed.emit()

    def set_pace(self, seconds: float) -> None:
        self.pace = seconds
        if self._opened and self._opened.reel:
            self._opened.reel.pace = seconds

    def start(self) -> None:
        if not self.can_start:
            return
        if self.mode is Mode.ARMED and self._opened and self._opened.camera:
            self._opened.camera.run()
            self._become(Mode.RUNNING)
        else:
            self._attach(Mode.RUNNING)

    def stop(self) -> None:
        if self._assembly and self.can_stop:
            wish = self._become(Mode.STOPPING)
            self._order(self._assembly.station.detach, lambda _none: self._fulfil(wish, Mode.IDLE))

    def trigger(self) -> None:
        """One image: the next of the files, or the next of the camera, which then stays open."""
        if not self.can_trigger or self._orders.busy:
            return
        if self.choice.kind.is_reel:
            self._step()
        elif self.mode is Mode.ARMED and self._opened and self._opened.camera:
            self._opened.camera.trigger()
        else:
            self._attach(Mode.ARMED)

    def use(self, recipe: str) -> None:
        if (assembly := self._assembly) and recipe != self.recipe:
            self._order(lambda: assembly.station.use(recipe), lambda _none: self._uses(recipe))

    def start_again(self) -> None:
        """After a fault."""
        if assembly := self._assembly:
            self._order(lambda: _again(assembly), self._started_again)

    def look_for_recipes(self) -> None:
        if assembly := self._assembly:
            self._order(lambda: [one.name for one in assembly.station.recipes()], self._recipes_found)

    def look_for_cameras(self) -> None:
        """Beside what is ordered: it takes seconds on some systems."""
        self._tasks.run(self, _find_cameras, self._cameras_found, self._tell)

    def _step(self) -> None:
        assembly, open_it = self._assembly, self._opener()

        def work() -> Opened:
            opened = open_it()
            frame = opened.reel and (opened.reel.step() or opened.reel.step())  # past the end, the first
            if frame and assembly:
                assembly.station.submit(frame).result(SINGLE_SECONDS)
            return opened

        self._order(work, self._keep)

    def _attach(self, mode: Mode) -> None:
        assembly, open_it = self._assembly, self._opener()

        def work() -> Opened:
            opened = open_it()
            if opened.camera:
                opened.camera.run() if mode is Mode.RUNNING else opened.camera.trigger()
            if assembly:
                assembly.station.attach(opened.source)
            return opened

        def done(opened: Opened) -> None:
            self._keep(opened)
            self._fulfil(wish, mode)

        def failed(error: EffadError) -> None:
            self._tell(error)
            self._fulfil(wish, Mode.IDLE)

        wish = self._become(Mode.OPENING)
        self._order(work, done, failed)

    def _opener(self) -> Callable[[], Opened]:
        """Images go on where they were; anything else is opened anew."""
        kept, choice, pace = self._opened, self.choice, self.pace
        if kept and kept.reel:
            return lambda: kept
        return lambda: choice.open(self._backend.settings.data_dir, self.unreadable.emit, pace)

    def _keep(self, opened: Opened) -> None:
        self._opened = opened

    def _order(
        self,
        work: Callable[[], T],
        done: Callable[[T], object],
        failed: Callable[[EffadError], object] | None = None,
    ) -> None:
        self._orders.give(work, done, failed or self._tell)

    def _crashed(self, _error: BaseException) -> None:
        """A bug, which the window tells; nothing more waits for its outcome."""
        self._orders.forget()
        self._become(Mode.IDLE)

    def _fulfil(self, wish: int, mode: Mode) -> None:
        """Unless another has come meanwhile."""
        if wish == self._wish:
            self._become(mode)

    def _become(self, mode: Mode) -> int:
        """The number of the wish that made it so."""
        self.mode = mode
        self._wish += 1
        self.changed.emit()
        return self._wish

    def _uses(self, recipe: str) -> None:
        self.recipe = recipe

    def _recipes_found(self, names: list[str]) -> None:
        self.recipes = names

    def _cameras_found(self, cameras: list[CameraInfo]) -> None:
        self.cameras = cameras
        self.cameras_found.emit()

    def _started_again(self, status: Status) -> None:
        self.status = status
        if self._resumes:
            self._resumes = False
            self.start()

    def _backend_changed(self) -> None:
        assembly = self._backend.assembly
        if assembly is self._assembly:
            return
        self._resumes = self._resumes or self.mode is Mode.RUNNING
        self._assembly, self.mode = assembly, Mode.IDLE
        self._orders.forget()
        if assembly:
            self._become_ready(assembly)
        self.changed.emit()

    def _become_ready(self, assembly: Assembly) -> None:
        """A source that is set starts at once; a first start shows the first of the sample images."""
        self.status = assembly.station.status()
        self.recipe = self.status.recipe
        first, self._first = self._first, False
        resumes, self._resumes = self._resumes, False
        configured = self._backend.settings.source
        if configured and configured != self._configured:
            self.choice, self._opened, resumes = from_settings(configured), None, True
        self._configured = configured
        if resumes:
            self.start()
        elif first and self.recipe == SAMPLE_RECIPE:
            self.trigger()
        self.look_for_recipes()

    def _polled(self, status: Status) -> None:
        self.status = status
        self.recipe = status.recipe
        assembly = self._assembly
        if assembly and self.mode in (Mode.RUNNING, Mode.ARMED) and assembly.station.source_ended.is_set():
            self._source_has_ended(status.source.fault if status.source else "")
        self.changed.emit()

    def _source_has_ended(self, fault: str) -> None:
        """One that a broken detector ends has ended a moment before the station is known to be faulted."""
        if fault and not self.faulted and not self._ended_before:
            self._ended_before = True
            return
        self._ended_before = False
        self._resumes = self.faulted and self.mode is Mode.RUNNING
        if fault and not self.faulted:
            self._tell(SourceError(fault))
        self.stop()


def _again(assembly: Assembly) -> Status:
    assembly.station.start()
    return assembly.station.status()


def _find_cameras() -> list[CameraInfo]:
    from effad_desktop.sources.camera import find_cameras  # which loads OpenCV

    return find_cameras()
