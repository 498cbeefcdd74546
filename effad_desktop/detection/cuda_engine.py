"""The engine for NVIDIA's GPUs: the folded model in fp16 as one CUDA graph for each usual batch.

A frame goes to the device as bytes and comes back as a 64×64 map, both through pinned memory.
"""

from __future__ import annotations

import copy
import logging
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

import numpy as np
import torch

from effad_desktop.core.inspection import AnomalyMap, Image, Prediction
from effad_desktop.detection.arithmetic import Product
from effad_desktop.detection.cuda_lanes import Lane, captured_lane
from effad_desktop.detection.folded_network import FoldedNetwork, rectified
from effad_desktop.detection.folding import fold
from effad_desktop.detection.preprocessing import INPUT_SIZE, resize
from effad_desktop.detection.torch_engine import choose_device
from effad_desktop.detection.weights import read_weights
from effad_desktop.errors import EffadError, StationError, UsageError

log = logging.getLogger(__name__)

BATCHES = (1, 8, 32)
IN_FLIGHT = 2
"""While the device works on one batch the next is put into its buffer."""

MakeLane = Callable[[FoldedNetwork, torch.device, int], Lane]


class CudaDetector:
    """Thread-safe. Larger batches are captured when they first come, which takes a second.

    `make_lane` makes what runs one batch; tests give one that needs no GPU.
    """

    batch = 8

    def __init__(
        self,
        model_file: Path,
        device: str = "cuda",
        precision: torch.dtype = torch.float16,
        make_lane: MakeLane = captured_lane,
    ) -> None:
        """Raises RecipeError for a bad file, UsageError where the device cannot run it."""
        self.device = choose_device(device)
        weights, self.manifest = read_weights(model_file)
        self._sizes: tuple[int, ...] = BATCHES
        self._make_lane, self._lock = make_lane, Lock()
        self._lanes: dict[tuple[int, int], Lane] = {}
        with _in_words(UsageError):
            self._precision = precision
            self._network = FoldedNetwork(fold(weights, self.manifest.size), precision).to(self.device)
            first = self._lane(1, 0)
        self.name = f"{first.kind} {self.device.type} {str(precision).removeprefix('torch.')}"

    def predict(self, images: Sequence[Image]) -> list[Prediction]:
        """Raises StationError when the device fails."""
        started = time.perf_counter()
        with self._lock, _in_words(StationError):
            maps = list(self._maps([resize(image) for image in images]))
        seconds = (time.perf_counter() - started) / max(1, len(images))
        return [Prediction(m, float(m.max()), seconds) for m in maps]

    def operations(self) -> int:
        from effad_desktop.detection import torch_arithmetic  # torch's counter takes seconds to import

        plain = copy.deepcopy(self._network).to("meta")  # shapes alone; cuDNN's own kernels are not counted
        plain.rectified = rectified
        image = torch.zeros(1, INPUT_SIZE, INPUT_SIZE, 3, dtype=torch.uint8, device="meta")
        return torch_arithmetic.operations(plain, image)

    def product(self) -> Product:
        from effad_desktop.detection import torch_arithmetic

        return torch_arithmetic.product(self.device, self._precision)

    def _maps(self, images: list[Image]) -> Iterator[AnomalyMap]:
        waiting: list[tuple[Lane, int]] = []
        turn = 0
        while images:
            if len(waiting) == IN_FLIGHT:
                yield from _collected(*waiting.pop(0))
            lane, count = self._next_lane(len(images), turn % IN_FLIGHT)
            np.stack(images[:count], out=lane.pixels[:count])
            lane.launch()
            waiting.append((lane, count))
            images, turn = images[count:], turn + 1
        for lane, count in waiting:
            yield from _collected(lane, count)

    def _next_lane(self, images: int, place: int) -> tuple[Lane, int]:
        """A lane and how many images go into it; where memory is short, batches stay smaller from then on."""
        size, count = next_batch(images, self._sizes)
        try:
            return self._lane(size, place), count
        except torch.OutOfMemoryError:
            if size == 1:
                raise
            log.warning("The GPU has not enough memory for batches of %d: smaller ones are used", size)
            self._sizes = tuple(s for s in self._sizes if s < size)
        return self._next_lane(images, place)

    def _lane(self, size: int, place: int) -> Lane:
        if (size, place) not in self._lanes:
            self._lanes[size, place] = self._make_lane(self._network, self.device, size)
        return self._lanes[size, place]


def next_batch(images: int, sizes: Sequence[int] = BATCHES) -> tuple[int, int]:
    """(size of the graph, images put into it): padded only where more than half of it is used."""
    larger = [size for size in sizes if size > images]
    if larger and images > larger[0] // 2:
        return larger[0], images
    whole = max(size for size in sizes if size <= images)
    return whole, whole


def _collected(lane: Lane, count: int) -> list[AnomalyMap]:
    """Copies, since the lane's buffer is written again."""
    lane.wait()
    return [lane.maps[place].copy() for place in range(count)]


@contextmanager
def _in_words(kind: type[EffadError]) -> Iterator[None]:
    try:
        yield
    except torch.OutOfMemoryError as error:
        detail = "end other programs that use it, or choose --device cpu"
        raise kind("The GPU has not enough memory", detail) from error
    except RuntimeError as error:
        raise kind("The GPU failed", str(error).strip().partition("\n")[0]) from error
