from __future__ import annotations

import struct
import zlib
from io import BytesIO
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image as Pillow

from effad_desktop.errors import SourceError
from effad_desktop.imaging import (
    decode_image,
    encode_jpeg,
    encode_png,
    image_paths,
    load_image,
    load_small,
    rgb_of,
)

RED, BLUE = (255, 0, 0), (0, 0, 255)
UPRIGHT = np.zeros((40, 60, 3), np.uint8)
UPRIGHT[:, :30] = RED
UPRIGHT[:, 30:] = BLUE

# EXIF orientation → how a camera held so stores an upright scene.
STORED = {
    1: UPRIGHT,
    2: UPRIGHT[:, ::-1],
    3: UPRIGHT[::-1, ::-1],
    4: UPRIGHT[::-1],
    5: UPRIGHT.transpose(1, 0, 2),
    6: np.rot90(UPRIGHT, 1),
    7: np.rot90(UPRIGHT, 2).transpose(1, 0, 2),
    8: np.rot90(UPRIGHT, -1),
}


def packed(image: Pillow.Image, kind: str, **options: object) -> bytes:
    file = BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def assert_is_upright(image: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]) -> None:
    assert image.dtype == np.uint8
    assert image.shape == UPRIGHT.shape
    np.testing.assert_allclose(image[:, 5:20].astype(int), UPRIGHT[:, 5:20], atol=6)
    np.testing.assert_allclose(image[:, 40:55].astype(int), UPRIGHT[:, 40:55], atol=6)


@pytest.mark.parametrize("orientation", STORED)
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "WEBP"])
def test_every_image_is_turned_upright(kind: str, orientation: int) -> None:
    exif = Pillow.Exif()
    exif[0x112] = orientation
    stored = Pillow.fromarray(np.ascontiguousarray(STORED[orientation]))
    quality = {"quality": 100} if kind in ("JPEG", "WEBP") else {}
    assert_is_upright(decode_image(packed(stored, kind, exif=exif, **quality), "turned"))


@pytest.mark.parametrize(
    ("mode", "kind"),
    [
        ("RGBA", "PNG"),
        ("P", "PNG"),
        ("CMYK", "JPEG"),
        ("CMYK", "TIFF"),
        ("RGBA", "TIFF"),
        ("RGB", "BMP"),
    ],
)
def test_every_mode_becomes_rgb(mode: str, kind: str) -> None:
    assert_is_upright(decode_image(packed(Pillow.fromarray(UPRIGHT).convert(mode), kind), mode))


@pytest.mark.parametrize("kind", ["PNG", "TIFF", "WEBP"])
def test_of_several_frames_the_first_is_taken(kind: str) -> None:
    image = Pillow.fromarray(UPRIGHT)
    assert_is_upright(
        decode_image(packed(image, kind, save_all=True, append_images=[image.rotate(180)]), "film")
    )


def test_alpha_does_not_change_the_pixels() -> None:
    image = Pillow.fromarray(UPRIGHT)
    image.putalpha(0)
    assert_is_upright(decode_image(packed(image, "PNG"), "clear"))


@pytest.mark.parametrize("kind", ["PNG", "TIFF"])
def test_of_sixteen_bits_the_upper_eight_are_kept(kind: str) -> None:
    steps = np.arange(0, 65536, 64, dtype=np.uint16).reshape(32, 32)
    image = decode_image(packed(Pillow.fromarray(steps), kind), "deep")
    assert np.array_equal(image, np.repeat((steps >> 8).astype(np.uint8)[..., None], 3, axis=2))


@pytest.mark.parametrize("channels", [3, 4])
@pytest.mark.parametrize("side", [4, 64, 300])
@pytest.mark.parametrize(
    ("kind", "options"),
    [
        (".png", []),
        (".tiff", [cv2.IMWRITE_TIFF_COMPRESSION, cv2.IMWRITE_TIFF_COMPRESSION_NONE]),
        (".tiff", [cv2.IMWRITE_TIFF_COMPRESSION, cv2.IMWRITE_TIFF_COMPRESSION_LZW]),
        (".tiff", [cv2.IMWRITE_TIFF_COMPRESSION, cv2.IMWRITE_TIFF_COMPRESSION_ADOBE_DEFLATE]),
    ],
)
def test_deep_colour_keeps_its_colours(kind: str, options: list[int], side: int, channels: int) -> None:
    deep = np.random.default_rng(2).integers(0, 65536, (side, side, channels), np.uint16)
    _, data = cv2.imencode(kind, deep, options)
    assert np.array_equal(decode_image(data.tobytes(), "deep"), (deep >> 8)[..., 2::-1])


@pytest.mark.parametrize("mode", ["L", "1", "LA"])
def test_grey_becomes_three_equal_channels(mode: str) -> None:
    image = decode_image(packed(Pillow.fromarray(UPRIGHT).convert(mode), "PNG"), mode)
    assert image.shape == UPRIGHT.shape
    assert np.ptp(image, axis=2).max() == 0


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "BMP", "WEBP", "TIFF"])
def test_a_file_that_is_cut_off_is_refused(kind: str, capfd: pytest.CaptureFixture[str]) -> None:
    data = packed(Pillow.effect_noise((400, 400), 50), kind)
    with pytest.raises(SourceError, match="half"):
        decode_image(data[: len(data) // 2], "half")
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("mode", ["L", "RGB"])
def test_a_jpeg_whose_rest_is_only_reserved_is_refused(mode: str) -> None:
    data = packed(Pillow.effect_noise((400, 400), 50).convert(mode), "JPEG")
    half = len(data) // 2
    with pytest.raises(SourceError, match="copied is cut off"):
        decode_image(data[:half] + bytes(half), "copied")
    assert decode_image(data + bytes(10_000), "padded").shape == (400, 400, 3)


@pytest.mark.parametrize("channels", [(), (1,), (3,), (4,)])
def test_pixels_of_a_camera_become_rgb(channels: tuple[int, ...]) -> None:
    deep = np.full((5, 7, *channels), 0x80FF, np.uint16)
    if channels in ((3,), (4,)):
        deep[..., 0] = 0xFFFF
    image = rgb_of(deep)
    assert image.shape == (5, 7, 3)
    assert image.dtype == np.uint8
    assert image[0, 0].tolist() == [128, 128, 255 if channels in ((3,), (4,)) else 128]


@pytest.mark.parametrize("data", [b"", b"hello", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", bytes(5000)])
def test_what_is_no_image_is_refused(data: bytes) -> None:
    with pytest.raises(SourceError, match="thing"):
        decode_image(data, "thing")


@pytest.mark.parametrize("kind", ["GIF", "PPM", "JPEG2000", "AVIF"])
def test_other_formats_reach_no_decoder(kind: str) -> None:
    data = packed(Pillow.new("RGB", (64, 64)), kind)
    with pytest.raises(SourceError, match="expected JPEG, PNG, BMP, TIFF or WebP"):
        decode_image(data, "thing")


@pytest.mark.parametrize("dtype", [np.float32, np.int32])
def test_pixels_of_other_types_are_refused(dtype: type) -> None:
    with pytest.raises(SourceError, match="8 or 16 bits"):
        decode_image(packed(Pillow.fromarray(np.ones((9, 9), dtype)), "TIFF"), "measured")


def test_a_huge_image_is_refused_by_its_header() -> None:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    bomb = (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b""))
        + chunk(b"IEND", b"")
    )
    with pytest.raises(SourceError, match="250,000,000 pixels"):
        decode_image(bomb, "bomb")


def test_png_keeps_every_pixel() -> None:
    image = np.random.default_rng(0).integers(0, 256, (31, 17, 3), np.uint8)
    assert np.array_equal(decode_image(encode_png(image), "same"), image)


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="No such file"):
        load_image(tmp_path / "gone.png")


def test_folders_are_searched_in_order_without_hidden_files(tmp_path: Path) -> None:
    for name in ("b.JPG", "a.png", "notes.txt", "._a.png", "c/d.tiff", ".trash/e.png"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    found = [p.relative_to(tmp_path).as_posix() for p in image_paths([tmp_path])]
    assert found == ["a.png", "b.JPG", "c/d.tiff"]


def test_missing_places_and_empty_folders_are_said(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="No such file or folder"):
        list(image_paths([tmp_path / "gone"]))
    with pytest.raises(SourceError, match="No images in"):
        list(image_paths([tmp_path]))


@pytest.mark.parametrize("suffix", ["png", "jpg"])
def test_a_small_picture_looks_like_the_large_one(tmp_path: Path, suffix: str) -> None:
    image = np.zeros((1200, 800, 3), np.uint8)
    image[:, 400:] = (250, 120, 10)
    path = tmp_path / f"a.{suffix}"
    path.write_bytes(encode_png(image) if suffix == "png" else encode_jpeg(image, 90))
    small = load_small(path, 96)
    assert small.shape == (96, 64, 3)
    assert np.allclose(small[40, 8], (0, 0, 0), atol=6)
    assert np.allclose(small[40, 56], (250, 120, 10), atol=6)


def test_a_small_image_is_not_enlarged(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(encode_png(np.full((20, 30, 3), 7, np.uint8)))
    assert load_small(path, 96).shape == (20, 30, 3)


def test_no_small_picture_is_made_of_what_is_broken(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    for data in (b"", b"no JPEG", encode_jpeg(np.full((900, 900, 3), 7, np.uint8))[:400]):
        path.write_bytes(data)
        with pytest.raises(SourceError):
            load_small(path, 96)
