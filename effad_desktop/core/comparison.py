"""Two models of one product, judged by the same pictures."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from effad_desktop.core.inspector import rejected
from effad_desktop.core.parity import rank_auroc
from effad_desktop.files import write_replacing

SPAN = 4.0
"""A histogram goes so many times below and above the threshold."""


class Truth(StrEnum):
    """Synthetic defects are drawn on good pictures, and counted apart."""

    GOOD = "good"
    DEFECT = "defect"
    SYNTHETIC = "synthetic"


@dataclass(frozen=True, slots=True)
class ComparedImage:
    name: str
    truth: Truth


@dataclass(frozen=True, slots=True)
class Candidate:
    """`seconds` is the median of one picture on this machine; `scores` are in the order of the images."""

    method: str
    model: str
    threshold: float
    engine: str
    seconds: float
    scores: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """None where there is nothing to tell apart. Rejects and misses are at the threshold."""

    image_auroc: float | None
    synthetic_auroc: float | None
    good: int
    false_rejects: int
    defects: int
    misses: int
    synthetic: int
    synthetic_misses: int

    def numbers(self) -> dict[str, float]:
        """What is known, named as in a model's figures."""
        named = {
            "image_auroc": self.image_auroc,
            "synthetic_image_auroc": self.synthetic_auroc,
            "test_good": self.good,
            "false_rejects": self.false_rejects,
            "test_defective": self.defects,
            "misses": self.misses,
        }
        return {name: float(value) for name, value in named.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Comparison:
    """`now` is the recipe as it is, `new` the model that may take its place."""

    images: tuple[ComparedImage, ...]
    now: Candidate
    new: Candidate

    def scores(self, of: Candidate, truth: Truth) -> NDArray[np.float64]:
        chosen = [s for s, image in zip(of.scores, self.images, strict=True) if image.truth is truth]
        return np.asarray(chosen, np.float64)

    def figures(self, of: Candidate) -> Figures:
        good, defects, synthetic = (self.scores(of, truth) for truth in Truth)
        caught = [int(np.count_nonzero(rejected(s, of.threshold))) for s in (good, defects, synthetic)]
        return Figures(
            image_auroc=_auroc(good, defects),
            synthetic_auroc=_auroc(good, synthetic),
            good=len(good),
            false_rejects=caught[0],
            defects=len(defects),
            misses=len(defects) - caught[1],
            synthetic=len(synthetic),
            synthetic_misses=len(synthetic) - caught[2],
        )

    def histogram(self, of: Candidate, truth: Truth, bins: int) -> NDArray[np.int64]:
        """Counts over the logarithm of score by threshold, which is in the middle: the two models'
        scales differ. What lies outside of the span is counted at its ends.
        """
        unit = max(of.threshold, 1e-9)
        shares = np.clip(np.nan_to_num(self.scores(of, truth) / unit, nan=SPAN), 1 / SPAN, SPAN)
        places = np.log(shares) / np.log(SPAN)
        return np.histogram(places, bins, (-1.0, 1.0))[0]

    def differing(self) -> list[int]:
        """Indices of the real pictures that only one of them rejects, those that `new` has right first."""
        now = rejected(self.now.scores, self.now.threshold)
        new = rejected(self.new.scores, self.new.threshold)
        found = [
            i
            for i, image in enumerate(self.images)
            if image.truth is not Truth.SYNTHETIC and now[i] != new[i]
        ]
        return sorted(found, key=lambda i: bool(new[i]) != (self.images[i].truth is Truth.DEFECT))

    def rejects(self, of: Candidate, index: int) -> bool:
        return bool(rejected(of.scores[index], of.threshold))


def _auroc(good: NDArray[np.float64], defects: NDArray[np.float64]) -> float | None:
    return rank_auroc(good, defects) if len(good) and len(defects) else None


def write_comparison(comparison: Comparison, file: Path) -> None:
    """Raises SettingsError."""
    text = json.dumps(asdict(comparison), ensure_ascii=False) + "\n"
    write_replacing(file, lambda aside: aside.write_text(text, encoding="utf-8"))


def read_comparison(file: Path) -> Comparison | None:
    """None where there is none, or a broken one: then it is to be made again."""
    try:
        values = json.loads(file.read_bytes())
        images = tuple(ComparedImage(str(i["name"]), Truth(i["truth"])) for i in values["images"])
        now, new = (_candidate(values[key], images) for key in ("now", "new"))
        return Comparison(images, now, new)
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None


def _candidate(values: dict[str, Any], images: Sequence[ComparedImage]) -> Candidate:
    scores = tuple(map(float, values["scores"]))
    if len(scores) != len(images):
        raise ValueError("A score is missing.")
    return Candidate(
        method=str(values["method"]),
        model=str(values["model"]),
        threshold=float(values["threshold"]),
        engine=str(values["engine"]),
        seconds=float(values["seconds"]),
        scores=scores,
    )
