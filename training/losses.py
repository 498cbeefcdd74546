"""The losses of EfficientAD (paper, equations 2 to 5)."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

from effad_desktop.detection.efficientad import EfficientAd
from training.student import Student

HARD_QUANTILE = 0.999
SAMPLE = 50_000


def hard_loss(difference: Tensor, quantile: Tensor | None = None) -> Tensor:
    """Mean of the squares at and above their quantile.

    Without one the exact top k at 0.999; else, where k is large, the cut is estimated from every n-th value.
    """
    squares = difference.float().square().flatten()
    if quantile is None:
        return squares.topk(hard_count(squares.numel()), sorted=False).values.mean()
    with torch.no_grad():
        sample = squares[:: max(1, squares.numel() // SAMPLE)].sort().values
        rank = (quantile * sample.numel()).round().long().clamp(1, sample.numel()) - 1
        chosen = squares >= sample.index_select(0, rank.view(1))
    return (squares * chosen).sum() / chosen.sum()


def hard_count(values: int, quantile: float = HARD_QUANTILE) -> int:
    """How many of `values` lie at or above their interpolated quantile: 1,205 of 1,204,224."""
    position = quantile * (values - 1)
    return values - int(-(-position // 1))


def side_losses(
    model: EfficientAd, student: Student, augmented: Tensor, penalty: Tensor
) -> tuple[Tensor, Tensor, Tensor]:
    """(penalty, loss_ae, loss_stae); the student's body sees both inputs stacked."""
    with torch.no_grad():
        teacher = model.teach(augmented)
    ae = model.autoencoder(augmented)
    on_augmented, on_penalty = student.body(torch.cat([augmented, penalty])).split(len(augmented))
    loss_penalty = student.teacher(on_penalty).float().square().mean()
    loss_ae = F.mse_loss(ae.float(), teacher.float())
    loss_stae = F.mse_loss(student.autoencoder(on_augmented).float(), ae.float())
    return loss_penalty, loss_ae, loss_stae
