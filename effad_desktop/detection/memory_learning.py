"""Learning without training: what a bank does not know yet of an image, in numpy alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

import cv2
import numpy as np
from numpy.typing import NDArray

from effad_desktop.detection.weights import Weights

Floats = NDArray[np.float32]

SIDE = 56
BORDER = 4
"""From 56 to the 64 of a map."""
QUANTILES = (0.9, 0.995)
MOST_ADDED = 512
"""Patches of one image; more would say that it is another product."""
COMPARED_AT_ONCE = 3136


@dataclass(frozen=True, slots=True, eq=False)
class Memory:
    """The part of a model that learning changes. `bank` is K×D."""

    bank: Floats
    quantiles: tuple[float, float]
    smoothing: int
    largest: int

    @classmethod
    def of(cls, weights: Weights) -> Self:
        low, high = weights["quantiles"]
        bank = weights["bank"]
        return cls(bank, (float(low), float(high)), int(weights["smoothing"]), int(weights["largest"]))

    def into(self, weights: Weights) -> Weights:
        return {**weights, "bank": self.bank, "quantiles": np.array(self.quantiles, np.float32)}

    def score(self, distances: Floats) -> float:
        """Of one image, from its 3136 distances."""
        low, high = self.quantiles
        largest = np.sort(smoothed(distances, self.smoothing), axis=None)[-self.largest :]
        return float(0.1 * (largest.mean() - low) / (high - low))

    def anomaly_map(self, distances: Floats) -> Floats:
        """64×64, as the engines make it: no value above the score, the border nought."""
        low, high = self.quantiles
        scaled = 0.1 * (smoothed(distances, self.smoothing) - low) / (high - low)
        return np.pad(np.minimum(scaled, self.score(distances)), BORDER).astype(np.float32)

    def with_patches(self, rows: Floats) -> Memory:
        return replace(self, bank=np.concatenate([self.bank, rows]))

    def normalised(self, held_out: Sequence[Floats]) -> Memory:
        """Quantiles of the smoothed distances of held-out good images."""
        values = np.concatenate([smoothed(d, self.smoothing).ravel() for d in held_out])
        low, high = np.quantile(values, QUANTILES)
        return replace(self, quantiles=(float(low), max(float(high), float(low) + 1e-6)))


def nearest(features: Floats, bank: Floats) -> Floats:
    """Euclidean distance of each row to the nearest row of the bank."""
    norms = np.square(bank).sum(1)
    parts = []
    for start in range(0, len(features), COMPARED_AT_ONCE):
        rows = features[start : start + COMPARED_AT_ONCE]
        least = (norms - 2 * (rows @ bank.T)).min(1)
        parts.append(np.sqrt(np.maximum(np.square(rows).sum(1) + least, 0)))
    return np.concatenate(parts).astype(np.float32)


def new_patches(features: Floats, distances: Floats, reach: float) -> Floats:
    """The fewest that bring every patch within `reach` of the bank, the farthest first.

    Rounded as the model file will hold them.
    """
    left = distances.copy()
    chosen: list[int] = []
    while len(chosen) < MOST_ADDED and float(left.max()) > reach:
        farthest = int(left.argmax())
        chosen.append(farthest)
        left = np.minimum(left, np.sqrt(np.square(features - features[farthest]).sum(1)))
    return features[chosen].astype(np.float16).astype(np.float32)


def smoothed(distances: Floats, side: int) -> Floats:
    """3136 → 56×56, each the mean of side×side; at the border of what there is."""
    square = distances.reshape(SIDE, SIDE)
    border = cv2.BORDER_CONSTANT
    total = cv2.boxFilter(square, -1, (side, side), normalize=False, borderType=border)
    count = cv2.boxFilter(np.ones_like(square), -1, (side, side), normalize=False, borderType=border)
    return np.asarray(total / count, np.float32)


def reach_of(held_out: Sequence[Floats]) -> float:
    """How far from the bank a patch of a good image may lie and not be new: nine in ten lie nearer."""
    return float(np.quantile(np.concatenate(held_out), QUANTILES[0]))
