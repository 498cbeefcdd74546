"""EfficientAD: one module that owns its networks and everything measured on good images."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from effad_desktop.detection.networks import Autoencoder, Size, normal_input, pdn
from effad_desktop.detection.weights import CHANNELS

QUANTILE_A, QUANTILE_B = 0.9, 0.995
MAP_PADDING = 4


class EfficientAd(nn.Module):
    """Teacher, student, autoencoder, teacher statistics and map quantiles.

    `quantiles` is [[q_a, q_b] of map_st, [q_a, q_b] of map_ae]. `ae_weight` is the share of
    map_ae in the anomaly map: 0.5 in the paper, less where the autoencoder has learned little.
    """

    teacher_mean: Tensor
    teacher_std: Tensor
    quantiles: Tensor
    ae_weight: Tensor

    def __init__(self, size: Size) -> None:
        super().__init__()
        self.size: Size = size
        channels = CHANNELS[size]
        self.teacher = pdn(size, channels).requires_grad_(False)
        self.student = pdn(size, 2 * channels)
        self.autoencoder = Autoencoder(channels)
        self.register_buffer("teacher_mean", torch.zeros(channels))
        self.register_buffer("teacher_std", torch.ones(channels))
        self.register_buffer("quantiles", torch.tensor([[0.0, 1.0], [0.0, 1.0]]))
        self.register_buffer("ae_weight", torch.tensor(0.5))

    def teach(self, x: Tensor) -> Tensor:
        """Normalised input → the teacher's output with mean 0 and deviation 1 on good images."""
        out: Tensor = self.teacher(x)
        mean, std = self.teacher_mean.view(1, -1, 1, 1), self.teacher_std.view(1, -1, 1, 1)
        return (out - mean.to(out.dtype)) / std.to(out.dtype)

    def raw_maps(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """Normalised B×3×256×256 → map_st and map_ae, each B×1×56×56 (paper, equations 4 and 5)."""
        teacher, student, ae = self.teach(x), self.student(x), self.autoencoder(x)
        student_st, student_ae = student.chunk(2, 1)
        map_st = (teacher - student_st).float().square().mean(1, keepdim=True)
        map_ae = (ae - student_ae).float().square().mean(1, keepdim=True)
        return map_st, map_ae

    def combine(self, map_st: Tensor, map_ae: Tensor) -> Tensor:
        """Raw maps → the anomaly map: normalised, weighted, padded from 56 to 64 (appendix A)."""
        (st_a, st_b), (ae_a, ae_b) = self.quantiles
        st = 0.1 * (map_st - st_a) / (st_b - st_a)
        ae = 0.1 * (map_ae - ae_a) / (ae_b - ae_a)
        return F.pad((1 - self.ae_weight) * st + self.ae_weight * ae, [MAP_PADDING] * 4)

    def forward(self, images: Tensor) -> Tensor:
        """uint8 B×3×256×256 → anomaly maps, float32 B×1×64×64."""
        x = normal_input(images).contiguous(memory_format=torch.channels_last)
        x = x.to(next(self.student.parameters()).dtype)
        return self.combine(*self.raw_maps(x))
