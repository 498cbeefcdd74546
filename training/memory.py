"""The method `memory`: a bank of good patches, and all that is measured on held-out good images.

PatchCore (arXiv 2106.08265) on the features of EfficientAD's teacher. Nothing is trained.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from effad_desktop.detection.efficientad import QUANTILE_A, QUANTILE_B
from effad_desktop.detection.memory import MemoryBank
from effad_desktop.detection.networks import MAP_SIZE, channels_last, normal_input
from effad_desktop.detection.teachers import Teacher
from effad_desktop.detection.torch_engine import cpu_has_bfloat16
from effad_desktop.errors import UsageError
from training.coreset import greedy_k_centre
from training.metrics import image_auroc
from training.params import TrainParams
from training.synthetic_defects import draw_defects
from training.trained import Trained

BANK, CANDIDATES, DIMENSIONS = 4_000, 80_000, 128
BATCH = 4
PATCHES = MAP_SIZE * MAP_SIZE
SMOOTHINGS, LARGEST = (3, 1, 5), (20, 5, 1, 50)
"""The first of each is taken unless another tells synthetic defects apart clearly better."""
CLEARLY = 0.02
FEWEST_DEFECTS = 40


@dataclass(frozen=True, slots=True)
class Scoring:
    """How a map's score is made; `synthetic_auroc` is what it reaches on synthetic defects."""

    smoothing: int
    largest: int
    synthetic_auroc: float


def build_memory(
    images: NDArray[np.uint8],
    held_out: NDArray[np.uint8],
    teacher: Teacher,
    params: TrainParams,
    device: torch.device,
) -> Trained:
    """Both N×256×256×3; no patch of the held-out ones comes into the bank."""
    if teacher.size != params.size:
        raise UsageError(f"The teacher is {teacher.size}", f"the run is {params.size}; give another teacher")
    started = time.monotonic()
    network = channels_last(teacher.network.to(device))
    generator = torch.Generator().manual_seed(params.seed)
    model = _bank(_candidates(network, images, generator, device), params)
    model.teacher.load_state_dict(teacher.network.state_dict())
    model = channels_last(model.to(device).eval())
    with torch.inference_mode(), torch.autocast(device.type, torch.bfloat16, enabled=_bfloat16(device)):
        good = measure_distances(model, held_out, device)
        scoring = _choose_scoring(model, good, held_out, params.seed, device)
        model.smoothing.fill_(scoring.smoothing)
        model.largest.fill_(scoring.largest)
        model.quantiles.copy_(_quantiles(model, good))
    seconds = time.monotonic() - started
    done = (
        f"a bank of {len(model.bank)} patches in {seconds:.0f} s; the score is the mean of the "
        f"{scoring.largest} largest (synthetic AU-ROC {100 * scoring.synthetic_auroc:.1f})"
    )
    figures = {
        "synthetic_image_auroc": scoring.synthetic_auroc,
        "score_largest": float(scoring.largest),
        "map_smoothing": float(scoring.smoothing),
        "bank_patches": float(len(model.bank)),
    }
    return Trained(model, replace(params, steps=0, minutes=0.0), (), seconds, done, figures)


def _bfloat16(device: torch.device) -> bool:
    return device.type == "cpu" and cpu_has_bfloat16()


@torch.inference_mode()
def _candidates(
    network: torch.nn.Module, images: NDArray[np.uint8], generator: torch.Generator, device: torch.device
) -> Tensor:
    """Patches at random, as many of each image: at most 80,000×384."""
    each = min(PATCHES, -(-CANDIDATES // len(images)))
    parts = []
    for start in range(0, len(images), BATCH):
        x = _input(images[start : start + BATCH], device)
        with torch.autocast(device.type, torch.bfloat16, enabled=_bfloat16(device)):
            out = network(x)
        for one in out.flatten(2).transpose(1, 2).float().cpu():
            parts.append(one[torch.randperm(PATCHES, generator=generator)[:each]])  # noqa: PERF401
    return torch.cat(parts)


def _input(images: NDArray[np.uint8], device: torch.device) -> Tensor:
    pixels = torch.from_numpy(np.ascontiguousarray(images.transpose(0, 3, 1, 2)))
    return normal_input(pixels.to(device)).contiguous(memory_format=torch.channels_last)


def _bank(candidates: Tensor, params: TrainParams) -> MemoryBank:
    """Standardised, turned to the directions in which good patches differ most, thinned to the bank."""
    mean, std = candidates.mean(0), candidates.std(0).clamp_min(1e-6)
    rows = (candidates - mean) / std
    _, vectors = torch.linalg.eigh((rows.T @ rows).double())  # ascending
    projection = vectors[:, -DIMENSIONS:].flip(1).float().contiguous()
    rows = rows @ projection
    model = MemoryBank(params.size, min(BANK, len(rows)), DIMENSIONS)
    model.bank.copy_(rows[greedy_k_centre(rows, BANK)].half())
    model.teacher_mean.copy_(mean)
    model.teacher_std.copy_(std)
    model.projection.copy_(projection)
    return model


def measure_distances(model: MemoryBank, images: NDArray[np.uint8], device: torch.device) -> Tensor:
    """N×3136."""
    parts = [
        model.distances(model.features(_input(images[i : i + BATCH], device)))
        for i in range(0, len(images), BATCH)
    ]
    return torch.cat(parts).float()


def _choose_scoring(
    model: MemoryBank, good: Tensor, held_out: NDArray[np.uint8], seed: int, device: torch.device
) -> Scoring:
    """By held-out good images and synthetic defects on them, never by a real defect."""
    bad = synthetic_distances(model, held_out, seed, device)
    labels = [False] * len(good) + [True] * len(bad)
    ways = [Scoring(smoothing, largest, 0.0) for smoothing in SMOOTHINGS for largest in LARGEST]
    found = [
        replace(way, synthetic_auroc=image_auroc(scored(model, way, torch.cat([good, bad])), labels) or 0.0)
        for way in ways
    ]
    best = found[0]
    for way in found[1:]:
        if way.synthetic_auroc > best.synthetic_auroc + CLEARLY:
            best = way
    return best


def synthetic_distances(
    model: MemoryBank, held_out: NDArray[np.uint8], seed: int, device: torch.device
) -> Tensor:
    """N×3136."""
    return measure_distances(model, synthetic_defects(held_out, seed), device)


def synthetic_defects(held_out: NDArray[np.uint8], seed: int) -> NDArray[np.uint8]:
    """Drawn on held-out good images, on some more than once where there are few. N×256×256×3."""
    rounds = -(-FEWEST_DEFECTS // len(held_out))
    drawn = draw_defects(np.concatenate([held_out] * rounds)[:FEWEST_DEFECTS], seed)
    return np.stack([d.image for d in drawn])


def scored(model: MemoryBank, way: Scoring, distances: Tensor) -> NDArray[np.float32]:
    """Scores in the unit of the distances, N; leaves the model set to that way."""
    model.quantiles.copy_(torch.tensor([0.0, 0.1]))
    model.smoothing.fill_(way.smoothing)
    model.largest.fill_(way.largest)
    scores: NDArray[np.float32] = model.combine(distances).flatten(1).amax(1).cpu().numpy()
    return scores


def _quantiles(model: MemoryBank, distances: Tensor) -> Tensor:
    """[q_a, q_b] of the smoothed maps (EfficientAD paper, section 3.4, with distances for its maps)."""
    values = np.sort(model.smoothed(distances).flatten().cpu().numpy())
    q_a, q_b = np.quantile(values, (QUANTILE_A, QUANTILE_B))
    return torch.tensor([q_a, max(q_b, q_a + 1e-6)], dtype=torch.float32)
