"""Inspectors of the installed recipes, loaded when first asked for."""

from __future__ import annotations

import logging
import time
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from effad_desktop.core.inspector import Inspector
from effad_desktop.core.parity import PARITY_FILE
from effad_desktop.core.ports import Detector
from effad_desktop.core.recipe import MODEL_FILE, RECIPE_FILE
from effad_desktop.detection.manifest import read_manifest
from effad_desktop.errors import Busy, RecipeError, SettingsError
from effad_desktop.recipe_lock import lock_file, locked
from effad_desktop.recipes import InstalledRecipe, Recipes

log = logging.getLogger(__name__)

KEPT = 4
"""Models in memory; the one unused for longest goes first."""
MOMENT = 0.05
"""Seconds, in which a recipe that is replaced is there again."""


@dataclass(frozen=True, slots=True)
class Stamps:
    """Time and size of a recipe's files: what tells, without reading them, that they are as they were."""

    recipe: tuple[int, int]
    model: tuple[int, int]
    parity: tuple[int, int] | None
    """It may choose the engine."""

    def same_model(self, other: Stamps) -> bool:
        return (self.model, self.parity) == (other.model, other.parity)


@dataclass(frozen=True, slots=True, eq=False)
class Loaded:
    inspector: Inspector
    stamps: Stamps


class Inspectors:
    """Thread-safe. A recipe that was changed on disk is read again at its next use; who asks meanwhile, or
    while it is broken, is given what was there before.
    """

    def __init__(self, recipes: Recipes, device: str, engine: str, cache: Path | None = None) -> None:
        self._recipes = recipes
        self._device = device
        self._engine = engine
        self._cache = cache
        self._loaded: OrderedDict[str, Loaded] = OrderedDict()
        self._broken: dict[str, Stamps | None] = {}
        self._lock = Lock()
        self._loading = Lock()

    def get(self, name: str, folders: bool = True) -> Inspector:
        """`folders` as in Recipes.locate. Raises RecipeError, UsageError for an absent device or engine,
        Busy.
        """
        folder = self._locate(name, folders)
        stamps = _stamps(folder)
        if fresh := self._fresh(name, stamps):
            return fresh
        old = self._loaded.get(name)
        if old is None:
            with self._loading:  # one at a time; those that are loaded are had meanwhile
                return self._fresh(name, stamps) or self._read(name, folder)
        if self._is_known_broken(name, stamps) or not self._loading.acquire(blocking=False):
            return old.inspector  # whoever reads the new state is not waited for
        try:
            return self._read(name, folder, 0.0)
        except Busy:
            return old.inspector  # until whoever teaches it has written all of it
        except RecipeError as error:
            log.warning("%s; inspecting goes on with the recipe as it was before", error)
            self._broken[name] = stamps
            return old.inspector
        finally:
            self._loading.release()

    def _locate(self, name: str, folders: bool) -> Path:
        try:
            return self._recipes.locate(name, folders)
        except RecipeError:
            if name not in self._loaded:
                raise
            time.sleep(MOMENT)
            return self._recipes.locate(name, folders)

    def _is_known_broken(self, name: str, stamps: Stamps | None) -> bool:
        return name in self._broken and self._broken[name] == stamps

    def _read(self, name: str, folder: Path, patience: float | None = None) -> Inspector:
        """A recipe that another changes just now is waited for. Raises Busy, RecipeError, UsageError."""
        with _unchanged(folder, patience):
            stamps, old = _stamps(folder), self._loaded.get(name)
            same_model = old.inspector if old and stamps and old.stamps.same_model(stamps) else None
            inspector = self._load(self._recipes.find(str(folder)), same_model)
        self._broken.pop(name, None)
        if stamps:
            self._keep(name, Loaded(inspector, stamps))
        return inspector

    def _fresh(self, name: str, stamps: Stamps | None) -> Inspector | None:
        with self._lock:
            loaded = self._loaded.get(name)
            if loaded is None or stamps != loaded.stamps:
                return None
            self._loaded.move_to_end(name)
            return loaded.inspector

    def _keep(self, name: str, loaded: Loaded) -> None:
        with self._lock:
            self._loaded[name] = loaded
            self._loaded.move_to_end(name)
            while len(self._loaded) > KEPT:
                self._loaded.popitem(last=False)

    def _load(self, found: InstalledRecipe, same_model: Inspector | None) -> Inspector:
        if same_model:
            log.info("Recipe %s has changed; its threshold is %g", found.name, found.recipe.threshold)
            old = same_model
            return Inspector(found.name, old.detector, found.recipe.threshold, old.model, old.method)
        detector = self._detector(found)
        log.info("Recipe %s of %s on %s", found.name, found.folder, detector.name)
        manifest = read_manifest(found.model_file)
        return Inspector(found.name, detector, found.recipe.threshold, manifest.sha256, manifest.method)

    def _detector(self, found: InstalledRecipe) -> Detector:
        from effad_desktop.detection.engines import load_detector  # an engine takes seconds to import

        return load_detector(found.model_file, self._device, self._engine, self._cache)


@contextmanager
def _unchanged(folder: Path, patience: float | None) -> Iterator[None]:
    """Nobody writes while it is read, where that can be had: another user's lock cannot always be taken."""
    with ExitStack() as held:
        if lock_file(folder).exists():
            with suppress(SettingsError):
                held.enter_context(locked(folder, patience))
        yield


def _stamps(folder: Path) -> Stamps | None:
    """None where one is missing; reading the recipe then says what is wrong."""
    try:
        parity = folder / PARITY_FILE
        return Stamps(
            _stamp(folder / RECIPE_FILE),
            _stamp(folder / MODEL_FILE),
            _stamp(parity) if parity.exists() else None,
        )
    except OSError:
        return None


def _stamp(file: Path) -> tuple[int, int]:
    stat = file.stat()
    return stat.st_mtime_ns, stat.st_size
