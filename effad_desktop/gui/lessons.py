"""What the window asks of teaching; everything here runs on a task."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import TYPE_CHECKING, TypeVar

from effad_desktop.core.calibration import Calibration
from effad_desktop.core.inspection import Image, Inspection, Prediction
from effad_desktop.core.inspector import judge
from effad_desktop.core.teaching import KnownDefect, Scale, Taught
from effad_desktop.core.threshold_changes import user_name
from effad_desktop.detection.manifest import read_manifest
from effad_desktop.detection.preprocessing import resize
from effad_desktop.errors import EffadError, RecipeError
from effad_desktop.gui.bridge import Mark
from effad_desktop.versions import restore

if TYPE_CHECKING:
    from effad_desktop.teaching import Teaching

T = TypeVar("T")


class Obstacle(Enum):
    """To learning at once."""

    NONE = auto()
    METHOD = auto()
    BUILT_IN = auto()
    UNREADABLE = auto()


@dataclass(frozen=True, slots=True, eq=False)
class Subject:
    """An inspected image; `load` may raise EffadError. `inspection` is its id, where it has one."""

    recipe: str
    source: str
    load: Callable[[], Image]
    inspection: str = ""


@dataclass(frozen=True, slots=True)
class Lesson:
    """How a recipe judges now; `score` is that of the image it was about. `models` are the hashes of the
    model before and of the model now.
    """

    recipe: str
    source: str
    version: int
    models: tuple[str, str]
    threshold: float
    calibration: Calibration | None
    scale: Scale
    score: float
    taught: Taught | None = None
    """None where a lesson was undone."""
    inspection: str = ""

    def judge(self, before: Inspection) -> Inspection:
        """By how the recipe judges now, but for what the new patches explain of other images.

        What another model than that before has judged stays as it is.
        """
        if before.model != self.models[0]:
            return before
        prediction = before.prediction
        score = self.score if before.id == self.inspection else self.scale.score(prediction.anomaly_score)
        heat = self.scale.heat_map(prediction.anomaly_map, score)
        return replace(
            before,
            prediction=replace(prediction, anomaly_map=heat, anomaly_score=score),
            threshold=self.threshold,
            verdict=judge(score, self.threshold),
            model=self.models[1],
        )

    def judge_mark(self, before: Mark) -> Mark:
        """As `judge`."""
        if before.model != self.models[0]:
            return before
        score = self.score if before.id == self.inspection else self.scale.score(before.score)
        verdict, model = judge(score, self.threshold), self.models[1]
        return replace(before, score=score, threshold=self.threshold, verdict=verdict, model=model)


def obstacle(teaching: Teaching, recipe: str) -> Obstacle:
    try:
        found = teaching.recipes.find(recipe)
        method = read_manifest(found.model_file).method
    except RecipeError:
        return Obstacle.UNREADABLE
    if method != "memory":
        return Obstacle.METHOD
    return Obstacle.BUILT_IN if found.built_in else Obstacle.NONE


def teach_good(teaching: Teaching, subject: Subject, force: bool) -> Lesson:
    """Raises TeachingRefused where the guard has doubts; else as Teaching.good."""
    named = [(subject.source, subject.load())]
    taught = teaching.good(subject.recipe, named, user_name(), force)
    models = (taught.former_model, taught.model)
    return _lesson(teaching, subject, taught.version, models, taught.scale, taught.scores_after[0], taught)


def measure(teaching: Teaching, recipe: str, loads: Mapping[T, Callable[[], Image]]) -> dict[T, Prediction]:
    """As the recipe judges now; what cannot be loaded any more is left out."""
    images = {}  # small: forty of a large camera would take gigabytes
    for key, load in loads.items():
        with suppress(EffadError):
            images[key] = resize(load())
    return dict(zip(images, teaching.measure(recipe, images.values()), strict=True))


def measured(before: Inspection, prediction: Prediction) -> Inspection:
    """By the threshold that it has."""
    verdict = judge(prediction.anomaly_score, before.threshold)
    return replace(before, prediction=prediction, verdict=verdict)


def keep_defect(teaching: Teaching, subject: Subject) -> KnownDefect:
    named = [(subject.source, subject.load())]
    return teaching.defect(subject.recipe, named, user_name())[0]


def forget_defect(teaching: Teaching, subject: Subject) -> None:
    teaching.forget(subject.recipe, [(subject.source, subject.load())])


def undo(teaching: Teaching, subject: Subject, lesson: Lesson) -> Lesson:
    """Back to the version before the lesson."""
    restored = restore(teaching.recipes, subject.recipe, lesson.version - 1, user_name())
    teaching.forget(subject.recipe, [(subject.source, subject.load())])
    models, scale = (lesson.models[1], lesson.models[0]), lesson.scale.back()
    score = lesson.taught.scores_before[0] if lesson.taught else lesson.score
    return _lesson(teaching, subject, restored.number, models, scale, score)


def _lesson(
    teaching: Teaching,
    subject: Subject,
    version: int,
    models: tuple[str, str],
    scale: Scale,
    score: float,
    taught: Taught | None = None,
) -> Lesson:
    now = teaching.recipes.find(subject.recipe)
    calibration = now.calibration()
    if calibration:
        calibration.false_rejects(now.recipe.threshold)  # which takes a moment at first
    return Lesson(
        subject.recipe,
        subject.source,
        version,
        models,
        now.recipe.threshold,
        calibration,
        scale,
        max(score, 0.0),
        taught,
        subject.inspection,
    )
