"""What comes of teaching a recipe."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np

from effad_desktop.core.inspection import AnomalyMap


@dataclass(frozen=True, slots=True)
class Scale:
    """From the scores of one version to those of another, but for what new patches explain."""

    factor: float = 1.0
    offset: float = 0.0

    @classmethod
    def between(cls, former: tuple[float, float], now: tuple[float, float]) -> Self:
        """From the distances that score 0 and 0.1 in each."""
        (bottom, top), (low, high) = former, now
        return cls((top - bottom) / (high - low), 0.1 * (bottom - low) / (high - low))

    def back(self) -> Scale:
        return Scale(1 / self.factor, -self.offset / self.factor)

    def score(self, before: float) -> float:
        """Not below nought, as the engines give it."""
        return max(before * self.factor + self.offset, 0.0)

    def heat_map(self, before: AnomalyMap, score: float) -> AnomalyMap:
        """No value of which is above the score."""
        return np.asarray(np.clip(before * self.factor + self.offset, 0, score), before.dtype)


@dataclass(frozen=True, slots=True)
class Taught:
    """Scores of the taught images are in their order; those before and after have scales of their own,
    so that each is to be held against its own threshold; `scale` leads from those before to those after.
    `version` and `model` are the recipe's now.
    """

    recipe: str
    version: int
    model: str
    added_patches: int
    scores_before: tuple[float, ...]
    scores_after: tuple[float, ...]
    threshold_before: float
    threshold_after: float
    false_rejects_per_1000: float
    known_defects: int
    passing_defects: int
    warnings: tuple[str, ...] = ()
    former_model: str = ""
    scale: Scale = Scale()


@dataclass(frozen=True, slots=True)
class KnownDefect:
    """An image labelled as a defect; it passes where its score is not above the threshold."""

    name: str
    anomaly_score: float
    threshold: float
    false_rejects_to_catch: float | None

    @property
    def passes(self) -> bool:
        return self.anomaly_score <= self.threshold
