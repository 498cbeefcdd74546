"""A recipe as it is against a model that may take its place, in this machine's engine."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from effad_desktop.core.calibration import Calibration, calibrate, wanted_false_rejects
from effad_desktop.core.comparison import Candidate, ComparedImage, Comparison
from effad_desktop.core.ports import Detector
from effad_desktop.core.recipe import read_recipe
from effad_desktop.detection.engines import load_detector
from effad_desktop.errors import RecipeError
from effad_desktop.recipes import InstalledRecipe

WARM_UP = 3


def compare(
    found: InstalledRecipe,
    candidate: Path,
    images: NDArray[np.uint8],
    described: Sequence[ComparedImage],
    device: str = "auto",
    engine: str = "auto",
    cache: Path | None = None,
) -> Comparison:
    """`images` is N×H×W×3; `candidate` is a recipe's folder. Raises RecipeError, UsageError."""
    new = InstalledRecipe(read_recipe(candidate), candidate)
    pair = [load_detector(one.model_file, device, engine, cache) for one in (found, new)]
    scores, seconds = _judged(pair, images)
    thresholds = found.recipe.threshold, candidate_calibration(found, new).threshold
    sides = [
        Candidate(
            method=manifest.method,
            model=manifest.sha256,
            threshold=thresholds[i],
            engine=pair[i].name,
            seconds=seconds[i],
            scores=tuple(scores[i]),
        )
        for i, manifest in enumerate((found.check(), new.check()))
    ]
    return Comparison(tuple(described), sides[0], sides[1])


def candidate_calibration(found: InstalledRecipe, new: InstalledRecipe) -> Calibration:
    """At as many expected false rejects as the recipe's threshold stands for. Raises RecipeError."""
    known = new.calibration()
    if known is None:
        raise RecipeError(f"{new.folder} has no scores of held-out images", "train it again")
    wanted = wanted_false_rejects(found.calibration(), found.recipe.threshold)
    return replace(calibrate(known.scores, wanted), model=known.model)


def _judged(
    detectors: Sequence[Detector], images: NDArray[np.uint8]
) -> tuple[list[list[float]], list[float]]:
    """Scores of each, and its median seconds: in turns, so that what else the machine does slows both."""
    for _ in range(WARM_UP):
        for detector in detectors:
            detector.predict([images[0]])
    scores: list[list[float]] = [[] for _ in detectors]
    took: list[list[float]] = [[] for _ in detectors]
    for image in images:
        for i, detector in enumerate(detectors):
            started = time.perf_counter()
            scores[i].append(detector.predict([image])[0].anomaly_score)
            took[i].append(time.perf_counter() - started)
    return scores, [float(np.median(each)) for each in took]
