"""The OpenVINO engine: any CPU, and every device OpenVINO knows, without torch."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import numpy as np

from effad_desktop.core.inspection import Image, Prediction
from effad_desktop.core.parity import read_parity
from effad_desktop.core.recipe import INT8_FILE
from effad_desktop.detection import openvino_arithmetic
from effad_desktop.detection.arithmetic import Product
from effad_desktop.detection.int8_seal import check_seal
from effad_desktop.detection.openvino_methods import graph_of
from effad_desktop.detection.openvino_runtime import ov
from effad_desktop.detection.preprocessing import resize
from effad_desktop.detection.weights import read_weights
from effad_desktop.errors import RecipeError, UsageError

Precision = Literal["f32", "bf16", "int8"]


class OpenVinoDetector:
    """One image at a time: on a CPU a batch is no quicker.

    int8 runs what training has quantised (see `INT8_FILE`); the other precisions are built from the model
    file. With no precision given, int8 is taken where the recipe's parity report allows it.
    """

    def __init__(
        self,
        model_file: Path,
        device: str = "auto",
        precision: Precision | None = None,
        cache: Path | None = None,
    ) -> None:
        core = ov.Core()
        if cache:
            core.set_property({"CACHE_DIR": str(cache)})
        self._device = choose_device(core, device)
        self._model_file = model_file
        weights, self.manifest = read_weights(model_file)
        self.precision: Precision = precision or (
            "int8"
            if _prefers_int8(core, self._device, model_file, self.manifest.sha256)
            else choose_precision(core, self._device)
        )
        if self.precision == "int8":
            model = _quantised(core, model_file, self.manifest.sha256)
        else:
            model = graph_of(weights, self.manifest)
        rest = choose_precision(core, self._device) if self.precision == "int8" else self.precision
        self._settings = {"PERFORMANCE_HINT": "LATENCY", "INFERENCE_PRECISION_HINT": rest}
        self._request = core.compile_model(model, self._device, self._settings).create_infer_request()

    @property
    def name(self) -> str:
        return f"openvino {self._device.lower()} {self.precision}"

    batch = 1

    def predict(self, images: Sequence[Image]) -> list[Prediction]:
        return [self._predict(image) for image in images]

    def operations(self) -> int:
        """Those of the model's layers: copies that int8 makes of the picture are not counted."""
        return openvino_arithmetic.operations(graph_of(*read_weights(self._model_file)))

    def product(self) -> Product:
        return openvino_arithmetic.product(self._device, self._settings, int8=self.precision == "int8")

    def _predict(self, image: Image) -> Prediction:
        started = time.perf_counter()
        outputs = self._request.infer(resize(image)[None], share_inputs=True)
        anomaly_map = np.array(outputs[0][0], np.float32)
        return Prediction(anomaly_map, float(anomaly_map.max()), time.perf_counter() - started)


def precision_of(engine: str) -> Precision | None:
    """``openvino-bf16`` → ``bf16``; None where the engine's name leaves it open."""
    named: dict[str, Precision] = {"openvino-f32": "f32", "openvino-bf16": "bf16", "openvino-int8": "int8"}
    return named.get(engine)


def choose_device(core: ov.Core, device: str) -> str:
    """`auto` is the CPU. Raises UsageError for what OpenVINO does not see."""
    name = "CPU" if device == "auto" else device.upper()
    if name.split(".")[0] not in {d.split(".")[0] for d in core.available_devices}:
        raise UsageError(
            f"Device {device!r} cannot be used by OpenVINO", f"it sees {', '.join(core.available_devices)}"
        )
    return name


def choose_precision(core: ov.Core, device: str) -> Precision:
    """bf16 where the device really computes in it."""
    return "bf16" if supports_bf16(core, device) else "f32"


def _prefers_int8(core: ov.Core, device: str, model_file: Path, sha256: str) -> bool:
    """Raises RecipeError for a broken report."""
    if "INT8" not in core.get_property(device, "OPTIMIZATION_CAPABILITIES"):
        return False
    parity = read_parity(model_file.parent)
    allowed = parity is not None and parity.model == sha256 and parity.allows("openvino-int8")
    return allowed and model_file.with_name(INT8_FILE).is_file()


def precisions_here(model_file: Path, device: str = "auto") -> list[Precision]:
    """Those in which the model can run on this machine; f32 first."""
    core = ov.Core()
    found: list[Precision] = ["f32"]
    if supports_bf16(core, choose_device(core, device)):
        found.append("bf16")
    if model_file.with_name(INT8_FILE).is_file():
        found.append("int8")
    return found


def supports_bf16(core: ov.Core, device: str) -> bool:
    return "BF16" in core.get_property(device, "OPTIMIZATION_CAPABILITIES")


def _quantised(core: ov.Core, model_file: Path, sha256: str) -> ov.Model:
    """Raises RecipeError where there is none, it was damaged, or it was made from another model."""
    path = model_file.with_name(INT8_FILE)
    if not path.is_file():
        raise RecipeError(f"{model_file.parent} has no int8 model", "train or export it again with int8")
    check_seal(path)
    try:
        model = core.read_model(path)
    except RuntimeError as error:
        raise RecipeError(f"{path} cannot be read", str(error).strip().splitlines()[-1]) from error
    made_from = model.get_rt_info("effad_model").astype(str) if model.has_rt_info("effad_model") else ""
    if made_from != sha256:
        raise RecipeError(f"{path} was made from another model", "export the recipe again")
    return model
