"""Teachers: our own files and the official checkpoints of the reference and of anomalib."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from effad_desktop.detection.manifest import read_header
from effad_desktop.detection.networks import SIZES, Size, pdn
from effad_desktop.detection.weights import CHANNELS, PDN_LAYERS, check, read_arrays
from effad_desktop.errors import RecipeError
from effad_desktop.files import file_sha256

TEACHER_FORMAT = "effad-teacher-1"


@dataclass(frozen=True, slots=True, eq=False)
class Teacher:
    """A frozen patch description network; `sha256` of its file."""

    network: nn.Sequential
    size: Size
    sha256: str


def load_teacher(path: Path) -> Teacher:
    """Reads .safetensors, or .pth with ``weights_only=True``. Raises RecipeError."""
    tensors = _ours(path) if path.suffix == ".safetensors" else _official(path)
    size = _size_of(tensors, path)
    network = pdn(size, CHANNELS[size])
    names = dict(zip(tensors, network.state_dict(), strict=False))
    if len(tensors) != len(network.state_dict()):
        raise RecipeError(f"{path} has {len(tensors)} tensors", f"a {size} teacher has {len(names)}")
    found = {names[k]: v for k, v in tensors.items()}
    wanted = {k: tuple(v.shape) for k, v in network.state_dict().items()}
    check({k: v.numpy() for k, v in found.items()}, wanted, path)
    network.load_state_dict(found)
    return Teacher(network.eval().requires_grad_(False), size, file_sha256(path))


def _ours(path: Path) -> dict[str, Tensor]:
    metadata = read_header(path)[0].get("__metadata__", {})
    if metadata.get("format") != TEACHER_FORMAT:
        raise RecipeError(f"{path} is not a teacher", f"it says {metadata.get('format')!r}")
    return _in_order({k: torch.from_numpy(a) for k, a in read_arrays(path).items()})


def _official(path: Path) -> dict[str, Tensor]:
    """State dicts whose layers stand in the network's order, whatever their names."""
    try:
        state: Any = torch.load(path, map_location="cpu", weights_only=True)
    except FileNotFoundError as error:
        raise RecipeError(f"No teacher at {path}") from error
    except Exception as error:  # torch's reader raises whatever the bytes lead it to
        reason = str(error).partition("\n")[0]
        raise RecipeError(f"{path} is not a checkpoint of weights alone", reason) from error
    if not isinstance(state, dict):
        raise RecipeError(f"{path} holds a {type(state).__name__}", "expected a dictionary of weights")
    state = state.get("state_dict", state)
    tensors = {k: v.float() for k, v in state.items() if isinstance(v, Tensor) and v.ndim in (1, 4)}
    return {k: v for k, v in tensors.items() if k.endswith((".weight", ".bias"))}


def _in_order(tensors: dict[str, Tensor]) -> dict[str, Tensor]:
    """By layer number, weight before bias (safetensors sorts names as text)."""

    def place(name: str) -> tuple[int, bool]:
        layer, _, kind = name.rpartition(".")
        return (int(layer) if layer.isdecimal() else -1, kind == "bias")

    return dict(sorted(tensors.items(), key=lambda item: place(item[0])))


def _size_of(tensors: dict[str, Tensor], path: Path) -> Size:
    first = next(iter(tensors.values()), None)
    widths = {PDN_LAYERS[size][0][2]: size for size in SIZES}
    size = widths.get(first.shape[0]) if first is not None else None
    if size is None:
        raise RecipeError(f"{path} is not a teacher of size XS, S or M")
    return size
