"""Distil a teacher: ``python -m training.distill IMAGES --out teacher.safetensors``.

A patch description network learns from 33×33 patches what a backbone sees in a picture of twice
its resolution (paper, section 3.1). Stopped at any moment, it goes on from its last checkpoint.
"""

from __future__ import annotations

import json
import math
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import torch
import torch.nn.functional as F
import typer
from torch import Tensor

from effad_desktop.detection.networks import SIZES, Size, channels_last, normal_input, pdn
from effad_desktop.detection.weights import CHANNELS
from effad_desktop.errors import EffadError, SourceError, UsageError
from effad_desktop.imaging import image_paths, load_image
from training.augment import random_crop
from training.backbones import BACKBONES, Backbone, BackboneName, load_backbone
from training.checkpoint import load_checkpoint, save_checkpoint
from training.features import Projection, fit_projection
from training.optimizers import Muon, split_parameters
from training.teacher_file import save_teacher

BACKBONE_SIDE = 512
HELD_OUT = 32


@dataclass(frozen=True, slots=True)
class DistillParams:
    size: Size = "small"
    backbone: BackboneName = "efficientnet_lite2"
    steps: int = 1000
    batch: int = 8
    lr_matrices: float = 3e-3
    lr_others: float = 1e-3
    projection_images: int = 200
    seed: int = 0
    begin: int = 0  # the steps of the run that this one goes on from, with a rate of its own


class Distillation:
    """The state of a run: network, optimisers, projection, step."""

    def __init__(self, images: Path, params: DistillParams, device: torch.device) -> None:
        self.params, self.device, self.step = params, device, 0
        self.paths = list(image_paths([images]))
        if len(self.paths) <= 2 * HELD_OUT:
            detail = f"{images} has {len(self.paths)}, needs over {2 * HELD_OUT}"
            raise SourceError("Too few images", detail)
        order = np.random.default_rng(params.seed).permutation(len(self.paths))
        self.held_out = [self.paths[i] for i in order[:HELD_OUT]]
        self.paths = [self.paths[i] for i in order[HELD_OUT:]]
        torch.manual_seed(params.seed)
        self.network = pdn(params.size, CHANNELS[params.size], padded=True)
        channels_last(self.network.to(device))
        matrices, others = split_parameters([self.network])
        self.optimizers: list[torch.optim.Optimizer] = [
            Muon(matrices, lr=params.lr_matrices),
            torch.optim.Adam(others, lr=params.lr_others),
        ]
        self.backbone: Backbone = load_backbone(params.backbone, device)
        self.projection: Projection | None = None
        self.log: list[dict[str, float]] = []

    def crops(self, paths: list[Path], seed: int) -> Tensor:
        """N×3×512×512 uint8 of one random crop each."""
        with ThreadPoolExecutor(2, "decode") as pool:
            jobs = [
                pool.submit(lambda p, s: random_crop(load_image(p), BACKBONE_SIDE, s), p, seed + i)
                for i, p in enumerate(paths)
            ]
            stack = np.stack([job.result() for job in jobs])
        return torch.from_numpy(stack).permute(0, 3, 1, 2).to(self.device)

    def features(self, crops: Tensor) -> Tensor:
        x = normal_input(crops).to(memory_format=torch.channels_last)
        with self.autocast():
            return self.backbone(x).float()

    def autocast(self) -> torch.autocast:
        return torch.autocast(self.device.type, torch.bfloat16)

    def fit_targets(self) -> None:
        """The projection, from features of a few hundred crops."""
        samples = []
        count = min(self.params.projection_images, len(self.paths))
        for i in range(0, count, 4):
            f = self.features(self.crops(self.paths[i : i + 4], 10**9 + i))
            samples.append(f[:, :, 2::5, 2::5].permute(0, 2, 3, 1).flatten(0, 2).cpu())
        projection = fit_projection(torch.cat(samples), CHANNELS[self.params.size], self.params.seed)
        tensors = (projection.mean, projection.std, projection.basis)
        self.projection = Projection(*(t.to(self.device) for t in tensors))

    def loss(self, crops: Tensor) -> Tensor:
        if self.projection is None:
            raise RuntimeError("fit_targets comes first")
        with torch.no_grad():
            features = self.features(crops)
            with self.autocast():
                target = self.projection(features).float()
            x = F.interpolate(crops.float(), scale_factor=0.5, mode="area")
            x = normal_input(x).to(memory_format=torch.channels_last)
        with self.autocast():
            y = self.network(x)
        return F.mse_loss(y.float(), target)

    def train_step(self) -> float:
        p = self.params
        rng = np.random.default_rng([p.seed, self.step])
        paths = [self.paths[i] for i in rng.integers(len(self.paths), size=p.batch)]
        rate = cosine(self.step - p.begin, p.steps - p.begin)
        for optimizer, lr in zip(self.optimizers, (p.lr_matrices, p.lr_others), strict=True):
            optimizer.param_groups[0]["lr"] = lr * rate
            optimizer.zero_grad()
        loss = self.loss(self.crops(paths, (self.step + 1) * p.batch))
        loss.backward()  # type: ignore[no-untyped-call]
        for optimizer in self.optimizers:
            optimizer.step()
        self.step += 1
        return loss.item()

    @torch.no_grad()
    def held_out_loss(self) -> float:
        batches = [self.held_out[i : i + 8] for i in range(0, HELD_OUT, 8)]
        return float(np.mean([self.loss(self.crops(b, 2 * 10**9)).item() for b in batches]))

    def state(self) -> dict[str, Any]:
        projection = self.projection
        return {
            "params": asdict(self.params),
            "step": self.step,
            "network": self.network.state_dict(),
            "optimizers": [o.state_dict() for o in self.optimizers],
            "projection": projection and [projection.mean, projection.std, projection.basis],
            "log": self.log,
        }

    def restore(self, state: dict[str, Any]) -> None:
        self.go_on_from(state)
        for optimizer, saved in zip(self.optimizers, state["optimizers"], strict=True):
            optimizer.load_state_dict(saved)

    def go_on_from(self, state: dict[str, Any]) -> None:
        """Takes network and targets of an earlier run; the optimisers begin anew."""
        self.step, self.log = state["step"], state["log"]
        self.network.load_state_dict(state["network"])
        self.projection = Projection(*(t.to(self.device) for t in state["projection"]))


def cosine(step: int, steps: int, warmup: int = 20) -> float:
    """From 0 over a short rise to 1 and down to 0 at the last step."""
    return min(1.0, (step + 1) / warmup) * 0.5 * (1 + math.cos(math.pi * step / steps))


def run(job: Distillation, checkpoint: Path, every: int = 50) -> Iterator[dict[str, float]]:
    """Train to the end; yields the log line of each checkpoint."""
    if checkpoint.exists():
        job.restore(load_checkpoint(checkpoint, asdict(job.params), ("steps",)))
    if job.projection is None:
        job.fit_targets()
    started, losses = time.monotonic(), list[float]()
    begin = job.step
    while job.step < job.params.steps:
        losses.append(job.train_step())
        if job.step % every == 0 or job.step == job.params.steps:
            seconds = (time.monotonic() - started) / (job.step - begin)
            line = {
                "step": job.step,
                "loss": float(np.mean(losses)),
                "held_out_loss": job.held_out_loss(),
                "seconds_per_step": seconds,
                "minutes_left": seconds * (job.params.steps - job.step) / 60,
            }
            job.log.append(line)
            save_checkpoint(checkpoint, job.state())
            losses.clear()
            yield line


def main(
    images: Path,
    out: Annotated[Path, typer.Option(help="Teacher file to write")],
    steps: int = 1000,
    batch: int = 8,
    size: str = "small",
    backbone: str = "efficientnet_lite2",
    lr: Annotated[float, typer.Option(help="Muon's learning rate")] = 3e-3,
    seed: int = 0,
    go_on: Annotated[
        Path | None, typer.Option(help="Checkpoint of a finished run to train on to --steps")
    ] = None,
) -> None:
    """Distil a teacher from a folder of photographs; run again to go on after a stop."""
    if size not in SIZES or backbone not in BACKBONES:
        raise UsageError(f"No teacher of size {size!r} from {backbone!r}", f"{SIZES} from {BACKBONES}")
    params = DistillParams(size, backbone, steps, batch, lr, seed=seed)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    earlier = go_on and load_checkpoint(go_on, asdict(params), ("steps", "begin"))
    if earlier:
        params = replace(params, begin=earlier["step"])
    job = Distillation(images, params, device)
    if earlier:
        job.go_on_from(earlier)
    for line in run(job, out.with_suffix(".checkpoint")):
        print(json.dumps({k: round(v, 4) for k, v in line.items()}), flush=True)
    save_teacher(out, job.network, params.size, {**asdict(params), "images": len(job.paths), "log": job.log})


if __name__ == "__main__":
    try:
        typer.run(main)
    except EffadError as error:
        print(error, file=sys.stderr)
        sys.exit(error.exit_code)
