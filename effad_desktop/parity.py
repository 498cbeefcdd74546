"""Every engine of this machine on the same images, against float32."""

from __future__ import annotations

import platform
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from effad_desktop.core.inspection import Image
from effad_desktop.core.parity import Measured, Parity, agreements
from effad_desktop.core.ports import Detector
from effad_desktop.detection.arithmetic import Engine
from effad_desktop.detection.engines import engines_here, load_detector

MASKS = "ground_truth"
GOOD = "good"


def open_engines(model_file: Path, cache: Path | None = None, device: str = "auto") -> dict[str, Engine]:
    """All that can run the model here, the reference first."""
    return {name: load_detector(model_file, device, name, cache) for name in engines_here(model_file)}


def measure(detectors: Mapping[str, Detector], images: Iterable[Image]) -> list[Measured]:
    """Image by image, so that only one is in memory; the first detector is the reference."""
    scores: dict[str, list[float]] = {name: [] for name in detectors}
    errors: dict[str, list[float]] = {name: [] for name in detectors}
    for image in images:
        predictions = {name: detector.predict([image])[0] for name, detector in detectors.items()}
        reference = next(iter(predictions.values())).anomaly_map
        for name, found in predictions.items():
            scores[name].append(found.anomaly_score)
            errors[name].append(float(np.abs(found.anomaly_map - reference).max()))
    return [
        Measured(name, detector.name, tuple(scores[name]), tuple(errors[name]))
        for name, detector in detectors.items()
    ]


def report(measured: list[Measured], truth: list[bool | None], threshold: float, model: str) -> Parity:
    """`model` is the model's SHA-256. ValueError where there is no image."""
    return Parity(
        model=model,
        threshold=threshold,
        machine=f"{platform.system()} {platform.machine()}",
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        images=len(truth),
        good=truth.count(False),
        defective=truth.count(True),
        agreements=agreements(measured, threshold, truth),
    )


def truth_of(path: Path) -> bool | None:
    """Of MVTec AD's layout: ``good/`` is good, its sister folders are defects; else nobody knows."""
    if path.parent.name == GOOD:
        return False
    return True if (path.parent.parent / GOOD).is_dir() else None


def is_mask(path: Path) -> bool:
    return MASKS in path.parts
