"""Models on disk: safetensors with a manifest, never pickle."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import torch
from safetensors import SafetensorError
from safetensors.torch import load, save
from torch import Tensor

from effad_desktop.detection.efficientad import EfficientAd
from effad_desktop.detection.manifest import METHODS, Manifest, payload_sha256, read_header, read_manifest
from effad_desktop.detection.memory import MemoryBank, rows_of
from effad_desktop.detection.networks import SIZES, Size
from effad_desktop.detection.weights import HALF
from effad_desktop.errors import RecipeError
from effad_desktop.files import write_replacing

Model = EfficientAd | MemoryBank


def save_model(path: Path, model: Model, manifest: Manifest) -> Manifest:
    """Writes aside and renames; weights in half precision, statistics in full.

    Returns the manifest with the hash of what was written. Raises SettingsError.
    """
    tensors = {name: _stored(name, t) for name, t in model.state_dict().items()}
    plain = save(tensors)
    start = 8 + int.from_bytes(plain[:8], "little")
    signed = replace(manifest, sha256=hashlib.sha256(plain[start:]).hexdigest())
    data = save(tensors, signed.to_metadata())
    write_replacing(path, lambda aside: aside.write_bytes(data))
    return signed


def _stored(name: str, tensor: Tensor) -> Tensor:
    weights = name.partition(".")[0] in HALF
    return tensor.detach().cpu().to(torch.float16 if weights else torch.float32).contiguous()


def load_model(path: Path) -> tuple[Model, Manifest]:
    """A float32 model in evaluation mode. Raises RecipeError with the reason."""
    manifest = read_manifest(path)
    if manifest.size not in SIZES:
        raise RecipeError(f"{path} is of unknown size {manifest.size!r}", f"expected {', '.join(SIZES)}")
    if manifest.method not in METHODS:
        raise RecipeError(f"{path} is of unknown method {manifest.method!r}")
    if payload_sha256(path) != manifest.sha256:
        raise RecipeError(f"{path} was changed after it was written", "its hash does not match")
    tensors = read_tensors(path)
    model = _empty(manifest.method, manifest.size, tensors)
    fill(model, tensors, str(path))
    return model.eval(), manifest


def _empty(method: str, size: Size, tensors: Mapping[str, Tensor]) -> Model:
    return MemoryBank(size, *rows_of(tensors)) if method == "memory" else EfficientAd(size)


def read_tensors(path: Path) -> dict[str, Tensor]:
    """Every tensor of a safetensors file as float32. Raises RecipeError."""
    read_header(path)
    try:
        return {name: t.float() for name, t in load(path.read_bytes()).items()}
    except (OSError, SafetensorError) as error:
        raise RecipeError(f"{path} cannot be read", str(error)) from error


def fill(module: torch.nn.Module, tensors: Mapping[str, Tensor], name: str) -> None:
    """Raises RecipeError for missing, foreign or wrongly shaped tensors and for NaN."""
    wanted = {k: tuple(v.shape) for k, v in module.state_dict().items()}
    found = {k: tuple(v.shape) for k, v in tensors.items()}
    for key, shape in wanted.items():
        if key not in found:
            raise RecipeError(f"{name} lacks the tensor {key}")
        if found[key] != shape:
            raise RecipeError(f"{name} has a wrong shape", f"{key} is {found[key]}, expected {shape}")
    if foreign := sorted(set(found) - set(wanted)):
        raise RecipeError(f"{name} has tensors of another network", ", ".join(foreign[:4]))
    if bad := [k for k, t in tensors.items() if not math.isfinite(float(t.sum()))]:
        raise RecipeError(f"{name} has values that are not finite", ", ".join(bad[:4]))
    module.load_state_dict(dict(tensors))
