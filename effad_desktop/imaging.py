"""The one loader: file or bytes → RGB uint8, upright; and PNG out."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np

from effad_desktop.core.inspection import Image
from effad_desktop.errors import SourceError

MAX_PIXELS = 250_000_000
"""750 MB decoded. More is refused from the header, before memory is taken."""

os.environ.setdefault("OPENCV_IO_MAX_IMAGE_PIXELS", str(MAX_PIXELS))  # read once, while cv2 is imported
import cv2  # noqa: E402

cv2.utils.logging.setLogLevel(
    cv2.utils.logging.LOG_LEVEL_SILENT
)  # what is wrong with a file is said by SourceError, once

SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".bmp", ".tif", ".tiff", ".webp"})

# Turns by EXIF, makes RGB of grey, palettes and CMYK, drops alpha, takes the first of several frames.
_FLAGS = cv2.IMREAD_COLOR_RGB | cv2.IMREAD_ANYDEPTH
_PNG_START = b"\x89PNG"
_PNG_END = b"IEND"


def load_image(path: Path) -> Image:
    """Raises SourceError for what is missing or no image."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise SourceError(f"Cannot read {path}", error.strerror or str(error)) from error
    return decode_image(data, str(path))


def decode_image(data: bytes, name: str) -> Image:
    """`name` is only for the message. Raises SourceError for what is broken, too large or no image.

    Of 16 bits the upper eight are kept. Alpha is dropped, as no training image had one to learn from.
    """
    if not data:
        raise SourceError(f"{name} is empty", "the file has no bytes")
    if data.startswith(_PNG_START) and _PNG_END not in data[-4096:]:
        raise SourceError(f"{name} is cut off", "the end of the PNG is missing")  # libpng would print it
    try:
        image = cv2.imdecode(np.frombuffer(data, np.uint8), _FLAGS)
    except cv2.error as error:
        reason = f"more than {MAX_PIXELS:,} pixels" if "MAX_IMAGE" in str(error) else str(error).strip()
        raise SourceError(f"{name} cannot be decoded", reason) from error
    except MemoryError as error:
        raise SourceError(f"{name} is too large", "there is not enough memory for it") from error
    if image is None:
        raise SourceError(
            f"{name} is broken or not an image", "expected JPEG, PNG, BMP, TIFF or WebP of 8 or 16 bits"
        )
    if image.dtype == np.uint16:
        return np.asarray(np.asarray(image, np.uint16) >> 8, np.uint8)
    if image.dtype != np.uint8:
        raise SourceError(f"{name} has pixels of type {image.dtype}", "expected 8 or 16 bits")
    return np.asarray(image, np.uint8)


def encode_png(image: Image) -> bytes:
    """Quick rather than small."""
    bgr = cv2.cvtColor(image, cv2.COLOR_RGB2BGR)
    _, data = cv2.imencode(".png", bgr, [cv2.IMWRITE_PNG_COMPRESSION, 1])
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
