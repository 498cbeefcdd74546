"""What a virtual X server shows, as a PNG. Needs Xvfb and nothing else."""

from __future__ import annotations

import shutil
import struct
import subprocess
import time
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

SIZE = (1280, 800)
PATIENCE = 20.0


@dataclass(frozen=True, slots=True)
class Picture:
    width: int
    height: int
    rgb: bytes

    def png(self) -> bytes:
        rows = (self.rgb[y * self.width * 3 : (y + 1) * self.width * 3] for y in range(self.height))
        header = struct.pack(">IIBBBBB", self.width, self.height, 8, 2, 0, 0, 0)
        body = zlib.compress(b"".join(b"\0" + row for row in rows))
        chunks = ((b"IHDR", header), (b"IDAT", body), (b"IEND", b""))
        return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)

    def colours(self) -> Counter[bytes]:
        """How often each occurs."""
        return Counter(self.rgb[i : i + 3] for i in range(0, len(self.rgb), 3))


class Screen:
    def __init__(self, display: str, memory: Path) -> None:
        self.display = display
        self._memory = memory

    def picture(self) -> Picture:
        return from_xwd(self._memory.read_bytes())


def from_xwd(data: bytes) -> Picture:
    """An X window dump of version 7 with 32 bits a pixel: a header, a colour map, then BGRX."""
    fields = struct.unpack_from(">25I", data)
    header_size, version, width, height = fields[0], fields[1], fields[4], fields[5]
    bits, line, colours = fields[11], fields[12], fields[19]
    if version != 7 or bits != 32:
        raise ValueError(f"XWD version {version} with {bits} bits a pixel")
    start = header_size + 12 * colours
    pixels = b"".join(data[start + y * line : start + y * line + width * 4] for y in range(height))
    rgb = bytearray(width * height * 3)
    for channel in range(3):
        rgb[channel::3] = pixels[2 - channel :: 4]
    return Picture(width, height, bytes(rgb))


@contextmanager
def screen(folder: Path) -> Iterator[Screen]:
    """A screen of its own; `folder` holds its memory."""
    program = shutil.which("Xvfb")
    if program is None:
        raise FileNotFoundError("Xvfb")
    command = [program, "-displayfd", "1", "-screen", "0", f"{SIZE[0]}x{SIZE[1]}x24", "-fbdir", str(folder)]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        number = server.stdout.readline().strip() if server.stdout else ""
        if not number:
            raise RuntimeError("Xvfb did not start")
        yield Screen(f":{number}", folder / "Xvfb_screen0")
    finally:
        server.terminate()
        server.wait(PATIENCE)
        if server.stdout:
            server.stdout.close()


def settled(shown: Screen, enough: int, patience: float) -> Picture:
    """The first picture with that many colours, or the last before patience ran out."""
    end = time.monotonic() + patience
    while True:
        picture = shown.picture()
        if len(picture.colours()) >= enough or time.monotonic() > end:
            return picture
        time.sleep(0.5)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
