"""What is measured on good images and kept in the model."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from effad_desktop.detection.efficientad import QUANTILE_A, QUANTILE_B, EfficientAd
from effad_desktop.detection.networks import MAP_SIZE, normal_input

BATCH = 4


def channels_first(images: NDArray[np.uint8]) -> Tensor:
    """N×H×W×3 → N×3×H×W."""
    return torch.from_numpy(np.ascontiguousarray(images.transpose(0, 3, 1, 2)))


def batches(images: Tensor, device: torch.device) -> Iterator[Tensor]:
    """Normalised inputs of uint8 N×3×256×256."""
    for part in torch.split(images, BATCH):
        yield normal_input(part.to(device)).contiguous(memory_format=torch.channels_last)


def fit_teacher(model: EfficientAd, images: Tensor, device: torch.device, keep: bool) -> Tensor:
    """Sets the teacher's mean and deviation per channel; returns its normalised features.

    One pass in float64 sums stands for the reference's two. The features are N×384×56×56 in
    half precision; N is 0 where `keep` is False.
    """
    channels = model.teacher_mean.numel()
    total = torch.zeros(channels, dtype=torch.float64, device=device)
    squares, count = torch.zeros_like(total), 0
    shape = (len(images) if keep else 0, channels, MAP_SIZE, MAP_SIZE)
    kept = torch.empty(shape, dtype=torch.float16, device=device, memory_format=torch.channels_last)
    for start, x in enumerate(batches(images, device)):
        out = model.teacher(x)
        if keep:
            kept[start * BATCH : start * BATCH + len(x)] = out
        total += out.double().sum((0, 2, 3))
        squares += out.double().square().sum((0, 2, 3))
        count += out.numel() // channels
    mean = total / count
    std = (squares / count - mean.square()).clamp_min(1e-12).sqrt()
    model.teacher_mean.copy_(mean)
    model.teacher_std.copy_(std)
    for part in torch.split(kept, BATCH):
        part.copy_((part.float() - mean.float().view(1, -1, 1, 1)) / std.float().view(1, -1, 1, 1))
    return kept


def fit_quantiles(model: EfficientAd, images: Tensor, device: torch.device) -> Tensor:
    """[[q_a, q_b] of map_st, [q_a, q_b] of map_ae] over the un-padded maps of good images."""
    maps = [model.raw_maps(x) for x in batches(images, device)]
    rows = []
    for branch in zip(*maps, strict=True):
        values = torch.cat([m.flatten() for m in branch]).float().sort().values
        a, b = (_quantile(values, q) for q in (QUANTILE_A, QUANTILE_B))
        rows.append(torch.stack([a, torch.maximum(b, a + 1e-6)]))
    return torch.stack(rows)


def _quantile(ordered: Tensor, q: float) -> Tensor:
    """Linear interpolation, as torch.quantile, which refuses over 16 million values."""
    place = q * (ordered.numel() - 1)
    low = int(place)
    high = min(low + 1, ordered.numel() - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


def trust_autoencoder(model: EfficientAd, images: Tensor, device: torch.device) -> float:
    """The share of map_ae in a short run: from 0 where the autoencoder explains a fifth or less of
    the teacher's variance on held-out good images, to the paper's half where it explains a half.

    No defect is looked at.
    """
    errors = [
        (model.teach(x).float() - model.autoencoder(x).float()).square().mean()
        for x in batches(images, device)
    ]
    explained = 1.0 - float(torch.stack(errors).mean())
    return 0.5 * min(1.0, max(0.0, (explained - 0.2) / 0.3))
