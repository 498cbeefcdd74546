"""The first layers in int8, as good as exact.

Pixels are eight bits, so that only the weights are rounded. A CPU multiplies more channels at once than the
three of a picture: given `COPIES` times, each weight can be a sum of as many eight-bit ones, and its rounding
is that much finer.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from effad_desktop.detection.folding import CENTRE, Conv
from effad_desktop.detection.openvino_graph import Layer, Node, activated, rounded
from effad_desktop.detection.openvino_runtime import opset14 as op

COPIES = 4
LARGEST = 127
"""Of eight bits that are symmetric about 0."""


def shared_out(weight: NDArray[np.float32], copies: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """(out×(copies·in)×k×k, all multiples of the step; the steps, out×1×1×1).

    No multiple is above `LARGEST`, and the sums over the copies are `weight` within half a step.
    """
    exact = weight.astype(np.float64)
    step = np.abs(exact).max((1, 2, 3), keepdims=True) / (LARGEST * copies)
    step[step == 0] = 1
    left = np.round(exact / step)
    parts = []
    for others in range(copies, 0, -1):
        parts.append(np.round(left / others))
        left = left - parts[-1]
    return (np.concatenate(parts, 1) * step).astype(np.float32), step.astype(np.float32)


def first_layers_in_int8(x: Node) -> Layer:
    """Of RGB − 128, N×3×256×256."""
    pixels = op.concat([op.add(x, op.constant(CENTRE))] * COPIES, 1)
    whole = rounded(pixels, 0, 255, 256)

    def layer(conv: Conv, name: str) -> Node:
        weight, step = shared_out(conv.weight, COPIES)
        kernel = rounded(op.constant(weight), -LARGEST * step, LARGEST * step, 2 * LARGEST + 1)
        y = op.convolution(whole, kernel, [1, 1], [0, 0], [0, 0], [1, 1], name=name)
        centred = conv.bias - CENTRE * weight.sum((1, 2, 3), dtype=np.float64)
        return activated(op.add(y, op.constant(centred.astype(np.float32).reshape(1, -1, 1, 1))), conv)

    return layer
