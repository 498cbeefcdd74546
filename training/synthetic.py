"""Pictures made by the program, to stand for photographs where none are at hand.

They share with photographs what a patch of 33×33 sees: occlusion at all sizes, a spectrum near 1/f,
correlated colours, and sharp edges next to smooth ground.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from effad_desktop.core.inspection import Image

GREY_PROBABILITY = 0.3

Picture = NDArray[np.float32]
"""H×W×3, about 0 to 1."""

Kind = Callable[[Generator, int], Picture]

Plane = NDArray[np.float32]
"""H×W."""

Points = NDArray[np.float64]
"""…×2, x and y in pixels."""

Colour = NDArray[np.floating]
"""Red, green and blue, 0 to 255."""


def synthetic_image(seed: int, side: int = 256) -> Image:
    rng = np.random.default_rng(seed)
    kinds = (_dead_leaves, _cloud, _scene, _pattern, _mixture)
    kind = kinds[rng.choice(len(kinds), p=(0.35, 0.15, 0.2, 0.1, 0.2))]
    return _developed(rng, kind(rng, side))


def grey(image: Image) -> Image:
    return np.asarray(cv2.cvtColor(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB), np.uint8)


def _developed(rng: Generator, picture: Picture) -> Image:
    """What lens, exposure and sensor do to a scene."""
    low, high = np.percentile(picture[::8, ::8], (1, 99))
    dark, bright = np.sort(rng.beta((0.4, 5.0), (5.0, 0.4)))
    scale = np.float32((bright - dark) / max(float(high - low), 0.15))
    image = _bytes(picture * scale + np.float32(dark - low * scale))
    if rng.random() < 0.4:
        image = np.asarray(cv2.GaussianBlur(image, (0, 0), math.exp(rng.uniform(-1.0, 1.1))), np.uint8)
    curve = np.linspace(0, 1, 256) ** math.exp(rng.normal(0, 0.3)) * 255
    image = np.asarray(cv2.LUT(image, curve.round().astype(np.uint8)), np.uint8)
    if rng.random() < 0.4:
        shape = (*image.shape[:2], 1 if rng.random() < 0.5 else 3)
        noise = rng.standard_normal(shape, np.float32) * np.float32(255 * rng.exponential(0.012))
        image = np.clip(image + noise, 0, 255).astype(np.uint8)
    return grey(image) if rng.random() < GREY_PROBABILITY else image


# Kinds of pictures


def _dead_leaves(rng: Generator, side: int) -> Picture:
    """Opaque shapes that fell on each other, radii from p(r) ∝ r⁻³ as if seen from any distance."""
    small, large = side * rng.uniform(0.01, 0.035), side * rng.uniform(0.15, 0.5)
    count = int(rng.integers(80, 300))
    radii = (small**-2 + rng.random(count) * (large**-2 - small**-2)) ** -0.5
    if rng.random() < 0.5:
        radii = np.sort(radii)[::-1]
    leaves = _outlines(rng, count) * radii[:, None, None] + rng.uniform(0, side, (count, 1, 2))
    canvas, grain = _bytes(_gradient(rng, side)), np.full((side, side, 3), 20, np.uint8)
    colours, weights = _palette(rng, count) * 255, rng.random((count, 3)) ** 3 * 255
    for leaf, colour, weight in zip(leaves, colours, weights, strict=True):
        _fill(canvas, leaf, colour)
        _fill(grain, leaf, weight, cv2.LINE_8)
    fields = np.dstack([_noise(rng, side, 0.3), _noise(rng, side, 1.2), _stripes(rng, side)])
    strength = np.einsum("ijk,ijk->ij", grain, fields) * np.float32(rng.uniform(0.05, 0.35) / 255)
    return _lit(rng, canvas * np.exp(strength)[..., None] * np.float32(1 / 255))


def _cloud(rng: Generator, side: int) -> Picture:
    """Noise of a spectrum near 1/f: plain, in a scale of colours, or in folds like marble and wood."""
    exponent = rng.uniform(0.6, 1.7)
    way = rng.integers(3)
    if way == 0:
        mixing = np.eye(3) * rng.uniform(0.1, 0.6) + rng.uniform(0.5, 1.0, (3, 1)) * [[1.0, 0.3, 0.1]]
        noise = cv2.transform(_noise(rng, side, exponent, 3), mixing.astype(np.float32))
        return np.asarray(0.18 * noise + _palette(rng, 1)[0], np.float32)
    level = _noise(rng, side, exponent + 0.2)[..., 0]
    if way == 1:
        level = np.abs(level) if rng.random() < 0.5 else level
    else:
        folds = level * rng.uniform(1, 5) + _ramp(rng, side) * rng.uniform(0, 40)
        level = np.asarray(np.sin(folds), np.float32)
    return _in_colours(rng, level) + np.float32(0.03) * _noise(rng, side, rng.uniform(0.2, 0.8))


def _scene(rng: Generator, side: int) -> Picture:
    """Things on a smooth ground: polygons, ellipses, lines, writing, each with or without a shadow."""
    ground = _gradient(rng, side) if rng.random() < 0.6 else _blurred(_cloud(rng, side), rng.uniform(1, 6))
    canvas = _bytes(ground)
    things = int(math.exp(rng.uniform(math.log(3), math.log(45))))
    for outline, colour in zip(_outlines(rng, things), _palette(rng, things) * 255, strict=True):
        place = rng.uniform(0, side, 2)
        points = outline * side * rng.gamma(2.0, 0.05) + place
        draw = rng.choice(4, p=(0.5, 0.15, 0.2, 0.15))
        if draw == 0:
            if rng.random() < 0.3:
                _fill(canvas, points + rng.uniform(-5, 5, 2), canvas[::16, ::16].mean((0, 1)) * 0.4)
            _fill(canvas, points, colour)
        elif draw == 1:
            _stroke(canvas, points, colour, rng, closed=True)
        elif draw == 2:
            steps = rng.normal(0, side * 0.06, (int(rng.integers(2, 9)), 2)).cumsum(0)
            _stroke(canvas, steps + place, colour, rng, closed=False)
        else:
            _write(canvas, place, colour, rng)
    texture = _noise(rng, side, rng.uniform(0.2, 1.0)) * np.float32(rng.exponential(0.03))
    return _lit(rng, canvas.astype(np.float32) / 255 + texture)


def _pattern(rng: Generator, side: int) -> Picture:
    """One piece again and again, seen at an angle: cloth, tiles, grids."""
    piece = int(side * math.exp(rng.uniform(math.log(0.03), math.log(0.35))))
    picture = _one_of(rng, _dead_leaves, _scene)(rng, side)
    top, left = rng.integers(0, side - piece, 2)
    repeats = math.ceil(side / piece) + 1
    tiles = np.tile(picture[top : top + piece, left : left + piece], (repeats, repeats, 1))
    angle, zoom = rng.uniform(0, 360), rng.uniform(0.8, 1.6)
    turn = cv2.getRotationMatrix2D((side / 2, side / 2), angle, zoom)
    turn = np.vstack([turn, [*rng.normal(0, 5e-4, 2), 1.0]])
    warped = cv2.warpPerspective(tiles, turn, (side, side), borderMode=cv2.BORDER_REFLECT)
    return _lit(rng, np.asarray(warped, np.float32))


def _mixture(rng: Generator, side: int) -> Picture:
    """Two pictures side by side along a ragged line, or one through the other."""
    one, other = _one_of(rng, _dead_leaves, _scene)(rng, side), _one_of(rng, _cloud, _scene)(rng, side)
    if rng.random() < 0.25:
        share = np.full((side, side, 1), rng.uniform(0.3, 0.7), np.float32)
    else:
        level = _noise(rng, side, rng.uniform(1.2, 2.2)) + 3 * _ramp(rng, side)[..., None]
        share = np.clip(level * np.float32(math.exp(rng.uniform(0.0, 5.0))) + 0.5, 0, 1)
    return np.asarray(one * share + other * (1 - share), np.float32)


def _one_of(rng: Generator, *kinds: Kind) -> Kind:
    return kinds[rng.integers(len(kinds))]


# Colours and light


def _palette(rng: Generator, count: int) -> NDArray[np.float32]:
    """N×3 colours that go together: a hue or two with their neighbours, from grey to vivid."""
    # Warm hues and blues are the most frequent ones in photographs.
    hue = rng.choice([rng.normal(0.09, 0.06), rng.normal(0.58, 0.05), rng.uniform()], p=(0.45, 0.2, 0.35))
    hues = hue + rng.normal(0, rng.choice([0.02, 0.06, 0.25]), count)
    hues += 0.5 * (rng.random(count) < rng.choice([0, 0, 0.3]))
    saturation = np.clip(rng.beta(1.2, 1.8) + rng.normal(0, 0.15, count), 0, 1)
    value = rng.beta(1.2, 1.2, count)
    hsv = np.stack([hues % 1 * 360, saturation, value], 1).astype(np.float32)
    return np.asarray(cv2.cvtColor(hsv[None], cv2.COLOR_HSV2RGB)[0], np.float32)


def _in_colours(rng: Generator, level: Plane) -> Picture:
    """The plane's values on a scale of two to six colours."""
    colours = _palette(rng, int(rng.integers(2, 7)))
    low, high = np.percentile(level[::8, ::8], (1, 99))
    scale = cv2.resize(colours[None], (256, 1), interpolation=cv2.INTER_LINEAR)[0]
    index = np.clip((level - low) * (255 / max(float(high - low), 1e-6)), 0, 255).astype(np.uint8)
    return np.asarray(scale.take(index, 0), np.float32)


def _gradient(rng: Generator, side: int) -> Picture:
    return _in_colours(rng, _ramp(rng, side) + _ramp(rng, side) ** 2)


def _lit(rng: Generator, picture: Picture) -> Picture:
    light = 1 + np.float32(rng.normal(0, 0.4)) * _ramp(rng, picture.shape[0])
    return picture * light[..., None]


# Fields


@cache
def _grid(side: int) -> tuple[Plane, Plane]:
    """x as a row and y as a column, -0.5 to 0.5."""
    line = np.linspace(-0.5, 0.5, side, dtype=np.float32)
    return line[None], line[:, None]


@cache
def _frequencies(side: int) -> tuple[Plane, Plane]:
    return np.fft.rfftfreq(side)[None].astype(np.float32), np.fft.fftfreq(side)[:, None].astype(np.float32)


def _turned(rng: Generator, x: Plane, y: Plane) -> tuple[Plane, Plane]:
    angle = rng.uniform(0, 2 * math.pi)
    cos, sin = np.float32(math.cos(angle)), np.float32(math.sin(angle))
    return cos * x + sin * y, cos * y - sin * x


def _ramp(rng: Generator, side: int) -> Plane:
    return _turned(rng, *_grid(side))[0]


def _stripes(rng: Generator, side: int) -> Plane:
    along, across = _turned(rng, *_grid(side))
    waves = math.exp(rng.uniform(math.log(5), math.log(side / 3))) * 2 * math.pi
    return np.asarray(np.sin(along * waves + np.sin(across * rng.uniform(0, 30))), np.float32)


def _noise(rng: Generator, side: int, exponent: float, channels: int = 1) -> Picture:
    """H×W×channels of mean 0 and deviation 1, amplitudes falling as 1/f^exponent, more or less stretched."""
    u, v = _turned(rng, *_frequencies(side))
    radius = np.hypot(u, v * np.float32(math.exp(rng.normal(0, 0.4))))
    radius[0, 0] = np.inf
    waves = rng.standard_normal((channels, side, side // 2 + 1, 2), np.float32).view(np.complex64)[..., 0]
    field = np.fft.irfft2(waves * radius ** np.float32(-exponent), (side, side))
    field /= field.std() + 1e-6
    return np.ascontiguousarray(field.transpose(1, 2, 0), np.float32)


def _blurred(picture: Picture, sigma: float) -> Picture:
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), sigma), np.float32)


# Shapes


def _outlines(rng: Generator, count: int) -> Points:
    """count×24×2 outlines about the origin, of radius about 1: corners, ellipses and rounded blobs."""
    families = rng.choice(3, count, p=rng.dirichlet((0.7, 0.7, 0.7)))[:, None]
    corners = np.sort(rng.uniform(0, 2 * math.pi, (count, 8)), 1)
    corners[rng.random(count) < 0.4] = np.repeat(np.array([0.25, 0.75, 1.25, 1.75]) * math.pi, 2)
    angles = np.where(families == 0, np.repeat(corners, 3, 1), _TURN)
    waves = np.arange(2, 6)[:, None]
    heights = rng.normal(0, 0.5, (count, 4, 1)) / waves
    bumps = (heights * np.cos(waves * _TURN + rng.uniform(0, 6, (count, 4, 1)))).sum(1)
    flat = rng.uniform(0.15, 1.0, (count, 1))
    radii = np.where(families == 2, np.maximum(1 + bumps, 0.1), 1) / np.sqrt(flat)
    x, y = radii * np.cos(angles), radii * np.sin(angles) * flat
    turn = rng.uniform(0, 2 * math.pi, (count, 1))
    cos, sin = np.cos(turn), np.sin(turn)
    return np.stack([x * cos - y * sin, x * sin + y * cos], 2)


_TURN = np.linspace(0, 2 * math.pi, 24, endpoint=False)


def _fill(canvas: Image, points: Points, colour: Colour, line: int = cv2.LINE_AA) -> None:
    cv2.fillPoly(canvas, [_sixteenths(points)], colour.tolist(), line, 4)


def _stroke(canvas: Image, points: Points, colour: Colour, rng: Generator, *, closed: bool) -> None:
    width = int(1 + rng.exponential(2.5))
    cv2.polylines(canvas, [_sixteenths(points)], closed, colour.tolist(), width, cv2.LINE_AA, 4)


def _write(canvas: Image, place: Points, colour: Colour, rng: Generator) -> None:
    text = "".join(chr(c) for c in rng.integers(33, 127, int(rng.integers(1, 9))))
    x, y = place.astype(int).tolist()
    size, width = rng.uniform(0.3, 2.0), int(rng.integers(1, 4))
    cv2.putText(canvas, text, (x - 30, y), int(rng.integers(8)), size, colour.tolist(), width, cv2.LINE_AA)


def _sixteenths(points: Points) -> NDArray[np.int32]:
    return (points * 16).astype(np.int32)


def _bytes(picture: Picture) -> Image:
    return np.asarray(np.clip(picture * 255, 0, 255), np.uint8)
