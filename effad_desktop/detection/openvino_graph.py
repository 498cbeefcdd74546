"""The folded model as an OpenVINO graph, built from its arrays: no torch is needed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from effad_desktop.detection.folding import CENTRE, Conv, Folded
from effad_desktop.detection.openvino_runtime import opset14 as op
from effad_desktop.detection.openvino_runtime import ov
from effad_desktop.detection.preprocessing import INPUT_SIZE

MAP_SIZE, MAP_PADDING = 56, 4
DECODER_SIZES = (3, 8, 15, 32, 63, 127)
EXACT = "exact_"
"""Begins the names of what quantisation must leave alone: squares span more than eight bits."""

Node = Any  # openvino's own annotations are of its nodes, outputs and numbers, mixed
Range = float | NDArray[np.float32]
Layer = Callable[[Conv, str], Node]
"""A PDN's layer and its name → its output."""


def graph(folded: Folded, first: Callable[[Node], Layer] | None = None) -> ov.Model:
    """uint8 N×256×256×3 → anomaly maps, float32 N×64×64, for a batch of one.

    `first` makes the first layers of RGB − 128, N×3×256×256; None computes them as all others. An
    autoencoder whose share of the map is 0 is left out: a fifth of the operations.
    """
    pixels = op.parameter([1, INPUT_SIZE, INPUT_SIZE, 3], np.uint8, name="image")
    x = op.transpose(op.convert(pixels, np.float32), ints(0, 3, 1, 2))
    x = op.subtract(x, op.constant(CENTRE))
    first_layer = first(x) if first else partial(pdn_layer, x)
    teacher = _described(first_layer, folded.teacher, "teacher")
    student = _described(first_layer, folded.student, "student")
    difference = conv(op.concat([teacher, student], 1), folded.difference, "difference")
    total = _mean_square(difference, folded.st_factor, "st")
    if folded.ae_factor:
        ae = _autoencoder(op.subtract(x, op.constant(folded.input_mean.reshape(1, 3, 1, 1))), folded)
        other = op.subtract(conv(student, folded.student_ae, "student_ae"), ae, name=f"{EXACT}ae")
        total = op.add(total, _mean_square(other, folded.ae_factor, "stae"), name=f"{EXACT}sum")
    out = op.add(total, op.constant(np.float32(folded.offset)), name=f"{EXACT}map")
    pads = ints(0, MAP_PADDING, MAP_PADDING)
    padded = op.pad(out, pads, pads, "constant", op.constant(np.float32(0)), name=f"{EXACT}pad")
    return ov.Model([padded], [pixels], "efficientad")


def _described(first: Layer, layers: Sequence[Conv], name: str) -> Node:
    x = first(layers[0], f"{name}.0")
    for place, layer in enumerate(layers[1:], 1):
        x = pdn_layer(x, layer, f"{name}.{place}")
    return x


def pdn_layer(x: Node, layer: Conv, name: str) -> Node:
    return activated(conv(x, layer, name), layer)


def activated(x: Node, layer: Conv) -> Node:
    x = op.relu(x)
    if not layer.pooled:
        return x
    return op.avg_pool(x, [2, 2], [0, 0], [0, 0], [2, 2], True)


def _autoencoder(x: Node, folded: Folded) -> Node:
    for place, layer in enumerate(folded.encoder):
        x = op.relu(conv(x, layer, f"encoder.{place}", stride=2, pad=1))
    x = conv(x, folded.bottleneck, "bottleneck")
    for place, (size, layer) in enumerate(zip(DECODER_SIZES, folded.decoder, strict=True)):
        x = op.relu(conv(_resized(x, size), layer, f"decoder.{place}", pad=2))
    x = op.relu(conv(_resized(x, MAP_SIZE), folded.smooth, "smooth", pad=1))
    return conv(x, folded.head, "head", pad=1)


def conv(x: Node, layer: Conv, name: str, stride: int = 1, pad: int = 0) -> Node:
    weight = op.constant(np.ascontiguousarray(layer.weight))
    y = op.convolution(x, weight, [stride] * 2, [pad] * 2, [pad] * 2, [1, 1], name=name)
    return op.add(y, op.constant(layer.bias.reshape(1, -1, 1, 1)))


def _resized(x: Node, size: int) -> Node:
    return op.interpolate(
        x,
        ints(size, size),
        mode="linear_onnx",
        shape_calculation_mode="sizes",
        coordinate_transformation_mode="half_pixel",
        axes=ints(2, 3),
    )


def _mean_square(x: Node, factor: float, name: str) -> Node:
    """N×C×H×W → N×H×W."""
    mean = op.reduce_mean(
        op.multiply(x, x, name=f"{EXACT}{name}_square"), ints(1), False, name=f"{EXACT}{name}_mean"
    )
    return op.multiply(mean, op.constant(np.float32(factor)), name=f"{EXACT}{name}_scaled")


def ints(*values: int) -> Node:
    return op.constant(np.array(values, np.int64))


def rounded(x: Node, low: Range, high: Range, levels: int) -> Node:
    """What quantisation knows x by: of `levels` values between the two, all others cut off."""
    a, b = op.constant(np.float32(low)), op.constant(np.float32(high))
    return op.fake_quantize(x, a, b, a, b, levels)
