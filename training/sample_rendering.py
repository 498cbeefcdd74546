"""Light, camera and sensor for the sample product: a Surface becomes a picture."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np

from effad_desktop.core.inspection import Image
from training.sample_surface import CAMERA_HEIGHT, GRID, SIDE, Field, Surface, enlarged, smooth

EXPOSURE = 1.1
SHOT_NOISE, READ_NOISE = 0.011, 0.0045
AMBIENT_COLOUR, KEY_COLOUR = (0.93, 0.985, 1.06), (1.03, 1.0, 0.955)
LENS_BLUR = 1.1
SHADOW_RISE = 1.3
"""Height that hides the key lamp over distance: lower than the lamp stands, as a long lamp shades."""
COARSE = 64


@dataclass(frozen=True, slots=True)
class Lighting:
    turn: float
    """Of the lamps about the camera's axis, radians."""
    brightness: float
    key: float
    """Of the key lamp against the rest."""


@dataclass(frozen=True, slots=True)
class Lamp:
    azimuth: float
    distance: float
    height: float
    power: float
    spread: float
    """Added to the slopes' spread: a large lamp gives soft highlights."""


LAMPS = (
    Lamp(-1.95, 340, 800, 1.0, 0.01),
    Lamp(1.05, 560, 760, 0.34, 0.05),
    Lamp(-0.35, 620, 700, 0.24, 0.05),
    Lamp(2.75, 700, 640, 0.18, 0.08),
)


def render(surface: Surface, lighting: Lighting, rng: np.random.Generator) -> Image:
    """`rng` gives the sensor's noise."""
    lit, glow = _light(surface, lighting)
    fall = _shadow(surface.height, LAMPS[0].azimuth + lighting.turn)
    hidden = _occlusion(surface.height)
    light = np.empty((GRID, GRID, 3), np.float32)
    key = lit * fall
    ambient = glow * hidden
    for channel, (warm, cool) in enumerate(zip(KEY_COLOUR, AMBIENT_COLOUR, strict=True)):
        light[..., channel] = key * np.float32(warm) + ambient * np.float32(cool)
    light *= surface.colour
    picture = cv2.resize(
        cv2.GaussianBlur(light, (5, 5), LENS_BLUR), (SIDE, SIDE), interpolation=cv2.INTER_AREA
    )
    return _expose(np.asarray(picture, np.float32) * np.float32(lighting.brightness), rng)


def _light(surface: Surface, lighting: Lighting) -> tuple[Field, Field]:
    """What comes from the key lamp, and from the other lamps and the room."""
    facing = np.asarray(1 / np.sqrt(1 + surface.slope_x**2 + surface.slope_y**2), np.float32)
    dull = 1 - surface.metal
    # A dome over the station, brighter above the picture.
    room = np.float32(0.11) + 0.45 * smooth(-0.85 * surface.slope_y - 0.3 * surface.slope_x)
    glow = (surface.metal * room + np.float32(0.30) * dull) * facing
    key = _reflected(surface, facing, dull, LAMPS[0], lighting.turn) * np.float32(lighting.key)
    for lamp in LAMPS[1:]:
        glow += _reflected(surface, facing, dull, lamp, lighting.turn)
    return key, glow


def _reflected(surface: Surface, facing: Field, dull: Field, lamp: Lamp, turn: float) -> Field:
    """Anisotropic lobe of GGX's long tail about the slope that mirrors the lamp into the camera."""
    half_x, half_y = _half_slopes(lamp, turn)
    dx, dy = half_x - surface.slope_x, half_y - surface.slope_y
    spread = np.float32(lamp.spread)
    along = (dx * surface.grain_x + dy * surface.grain_y) / (surface.along + spread)
    across = (dy * surface.grain_x - dx * surface.grain_y) / (surface.across + spread)
    lobe = 1 / (1 + along * along + across * across)
    reach = float(np.hypot(lamp.distance, lamp.height))
    to_x = np.float32(lamp.distance / reach * np.cos(lamp.azimuth + turn))
    to_y = np.float32(lamp.distance / reach * np.sin(lamp.azimuth + turn))
    lift = np.float32(lamp.height / reach)
    diffuse = np.maximum(to_x * surface.slope_x + to_y * surface.slope_y + lift, 0) * facing
    mixed = surface.metal * (lobe + 0.12 * diffuse) + dull * (0.12 * lobe + 0.9 * diffuse)
    return np.asarray(np.float32(lamp.power) * mixed, np.float32)


def _half_slopes(lamp: Lamp, turn: float) -> tuple[Field, Field]:
    """Slope at each pixel that mirrors the lamp into the camera; smooth, so computed coarsely."""
    axis = (np.arange(COARSE, dtype=np.float32) + 0.5) * (SIDE / COARSE) - SIDE / 2
    x, y = np.meshgrid(axis, axis)
    azimuth = lamp.azimuth + turn
    to_x, to_y = lamp.distance * np.cos(azimuth) - x, lamp.distance * np.sin(azimuth) - y
    reach, sight = np.sqrt(to_x**2 + to_y**2 + lamp.height**2), np.sqrt(x**2 + y**2 + CAMERA_HEIGHT**2)
    lift = lamp.height / reach + CAMERA_HEIGHT / sight
    return enlarged((to_x / reach - x / sight) / lift), enlarged((to_y / reach - y / sight) / lift)


def _shadow(height: Field, azimuth: float) -> Field:
    """1 where the key lamp is seen; softer the farther the edge that hides it."""
    small = np.asarray(cv2.resize(height, (SIDE, SIDE), interpolation=cv2.INTER_AREA), np.float32)
    seen = np.ones_like(small)
    for reach in (1.5, 3.0, 5.0, 7.0, 10.0, 13.0, 17.0):
        move = np.array([[1, 0, reach * np.cos(azimuth)], [0, 1, reach * np.sin(azimuth)]])
        moved = cv2.warpAffine(
            small,
            move,
            (SIDE, SIDE),
            flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
            borderMode=cv2.BORDER_REPLICATE,
        )
        blocked = (moved - small - np.float32(reach * SHADOW_RISE)) / np.float32(1.0 + 0.45 * reach)
        seen = np.minimum(seen, 1 - np.clip(blocked, 0, 1))
    seen = np.asarray(cv2.GaussianBlur(seen, (0, 0), 1.2), np.float32)
    return np.float32(0.12) + np.float32(0.88) * enlarged(seen)


def _occlusion(height: Field) -> Field:
    """Share of the room that each point sees, from how far its surroundings stand above it."""
    small = np.asarray(cv2.resize(height, (SIDE, SIDE), interpolation=cv2.INTER_AREA), np.float32)
    open_ = np.ones_like(small)
    for reach, weight in ((3.0, 0.22), (9.0, 0.45), (24.0, 0.55)):
        above = np.maximum(cv2.GaussianBlur(small, (0, 0), reach) - small, 0) / np.float32(reach)
        open_ *= 1 / (1 + np.float32(weight) * above)
    return enlarged(open_)


def _expose(light: Field, rng: np.random.Generator) -> Image:
    """Bloom, vignette, sensor noise and tone curve."""
    bloom = cv2.GaussianBlur(
        cv2.resize(np.maximum(light - 0.75, 0), (128, 128), interpolation=cv2.INTER_AREA), (0, 0), 3
    )
    light += 0.12 * cv2.resize(bloom, (SIDE, SIDE))
    light *= _vignette()[..., None] * np.float32(EXPOSURE)
    grain = rng.standard_normal(light.shape, np.float32)
    light += grain * (np.float32(READ_NOISE) + np.float32(SHOT_NOISE) * np.sqrt(light))
    toned = (1 - np.exp(-np.maximum(light, 0))) ** np.float32(1 / 2.2)
    return np.asarray(np.clip(toned * 255 + 0.5, 0, 255), np.uint8)


@cache
def _vignette() -> Field:
    axis = (np.arange(SIDE, dtype=np.float32) + 0.5) - SIDE / 2
    return np.asarray(
        1 / (1 + (axis[None, :] ** 2 + axis[:, None] ** 2) / np.float32(640**2)) ** 2, np.float32
    )
