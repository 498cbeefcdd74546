"""From a backbone's features to a teacher's targets, of equal variance."""

from __future__ import annotations

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor


@dataclass(frozen=True, slots=True, eq=False)
class Projection:
    """Features are standardised, taken to their main directions and turned at random.

    The turn shares the variance evenly among the channels without changing any distance.
    """

    mean: Tensor
    std: Tensor
    basis: Tensor

    def __call__(self, features: Tensor) -> Tensor:
        """B×C×H×W → B×channels×H×W with mean 0 and a mean variance of 1."""
        weight = self.basis.T / self.std
        return F.conv2d(features, weight[:, :, None, None], -weight @ self.mean)


def fit_projection(features: Tensor, channels: int, seed: int) -> Projection:
    """N×C samples → the projection; C of fewer than `channels` is refused by the eigenvectors' shape."""
    mean, std = features.mean(0), features.std(0).clamp_min(1e-4)
    standard = (features - mean) / std
    covariance = (standard.T @ standard / len(standard)).double()
    variances, directions = torch.linalg.eigh(covariance)
    kept = directions[:, -channels:].float()
    scale = float(variances[-channels:].mean()) ** -0.5
    generator = torch.Generator().manual_seed(seed)
    noise = torch.randn(channels, channels, generator=generator)
    turn = torch.linalg.qr(noise)[0]
    return Projection(mean, std, scale * kept @ turn)
