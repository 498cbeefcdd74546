"""Where a camera is, and how OpenCV opens it."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path
from urllib.parse import urlsplit

import cv2

from effad_desktop.errors import SourceError

# Read by OpenCV when it first opens a device or a stream. A loss is said once, by the source.
os.environ.setdefault("OPENCV_FFMPEG_LOGLEVEL", "-8")
os.environ.setdefault("OPENCV_VIDEOIO_V4L_SELECT_TIMEOUT", "5")  # seconds
os.environ.setdefault("OPENCV_VIDEOIO_MSMF_ENABLE_HW_TRANSFORMS", "0")  # else Windows opens for half a minute

SCHEMES = ("rtsp", "rtsps", "http", "https", "rtmp", "rtp", "udp", "tcp")


class Kind(Enum):
    DEVICE = auto()
    STREAM = auto()
    FILE = auto()


@dataclass(frozen=True, slots=True)
class Address:
    """`label` is for people: without the password, and without what stands behind a question mark."""

    kind: Kind
    target: int | str
    label: str


def address_of(camera: int | str) -> Address:
    """An index, a device (/dev/video0), a stream or a video file. Raises SourceError for what is none."""
    text = str(camera).strip()
    if text.isdecimal():
        return Address(Kind.DEVICE, int(text), str(int(text)))
    if text.startswith("/dev/"):
        return Address(Kind.DEVICE, text, text)
    if "://" in text:
        return Address(Kind.STREAM, text, _label(text))
    path = Path(text)
    if not text or not _is_file(path):
        raise SourceError(
            f"No such camera or video: {text or 'an empty address'}",
            "give a number, a device, a video file, or an address such as rtsp://… or http://…",
        )
    return Address(Kind.FILE, str(path.absolute()), str(path))


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:
        return False


def _label(address: str) -> str:
    try:
        parts = urlsplit(address)
        port, host = parts.port, parts.hostname
    except ValueError as error:
        raise SourceError("The camera's address is not valid", str(error)) from error
    if parts.scheme not in SCHEMES:
        raise SourceError(
            f"Cameras are not reached by {parts.scheme or 'an empty scheme'}://",
            f"known are {', '.join(SCHEMES)}",
        )
    if not host:
        raise SourceError("The camera's address names no host", f"{parts.scheme}://…{parts.path}")
    host = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{host}{f':{port}' if port else ''}{parts.path}"


def open_capture(address: Address, seconds: float) -> cv2.VideoCapture | None:
    """None where it cannot be had now. A stream gives up after `seconds`, here and at each frame."""
    target = address.target
    if address.kind is Kind.STREAM:
        milliseconds = round(seconds * 1000)
        limits = [cv2.CAP_PROP_OPEN_TIMEOUT_MSEC, milliseconds, cv2.CAP_PROP_READ_TIMEOUT_MSEC, milliseconds]
        capture = cv2.VideoCapture(str(target), cv2.CAP_FFMPEG, limits)
    elif address.kind is Kind.FILE:
        capture = cv2.VideoCapture(str(target), cv2.CAP_FFMPEG)
    else:
        backend = cv2.CAP_V4L2 if sys.platform == "linux" else cv2.CAP_ANY
        capture = cv2.VideoCapture(target, backend)
    return capture if capture.isOpened() else None
