"""Where a run is in what it has planned: learning rate, hard quantile, and an end that may come earlier."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from training.losses import HARD_QUANTILE
from training.params import TrainParams

WARM_UP = 20
FALL = 0.15
"""The share of its steps in which a run that ends early passes all that is left of its plan."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """`planned` steps, 0 until they are known, of which there will be `steps` where the plan was bent: from
    step `bent_at` on what was then left of it is passed in more or in fewer steps.
    """

    planned: int
    steps: int
    bent_at: int = 0
    place_there: float = 0.0
    ends_early: bool = False

    def place(self, step: int) -> float:
        """Which of the planned steps the `step`-th stands for; of steps before the bend it is not known."""
        if not self.planned:
            return float(step)
        gone, whole = step - self.bent_at, self.steps - self.bent_at
        return self.place_there + gone * (self.planned - self.place_there) / whole

    def bent(self, step: int, steps: int) -> Schedule:
        """To be through at `steps`."""
        return replace(self, steps=max(steps, step + 1), bent_at=step, place_there=self.place(step))

    def can_end_early(self, step: int) -> bool:
        return not self.ends_early and step + self.fall < self.steps

    def ended_early(self, step: int) -> Schedule:
        """The learning rate falls to its end at once: a run broken off at a high one is worth less."""
        return replace(self.bent(step, step + self.fall), ends_early=True)

    @property
    def fall(self) -> int:
        """The fewest steps in which a run should end."""
        return math.ceil(FALL * self.steps)

    def rate(self, params: TrainParams, step: int) -> float:
        """The learning rate's factor."""
        place, whole = self.place(step), self.planned or 10**9
        if params.lr_schedule == "step":
            return 1.0 if place < int(0.95 * whole) else 0.1
        fall: float = 0.5 * (1 + math.cos(math.pi * min(1.0, place / whole)))
        return float(min(1.0, (step + 1) / WARM_UP) * fall)

    def quantile(self, params: TrainParams, step: int) -> float:
        """From `hard_start` to 0.999, evenly in the share of values that teach on a log scale."""
        if params.hard_rise <= 0:
            return HARD_QUANTILE
        t = min(1.0, self.place(step) / (params.hard_rise * (self.planned or 10**9)))
        share: float = (1 - params.hard_start) ** (1 - t) * (1 - HARD_QUANTILE) ** t
        return min(HARD_QUANTILE, 1 - share)


def planned(steps: int) -> Schedule:
    return Schedule(steps, steps)
