from __future__ import annotations

import cv2
import numpy as np

from training.augment import moved


def dot(row: int, column: int) -> np.ndarray:
    image = np.full((256, 256, 3), 100, np.uint8)
    cv2.circle(image, (column, row), 6, (200, 200, 200), -1)
    return image


def centre(image: np.ndarray) -> np.ndarray:
    bright = image[..., 0] > image[..., 0].mean() + 30
    middle: np.ndarray = np.argwhere(bright).mean(0)
    return middle


def test_a_moved_part_lies_near_where_it_lay_in_nearly_the_same_light() -> None:
    image, shifts, lights = dot(128, 128), [], []
    for seed in range(40):
        seen = moved(image, np.random.default_rng(seed))
        assert seen.shape == image.shape
        assert seen.dtype == np.uint8
        shifts.append(np.abs(centre(seen) - 128).max())
        lights.append(float(np.median(seen)))
    assert 4 < max(shifts) < 7.5
    assert 94 <= min(lights) < 97
    assert 103 < max(lights) <= 105


def test_it_is_turned_and_scaled_a_little() -> None:
    corner = centre(moved(dot(20, 20), np.random.default_rng(3)))
    assert 0 < np.abs(corner - 20).max() < 6 + 128 * 0.09


def test_a_seed_repeats_it() -> None:
    one, same, other = (moved(dot(90, 60), np.random.default_rng(seed)) for seed in (1, 1, 2))
    assert np.array_equal(one, same)
    assert not np.array_equal(one, other)
