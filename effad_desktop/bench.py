"""How quick detectors are here, and what share that is of what this machine can compute."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from effad_desktop.core.inspection import Image
from effad_desktop.detection.arithmetic import Engine, Product

log = logging.getLogger(__name__)

WARM_UP = 3
SIDE = 512


@dataclass(frozen=True, slots=True)
class Timing:
    """`p50`, `p95` and `p99` are seconds for a batch, from decoded images to predictions.

    `operations` are of one image, two for a multiply-add. `ceiling` is how many a second the engine's
    library reached in the same turns with products alone (see `Product`), `share` the engine's part of that.
    """

    detector: str
    engine: str
    precision: str
    batch: int
    batches: int
    p50: float
    p95: float
    p99: float
    images_per_second: float
    operations: int
    operations_per_second: float
    ceiling: float
    share: float


@dataclass(slots=True)
class _Turns:
    """Seconds of every batch and of every product."""

    engine: Engine
    product: Product
    batches: list[float] = field(default_factory=list)
    products: list[float] = field(default_factory=list)

    def take(self, images: Sequence[Image]) -> None:
        """The product first, so that another library's threads rest before the batch."""
        self.products.append(_seconds(self.product.run))
        self.batches.append(_seconds(lambda: self.engine.predict(images)))


def measure(engines: Sequence[Engine], batch: int, seconds: float) -> list[Timing]:
    """Random 512×512 images, engine by engine in turns, `seconds` for each engine.

    What else this machine does disturbs all alike. Warm-up is not counted.
    """
    noise = np.random.default_rng(0)
    images = [noise.integers(0, 256, (SIDE, SIDE, 3), np.uint8) for _ in range(batch)]
    turns = [_Turns(engine, engine.product()) for engine in engines]
    log.info("Measuring %s", ", ".join(engine.name for engine in engines))
    for one in turns:
        one.product.run()
        for _ in range(WARM_UP):
            one.engine.predict(images)
    end = time.perf_counter() + seconds * len(turns)
    while not turns[0].batches or time.perf_counter() < end:
        for one in turns:
            one.take(images)
    return [_timing(one, batch) for one in turns]


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _timing(turns: _Turns, batch: int) -> Timing:
    engine, _, precision = turns.engine.name.rpartition(" ")
    rate = batch * len(turns.batches) / sum(turns.batches)
    operations = turns.engine.operations()
    ceiling = turns.product.operations * len(turns.products) / sum(turns.products)
    p50, p95, p99 = (float(np.percentile(turns.batches, p)) for p in (50, 95, 99))
    return Timing(
        detector=turns.engine.name,
        engine=engine,
        precision=precision,
        batch=batch,
        batches=len(turns.batches),
        p50=p50,
        p95=p95,
        p99=p99,
        images_per_second=rate,
        operations=operations,
        operations_per_second=operations * rate,
        ceiling=ceiling,
        share=operations * rate / ceiling,
    )
