from __future__ import annotations

import time
from collections.abc import Sequence

import numpy as np
import pytest

from effad_desktop.bench import WARM_UP, measure
from effad_desktop.core.inspection import Image, Prediction


class SlowStart:
    """5 ms a batch, but the first ones take long, as where a GPU compiles."""

    name = "fake"
    batch = 1

    def __init__(self) -> None:
        self.batches: list[int] = []

    def predict(self, images: Sequence[Image]) -> list[Prediction]:
        time.sleep(0.1 if len(self.batches) < WARM_UP else 0.005)
        self.batches.append(len(images))
        return [Prediction(np.zeros((8, 8), np.float32), 0.0, 0.0) for _ in images]


def test_the_warm_up_is_not_counted() -> None:
    detector = SlowStart()
    timing = measure(detector, batch=4, seconds=0.1)
    assert set(detector.batches) == {4}
    assert timing.batches == len(detector.batches) - WARM_UP
    assert 0.005 <= timing.p50 <= timing.p95 <= timing.p99 < 0.1
    assert timing.images_per_second == pytest.approx(4 / timing.p50, rel=0.7)


def test_at_least_one_batch_is_measured() -> None:
    assert measure(SlowStart(), batch=1, seconds=0).batches == 1
