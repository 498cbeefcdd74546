"""The sample product's shape: a milled flange plate with a turned hub, bore, keyway and four bolt holes.

Lengths are pixels of the finished picture; fields are drawn at twice its resolution.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

Field = NDArray[np.float32]

SIDE = 512
SUPERSAMPLING = 2
GRID = SIDE * SUPERSAMPLING
CAMERA_HEIGHT = 850.0
THICKNESS = 34.0

PLATE_HALF, PLATE_CORNER, PLATE_CHAMFER = 198.0, 62.0, 4.0
HUB_RADIUS, HUB_HEIGHT, HUB_FLANK = 114.0, 9.0, 7.0
GROOVE_RADIUS, GROOVE_WIDTH, GROOVE_DEPTH = 91.0, 3.6, 2.6
BORE_RADIUS, BORE_CHAMFER = 60.0, 6.0
KEYWAY_HALF, KEYWAY_REACH = 9.5, 74.0
BOLT_OFFSET, BOLT_RADIUS, BOLT_CHAMFER = 142.0, 24.0, 3.5
SPOT_RADIUS, SPOT_DEPTH = 40.0, 1.6
MARKS = (("EF-204", 155.0, 1.02), ("C45E  60H7", 176.0, 0.46))
METAL_COLOUR = (0.88, 0.90, 0.915)
FIXTURE_COLOUR = (0.036, 0.040, 0.046)
HOLLOW_COLOUR = (0.012, 0.012, 0.013)


@dataclass(frozen=True, slots=True)
class Pose:
    shift_x: float
    shift_y: float
    turn: float
    """Radians, clockwise on the screen."""

    def picture(self, u: float, v: float) -> tuple[float, float]:
        """Part coordinates (origin in the bore) → pixels of the finished picture."""
        c, s = np.cos(self.turn), np.sin(self.turn)
        return SIDE / 2 + self.shift_x + c * u - s * v, SIDE / 2 + self.shift_y + s * u + c * v


@dataclass(frozen=True, slots=True)
class Bolt:
    """How far one of the four bolt holes was machined; radius 0 is no hole."""

    radius: float = BOLT_RADIUS
    spot_faced: bool = True


@dataclass(frozen=True, slots=True)
class Surface:
    """GRID×GRID fields of what the camera sees; slopes are x/z and y/z of the normal."""

    height: Field
    slope_x: Field
    slope_y: Field
    grain_x: Field
    grain_y: Field
    along: Field
    """Spread of the slopes along the machining marks: small is a mirror."""
    across: Field
    metal: Field
    """Share of light reflected as by metal, 0…1."""
    colour: Field


def slopes(height: Field) -> tuple[Field, Field]:
    scale = -SUPERSAMPLING / 8
    return (
        np.asarray(cv2.Sobel(height, cv2.CV_32F, 1, 0, scale=scale), np.float32),
        np.asarray(cv2.Sobel(height, cv2.CV_32F, 0, 1, scale=scale), np.float32),
    )


def length(x: Field, y: Field) -> Field:
    return np.asarray(cv2.magnitude(x, y), np.float32)


def enlarged(field: Field) -> Field:
    """To the grid of the drawing."""
    return np.asarray(cv2.resize(field, (GRID, GRID), interpolation=cv2.INTER_LINEAR), np.float32)


def smooth(x: Field) -> Field:
    """Smoothstep from 0 to 1."""
    t = np.clip(x, 0, 1)
    return t * t * (3 - 2 * t)


def noise(rng: np.random.Generator, shape: tuple[int, int], down: int, along: int) -> Field:
    """Unit variance, blurred by `down` and `along` samples, and without a seam from right to left."""
    field = rng.standard_normal(shape, np.float32)
    padded = cv2.copyMakeBorder(field, 0, 0, 2 * along, 2 * along, cv2.BORDER_WRAP)
    for _ in range(2):
        padded = cv2.blur(padded, (along, down), borderType=cv2.BORDER_REFLECT)
    field = np.asarray(padded[:, 2 * along : padded.shape[1] - 2 * along], np.float32)
    return np.asarray(field / field.std(), np.float32)


def machined_plate(pose: Pose, rng: np.random.Generator, bolts: tuple[Bolt, ...] = (Bolt(),) * 4) -> Surface:
    """`bolts` go upper left, upper right, lower left, lower right; `rng` gives this part's tool marks."""
    u, v = _part_coordinates(pose, 1.0)
    plate = _plate_distance(u, v)
    cut = _cut_distance(u, v, bolts)
    spot_u, spot_v = np.abs(u) - np.float32(BOLT_OFFSET), np.abs(v) - np.float32(BOLT_OFFSET)
    spot, radius = length(spot_u, spot_v), length(u, v)
    spot_faced = (_per_bolt(u, v, [float(b.spot_faced) for b in bolts]) > 0) & (spot < SPOT_RADIUS)
    lettering = _marks(pose)
    hub = radius < HUB_RADIUS - HUB_FLANK
    top = _top(plate, cut, radius, np.where(spot_faced, spot, np.float32(999))) - lettering
    slope_x, slope_y = slopes(top)

    brushed = noise(rng, (GRID, GRID), 1, 61) + 0.6 * enlarged(noise(rng, (SIDE, SIDE), 1, 115))
    turned = _turned(rng, u, v, radius, 448)
    faced = _turned(rng, spot_u, spot_v, spot, 112)
    ringed = hub | spot_faced
    ring_u, ring_v = np.where(hub, u, spot_u * np.sign(u)), np.where(hub, v, spot_v * np.sign(v))
    grain_x, grain_y = _grain(pose, ring_u, ring_v, ringed)
    streaks = np.where(hub, turned, np.where(spot_faced, faced, brushed))
    marks = np.where(ringed, np.float32(0.075), np.float32(0.06)) * streaks
    steep = np.clip(length(slope_x, slope_y) * 2, 0, 1)
    marks *= 1 - 0.8 * steep
    tint = 1 + 0.045 * streaks - 0.22 * lettering
    surface = Surface(
        height=top,
        slope_x=np.asarray(slope_x - marks * grain_y, np.float32),
        slope_y=np.asarray(slope_y + marks * grain_x, np.float32),
        grain_x=grain_x,
        grain_y=grain_y,
        along=np.where(ringed, np.float32(0.04), np.float32(0.10)),
        across=np.float32(0.24) * (1 - 0.5 * steep),
        metal=np.ones_like(top),
        colour=tint[..., None] * np.array(METAL_COLOUR, np.float32),
    )
    return _cut_out(surface, pose, plate, cut, bolts)


def _grain(pose: Pose, ring_u: Field, ring_v: Field, ringed: NDArray[np.bool_]) -> tuple[Field, Field]:
    """Direction of the tool marks in the picture: round the centre that `ring` points from, else along u."""
    inverse = 1 / np.maximum(length(ring_u, ring_v), 1)
    along_u = np.where(ringed, -ring_v * inverse, np.float32(1))
    along_v = np.where(ringed, ring_u * inverse, np.float32(0))
    c, s = np.float32(np.cos(pose.turn)), np.float32(np.sin(pose.turn))
    x, y = c * along_u - s * along_v, s * along_u + c * along_v
    return np.asarray(x, np.float32), np.asarray(y, np.float32)


def _part_coordinates(pose: Pose, scale: float) -> tuple[Field, Field]:
    """Part coordinates seen at each pixel on a plane `scale` times as far from the camera as the top."""
    axis = ((np.arange(GRID, dtype=np.float32) + 0.5) / SUPERSAMPLING - SIDE / 2) * np.float32(scale)
    x, y = axis[None, :] - np.float32(pose.shift_x), axis[:, None] - np.float32(pose.shift_y)
    c, s = np.float32(np.cos(pose.turn)), np.float32(np.sin(pose.turn))
    return np.asarray(c * x + s * y, np.float32), np.asarray(c * y - s * x, np.float32)


def _plate_distance(u: Field, v: Field) -> Field:
    """Signed, negative inside the outline."""
    du, dv = (
        np.abs(u) - np.float32(PLATE_HALF - PLATE_CORNER),
        np.abs(v) - np.float32(PLATE_HALF - PLATE_CORNER),
    )
    outside = length(np.maximum(du, 0), np.maximum(dv, 0))
    return np.asarray(outside + np.minimum(np.maximum(du, dv), 0) - np.float32(PLATE_CORNER), np.float32)


def _cut_distance(u: Field, v: Field, bolts: tuple[Bolt, ...]) -> Field:
    """Signed, negative in bore, keyway and bolt holes."""
    bore = length(u, v) - np.float32(BORE_RADIUS)
    keyway = np.maximum(np.abs(u) - np.float32(KEYWAY_HALF), np.maximum(v, -v - np.float32(KEYWAY_REACH)))
    holes = length(np.abs(u) - np.float32(BOLT_OFFSET), np.abs(v) - np.float32(BOLT_OFFSET))
    holes -= _per_bolt(u, v, [b.radius or -999.0 for b in bolts])
    return np.asarray(np.minimum(np.minimum(bore, keyway), holes), np.float32)


def _per_bolt(u: Field, v: Field, values: list[float]) -> Field:
    table = np.array(values, np.float32)
    return np.asarray(
        np.where(v < 0, np.where(u < 0, table[0], table[1]), np.where(u < 0, table[2], table[3]))
    )


def _top(plate: Field, cut: Field, radius: Field, spot: Field) -> Field:
    """Height over the plate's upper face, without the holes."""
    chamfer = np.where(radius < HUB_RADIUS, np.float32(BORE_CHAMFER), np.float32(BOLT_CHAMFER))
    top = HUB_HEIGHT * smooth((HUB_RADIUS - radius) / HUB_FLANK)
    top -= GROOVE_DEPTH * smooth(1.6 - np.abs(radius - GROOVE_RADIUS) * np.float32(1.6 / GROOVE_WIDTH))
    top -= SPOT_DEPTH * smooth((SPOT_RADIUS - spot) / np.float32(2.2))
    top -= np.clip(plate + PLATE_CHAMFER, 0, 2 * PLATE_CHAMFER)
    top -= np.clip(chamfer - cut, 0, 2 * chamfer) * np.float32(0.9)
    return np.asarray(cv2.GaussianBlur(top, (0, 0), 0.9), np.float32)


def _marks(pose: Pose) -> Field:
    """Depth of the engraved lettering, turned with the part."""
    turn = np.array([[np.cos(pose.turn), -np.sin(pose.turn), 0], [np.sin(pose.turn), np.cos(pose.turn), 0]])
    centre = np.array([GRID / 2, GRID / 2])
    shift = np.array([pose.shift_x, pose.shift_y]) * SUPERSAMPLING
    turn[:, 2] = centre + shift - turn[:, :2] @ centre
    return np.asarray(cv2.warpAffine(_lettering(), turn, (GRID, GRID), flags=cv2.INTER_LINEAR), np.float32)


@cache
def _lettering() -> Field:
    canvas = np.zeros((GRID, GRID), np.uint8)
    for text, baseline, size in MARKS:
        scale, weight = size * SUPERSAMPLING, max(2, round(3.2 * size) * 2)
        (width, height), _ = cv2.getTextSize(text, cv2.FONT_HERSHEY_SIMPLEX, scale, weight)
        corner = (GRID // 2 - width // 2, int(GRID / 2 + baseline * SUPERSAMPLING + height // 2))
        cv2.putText(canvas, text, corner, cv2.FONT_HERSHEY_SIMPLEX, scale, 255, weight, cv2.LINE_AA)
    return np.asarray(cv2.GaussianBlur(canvas.astype(np.float32) / 255, (0, 0), 1.2) * 1.9, np.float32)


def _turned(rng: np.random.Generator, u: Field, v: Field, radius: Field, rows: int) -> Field:
    """Rings as a turning tool leaves them: mostly of the radius, a little of the angle."""
    rings = noise(rng, (rows, 512), 1, 91) + 0.8 * noise(rng, (rows, 1), 1, 1)
    angle = np.asarray(cv2.phase(u, v) * np.float32(511 / (2 * np.pi)), np.float32)
    row = radius * np.float32(SUPERSAMPLING * 1.4)
    return np.asarray(
        cv2.remap(rings, angle, row, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT), np.float32
    )


def _cut_out(surface: Surface, pose: Pose, plate: Field, cut: Field, bolts: tuple[Bolt, ...]) -> Surface:
    """Opens the holes, with the walls that perspective shows, and lays the part on the fixture."""
    floor_cut = _cut_distance(*_part_coordinates(pose, 1 + THICKNESS / CAMERA_HEIGHT), bolts)
    depth = np.clip(-cut / np.maximum(floor_cut - cut, np.float32(0.01)), 0, 1)
    depth = np.where(floor_cut < 0, np.float32(1), depth)
    wall, hollow, outside = (cut < 0) & (depth < 1), (cut < 0) & (depth >= 1), plate > 0
    wall_x, wall_y = (np.clip(g * 2.4, -2.4, 2.4) for g in slopes(cut))
    gone = hollow | outside
    base_x, base_y, base_colour = _fixture()
    colour = np.where(outside[..., None], base_colour, surface.colour)
    colour[hollow] = HOLLOW_COLOUR
    colour *= np.where(wall, np.float32(0.8), np.float32(1))[..., None]
    return Surface(
        height=np.where(
            gone, np.float32(-THICKNESS), np.where(wall, surface.height - THICKNESS * depth, surface.height)
        ),
        slope_x=np.where(gone, base_x, np.where(wall, wall_x, surface.slope_x)),
        slope_y=np.where(gone, base_y, np.where(wall, wall_y, surface.slope_y)),
        grain_x=surface.grain_x,
        grain_y=surface.grain_y,
        along=np.where(gone, np.float32(0.45), surface.along),
        across=np.where(gone, np.float32(0.45), surface.across),
        metal=np.where(gone, np.float32(0.12), surface.metal),
        colour=colour,
    )


@cache
def _fixture() -> tuple[Field, Field, Field]:
    """Slopes and colour of a powder-coated plate, the same in every picture."""
    rng = np.random.default_rng(204)
    grain = noise(rng, (GRID, GRID), 3, 3) + 0.5 * noise(rng, (GRID, GRID), 9, 9)
    x, y = slopes(np.asarray(0.22 * grain, np.float32))
    tint = 1 + 0.03 * grain + 0.05 * noise(rng, (GRID, GRID), 90, 90)
    return x, y, np.asarray(tint[..., None] * np.array(FIXTURE_COLOUR, np.float32), np.float32)
