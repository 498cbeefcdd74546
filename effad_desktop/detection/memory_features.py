"""What the memory's teacher sees in an image, by OpenVINO."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from effad_desktop.core.inspection import Image
from effad_desktop.detection.memory_folding import fold_memory
from effad_desktop.detection.memory_graph import feature_graph
from effad_desktop.detection.memory_learning import Floats
from effad_desktop.detection.openvino_engine import choose_device, choose_precision
from effad_desktop.detection.openvino_runtime import ov
from effad_desktop.detection.preprocessing import resize
from effad_desktop.detection.weights import Weights


class Features:
    """Projected: 3136×D for each."""

    def __init__(self, weights: Weights, size: str, cache: Path | None = None) -> None:
        core = ov.Core()
        if cache:
            core.set_property({"CACHE_DIR": str(cache)})
        device = choose_device(core, "auto")
        settings = {
            "PERFORMANCE_HINT": "LATENCY",
            "INFERENCE_PRECISION_HINT": choose_precision(core, device),
        }
        model = core.compile_model(feature_graph(fold_memory(weights, size)), device, settings)
        self._request = model.create_infer_request()

    def of(self, image: Image) -> Floats:
        found = self._request.infer(resize(image)[None], share_inputs=True)[0][0]
        return np.ascontiguousarray(found.reshape(len(found), -1).T, np.float32)
