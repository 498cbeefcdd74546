"""Where a run is in what it has planned: learning rate, hard quantile, and an end that may come earlier."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from training.losses import HARD_QUANTILE
from training.params import TrainParams

WARM_UP = 20
FALL = 0.15
"""The share of the planned steps in which a run that ends early passes all that is left of its plan."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """`planned` steps, 0 until they are known. From `falls_from` on what is left of them is passed in
    fewer, so that the learning rate falls to its end: a run broken off at a high one is worth less.
    """

    planned: int
    falls_from: int | None = None

    @property
    def steps(self) -> int:
        """How many there will be."""
        return self.planned if self.falls_from is None else self.falls_from + self._fall

    @property
    def _fall(self) -> int:
        return math.ceil(FALL * self.planned)

    def can_end_early(self, step: int) -> bool:
        return self.falls_from is None and step + self._fall < self.planned

    def ended_early(self, step: int) -> Schedule:
        return replace(self, falls_from=step)

    def place(self, step: int) -> float:
        """Which of the planned steps the `step`-th stands for."""
        if self.falls_from is None or step < self.falls_from:
            return float(step)
        return self.falls_from + (step - self.falls_from) * (self.planned - self.falls_from) / self._fall

    def rate(self, params: TrainParams, step: int) -> float:
        """The learning rate's factor."""
        place, planned = self.place(step), self.planned or 10**9
        if params.lr_schedule == "step":
            return 1.0 if place < int(0.95 * planned) else 0.1
        fall: float = 0.5 * (1 + math.cos(math.pi * min(1.0, place / planned)))
        return float(min(1.0, (step + 1) / WARM_UP) * fall)

    def quantile(self, params: TrainParams, step: int) -> float:
        """From `hard_start` to 0.999, evenly in the share of values that teach on a log scale."""
        if params.hard_rise <= 0:
            return HARD_QUANTILE
        t = min(1.0, self.place(step) / (params.hard_rise * (self.planned or 10**9)))
        share: float = (1 - params.hard_start) ** (1 - t) * (1 - HARD_QUANTILE) ** t
        return min(HARD_QUANTILE, 1 - share)
