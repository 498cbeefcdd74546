from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from effad_desktop.core.inspection import Image
from effad_desktop.errors import SourceError
from training.penalty import penalty_images, photograph, synthetic_image


def is_grey(image: Image) -> bool:
    return bool((image == image[..., :1]).all())


def spectral_slope(image: Image) -> float:
    """Of the amplitudes against frequency, both as logarithms; photographs have about -1."""
    grey = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY).astype(np.float64)
    side = grey.shape[0]
    window = np.hanning(side)[:, None] * np.hanning(side)
    amplitudes = np.abs(np.fft.rfft2((grey - grey.mean()) * window))
    radius = np.hypot(np.fft.fftfreq(side)[:, None], np.fft.rfftfreq(side))
    rings = np.digitize(radius.ravel(), edges := np.geomspace(0.02, 0.4, 12))
    means = [amplitudes.ravel()[rings == k].mean() + 1e-9 for k in range(1, len(edges))]
    return float(np.polyfit(np.log(edges[:-1]), np.log(means), 1)[0])


@pytest.fixture(scope="module")
def generated() -> NDArray[np.uint8]:
    return penalty_images(None, 80, seed=5)


@pytest.fixture
def photographs(tmp_path: Path) -> Path:
    for name, level in (("a", 40), ("b", 120), ("c", 200)):
        image = np.zeros((90, 120, 3), np.uint8)
        image[...] = (level, level // 2, 10)
        cv2.imwrite(str(tmp_path / f"{name}.png"), image)
    return tmp_path


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 2**32), side=st.sampled_from([64, 101, 256]))
def test_any_seed_gives_an_rgb_image_of_the_side_asked_for(seed: int, side: int) -> None:
    image = synthetic_image(seed, side)
    assert image.shape == (side, side, 3)
    assert image.dtype == np.uint8


def test_a_seed_gives_the_same_image_again() -> None:
    assert np.array_equal(synthetic_image(7), synthetic_image(7))


def test_generated_images_follow_the_seed_one_by_one(generated: NDArray[np.uint8]) -> None:
    assert np.array_equal(generated[3], synthetic_image(8))


def test_no_two_generated_images_are_alike(generated: NDArray[np.uint8]) -> None:
    assert len({image.tobytes() for image in generated}) == len(generated)


def test_generated_images_differ_in_brightness_contrast_and_hue(generated: NDArray[np.uint8]) -> None:
    assert np.ptp(generated.mean((1, 2, 3))) > 100
    assert np.ptp(generated.std((1, 2, 3))) > 40
    colourful = [image for image in generated if not is_grey(image)]
    hues = [cv2.cvtColor(image, cv2.COLOR_RGB2HSV)[..., 0].mean() // 20 for image in colourful]
    assert len(set(hues)) >= 5


def test_some_generated_images_are_grey(generated: NDArray[np.uint8]) -> None:
    assert 0.1 < np.mean([is_grey(image) for image in generated]) < 0.5


def test_generated_images_have_the_spectrum_of_photographs(generated: NDArray[np.uint8]) -> None:
    slopes = [spectral_slope(image) for image in generated]
    assert -1.7 < np.median(slopes) < -0.7


def test_edges_are_rare_and_strong_as_in_photographs(generated: NDArray[np.uint8]) -> None:
    steps = np.diff(generated[..., 1].astype(np.float64), axis=2)
    kurtosis = [np.mean((s - s.mean()) ** 4) / (s.var() ** 2 + 1e-9) for s in steps]
    assert np.median(kurtosis) > 6  # 3 is that of Gaussian noise


def test_a_photograph_is_its_centre_half() -> None:
    image = np.zeros((300, 400, 3), np.uint8)
    image[75:225, 100:300] = (200, 200, 200)
    centre = photograph(image, seed=0)
    assert centre.shape == (256, 256, 3)
    assert (centre[4:-4, 4:-4] == 200).all()


def test_photographs_turn_grey_three_times_in_ten() -> None:
    image = np.zeros((64, 64, 3), np.uint8)
    image[..., 0] = 250
    share = np.mean([is_grey(photograph(image, seed)) for seed in range(300)])
    assert 0.22 < share < 0.38


def test_a_folder_is_shuffled_and_gone_through_before_any_comes_again(photographs: Path) -> None:
    images = penalty_images(photographs, 6, seed=1)
    assert images.shape == (6, 256, 256, 3)
    levels = [cv2.cvtColor(image, cv2.COLOR_RGB2GRAY).mean().round() for image in images]
    assert len(set(levels[:3])) == 3
    assert levels[:3] == pytest.approx(levels[3:], abs=1)
    assert np.array_equal(images, penalty_images(photographs, 6, seed=1))


def test_a_folder_without_images_is_told(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="No images"):
        penalty_images(tmp_path, 1, seed=0)


def test_none_asked_for_gives_none() -> None:
    assert penalty_images(None, 0, seed=0).shape == (0, 256, 256, 3)


def test_real_photographs_load(shared_data: Path) -> None:
    images = penalty_images(shared_data / "natural_images", 4, seed=0)
    assert images.std() > 20
