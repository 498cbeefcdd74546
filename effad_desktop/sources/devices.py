"""Which cameras this machine has."""

from __future__ import annotations

import os
import struct
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2

LINUX_DEVICES = Path("/sys/class/video4linux")

PROBED = 5
"""Where no list is to be had, indices are opened until two in a row fail."""

# linux/videodev2.h
_QUERY_CAPABILITIES = 0x80685600  # VIDIOC_QUERYCAP
_CAPABILITIES = struct.Struct("16s32s32sIII12x")
_CAPTURES = 0x00000001 | 0x00001000  # in one plane or several


@dataclass(frozen=True, slots=True)
class CameraInfo:
    """`index` is what a Camera is opened with."""

    index: int
    name: str


def find_cameras() -> list[CameraInfo]:
    """Takes milliseconds on Linux; seconds elsewhere, where a camera in use is not found. For any thread."""
    return list(_listed(LINUX_DEVICES) if sys.platform == "linux" else _probed())


def _listed(devices: Path) -> Iterator[CameraInfo]:
    """From the kernel's list; a webcam has a second device there that gives no pictures."""
    found = [d for d in devices.glob("video*") if d.name.removeprefix("video").isdecimal()]
    for device in sorted(found, key=_index):
        if _captures(Path("/dev", device.name), _read(device / "index")):
            yield CameraInfo(_index(device), _read(device / "name") or f"Camera {_index(device)}")


def _index(device: Path) -> int:
    return int(device.name.removeprefix("video"))


def _read(file: Path) -> str:
    try:
        return file.read_text("utf-8", "replace").strip()
    except OSError:
        return ""


def _captures(node: Path, position: str) -> bool:
    """Asks the driver; where that is not allowed, the first node of a device is taken for its camera."""
    if sys.platform != "linux":
        return False
    import fcntl

    answer = bytearray(_CAPABILITIES.size)
    try:
        handle = os.open(node, os.O_RDWR | os.O_NONBLOCK)
        try:
            fcntl.ioctl(handle, _QUERY_CAPABILITIES, answer)
        finally:
            os.close(handle)
    except OSError:
        return position in {"", "0"}
    *_, of_this_node = _CAPABILITIES.unpack(answer)
    return bool(of_this_node & _CAPTURES)


def _probed() -> Iterator[CameraInfo]:
    missing = 0
    for index in range(PROBED):
        capture = cv2.VideoCapture(index)
        opened = capture.isOpened()
        capture.release()
        missing = 0 if opened else missing + 1
        if opened:
            yield CameraInfo(index, f"Camera {index}")
        if missing == 2:
            return
