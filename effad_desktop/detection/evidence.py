"""Labelled images of a recipe, with what the teacher sees in them: `evidence/ID.safetensors`.

They outlive the versions of the model: the teacher and the projection never change by learning.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load, save

from effad_desktop.core.inspection import Image
from effad_desktop.core.versions import DISTANCES_FILE
from effad_desktop.detection.memory_learning import Floats
from effad_desktop.detection.preprocessing import resize
from effad_desktop.errors import RecipeError, SettingsError
from effad_desktop.files import replacing, write_replacing

EVIDENCE_FOLDER = "evidence"


class Label(StrEnum):
    """`held-out`: good, and never in the bank. `good`: taught."""

    HELD_OUT = "held-out"
    GOOD = "good"
    DEFECT = "defect"


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """`image` is 256×256×3, `features` 3136×D. `id` is of its pixels."""

    id: str
    label: Label
    name: str
    who: str
    when: datetime
    image: NDArray[np.uint8]
    features: Floats


def evidence_of(
    image: Image, features: Floats, label: Label, name: str, who: str, when: datetime
) -> Evidence:
    small = resize(image)
    return Evidence(_digest(small), label, name, who, when, small, features)


def evidence_id(image: Image) -> str:
    return _digest(resize(image))


def _digest(small: NDArray[np.uint8]) -> str:
    return hashlib.sha256(small.tobytes()).hexdigest()[:16]


def write_evidence(folder: Path, evidence: Evidence) -> None:
    """A later label of the same image takes the place of the former, which is kept aside.

    Raises SettingsError.
    """
    facts = {"label": evidence.label, "name": evidence.name, "who": evidence.who}
    facts["when"] = evidence.when.isoformat()
    tensors: dict[str, NDArray[Any]] = {
        "image": np.ascontiguousarray(evidence.image),
        "features": evidence.features.astype(np.float16),
    }
    data = save(tensors, facts)
    file = _file(folder, evidence.id)
    if file.exists() and _read(file).label is not evidence.label:
        _keep_aside(file)
    write_replacing(file, lambda aside: aside.write_bytes(data))


def put_former_back(folder: Path, of: str) -> bool:
    """The image of this id is again what it was before its last label, if any; whether a person had given
    it one. Raises RecipeError, SettingsError.
    """
    file = _file(folder, of)
    former = _former(file)
    if not file.exists() or _read(file).label is Label.HELD_OUT:
        return False
    try:
        if former.exists():
            former.replace(file)
        else:
            file.unlink()
    except OSError as error:
        raise SettingsError(f"Cannot write {file}", error.strerror or str(error)) from error
    return True


def _file(folder: Path, of: str) -> Path:
    return folder / EVIDENCE_FOLDER / f"{of}.safetensors"


def _keep_aside(file: Path) -> None:
    """Not over one that was held out: that is what it is again when all is taken back."""
    former = _former(file)
    if not former.exists() or _read(former).label is not Label.HELD_OUT:
        with replacing(former) as aside:
            shutil.copyfile(file, aside)


def _former(file: Path) -> Path:
    return file.with_suffix(".former")


def read_evidence(folder: Path) -> list[Evidence]:
    """Raises RecipeError for a broken file."""
    return [_read(file) for file in sorted((folder / EVIDENCE_FOLDER).glob("*.safetensors"))]


def _read(file: Path) -> Evidence:
    try:
        data = file.read_bytes()
        (length,) = struct.unpack("<Q", data[:8])
        facts = json.loads(data[8 : 8 + length])["__metadata__"]
        tensors = load(data)
        return Evidence(
            id=file.stem,
            label=Label(facts["label"]),
            name=facts["name"],
            who=facts["who"],
            when=datetime.fromisoformat(facts["when"]),
            image=tensors["image"],
            features=tensors["features"].astype(np.float32),
        )
    except (OSError, ValueError, KeyError, struct.error, SafetensorError) as error:
        raise RecipeError(f"{file} is broken", f"{error}; remove it, or train again") from error


def write_distances(folder: Path, distances: Mapping[str, Floats]) -> None:
    """Of each labelled image to the bank as it is now. Raises SettingsError."""
    data = save(dict(distances))
    write_replacing(folder / DISTANCES_FILE, lambda aside: aside.write_bytes(data))


def read_distances(folder: Path) -> dict[str, Floats]:
    """Empty where they are to be measured anew."""
    try:
        return dict(load((folder / DISTANCES_FILE).read_bytes()))
    except (OSError, SafetensorError):
        return {}
