"""A recipe opened for learning: what an image would change in it, and what speaks against that."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Self

import numpy as np

from effad_desktop.core.calibration import Calibration, calibrate, wanted_false_rejects
from effad_desktop.detection.evidence import Evidence, Label, read_distances, read_evidence
from effad_desktop.detection.manifest import Manifest, read_manifest
from effad_desktop.detection.memory_learning import Floats, Memory, nearest, new_patches, reach_of
from effad_desktop.detection.weights import Weights, read_weights
from effad_desktop.errors import RecipeError, UsageError
from effad_desktop.recipes import InstalledRecipe

FAR = 2.0
"""So many times as far above ordinary good images as the threshold is: not this product, or no good image."""


def refuse_unteachable(found: InstalledRecipe) -> None:
    """Raises UsageError, RecipeError."""
    if read_manifest(found.model_file).method != "memory":
        raise UsageError(
            f"{found.name} does not learn at once", "only recipes of the method memory do; train it again"
        )
    refuse_built_in(found)


def refuse_built_in(found: InstalledRecipe) -> None:
    """Raises UsageError."""
    if found.built_in:
        raise UsageError(f"{found.name} is built in", "export it, and add it under another name")


@dataclass(frozen=True, slots=True, eq=False)
class TeachingState:
    """`distances` are of each piece of evidence to the bank."""

    found: InstalledRecipe
    weights: Weights
    manifest: Manifest
    memory: Memory
    evidence: tuple[Evidence, ...]
    distances: Mapping[str, Floats]

    @classmethod
    def of(cls, found: InstalledRecipe) -> Self:
        """Raises UsageError for a recipe that does not learn at once, RecipeError."""
        refuse_unteachable(found)
        weights, manifest = read_weights(found.model_file)
        memory = Memory.of(weights)
        evidence = tuple(e for e in read_evidence(found.folder) if e.label is not Label.GOOD)
        if not any(e.label is Label.HELD_OUT for e in evidence):
            raise RecipeError(
                f"{found.name} has no held-out images to set its threshold from", "train it again"
            )
        kept = read_distances(found.folder)
        distances = {e.id: kept[e.id] if e.id in kept else nearest(e.features, memory.bank) for e in evidence}
        return cls(found, weights, manifest, memory, evidence, distances)

    @property
    def threshold(self) -> float:
        return self.found.recipe.threshold

    def of_label(self, label: Label) -> dict[str, Floats]:
        return {e.id: self.distances[e.id] for e in self.evidence if e.label is label}

    def scores(self, label: Label) -> list[float]:
        return [self.memory.score(d) for d in self.of_label(label).values()]

    def score(self, features: Floats) -> float:
        return self.memory.score(nearest(features, self.memory.bank))

    def with_threshold(self, threshold: float) -> TeachingState:
        return replace(
            self, found=replace(self.found, recipe=replace(self.found.recipe, threshold=threshold))
        )

    def learned(self, seen: Sequence[Floats], ids: Collection[str]) -> tuple[TeachingState, int]:
        """With what is new in each image in turn, and normalised again; how many patches came in.

        `ids` are those of the images: one that was held out is so no longer, as the bank knows it now.
        Raises UsageError where none would be left.
        """
        evidence = tuple(e for e in self.evidence if e.id not in ids or e.label is not Label.HELD_OUT)
        if not any(e.label is Label.HELD_OUT for e in evidence):
            raise UsageError(
                f"{self.found.name} sets its threshold from this image alone", "train it with more images"
            )
        memory, distances, added = self.memory, dict(self.distances), 0
        reach = reach_of(list(self.of_label(Label.HELD_OUT).values()))
        for features in seen:
            rows = new_patches(features, nearest(features, memory.bank), reach)
            if not len(rows):
                continue
            memory, added = memory.with_patches(rows), added + len(rows)
            for one in evidence:
                distances[one.id] = np.minimum(distances[one.id], nearest(one.features, rows))
        held_out = [distances[e.id] for e in evidence if e.label is Label.HELD_OUT]
        known = replace(self, evidence=evidence, distances=distances)
        return replace(known, memory=memory.normalised(held_out)), added

    def calibrated(self, new: TeachingState) -> Calibration:
        """Of what was learned: at as many false rejects as the threshold stood for before."""
        wanted = wanted_false_rejects(self.found.calibration(), self.threshold)
        return calibrate(new.scores(Label.HELD_OUT), wanted)

    def doubts(self, new: TeachingState, names: Sequence[str], scores: Sequence[float]) -> tuple[str, ...]:
        """What the guard says of images of these names, which score so now."""
        ordinary = float(np.median(self.scores(Label.HELD_OUT)))
        room = max(self._usual_threshold() - ordinary, 1e-6)
        doubts = [
            f"{name} lies far outside of everything seen: its score is {score:.3g}, "
            f"the threshold {self.threshold:.3g}, ordinary is {ordinary:.3g}"
            for name, score in zip(names, scores, strict=True)
            if (score - ordinary) / room > FAR
        ]
        known = {e.id: e.name for e in self.evidence}
        was = {i for i, d in self.of_label(Label.DEFECT).items() if self.memory.score(d) > self.threshold}
        passing = [i for i, d in new.of_label(Label.DEFECT).items() if new.memory.score(d) <= new.threshold]
        if lost := [known[i] for i in passing if i in was]:
            doubts.append(f"{len(lost)} known defects would pass: {', '.join(lost[:3])}")
        return tuple(doubts)

    def _usual_threshold(self) -> float:
        """Or that of a person, where it is higher: one set low makes no image an outlandish one."""
        return max(self.threshold, calibrate(self.scores(Label.HELD_OUT)).threshold)

    def passing_defects(self) -> int:
        return sum(score <= self.threshold for score in self.scores(Label.DEFECT))

    def told(self, calibration: Calibration) -> Manifest:
        figures = {**self.manifest.figures, "bank_patches": float(len(self.memory.bank))}
        return replace(self.manifest, threshold=calibration.threshold, figures=figures)

    def figures(self, calibration: Calibration) -> dict[str, float]:
        """Of a version."""
        return {
            "bank_patches": float(len(self.memory.bank)),
            "held_out_good": float(calibration.good_images),
            "expected_false_rejects_per_1000": calibration.expected_false_rejects,
            "known_defects": float(len(self.of_label(Label.DEFECT))),
            "passing_defects": float(self.passing_defects()),
        }
