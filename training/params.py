"""What a training run is set to: three presets, each value of which can be overridden."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, get_args

from effad_desktop.detection.networks import Size

Preset = Literal["smoke", "quick", "full"]
Optimizer = Literal["adam", "muon"]
PRESETS: tuple[Preset, ...] = get_args(Preset)


@dataclass(frozen=True, slots=True)
class TrainParams:
    """`minutes`, where it is not 0, sets the number of steps from the measured speed.

    The hard quantile rises from `hard_start` to 0.999 over the first `hard_rise` of the run:
    with 0.999 alone a thousandth of the map teaches in a step, which a short run cannot afford.
    `side_every` is how often a step has the penalty and the autoencoder's two losses.
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
    penalty_images: int = 1000
    trust_autoencoder: bool = True
    validation_fraction: float = 0.1
    seed: int = 0


def preset(name: Preset) -> TrainParams:
    """`full` is the reference's schedule exactly (EfficientAD paper, appendix A)."""
    if name == "full":
        return TrainParams("full")
    quick = TrainParams(
        "quick",
        minutes=8.0,
        optimizer="muon",
        lr=3e-3,
        lr_schedule="cosine",
        hard_start=0.9,
        hard_rise=0.6,
        side_every=4,
        penalty_images=200,
        trust_autoencoder=False,
    )
    if name == "quick":
        return quick
    return replace(quick, preset="smoke", minutes=0.0, steps=8, penalty_images=4)
