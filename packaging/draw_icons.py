"""Draws resources/icons/effad.svg as PNG and ICO, which Linux desktops and Windows want: no arguments."""

from __future__ import annotations

import struct
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

ICONS = Path(__file__).resolve().parents[1] / "resources" / "icons"
PNG_SIZE = 256
ICO_SIZES = (16, 24, 32, 48, 64, 256)


def main() -> None:
    (ICONS / "effad.png").write_bytes(png(PNG_SIZE))
    (ICONS / "effad.ico").write_bytes(ico({size: png(size) for size in ICO_SIZES}))


def png(size: int) -> bytes:
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(str(ICONS / "effad.svg")).render(painter)
    painter.end()
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # its stub wants bytes, it wants text
    return bytes(data.data())


def ico(pictures: dict[int, bytes]) -> bytes:
    """A directory of 16 bytes an entry, then the PNGs; a side of 256 is written as 0."""
    offset = 6 + 16 * len(pictures)
    entries = []
    for size, data in pictures.items():
        entries.append(struct.pack("<BBBBHHII", size % 256, size % 256, 0, 0, 1, 32, len(data), offset))
        offset += len(data)
    return struct.pack("<HHH", 0, 1, len(pictures)) + b"".join(entries) + b"".join(pictures.values())


if __name__ == "__main__":
    main()
