"""What training tells on its way and at its end, whatever the method."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from effad_desktop.detection.model_file import Model
from training.params import TrainParams
from training.watch import Look


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a run is; losses are means since the last report."""

    step: int
    steps: int
    seconds_left: float
    loss_st: float
    loss_penalty: float
    loss_ae: float
    loss_stae: float


@dataclass(frozen=True, slots=True, eq=False)
class Trained:
    """`stopped` says why it ended; `figures` are those that the method itself gives."""

    model: Model
    params: TrainParams
    curve: tuple[Progress, ...]
    seconds: float
    stopped: str
    figures: Mapping[str, float] = field(default_factory=dict)
    looks: tuple[Look, ...] = ()
