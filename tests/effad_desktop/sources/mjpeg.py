"""A small HTTP camera, as factories have them."""

from __future__ import annotations

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Condition, Event, Thread
from typing import Self

import cv2
import numpy as np


def picture(number: int) -> bytes:
    """Red, with the number in its green."""
    bgr = np.full((48, 64, 3), (0, number % 128, 255), np.uint8)
    return cv2.imencode(".jpg", bgr)[1].tobytes()


class _Server(ThreadingHTTPServer):
    daemon_threads = False
    camera: MjpegServer

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that leaves is no error."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def log_message(self, *_args: object) -> None:
        pass

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "multipart/x-mixed-replace; boundary=frame")
        self.end_headers()
        camera = self.server.camera
        while (data := camera.next_picture()) is not None:
            head = f"--frame\r\nContent-Type: image/jpeg\r\nContent-Length: {len(data)}\r\n\r\n"
            self.wfile.write(head.encode() + data + b"\r\n")


class MjpegServer:
    """Sends `allowed` pictures, then hangs with the connection open until more are, or until it stops."""

    def __init__(self, allowed: int, fps: float = 50, port: int = 0) -> None:
        self.sent = 0
        self.allowed = allowed
        self.broken: set[int] = set()
        self._pause = 1 / fps
        self._stopping = Event()
        self._more = Condition()
        self._server = _Server(("127.0.0.1", port), _Handler)
        self._server.camera = self
        self._thread = Thread(target=self._server.serve_forever, args=(0.02,), name="mjpeg")

    @property
    def port(self) -> int:
        return self._server.server_port

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/video"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._stopping.set()
        with self._more:
            self._more.notify_all()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def allow(self, count: int) -> None:
        with self._more:
            self.allowed += count
            self._more.notify_all()

    def next_picture(self) -> bytes | None:
        self._stopping.wait(self._pause)
        with self._more:
            self._more.wait_for(lambda: self._stopping.is_set() or self.sent < self.allowed)
            if self._stopping.is_set():
                return None
            number, self.sent = self.sent, self.sent + 1
        return b"no picture" if number in self.broken else picture(number)
