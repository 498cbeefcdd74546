"""Stage 2: train student and autoencoder on good images (paper, section 3; schedule in params)."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from training.checkpoint import load_checkpoint, save_checkpoint
from training.pace import Pace
from training.run import Training
from training.statistics import channels_first, fit_quantiles, trust_autoencoder
from training.trained import Progress, Trained
from training.watch import last_gain

CHECKPOINT_SECONDS = 60.0
REPORT_STEPS = 20


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
    training.watch_held_out(validation)
    try:
        _loop(training, checkpoint, notify)
    except KeyboardInterrupt:
        if training.steps and training.step_number and bool(training.step.sums.isfinite().all()):
            save_checkpoint(checkpoint, training.state())
        raise
    model, params = training.model.eval(), replace(training.params, steps=training.steps)
    held_out = channels_first(validation)
    with torch.inference_mode(), training.step.autocast():
        model.quantiles.copy_(fit_quantiles(model, held_out, training.device))
        if not params.trust_autoencoder:
            model.ae_weight.fill_(trust_autoencoder(model, held_out, training.device))
    return Trained(
        model, params, tuple(training.curve), training.seconds, _ended(training), looks=tuple(training.looks)
    )


def _loop(training: Training, checkpoint: Path, notify: Callable[[Progress], None]) -> None:
    started, first, saved = time.monotonic(), training.step_number, time.monotonic()
    before, pace = training.seconds, Pace(training)
    training.model.train()
    while not training.steps or training.step_number < training.steps:
        training.train_step()
        now = time.monotonic()
        training.seconds = before + now - started
        done = training.step_number - first
        pace.after_step()
        if done % REPORT_STEPS == 0 or training.step_number == training.steps:
            left = (now - started) / done * (training.steps - training.step_number)
            notify(training.report(left))
            if now - saved > CHECKPOINT_SECONDS:
                save_checkpoint(checkpoint, training.state())
                saved = now
    save_checkpoint(checkpoint, training.state())


def _ended(training: Training) -> str:
    """Why, in words."""
    steps, took = training.steps, f"in {training.seconds / 60:.1f} minutes"
    if not training.schedule.ends_early:
        return f"all {steps} steps done {took}"
    since = last_gain([look for look in training.looks if look.step <= training.schedule.bent_at])
    return f"{steps} steps done {took}, not more, as held-out images had not become better since step {since}"
