"""The one way from an image to the network's input, shared by training and inspection."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image as Pillow

from effad_desktop.core.inspection import Image

INPUT_SIZE = 256
PREPROCESSING = "rgb resize-256x256 bilinear-antialias imagenet-norm"
"""Written into every model file; a model of another preprocessing is refused."""


def resize(image: Image, size: int = INPUT_SIZE) -> Image:
    """H×W×3 → size×size×3, aspect not kept: Pillow's resize, which the reference trains with."""
    if image.shape[:2] == (size, size):
        return image
    resized = Pillow.fromarray(image).resize((size, size), Pillow.Resampling.BILINEAR)
    return np.asarray(resized, np.uint8)


def batch(images: Sequence[Image]) -> NDArray[np.uint8]:
    """Images of any sizes → N×3×256×256 uint8."""
    return np.ascontiguousarray(np.stack([resize(i) for i in images]).transpose(0, 3, 1, 2))
