"""Frames of a camera as they come: the newest wins."""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Condition, Event
from types import TracebackType
from typing import Any, Self

import cv2
from numpy.typing import NDArray

from effad_desktop.core.inspection import Frame
from effad_desktop.core.threads import Worker
from effad_desktop.errors import SourceError
from effad_desktop.imaging import rgb_of
from effad_desktop.sources.address import Address, Kind, address_of, open_capture
from effad_desktop.sources.ahead import end
from effad_desktop.sources.devices import CameraInfo, find_cameras

__all__ = ["Camera", "CameraInfo", "find_cameras"]

log = logging.getLogger(__name__)

FIRST_DELAY, LONGEST_DELAY = 0.5, 10.0
"""Seconds between attempts; doubled each time until a connection has held for the longest."""

FAILURES = 3
"""Frames in a row that may be broken."""

USUAL_FPS = 25.0
"""Of a video file that does not say."""


@dataclass(frozen=True, slots=True, eq=False)
class _Shot:
    """A captured frame as OpenCV gives it; made RGB only if it is taken."""

    pixels: NDArray[Any]
    sequence: int
    captured_at: datetime
    seconds: float


class Camera:
    """A USB index, a device, an RTSP or HTTP address, or a video file, read on the thread `camera`.

    Only the newest frame is kept; a gap in `sequence` is what was dropped. A device or stream that goes
    away, or gives nothing for `timeout` seconds, is tried again for ever, and `fault` says so; a device is
    asked for `width`, `height` and `fps`. A video
    file is played at its own rate, or at `fps`, and ends at its end unless it is to `loop`. Raises
    SourceError for an address that can be none, and for a file that is no video.
    """

    live = True

    def __init__(
        self,
        address: int | str,
        *,
        width: int | None = None,
        height: int | None = None,
        fps: float | None = None,
        loop: bool = False,
        timeout: float = 5.0,
    ) -> None:
        self._address = address_of(address)
        self._wishes = {
            cv2.CAP_PROP_FRAME_WIDTH: width,
            cv2.CAP_PROP_FRAME_HEIGHT: height,
            cv2.CAP_PROP_FPS: fps,
        }
        self._fps = fps
        self._loop = loop
        self._timeout = timeout
        self.name = f"camera {self._address.label}"
        self.dropped = 0
        self._fault = ""
        self._here = False
        self._captured = 0
        self._heard = math.inf
        self._newest: _Shot | None = None
        self._changed = Condition()
        self._ended = False
        self._error: Exception | None = None
        self._stopping = Event()
        self._thread = Worker("camera", self._work, self._end)

    @property
    def fault(self) -> str:
        if self._fault or self._ended or self._stopping.is_set() or self._address.kind is Kind.FILE:
            return self._fault
        late = time.monotonic() - self._heard > self._timeout + 1
        return f"{self._title} gives no frames" if late else ""

    def __enter__(self) -> Self:
        if self._address.kind is Kind.FILE:
            _open_video(self._address).release()
        self._heard = time.monotonic()
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stopping.set()
        with self._changed:
            self._changed.notify_all()
        end(self._thread)

    def __iter__(self) -> Iterator[Frame]:
        while shot := self._take():
            started = time.perf_counter()
            image = rgb_of(shot.pixels)
            seconds = shot.seconds + time.perf_counter() - started
            yield Frame(image, self.name, shot.sequence, shot.captured_at, "camera", seconds)

    @property
    def _title(self) -> str:
        return (
            self.name.capitalize() if self._address.kind is Kind.DEVICE else f"Camera {self._address.label}"
        )

    def _take(self) -> _Shot | None:
        with self._changed:
            self._changed.wait_for(lambda: self._newest or self._ended or self._stopping.is_set())
            if self._stopping.is_set():
                return None
            shot, self._newest = self._newest, None
            if shot is None and self._error:
                raise self._error
            return shot

    def _keep(self, pixels: NDArray[Any], seconds: float) -> None:
        with self._changed:
            self.dropped += self._newest is not None
            self._newest = _Shot(pixels, self._captured, datetime.now(UTC), seconds)
            self._captured += 1
            self._changed.notify_all()

    def _end(self, error: Exception | None = None) -> None:
        with self._changed:
            self._error, self._ended = error, True
            self._changed.notify_all()

    def _work(self) -> None:
        if self._address.kind is Kind.FILE:
            self._play()
            self._end()
        else:
            self._follow()

    def _follow(self) -> None:
        """Through every loss, until it is told to stop."""
        delay = FIRST_DELAY
        while not self._stopping.is_set():
            began = time.monotonic()
            if capture := open_capture(self._address, self._timeout):
                self._wish(capture)
                for pixels, seconds in self._frames(capture):
                    self._found(pixels)
                    self._keep(pixels, seconds)
            if time.monotonic() - began > self._timeout + LONGEST_DELAY:
                delay = FIRST_DELAY
            self._lost(delay)
            self._stopping.wait(delay)
            delay = min(delay * 2, LONGEST_DELAY)

    def _play(self) -> None:
        while True:
            began, frames = time.monotonic(), 0
            capture = _open_video(self._address)
            rate = self._fps or _rate(capture)
            for pixels, seconds in self._frames(capture):
                self._stopping.wait(began + frames / rate - time.monotonic())
                self._keep(pixels, seconds)
                frames += 1
            if not frames and not self._stopping.is_set():
                raise SourceError(f"{self._address.label} has no frames", "the video is empty or broken")
            if not self._loop or self._stopping.is_set():
                return
            self._stopping.wait(began + frames / rate - time.monotonic())

    def _frames(self, capture: cv2.VideoCapture) -> Iterator[tuple[NDArray[Any], float]]:
        """With the seconds of decoding; until it gives no more, or it is told to stop."""
        failures, heard = 0, time.monotonic()
        try:
            while not self._stopping.is_set():
                grabbed, pixels = capture.grab(), None
                started = time.perf_counter()
                if grabbed:
                    _, pixels = capture.retrieve()
                if pixels is not None:
                    failures, heard = 0, time.monotonic()
                    yield pixels, time.perf_counter() - started
                    continue
                failures += not grabbed
                if failures == FAILURES or time.monotonic() - heard > self._timeout:
                    return
        except cv2.error as error:
            log.info("%s: %s", self._title, error)
        finally:
            capture.release()

    def _wish(self, capture: cv2.VideoCapture) -> None:
        """A device takes the nearest it has; a stream is as it is."""
        if self._address.kind is Kind.DEVICE:
            for wish, value in self._wishes.items():
                if value:
                    capture.set(wish, value)

    def _found(self, pixels: NDArray[Any]) -> None:
        if not self._here:
            height, width = pixels.shape[:2]
            log.info("%s is here, %d×%d", self._title, width, height)
        self._here, self._fault, self._heard = True, "", time.monotonic()

    def _lost(self, delay: float) -> None:
        if self._stopping.is_set():
            return
        trouble = "is lost" if self._captured else "cannot be reached"
        fault = f"{self._title} {trouble}; trying again in {delay:g} s"
        if not self._fault:
            log.warning(fault)
        self._here, self._fault = False, fault


def _rate(capture: cv2.VideoCapture) -> float:
    rate = capture.get(cv2.CAP_PROP_FPS)
    return rate if 0 < rate < 1000 else USUAL_FPS


def _open_video(address: Address) -> cv2.VideoCapture:
    if capture := open_capture(address, 0):
        return capture
    raise SourceError(f"{address.label} is not a video", "expected a file such as MP4, AVI, MKV or MOV")
