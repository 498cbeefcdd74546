"""The method `memory`: PatchCore (arXiv 2106.08265) on the features of EfficientAD's teacher."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from effad_desktop.detection.networks import MAP_SIZE, Size, normal_input, pdn
from effad_desktop.detection.weights import CHANNELS

MAP_PADDING = 4


class MemoryBank(nn.Module):
    """The teacher, what good patches look like to it, and what is measured on good images.

    `bank` is K×D: patches of good images, standardised by the teacher's mean and deviation and
    projected to D dimensions. `quantiles` is [q_a, q_b] of the smoothed distances; `smoothing` is the
    side of the square that they are averaged over; `largest` is how many of a map's values make its
    score, and the map is capped at their mean.
    """

    teacher_mean: Tensor
    teacher_std: Tensor
    projection: Tensor
    bank: Tensor
    quantiles: Tensor
    smoothing: Tensor
    largest: Tensor

    def __init__(self, size: Size, rows: int, dimensions: int) -> None:
        super().__init__()
        self.size: Size = size
        channels = CHANNELS[size]
        self.teacher = pdn(size, channels).requires_grad_(False)
        self.register_buffer("teacher_mean", torch.zeros(channels))
        self.register_buffer("teacher_std", torch.ones(channels))
        self.register_buffer("projection", torch.zeros(channels, dimensions))
        self.register_buffer("bank", torch.zeros(rows, dimensions))
        self.register_buffer("quantiles", torch.tensor([0.0, 1.0]))
        self.register_buffer("smoothing", torch.tensor(1.0))
        self.register_buffer("largest", torch.tensor(1.0))

    def features(self, x: Tensor) -> Tensor:
        """Normalised B×3×256×256 → B×3136×D: the teacher's output, standardised and projected."""
        out = self.teacher(x).float().flatten(2).transpose(1, 2)
        projected: Tensor = (out - self.teacher_mean) / self.teacher_std @ self.projection
        return projected

    def distances(self, features: Tensor) -> Tensor:
        """B×3136×D → B×3136, Euclidean, to the nearest patch of the bank."""
        return torch.stack([torch.cdist(one, self.bank).amin(1) for one in features])

    def smoothed(self, distances: Tensor) -> Tensor:
        """B×3136 → B×1×56×56."""
        side = int(self.smoothing)
        maps = distances.reshape(-1, 1, MAP_SIZE, MAP_SIZE)
        return F.avg_pool2d(maps, side, 1, side // 2, count_include_pad=False)

    def combine(self, distances: Tensor) -> Tensor:
        """B×3136 → anomaly maps B×1×64×64: smoothed, normalised, capped at the score, padded."""
        q_a, q_b = self.quantiles
        maps = 0.1 * (self.smoothed(distances) - q_a) / (q_b - q_a)
        score = maps.flatten(1).topk(int(self.largest)).values.mean(1)
        return F.pad(torch.minimum(maps, score.view(-1, 1, 1, 1)), [MAP_PADDING] * 4)

    def forward(self, images: Tensor) -> Tensor:
        """uint8 B×3×256×256 → anomaly maps, float32 B×1×64×64."""
        x = normal_input(images).contiguous(memory_format=torch.channels_last)
        x = x.to(next(self.teacher.parameters()).dtype)
        return self.combine(self.distances(self.features(x)))
