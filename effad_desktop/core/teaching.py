"""What comes of teaching a recipe."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Taught:
    """Scores of the taught images are in their order; those before and after have scales of their own,
    so that each is to be held against its own threshold. `version` is that of the recipe now.
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
