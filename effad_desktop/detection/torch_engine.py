"""The PyTorch engine: CUDA in fp16, Apple's GPU, or the CPU in bfloat16 where it has the units."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch

from effad_desktop.core.inspection import Image, Prediction
from effad_desktop.detection.arithmetic import Product
from effad_desktop.detection.model_file import load_model
from effad_desktop.detection.networks import channels_last
from effad_desktop.detection.preprocessing import INPUT_SIZE, batch
from effad_desktop.errors import UsageError

MAX_BATCH = 32


def choose_device(device: str) -> torch.device:
    """`auto` takes CUDA, then MPS, then the CPU. Raises UsageError for what is not there."""
    if device == "auto":
        mps = torch.backends.mps.is_available()
        device = "cuda" if torch.cuda.is_available() else "mps" if mps else "cpu"
    try:
        chosen = torch.device(device)
        torch.zeros(1, device=chosen)
    except (RuntimeError, AssertionError, NotImplementedError) as error:
        raise UsageError(f"Device {device!r} cannot be used", str(error).split("\n")[0]) from error
    return chosen


def choose_precision(device: torch.device) -> torch.dtype:
    """fp16 on GPUs; bfloat16 on a CPU whose instructions really compute in it, else fp32."""
    if device.type in ("cuda", "mps"):
        return torch.float16
    return torch.bfloat16 if cpu_has_bfloat16() else torch.float32


def cpu_has_bfloat16() -> bool:
    """AVX512_BF16 or AMX; emulated bfloat16 is slower than fp32."""
    features = torch.cpu
    return bool(features._is_avx512_bf16_supported() or features._is_amx_tile_supported())  # noqa: SLF001


class TorchDetector:
    """Predicts any number of images; those over `MAX_BATCH` go in turns."""

    def __init__(self, model_file: Path, device: str = "auto", precision: torch.dtype | None = None) -> None:
        self.device = choose_device(device)
        self.precision = precision or choose_precision(self.device)
        model, self.manifest = load_model(model_file)
        for network in model.children():
            network.to(dtype=self.precision)  # what was measured on good images stays in float32
        self.model = channels_last(model.to(self.device))

    @property
    def name(self) -> str:
        return f"torch {self.device.type} {str(self.precision).removeprefix('torch.')}"

    batch = 8

    def predict(self, images: Sequence[Image]) -> list[Prediction]:
        predictions: list[Prediction] = []
        for i in range(0, len(images), MAX_BATCH):
            predictions += self._predict(images[i : i + MAX_BATCH])
        return predictions

    def operations(self) -> int:
        from effad_desktop.detection import torch_arithmetic  # torch's counter takes seconds to import

        image = torch.zeros(1, 3, INPUT_SIZE, INPUT_SIZE, dtype=torch.uint8, device=self.device)
        return torch_arithmetic.operations(self.model, image)

    def product(self) -> Product:
        from effad_desktop.detection import torch_arithmetic

        return torch_arithmetic.product(self.device, self.precision)

    @torch.inference_mode()
    def _predict(self, images: Sequence[Image]) -> list[Prediction]:
        started = time.perf_counter()
        maps = self.model(torch.from_numpy(batch(images)).to(self.device))
        arrays = maps[:, 0].float().cpu().numpy()
        seconds = (time.perf_counter() - started) / len(images)
        return [Prediction(m.astype(np.float32), float(m.max()), seconds) for m in arrays]
