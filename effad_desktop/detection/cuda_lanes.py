"""What runs one batch of a fixed size: eagerly on any device, or as a captured CUDA graph."""

from __future__ import annotations

import logging
from typing import Protocol

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from effad_desktop.detection.cuda_graphs import capture
from effad_desktop.detection.efficientad import MAP_PADDING
from effad_desktop.detection.folded_network import FoldedNetwork, rectified, rectified_by_cudnn
from effad_desktop.detection.networks import MAP_SIZE
from effad_desktop.detection.preprocessing import INPUT_SIZE

log = logging.getLogger(__name__)

SIDE = MAP_SIZE + 2 * MAP_PADDING
AGREEMENT = 1e-2
"""Of a graph's map with the eager one, as a share of its largest value: other kernels may be chosen."""


class Lane(Protocol):
    """Buffers for one batch; `pixels` may be written and `maps` read between `wait` and `launch`."""

    kind: str
    pixels: NDArray[np.uint8]
    maps: NDArray[np.float32]

    def launch(self) -> None: ...

    def wait(self) -> None: ...


class EagerLane:
    """Every kernel is launched by itself; without a GPU `launch` has computed when it returns."""

    kind = "torch folded"

    def __init__(self, network: FoldedNetwork, device: torch.device, size: int) -> None:
        self._network, self._on_gpu = network, device.type == "cuda"
        image = (size, INPUT_SIZE, INPUT_SIZE, 3)
        self._sent = torch.zeros(image, dtype=torch.uint8, pin_memory=self._on_gpu)
        self._received = torch.zeros((size, SIDE, SIDE), pin_memory=self._on_gpu)
        self._pixels = torch.zeros(image, dtype=torch.uint8, device=device)
        self.pixels, self.maps = self._sent.numpy(), self._received.numpy()
        if self._on_gpu:
            self._stream, self._side = torch.cuda.Stream(device), torch.cuda.Stream(device)  # type: ignore[no-untyped-call]
            self._done = torch.cuda.Event()  # type: ignore[no-untyped-call]

    def launch(self) -> None:
        if not self._on_gpu:
            self._work()
            return
        with torch.cuda.stream(self._stream):
            self._work()
            self._done.record()

    def wait(self) -> None:
        if self._on_gpu:
            self._done.synchronize()

    @torch.inference_mode()
    def _work(self) -> None:
        self._pixels.copy_(self._sent, non_blocking=True)
        fork = self._on_gpu and self._network.uses_autoencoder
        maps = self._forked() if fork else self._network(self._pixels)
        self._received.copy_(maps, non_blocking=True)

    def _forked(self) -> Tensor:
        """The autoencoder's many small kernels on a second stream."""
        network, side, main = self._network, self._side, torch.cuda.current_stream()
        x = network.centred(self._pixels)
        side.wait_stream(main)
        with torch.cuda.stream(side):
            autoencoder = network.autoencode(x)
        difference, student = network.compare(x)
        expected = network.student_ae(student)
        main.wait_stream(side)
        return network.map(difference, expected - autoencoder)


class GraphLane(EagerLane):
    """Copies and kernels of a batch as one launch. Raises RuntimeError where that cannot be captured."""

    kind = "cuda graph"

    def __init__(self, network: FoldedNetwork, device: torch.device, size: int) -> None:
        super().__init__(network, device, size)
        self.pixels[:] = np.arange(256, dtype=np.uint8)[:, None]
        self._graph = capture(self._work, self._stream)
        expected = self.maps.copy()
        self.maps[:] = np.nan
        self.launch()
        self.wait()
        if not np.abs(self.maps - expected).max() <= AGREEMENT * np.abs(expected).max():
            raise RuntimeError("the graph's map is not that of its kernels")

    def launch(self) -> None:
        with torch.cuda.stream(self._stream):
            self._graph.replay()
            self._done.record()


def captured_lane(network: FoldedNetwork, device: torch.device, size: int) -> Lane:
    """A graph, else the same kernels launched one by one. Raises torch.OutOfMemoryError."""
    for way in (rectified_by_cudnn, rectified):
        network.rectified = way
        try:
            return GraphLane(network, device, size)
        except torch.OutOfMemoryError:
            raise
        except RuntimeError as error:
            reason = str(error).strip().partition("\n")[0]
            log.warning("No CUDA graph of %d images with %s: %s", size, way.__name__, reason)
    return EagerLane(network, device, size)
