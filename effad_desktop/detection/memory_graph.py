"""The method `memory` as an OpenVINO graph: a teacher, a 1×1 convolution with the bank, a minimum."""

from __future__ import annotations

import numpy as np

from effad_desktop.detection.folding import CENTRE, Conv
from effad_desktop.detection.memory_folding import FoldedMemory
from effad_desktop.detection.openvino_graph import EXACT, Node, conv, ints, pdn_layer
from effad_desktop.detection.openvino_runtime import opset14 as op
from effad_desktop.detection.openvino_runtime import ov
from effad_desktop.detection.preprocessing import INPUT_SIZE

MAP_SIDE = 64
CHUNK = 1024
"""Rows of the bank that are compared at once: the wide output of all would go through memory."""


def memory_graph(folded: FoldedMemory) -> ov.Model:
    """uint8 N×256×256×3 → anomaly maps, float32 N×64×64, for a batch of one."""
    pixels, features = _features(folded)
    distance = _smoothed(_nearest(features, folded.bank), folded.smoothing)
    scaled = op.multiply(distance, op.constant(np.float32(folded.factor)), name=f"{EXACT}scaled")
    out = op.add(scaled, op.constant(np.float32(folded.offset)), name=f"{EXACT}map")
    margins = ints(0, *_margins(out))
    zero = op.constant(np.float32(0))
    padded = op.pad(_capped(out, folded.largest), margins, margins, "constant", zero, name=f"{EXACT}pad")
    return ov.Model([padded], [pixels], "memory")


def feature_graph(folded: FoldedMemory) -> ov.Model:
    """uint8 1×256×256×3 → projected features, float32 1×D×56×56: what the bank is made of."""
    pixels, features = _features(folded)
    return ov.Model([features], [pixels], "memory_features")


def _features(folded: FoldedMemory) -> tuple[Node, Node]:
    pixels = op.parameter([1, INPUT_SIZE, INPUT_SIZE, 3], np.uint8, name="image")
    x = op.subtract(op.transpose(op.convert(pixels, np.float32), ints(0, 3, 1, 2)), op.constant(CENTRE))
    for place, layer in enumerate(folded.teacher[:-1]):
        x = pdn_layer(x, layer, f"teacher.{place}")
    return pixels, conv(x, folded.teacher[-1], "features")


def _nearest(features: Node, bank: np.ndarray) -> Node:
    """1×D×H×W → distance to the nearest row, 1×1×H×W: √(|x|² + min(|b|² − 2·x·b))."""
    least: Node = None
    for place, rows in enumerate(np.split(bank, range(CHUNK, len(bank), CHUNK))):
        chunk = Conv(-2 * rows[:, :, None, None], np.square(rows).sum(1))
        compared = conv(features, chunk, f"bank.{place}")
        nearest = op.reduce_min(compared, ints(1), True)
        least = nearest if least is None else op.minimum(least, nearest)
    own = op.reduce_sum(op.multiply(features, features, name=f"{EXACT}square"), ints(1), True)
    squares = op.add(own, least, name=f"{EXACT}distance")
    return op.sqrt(op.relu(squares), name=f"{EXACT}root")


def _smoothed(distance: Node, side: int) -> Node:
    """Mean over side×side; at the border over what there is. 1×1×H×W."""
    around = [side // 2] * 2
    return op.avg_pool(distance, [1, 1], around, around, [side, side], True)


def _capped(anomaly_map: Node, largest: int) -> Node:
    """No value above the mean of the largest ones, which is thus the map's maximum. → 1×H×W."""
    flat = op.reshape(anomaly_map, ints(1, -1), False)
    top = op.topk(flat, op.constant(np.int64(largest)), 1, "max", "none").output(0)
    cap = op.reshape(op.reduce_mean(top, ints(1), True), ints(1, 1, 1), False)
    return op.minimum(op.squeeze(anomaly_map, ints(1)), cap, name=f"{EXACT}capped")


def _margins(anomaly_map: Node) -> tuple[int, int]:
    height, width = anomaly_map.output(0).get_shape()[2:]
    return (MAP_SIDE - height) // 2, (MAP_SIDE - width) // 2
