"""What a training run is set to: four presets, each value of which can be overridden."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Literal, get_args

from effad_desktop.detection.networks import SIZES, Size
from effad_desktop.errors import UsageError

Preset = Literal["smoke", "quick", "full", "instant"]
Method = Literal["efficientad", "memory"]
Optimizer = Literal["adam", "muon"]
PRESETS: tuple[Preset, ...] = get_args(Preset)


@dataclass(frozen=True, slots=True)
class TrainParams:
    """`minutes`, where it is not 0, sets the number of steps from the measured speed, instead of `steps`.

    The hard quantile rises from `hard_start` to 0.999 over the first `hard_rise` of the run:
    with 0.999 alone a thousandth of the map teaches in a step, which a short run cannot afford.
    `side_every` is how often a step has the penalty and the autoencoder's two losses. After each
    `move_every` rounds through the images they are seen moved, each in another way; 0: always as they are.
    `patience` is the share of the steps for which held-out images may not become better before the run
    comes to its end early; 0: it never does.
    """

    preset: Preset
    size: Size = "small"
    steps: int = 70_000
    minutes: float = 0.0
    optimizer: Optimizer = "adam"
    lr: float = 1e-4
    lr_schedule: Literal["step", "cosine"] = "step"
    weight_decay: float = 1e-5
    hard_start: float = 0.999
    hard_rise: float = 0.0
    side_every: int = 1
    move_every: int = 0
    penalty_images: int = 1000
    trust_autoencoder: bool = True
    patience: float = 0.0
    validation_fraction: float = 0.1
    seed: int = 0

    @property
    def method(self) -> Method:
        """`instant` collects patches of good images, and trains nothing."""
        return "memory" if self.preset == "instant" else "efficientad"


def build_params(
    name: str, size: str = "small", minutes: float | None = None, steps: int | None = None, seed: int = 0
) -> TrainParams:
    """Raises UsageError for what no run can be set to."""
    if name not in PRESETS:
        raise UsageError(f"Unknown preset {name!r}", f"there are: {', '.join(PRESETS)}")
    if size not in SIZES:
        raise UsageError(f"Unknown size {size!r}", f"there are: {', '.join(SIZES)}")
    if minutes is not None and steps is not None:
        raise UsageError("Minutes and steps both say how long to train", "give one of them")
    if (minutes is not None and not 0 < minutes < math.inf) or (steps is not None and steps <= 0):
        raise UsageError("Minutes and steps must be above 0")
    if name == "instant" and (minutes is not None or steps is not None):
        raise UsageError("The preset instant has neither minutes nor steps", "it trains nothing")
    if seed < 0:
        raise UsageError("The seed must be 0 or more")
    params = replace(preset(name), size=size, seed=seed)
    if steps is not None:
        return replace(params, steps=steps, minutes=0.0)
    return params if minutes is None else replace(params, minutes=minutes)


def preset(name: Preset) -> TrainParams:
    """`full` is the reference's schedule exactly (EfficientAD paper, appendix A)."""
    if name == "full":
        return TrainParams("full")
    if name == "instant":
        return TrainParams("instant", steps=0)
    quick = TrainParams(
        "quick",
        steps=1000,
        minutes=8.0,
        optimizer="muon",
        lr=3e-3,
        lr_schedule="cosine",
        hard_start=0.9,
        hard_rise=0.6,
        side_every=4,
        move_every=2,
        penalty_images=200,
        trust_autoencoder=False,
        patience=0.3,
    )
    if name == "quick":
        return quick
    return replace(quick, preset="smoke", minutes=0.0, steps=8, penalty_images=4)
