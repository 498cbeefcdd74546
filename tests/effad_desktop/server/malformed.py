"""What broken programs, broken disks and people with bad intentions send."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from tests.effad_desktop.server.conftest import MAX_BYTES
from tests.effad_desktop.server.fakes import packed, picture, png_bomb, png_chunk

PNG = packed(picture(), "PNG")
PNG_START = b"\x89PNG\r\n\x1a\n"
FORMATS: dict[str, dict[str, object]] = {
    "JPEG": {},
    "JPEG progressive": {"progressive": True},
    "PNG": {},
    "BMP": {},
    "TIFF": {},
    "TIFF lzw": {"compression": "tiff_lzw"},
    "WEBP": {},
    "WEBP lossless": {"lossless": True},
}
BOUNDARY = "----limit"


def truncated() -> Iterator[tuple[str, bytes]]:
    for name, options in FORMATS.items():
        whole = packed(picture(), name.split()[0], **options)
        for length in (2, 13, 40, len(whole) // 2, len(whole) - 9):
            yield f"{name} of {length} bytes", whole[:length]


def wrong() -> Iterator[tuple[str, bytes]]:
    """No images, or none of the five formats."""
    yield "no bytes", b""
    yield "zero bytes", bytes(5000)
    yield "one byte", b"\xff"
    yield "text", b"hello"
    yield "html", b"<!doctype html><script>alert(1)</script>"
    yield "svg", b'<svg xmlns="http://www.w3.org/2000/svg"><rect width="9" height="9"/></svg>'
    yield "pdf", b"%PDF-1.7\n"
    yield "zip", b"PK\x03\x04" + bytes(100)
    yield "gif", packed(picture(), "GIF")
    yield "animated gif", packed(picture(), "GIF", save_all=True, append_images=[picture(red=True)])
    yield "ppm", packed(picture(), "PPM")
    yield "jpeg 2000", packed(picture(), "JPEG2000")
    yield "icon", packed(picture(), "ICO")
    yield "png that says jpeg", b"\xff\xd8\xff" + PNG[3:]
    yield "jpeg that says png", PNG_START + packed(picture(), "JPEG")[8:]
    yield "png of noise", PNG_START + bytes(range(256)) * 20
    yield "png without pixels", PNG_START + _png_header(8, 8) + png_chunk(b"IEND", b"")
    yield "png of wrong checksums", PNG[:40] + bytes([PNG[40] ^ 255]) + PNG[41:]
    yield "png 0 wide", PNG_START + _png_header(0, 8) + png_chunk(b"IEND", b"")
    yield "png of a chunk of gigabytes", PNG[:33] + b"\xff\0\0\0" + PNG[37:]
    yield "jpeg of endless scans", _many_scans(packed(picture(), "JPEG", progressive=True))
    yield "jpeg without an end of its header", b"\xff\xd8\xff\xe0" + b"\xff" * 5000
    yield "jpeg of empty segments", b"\xff\xd8" + b"\xff\xe1\x00\x02" * 50_000
    yield "jpeg of markers", b"\xff\xd8" + b"\xff\x01" * 100_000
    yield "jpeg of a segment of no length", b"\xff\xd8\xff\xe1\x00\x00" + bytes(50)
    yield "tiff that points nowhere", b"II*\0" + struct.pack("<I", 0xFFFFFFFF)
    yield "tiff that points to itself", b"II*\0" + struct.pack("<I", 0)
    yield "tiff of no tags", b"MM\0*" + struct.pack(">IHI", 8, 0, 0)
    yield "big tiff of endless tags", b"II+\0" + struct.pack("<HHQQ", 8, 0, 16, 2**64 - 1) + bytes(200)
    yield "big tiff that points nowhere", b"MM\0+" + struct.pack(">HHQ", 8, 0, 2**63 + 5)
    yield "webp of an unknown kind", b"RIFF\x20\0\0\0WEBPXXXX" + bytes(40)
    yield "sound", b"RIFF\x20\0\0\0WAVEfmt " + bytes(40)
    yield "bmp 0 high", _bmp(8, 0)
    yield "bmp of negative width", _bmp(-8, 8)


def bombs() -> Iterator[tuple[str, bytes]]:
    """Small to send, too large to decode; what their headers say is enough to know."""
    yield "png of 50 megapixels", png_bomb(10_000, 5_000)
    yield "png of 2^62 pixels", PNG_START + _png_header(2**31 - 1, 2**31 - 1) + png_chunk(b"IEND", b"")
    yield "jpeg of 65500 by 65500", _resized_jpeg(65_500, 65_500)
    yield "jpeg whose preview is small", _resized_jpeg(40_000, 30_000, packed(picture(), "JPEG"))
    yield "bmp of 60000 by 60000", _bmp(60_000, 60_000)
    yield "bmp upside down", _bmp(60_000, -60_000)
    yield "bmp of 2^31", _bmp(2**31 - 1, -(2**31))
    yield "bmp of an old header", b"BM" + bytes(12) + struct.pack("<IHH", 12, 65_535, 65_535) + bytes(99)
    yield "tiff of 60000 by 60000", _tiff("<", 60_000, 60_000)
    yield "tiff of big ends", _tiff(">", 60_000, 60_000)
    yield "tiff of a size said twice", _tiff("<", 8, 60_000, 60_000)
    yield "big tiff", _big_tiff(2**40, 2**40)
    yield "webp of 16383 by 16383", _webp_lossy(16_383, 16_383)
    yield "lossless webp of 16384 by 16384", _webp_lossless(16_384, 16_384)
    yield "webp on a canvas of 2^24", _webp_canvas(2**24, 2**24)


def _many_scans(jpeg: bytes) -> bytes:
    scan = jpeg[jpeg.rindex(b"\xff\xda") : -2]
    return jpeg[:-2] + scan * 500 + b"\xff\xd9"


def _png_header(width: int, height: int) -> bytes:
    return png_chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))


def _resized_jpeg(width: int, height: int, preview: bytes = b"") -> bytes:
    jpeg = packed(picture(), "JPEG")
    frame = jpeg.index(b"\xff\xc0") + 5
    resized = jpeg[:frame] + struct.pack(">HH", height, width) + jpeg[frame + 4 :]
    exif = b"\xff\xe1" + struct.pack(">H", len(preview) + 2) + preview if preview else b""
    return resized[:2] + exif + resized[2:]


def _bmp(width: int, height: int) -> bytes:
    bmp = packed(picture(), "BMP")
    return bmp[:18] + struct.pack("<ii", width, height) + bmp[26:]


def _tiff(order: str, *sides: int) -> bytes:
    """Width, height and, if given, another width."""
    tags = list(zip((256, 257, 256), sides, strict=False))
    entries = b"".join(struct.pack(order + "HHII", tag, 4, 1, side) for tag, side in tags)
    start = b"II*\0" if order == "<" else b"MM\0*"
    return start + struct.pack(order + "IH", 8, len(tags)) + entries + bytes(100)


def _big_tiff(width: int, height: int) -> bytes:
    entries = b"".join(struct.pack("<HHQQ", tag, 16, 1, side) for tag, side in ((256, width), (257, height)))
    return b"II+\0" + struct.pack("<HHQQ", 8, 0, 16, 2) + entries + bytes(100)


def _webp(kind: bytes, data: bytes) -> bytes:
    chunk = kind + struct.pack("<I", len(data)) + data
    return b"RIFF" + struct.pack("<I", 4 + len(chunk)) + b"WEBP" + chunk


def _webp_lossy(width: int, height: int) -> bytes:
    return _webp(b"VP8 ", b"\x10\0\0\x9d\x01\x2a" + struct.pack("<HH", width, height) + bytes(90))


def _webp_lossless(width: int, height: int) -> bytes:
    return _webp(b"VP8L", b"\x2f" + struct.pack("<I", width - 1 | height - 1 << 14) + bytes(91))


def _webp_canvas(width: int, height: int) -> bytes:
    sides = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return _webp(b"VP8X", b"\x02\0\0\0" + sides) + bytes(90)


def animated() -> Iterator[tuple[str, bytes]]:
    """Of several frames the first is inspected; and the smallest of images."""
    more: dict[str, object] = {"save_all": True, "append_images": [picture(red=True)] * 3}
    yield "animated png", packed(picture(), "PNG", **more)
    yield "animated webp", packed(picture(), "WEBP", **more)
    yield "tiff of several pages", packed(picture(), "TIFF", **more)
    for kind in ("JPEG", "PNG", "BMP", "TIFF", "WEBP"):
        yield f"{kind} of one pixel", packed(picture(width=1, height=1), kind)
    yield "a very long line", packed(picture(width=10_000, height=1), "PNG")
    yield "bytes behind the end", PNG + bytes(3000)


def form(*parts: tuple[str, bytes], boundary: str = BOUNDARY, end: str = "--\r\n") -> bytes:
    """Parts are the disposition's parameters and the content."""
    pieces = (
        f"--{boundary}\r\nContent-Disposition: form-data; {options}\r\n\r\n".encode() + data + b"\r\n"
        for options, data in parts
    )
    return b"".join(pieces) + f"--{boundary}{end}".encode()


def forms() -> Iterator[tuple[str, str, bytes, int]]:
    """What it is, its Content-Type, its body, and the status it gets."""
    multipart = f"multipart/form-data; boundary={BOUNDARY}"
    file = ('name="file"; filename="a.png"', PNG)
    yield "json", "application/json", b'{"file": "a.png"}', 415
    yield "the image itself", "image/png", PNG, 415
    yield "no type", "", PNG, 415
    yield "urlencoded", "application/x-www-form-urlencoded", b"file=a.png", 415
    yield "another multipart", f"multipart/mixed; boundary={BOUNDARY}", form(file), 415
    yield "no boundary", "multipart/form-data", form(file), 400
    yield "empty boundary", "multipart/form-data; boundary=", form(file), 400
    yield "another boundary", "multipart/form-data; boundary=other", form(file), 400
    yield "endless boundary", f"multipart/form-data; boundary={'x' * 5000}", form(file), 400
    yield "quoted boundary", f'multipart/form-data; boundary="{BOUNDARY}"', form(file), 200
    yield "no body", multipart, b"", 400
    yield "no last boundary", multipart, form(file, end=""), 400
    yield "cut off within the file", multipart, form(file)[:200], 400
    yield "no parts", multipart, form(), 422
    yield "no file", multipart, form(('name="recipe"', b"screws")), 422
    yield "file without content", multipart, form(('name="file"; filename=""', b"")), 400
    yield "two files", multipart, form(file, file), 422
    yield "two recipes", multipart, form(file, ('name="recipe"', b"screws"), ('name="recipe"', b"caps")), 422
    yield "file of another name", multipart, form(('name="image"; filename="a.png"', PNG[:900])), 422
    yield "recipe of bytes", multipart, form(file, ('name="recipe"', b"\xff\xfe\x00")), 422
    yield "heatmap maybe", multipart, form(file, ('name="heatmap"', b"maybe")), 422
    yield "heatmap as a file", multipart, form(file, ('name="heatmap"; filename="x"', b"true")), 200
    yield "unknown fields", multipart, form(file, ('name="other"', b"x"), ('name=""', b"y")), 200
    yield "part without a name", multipart, form(file, ("", b"x")), 200
    yield "file without a file name", multipart, form(('name="file"', PNG)), 200
    yield "a long field", multipart, form(file, ('name="recipe"', b"x" * 2000)), 422
    yield "many parts", multipart, form(file, *[('name="x"', b"y")] * 40), 422
    yield "a part's endless header", multipart, form(('name="file"; x="' + "y" * 20_000 + '"', PNG)), 400
    yield "a header without a colon", multipart, form(file).replace(b"Disposition:", b"Disposition"), 400
    yield "too many bytes", multipart, form(('name="file"', bytes(MAX_BYTES + 1))), 413
    yield "far too many bytes", multipart, form(('name="file"', bytes(4 * MAX_BYTES))), 413
