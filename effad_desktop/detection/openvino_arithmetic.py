"""Operations of an OpenVINO graph, and a product that shows what OpenVINO can do here."""

from __future__ import annotations

import math

import numpy as np

from effad_desktop.detection.arithmetic import CHANNELS, KERNEL, LAYERS, OPERATIONS, SIDE, Product
from effad_desktop.detection.openvino_graph import Node, rounded
from effad_desktop.detection.openvino_runtime import opset14 as op
from effad_desktop.detection.openvino_runtime import ov

LARGEST = 4.0
"""What activations are quantised up to; they are about normal."""


def operations(model: ov.Model) -> int:
    """Two for each multiply-add of its convolutions; our graphs have no other products."""
    convolutions = [node for node in model.get_ops() if node.get_type_name() == "Convolution"]
    return 2 * sum(_multiply_adds(node) for node in convolutions)


def _multiply_adds(convolution: Node) -> int:
    """Every output is a sum over in×k×k; weights are out×in×k×k."""
    made, weights = convolution.output(0).get_shape(), convolution.input(1).get_shape()
    return int(math.prod(made) * math.prod(weights[1:]))


def product(device: str, settings: dict[str, str], *, int8: bool) -> Product:
    image = np.random.default_rng(0).random((1, CHANNELS, SIDE, SIDE), np.float32)
    request = ov.Core().compile_model(_convolutions(int8), device, settings).create_infer_request()
    return Product(OPERATIONS, lambda: request.infer([image], share_inputs=True))


def _convolutions(int8: bool) -> ov.Model:
    image = x = op.parameter([1, CHANNELS, SIDE, SIDE], np.float32)
    weights = np.random.default_rng(0).standard_normal((CHANNELS, CHANNELS, KERNEL, KERNEL), np.float32)
    weights *= math.sqrt(2 / weights[0].size)
    largest, pads = float(np.abs(weights).max()), [KERNEL // 2] * 2
    for _ in range(LAYERS):
        layer = op.constant(weights)
        if int8:
            x, layer = rounded(x, 0.0, LARGEST, 256), rounded(layer, -largest, largest, 255)
        x = op.relu(op.convolution(x, layer, [1, 1], pads, pads, [1, 1]))
    most = op.reduce_max(x, op.constant(np.array([1, 2, 3], np.int64)), False)  # the output stays small
    return ov.Model([most], [image], "product")
