from __future__ import annotations

import time
from itertools import pairwise

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import ndimage

from training import metrics

Map = NDArray[np.float32]
Mask = NDArray[np.bool_]


def blobs(count: int, size: int, levels: int | None = None, seed: int = 0) -> tuple[list[Map], list[Mask]]:
    """Smooth maps whose defects rise above the background, in half of the images."""
    random = np.random.default_rng(seed)
    maps: list[Map] = []
    masks: list[Mask] = []
    for index in range(count):
        noise = ndimage.gaussian_filter(random.normal(size=(size, size)), 1.5)
        mask = ndimage.gaussian_filter(random.normal(size=(size, size)), size / 12)
        defect = (mask > 1.6 * mask.std()) & (index % 2 == 0)
        values = noise / noise.std() + random.uniform(0.5, 3) * ndimage.gaussian_filter(defect * 1.0, 1.0)
        values = values if levels is None else np.round(values * levels) / levels
        maps.append(values.astype(np.float32))
        masks.append(defect)
    return maps, masks


def brute_force_aupro(maps: list[Map], masks: list[Mask], limit: float) -> float:
    """Threshold by threshold, region by region, straight from the definition."""
    regions: list[tuple[int, Mask]] = []
    for index, mask in enumerate(masks):
        labelled, count = ndimage.label(mask, structure=np.ones((3, 3)))
        regions += [(index, labelled == number) for number in range(1, count + 1)]
    good = sum(int((~mask).sum()) for mask in masks)
    points = [(0.0, 0.0)]
    for threshold in np.unique(np.concatenate([map_.ravel() for map_ in maps]))[::-1]:
        found = [map_ >= threshold for map_ in maps]
        false = sum(int((hit & ~mask).sum()) for hit, mask in zip(found, masks, strict=True)) / good
        points.append((false, float(np.mean([found[at][region].mean() for at, region in regions]))))
        if false > limit:
            break
    (x0, y0), (x1, y1) = points[-2:]
    points[-1] = (limit, y0 + (y1 - y0) * (limit - x0) / (x1 - x0))
    area = sum((b[0] - a[0]) * (a[1] + b[1]) / 2 for a, b in pairwise(points))
    return area / limit


@pytest.mark.parametrize("levels", [None, 4])
@pytest.mark.parametrize("limit", [0.05, 0.3])
def test_aupro_agrees_with_its_definition(levels: int | None, limit: float) -> None:
    maps, masks = blobs(6, 24, levels)
    assert metrics.aupro(maps, masks, limit) == pytest.approx(brute_force_aupro(maps, masks, limit), abs=1e-9)


def test_aupro_of_maps_equal_to_their_masks_is_one_but_for_ties() -> None:
    _, masks = blobs(6, 32)
    maps = [mask.astype(np.float32) for mask in masks]
    assert metrics.aupro(maps, masks) == pytest.approx(1.0)


def test_aupro_of_noise_is_half_the_limit() -> None:
    random = np.random.default_rng(0)
    _, masks = blobs(20, 64)
    maps = [random.random((64, 64)).astype(np.float32) for _ in masks]
    assert metrics.aupro(maps, masks) == pytest.approx(0.15, abs=0.02)


def test_small_regions_weigh_as_much_as_large_ones() -> None:
    mask = np.zeros((40, 40), dtype=np.bool_)
    mask[2:22, 2:22] = mask[30, 30] = True
    only_small = np.zeros((40, 40), dtype=np.float32)
    only_small[30, 30] = 1
    half = metrics.pro_curve([only_small], [mask])
    assert half is not None
    assert half.rates[1] == pytest.approx(0.5)


def test_regions_that_touch_at_a_corner_are_one() -> None:
    mask = np.zeros((40, 40), dtype=np.bool_)
    mask[5, 5] = mask[6, 6] = mask[30, 30] = True
    map_ = np.zeros((40, 40), dtype=np.float32)
    map_[30, 30] = 1
    curve = metrics.pro_curve([map_], [mask])
    assert curve is not None
    assert curve.rates[1] == pytest.approx(0.5)


def test_aupro_of_83_maps_takes_seconds() -> None:
    few_maps, few_masks = blobs(4, 256)
    maps, masks = [few_maps[at % 4] + np.float32(at / 83) for at in range(83)], few_masks * 21
    begin = time.process_time()
    assert metrics.aupro(maps, masks[:83]) is not None
    assert time.process_time() - begin < 10


def test_aurocs_of_perfect_and_of_inverted_scores() -> None:
    assert metrics.image_auroc([1, 2, 3, 4], [False, False, True, True]) == 1.0
    assert metrics.image_auroc([4, 3, 2, 1], [False, False, True, True]) == 0.0
    _, masks = blobs(4, 16)
    assert metrics.pixel_auroc([mask.astype(np.float32) for mask in masks], masks) == 1.0


def test_figures_are_none_without_defects() -> None:
    maps, masks = blobs(4, 16)
    good = [np.zeros_like(mask) for mask in masks]
    assert metrics.image_auroc([1, 2], [False, False]) is None
    assert metrics.image_auroc([1, 2], [True, True]) is None
    assert metrics.pixel_auroc(maps, good) is None
    assert metrics.aupro(maps, good) is None
    assert metrics.aupro([], []) is None
    assert metrics.pixel_auroc([], []) is None
    assert metrics.image_auroc([], []) is None
    assert metrics.f1_at([1, 2], [False, False], 1) is None
    assert metrics.best_f1([1, 2], [False, False]) is None
    assert metrics.proposed_threshold([1, 2], [False, False]) is None
    assert metrics.proposed_threshold([1, 2], [True, True]) is None


def test_maps_of_another_size_than_their_masks_are_refused() -> None:
    maps, masks = blobs(2, 16)
    with pytest.raises(ValueError, match="mask of its own size"):
        metrics.aupro(maps, [mask[:8] for mask in masks])


def test_a_score_at_the_threshold_is_not_a_defect() -> None:
    assert metrics.f1_at([1.0, 2.0], [False, True], 1.0) == 1.0
    assert metrics.f1_at([1.0, 2.0], [False, True], 2.0) == 0.0


def test_best_threshold_lies_midway_between_its_neighbours() -> None:
    assert metrics.best_f1([1.0, 2.0, 4.0, 5.0], [False, False, True, True]) == (1.0, 3.0)
    assert metrics.proposed_threshold([1.0, 2.0, 4.0, 5.0], [False, False, True, True]) == 3.0


def test_best_f1_is_the_best_of_all_thresholds() -> None:
    random = np.random.default_rng(3)
    labels = random.random(60) < 0.4
    scores = np.round(random.normal(size=60) + labels, 1)
    best = metrics.best_f1(scores, labels)
    assert best is not None
    every = [metrics.f1_at(scores, labels, at) or 0.0 for at in np.linspace(-5, 5, 2001)]
    assert best[0] == pytest.approx(max(every))
    assert metrics.f1_at(scores, labels, best[1]) == best[0]


def test_when_every_image_is_defective_best_f1_rejects_all() -> None:
    best = metrics.best_f1([0.5, 0.7], [True, True])
    assert best is not None
    assert best[0] == 1.0
    assert best[1] < 0.5
