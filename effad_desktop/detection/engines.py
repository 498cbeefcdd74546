"""Which engine runs a model file."""

from __future__ import annotations

import importlib.util
import logging
import platform
import shutil
import sys
from pathlib import Path

from effad_desktop.core.ports import Detector
from effad_desktop.core.recipe import INT8_FILE
from effad_desktop.errors import UsageError

log = logging.getLogger(__name__)

ENGINES = ("openvino", "openvino-f32", "openvino-bf16", "openvino-int8", "torch", "cuda")


def load_detector(
    model_file: Path, device: str = "auto", engine: str = "auto", cache: Path | None = None
) -> Detector:
    """`cache` keeps what OpenVINO has compiled.

    Raises RecipeError for a bad file, UsageError for an unknown engine or an absent device.
    """
    if engine not in ("auto", *ENGINES):
        raise UsageError(f"Unknown engine {engine!r}", f"there are: auto, {', '.join(ENGINES)}")
    chosen = choose_engine(device) if engine == "auto" else engine
    library = "torch" if chosen == "cuda" else chosen.partition("-")[0]
    if not is_installed(library):
        raise UsageError(f"The engine {chosen} is not installed", f"pip install {library}")
    if chosen == "cuda":
        from effad_desktop.detection.cuda_engine import CudaDetector

        return CudaDetector(model_file, "cuda" if device == "auto" else device)
    if library == "torch":
        from effad_desktop.detection.torch_engine import TorchDetector

        return TorchDetector(model_file, device)
    from effad_desktop.detection.openvino_engine import OpenVinoDetector, precision_of

    return OpenVinoDetector(model_file, device, precision_of(chosen), cache)


def int8_files(model_file: Path) -> list[Path]:
    """What quantisation has left beside the model file; none where it has not run."""
    graph = model_file.with_name(INT8_FILE)
    return [p for p in (graph, graph.with_suffix(".bin")) if p.is_file()]


def engines_here(model_file: Path) -> list[str]:
    """The engines that can run the model on this machine; openvino-f32, the reference, comes first."""
    found: list[str] = []
    if is_installed("openvino"):
        from effad_desktop.detection.openvino_engine import precisions_here

        found += [f"openvino-{precision}" for precision in precisions_here(model_file)]
    return [*found, *(["torch"] if is_installed("torch") else [])]


def choose_engine(device: str) -> str:
    """cuda for NVIDIA, torch for Apple, else OpenVINO; imports torch only where a GPU may be."""
    kind = device.partition(":")[0]
    if is_installed("torch"):
        if kind == "cuda" or (device == "auto" and cuda_works()):
            return "cuda"
        if kind == "mps" or (device == "auto" and sys.platform == "darwin" and has_gpu()):
            return "torch"
    return "openvino" if is_installed("openvino") else "torch"


def cuda_works() -> bool:
    """Whether torch can use NVIDIA's GPU; where there is one that it cannot, the log says so."""
    if shutil.which("nvidia-smi") is None:
        return False
    import torch

    works = torch.cuda.is_available()
    if not works:
        log.warning("NVIDIA's driver is here, but PyTorch cannot use the GPU: the CPU inspects")
    return works


def has_gpu() -> bool:
    """Whether there is an NVIDIA driver, or Apple's processor."""
    return shutil.which("nvidia-smi") is not None or (
        sys.platform == "darwin" and platform.machine() == "arm64"
    )


def is_installed(library: str) -> bool:
    return importlib.util.find_spec(library) is not None
