"""What the window asks of teaching; everything here runs on a task."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING

from effad_desktop.core.calibration import Calibration
from effad_desktop.core.inspection import Image
from effad_desktop.core.teaching import KnownDefect, Taught
from effad_desktop.core.threshold_changes import user_name
from effad_desktop.detection.manifest import read_manifest
from effad_desktop.errors import RecipeError
from effad_desktop.recipes import InstalledRecipe
from effad_desktop.settings import Settings

if TYPE_CHECKING:
    from effad_desktop.teaching import Teaching


class Obstacle(Enum):
    """To learning at once."""

    NONE = auto()
    METHOD = auto()
    BUILT_IN = auto()
    UNREADABLE = auto()


@dataclass(frozen=True, slots=True, eq=False)
class Subject:
    """An inspected image; `load` may raise EffadError."""

    recipe: str
    source: str
    load: Callable[[], Image]


@dataclass(frozen=True, slots=True)
class Scale:
    """From the scores of one version to those of another, but for what the new patches explain."""

    factor: float = 1.0
    offset: float = 0.0


@dataclass(frozen=True, slots=True)
class Lesson:
    """How a recipe judges now; `score` is that of the image it was about."""

    recipe: str
    source: str
    version: int
    threshold: float
    calibration: Calibration | None
    scale: Scale
    score: float
    taught: Taught | None = None
    """None where a lesson was undone."""


def obstacle(settings: Settings, recipe: str) -> Obstacle:
    from effad_desktop.station import open_recipes

    try:
        found = open_recipes(settings).find(recipe)
        method = read_manifest(found.model_file).method
    except RecipeError:
        return Obstacle.UNREADABLE
    if method != "memory":
        return Obstacle.METHOD
    return Obstacle.BUILT_IN if found.built_in else Obstacle.NONE


def teach_good(settings: Settings, subject: Subject, force: bool) -> Lesson:
    """Raises TeachingRefused where the guard has doubts; else as Teaching.good."""
    from effad_desktop.station import open_recipes

    recipes = open_recipes(settings)
    before = _quantiles(recipes.find(subject.recipe))
    named = [(subject.source, subject.load())]
    taught = teaching_of(settings).good(subject.recipe, named, user_name(), force)
    now = recipes.find(subject.recipe)
    return _lesson(subject, now, taught.version, before, taught.scores_after[0], taught)


def keep_defect(settings: Settings, subject: Subject) -> KnownDefect:
    named = [(subject.source, subject.load())]
    return teaching_of(settings).defect(subject.recipe, named, user_name())[0]


def undo(settings: Settings, subject: Subject, lesson: Lesson) -> Lesson:
    """Back to the version before the lesson."""
    from effad_desktop.station import open_recipes

    recipes = open_recipes(settings)
    before = _quantiles(recipes.find(subject.recipe))
    restored = teaching_of(settings).restore(subject.recipe, lesson.version - 1, user_name())
    score = lesson.taught.scores_before[0] if lesson.taught else lesson.score
    return _lesson(subject, recipes.find(subject.recipe), restored.number, before, score)


def _lesson(
    subject: Subject,
    now: InstalledRecipe,
    version: int,
    before: tuple[float, float],
    score: float,
    taught: Taught | None = None,
) -> Lesson:
    low, high = _quantiles(now)
    spread = max(high - low, 1e-6)
    scale = Scale((before[1] - before[0]) / spread, 0.1 * (before[0] - low) / spread)
    calibration = now.calibration()
    if calibration:
        calibration.false_rejects(now.recipe.threshold)  # which takes a moment at first
    threshold = now.recipe.threshold
    return Lesson(
        subject.recipe, subject.source, version, threshold, calibration, scale, max(score, 0.0), taught
    )


def _quantiles(found: InstalledRecipe) -> tuple[float, float]:
    """Of distances; scores are 0 at the first and 0.1 at the second."""
    from effad_desktop.detection.weights import read_weights

    low, high = read_weights(found.model_file)[0]["quantiles"]
    return float(low), float(high)


def teaching_of(settings: Settings) -> Teaching:
    from effad_desktop.paths import DataFolder
    from effad_desktop.station import open_recipes
    from effad_desktop.teaching import Teaching

    return Teaching(open_recipes(settings), DataFolder(settings.data_dir).engine_cache)
