"""What a model file says of itself; readable without torch."""

from __future__ import annotations

import hashlib
import json
import struct
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from effad_desktop.detection.preprocessing import PREPROCESSING
from effad_desktop.errors import RecipeError

FORMAT = "effad-model-1"
MAX_HEADER = 10_000_000
METHODS = ("efficientad", "memory")
"""EfficientAD (arXiv 2303.14535); PatchCore (arXiv 2106.08265) on EfficientAD's teacher."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """Kept in the safetensors metadata; `sha256` is of the tensors' bytes."""

    size: str
    product: str
    created: str
    effad_version: str
    sha256: str = ""
    format: str = FORMAT
    method: str = "efficientad"
    preprocessing: str = PREPROCESSING
    threshold: float | None = None
    teacher_sha256: str = ""
    data_sha256: str = ""
    code_version: str = ""
    preset: str = ""
    steps: int = 0
    seconds: float = 0.0
    figures: dict[str, float] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()

    def to_metadata(self) -> dict[str, str]:
        return {"format": self.format, "manifest": json.dumps(asdict(self))}


def read_manifest(path: Path) -> Manifest:
    """Raises RecipeError for what is missing, truncated, no model, or of another version."""
    header, _ = read_header(path)
    metadata = header.get("__metadata__", {})
    found = metadata.get("format")
    if found != FORMAT:
        raise RecipeError(
            f"{path} is not a model of this version",
            f"it says {found!r}, expected {FORMAT!r}; train it again or update effad",
        )
    try:
        values = json.loads(metadata["manifest"])
        known = {f.name for f in fields(Manifest)}
        values["warnings"] = tuple(values.get("warnings", ()))
        manifest = Manifest(**{k: v for k, v in values.items() if k in known})
    except (KeyError, ValueError, TypeError) as error:
        raise RecipeError(f"The manifest of {path} is broken", str(error)) from error
    if manifest.preprocessing != PREPROCESSING:
        raise RecipeError(
            f"{path} was trained with another preprocessing",
            f"it says {manifest.preprocessing!r}, this version does {PREPROCESSING!r}",
        )
    return manifest


def read_header(path: Path) -> tuple[dict[str, Any], int]:
    """The safetensors header, and where the tensors' bytes begin. Raises RecipeError."""
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            (length,) = struct.unpack("<Q", file.read(8))
            if length > min(size, MAX_HEADER):
                raise RecipeError(f"{path} is truncated or not a safetensors file")
            header: dict[str, Any] = json.loads(file.read(length))
        tensors = [v["data_offsets"][1] for k, v in header.items() if k != "__metadata__"]
    except OSError as error:
        raise RecipeError(f"Cannot read {path}", error.strerror or str(error)) from error
    except (struct.error, ValueError, TypeError, KeyError, AttributeError) as error:
        raise RecipeError(f"{path} is truncated or not a safetensors file", str(error)) from error
    expected = 8 + length + max(tensors, default=0)
    if size != expected:
        raise RecipeError(f"{path} is truncated", f"it has {size} bytes, expected {expected}")
    return header, 8 + length


def payload_sha256(path: Path) -> str:
    """SHA-256 of the tensors' bytes, without the header that carries it."""
    _, start = read_header(path)
    with path.open("rb") as file:
        file.seek(start)
        return hashlib.file_digest(file, "sha256").hexdigest()
