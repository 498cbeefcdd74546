"""One preprocessing for training and inspection."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

from effad_desktop.detection.preprocessing import INPUT_SIZE, batch, resize
from effad_desktop.imaging import image_paths, load_image


def test_resize_is_bilinear_with_antialiasing() -> None:
    image = np.random.default_rng(0).integers(0, 256, (611, 343, 3), np.uint8)
    x = torch.from_numpy(image).permute(2, 0, 1)[None].float()
    plain = F.interpolate(x, (INPUT_SIZE, INPUT_SIZE), mode="bilinear", antialias=True)[0].permute(1, 2, 0)
    assert np.abs(resize(image).astype(float) - plain.numpy()).max() <= 1.0


def test_real_images_are_resized_within_one_grey_level(shared_data: Path) -> None:
    for folder in ("mvtec_ad/bottle/test/good", "magnetic_tile/test/good", "bracket/test/good"):
        image = load_image(next(image_paths([shared_data / folder])))
        x = torch.from_numpy(image.copy()).permute(2, 0, 1)[None].float()
        plain = F.interpolate(x, (INPUT_SIZE, INPUT_SIZE), mode="bilinear", antialias=True)[0].permute(
            1, 2, 0
        )
        assert np.abs(resize(image).astype(float) - plain.numpy()).max() <= 1.0


def test_images_of_any_size_make_one_batch() -> None:
    sizes = [(1, 1), (256, 256), (3, 900), (1200, 1600)]
    images = [np.full((h, w, 3), i, np.uint8) for i, (h, w) in enumerate(sizes)]
    stacked = batch(images)
    assert stacked.shape == (4, 3, 256, 256)
    assert [int(s.min()) for s in stacked] == [int(s.max()) for s in stacked] == [0, 1, 2, 3]
