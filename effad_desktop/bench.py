"""How quick a detector is here."""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np

from effad_desktop.core.ports import Detector

WARM_UP = 3
SIDE = 512


@dataclass(frozen=True, slots=True)
class Timing:
    """`p50`, `p95` and `p99` are seconds for a batch, from decoded images to predictions."""

    detector: str
    batch: int
    batches: int
    p50: float
    p95: float
    p99: float
    images_per_second: float


def measure(detector: Detector, batch: int, seconds: float) -> Timing:
    """Random 512×512 images; the first batches are warm-up and not counted."""
    noise = np.random.default_rng(0)
    images = [noise.integers(0, 256, (SIDE, SIDE, 3), np.uint8) for _ in range(batch)]
    for _ in range(WARM_UP):
        detector.predict(images)
    took: list[float] = []
    end = time.perf_counter() + seconds
    while not took or time.perf_counter() < end:
        started = time.perf_counter()
        detector.predict(images)
        took.append(time.perf_counter() - started)
    return Timing(
        detector=detector.name,
        batch=batch,
        batches=len(took),
        p50=float(np.percentile(took, 50)),
        p95=float(np.percentile(took, 95)),
        p99=float(np.percentile(took, 99)),
        images_per_second=batch * len(took) / sum(took),
    )
