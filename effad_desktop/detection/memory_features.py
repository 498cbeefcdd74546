"""What the memory's teacher sees in an image, by OpenVINO."""

from __future__ import annotations

from pathlib import Path
from threading import Lock

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
    """Projected: 3136×D for each. Any thread may ask."""

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
        self._request, self._lock = model.create_infer_request(), Lock()

    def of(self, image: Image) -> Floats:
        pixels = resize(image)[None]
        with self._lock:  # a request and its output are for one at a time
            found = self._request.infer(pixels, share_inputs=True)[0][0]
            return np.array(found.reshape(len(found), -1).T, np.float32, order="C")
