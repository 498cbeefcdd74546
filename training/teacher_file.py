"""Teachers on disk: safetensors in half precision, described in the metadata."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import save
from torch import nn

from effad_desktop.detection.networks import Size
from effad_desktop.files import write_replacing


def save_teacher(path: Path, network: nn.Module, size: Size, card: Mapping[str, Any]) -> None:
    """Raises SettingsError when it cannot be written."""
    tensors = {k: v.detach().cpu().to(torch.float16).contiguous() for k, v in network.state_dict().items()}
    metadata = {"format": "effad-teacher-1", "size": size, "card": json.dumps(card)}
    data = save(tensors, metadata)
    write_replacing(path, lambda aside: aside.write_bytes(data))
