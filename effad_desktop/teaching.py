"""Teaching a recipe of the method memory: at once, without torch, and with a way back."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np

from effad_desktop.core.calibration import Calibration, calibrate, wanted_false_rejects, write_calibration
from effad_desktop.core.inspection import Image
from effad_desktop.core.teaching import KnownDefect, Taught
from effad_desktop.core.versions import Version, is_kept, keep_version, put_back, read_versions
from effad_desktop.detection.evidence import (
    Evidence,
    Label,
    evidence_of,
    read_distances,
    read_evidence,
    write_distances,
    write_evidence,
)
from effad_desktop.detection.manifest import Manifest, read_manifest
from effad_desktop.detection.memory_learning import (
    Floats,
    Memory,
    nearest,
    new_patches,
    reach_of,
)
from effad_desktop.detection.weights import Weights, read_weights, write_weights
from effad_desktop.errors import RecipeError, UsageError
from effad_desktop.recipes import InstalledRecipe, Recipes

if TYPE_CHECKING:
    from effad_desktop.detection.memory_features import Features

log = logging.getLogger(__name__)

FAR = 2.0
"""So many times as far above ordinary good images as the threshold is: not this product, or no good image."""

Named = tuple[str, Image]


class TeachingRefused(UsageError):
    """The guard has doubts, and nobody said to teach it nevertheless."""


@dataclass(frozen=True, slots=True, eq=False)
class _State:
    """A recipe opened for learning; `distances` are of each piece of evidence to the bank."""

    found: InstalledRecipe
    weights: Weights
    manifest: Manifest
    memory: Memory
    evidence: tuple[Evidence, ...]
    distances: Mapping[str, Floats]

    @property
    def threshold(self) -> float:
        return self.found.recipe.threshold

    def of(self, label: Label) -> dict[str, Floats]:
        return {e.id: self.distances[e.id] for e in self.evidence if e.label is label}

    def scores(self, label: Label) -> list[float]:
        return [self.memory.score(d) for d in self.of(label).values()]


class Teaching:
    """Thread-safe. A station that runs picks the new version up by itself (see inspectors)."""

    def __init__(self, recipes: Recipes, cache: Path | None = None) -> None:
        self._recipes = recipes
        self._cache = cache
        self._lock = Lock()

    def good(self, name: str, images: Sequence[Named], who: str, force: bool = False) -> Taught:
        """Adds what is new in good images to the bank, and sets normalisation and threshold anew.

        Raises TeachingRefused where the guard has doubts and `force` is not given, UsageError for a
        method that does not learn at once, RecipeError, SettingsError.
        """
        with self._lock:
            state = self._open(name)
            features = self._features(state)
            seen = [features.of(image) for _, image in images]
            before = [state.memory.score(nearest(f, state.memory.bank)) for f in seen]
            taught, added = _learned(state, seen)
            calibration = _calibrated(taught, state)
            new = replace(taught, found=_with_threshold(state.found, calibration.threshold))
            warnings = _doubts(state, new, images, before)
            if warnings and not force:
                raise TeachingRefused(f"{name} was not taught", "; ".join(warnings))
            version = self._write(state, new, calibration, who, list(zip(images, seen, strict=True)))
        after = [new.memory.score(nearest(f, new.memory.bank)) for f in seen]
        log.info("Recipe %s is version %d: %s (%s)", name, version.number, version.what, who)
        return _taught(state, new, version, calibration, added, (before, after), warnings)

    def defect(self, name: str, images: Sequence[Named], who: str) -> list[KnownDefect]:
        """Keeps them as labelled evidence: from now on the guard says when they would pass."""
        with self._lock:
            state = self._open(name)
            features = self._features(state)
            distances, known = dict(state.distances), []
            for source, image in images:
                seen = features.of(image)
                one = evidence_of(image, seen, Label.DEFECT, source, who, datetime.now(UTC))
                write_evidence(state.found.folder, one)
                distances[one.id] = nearest(seen, state.memory.bank)
                known.append(_known(source, state.memory.score(distances[one.id]), state.found))
            write_distances(state.found.folder, distances)
            return known

    def versions(self, name: str) -> list[Version]:
        """Oldest first; none where nothing was taught. Raises RecipeError."""
        return read_versions(self._recipes.find(name).folder)

    def restore(self, name: str, number: int, who: str) -> Version:
        """As a new version, so that it can be undone too. Raises RecipeError, SettingsError."""
        with self._lock:
            found = self._recipes.find(name)
            keep_as_it_is(found)
            put_back(found.folder, number)
            restored = self._recipes.find(name)
            return keep(restored, who, f"restored version {number}", {}, datetime.now(UTC))

    def _open(self, name: str) -> _State:
        found = self._recipes.find(name)
        if read_manifest(found.model_file).method != "memory":
            raise UsageError(
                f"{found.name} does not learn at once", "only recipes of the method memory do; train it again"
            )
        if found.built_in:
            raise UsageError(f"{found.name} is built in", "export it, and add it under another name")
        weights, manifest = read_weights(found.model_file)
        memory = Memory.of(weights)
        evidence = tuple(e for e in read_evidence(found.folder) if e.label is not Label.GOOD)
        if not any(e.label is Label.HELD_OUT for e in evidence):
            raise RecipeError(
                f"{found.name} has no held-out images to set its threshold from", "train it again"
            )
        kept = read_distances(found.folder)
        distances = {e.id: kept[e.id] if e.id in kept else nearest(e.features, memory.bank) for e in evidence}
        return _State(found, weights, manifest, memory, evidence, distances)

    def _features(self, state: _State) -> Features:
        from effad_desktop.detection.memory_features import Features  # OpenVINO takes a moment to import

        return Features(state.weights, state.manifest.size, self._cache)

    def _write(
        self,
        old: _State,
        new: _State,
        calibration: Calibration,
        who: str,
        taught: Sequence[tuple[Named, Floats]],
    ) -> Version:
        """The threshold last: until then the new model is judged by a threshold that is close."""
        folder, now = old.found.folder, datetime.now(UTC)
        keep_as_it_is(old.found)
        for (source, image), seen in taught:
            write_evidence(folder, evidence_of(image, seen, Label.GOOD, source, who, now))
        manifest = write_weights(old.found.model_file, new.memory.into(old.weights), _told(new, calibration))
        write_distances(folder, new.distances)
        write_calibration(replace(calibration, model=manifest.sha256), folder)
        changed = self._recipes.set_threshold(str(folder), calibration.threshold, who)
        names = ", ".join(source for (source, _), _ in taught)
        return keep(changed, who, f"taught as good: {names}", _figures(new, calibration), now)


def _learned(state: _State, seen: Sequence[Floats]) -> tuple[_State, int]:
    """With what is new in each image in turn, and normalised again; how many patches came in."""
    memory, distances, added = state.memory, dict(state.distances), 0
    reach = reach_of(list(state.of(Label.HELD_OUT).values()))
    for features in seen:
        rows = new_patches(features, nearest(features, memory.bank), reach)
        if not len(rows):
            continue
        memory, added = memory.with_patches(rows), added + len(rows)
        for evidence in state.evidence:
            nearer = nearest(evidence.features, rows)
            distances[evidence.id] = np.minimum(distances[evidence.id], nearer)
    held_out = [distances[e.id] for e in state.evidence if e.label is Label.HELD_OUT]
    return replace(state, memory=memory.normalised(held_out), distances=distances), added


def _calibrated(new: _State, old: _State) -> Calibration:
    """At as many false rejects as the threshold stood for before."""
    wanted = wanted_false_rejects(old.found.calibration(), old.threshold)
    return calibrate(new.scores(Label.HELD_OUT), wanted)


def _doubts(old: _State, new: _State, images: Sequence[Named], scores: Sequence[float]) -> tuple[str, ...]:
    ordinary = float(np.median(old.scores(Label.HELD_OUT)))
    room = max(old.threshold - ordinary, 1e-6)
    doubts = [
        f"{source} lies far outside of everything seen: its score is {score:.3g}, "
        f"the threshold {old.threshold:.3g}, ordinary is {ordinary:.3g}"
        for (source, _), score in zip(images, scores, strict=True)
        if (score - ordinary) / room > FAR
    ]
    names = {e.id: e.name for e in old.evidence}
    was = {i for i, d in old.of(Label.DEFECT).items() if old.memory.score(d) > old.threshold}
    passing = [i for i, d in new.of(Label.DEFECT).items() if new.memory.score(d) <= new.threshold]
    if lost := [names[i] for i in passing if i in was]:
        doubts.append(f"{len(lost)} known defects would pass: {', '.join(lost[:3])}")
    return tuple(doubts)


def _taught(
    old: _State,
    new: _State,
    version: Version,
    calibration: Calibration,
    added: int,
    scores: tuple[Sequence[float], Sequence[float]],
    warnings: tuple[str, ...],
) -> Taught:
    defects = new.scores(Label.DEFECT)
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
        known_defects=len(defects),
        passing_defects=sum(score <= new.threshold for score in defects),
        warnings=warnings,
    )


def _with_threshold(found: InstalledRecipe, threshold: float) -> InstalledRecipe:
    return replace(found, recipe=replace(found.recipe, threshold=threshold))


def _told(new: _State, calibration: Calibration) -> Manifest:
    figures = {**new.manifest.figures, "bank_patches": float(len(new.memory.bank))}
    return replace(new.manifest, threshold=calibration.threshold, figures=figures)


def _figures(new: _State, calibration: Calibration) -> dict[str, float]:
    defects = new.scores(Label.DEFECT)
    return {
        "bank_patches": float(len(new.memory.bank)),
        "held_out_good": float(calibration.good_images),
        "expected_false_rejects_per_1000": calibration.expected_false_rejects,
        "known_defects": float(len(defects)),
        "passing_defects": float(sum(score <= calibration.threshold for score in defects)),
    }


def _known(name: str, score: float, found: InstalledRecipe) -> KnownDefect:
    calibration = found.calibration()
    cost = calibration.false_rejects(score).expected if calibration else None
    return KnownDefect(name, score, found.recipe.threshold, cost)


def keep_as_it_is(found: InstalledRecipe) -> None:
    """What was there before, also where a person has moved the threshold since."""
    versions = read_versions(found.folder)
    if not versions:
        keep(found, "", "trained", read_manifest(found.model_file).figures, found.recipe.created)
    elif not is_kept(found.folder, versions[-1]):
        changes = found.threshold_changes()
        who = changes[-1].who if changes else ""
        keep(found, who, "threshold changed", versions[-1].figures, datetime.now(UTC))


def keep(
    found: InstalledRecipe, who: str, what: str, figures: Mapping[str, float], when: datetime
) -> Version:
    versions = read_versions(found.folder)
    number = versions[-1].number + 1 if versions else 1
    sha256 = read_manifest(found.model_file).sha256
    version = Version(number, when, who, what, sha256, found.recipe.threshold, dict(figures))
    keep_version(found.folder, version)
    return version
