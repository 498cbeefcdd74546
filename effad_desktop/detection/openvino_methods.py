"""Each method's OpenVINO graph from the tensors of its model file."""

from __future__ import annotations

from effad_desktop.detection.folding import fold
from effad_desktop.detection.manifest import Manifest
from effad_desktop.detection.memory_folding import fold_memory
from effad_desktop.detection.memory_graph import memory_graph
from effad_desktop.detection.openvino_graph import graph
from effad_desktop.detection.openvino_runtime import ov
from effad_desktop.detection.weights import Weights


def graph_of(weights: Weights, manifest: Manifest) -> ov.Model:
    """uint8 1×256×256×3 → anomaly maps, float32 1×64×64."""
    if manifest.method == "memory":
        return memory_graph(fold_memory(weights, manifest.size))
    return graph(fold(weights, manifest.size))
