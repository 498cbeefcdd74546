"""An anomaly map in colours, for people."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from effad_desktop.core.inspection import AnomalyMap, Image

MINIMUM_SPAN = 0.05
"""Keeps noise grey where a threshold is close to zero; half the score that is rare (see AnomalyMap)."""

# Nine stops of matplotlib's inferno: even steps for the eye, safe for the colour-blind and in grey print.
_STOPS = np.array(
    [
        (0, 0, 4),
        (33, 12, 74),
        (87, 16, 110),
        (138, 34, 106),
        (188, 55, 84),
        (228, 90, 49),
        (249, 142, 9),
        (249, 203, 53),
        (252, 255, 164),
    ],
    np.float32,
)


# As even, for products that are red, brown or yellow themselves.
_COLD_STOPS = np.array(
    [
        (2, 4, 14),
        (12, 24, 66),
        (18, 48, 118),
        (18, 78, 166),
        (16, 112, 200),
        (44, 150, 216),
        (98, 188, 228),
        (164, 222, 240),
        (236, 252, 255),
    ],
    np.float32,
)

Ramp = NDArray[np.uint8]
"""256×3."""


def _ramp(stops: NDArray[np.float32]) -> Ramp:
    at = np.linspace(0, len(stops) - 1, 256)
    channels = [np.interp(at, np.arange(len(stops)), channel) for channel in stops.T]
    return np.asarray(np.round(np.stack(channels, axis=1)), np.uint8)


RAMP = _ramp(_STOPS)
"""From black by crimson (at the threshold) to pale yellow."""
COLD_RAMP = _ramp(_COLD_STOPS)
"""From black by blue (at the threshold) to white."""


def heatmap(anomaly_map: AnomalyMap, threshold: float, height: int, width: int) -> Image:
    """Height×width×3: black below half the threshold, crimson at it, pale yellow from 1.5 of it."""
    level = upsample(_levels(anomaly_map, threshold), height, width)
    return RAMP[_bytes(level)]


def overlay(image: Image, anomaly_map: AnomalyMap, threshold: float, opacity: float = 0.6) -> Image:
    """The image, coloured where it is suspicious; what is ordinary is left as it was, bit for bit."""
    height, width = image.shape[:2]
    level = upsample(_levels(anomaly_map, threshold), height, width)
    weight = np.minimum(level * 2, 1) * np.clip(opacity, 0, 1)
    rows, columns = np.nonzero(weight)
    coloured = image.copy()
    if rows.size:
        box = (slice(rows.min(), rows.max() + 1), slice(columns.min(), columns.max() + 1))
        share = weight[box][..., None]
        mixed = image[box] * (1 - share) + RAMP[_bytes(level[box])] * share
        coloured[box] = np.round(mixed)
    return coloured


def heat_layer(
    anomaly_map: AnomalyMap, threshold: float, height: int, width: int, ramp: Ramp = RAMP
) -> NDArray[np.uint8]:
    """Height×width×4 to lay over the image: clear where it is ordinary, full from the threshold on."""
    level = upsample(_levels(anomaly_map, threshold), height, width)
    return np.dstack([ramp[_bytes(level)], _bytes(np.minimum(level * 2, 1))])


def upsample(values: NDArray[np.float32], height: int, width: int) -> NDArray[np.float32]:
    """Bilinear; a pixel's value is at its middle, as OpenCV and torch (align_corners=False) have it."""
    above, below, down = _neighbours(values.shape[0], height)
    left, right, across = _neighbours(values.shape[1], width)
    tall = values[above] + (values[below] - values[above]) * down[:, None]
    return np.asarray(tall[:, left] + (tall[:, right] - tall[:, left]) * across, np.float32)


def _levels(anomaly_map: AnomalyMap, threshold: float) -> NDArray[np.float32]:
    """0 from half the threshold down, 0.5 at it, 1 from 1.5 of it up; what is no number is 1."""
    span = max(abs(threshold), MINIMUM_SPAN)
    level = np.clip((anomaly_map - threshold) / span + 0.5, 0, 1)
    return np.asarray(np.nan_to_num(level, nan=1.0), np.float32)


def _bytes(level: NDArray[np.float32]) -> NDArray[np.uint8]:
    return np.asarray(np.round(level * 255), np.uint8)


def _neighbours(size: int, wanted: int) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.float32]]:
    """For each wanted pixel the one before it, the one after it, and how far it is between them."""
    middle = np.clip((np.arange(wanted) + 0.5) * size / wanted - 0.5, 0, size - 1)
    before = middle.astype(np.intp)
    return before, np.minimum(before + 1, size - 1), (middle - before).astype(np.float32)
