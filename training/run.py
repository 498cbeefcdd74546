"""The state of a training run, and its steps."""

from __future__ import annotations

import hashlib
import math
import time
from dataclasses import asdict, replace
from functools import lru_cache
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from effad_desktop.detection.efficientad import EfficientAd
from effad_desktop.detection.networks import MAP_SIZE, channels_last
from effad_desktop.detection.teachers import Teacher
from effad_desktop.errors import UsageError
from training.augment import draw_jitter, moved
from training.losses import HARD_QUANTILE
from training.params import TrainParams
from training.schedule import Schedule, planned
from training.statistics import channels_first, fit_teacher
from training.step import Order, Step
from training.trained import Progress
from training.watch import LOOK_STEPS, LOOKS, Look, Watch, is_due

ARITHMETIC = 4
"""Counts up where a checkpoint of before could not be gone on from."""
CACHE_LIMIT = 4_000_000_000
"""Bytes of normalised teacher features kept in memory: 1,600 images of size small."""


class TrainingDiverged(UsageError):
    """A loss that is no number any more."""


class Training:
    """The state of a run. Seeds reproduce it on a CPU, given the number of steps."""

    def __init__(
        self,
        images: NDArray[np.uint8],
        penalty: NDArray[np.uint8],
        teacher: Teacher,
        params: TrainParams,
        device: torch.device,
    ) -> None:
        if teacher.size != params.size:
            detail = f"the run is {params.size}; give another teacher"
            raise UsageError(f"The teacher is {teacher.size}", detail)
        self.params, self.device, self.step_number, self.seconds = params, device, 0, 0.0
        self.seconds_of_moving = self.seconds_of_looks = 0.0
        self.schedule = planned(0 if params.minutes else params.steps)
        self._originals, self.images = images, channels_first(images)
        self.identity = identity_of(images, teacher, params)
        torch.manual_seed(params.seed)
        self.model = EfficientAd(params.size)
        self.model.teacher.load_state_dict(teacher.network.state_dict())
        channels_last(self.model.to(device))
        self.step = Step(self.model, self.images, channels_first(penalty), params, device)
        self.curve: list[Progress] = []
        self.watch: Watch | None = None
        self.looks: list[Look] = []

    @property
    def steps(self) -> int:
        """0 while they are not known."""
        return self.schedule.steps

    def measure_teacher(self) -> None:
        """Mean and deviation of the teacher on the product; its features are kept where they fit."""
        with torch.inference_mode(), self.step.autocast():
            started = time.monotonic()
            keep = len(self.images) * len(self.model.teacher_mean) * MAP_SIZE**2 * 2 <= CACHE_LIMIT
            self.step.features = fit_teacher(self.model, self.images, self.device, keep)
            self.step.wait()
        if self.params.move_every:
            rounds = self.params.move_every * len(self.images)
            self.seconds_of_moving = (time.monotonic() - started) / rounds
        views, begins = self._views(self.step_number)
        if views and not begins:  # resumed
            self._show(views)

    def watch_held_out(self, images: NDArray[np.uint8]) -> None:
        """From now on; a run so short that it has no second look has none."""
        if 0 < self.schedule.planned < LOOK_STEPS:
            return
        with torch.inference_mode(), self.step.autocast():
            self.watch = Watch(self.model, images, self.params.seed, self.device)
            started = time.monotonic()
            if not self.looks:
                self.looks.append(self.watch.look(self.step.student, 0))
        self.seconds_of_looks = LOOKS * (time.monotonic() - started)

    def look_where_due(self) -> None:
        """And begins the end where held-out images have long not become better."""
        n, plan = self.step_number, self.schedule
        if self.watch is None or not plan.planned:
            return
        share, before = (plan.place(step) / plan.planned for step in (n, n - 1))
        if not is_due(share, before, n - self.looks[-1].step):
            return
        with self.step.autocast():
            self.looks.append(self.watch.look(self.step.student, n))
        tired = self.watch.tires(self.looks, self.params.patience * self.steps)
        if tired and plan.can_end_early(n):
            self.schedule = plan.ended_early(n)

    def train_step(self) -> None:
        views, begins = self._views(self.step_number)
        if views and begins:
            self._show(views)
        self.step(self._order(self.step_number))
        self.step_number += 1
        self.look_where_due()

    def _views(self, n: int) -> tuple[int, bool]:
        """(which set of views step `n` sees, 0 being the images themselves; whether it is the first to)."""
        if not self.params.move_every:
            return 0, False
        views, place = divmod(n, self.params.move_every * len(self.images))
        return views, place == 0

    def _show(self, views: int) -> None:
        streams = np.random.SeedSequence([self.params.seed, 2, views]).spawn(len(self._originals))
        rngs = map(np.random.default_rng, streams)
        seen = [moved(image, rng) for image, rng in zip(self._originals, rngs, strict=True)]
        self.step.show(channels_first(np.stack(seen)))

    def _order(self, n: int) -> Order:
        p = self.params
        quantile = self.schedule.quantile(p, n)
        order = Order(
            _shuffled(len(self.images), n, p.seed),
            self.schedule.rate(p, n),
            None if quantile >= HARD_QUANTILE else quantile,
        )
        if n % p.side_every:
            return order
        rng = np.random.default_rng([p.seed, n])
        torch.manual_seed(int(rng.integers(2**31)))  # the autoencoder's dropout, after a resume too
        other = int(rng.integers(len(self.step.penalty)))
        return replace(order, penalty=other, jitter=draw_jitter(rng))

    def report(self, seconds_left: float) -> Progress:
        """Raises TrainingDiverged when a loss is not finite."""
        st, count, penalty, ae, stae, side = self.step.sums.tolist()
        self.step.sums.zero_()
        side = max(side, 1.0)
        progress = Progress(
            self.step_number,
            self.steps,
            seconds_left,
            st / max(count, 1),
            penalty / side,
            ae / side,
            stae / side,
        )
        if not math.isfinite(st + penalty + ae + stae):
            raise TrainingDiverged(
                f"Training diverged at step {self.step_number}",
                "a loss is not a number any more; a smaller learning rate or another seed may help",
            )
        self.curve.append(progress)
        return progress

    def state(self) -> dict[str, Any]:
        return {
            "params": self.identity,
            "schedule": asdict(self.schedule),
            "step_number": self.step_number,
            "seconds": self.seconds,
            "model": self.model.state_dict(),
            "optimizers": [o.state_dict() for o in self.step.optimizers],
            "curve": [asdict(p) for p in self.curve],
            "looks": [asdict(look) for look in self.looks],
        }

    def restore(self, state: dict[str, Any]) -> None:
        self.step_number, self.seconds = state["step_number"], state["seconds"]
        self.schedule = Schedule(**state["schedule"])
        self.model.load_state_dict(state["model"])
        for optimizer, saved in zip(self.step.optimizers, state["optimizers"], strict=True):
            optimizer.load_state_dict(saved)
        self.step.restore_rates()
        self.curve = [Progress(**p) for p in state["curve"]]
        self.looks = [Look(**look) for look in state["looks"]]


def identity_of(images: NDArray[np.uint8], teacher: Teacher, params: TrainParams) -> dict[str, Any]:
    """What must be the same for a run to go on from a checkpoint."""
    learned_from = hashlib.sha256(images.tobytes()).hexdigest()
    return {**asdict(params), "images": learned_from, "teacher": teacher.sha256, "arithmetic": ARITHMETIC}


def _shuffled(count: int, step: int, seed: int) -> int:
    """Every image once in each round of `count` steps."""
    epoch, place = divmod(step, count)
    return int(_round(count, epoch, seed)[place])


@lru_cache(maxsize=2)
def _round(count: int, epoch: int, seed: int) -> NDArray[np.int64]:
    return np.random.default_rng([seed, 1, epoch]).permutation(count)
