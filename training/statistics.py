"""What is measured on good images and kept in the model."""

from __future__ import annotations

import torch
from torch import Tensor

from effad_desktop.detection.efficientad import QUANTILE_A, QUANTILE_B, EfficientAd
from effad_desktop.detection.networks import normal_input

BATCH = 4


def _batches(images: Tensor, device: torch.device) -> list[Tensor]:
    """Normalised inputs of uint8 N×3×256×256."""
    return [
        normal_input(part.to(device)).contiguous(memory_format=torch.channels_last)
        for part in torch.split(images, BATCH)
    ]


def fit_teacher(model: EfficientAd, images: Tensor, device: torch.device, keep: bool) -> list[Tensor]:
    """Sets the teacher's mean and deviation per channel; returns its normalised features.

    One pass in float64 sums stands for the reference's two. Each feature is 1×384×56×56 in
    half precision; none are returned where `keep` is False.
    """
    total = torch.zeros(model.teacher_mean.numel(), dtype=torch.float64, device=device)
    squares, count, kept = torch.zeros_like(total), 0, []
    for part in torch.split(images, BATCH):
        x = normal_input(part.to(device)).contiguous(memory_format=torch.channels_last)
        out = model.teacher(x).double()
        total += out.sum((0, 2, 3))
        squares += out.square().sum((0, 2, 3))
        count += out.numel() // out.shape[1]
        if keep:
            kept += list(torch.split(out.half(), 1))
    mean = total / count
    std = (squares / count - mean.square()).clamp_min(1e-12).sqrt()
    model.teacher_mean.copy_(mean)
    model.teacher_std.copy_(std)
    shape = (1, -1, 1, 1)
    return [((f.float() - mean.float().view(shape)) / std.float().view(shape)).half() for f in kept]


def fit_quantiles(model: EfficientAd, images: Tensor, device: torch.device) -> Tensor:
    """[[q_a, q_b] of map_st, [q_a, q_b] of map_ae] over the un-padded maps of good images."""
    maps = [model.raw_maps(x) for x in _batches(images, device)]
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
        for x in _batches(images, device)
    ]
    explained = 1.0 - float(torch.stack(errors).mean())
    return 0.5 * min(1.0, max(0.0, (explained - 0.2) / 0.3))
