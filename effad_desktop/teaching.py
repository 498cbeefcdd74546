"""Teaching a recipe of the method memory: at once, without torch, and with a way back."""

from __future__ import annotations

import hashlib
import logging
import time
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from effad_desktop.core.calibration import Calibration, write_calibration
from effad_desktop.core.inspection import Image, Prediction
from effad_desktop.core.teaching import KnownDefect, Scale, Taught
from effad_desktop.core.versions import Version
from effad_desktop.detection.evidence import (
    Evidence,
    Label,
    evidence_id,
    evidence_of,
    put_former_back,
    write_distances,
    write_evidence,
)
from effad_desktop.detection.memory_learning import Floats, Memory, nearest
from effad_desktop.detection.weights import Weights, read_weights, write_weights
from effad_desktop.errors import UsageError
from effad_desktop.recipe_lock import locked
from effad_desktop.recipes import InstalledRecipe, Recipes
from effad_desktop.teaching_state import TeachingState, refuse_unteachable
from effad_desktop.versions import keep, keep_as_it_is

if TYPE_CHECKING:
    from effad_desktop.detection.memory_features import Features

log = logging.getLogger(__name__)

Named = tuple[str, Image]


class TeachingRefused(UsageError):
    """The guard has doubts, and nobody said to teach it nevertheless."""


class Teaching:
    """Any thread and any process may teach: one at a time is let at a recipe, the others wait for a while
    and then raise Busy. A station that runs picks the new version up by itself (see inspectors).
    """

    def __init__(self, recipes: Recipes, cache: Path | None = None) -> None:
        self.recipes = recipes
        self._cache = cache
        self._lock = Lock()
        self._loaded: tuple[str, Features] | None = None

    def good(self, name: str, images: Sequence[Named], who: str, force: bool = False) -> Taught:
        """Adds what is new in good images to the bank, and sets normalisation and threshold anew.

        Raises TeachingRefused where the guard has doubts and `force` is not given, UsageError for a
        method that does not learn at once, RecipeError, SettingsError, Busy.
        """
        with locked(self._teachable(name)):
            state = TeachingState.of(self.recipes.find(name))
            seen = self._see(state.weights, state.manifest.size, [image for _, image in images])
            before = [state.score(features) for features in seen]
            now = datetime.now(UTC)
            evidence = _labelled(images, seen, Label.GOOD, who, now)
            taught, added = state.learned(seen, {one.id for one in evidence})
            calibration = state.calibrated(taught)
            new = taught.with_threshold(calibration.threshold)
            warnings = state.doubts(new, [source for source, _ in images], before)
            if warnings and not force:
                raise TeachingRefused(f"{name} was not taught", "; ".join(warnings))
            version = self._write(state, new, calibration, evidence)
        after = [new.score(features) for features in seen]
        log.info("Recipe %s is version %d: %s (%s)", name, version.number, version.what, who)
        return _taught(state, new, version, calibration, added, (before, after), warnings)

    def defect(self, name: str, images: Sequence[Named], who: str) -> list[KnownDefect]:
        """Keeps them as labelled evidence: from now on the guard says when they would pass."""
        with locked(self._teachable(name)):
            state = TeachingState.of(self.recipes.find(name))
            seen = self._see(state.weights, state.manifest.size, [image for _, image in images])
            distances = dict(state.distances)
            known = []
            for one in _labelled(images, seen, Label.DEFECT, who, datetime.now(UTC)):
                distances[one.id] = nearest(one.features, state.memory.bank)
                write_evidence(state.found.folder, one)
                known.append(_known(one.name, state.memory.score(distances[one.id]), state.found))
            write_distances(state.found.folder, distances)
            return known

    def forget(self, name: str, images: Sequence[Named]) -> list[str]:
        """Takes back what was said of them last; of which something was. What was learned stays learned."""
        folder = self._teachable(name)
        with locked(folder):
            return [source for source, image in images if put_former_back(folder, evidence_id(image))]

    def measure(self, name: str, images: Iterable[Image]) -> list[Prediction]:
        """As the recipe judges now, beside the station's line. Raises RecipeError, UsageError."""
        weights, manifest = read_weights(self.recipes.find(name).model_file)
        memory, found = Memory.of(weights), []
        features = self._features(weights, manifest.size)
        for image in images:
            began = time.perf_counter()
            seen = features.of(image)
            heat = memory.anomaly_map(nearest(seen, memory.bank))
            found.append(Prediction(heat, float(heat.max()), time.perf_counter() - began))
        return found

    def _teachable(self, name: str) -> Path:
        """Its folder, known to be one that may be locked. Raises RecipeError, UsageError."""
        found = self.recipes.find(name)
        refuse_unteachable(found)
        return found.folder

    def _see(self, weights: Weights, size: str, images: Iterable[Image]) -> list[Floats]:
        features = self._features(weights, size)
        return [features.of(image) for image in images]

    def _features(self, weights: Weights, size: str) -> Features:
        """The network is kept: nothing that is learned changes it."""
        from effad_desktop.detection.memory_features import Features  # OpenVINO takes a moment to import

        with self._lock:
            seen_by = hashlib.sha256()
            for tensor in sorted(weights.keys() - {"bank", "quantiles"}):
                seen_by.update(weights[tensor].tobytes())
            key = seen_by.hexdigest()
            if self._loaded is None or self._loaded[0] != key:
                self._loaded = key, Features(weights, size, self._cache)
            return self._loaded[1]

    def _write(
        self,
        old: TeachingState,
        new: TeachingState,
        calibration: Calibration,
        evidence: Sequence[Evidence],
    ) -> Version:
        """Readers that come meanwhile wait, or go on with what they have read (see inspectors)."""
        folder, who, when = old.found.folder, evidence[0].who, evidence[0].when
        keep_as_it_is(old.found)
        for one in evidence:
            write_evidence(folder, one)
        manifest = write_weights(old.found.model_file, new.memory.into(old.weights), new.told(calibration))
        write_distances(folder, new.distances)
        write_calibration(replace(calibration, model=manifest.sha256), folder)
        changed = self.recipes.set_threshold(str(folder), calibration.threshold, who)
        what = f"taught as good: {', '.join(one.name for one in evidence)}"
        return keep(changed, who, what, new.figures(calibration), when)


def _labelled(
    images: Sequence[Named], seen: Sequence[Floats], label: Label, who: str, when: datetime
) -> list[Evidence]:
    return [
        evidence_of(image, features, label, source, who, when)
        for (source, image), features in zip(images, seen, strict=True)
    ]


def _taught(
    old: TeachingState,
    new: TeachingState,
    version: Version,
    calibration: Calibration,
    added: int,
    scores: tuple[Sequence[float], Sequence[float]],
    warnings: tuple[str, ...],
) -> Taught:
    return Taught(
        recipe=old.found.name,
        version=version.number,
        model=version.model,
        added_patches=added,
        scores_before=tuple(scores[0]),
        scores_after=tuple(scores[1]),
        threshold_before=old.threshold,
        threshold_after=new.threshold,
        false_rejects_per_1000=calibration.expected_false_rejects,
        known_defects=len(new.of_label(Label.DEFECT)),
        passing_defects=new.passing_defects(),
        warnings=warnings,
        former_model=old.manifest.sha256,
        scale=Scale.between(old.memory.quantiles, new.memory.quantiles),
    )


def _known(name: str, score: float, found: InstalledRecipe) -> KnownDefect:
    calibration = found.calibration()
    cost = calibration.false_rejects(score).expected if calibration else None
    return KnownDefect(name, score, found.recipe.threshold, cost)
