"""Capturing work as a CUDA graph: what is launched from Python once is then replayed as one."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock

import torch

WARM_UPS = 3
"""Until libraries have chosen their kernels and memory is had."""

_capturing = Lock()


def capture(
    work: Callable[[], None], stream: torch.cuda.Stream, warm_ups: int = WARM_UPS
) -> torch.cuda.CUDAGraph:
    """Runs `work` `warm_ups` times, then records it; recording computes nothing.

    Raises torch.OutOfMemoryError, and RuntimeError where `work` waits for the device or cannot be recorded.
    """
    graph = torch.cuda.CUDAGraph()
    torch.backends.cudnn.benchmark = True  # shapes never change here
    with _capturing:
        stream.wait_stream(torch.cuda.current_stream(stream.device))
        with torch.cuda.stream(stream):
            for _ in range(warm_ups):
                work()
        stream.synchronize()
        with torch.cuda.graph(graph, stream=stream, capture_error_mode="thread_local"):
            work()
    return graph
