"""Stage 2: train student and autoencoder on good images (paper, section 3; schedule in params)."""

from __future__ import annotations

import hashlib
import math
import time
from collections.abc import Callable
from dataclasses import asdict, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from effad_desktop.detection.efficientad import EfficientAd
from effad_desktop.detection.networks import MAP_SIZE, channels_last
from effad_desktop.detection.teachers import Teacher
from effad_desktop.errors import UsageError
from training.augment import draw_jitter, moved
from training.checkpoint import load_checkpoint, save_checkpoint
from training.losses import HARD_QUANTILE
from training.params import TrainParams
from training.statistics import fit_quantiles, fit_teacher, trust_autoencoder
from training.step import Order, Step
from training.trained import Progress, Trained

CHECKPOINT_SECONDS = 60.0
SPEED_STEPS = 8
REPORT_STEPS = 20
SHORTEST_RUN = 100
ARITHMETIC = 3
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
        self.seconds_of_moving = 0.0
        self.steps = 0 if params.minutes else params.steps
        self._originals, self.images = images, _channels_first(images)
        self.identity = identity_of(images, teacher, params)
        torch.manual_seed(params.seed)
        self.model = EfficientAd(params.size)
        self.model.teacher.load_state_dict(teacher.network.state_dict())
        channels_last(self.model.to(device))
        self.step = Step(self.model, self.images, _channels_first(penalty), params, device)
        self.curve: list[Progress] = []

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

    def train_step(self) -> None:
        views, begins = self._views(self.step_number)
        if views and begins:
            self._show(views)
        self.step(self._order(self.step_number))
        self.step_number += 1

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
        self.step.show(_channels_first(np.stack(seen)))

    def _order(self, n: int) -> Order:
        p, steps = self.params, self.steps or 10**9
        quantile = _quantile(p, n, steps)
        order = Order(
            _shuffled(len(self.images), n, p.seed),
            _rate(p, n, steps),
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
            "steps": self.steps,
            "step_number": self.step_number,
            "seconds": self.seconds,
            "model": self.model.state_dict(),
            "optimizers": [o.state_dict() for o in self.step.optimizers],
            "curve": [asdict(p) for p in self.curve],
        }

    def restore(self, state: dict[str, Any]) -> None:
        self.steps, self.step_number, self.seconds = state["steps"], state["step_number"], state["seconds"]
        self.model.load_state_dict(state["model"])
        for optimizer, saved in zip(self.step.optimizers, state["optimizers"], strict=True):
            optimizer.load_state_dict(saved)
        self.step.restore_rates()
        self.curve = [Progress(**p) for p in state["curve"]]


def identity_of(images: NDArray[np.uint8], teacher: Teacher, params: TrainParams) -> dict[str, Any]:
    """What must be the same for a run to go on from a checkpoint."""
    learned_from = hashlib.sha256(images.tobytes()).hexdigest()
    return {**asdict(params), "images": learned_from, "teacher": teacher.sha256, "arithmetic": ARITHMETIC}


def train(
    training: Training,
    validation: NDArray[np.uint8],
    checkpoint: Path,
    notify: Callable[[Progress], None] = lambda _: None,
) -> Trained:
    """Runs to the end, or to the state from which the next call goes on.

    Ctrl-C and every error leave the last good checkpoint. Raises TrainingDiverged.
    """
    if checkpoint.exists():
        training.restore(load_checkpoint(checkpoint, training.identity))
    training.measure_teacher()
    try:
        _loop(training, checkpoint, notify)
    except KeyboardInterrupt:
        if training.steps and training.step_number and bool(training.step.sums.isfinite().all()):
            save_checkpoint(checkpoint, training.state())
        raise
    model, params = training.model.eval(), replace(training.params, steps=training.steps)
    held_out = _channels_first(validation)
    with torch.inference_mode(), training.step.autocast():
        model.quantiles.copy_(fit_quantiles(model, held_out, training.device))
        if not params.trust_autoencoder:
            model.ae_weight.fill_(trust_autoencoder(model, held_out, training.device))
    stopped = f"all {training.steps} steps done in {training.seconds / 60:.1f} minutes"
    return Trained(model, params, tuple(training.curve), training.seconds, stopped)


def _loop(training: Training, checkpoint: Path, notify: Callable[[Progress], None]) -> None:
    """A run of so many minutes finds its number of steps from its own speed."""
    started, first, saved = time.monotonic(), training.step_number, time.monotonic()
    before, settled, timed_from = training.seconds, training.step.settled, started
    training.model.train()
    while not training.steps or training.step_number < training.steps:
        training.train_step()
        now = time.monotonic()
        training.seconds = before + now - started
        done = training.step_number - first
        if not training.steps and done == settled:
            training.step.wait()
            timed_from = time.monotonic()
        elif not training.steps and done == settled + SPEED_STEPS:
            training.step.wait()
            rate = (time.monotonic() - timed_from) / SPEED_STEPS + training.seconds_of_moving
            training.steps = max(SHORTEST_RUN, round(training.params.minutes * 60 / rate))
        if done % REPORT_STEPS == 0 or training.step_number == training.steps:
            left = (now - started) / done * (training.steps - training.step_number)
            notify(training.report(left))
            if now - saved > CHECKPOINT_SECONDS:
                save_checkpoint(checkpoint, training.state())
                saved = now
    save_checkpoint(checkpoint, training.state())


def _rate(params: TrainParams, step: int, steps: int) -> float:
    """The learning rate's factor."""
    if params.lr_schedule == "step":
        return 1.0 if step < int(0.95 * steps) else 0.1
    fall: float = 0.5 * (1 + math.cos(math.pi * min(1.0, step / steps)))
    return float(min(1.0, (step + 1) / 20) * fall)


def _quantile(params: TrainParams, step: int, steps: int) -> float:
    """From `hard_start` to 0.999, evenly in the share of values that teach on a log scale."""
    if params.hard_rise <= 0:
        return HARD_QUANTILE
    t = min(1.0, step / (params.hard_rise * steps))
    share: float = (1 - params.hard_start) ** (1 - t) * (1 - HARD_QUANTILE) ** t
    return min(HARD_QUANTILE, 1 - share)


def _shuffled(count: int, step: int, seed: int) -> int:
    """Every image once in each round of `count` steps."""
    epoch, place = divmod(step, count)
    return int(_round(count, epoch, seed)[place])


@lru_cache(maxsize=2)
def _round(count: int, epoch: int, seed: int) -> NDArray[np.int64]:
    return np.random.default_rng([seed, 1, epoch]).permutation(count)


def _channels_first(images: NDArray[np.uint8]) -> Tensor:
    return torch.from_numpy(np.ascontiguousarray(images.transpose(0, 3, 1, 2)))
