"""What goes wrong with the sample product, each with the pixels that it touches."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal, get_args

import cv2
import numpy as np
from numpy.typing import NDArray

from training.sample_surface import (
    BOLT_CHAMFER,
    BOLT_OFFSET,
    BOLT_RADIUS,
    GRID,
    SIDE,
    SPOT_RADIUS,
    SUPERSAMPLING,
    Bolt,
    Field,
    Pose,
    Surface,
    enlarged,
    machined_plate,
    noise,
    slopes,
    smooth,
)

DefectKind = Literal["scratch", "dent", "stain", "missing_hole", "foreign_body"]
DEFECT_KINDS: tuple[DefectKind, ...] = get_args(DefectKind)

Mask = NDArray[np.uint8]
"""SIDE×SIDE, 0 or 255."""

STAIN_TINTS = ((0.50, 0.30, 0.14), (0.26, 0.23, 0.20), (0.34, 0.34, 0.46), (0.62, 0.46, 0.22))
"""Rust, oil, heat tint, coolant."""
PLASTICS = ((0.05, 0.12, 0.42), (0.45, 0.05, 0.04), (0.02, 0.02, 0.02), (0.06, 0.30, 0.12))


@dataclass(frozen=True, slots=True)
class Defective:
    surface: Surface
    mask: Mask


def add_defect(
    kind: DefectKind,
    surface: Surface,
    pose: Pose,
    marks_seed: np.random.SeedSequence,
    rng: np.random.Generator,
) -> Defective:
    """`surface` is the part without defect, `marks_seed` what its tool marks were drawn from."""
    if kind == "missing_hole":
        return _missing_hole(pose, marks_seed, rng)
    add: dict[str, Callable[[Surface, np.random.Generator], Defective]] = {
        "scratch": _scratch,
        "dent": _dent,
        "stain": _stain,
        "foreign_body": _foreign_body,
    }
    return add[kind](surface, rng)


def _missing_hole(pose: Pose, marks_seed: np.random.SeedSequence, rng: np.random.Generator) -> Defective:
    """Left out, spot-faced only, centre-drilled only, or drilled too small."""
    which = int(rng.integers(4))
    bolt = (Bolt(0, False), Bolt(0, True), Bolt(4.5, False), Bolt(6.0, True), Bolt(11.0, True))[
        int(rng.integers(5))
    ]
    bolts = tuple(bolt if i == which else Bolt() for i in range(4))
    u, v = BOLT_OFFSET * (1 if which % 2 else -1), BOLT_OFFSET * (1 if which >= 2 else -1)
    mask = np.zeros((SIDE, SIDE), np.uint8)
    x, y = pose.picture(u, v)
    radius = BOLT_RADIUS + BOLT_CHAMFER + 1 if bolt.spot_faced else SPOT_RADIUS + 1
    cv2.circle(mask, (round(x * 16 - 8), round(y * 16 - 8)), round(radius * 16), 255, -1, cv2.LINE_8, 4)
    return Defective(machined_plate(pose, np.random.default_rng(marks_seed), bolts), mask)


def _scratch(surface: Surface, rng: np.random.Generator) -> Defective:
    """A groove with raised edges, deepest somewhere along its way; sometimes two side by side."""
    line = np.zeros((GRID, GRID), np.float32)
    path = _path(rng, _place(surface, rng, 12), rng.uniform(55, 170), bend=0.22)
    strength = rng.uniform(0.45, 1.0)
    for offset in (0.0, rng.uniform(4, 8))[: int(rng.integers(1, 3))]:
        line = np.maximum(line, _stroke(path + offset * SUPERSAMPLING, rng.uniform(1.0, 2.2), taper=True))
    line *= _on_part(surface)
    groove = np.asarray(cv2.GaussianBlur(line, (0, 0), 1.0), np.float32)
    ridge = np.asarray(cv2.GaussianBlur(line, (0, 0), 3.0), np.float32) - groove
    shaped = _raised(surface, np.asarray((0.5 * ridge - groove) * np.float32(1.9 * strength), np.float32))
    bright = 1 + np.float32(0.35 * strength * rng.choice([-1.2, 0.8])) * groove
    return Defective(replace(shaped, colour=shaped.colour * bright[..., None]), _mask(groove, 0.12))


def _dent(surface: Surface, rng: np.random.Generator) -> Defective:
    """A blow: a hollow with a pushed-up rim, its tool marks smeared."""
    radius = rng.uniform(9, 22)
    reach = _blob(rng, _place(surface, rng, 0.6 * radius), radius, 0.12)
    depth = np.float32(radius * rng.uniform(0.16, 0.34))
    hollow = np.exp(-2.2 * reach**2) - 0.35 * np.exp(-9 * (reach - 1.05) ** 2)
    inside = np.asarray(smooth(1.35 - reach) * _on_part(surface), np.float32)
    shaped = _raised(surface, np.asarray(-depth * hollow * inside, np.float32))
    scuffed = shaped.colour * (1 - np.float32(rng.uniform(0.05, 0.22)) * inside)[..., None]
    return Defective(replace(shaped, colour=scuffed, along=shaped.along + 0.08 * inside), _mask(inside, 0.12))


def _stain(surface: Surface, rng: np.random.Generator) -> Defective:
    """Dried liquid or rust: tinted, duller, darkest along its edge, with a few splashes."""
    radius = rng.uniform(14, 38)
    place = _place(surface, rng, 0.5 * radius)
    reach = _blob(rng, place, radius, 0.28)
    for _ in range(int(rng.integers(0, 4))):
        splash = np.asarray(place + rng.normal(0, 1.3 * radius, 2), np.float32)
        reach = np.minimum(reach, _blob(rng, splash, rng.uniform(2, 5), 0.2))
    cover = np.asarray(smooth((1.0 - reach) * 5) * _on_part(surface), np.float32)
    patchy = 0.75 + 0.18 * enlarged(noise(rng, (128, 128), 5, 5))
    edge = np.exp(-((reach - 0.86) ** 2) * 60)
    strength = np.float32(rng.uniform(0.5, 1.0))
    amount = np.clip(strength * cover * (patchy + 0.35 * edge), 0, 1)[..., None]
    tint = np.array(STAIN_TINTS[int(rng.integers(len(STAIN_TINTS)))], np.float32)
    dull = 0.5 * strength * cover
    stained = replace(
        surface,
        colour=surface.colour * (1 - amount * (1 - tint)),
        slope_x=surface.slope_x * (1 - 0.5 * dull),
        slope_y=surface.slope_y * (1 - 0.5 * dull),
        along=surface.along + 0.25 * dull,
        metal=surface.metal * (1 - 0.6 * dull),
    )
    return Defective(stained, _mask(cover, 0.15))


def _foreign_body(surface: Surface, rng: np.random.Generator) -> Defective:
    """Swarf, a fibre or a crumb of plastic lying on the part."""
    form = int(rng.integers(3))
    place = _place(surface, rng, 14)
    if form == 2:
        radius = rng.uniform(5, 12)
        body = np.sqrt(np.clip(1 - _blob(rng, place, radius, 0.22) ** 2, 0, 1)) * np.float32(0.8 * radius)
        colour, metal = PLASTICS[int(rng.integers(len(PLASTICS)))], 0.10
    elif form == 1:
        path = _path(rng, place, rng.uniform(60, 130), bend=3.5)
        body = np.float32(2.2) * np.sqrt(_stroke(path, rng.uniform(1.3, 2.2), taper=False))
        colour, metal = (
            ((0.03, 0.03, 0.035), (0.30, 0.04, 0.05), (0.05, 0.10, 0.30))[int(rng.integers(3))],
            0.05,
        )
    else:
        body = _swarf(rng, place)
        colour, metal = (
            ((0.95, 0.93, 0.90), (0.70, 0.60, 0.50), (0.45, 0.48, 0.62))[int(rng.integers(3))],
            1.0,
        )
    body = np.asarray(cv2.GaussianBlur(body, (0, 0), 0.8), np.float32)
    cover = np.clip(body * 1.6, 0, 1)
    raised = _raised(
        replace(surface, slope_x=surface.slope_x * (1 - cover), slope_y=surface.slope_y * (1 - cover)), body
    )
    shade = np.array(colour, np.float32)
    covered = replace(
        raised,
        colour=surface.colour * (1 - cover[..., None]) + shade * cover[..., None],
        metal=surface.metal * (1 - cover) + np.float32(metal) * cover,
        along=surface.along * (1 - cover) + np.float32(0.16) * cover,
    )
    return Defective(covered, _mask(cover, 0.25))


def _swarf(rng: np.random.Generator, place: Field) -> Field:
    """Height of a curled chip: a ribbon of shrinking turns."""
    turns, radius = rng.uniform(0.8, 2.6), rng.uniform(7, 15)
    angle = np.linspace(0, 2 * np.pi * turns, 160) + rng.uniform(0, 2 * np.pi)
    shrink = np.linspace(1.0, rng.uniform(0.35, 0.75), angle.size)
    drift = np.linspace(0, rng.uniform(0, 26), angle.size)
    lean = rng.uniform(0, 2 * np.pi)
    x = radius * shrink * np.cos(angle) + drift * np.cos(lean)
    y = radius * shrink * np.sin(angle) + drift * np.sin(lean)
    path = (place + np.stack([x, y], 1)) * SUPERSAMPLING
    ribbon = cv2.GaussianBlur(
        _stroke(path.astype(np.float32), rng.uniform(2.6, 4.6), taper=False), (0, 0), 1.6
    )
    return np.asarray(4.0 * np.sqrt(ribbon), np.float32)


def _raised(surface: Surface, height: Field) -> Surface:
    x, y = slopes(height)
    return replace(
        surface, height=surface.height + height, slope_x=surface.slope_x + x, slope_y=surface.slope_y + y
    )


def _on_part(surface: Surface) -> Field:
    """1 on the metal that faces the camera, 0 in holes and on the fixture."""
    return np.asarray((surface.metal > 0.9) & (surface.height > -12), np.float32)


def _place(surface: Surface, rng: np.random.Generator, margin: float) -> Field:
    """A point on the part at least `margin` from its edges and holes, in pixels of the picture."""
    room = cv2.distanceTransform(_on_part(surface).astype(np.uint8), cv2.DIST_L2, 3)
    inside = np.flatnonzero(room > margin * SUPERSAMPLING)
    y, x = divmod(int(rng.choice(inside)), GRID)
    return np.array([x / SUPERSAMPLING, y / SUPERSAMPLING], np.float32)


def _path(rng: np.random.Generator, middle: Field, reach: float, bend: float) -> Field:
    """A smooth wandering line of `reach` pixels through `middle`, in points of the grid."""
    steps = 60
    heading = rng.uniform(0, 2 * np.pi) + bend * np.cumsum(np.cumsum(rng.normal(0, 0.012, steps)))
    points = np.cumsum(np.stack([np.cos(heading), np.sin(heading)], 1) * (reach / steps), axis=0)
    return np.asarray((points - points[steps // 2] + middle) * SUPERSAMPLING, np.float32)


def _stroke(path: Field, width: float, taper: bool) -> Field:
    """The line drawn `width` pixels of the picture wide, 0…1, fading to its ends if it tapers."""
    canvas = np.zeros((GRID, GRID), np.uint8)
    points = np.round(path * 16).astype(np.int32)
    weight = max(1, round(width * SUPERSAMPLING))
    strengths = np.sin(np.linspace(0.25, np.pi - 0.15, len(points))) ** 0.8 if taper else np.ones(len(points))
    for start, end, strength in zip(points, points[1:], strengths, strict=False):
        part = (int(start[0]), int(start[1])), (int(end[0]), int(end[1]))
        cv2.line(canvas, *part, int(255 * strength), weight, cv2.LINE_AA, 4)
    return np.asarray(canvas / np.float32(255), np.float32)


def _blob(rng: np.random.Generator, middle: Field, radius: float, rough: float) -> Field:
    """Distance from the middle over the uneven outline's: below 1 is inside."""
    axis = (np.arange(GRID, dtype=np.float32) + 0.5) / SUPERSAMPLING
    x, y = axis[None, :] - np.float32(middle[0]), axis[:, None] - np.float32(middle[1])
    lean, ratio = rng.uniform(0, np.pi), rng.uniform(0.65, 1.0)
    c, s = np.float32(np.cos(lean)), np.float32(np.sin(lean))
    along, across = c * x + s * y, (c * y - s * x) / np.float32(ratio)
    order, turn = np.arange(2, 9)[:, None], np.linspace(0, 2 * np.pi, 361)
    height = rng.normal(0, 1.5, order.shape) / order**1.6
    waves = height * np.cos(order * turn + rng.uniform(0, 2 * np.pi, order.shape))
    outline = np.asarray(waves.sum(0)[None, :], np.float32)
    angle = np.asarray(cv2.phase(along, across) * np.float32(360 / (2 * np.pi)), np.float32)
    uneven = cv2.remap(outline, angle, np.zeros_like(angle), cv2.INTER_LINEAR)
    return np.asarray(cv2.magnitude(along, across) / (radius * np.exp(rough * uneven)), np.float32)


def _mask(amount: Field, above: float) -> Mask:
    small = cv2.resize(amount, (SIDE, SIDE), interpolation=cv2.INTER_AREA)
    return np.asarray(np.where(small > above, 255, 0), np.uint8)
