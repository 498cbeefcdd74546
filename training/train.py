"""Stage 2: train student and autoencoder on good images (paper, section 3; schedule in params)."""

from __future__ import annotations

import hashlib
import math
import time
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from effad_desktop.detection.efficientad import EfficientAd
from effad_desktop.detection.networks import TEACHER_CHANNELS, channels_last, normal_input
from effad_desktop.detection.teachers import Teacher
from effad_desktop.detection.torch_engine import cpu_has_bfloat16
from effad_desktop.errors import UsageError
from training.augment import jitter
from training.checkpoint import load_checkpoint, save_checkpoint
from training.losses import HARD_QUANTILE, hard_loss, side_losses, student_half
from training.optimizers import Muon, split_parameters
from training.params import TrainParams
from training.statistics import fit_quantiles, fit_teacher, trust_autoencoder
from training.trained import Progress, Trained

CHECKPOINT_SECONDS = 60.0
SPEED_STEPS = 8
REPORT_STEPS = 20
SHORTEST_RUN = 100
CACHE_LIMIT = 4_000_000_000
"""Bytes of normalised teacher features kept in memory: 1,600 images."""


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
        self.steps = 0 if params.minutes else params.steps
        self.images, self.penalty = _channels_first(images), _channels_first(penalty)
        self.identity = identity_of(images, teacher, params)
        torch.manual_seed(params.seed)
        self.model = EfficientAd(params.size)
        self.model.teacher.load_state_dict(teacher.network.state_dict())
        channels_last(self.model.to(device))
        self.optimizers = _optimizers(self.model, params)
        self.features: list[Tensor] = []
        self.curve: list[Progress] = []
        self.sums = torch.zeros(6, device=device)

    def autocast(self) -> torch.autocast:
        usable = self.device.type != "cpu" or cpu_has_bfloat16()
        return torch.autocast(self.device.type, torch.bfloat16, enabled=usable)

    def measure_teacher(self) -> None:
        """Mean and deviation of the teacher on the product; its features are kept where they fit."""
        with torch.inference_mode(), self.autocast():
            keep = len(self.images) * TEACHER_CHANNELS * 56 * 56 * 2 <= CACHE_LIMIT
            raw = fit_teacher(self.model, self.images, self.device, keep)
        self.features = [f.clone() for f in raw]

    def input(self, index: int) -> Tensor:
        x = normal_input(self.images[index : index + 1].to(self.device))
        return x.contiguous(memory_format=torch.channels_last)

    def taught(self, index: int, x: Tensor) -> Tensor:
        if self.features:
            return self.features[index].float()
        with torch.no_grad(), self.autocast():
            return self.model.teach(x).float()

    def train_step(self) -> None:
        p, n, steps = self.params, self.step_number, self.steps or 10**9
        rng = np.random.default_rng([p.seed, n])
        index = _shuffled(len(self.images), n, p.seed)
        x = self.input(index)
        for optimizer in self.optimizers:
            optimizer.param_groups[0]["lr"] = optimizer.defaults["lr"] * _rate(p, n, steps)
            optimizer.zero_grad()
        with self.autocast():
            student = student_half(self.model, x, 0)
        loss = hard_loss(self.taught(index, x) - student.float(), _quantile(p, n, steps))
        self.sums[:2] += torch.stack([loss.detach(), torch.ones_like(loss)])
        if n % p.side_every == 0:
            loss = loss + self._side(x, rng)
        loss.backward()  # type: ignore[no-untyped-call]
        for optimizer in self.optimizers:
            optimizer.step()
        self.step_number += 1

    def _side(self, x: Tensor, rng: np.random.Generator) -> Tensor:
        torch.manual_seed(int(rng.integers(2**31)))  # the autoencoder's dropout, after a resume too
        other = self.penalty[int(rng.integers(len(self.penalty)))][None].to(self.device)
        with self.autocast():
            losses = side_losses(self.model, jitter(x, rng), normal_input(other))
        self.sums[2:] += torch.stack([*(loss.detach() for loss in losses), torch.ones_like(losses[0])])
        return torch.stack(losses).sum()

    def report(self, seconds_left: float) -> Progress:
        """Raises TrainingDiverged when a loss is not finite."""
        st, count, penalty, ae, stae, side = self.sums.tolist()
        self.sums.zero_()
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
            "optimizers": [o.state_dict() for o in self.optimizers],
            "curve": [asdict(p) for p in self.curve],
        }

    def restore(self, state: dict[str, Any]) -> None:
        self.steps, self.step_number, self.seconds = state["steps"], state["step_number"], state["seconds"]
        self.model.load_state_dict(state["model"])
        for optimizer, saved in zip(self.optimizers, state["optimizers"], strict=True):
            optimizer.load_state_dict(saved)
        self.curve = [Progress(**p) for p in state["curve"]]


def identity_of(images: NDArray[np.uint8], teacher: Teacher, params: TrainParams) -> dict[str, Any]:
    """What must be the same for a run to go on from a checkpoint."""
    learned_from = hashlib.sha256(images.tobytes()).hexdigest()
    return {**asdict(params), "images": learned_from, "teacher": teacher.sha256}


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
        if training.steps and training.step_number and bool(training.sums.isfinite().all()):
            save_checkpoint(checkpoint, training.state())
        raise
    model, params = training.model.eval(), replace(training.params, steps=training.steps)
    held_out = _channels_first(validation)
    with torch.inference_mode(), training.autocast():
        model.quantiles.copy_(fit_quantiles(model, held_out, training.device))
        if not params.trust_autoencoder:
            model.ae_weight.fill_(trust_autoencoder(model, held_out, training.device))
    stopped = f"all {training.steps} steps done in {training.seconds / 60:.1f} minutes"
    return Trained(model, params, tuple(training.curve), training.seconds, stopped)


def _loop(training: Training, checkpoint: Path, notify: Callable[[Progress], None]) -> None:
    """A run of so many minutes finds its number of steps from its own speed."""
    started, first, saved = time.monotonic(), training.step_number, time.monotonic()
    before = training.seconds
    training.model.train()
    while not training.steps or training.step_number < training.steps:
        training.train_step()
        now = time.monotonic()
        training.seconds = before + now - started
        done = training.step_number - first
        if not training.steps and done == SPEED_STEPS:
            rate = (now - started) / done
            training.steps = max(SHORTEST_RUN, round(training.params.minutes * 60 / rate))
        if done % REPORT_STEPS == 0 or training.step_number == training.steps:
            left = (now - started) / done * (training.steps - training.step_number)
            notify(training.report(left))
            if now - saved > CHECKPOINT_SECONDS:
                save_checkpoint(checkpoint, training.state())
                saved = now
    save_checkpoint(checkpoint, training.state())


def _optimizers(model: EfficientAd, params: TrainParams) -> list[torch.optim.Optimizer]:
    parts = [model.student, model.autoencoder]
    fused = next(model.parameters()).device.type in ("cpu", "cuda")
    if params.optimizer == "adam":
        every = [p for part in parts for p in part.parameters()]
        return [torch.optim.Adam(every, lr=params.lr, weight_decay=params.weight_decay, fused=fused)]
    matrices, others = split_parameters([model.student])
    others += list(model.autoencoder.parameters())
    return [Muon(matrices, lr=params.lr), torch.optim.Adam(others, lr=1e-3, fused=fused)]


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
    return int(np.random.default_rng([seed, 1, epoch]).permutation(count)[place])


def _channels_first(images: NDArray[np.uint8]) -> Tensor:
    return torch.from_numpy(np.ascontiguousarray(images.transpose(0, 3, 1, 2)))
