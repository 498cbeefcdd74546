"""A station without a model, and images to send to it."""

from __future__ import annotations

import struct
import time
import zlib
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from threading import Event

import numpy as np
from PIL import Image as Pillow

from effad_desktop.core.inspection import Frame, Image, Inspection, Prediction
from effad_desktop.core.inspector import Inspector
from effad_desktop.core.recipe import Recipe
from effad_desktop.core.status import SourceStatus, State, Status
from effad_desktop.core.teaching import KnownDefect, Taught
from effad_desktop.errors import RecipeError, UsageError

SINCE = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)
THRESHOLD = 0.25


class RedDetector:
    """Its map is how much redder than green and blue a pixel is, eight by eight; 1 for pure red."""

    name = "red"
    batch = 1

    def predict(self, images: Sequence[Image]) -> list[Prediction]:
        return [self._one(image) for image in images]

    def _one(self, image: Image) -> Prediction:
        rows = np.linspace(0, image.shape[0] - 1, 8).astype(int)
        columns = np.linspace(0, image.shape[1] - 1, 8).astype(int)
        few = image[np.ix_(rows, columns)].astype(np.float32) / 255
        red = np.clip(few[..., 0] - few[..., 1:].max(axis=2), 0, 1)
        return Prediction(red, float(red.max()), 0.001)


class FakeService:
    """Inspects at once on the caller's thread, unless told to wait, to fail or to score by itself."""

    def __init__(self) -> None:
        self.frames: list[Frame] = []
        self.named: list[str] = []
        self.taught: list[tuple[str, str, bool]] = []
        self.defects: dict[tuple[str, str], str] = {}
        self.error: Exception | None = None
        self.score: float | None = None
        self.state = State.RUNNING
        self.source: SourceStatus | None = None
        self.alarms: tuple[str, ...] = ()
        self.held: list[tuple[Future[Inspection], Inspection]] | None = None
        self.submitted = Event()
        self._recipes = [
            Recipe("screws", THRESHOLD, SINCE, "M4 screws"),
            Recipe("caps", 0.5, SINCE),
        ]

    def teach_good(self, frame: Frame, recipe: str, who: str, force: bool) -> Taught:
        (seen,) = RedDetector().predict([frame.image])
        if seen.anomaly_score > THRESHOLD and not force:
            raise UsageError(f"{recipe} was not taught")
        self.taught.append((recipe, who, force))
        return Taught(recipe, 2, "0" * 64, 7, (0.3,), (0.01,), THRESHOLD, 0.24, 5.0, 0, 0)

    def keep_defect(self, frame: Frame, recipe: str, who: str) -> KnownDefect:
        (seen,) = RedDetector().predict([frame.image])
        self.defects[recipe, frame.source] = who
        return KnownDefect(frame.source, seen.anomaly_score, THRESHOLD, 11.5)

    def forget(self, frame: Frame, recipe: str) -> bool:
        return self.defects.pop((recipe, frame.source), "") != ""

    def submit(self, frame: Frame, recipe: str = "") -> Future[Inspection]:
        if self.error:
            raise self.error
        found = next((r for r in self._recipes if r.name == (recipe or "screws")), None)
        if found is None:
            raise RecipeError(f"No recipe {recipe!r}", "installed are: screws, caps")
        self.frames.append(frame)
        self.named.append(recipe)
        method = self.method(found.name)
        inspection = Inspector(found.name, RedDetector(), found.threshold, method=method).inspect(frame)
        if self.score is not None:
            inspection = replace(
                inspection, prediction=replace(inspection.prediction, anomaly_score=self.score)
            )
        done: Future[Inspection] = Future()
        if self.held is None:
            done.set_result(inspection)
        else:
            self.held.append((done, inspection))
        self.submitted.set()
        return done

    def release(self) -> None:
        held, self.held = self.held or [], None
        for done, inspection in held:
            if done.set_running_or_notify_cancel():
                done.set_result(inspection)

    def status(self) -> Status:
        reason = "ZeroDivisionError: a broken detector" if self.state is State.FAULTED else ""
        return Status(self.state, reason, "screws", "red", SINCE, 0, self.source, self.alarms)

    def method(self, recipe: str) -> str:
        return {"screws": "memory", "caps": "efficientad"}.get(recipe, "")

    def recipes(self) -> list[Recipe]:
        return list(self._recipes)


class BrokenService(FakeService):
    """Has a bug."""

    def status(self) -> Status:
        raise ZeroDivisionError("the secret of /home/worker")


def picture(red: bool = False, width: int = 64, height: int = 48) -> Pillow.Image:
    """Soft grey; with a red blot in the upper left if it is a bad one."""
    across = np.linspace(90, 180, width)[None, :, None]
    down = np.linspace(0, 40, height)[:, None, None]
    pixels = np.broadcast_to(across + down, (height, width, 3)).astype(np.uint8).copy()
    if red:
        pixels[: height // 3, : width // 3] = (230, 20, 20)
    return Pillow.fromarray(pixels)


def packed(image: Pillow.Image, kind: str, **options: object) -> bytes:
    file = BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def png_chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png_bomb(width: int, height: int) -> bytes:
    """All black, whole and well formed: a thousand times smaller than its pixels."""
    squeeze = zlib.compressobj(9)
    row = bytes(1 + width * 3)
    pixels = b"".join(squeeze.compress(row) for _ in range(height)) + squeeze.flush()
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + png_chunk(b"IHDR", header)
        + png_chunk(b"IDAT", pixels)
        + png_chunk(b"IEND", b"")
    )


def eventually(is_so: Callable[[], bool]) -> bool:
    """Some things are a moment behind the answer."""
    deadline = time.monotonic() + 5
    while not is_so() and time.monotonic() < deadline:
        time.sleep(0.01)
    return is_so()
