from __future__ import annotations

import struct
from pathlib import Path

ICO = Path(__file__).parents[2] / "resources" / "icons" / "effad.ico"


def test_the_icon_for_windows_holds_a_picture_of_every_size_that_it_names() -> None:
    data = ICO.read_bytes()
    _, kind, count = struct.unpack_from("<HHH", data)
    assert kind == 1
    sizes = []
    for index in range(count):
        width, height, _, _, _, _, length, offset = struct.unpack_from("<BBBBHHII", data, 6 + 16 * index)
        picture = data[offset : offset + length]
        assert picture.startswith(b"\x89PNG")
        assert struct.unpack_from(">II", picture, 16) == (width or 256, height or 256)
        sizes.append(width or 256)
    assert sizes == [16, 24, 32, 48, 64, 256]
