"""What is to be inspected, what of it is done, and by which recipe."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from effad_desktop.core.calibration import Calibration
from effad_desktop.errors import EffadError, RecipeError
from effad_desktop.gui import backend as behind
from effad_desktop.gui.page import Context
from effad_desktop.gui.pages.batch_run import BatchRun, Item
from effad_desktop.recipes import Recipes
from effad_desktop.settings import Settings
from effad_desktop.sources.selection import Found, Selection, select

TAKE_MS = 100
"""Between two looks at what has come: the table grows by many rows at a time."""


class Phase(Enum):
    EMPTY = auto()
    LOOKING = auto()
    STARTING = auto()
    RUNNING = auto()
    STOPPING = auto()
    ENDED = auto()


@dataclass(frozen=True, slots=True)
class Known:
    """A recipe's threshold, and what it was set from where that was kept."""

    name: str
    threshold: float
    calibration: Calibration | None = None


class BatchJob(QObject):
    """What is given while a batch runs is added to it; later it is a batch of its own."""

    changed = Signal()
    began = Signal()
    knows = Signal(object)
    arrived = Signal(object)
    refused = Signal(object)
    failed = Signal(object)

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self.phase = Phase.EMPTY
        self.recipe = ""
        """Empty for the one in use."""
        self.known: Known | None = None
        self._items: dict[Path, Item] = {}
        self._done: set[Path] = set()
        self._looking = 0
        self._cancelled = 0
        self._wish = 0
        self._run: BatchRun | None = None
        self._done_before = -1
        self._timer = QTimer(self, interval=TAKE_MS)
        self._timer.timeout.connect(self._take)
        context.backend.changed.connect(self._backend_changed)

    @property
    def total(self) -> int:
        return len(self._items)

    @property
    def done(self) -> int:
        return len(self._done)

    @property
    def busy(self) -> bool:
        return self.phase in (Phase.LOOKING, Phase.STARTING, Phase.RUNNING, Phase.STOPPING)

    def take(self, paths: list[Path]) -> None:
        """Files and folders; many of them take a while to be found."""
        self._looking += 1
        if not self.busy:
            self._become(Phase.LOOKING)
        cancelled = self._cancelled
        self._context.tasks.run(
            self, lambda: _look(paths), lambda found: self._selected(*found, cancelled), self._not_selected
        )

    def cancel(self) -> None:
        """What is under way is finished."""
        self._cancelled += 1
        run = self._run
        if run and self.phase is Phase.RUNNING:
            self._become(Phase.STOPPING)
            self._context.tasks.run(self, run.stop, lambda _: None, self.failed.emit)
        elif self.phase in (Phase.LOOKING, Phase.STARTING):
            self._become(Phase.ENDED if self._items else Phase.EMPTY)

    def go_on(self) -> None:
        """With what was left when it ended early."""
        if not self.busy and self.done < self.total:
            self._start()

    def again(self) -> None:
        """The same images, by the recipe that is chosen now."""
        if not self.busy and self._items:
            self._begin(list(self._items.values()))

    def threshold_stored(self, recipe: str, threshold: float, calibration: Calibration | None = None) -> None:
        """Set from another calibration where one is given."""
        if self.known and recipe == self.known.name:
            self.known = Known(recipe, threshold, calibration or self.known.calibration)
            self.knows.emit(self.known)

    def _selected(self, selection: Selection, items: list[Item], cancelled: int) -> None:
        self._looking -= 1
        if cancelled != self._cancelled:
            return
        if selection.refused or not selection.images:
            self.refused.emit(selection)
        if self.phase in (Phase.STARTING, Phase.RUNNING):
            self._items.update((item.path, item) for item in items)
            self.changed.emit()
        elif items and self.phase is not Phase.STOPPING:
            self._begin(items)
        elif self.phase is Phase.LOOKING and not self._looking:
            self._become(Phase.ENDED if self._items else Phase.EMPTY)

    def _not_selected(self, error: EffadError) -> None:
        self._looking -= 1
        self.failed.emit(error)

    def _begin(self, items: list[Item]) -> None:
        self._items = {item.path: item for item in items}
        self._done = set()
        self.known = None
        self.began.emit()
        self._start()

    def _start(self) -> None:
        """As soon as the station is ready. Of several wishes the last one counts."""
        self._wish += 1
        wish = self._wish
        self._become(Phase.STARTING)
        backend = self._context.backend
        if backend.phase is behind.Phase.FAILED and backend.error:
            self._fail(backend.error)
        elif assembly := backend.assembly:
            recipe = self.recipe or assembly.station.status().recipe
            recipes, settings = self._recipes, backend.settings
            self._context.tasks.run(
                self,
                lambda: _look_up(recipes(settings), recipe),
                lambda known: self._looked_up(known, wish),
                self._fail,
            )

    @staticmethod
    def _recipes(settings: Settings) -> Recipes:
        from effad_desktop.station import open_recipes

        return open_recipes(settings)

    def _looked_up(self, known: Known, wish: int) -> None:
        assembly = self._context.backend.assembly
        if self.phase is not Phase.STARTING or wish != self._wish or assembly is None:
            return
        self._done_before = self.done
        self.known = known
        self.knows.emit(known)
        rest = [item for path, item in self._items.items() if path not in self._done]
        run = self._run = BatchRun(rest, known.name)
        run.ended.connect(self._ended)
        self._timer.start()
        self._become(Phase.RUNNING)
        batch = assembly.station.batch
        self._context.tasks.run(self, lambda: run.start(batch), lambda _: None, self._fail)

    def _take(self) -> None:
        results = self._run.take() if self._run else []
        if results:
            self._done.update(result.path for result in results)
            self.arrived.emit(results)

    def _ended(self, error: Exception | None) -> None:
        self._take()
        self._timer.stop()
        self._run = None
        if error is not None:
            self._fail(error if isinstance(error, EffadError) else _unexpected(error))
        elif self.phase is Phase.RUNNING and self._done_before < self.done < self.total:
            self._start()  # with what was added meanwhile, or by a station that was started again
        else:
            self._become(Phase.ENDED)

    def _fail(self, error: EffadError) -> None:
        self._timer.stop()
        self._run = None
        self._become(Phase.ENDED)
        self.failed.emit(error)

    def _backend_changed(self) -> None:
        if self.phase is Phase.STARTING and self._run is None:
            self._start()

    def _become(self, phase: Phase) -> None:
        self.phase = phase
        self.changed.emit()


def _look(paths: list[Path]) -> tuple[Selection, list[Item]]:
    selection = select(paths)
    return selection, [_item(found, selection.root) for found in selection.images]


def _item(found: Found, root: Path) -> Item:
    folder = found.path.parent.relative_to(root).as_posix()
    return Item(found.path, "" if folder == "." else folder, found.truth)


def _look_up(recipes: Recipes, name: str) -> Known:
    """Also works out what the threshold costs, which takes a moment at first. Raises RecipeError."""
    found = recipes.find(name)
    try:
        calibration = found.calibration()
    except RecipeError:
        calibration = None
    if calibration:
        calibration.false_rejects(found.recipe.threshold)
    return Known(name, found.recipe.threshold, calibration)


def _unexpected(error: Exception) -> EffadError:
    return EffadError(f"The batch has ended: {type(error).__name__}", str(error))
