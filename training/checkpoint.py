"""States of a run on disk: tensors and plain values, nothing that runs when it is read."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch

from effad_desktop.errors import UsageError
from effad_desktop.files import write_replacing


def save_checkpoint(path: Path, state: Mapping[str, Any]) -> None:
    """Raises SettingsError when it cannot be written; the last good checkpoint then stays."""
    data = io.BytesIO()  # torch's own writer says RuntimeError where the disk is full
    torch.save(dict(state), data)
    write_replacing(path, lambda aside: aside.write_bytes(data.getbuffer()))


def load_checkpoint(
    path: Path, params: Mapping[str, Any], may_differ: tuple[str, ...] = ()
) -> dict[str, Any]:
    """Raises UsageError for a broken checkpoint or one of other parameters."""
    try:
        state: dict[str, Any] = torch.load(path, weights_only=True, map_location="cpu")
        known = dict(state["params"])
    except Exception as error:  # torch's reader raises whatever the bytes lead it to
        detail = "it is cut off or no checkpoint; remove it to start anew"
        raise UsageError(f"Checkpoint {path} cannot be read", detail) from error
    changed = [k for k, v in params.items() if known.get(k) != v and k not in may_differ]
    if changed:
        raise UsageError(
            f"Checkpoint {path} is of a run with other settings",
            f"{', '.join(changed)} differ; remove it to start anew",
        )
    return state
