"""What images say of themselves before they are decoded: how large, and whether a decoder can cope."""

from __future__ import annotations

import re
import struct
from collections.abc import Callable, Iterator

_MAX_SEGMENTS = 4096
_MAX_CHUNKS = 100_000
_MAX_SCANS = 50
"""No honest image has more; to walk through a forged one must not take long."""

_HONEST_TILE = 4_194_304
"""Pixels of a tile that is larger than its picture; usual are 256×256."""

_PNG_START = b"\x89PNG\r\n\x1a\n"
_JPEG_START = b"\xff\xd8\xff"
_TIFF_STARTS = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")

_JPEG_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_SCAN, _END = 0xDA, 0xD9
_MARKER = re.compile(rb"\xff[^\x00\x01\xd0-\xd7\xff]", re.DOTALL)
"""But for those that stand alone: there may be any number of them, and decoders pass over them."""
_TIFF_INTEGERS = {1: "B", 3: "H", 4: "I", 6: "b", 8: "h", 9: "i", 16: "Q", 17: "q"}


def image_size(data: bytes) -> tuple[int, int] | None:
    """Width and height of a JPEG, PNG, BMP, TIFF or WebP as its header says, before EXIF turns it.

    None for anything else and for a header that is broken. Decodes nothing.
    """
    for start, read in _HEADERS:
        if data.startswith(start):
            try:
                width, height = read(data)
            except (struct.error, IndexError, ValueError):
                return None
            return (width, height) if width > 0 and height > 0 else None
    return None


def is_known(data: bytes) -> bool:
    """Whether it begins as a JPEG, PNG, BMP, TIFF or WebP does. Decoders of other formats are not to be
    reached: nobody needs them, and each is one more that a forged file can attack.
    """
    return any(data.startswith(start) for start, _ in _HEADERS) and (
        not data.startswith(b"RIFF") or data[8:12] == b"WEBP"
    )


def trap_in(data: bytes) -> str:
    """Why decoding would take all memory or all time; empty where it would not.

    OpenCV takes as much memory as a PNG's chunk says it is long and a TIFF's tile has pixels, and libjpeg
    goes over all pixels once more for each scan, of which a million fit into an upload.
    """
    try:
        if data.startswith(_PNG_START):
            return _png_trap(data)
        if data.startswith(_JPEG_START):
            scans = sum(marker == _SCAN for marker, _ in _jpeg_markers(data))
            return f"it has more than {_MAX_SCANS} scans" if scans > _MAX_SCANS else ""
        if data.startswith(_TIFF_STARTS):
            return _tiff_trap(data)
    except ValueError as error:
        return str(error)
    except (struct.error, IndexError):
        return "it ends within a segment"
    return ""


def _png_trap(data: bytes) -> str:
    at = len(_PNG_START)
    for _ in range(_MAX_CHUNKS):
        length, kind = struct.unpack_from(">I4s", data, at)
        at += length + 12
        if at > len(data):
            return "one of its chunks ends behind its end"
        if kind == b"IEND":
            return ""
    return f"it has more than {_MAX_CHUNKS:,} chunks"


def _tiff_trap(data: bytes) -> str:
    width, height, tile_width, tile_height = _tiff_sides(data)
    if tile_width * tile_height > max(width * height, _HONEST_TILE):
        return f"its tiles have {tile_width} × {tile_height} pixels"
    return ""


def _jpeg_markers(data: bytes) -> Iterator[tuple[int, int]]:
    """Each with the place behind it, to the end of the image; ITU-T T.81, B.1.1. Raises ValueError for more
    than a walk may take.
    """
    at, scans = 2, 0
    for _ in range(_MAX_SEGMENTS):
        found = _MARKER.search(data, at)
        if found is None:
            return
        marker, at = data[found.end() - 1], found.end()
        yield marker, at
        scans += marker == _SCAN
        if marker == _END or scans > _MAX_SCANS:
            return
        at += struct.unpack_from(">H", data, at)[0]
    raise ValueError(f"it has more than {_MAX_SEGMENTS} segments")


def _png_size(data: bytes) -> tuple[int, int]:
    if data[12:16] != b"IHDR":
        raise ValueError("the first chunk must be IHDR")
    width, height = struct.unpack_from(">II", data, 16)
    return width, height


def _bmp_size(data: bytes) -> tuple[int, int]:
    """Rows from the top have a negative height."""
    (header,) = struct.unpack_from("<I", data, 14)
    width, height = struct.unpack_from("<HH" if header == 12 else "<ii", data, 18)
    return width, abs(height)


def _jpeg_size(data: bytes) -> tuple[int, int]:
    """Of the first frame header; a preview within the EXIF data is passed over (ITU-T T.81, B.1.1)."""
    for marker, at in _jpeg_markers(data):
        if marker in _JPEG_FRAMES:
            height, width = struct.unpack_from(">HH", data, at + 3)
            return width, height
        if marker == _SCAN:
            break
    raise ValueError("no frame header")


def _tiff_size(data: bytes) -> tuple[int, int]:
    width, height, _, _ = _tiff_sides(data)
    return width, height


def _tiff_sides(data: bytes) -> tuple[int, int, int, int]:
    """Width and height of the picture and of a tile, 0 where it has none (TIFF 6.0, sections 8 and 15).

    Of the first directory; where a tag is there twice, the larger counts.
    """
    order = "<" if data.startswith(b"II") else ">"
    big = struct.unpack_from(order + "H", data, 2)[0] == 43
    (directory,) = struct.unpack_from(order + ("Q" if big else "I"), data, 8 if big else 4)
    if directory >= len(data):
        raise ValueError("the directory is beyond the end")
    (count,) = struct.unpack_from(order + ("Q" if big else "H"), data, directory)
    first, length, value = (directory + 8, 20, 12) if big else (directory + 2, 12, 8)
    sides = {256: 0, 257: 0, 322: 0, 323: 0}
    for entry in range(first, first + min(count, _MAX_SEGMENTS) * length, length):
        tag, kind = struct.unpack_from(order + "HH", data, entry)
        if tag in sides and kind in _TIFF_INTEGERS:
            (side,) = struct.unpack_from(order + _TIFF_INTEGERS[kind], data, entry + value)
            sides[tag] = max(sides[tag], side)
    return sides[256], sides[257], sides[322], sides[323]


def _webp_size(data: bytes) -> tuple[int, int]:
    """Of the canvas where there is one (RFC 9649, 2.5 to 2.7)."""
    kind = data[8:16]
    if kind == b"WEBPVP8X":
        return 1 + int.from_bytes(data[24:27], "little"), 1 + int.from_bytes(data[27:30], "little")
    if kind == b"WEBPVP8L":
        (bits,) = struct.unpack_from("<I", data, 21)
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    if kind == b"WEBPVP8 ":
        width, height = struct.unpack_from("<HH", data, 26)
        return width & 0x3FFF, height & 0x3FFF
    raise ValueError("no WebP")


_HEADERS: tuple[tuple[bytes, Callable[[bytes], tuple[int, int]]], ...] = (
    (_JPEG_START, _jpeg_size),
    (_PNG_START, _png_size),
    (b"BM", _bmp_size),
    *((start, _tiff_size) for start in _TIFF_STARTS),
    (b"RIFF", _webp_size),
)
