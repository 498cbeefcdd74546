"""How well scores and maps tell defects from good parts.

`None` stands where a figure is undefined: no defects, no good images or no masks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import ndimage
from sklearn.metrics import roc_auc_score

from effad_desktop.core.inspector import rejected

Floats = NDArray[np.float64]
Maps = Sequence[NDArray[np.float32]]
Masks = Sequence[NDArray[np.bool_]]
"""H×W each, as its map; all False where the image is good."""

AUPRO_LIMIT = 0.3
EIGHT_CONNECTED = np.ones((3, 3), dtype=np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """Rates over false-positive rates, both ascending from 0."""

    false_positive_rates: Floats
    rates: Floats


def image_auroc(scores: ArrayLike, labels: ArrayLike) -> float | None:
    """`labels` are true where the image has a defect."""
    truth = np.asarray(labels, dtype=bool)
    if truth.all() or not truth.any():
        return None
    return float(roc_auc_score(truth, np.asarray(scores, dtype=np.float64)))


def pixel_auroc(maps: Maps, masks: Masks) -> float | None:
    values, truth, _ = _flattened(maps, masks)
    if truth.all() or not truth.any():
        return None
    return float(roc_auc_score(truth, values))


def aupro(maps: Maps, masks: Masks, limit: float = AUPRO_LIMIT) -> float | None:
    """Area under the PRO curve up to the false-positive rate `limit`, 1 at best.

    Bergmann et al., "The MVTec Anomaly Detection Dataset", IJCV 2021, section 5.2.
    """
    curve = pro_curve(maps, masks, limit)
    if curve is None:
        return None
    return float(np.trapezoid(curve.rates, curve.false_positive_rates) / limit)


def pro_curve(maps: Maps, masks: Masks, limit: float = AUPRO_LIMIT) -> Curve | None:
    """Mean overlap per connected region (8 neighbours) at every threshold, cut at `limit`.

    One sort of all pixels: each good one adds 1/good to the false-positive rate, each one of a
    region 1/(size·regions) to the overlap. Pixels of one value cross the threshold together.
    """
    values, truth, overlaps = _flattened(maps, masks)
    if truth.all() or not truth.any():
        return None
    order = np.argsort(values)[::-1]
    ordered = values[order]
    last_of_value = np.flatnonzero(np.append(ordered[1:] != ordered[:-1], True))
    false_positives = np.cumsum(~truth[order])[last_of_value] / np.count_nonzero(~truth)
    overlap = np.cumsum(overlaps[order])[last_of_value]
    return _cut(np.append(0.0, false_positives), np.append(0.0, overlap), limit)


def _cut(false_positives: Floats, overlap: Floats, limit: float) -> Curve:
    kept = int(np.searchsorted(false_positives, limit, side="right"))
    at_limit = np.interp(limit, false_positives[kept - 1 :], overlap[kept - 1 :])
    return Curve(np.append(false_positives[:kept], limit), np.append(overlap[:kept], at_limit))


def _flattened(maps: Maps, masks: Masks) -> tuple[NDArray[np.float32], NDArray[np.bool_], Floats]:
    """Every pixel's value, whether it is defective, and its share in the mean region overlap."""
    values = np.concatenate([np.zeros(0), *(np.ravel(map_) for map_ in maps)], dtype=np.float32)
    shares = [_shares(np.asarray(mask, dtype=bool)) for mask in masks]
    regions = sum(count for _, count in shares)
    overlaps = np.concatenate([np.zeros(0), *(share.ravel() for share, _ in shares)]) / max(regions, 1)
    if len(values) != len(overlaps):
        raise ValueError("Each map needs a mask of its own size.")
    return values, overlaps > 0, overlaps


def _shares(mask: NDArray[np.bool_]) -> tuple[Floats, int]:
    """1/size of its region for each pixel of a region, and the number of regions."""
    regions, count = ndimage.label(mask, structure=EIGHT_CONNECTED)
    sizes = np.bincount(regions.ravel(), minlength=count + 1)
    share = 1.0 / np.maximum(sizes, 1)
    share[0] = 0.0
    return share[regions], int(count)


def f1_at(scores: ArrayLike, labels: ArrayLike, threshold: float) -> float | None:
    """What an inspection rejects is a defect."""
    truth = np.asarray(labels, dtype=bool)
    if not truth.any():
        return None
    found = rejected(scores, threshold)
    return float(2 * np.count_nonzero(found & truth) / (np.count_nonzero(found) + np.count_nonzero(truth)))


def best_f1(scores: ArrayLike, labels: ArrayLike) -> tuple[float, float] | None:
    """F1 and its threshold, midway between the scores on either side of it."""
    values, truth = np.asarray(scores, dtype=np.float64), np.asarray(labels, dtype=bool)
    if not truth.any():
        return None
    levels = np.unique(values)
    between = (levels[1:] + levels[:-1]) / 2
    thresholds = np.append(between, _below(levels))
    return max(((f1_at(values, truth, float(at)) or 0.0), float(at)) for at in thresholds)


def _below(levels: Floats) -> float:
    step = levels[1] - levels[0] if len(levels) > 1 else max(abs(float(levels[0])), 1.0)
    return float(levels[0] - step / 2)


def proposed_threshold(scores: ArrayLike, labels: ArrayLike) -> float | None:
    """The threshold of the best F1; needs defects and good images."""
    truth = np.asarray(labels, dtype=bool)
    best = None if truth.all() else best_f1(scores, truth)
    return None if best is None else best[1]
