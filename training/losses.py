"""The losses of EfficientAD (paper, equations 2 to 5)."""

from __future__ import annotations

from typing import cast

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from effad_desktop.detection.efficientad import EfficientAd
from effad_desktop.detection.networks import TEACHER_CHANNELS

HARD_QUANTILE = 0.999
SAMPLE = 50_000


def hard_loss(difference: Tensor, quantile: float = HARD_QUANTILE) -> Tensor:
    """Mean of the squares at and above their quantile.

    At 0.999 the exact top k; below, where k is large, the cut is estimated from every n-th value.
    """
    squares = difference.float().square().flatten()
    if quantile >= HARD_QUANTILE:
        return squares.topk(hard_count(squares.numel(), quantile)).values.mean()
    with torch.no_grad():
        sample = squares[:: max(1, squares.numel() // SAMPLE)]
        rank = max(1, min(sample.numel(), round(quantile * sample.numel())))
        cut = sample.kthvalue(rank).values
        chosen = squares >= cut
    return (squares * chosen).sum() / chosen.sum()


def hard_count(values: int, quantile: float = HARD_QUANTILE) -> int:
    """How many of `values` lie at or above their interpolated quantile: 1,205 of 1,204,224."""
    position = quantile * (values - 1)
    return values - int(-(-position // 1))


def student_half(model: EfficientAd, x: Tensor, half: int) -> Tensor:
    """The student's outputs for the teacher (half 0) or the autoencoder (half 1) alone."""
    body, last = model.student[:-1], cast(nn.Conv2d, model.student[-1])
    rows = slice(half * TEACHER_CHANNELS, (half + 1) * TEACHER_CHANNELS)
    bias = cast(Tensor, last.bias)
    return F.conv2d(body(x), last.weight[rows], bias[rows])


def side_losses(model: EfficientAd, augmented: Tensor, penalty: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """(penalty, loss_ae, loss_stae) from one student forward of both inputs, stacked."""
    with torch.no_grad():
        teacher = model.teach(augmented)
    ae = model.autoencoder(augmented)
    student = model.student(torch.cat([augmented, penalty]))
    count = len(augmented)
    loss_penalty = student[count:, :TEACHER_CHANNELS].float().square().mean()
    loss_ae = F.mse_loss(ae.float(), teacher.float())
    loss_stae = F.mse_loss(student[:count, TEACHER_CHANNELS:].float(), ae.float())
    return loss_penalty, loss_ae, loss_stae
