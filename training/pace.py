"""How many steps fit into the minutes of a run."""

from __future__ import annotations

import time

from training.run import Training
from training.schedule import planned

SPEED_STEPS = 8
SHORTEST_RUN = 100
CHANGE = 0.2
"""By which share the steps that are left must differ from those that fit before the plan is bent."""


class Pace:
    """Plans a run of `minutes` by the speed of its first steps; other work may have had the cores just
    then, so it looks again whenever the run looks at its held-out images. A run of `steps` is left alone.
    """

    def __init__(self, training: Training) -> None:
        self._training, self._first = training, training.step_number
        self._timed_from = time.monotonic()
        self._last: tuple[int, float] | None = None

    def after_step(self) -> None:
        t = self._training
        if not t.params.minutes or t.step_number == t.steps:
            return
        if not t.steps:
            self._plan(t, t.step_number - self._first - t.step.settled)
        elif t.looks and t.looks[-1].step == t.step_number and not t.schedule.ends_early:
            self._keep_to_time(t)

    def _plan(self, t: Training, timed: int) -> None:
        if timed not in (0, SPEED_STEPS):
            return
        t.step.wait()
        now = time.monotonic()
        if timed == 0:
            self._timed_from = now
            return
        rate = (now - self._timed_from) / SPEED_STEPS + t.seconds_of_moving
        t.schedule = planned(max(SHORTEST_RUN, round((t.params.minutes * 60 - t.seconds_of_looks) / rate)))
        self._last = t.step_number, t.seconds

    def _keep_to_time(self, t: Training) -> None:
        last, self._last = self._last, (t.step_number, t.seconds)
        if last is None:
            return
        rate = (t.seconds - last[1]) / (t.step_number - last[0])
        left = t.steps - t.step_number
        fit = max(round((t.params.minutes * 60 - t.seconds) / rate), min(left, t.schedule.fall))
        if abs(fit - left) > CHANGE * left:
            t.schedule = t.schedule.bent(t.step_number, t.step_number + fit)
