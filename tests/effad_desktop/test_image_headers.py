from __future__ import annotations

import random
import struct
from io import BytesIO

import cv2
import numpy as np
import pytest
from PIL import Image as Pillow

from effad_desktop.errors import SourceError
from effad_desktop.image_headers import image_size, trap_in
from effad_desktop.imaging import decode_image, encode_png
from tests.effad_desktop.server import malformed
from tests.effad_desktop.server.fakes import packed, picture, png_chunk

FILM: dict[str, object] = {"save_all": True, "append_images": [picture(red=True, width=40, height=30)] * 2}
SAVED: list[tuple[str, str, dict[str, object]]] = [
    ("JPEG", "RGB", {}),
    ("JPEG", "L", {}),
    ("JPEG", "CMYK", {}),
    ("JPEG", "RGB", {"progressive": True}),
    ("JPEG", "RGB", {"comment": b"\xff\xd8\xff\xc0 in a comment"}),
    ("JPEG", "RGB", {"icc_profile": bytes(70_000)}),
    ("PNG", "RGB", {}),
    ("PNG", "1", {}),
    ("PNG", "I;16", {}),
    ("PNG", "RGB", FILM),
    ("BMP", "RGB", {}),
    ("BMP", "P", {}),
    ("TIFF", "RGB", {}),
    ("TIFF", "RGB", {"compression": "tiff_lzw"}),
    ("TIFF", "RGB", {"compression": "jpeg"}),
    ("TIFF", "CMYK", {"big_tiff": True}),
    ("TIFF", "RGB", FILM),
    ("WEBP", "RGB", {}),
    ("WEBP", "RGBA", {}),
    ("WEBP", "RGB", {"lossless": True}),
    ("WEBP", "RGB", FILM),
]


@pytest.mark.parametrize(("kind", "mode", "options"), SAVED)
def test_the_size_is_that_of_the_image(kind: str, mode: str, options: dict[str, object]) -> None:
    data = packed(picture(width=40, height=30).convert(mode), kind, **options)
    assert image_size(data) == (40, 30)
    assert not trap_in(data)
    assert decode_image(data, "it").shape == (30, 40, 3)


def test_a_preview_is_not_taken_for_the_image() -> None:
    exif = Pillow.Exif()
    exif[0x9286] = packed(picture(width=8, height=6), "JPEG").decode("latin-1")
    assert image_size(packed(picture(width=40, height=30), "JPEG", exif=exif)) == (40, 30)


def test_turning_upright_comes_after_the_header() -> None:
    exif = Pillow.Exif()
    exif[0x112] = 6
    assert image_size(packed(picture(width=40, height=30), "JPEG", exif=exif)) == (40, 30)


@pytest.mark.parametrize("name", ["rows from the top", "old header"])
def test_bitmaps_of_other_headers_have_their_size(name: str) -> None:
    bmp = packed(picture(width=40, height=30), "BMP")
    if name == "old header":
        assert image_size(bmp[:14] + struct.pack("<IHH", 12, 40, 30) + bytes(50)) == (40, 30)
    else:
        assert image_size(bmp[:22] + struct.pack("<i", -30) + bmp[26:]) == (40, 30)


def test_what_is_none_of_the_five_has_no_size() -> None:
    for name, data in malformed.wrong():
        assert image_size(data) in (None, (64, 48), (8, 8)), name
    assert image_size(packed(picture(), "GIF")) is None


def test_a_size_is_never_smaller_than_what_is_decoded() -> None:
    """Of files that were changed at random."""
    chance = random.Random(4)
    wholes = [packed(picture(width=40, height=30), kind, **options) for kind, mode, options in SAVED]
    for _ in range(1500):
        forged = bytearray(chance.choice(wholes))
        for _ in range(chance.randint(1, 5)):
            forged[chance.randrange(len(forged))] = chance.choice((0, 1, 127, 128, 255))
        size = image_size(bytes(forged))
        if size is None or size[0] * size[1] > 4_000_000:
            continue
        try:
            image = decode_image(bytes(forged), "forged")
        except SourceError:
            continue
        assert size[0] * size[1] >= image.shape[0] * image.shape[1]


@pytest.mark.parametrize("kind", [b"IDAT", b"IEND", b"zTXt"])
def test_a_png_whose_chunk_claims_gigabytes_is_refused(kind: bytes) -> None:
    png = packed(picture(), "PNG")
    forged = png[:33] + struct.pack(">I", 0xFF000000) + kind + png[41:]
    assert "chunk" in trap_in(forged)
    with pytest.raises(SourceError, match="it is"):
        decode_image(forged, "it")


def test_a_png_of_endless_chunks_is_refused() -> None:
    png = packed(picture(), "PNG")
    assert "100,000 chunks" in trap_in(png[:33] + png_chunk(b"tEXt", b"") * 100_001 + png[33:])


@pytest.mark.parametrize("progressive", [False, True])
def test_a_jpeg_of_endless_scans_is_refused(progressive: bool) -> None:
    jpeg = packed(picture(), "JPEG", progressive=progressive)
    scan = jpeg[jpeg.rindex(b"\xff\xda") : -2]
    forged = jpeg[:-2] + scan * 60 + b"\xff\xd9"
    assert "50 scans" in trap_in(forged)
    with pytest.raises(SourceError, match="it is broken"):
        decode_image(forged, "it")


def test_restart_markers_do_not_hide_scans() -> None:
    jpeg = packed(picture(), "JPEG", progressive=True)
    scan = jpeg[jpeg.rindex(b"\xff\xda") : -2]
    assert "50 scans" in trap_in(jpeg[:-2] + b"\xff\xd0" * 5000 + scan * 60 + b"\xff\xd9")


def test_a_jpeg_of_endless_segments_is_refused() -> None:
    jpeg = packed(picture(), "JPEG")
    assert "4096 segments" in trap_in(jpeg[:2] + b"\xff\xfe\x00\x02" * 4097 + jpeg[2:])


def tiled(width: int, height: int, tile: int) -> bytes:
    """The directory of a TIFF, whose pixels are left out."""
    entries = [(256, width), (257, height), (322, tile), (323, tile)]
    packed_entries = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in entries)
    return b"II*\0" + struct.pack("<IH", 8, len(entries)) + packed_entries + bytes(4)


def test_a_tiff_whose_tile_is_far_larger_than_its_picture_is_refused() -> None:
    assert image_size(tiled(16, 16, 15_000)) == (16, 16)
    assert "tiles" in trap_in(tiled(16, 16, 15_000))
    with pytest.raises(SourceError, match="tiles"):
        decode_image(tiled(16, 16, 15_000), "it")
    assert not trap_in(tiled(300, 200, 512))
    assert not trap_in(tiled(6000, 4000, 4096))


def test_what_a_phone_appends_to_a_photo_is_not_looked_at() -> None:
    film = b"\xff\xda\x00\x02" * 500
    assert not trap_in(packed(picture(), "JPEG") + film)


def test_a_jpeg_in_stripes_with_restarts_is_no_trap() -> None:
    _, data = cv2.imencode(".jpg", cv2.UMat(300, 300, cv2.CV_8UC3), [cv2.IMWRITE_JPEG_RST_INTERVAL, 2])
    assert not trap_in(data.get().tobytes() if isinstance(data, cv2.UMat) else data.tobytes())


def test_a_heat_layer_keeps_its_alpha_as_png() -> None:
    layer = np.random.default_rng(0).integers(0, 256, (5, 7, 4), np.uint8)
    assert np.array_equal(np.asarray(Pillow.open(BytesIO(encode_png(layer)))), layer)
