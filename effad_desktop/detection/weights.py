"""A model file's tensors as numpy arrays, checked; what engines without torch start from."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load, save

from effad_desktop.detection.manifest import METHODS, Manifest, payload_sha256, read_header, read_manifest
from effad_desktop.errors import RecipeError
from effad_desktop.files import write_replacing

Weights = dict[str, NDArray[np.float32]]
Shape = tuple[int, ...]

DECODERS = 6
HALF = ("teacher", "student", "autoencoder", "bank")
"""What is stored in half precision, by the first part of its name."""

CHANNELS = {"extra_small": 192, "small": 384, "medium": 384}
"""A teacher's output channels; a student has twice as many."""

# Place among the layers, channels in and out and kernel of each convolution of a PDN; 0 is the output.
# Each but the last is rectified, and the first two are followed by an average of 2×2.
_EXTRA_SMALL = ((0, 3, 64, 4), (3, 64, 128, 4), (6, 128, 128, 3), (8, 128, 0, 4))
_SMALL = ((0, 3, 128, 4), (3, 128, 256, 4), (6, 256, 256, 3), (8, 256, 0, 4))
_MEDIUM = (
    (0, 3, 256, 4),
    (3, 256, 512, 4),
    (6, 512, 512, 1),
    (8, 512, 512, 3),
    (10, 512, 0, 4),
    (12, 0, 0, 1),
)
PDN_LAYERS = {"extra_small": _EXTRA_SMALL, "small": _SMALL, "medium": _MEDIUM}


def read_weights(path: Path) -> tuple[Weights, Manifest]:
    """Raises RecipeError with what is wrong."""
    manifest = read_manifest(path)
    if manifest.size not in PDN_LAYERS:
        raise RecipeError(f"{path} is of unknown size {manifest.size!r}", f"expected {', '.join(PDN_LAYERS)}")
    if manifest.method not in METHODS:
        raise RecipeError(f"{path} is of unknown method {manifest.method!r}")
    if payload_sha256(path) != manifest.sha256:
        raise RecipeError(f"{path} was changed after it was written", "its hash does not match")
    weights = read_arrays(path)
    if manifest.method == "memory":
        check(weights, memory_shapes(manifest.size, *bank_shape(weights)), path)
    else:
        check(weights, shapes(manifest.size), path)
    return weights, manifest


def read_arrays(path: Path) -> Weights:
    """Every tensor of a safetensors file. Raises RecipeError."""
    read_header(path)
    try:
        return {name: a.astype(np.float32) for name, a in load(path.read_bytes()).items()}
    except (OSError, SafetensorError) as error:
        raise RecipeError(f"{path} cannot be read", str(error)) from error


def write_weights(path: Path, weights: Weights, manifest: Manifest) -> Manifest:
    """Writes aside and renames; weights in half precision, statistics in full.

    Returns the manifest with the hash of what was written. Raises SettingsError.
    """
    stored = {
        name: np.asarray(a, np.float16 if name.partition(".")[0] in HALF else np.float32, order="C")
        for name, a in weights.items()
    }
    plain = save(stored)
    start = 8 + int.from_bytes(plain[:8], "little")
    signed = replace(manifest, sha256=hashlib.sha256(plain[start:]).hexdigest())
    data = save(stored, signed.to_metadata())
    write_replacing(path, lambda aside: aside.write_bytes(data))
    return signed


def shapes(size: str) -> dict[str, Shape]:
    """Of every tensor of a model of that size, of the method efficientad."""
    teacher = CHANNELS[size]
    found = _pdn_shapes(size, "teacher", teacher) | _pdn_shapes(size, "student", 2 * teacher)
    found |= _autoencoder_shapes(teacher)
    found |= {"teacher_mean": (teacher,), "teacher_std": (teacher,), "quantiles": (2, 2), "ae_weight": ()}
    return found


def memory_shapes(size: str, rows: int, dimensions: int) -> dict[str, Shape]:
    """As `shapes`, of the method memory with a bank of so many patches."""
    teacher = CHANNELS[size]
    found = _pdn_shapes(size, "teacher", teacher)
    found |= {"teacher_mean": (teacher,), "teacher_std": (teacher,), "quantiles": (2,)}
    found |= {"projection": (teacher, dimensions), "bank": (rows, dimensions)}
    return found | {"smoothing": (), "largest": ()}


def bank_shape(weights: Mapping[str, NDArray[np.float32]]) -> tuple[int, int]:
    """Rows and dimensions; zeros where there is no bank, which no model matches."""
    shape = weights["bank"].shape if "bank" in weights else ()
    return (shape[0], shape[1]) if len(shape) == 2 and 0 not in shape else (0, 0)


def _pdn_shapes(size: str, network: str, out: int) -> dict[str, Shape]:
    found: dict[str, Shape] = {}
    for place, inside, outside, kernel in PDN_LAYERS[size]:
        channels = (outside or out, inside or out)
        found[f"{network}.{place}.weight"] = (*channels, kernel, kernel)
        found[f"{network}.{place}.bias"] = (channels[0],)
    return found


def _autoencoder_shapes(out: int) -> dict[str, Shape]:
    layers = {f"encoder.{i}": (b, a, 4, 4) for i, (a, b) in enumerate(pairwise((3, 32, 32, 64, 64, 64)))}
    layers |= {"bottleneck": (64, 64, 8, 8)}
    layers |= {f"decoder.{i}": (64, 64, 4, 4) for i in range(DECODERS)}
    layers |= {"smooth": (64, 64, 3, 3), "head": (out, 64, 3, 3)}
    found: dict[str, Shape] = {}
    for name, shape in layers.items():
        found[f"autoencoder.{name}.weight"] = shape
        found[f"autoencoder.{name}.bias"] = shape[:1]
    return found


def check(weights: Weights, wanted: Mapping[str, Shape], path: Path) -> None:
    """Raises RecipeError for missing, foreign or wrongly shaped tensors and for what is not finite."""
    for key, shape in wanted.items():
        if key not in weights:
            raise RecipeError(f"{path} lacks the tensor {key}")
        if weights[key].shape != shape:
            raise RecipeError(f"{path} has a wrong shape", f"{key} is {weights[key].shape}, expected {shape}")
        if not np.isfinite(weights[key]).all():
            raise RecipeError(f"{path} has values that are not finite", key)
    if foreign := sorted(set(weights) - set(wanted)):
        raise RecipeError(f"{path} has tensors of another network", ", ".join(foreign[:4]))
