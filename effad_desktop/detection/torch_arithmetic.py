"""Operations of a torch module, and a product that shows what torch can do here."""

from __future__ import annotations

from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torch.utils.flop_counter import FlopCounterMode

from effad_desktop.detection.arithmetic import CHANNELS, KERNEL, LAYERS, OPERATIONS, SIDE, Product

GPU_BATCH = 64
"""One image would not fill a GPU."""


def operations(module: nn.Module, images: Tensor) -> int:
    """Of running it on `images`: two for each multiply-add of convolutions and matrix products."""
    distances = {torch.ops.aten._euclidean_dist: _distances}  # noqa: SLF001
    with FlopCounterMode(display=False, custom_mapping=distances) as counter, torch.no_grad():
        module(images)
    return int(counter.get_total_flops())


def _distances(a: Any, b: Any, *_rest: Any, **_kwargs: Any) -> int:
    """Shapes M×D and N×D: the product of all pairs, without the squares of each."""
    return 2 * int(a[0]) * int(b[0]) * int(a[1])


def product(device: torch.device, precision: torch.dtype) -> Product:
    batch = 1 if device.type == "cpu" else GPU_BATCH
    image = torch.rand(batch, CHANNELS, SIDE, SIDE).to(device, precision)
    weights = torch.randn(CHANNELS, CHANNELS, KERNEL, KERNEL) * (2 / (CHANNELS * KERNEL**2)) ** 0.5
    image = image.contiguous(memory_format=torch.channels_last)
    weights = weights.to(device, precision).contiguous(memory_format=torch.channels_last)

    @torch.inference_mode()
    def run() -> float:
        x = image
        for _ in range(LAYERS):
            x = F.relu(F.conv2d(x, weights, padding=KERNEL // 2), inplace=True)
        return x.amax().item()  # waits for the device

    return Product(batch * OPERATIONS, run)
