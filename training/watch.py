"""What a run sees on its way of images that it doesn't learn from, and whether more steps are worth it.

Good images that were held out, as they are and with synthetic defects on them: without a labelled defect
that is the only sign of what the student is for.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from effad_desktop.detection.efficientad import EfficientAd
from training.metrics import image_auroc
from training.statistics import batches, channels_first
from training.student import Student
from training.synthetic_defects import draw_defects

LOOKS = 12
"""How often in a run."""
ROUNDING = 1e-6
"""By which the share at the end of a plan that was bent may miss 1."""
LOOK_STEPS = 25
"""The fewest between two."""
IMAGES = 12
FEWEST = 4
"""Of fewer held-out images the figures jump too much to end a run."""
LESS, MORE = 0.01, 0.005
"""What counts as better: a hundredth less on good images, or half a point of synthetic AU-ROC."""


@dataclass(frozen=True, slots=True)
class Look:
    """`held_out`: mean of the largest values of the student's map on held-out good images;
    `synthetic`: how well these tell synthetic defects from them, AU-ROC.
    """

    step: int
    held_out: float
    synthetic: float


class Watch:
    """Up to IMAGES of the held-out N×256×256×3, with what the teacher sees in them."""

    def __init__(
        self, model: EfficientAd, held_out: NDArray[np.uint8], seed: int, device: torch.device
    ) -> None:
        self._enough = len(held_out) >= FEWEST
        good = held_out[:IMAGES]
        defective = np.stack([drawn.image for drawn in draw_defects(good, seed)])
        self._seen = list(batches(channels_first(np.concatenate([good, defective])), device))
        self._taught = [model.teach(x) for x in self._seen]
        self._labels = np.arange(2 * len(good)) >= len(good)

    def look(self, student: Student, step: int) -> Look:
        pairs = zip(self._seen, self._taught, strict=True)
        scores = np.concatenate([_largest(student, x, taught) for x, taught in pairs])
        if not np.isfinite(scores).all():  # the next report says that the run has diverged
            return Look(step, math.inf, 0.0)
        return Look(step, float(scores[~self._labels].mean()), image_auroc(scores, self._labels) or 0.0)

    def tires(self, looks: Sequence[Look], patience: float) -> bool:
        """Whether for `patience` steps there was no gain. 0 never tires."""
        return bool(patience) and self._enough and looks[-1].step - last_gain(looks) >= patience


@torch.no_grad()
def _largest(student: Student, x: Tensor, taught: Tensor) -> NDArray[np.float32]:
    difference = taught.float() - student.teacher(student.body(x)).float()
    found: NDArray[np.float32] = difference.square().mean(1).amax((1, 2)).cpu().numpy()
    return found


def last_gain(looks: Sequence[Look]) -> int:
    """The step of the last look that was better than each before it."""
    best, gained = looks[0], looks[0].step
    for look in looks[1:]:
        less, more = look.held_out < best.held_out * (1 - LESS), look.synthetic > best.synthetic + MORE
        if less or more:
            gained = look.step
            best = Look(look.step, min(best.held_out, look.held_out), max(best.synthetic, look.synthetic))
    return gained


def is_due(share: float, before: float, since: int) -> bool:
    """`share` of the run is done, and was `before` the last step; the last look was `since` steps ago."""
    return since >= LOOK_STEPS and int(LOOKS * share + ROUNDING) > int(LOOKS * before + ROUNDING)
