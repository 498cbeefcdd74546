"""The one loader: file or bytes → RGB uint8, upright; and PNG out."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from effad_desktop.core.inspection import Image
from effad_desktop.errors import SourceError
from effad_desktop.image_headers import image_size, is_known, trap_in

MAX_PIXELS = 250_000_000
"""750 MB decoded. More is refused from the header, before memory is taken."""

os.environ.setdefault("OPENCV_IO_MAX_IMAGE_PIXELS", str(MAX_PIXELS))  # read once, while cv2 is imported
import cv2  # noqa: E402

cv2.utils.logging.setLogLevel(
    cv2.utils.logging.LOG_LEVEL_SILENT
)  # what is wrong with a file is said by SourceError, once

SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".bmp", ".tif", ".tiff", ".webp"})

# Turns by EXIF, makes BGR of grey, palettes and CMYK, drops alpha, takes the first of several frames.
# IMREAD_COLOR_RGB would save a turn, but leaves 16-bit colour TIFFs as memory that nobody has written to.
_FLAGS = cv2.IMREAD_COLOR_BGR | cv2.IMREAD_ANYDEPTH
_PNG_START, _PNG_END = b"\x89PNG", b"IEND"
_JPEG_START, _JPEG_END = b"\xff\xd8", b"\xff\xd9"
_TO_RGB = {1: cv2.COLOR_GRAY2RGB, 3: cv2.COLOR_BGR2RGB, 4: cv2.COLOR_BGRA2RGB}
_REDUCED = {8: cv2.IMREAD_REDUCED_COLOR_8, 4: cv2.IMREAD_REDUCED_COLOR_4, 2: cv2.IMREAD_REDUCED_COLOR_2}
_PADDING = 4096
"""More zero bytes than a camera puts after a JPEG; a copy in progress may have reserved them."""


def load_image(path: Path) -> Image:
    """Raises SourceError for what is missing or no image."""
    return decode_image(_read(path), printable(path))


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise SourceError(f"Cannot read {printable(path)}", error.strerror or str(error)) from error


def printable(path: Path) -> str:
    """Linux allows names that are no text; in a report or a log they would fail."""
    return str(path).encode("utf-8", "replace").decode()


def decode_image(data: bytes, name: str, flags: int = _FLAGS) -> Image:
    """`name` is only for the message, `flags` are OpenCV's.

    Raises SourceError for what is broken, too large or no image.
    Of 16 bits the upper eight are kept. Alpha is dropped, as no training image had one to learn from.
    """
    if not data:
        raise SourceError(f"{name} is empty", "the file has no bytes")
    if _is_cut_off(data):
        raise SourceError(f"{name} is cut off", "its end is missing")
    if trap := trap_in(data):
        raise SourceError(f"{name} is broken", trap)
    try:
        image = cv2.imdecode(np.frombuffer(data, np.uint8), flags) if is_known(data) else None
    except cv2.error as error:
        reason = f"more than {MAX_PIXELS:,} pixels" if "MAX_IMAGE" in str(error) else str(error).strip()
        raise SourceError(f"{name} cannot be decoded", reason) from error
    except MemoryError as error:
        raise SourceError(f"{name} is too large", "there is not enough memory for it") from error
    if image is None:
        raise SourceError(
            f"{name} is broken or not an image", "expected JPEG, PNG, BMP, TIFF or WebP of 8 or 16 bits"
        )
    if image.dtype not in (np.uint8, np.uint16):
        raise SourceError(f"{name} has pixels of type {image.dtype}", "expected 8 or 16 bits")
    return rgb_of(image)


def load_small(path: Path, side: int) -> Image:
    """At most `side` wide and high; a JPEG is not decoded any larger than it must. Raises SourceError."""
    data = _read(path)
    size = image_size(data) if data.startswith(_JPEG_START) else None
    factor = next((f for f in _REDUCED if size and max(size) >= f * side), 1)
    return shrink(decode_image(data, printable(path), _REDUCED.get(factor, _FLAGS)), side)


def shrink(image: Image, side: int) -> Image:
    """At most `side` wide and high; what is smaller stays as it is."""
    height, width = image.shape[:2]
    scale = side / max(height, width)
    if scale >= 1:
        return image
    size = max(1, round(width * scale)), max(1, round(height * scale))
    return np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8)


def rgb_of(pixels: NDArray[Any]) -> Image:
    """Of grey, BGR or BGRA as OpenCV gives them, 8 or 16 bits."""
    if pixels.dtype == np.uint16:
        pixels = (pixels >> 8).astype(np.uint8)
    channels = pixels.shape[2] if pixels.ndim == 3 else 1
    return np.asarray(cv2.cvtColor(pixels, _TO_RGB[channels]), np.uint8)


def _is_cut_off(data: bytes) -> bool:
    """What the decoders would take, or print about."""
    if data.startswith(_PNG_START):
        return _PNG_END not in data[-4096:]
    if data.startswith(_JPEG_START) and not any(data[-_PADDING:]):
        return not data.rstrip(b"\0").endswith(_JPEG_END)
    return False


JPEG_SIDE = 65_500
"""libjpeg's largest width or height."""


def encode_jpeg(image: Image, quality: int = 95) -> bytes:
    """Without thinning the colours, in which a defect may lie."""
    options = (cv2.IMWRITE_JPEG_QUALITY, quality)
    sampling = (cv2.IMWRITE_JPEG_SAMPLING_FACTOR, cv2.IMWRITE_JPEG_SAMPLING_FACTOR_444)
    return _encoded(".jpg", cv2.cvtColor(image, cv2.COLOR_RGB2BGR), [*options, *sampling])


def encode_png(image: Image) -> bytes:
    """Of three channels or, with alpha, four; quick rather than small."""
    turn = cv2.COLOR_RGBA2BGRA if image.shape[2] == 4 else cv2.COLOR_RGB2BGR
    return _encoded(".png", cv2.cvtColor(image, turn), [cv2.IMWRITE_PNG_COMPRESSION, 1])


def _encoded(suffix: str, pixels: NDArray[Any], options: list[int]) -> bytes:
    """Raises SourceError for what the format does not take, such as a side of more than a million pixels."""
    try:
        done, data = cv2.imencode(suffix, pixels, options)
    except cv2.error:
        done = False
    if not done:
        height, width = pixels.shape[:2]
        raise SourceError(f"An image of {width} × {height} pixels cannot be written as {suffix}")
    return data.tobytes()


def image_paths(places: Iterable[Path]) -> Iterator[Path]:
    """Files as given; folders recursively in order, without hidden files.

    Raises SourceError for a missing place and for a folder without images.
    """
    for place in places:
        if place.is_dir():
            yield from _images_in(place)
        elif place.exists():
            yield place
        else:
            raise SourceError(f"No such file or folder: {place}")


def _images_in(folder: Path) -> list[Path]:
    found = [p for p in folder.rglob("*") if p.suffix.lower() in SUFFIXES and p.is_file()]
    # macOS leaves "._name.jpg" beside each file on foreign disks; they are no images.
    shown = sorted(p for p in found if not any(part.startswith(".") for part in p.relative_to(folder).parts))
    if not shown:
        raise SourceError(f"No images in {folder}", f"looked for {', '.join(sorted(SUFFIXES))}")
    return shown
