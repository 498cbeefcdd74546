"""Models on disk for torch: what weights.py reads and writes, as modules."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import torch

from effad_desktop.detection.efficientad import EfficientAd
from effad_desktop.detection.manifest import Manifest
from effad_desktop.detection.memory import MemoryBank
from effad_desktop.detection.networks import Size
from effad_desktop.detection.weights import bank_shape, read_weights, write_weights

Model = EfficientAd | MemoryBank


def save_model(path: Path, model: Model, manifest: Manifest) -> Manifest:
    """Writes aside and renames. Returns the manifest with the hash of what was written.

    Raises SettingsError.
    """
    state = model.state_dict().items()
    return write_weights(path, {name: t.detach().float().cpu().numpy() for name, t in state}, manifest)


def load_model(path: Path) -> tuple[Model, Manifest]:
    """A float32 model in evaluation mode. Raises RecipeError with the reason."""
    weights, manifest = read_weights(path)
    size, memory = cast(Size, manifest.size), manifest.method == "memory"
    model: Model = MemoryBank(size, *bank_shape(weights)) if memory else EfficientAd(size)
    model.load_state_dict({name: torch.from_numpy(array) for name, array in weights.items()})
    return model.eval(), manifest
