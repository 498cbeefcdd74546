"""Images for the pre-training penalty (paper, section 3.2): photographs, or pictures made by the program."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from effad_desktop.core.inspection import Image
from effad_desktop.detection.preprocessing import INPUT_SIZE, resize
from effad_desktop.errors import SourceError
from effad_desktop.imaging import image_paths, load_image
from training.synthetic import GREY_PROBABILITY, grey, synthetic_image

__all__ = ["penalty_images", "photograph", "synthetic_image"]


def penalty_images(folder: Path | None, count: int, seed: int) -> NDArray[np.uint8]:
    """N×256×256×3; a folder of fewer images is gone through again. Raises SourceError for one without any."""
    images = np.empty((count, INPUT_SIZE, INPUT_SIZE, 3), np.uint8)
    if folder is None:
        for i in range(count):
            images[i] = synthetic_image(seed + i, INPUT_SIZE)
        return images
    paths = list(image_paths([folder]))
    if not paths:
        raise SourceError(f"No images in {folder}", "the pre-training penalty needs photographs")
    order = np.random.default_rng(seed).permutation(len(paths))
    for i in range(count):
        images[i] = photograph(load_image(paths[order[i % len(paths)]]), seed + i)
    return images


def photograph(image: Image, seed: int) -> Image:
    """The centre 256×256 of the image at 512×512, aspect not kept, grey with p 0.3: as the reference does."""
    edge = INPUT_SIZE // 2
    centre = np.ascontiguousarray(resize(image, 2 * INPUT_SIZE)[edge:-edge, edge:-edge])
    return grey(centre) if np.random.default_rng(seed).random() < GREY_PROBABILITY else centre
