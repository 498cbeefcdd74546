from __future__ import annotations

import time
from collections.abc import Sequence

import numpy as np
import pytest

from effad_desktop.bench import WARM_UP, measure
from effad_desktop.core.inspection import Image, Prediction
from effad_desktop.detection.arithmetic import Product


class SlowStart:
    """5 ms a batch, but the first ones take long, as where a GPU compiles."""

    batch = 1

    def __init__(self, name: str = "fake cpu f32", told: list[str] | None = None) -> None:
        self.name = name
        self.batches: list[int] = []
        self.products = 0
        self._told = told if told is not None else []

    def predict(self, images: Sequence[Image]) -> list[Prediction]:
        time.sleep(0.1 if len(self.batches) < WARM_UP else 0.005)
        self.batches.append(len(images))
        self._told.append(self.name)
        return [Prediction(np.zeros((8, 8), np.float32), 0.0, 0.0) for _ in images]

    def operations(self) -> int:
        return 1000

    def product(self) -> Product:
        return Product(8000, self._run)

    def _run(self) -> None:
        time.sleep(0.005)
        self.products += 1


def test_the_warm_up_is_not_counted() -> None:
    detector = SlowStart()
    (timing,) = measure([detector], batch=4, seconds=0.1)
    assert set(detector.batches) == {4}
    assert timing.batches == len(detector.batches) - WARM_UP
    assert 0.005 <= timing.p50 <= timing.p95 <= timing.p99 < 0.1
    assert timing.images_per_second == pytest.approx(4 / timing.p50, rel=0.7)


def test_at_least_one_batch_is_measured() -> None:
    (timing,) = measure([SlowStart()], batch=1, seconds=0)
    assert timing.batches == 1


def test_engines_take_turns() -> None:
    told: list[str] = []
    timings = measure([SlowStart("a cpu f32", told), SlowStart("b cpu bf16", told)], batch=1, seconds=0.02)
    assert told[2 * WARM_UP :] == ["a cpu f32", "b cpu bf16"] * (len(told) // 2 - WARM_UP)
    assert [(t.engine, t.precision) for t in timings] == [("a cpu", "f32"), ("b cpu", "bf16")]
    assert timings[0].batches == timings[1].batches


def test_the_ceiling_is_measured_in_the_same_turns() -> None:
    detector = SlowStart()
    (timing,) = measure([detector], batch=4, seconds=0.2)
    assert detector.products == 1 + timing.batches
    assert timing.operations_per_second == timing.operations * timing.images_per_second
    assert timing.share == timing.operations_per_second / timing.ceiling
