"""From an upload to its inspection: bounded in memory and threads, and never on the event loop."""

from __future__ import annotations

import asyncio
import base64
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime
from itertools import count
from types import TracebackType
from typing import Self, TypeVar

from fastapi import Request

from effad_desktop.core.heatmap import heat_layer
from effad_desktop.core.inspection import Frame, Inspection
from effad_desktop.core.ports import Service
from effad_desktop.errors import RecipeError, UsageError
from effad_desktop.image_headers import image_size
from effad_desktop.imaging import decode_image, encode_png
from effad_desktop.server.budget import Budget, Share
from effad_desktop.server.problems import (
    NOT_AN_IMAGE,
    NOT_TAUGHT,
    TOO_LARGE,
    TOO_SLOW,
    UNAVAILABLE,
    UNKNOWN_RECIPE,
    ProblemError,
)
from effad_desktop.server.schemas import Inspected
from effad_desktop.server.uploads import Upload, read_upload

DECODERS = 4
READ_SECONDS = 60.0
LAYER_SIDE = 256
"""Of the heat map's longer side; the map itself has 64, so more would only be bytes."""

_UPLOADS_AT_ONCE = 8
_IMAGES_AT_ONCE = 4
"""Of the largest size that is taken; of smaller ones as many as fit into the same memory."""

_Made = TypeVar("_Made")


class Intake:
    """Entered while the server runs."""

    def __init__(self, service: Service, max_upload_bytes: int, max_pixels: int) -> None:
        self._service = service
        self._max_bytes = max_upload_bytes
        self._max_pixels = max_pixels
        self._bytes = Budget(_UPLOADS_AT_ONCE * max_upload_bytes)
        self._pixels = Budget(_IMAGES_AT_ONCE * max_pixels)
        self._sequence = count()

    def __enter__(self) -> Self:
        self._pool = ThreadPoolExecutor(DECODERS, "http-decode")
        self._lessons = ThreadPoolExecutor(1, "http-lesson")  # each waits for the recipe's lock
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for pool in (self._pool, self._lessons):
            pool.shutdown(wait=False, cancel_futures=True)

    async def inspect(self, request: Request) -> Inspected:
        """Raises ProblemError, EffadError."""
        started = time.perf_counter()
        with self._bytes.share() as memory, self._pixels.share() as pixels:
            upload = await self._read(request, memory)
            pixels.add(self._pixels_of(upload))
            queued = await self._on_thread(lambda: self._submit(upload))
            inspection = await asyncio.wrap_future(queued)
            layer = await self._on_thread(lambda: _layer(inspection)) if upload.heatmap else None
        return Inspected.of(inspection, time.perf_counter() - started, layer)

    async def teach(self, request: Request, recipe: str, lesson: Callable[[Frame], _Made]) -> _Made:
        """What the service makes of the image. Raises ProblemError, EffadError."""
        with self._bytes.share() as memory, self._pixels.share() as pixels:
            upload = await self._read(request, memory)
            pixels.add(self._pixels_of(upload))
            image = await self._on_thread(lambda: decode_image(upload.data, upload.name))
            frame = Frame(image, upload.name, next(self._sequence), datetime.now(UTC), "http")
            return await self._on_thread(lambda: self._teach(frame, recipe, lesson), self._lessons)

    def _teach(self, frame: Frame, recipe: str, lesson: Callable[[Frame], _Made]) -> _Made:
        if all(known.name != recipe for known in self._service.recipes()):
            raise ProblemError(UNKNOWN_RECIPE, f"there is no recipe {recipe[:64]!r}")
        try:
            return lesson(frame)
        except UsageError as error:
            raise ProblemError(NOT_TAUGHT, str(error)) from error

    async def _read(self, request: Request, memory: Share) -> Upload:
        try:
            async with asyncio.timeout(READ_SECONDS):
                return await read_upload(request, self._max_bytes, memory)
        except TimeoutError as error:
            raise ProblemError(TOO_SLOW, f"it was not whole after {READ_SECONDS:g} seconds") from error

    def _pixels_of(self, upload: Upload) -> int:
        """By the header, before any memory is taken for them."""
        size = image_size(upload.data)
        if size is None:
            raise ProblemError(
                NOT_AN_IMAGE, f"{upload.name} is broken or none of JPEG, PNG, BMP, TIFF and WebP"
            )
        width, height = size
        if width * height > self._max_pixels:
            raise ProblemError(
                TOO_LARGE, f"it has {width} × {height} pixels; more than {self._max_pixels:,} are not taken"
            )
        return width * height

    def _submit(self, upload: Upload) -> Future[Inspection]:
        """On a thread: it decodes, and a recipe that is named for the first time is loaded."""
        started = time.perf_counter()
        image = decode_image(upload.data, upload.name)
        seconds = time.perf_counter() - started
        frame = Frame(image, upload.name, next(self._sequence), datetime.now(UTC), "http", seconds)
        try:
            return self._service.submit(frame, upload.recipe)
        except RecipeError as error:
            if upload.recipe and all(recipe.name != upload.recipe for recipe in self._service.recipes()):
                raise ProblemError(UNKNOWN_RECIPE, f"there is no recipe {upload.recipe[:64]!r}") from error
            raise ProblemError(UNAVAILABLE, str(error)) from error

    def _on_thread(
        self, work: Callable[[], _Made], pool: ThreadPoolExecutor | None = None
    ) -> asyncio.Future[_Made]:
        return asyncio.get_running_loop().run_in_executor(pool or self._pool, work)


def _layer(inspection: Inspection) -> str:
    height, width = inspection.frame.image.shape[:2]
    scale = min(1.0, LAYER_SIDE / max(height, width))
    layer = heat_layer(
        inspection.prediction.anomaly_map,
        inspection.threshold,
        max(1, round(height * scale)),
        max(1, round(width * scale)),
    )
    return base64.b64encode(encode_png(layer)).decode()
