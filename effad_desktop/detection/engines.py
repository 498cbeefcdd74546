"""Which engine runs a model file."""

from __future__ import annotations

from pathlib import Path

from effad_desktop.core.ports import Detector
from effad_desktop.errors import UsageError

ENGINES = ("torch",)


def load_detector(model_file: Path, device: str = "auto", engine: str = "auto") -> Detector:
    """Raises RecipeError for a bad file, UsageError for an unknown engine or an absent device."""
    if engine not in ("auto", *ENGINES):
        raise UsageError(f"Unknown engine {engine!r}", f"there are: auto, {', '.join(ENGINES)}")
    from effad_desktop.detection.torch_engine import TorchDetector

    return TorchDetector(model_file, device)
