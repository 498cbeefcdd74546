"""Random views: of photographs for a teacher, of good images for student and autoencoder."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from torch import Tensor

from effad_desktop.core.inspection import Image
from effad_desktop.detection.networks import imagenet

GREY_PROBABILITY = 0.15
LUMA = (0.2989, 0.587, 0.114)


def random_crop(image: Image, side: int, seed: int) -> Image:
    """A square of half to all of the short side, mirrored, turned, sometimes grey."""
    rng = np.random.default_rng(seed)
    height, width = image.shape[:2]
    short = min(height, width)
    crop = int(short * rng.uniform(0.5, 1.0))
    top, left = rng.integers(height - crop + 1), rng.integers(width - crop + 1)
    view: NDArray[Any] = image[top : top + crop, left : left + crop]
    method = cv2.INTER_AREA if crop > side else cv2.INTER_CUBIC
    view = cv2.resize(view, (side, side), interpolation=method)
    if rng.random() < 0.5:
        view = view[:, ::-1]
    if rng.random() < 0.25:
        view = np.rot90(view, int(rng.integers(1, 4)))
    if rng.random() < GREY_PROBABILITY:
        view = np.repeat(cv2.cvtColor(np.ascontiguousarray(view), cv2.COLOR_RGB2GRAY)[..., None], 3, 2)
    return np.ascontiguousarray(view, dtype=np.uint8)


def moved(image: Image, rng: np.random.Generator) -> Image:
    """A good image as the same part might have lain and been lit: moved by up to 6 pixels of 256, turned by
    up to 3 degrees, 3 % larger or smaller, 5 % brighter or darker.
    """
    height, width = image.shape[:2]
    middle, reach = ((width - 1) / 2, (height - 1) / 2), max(height, width) * 6 / 256
    view = cv2.getRotationMatrix2D(middle, rng.uniform(-3, 3), rng.uniform(0.97, 1.03))
    view[:, 2] = view[:, 2] + rng.uniform(-reach, reach, 2)
    size, border = (width, height), cv2.BORDER_REPLICATE
    seen = cv2.warpAffine(image, view, size, flags=cv2.INTER_CUBIC, borderMode=border)
    return np.asarray(np.clip(np.rint(seen * rng.uniform(0.95, 1.05)), 0, 255), np.uint8)


def draw_jitter(rng: np.random.Generator) -> tuple[float, float, float]:
    """For `jitter`: a factor U(0.8, 1.2), and which of brightness, contrast and saturation it changes."""
    factor, kind = float(rng.uniform(0.8, 1.2)), int(rng.integers(3))
    return factor, float(kind == 1), float(kind == 2)


def jitter(x: Tensor, drawn: Tensor) -> Tensor:
    """Takes and gives normalised B×3×H×W (paper, appendix A; clipping to 0..1 as torchvision does)."""
    factor, contrast, saturation = drawn
    mean, std = imagenet(x.device)
    image = x * std + mean
    luma = [weight * image[:, i : i + 1] for i, weight in enumerate(LUMA)]
    grey = luma[0] + luma[1] + luma[2]
    other = contrast * grey.mean((1, 2, 3), keepdim=True) + saturation * grey
    changed: Tensor = (factor * image + (1 - factor) * other).clamp(0, 1)
    return (changed - mean) / std
