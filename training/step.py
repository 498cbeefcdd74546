"""One training step as arithmetic on tensors: nothing in it waits for the device or comes from the host,
so that CUDA replays it as one graph. The CPU runs the same code.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import torch
from torch import Tensor

from effad_desktop.detection.cuda_graphs import WARM_UPS, capture
from effad_desktop.detection.efficientad import EfficientAd
from effad_desktop.detection.networks import normal_input
from effad_desktop.detection.torch_engine import cpu_has_bfloat16
from training.augment import jitter
from training.losses import hard_loss, side_losses
from training.optimizers import Muon, split_parameters
from training.params import TrainParams
from training.student import student_of

log = logging.getLogger(__name__)

ADAM_BESIDE_MUON = 1e-3
BATCH = 4


@dataclass(frozen=True, slots=True)
class Order:
    """What the host draws for a step. Without `quantile` the hard loss is the exact one;
    without `jitter` the step has neither penalty nor autoencoder.
    """

    index: int
    rate: float
    quantile: float | None = None
    penalty: int = 0
    jitter: tuple[float, float, float] | None = None

    def numbers(self) -> list[float]:
        return [self.index, self.rate, self.quantile or 0.0, self.penalty, *(self.jitter or (1.0, 0.0, 0.0))]


class Step:
    """Images, the model's state and the sums of losses stay on the device.

    `sums` is of loss_st, steps, penalty, loss_ae, loss_stae, steps with these. From the step `settled` on
    the speed is as it stays.
    """

    def __init__(
        self, model: EfficientAd, images: Tensor, penalty: Tensor, params: TrainParams, device: torch.device
    ) -> None:
        self.model, self.device, self.student = model, device, student_of(model.student)
        self.images, self.penalty = images.to(device, copy=True), penalty.to(device)
        self.features = torch.empty(0, device=device)
        self.sums, self._order = torch.zeros(6, device=device), torch.zeros(7, device=device)
        self.optimizers = self._optimizers(params)
        self._rates = [float(group["lr"]) for group in self._groups()]
        self.restore_rates()
        on_gpu = device.type == "cuda"
        self.settled = (WARM_UPS + 1) * params.side_every if on_gpu else 0
        self.run: Run = Graphs(device) if on_gpu else run_at_once

    def __call__(self, order: Order) -> None:
        self._order.copy_(torch.tensor(order.numbers()), non_blocking=True)
        hard, side = order.quantile is None, order.jitter is not None
        self.run((hard, side), lambda: self._compute(hard, side))

    @torch.inference_mode()
    def show(self, images: Tensor) -> None:
        """Other views of the same images; in place, so that a graph sees them too."""
        self.images.copy_(images)
        with self.autocast():
            for at in torch.split(torch.arange(len(self.features), device=self.device), BATCH):
                self.features[at] = self.model.teach(_input(self.images, at)).to(self.features.dtype)

    def autocast(self) -> torch.autocast:
        usable = self.device.type != "cpu" or cpu_has_bfloat16()
        return torch.autocast(self.device.type, torch.bfloat16, enabled=usable)

    def wait(self) -> None:
        """Until the device has done what it was given."""
        self.sums.sum().item()

    def restore_rates(self) -> None:
        """Learning rates as tensors, which a graph reads anew; a checkpoint may come from another device."""
        for group, rate in zip(self._groups(), self._rates, strict=True):
            group["lr"] = torch.tensor(rate, device=self.device)
            if "capturable" in group:
                group["capturable"] = self.device.type == "cuda"

    def _groups(self) -> list[dict[str, Any]]:
        return [group for optimizer in self.optimizers for group in optimizer.param_groups]

    def _compute(self, hard: bool, side: bool) -> None:
        index, rate, quantile, penalty = torch.split(self._order[:4], 1)
        x = _input(self.images, index)
        for group, base in zip(self._groups(), self._rates, strict=True):
            group["lr"].copy_(base * rate[0])
        for optimizer in self.optimizers:
            optimizer.zero_grad()
        with self.autocast():
            difference = self._taught(index, x) - self.student.teacher(self.student.body(x)).float()
            losses = [hard_loss(difference, None if hard else quantile)]
            if side:
                augmented, other = jitter(x, self._order[4:]), _input(self.penalty, penalty)
                losses += side_losses(self.model, self.student, augmented, other)
        torch.stack(losses).sum().backward()  # type: ignore[no-untyped-call]
        for optimizer in self.optimizers:
            optimizer.step()
        one = torch.ones_like(losses[0])
        counted = [losses[0].detach(), one, *(loss.detach() for loss in losses[1:]), one]
        self.sums[: 6 if side else 2] += torch.stack(counted[: 6 if side else 2])

    def _taught(self, index: Tensor, x: Tensor) -> Tensor:
        if len(self.features):
            return self.features.index_select(0, index.long()).float()
        with torch.no_grad():
            return self.model.teach(x).float()

    def _optimizers(self, params: TrainParams) -> list[torch.optim.Optimizer]:
        """The autoencoder and its head learn at each `side_every`-th step; Muon moves the head more there."""
        student, autoencoder = self.student, self.model.autoencoder
        adam = partial(
            torch.optim.Adam,
            foreach=False,
            fused=self.device.type in ("cpu", "cuda"),
            capturable=self.device.type == "cuda",
        )
        found: list[torch.optim.Optimizer]
        learning = (student.body, student.teacher, student.autoencoder, autoencoder)
        if params.optimizer == "adam":
            every = [p for part in learning for p in part.parameters()]
            found = [adam(every, lr=params.lr, weight_decay=params.weight_decay)]
        else:
            matrices, others = split_parameters(learning[:2])
            seldom, more = split_parameters(learning[2:3])
            n = params.side_every
            groups = [{"params": matrices}, {"params": seldom, "lr": params.lr * n, "momentum": 0.95**n}]
            others += [*more, *autoencoder.parameters()]
            found = [Muon(groups, lr=params.lr), adam(others, lr=ADAM_BESIDE_MUON)]
        for optimizer in found:  # the first steps run before there is a graph, which torch would warn of
            optimizer._warned_capturable_if_run_uncaptured = True  # noqa: SLF001
        return found


Run = Callable[[tuple[bool, bool], Callable[[], None]], None]


def run_at_once(_kind: tuple[bool, bool], work: Callable[[], None]) -> None:
    work()


class Graphs:
    """A graph for each kind of step: its first run eagerly, the next is recorded, all others replayed."""

    def __init__(self, device: torch.device) -> None:
        self._stream = torch.cuda.Stream(device)  # type: ignore[no-untyped-call]
        self._graphs: dict[tuple[bool, bool], torch.cuda.CUDAGraph] = {}
        self._eager: Counter[tuple[bool, bool]] = Counter()
        self._capturable = True
        torch.backends.cudnn.benchmark = True

    def __call__(self, kind: tuple[bool, bool], work: Callable[[], None]) -> None:
        current = torch.cuda.current_stream(self._stream.device)
        self._stream.wait_stream(current)
        if kind not in self._graphs and self._capturable and self._eager[kind] >= WARM_UPS:
            self._capture(kind, work)
        with torch.cuda.stream(self._stream):
            if kind in self._graphs:
                self._graphs[kind].replay()
            else:
                work()
                self._eager[kind] += 1
        current.wait_stream(self._stream)

    def _capture(self, kind: tuple[bool, bool], work: Callable[[], None]) -> None:
        try:
            self._graphs[kind] = capture(work, self._stream, warm_ups=0)
        except torch.OutOfMemoryError:
            raise
        except RuntimeError as error:
            self._capturable = False
            reason = str(error).strip().partition("\n")[0]
            log.warning("Training runs without a CUDA graph, slower: %s", reason)


def _input(images: Tensor, index: Tensor) -> Tensor:
    x = normal_input(images.index_select(0, index.long()))
    return x.contiguous(memory_format=torch.channels_last)
