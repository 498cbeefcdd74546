from __future__ import annotations

import cv2
import numpy as np
import pytest

from effad_desktop.core.heatmap import RAMP, heat_layer, heatmap, overlay, upsample

THRESHOLD = 0.4


def flat(value: float) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    return np.full((8, 8), value, np.float32)


def test_the_ramp_only_gets_lighter() -> None:
    lightness = cv2.cvtColor(RAMP[None], cv2.COLOR_RGB2LAB)[0, :, 0].astype(int)
    assert np.all(np.diff(lightness) >= 0)
    assert lightness[-1] - lightness[0] > 200


def test_colour_is_anchored_at_the_threshold() -> None:
    shades = [
        heatmap(flat(THRESHOLD * share), THRESHOLD, 4, 4)[0, 0].tolist() for share in (0, 0.5, 1, 1.5, 9)
    ]
    assert shades[0] == shades[1] == RAMP[0].tolist()
    assert shades[2] == RAMP[128].tolist()
    assert shades[3] == shades[4] == RAMP[255].tolist()


def test_what_is_no_number_is_shown_as_most_anomalous() -> None:
    assert heatmap(flat(np.nan), THRESHOLD, 2, 2)[0, 0].tolist() == RAMP[255].tolist()


def test_the_ordinary_keeps_its_pixels() -> None:
    image = np.random.default_rng(0).integers(0, 256, (64, 48, 3), np.uint8)
    anomaly_map = flat(0)
    anomaly_map[0, 0] = 1
    shown = overlay(image, anomaly_map, THRESHOLD)
    assert np.array_equal(shown[32:], image[32:])
    assert not np.array_equal(shown[:4, :4], image[:4, :4])
    assert np.array_equal(overlay(image, flat(0), THRESHOLD), image)
    assert np.array_equal(overlay(image, anomaly_map, THRESHOLD, opacity=0), image)


@pytest.mark.parametrize("threshold", [0.0, -0.3])
def test_a_threshold_at_or_below_zero_still_gives_colours(threshold: float) -> None:
    below, above = (heatmap(flat(threshold + step), threshold, 2, 2)[0, 0] for step in (-1, 1))
    assert below.tolist() == RAMP[0].tolist()
    assert above.tolist() == RAMP[255].tolist()


@pytest.mark.parametrize("shape", [(256, 256), (57, 100), (8, 8), (300, 11)])
def test_upsampling_agrees_with_opencv(shape: tuple[int, int]) -> None:
    values = np.random.default_rng(0).random((11, 8), np.float32)
    expected = cv2.resize(values, shape[::-1], interpolation=cv2.INTER_LINEAR)
    np.testing.assert_allclose(upsample(values, *shape), expected, atol=1e-5)


def test_a_map_of_one_value_fills_the_image() -> None:
    assert np.all(upsample(np.full((1, 1), 0.5, np.float32), 3, 5) == 0.5)


def test_a_layer_is_clear_where_it_is_ordinary_and_full_from_the_threshold_on() -> None:
    anomaly_map = np.array([[0.0, 0.75], [1.0, 9.0]], np.float32)
    layer = heat_layer(anomaly_map, 1.0, 2, 2)
    assert layer.shape == (2, 2, 4)
    assert layer[..., 3].tolist() == [[0, 128], [255, 255]]
