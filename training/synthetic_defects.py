"""Defects drawn onto good images, for choices that no labelled defect may make.

They are not real defects: whatever is measured with them is reported as synthetic. Cut and paste
follows CutPaste (arXiv 2104.04015); foreign texture in an uneven outline, DRAEM (arXiv 2108.07610).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from effad_desktop.core.inspection import Image
from training.synthetic import synthetic_image

SyntheticKind = Literal["cut_paste", "scratch", "stain", "foreign_texture"]
KINDS: tuple[SyntheticKind, ...] = get_args(SyntheticKind)
LEAST_CHANGE = 6.0
"""Mean change of a defect's pixels, of 255: less could not be seen by anybody."""
ATTEMPTS = 20

Cover = NDArray[np.float32]
"""H×W, 0 to 1: how much of the defect is at a pixel."""


@dataclass(frozen=True, slots=True, eq=False)
class SyntheticDefect:
    """`image` is H×W×3, `mask` H×W."""

    image: Image
    mask: NDArray[np.bool_]
    kind: SyntheticKind


def draw_defects(images: NDArray[np.uint8], seed: int) -> list[SyntheticDefect]:
    """One on each of N×H×W×3, the kinds in turn."""
    streams = np.random.SeedSequence(seed).spawn(len(images))
    return [
        draw_defect(image, KINDS[i % len(KINDS)], np.random.default_rng(stream))
        for i, (image, stream) in enumerate(zip(images, streams, strict=True))
    ]


def draw_defect(image: Image, kind: SyntheticKind, rng: Generator) -> SyntheticDefect:
    """Drawn anew, and stronger, until it can be seen; at the last attempt as it is."""
    draw = {
        "cut_paste": _cut_paste,
        "scratch": _scratch,
        "stain": _stain,
        "foreign_texture": _foreign_texture,
    }[kind]
    for attempt in range(ATTEMPTS):
        cover, over = draw(image, rng)
        strength = np.float32(min(1.0, rng.uniform(0.5, 1.0) + 0.05 * attempt))
        amount = (cover * strength)[..., None]
        mixed = image + (over - image) * amount
        mask = cover > 0.25
        changed = np.clip(mixed, 0, 255).round().astype(np.uint8)
        difference = np.abs(changed.astype(np.float32) - image).mean(2)
        if mask.any() and difference[mask].mean() >= LEAST_CHANGE:
            break
    return SyntheticDefect(changed, mask, kind)


def _cut_paste(image: Image, rng: Generator) -> tuple[Cover, NDArray[np.float32]]:
    """A piece of the same image in another place, turned."""
    side = image.shape[0]
    shift = rng.integers(side // 8, side - side // 8, 2)
    turn = cv2.getRotationMatrix2D((side / 2, side / 2), rng.uniform(-90, 90), 1.0)
    moved = np.roll(image, tuple(map(int, shift)), (0, 1)).astype(np.float32)
    turned = cv2.warpAffine(moved, turn, (image.shape[1], side), borderMode=cv2.BORDER_REFLECT)
    return _outline(image, rng, rng.uniform(5, 20)), np.asarray(turned, np.float32)


def _scratch(image: Image, rng: Generator) -> tuple[Cover, NDArray[np.float32]]:
    """A thin bent line, darker or brighter than what it crosses, fading to its ends."""
    steps = 40
    heading = rng.uniform(0, 2 * np.pi) + np.cumsum(rng.normal(0, 0.06, steps))
    way = np.cumsum(np.stack([np.cos(heading), np.sin(heading)], 1), axis=0) * rng.uniform(20, 90) / steps
    points = way - way[steps // 2] + _place(image, rng)
    line = np.zeros(image.shape[:2], np.uint8)
    width = int(rng.integers(1, 4))
    fade = np.sin(np.linspace(0.3, np.pi - 0.3, steps - 1))
    for a, b, strength in zip(points, points[1:], fade, strict=False):
        ends = [(int(x * 16), int(y * 16)) for x, y in (a, b)]
        cv2.line(line, ends[0], ends[1], int(255 * strength), width, cv2.LINE_AA, 4)
    cover = cv2.GaussianBlur(line.astype(np.float32) / 255, (0, 0), 0.7)
    level = rng.choice([-1.0, 1.0]) * rng.uniform(40, 120)
    return np.asarray(cover, np.float32), image.astype(np.float32) + np.float32(level)


def _stain(image: Image, rng: Generator) -> tuple[Cover, NDArray[np.float32]]:
    """A soft-edged tint that leaves the texture below it to be seen."""
    soft = cv2.GaussianBlur(_outline(image, rng, rng.uniform(8, 28)), (0, 0), rng.uniform(1, 4))
    tint = rng.uniform(0.35, 1.25, 3) if rng.random() < 0.5 else np.full(3, rng.choice([0.55, 0.7, 1.4]))
    return np.asarray(soft, np.float32), image * tint.astype(np.float32) + np.float32(rng.uniform(-15, 15))


def _foreign_texture(image: Image, rng: Generator) -> tuple[Cover, NDArray[np.float32]]:
    """Something else lying there: a blob of the texture that the program makes for photographs."""
    texture = synthetic_image(int(rng.integers(2**31)), image.shape[0]).astype(np.float32)
    fitted = cv2.resize(texture, (image.shape[1], image.shape[0]))
    return _outline(image, rng, rng.uniform(4, 16)), np.asarray(fitted, np.float32)


def _outline(image: Image, rng: Generator, radius: float) -> Cover:
    """An uneven blob with an edge of about a pixel."""
    angles = np.linspace(0, 2 * np.pi, 48, endpoint=False)
    orders = np.arange(2, 7)[:, None]
    heights = rng.normal(0, 0.35, orders.shape) / orders
    waves = heights * np.cos(orders * angles + rng.uniform(0, 2 * np.pi, orders.shape))
    reach = radius * np.exp(waves.sum(0))
    ratio, lean = rng.uniform(0.5, 1.0), rng.uniform(0, np.pi)
    x, y = reach * np.cos(angles), ratio * reach * np.sin(angles)
    turned = np.stack([x * np.cos(lean) - y * np.sin(lean), x * np.sin(lean) + y * np.cos(lean)], 1)
    points = np.round((turned + _place(image, rng)) * 16).astype(np.int32)
    filled = np.zeros(image.shape[:2], np.uint8)
    cv2.fillPoly(filled, [points], 255, cv2.LINE_AA, 4)
    return np.asarray(cv2.GaussianBlur(filled.astype(np.float32) / 255, (0, 0), 0.8), np.float32)


def _place(image: Image, rng: Generator) -> NDArray[np.float64]:
    """x and y, more often where there is something to see: the product rather than what it lies on."""
    grey = cv2.GaussianBlur(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), (0, 0), 1.0).astype(np.float32)
    detail = np.hypot(cv2.Sobel(grey, cv2.CV_32F, 1, 0), cv2.Sobel(grey, cv2.CV_32F, 0, 1))
    near = cv2.GaussianBlur(np.minimum(detail, 40), (0, 0), 8).astype(np.float64) + 1.0
    margin = image.shape[0] // 12
    inner = near[margin:-margin, margin:-margin]
    at = int(rng.choice(inner.size, p=(inner / inner.sum()).ravel()))
    y, x = divmod(at, inner.shape[1])
    return np.array([x + margin, y + margin], np.float64)
