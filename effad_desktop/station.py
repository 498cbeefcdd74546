"""What runs: a line, its recipes, the source that feeds it, its state. Knows no Qt."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Lock
from typing import TYPE_CHECKING, Self
from weakref import WeakSet

from effad_desktop.core.feed import Feed
from effad_desktop.core.inspection import Frame, Inspection
from effad_desktop.core.inspector import Inspector
from effad_desktop.core.line import MAX_BATCH, Line
from effad_desktop.core.ports import Sink, Source
from effad_desktop.core.recipe import Recipe
from effad_desktop.core.status import SourceStatus, State, Status
from effad_desktop.core.teaching import KnownDefect, Taught
from effad_desktop.detection.manifest import read_manifest
from effad_desktop.errors import EffadError, RecipeError, StationError
from effad_desktop.inspectors import Inspectors
from effad_desktop.logs import write_crash_log
from effad_desktop.paths import DataFolder, built_in_recipes_dir
from effad_desktop.recipes import InstalledRecipe, Recipes
from effad_desktop.settings import Settings
from effad_desktop.teaching import Teaching

if TYPE_CHECKING:
    from effad_desktop.sinks.history import HistoryReader

log = logging.getLogger(__name__)


def open_recipes(settings: Settings) -> Recipes:
    return Recipes(DataFolder(settings.data_dir).recipes, built_in_recipes_dir())


def find_recipe(settings: Settings) -> InstalledRecipe:
    """The default recipe, which a `--recipe` flag overrides. Raises RecipeError."""
    return open_recipes(settings).find(settings.default_recipe)


def open_inspector(settings: Settings) -> Inspector:
    """Loads the model. Raises RecipeError, UsageError for an absent device or unknown engine."""
    return _open_inspectors(settings, open_recipes(settings)).get(settings.default_recipe)


def _open_inspectors(settings: Settings, recipes: Recipes) -> Inspectors:
    cache = DataFolder(settings.data_dir).engine_cache
    return Inspectors(recipes, settings.device, settings.engine, cache)


def inspect_all(source: Source, inspector: Inspector, sinks: Sequence[Sink]) -> None:
    """To the source's end; a sink that fails ends it, as a report with holes is none."""
    with source:
        for frame in source:
            inspection = inspector.inspect(frame)
            for sink in sinks:
                sink(inspection)


def read_history(settings: Settings) -> HistoryReader:
    """Of a station that runs or has run. Raises SettingsError."""
    from effad_desktop.sinks.history import HistoryReader  # SQLAlchemy takes a moment

    return HistoryReader.open(settings.history_url, DataFolder(settings.data_dir).history)


class Station:
    """Inspects what a source and the faces give it, and tells the sinks.

    Faces call it from any thread. A thread that dies makes it faulted: it takes no more frames and
    says why, until it is started again.
    """

    def __init__(
        self,
        settings: Settings,
        sinks: Sequence[Sink] = (),
        on_sink_error: Callable[[Sink], None] = lambda _sink: None,
        on_use: Callable[[Inspector], None] = lambda _inspector: None,
    ) -> None:
        self._recipe = settings.default_recipe
        self._queue_size = settings.queue
        self._crash_folder = DataFolder(settings.data_dir).logs
        self._recipes = open_recipes(settings)
        self._inspectors = _open_inspectors(settings, self._recipes)
        self.teaching = Teaching(self._recipes, DataFolder(settings.data_dir).engine_cache)
        self._sinks = tuple(sinks)
        self._on_sink_error = on_sink_error
        self._on_use = on_use
        self._line: Line | None = None
        self._feed: Feed | None = None
        self._batches: WeakSet[Feed] = WeakSet()
        self._source_error = ""
        self._lock = Lock()  # of starting, stopping and attaching
        self._state, self._reason = State.STOPPED, ""
        self._since = datetime.now(UTC)
        self._in_use: Inspector | None = None
        self._detector = self._recipe_name = ""
        self.faulted = Event()
        self.source_ended = Event()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def start(self) -> None:
        """Loads the recipe in use. Raises RecipeError, UsageError; is then stopped still."""
        with self._lock:
            if self._state is State.RUNNING:
                return
            self._end_line()
            self._use(self._inspectors.get(self._recipe))
            self._line = Line(self._queue_size, self._sinks, self._on_sink_error, self.fault)
            self._line.start()
            self.faulted.clear()
            self._become(State.RUNNING)

    def close(self) -> None:
        """What was taken is finished first; then the sinks are closed for good."""
        self.detach()
        for batch in list(self._batches):
            batch.stop()
        with self._lock:
            self._end_line()
            self._become(State.STOPPED)
        for sink in self._sinks:
            if close := getattr(sink, "close", None):
                close()

    def use(self, recipe: str) -> None:
        """From now on; what waits is still judged by the recipe before. Raises RecipeError."""
        inspector = self._inspectors.get(recipe)
        self._recipe = recipe
        self._use(inspector)
        log.info("Recipe %s is in use", recipe)

    def submit(self, frame: Frame, recipe: str = "") -> Future[Inspection]:
        """See Service. A recipe is named, never a folder: callers are not trusted with paths."""
        line = self._line
        if line is None or self._state is not State.RUNNING:
            raise StationError(f"The station is {self._state}", self._reason)
        in_use = recipe in ("", self._recipe)
        inspector = self._inspectors.get(recipe or self._recipe, folders=in_use)
        if in_use and inspector is not self._in_use:  # changed on disk, by whomever
            self._use(inspector)
        return line.submit(frame, inspector)

    def attach(self, source: Source) -> None:
        """Its frames are inspected from now on, instead of another's. Raises SourceError."""
        self.detach()
        with self._lock:
            self._source_error = ""
            self.source_ended.clear()
            feed = Feed("source", source, self.submit, self._source_has_ended)
            feed.start()
            self._feed = feed
            log.info("Source %s", source.name)

    def detach(self) -> None:
        with self._lock:
            feed, self._feed = self._feed, None
        if feed:
            feed.stop()

    def batch(
        self,
        source: Source,
        recipe: str,
        on_end: Callable[[Exception | None], None],
        on_inspection: Callable[[Inspection], object] = lambda _: None,
    ) -> Feed:
        """A source beside the one attached, not started yet; its inspections go to the sinks too."""

        def submit(frame: Frame) -> Future[Inspection]:
            return self.submit(replace(frame, kind="batch"), recipe)

        feed = Feed("batch", source, submit, on_end, MAX_BATCH, on_inspection)
        self._batches.add(feed)
        return feed

    def recipes(self) -> list[Recipe]:
        return [found.recipe for found in self._recipes]

    def method(self, recipe: str) -> str:
        """See Service."""
        try:
            return read_manifest(self._recipes.find(recipe).model_file).method
        except RecipeError:
            return ""

    def teach_good(self, frame: Frame, recipe: str, who: str, force: bool) -> Taught:
        """See Service. By name alone; the next inspection is judged by the new version."""
        self._recipes.locate(recipe, folders=False)
        taught = self.teaching.good(recipe, [(frame.source, frame.image)], who, force)
        self._inspectors.get(recipe, folders=False)  # so that no image waits for it to be read
        return taught

    def keep_defect(self, frame: Frame, recipe: str, who: str) -> KnownDefect:
        """See Service."""
        self._recipes.locate(recipe, folders=False)
        (known,) = self.teaching.defect(recipe, [(frame.source, frame.image)], who)
        return known

    def forget(self, frame: Frame, recipe: str) -> bool:
        """See Service."""
        self._recipes.locate(recipe, folders=False)
        return bool(self.teaching.forget(recipe, [(frame.source, frame.image)]))

    def status(self) -> Status:
        line, feed = self._line, self._feed
        return Status(
            state=self._state,
            reason=self._reason,
            recipe=self._recipe,
            detector=self._detector,
            since=self._since,
            waiting=line.waiting if line else 0,
            source=self._source_status(feed.source) if feed else None,
            alarms=self._alarms(line),
            recipe_name=self._recipe_name,
        )

    def fault(self, crash: Exception) -> None:
        """For whoever owns a thread that has died, of the line's or of a face's."""
        path: Path | None = write_crash_log(self._crash_folder, crash)
        log.error("A thread has died; %s", path or "its log cannot be written", exc_info=crash)
        self._become(State.FAULTED, f"{type(crash).__name__}: {crash}")
        self.faulted.set()

    def _use(self, inspector: Inspector) -> None:
        self._in_use = inspector
        self._detector, self._recipe_name = inspector.detector.name, inspector.recipe
        self._on_use(inspector)

    def _source_status(self, source: Source) -> SourceStatus:
        return SourceStatus(source.name, self._source_error or source.fault, source.dropped)

    def _alarms(self, line: Line | None) -> tuple[str, ...]:
        told = [getattr(sink, "alarm", "") for sink in self._sinks]
        return tuple(alarm for alarm in (*told, *(line.alarms if line else ())) if alarm)

    def _end_line(self) -> None:
        line, self._line = self._line, None
        if line:
            line.close()

    def _become(self, state: State, reason: str = "") -> None:
        if state is not self._state:
            self._since = datetime.now(UTC)
            log.log(logging.ERROR if state is State.FAULTED else logging.INFO, "Station %s %s", state, reason)
        self._state, self._reason = state, reason

    def _source_has_ended(self, error: Exception | None) -> None:
        if error:
            self._source_error = str(error)
            if isinstance(error, EffadError):
                log.error("The source has ended: %s", error)
            else:
                self.fault(error)
        elif feed := self._feed:
            log.info("Source %s has ended", feed.source.name)
        self.source_ended.set()
