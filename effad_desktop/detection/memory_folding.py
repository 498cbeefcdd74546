"""The method `memory` with everything folded that needs no arithmetic of its own at inspection.

ImageNet's normalisation goes into the teacher's first convolution; (t − mean)/std and the projection
become its last one; the bank becomes the weights of a 1×1 convolution.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from effad_desktop.detection.folding import Conv, normalised, pdn
from effad_desktop.detection.weights import Weights

Array = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class FoldedMemory:
    """Input is RGB − 128. `teacher` ends with the convolution that gives the projected features.

    `bank` is K×D. anomaly_map = factor·smoothed distance + offset, capped at the mean of its
    `largest` largest values; `smoothing` is the side of the square that is averaged over.
    """

    teacher: tuple[Conv, ...]
    bank: Array
    smoothing: int
    largest: int
    factor: float
    offset: float


def fold_memory(weights: Weights, size: str) -> FoldedMemory:
    """From the tensors of a model file (see weights.shapes)."""
    layers = pdn(weights, "teacher", size)
    q_a, q_b = weights["quantiles"].astype(np.float64)
    factor = 0.1 / (q_b - q_a)
    return FoldedMemory(
        teacher=(normalised(layers[0]), *layers[1:-1], _projected(layers[-1], weights)),
        bank=weights["bank"],
        smoothing=int(weights["smoothing"]),
        largest=int(weights["largest"]),
        factor=float(factor),
        offset=float(-factor * q_a),
    )


def _projected(conv: Conv, weights: Weights) -> Conv:
    """Standardised and projected: 384 channels become as many as the bank has."""
    turn = weights["projection"] / weights["teacher_std"][:, None]
    weight = np.tensordot(turn, conv.weight, axes=(0, 0)).astype(np.float32)
    return Conv(weight, ((conv.bias - weights["teacher_mean"]) @ turn).astype(np.float32))
