"""Former states of a recipe, kept in `.versions/NUMBER/` of its folder and restorable."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path

from effad_desktop.core.calibration import CALIBRATION_FILE
from effad_desktop.core.parity import PARITY_FILE
from effad_desktop.core.recipe import INT8_FILE, METRICS_FILE, MODEL_FILE, RECIPE_FILE
from effad_desktop.errors import RecipeError, SettingsError
from effad_desktop.files import replacing

VERSIONS_FOLDER, VERSION_FILE = ".versions", "version.json"
DISTANCES_FILE = "distances.safetensors"
LARGE_FILES = (MODEL_FILE, INT8_FILE, str(Path(INT8_FILE).with_suffix(".bin")), DISTANCES_FILE)
"""Replaced, never written into: a version may share them. A person edits `recipe.toml` in place."""
MODEL_FILES = (*LARGE_FILES, PARITY_FILE, METRICS_FILE, CALIBRATION_FILE)
STATE_FILES = (*MODEL_FILES, RECIPE_FILE)
"""What makes a state, in the order in which it is put back: the threshold belongs to the model."""


@dataclass(frozen=True, slots=True)
class Version:
    """`model` is the model file's SHA-256; `what` was done to get here."""

    number: int
    when: datetime
    who: str
    what: str
    model: str
    threshold: float
    figures: Mapping[str, float] = field(default_factory=dict)


def read_versions(folder: Path) -> list[Version]:
    """Oldest first; what is no version is passed over."""
    found = [_read(place) for place in sorted((folder / VERSIONS_FOLDER).glob("[0-9]*"))]
    return sorted((v for v in found if v), key=lambda version: version.number)


def next_number(folder: Path) -> int:
    """Behind those that cannot be read, too."""
    taken = [int(place.name) for place in (folder / VERSIONS_FOLDER).glob("[0-9]*") if place.name.isdigit()]
    return max(taken, default=0) + 1


def keep_version(folder: Path, version: Version) -> None:
    """The state in which the recipe is now. Raises SettingsError."""
    place = _place(folder, version.number)
    aside = place.with_name(f".{place.name}.{os.getpid()}.part")
    try:
        aside.mkdir(parents=True)
        for name in STATE_FILES:
            if (folder / name).exists():
                (_link if name in LARGE_FILES else shutil.copyfile)(folder / name, aside / name)
        values = {**asdict(version), "when": version.when.isoformat()}
        with (aside / VERSION_FILE).open("w", encoding="utf-8") as file:
            file.write(json.dumps(values, ensure_ascii=False) + "\n")
            file.flush()
            os.fsync(file.fileno())
        aside.rename(place)
    except OSError as error:
        raise SettingsError(f"Cannot write {place}", error.strerror or str(error)) from error
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def put_back(folder: Path, number: int) -> None:
    """Raises RecipeError where there is no such version, SettingsError."""
    place = _place(folder, number)
    if _read(place) is None:
        known = ", ".join(str(v.number) for v in read_versions(folder)) or "none"
        raise RecipeError(f"There is no version {number}", f"there are: {known}")
    put_files(place, folder, STATE_FILES)


def put_files(source: Path, folder: Path, names: Sequence[str]) -> None:
    """What `source` has not is removed, for it belongs to another model. Raises SettingsError."""
    for name in names:
        if (source / name).exists():
            with replacing(folder / name) as aside:
                shutil.copyfile(source / name, aside)
        else:
            _remove(folder / name)


def _remove(file: Path) -> None:
    try:
        file.unlink(missing_ok=True)
    except OSError as error:
        raise SettingsError(f"Cannot remove {file}", error.strerror or str(error)) from error


def is_kept(folder: Path, version: Version) -> bool:
    """Whether the recipe is as it was then, byte for byte in the small files and by hash in the model."""
    place = _place(folder, version.number)
    names = (RECIPE_FILE, CALIBRATION_FILE)
    try:
        return all(
            (place / n).exists() == (folder / n).exists()
            and (not (folder / n).exists() or (place / n).read_bytes() == (folder / n).read_bytes())
            for n in names
        )
    except OSError as error:
        raise RecipeError(f"Cannot read {place}", error.strerror or str(error)) from error


def _place(folder: Path, number: int) -> Path:
    return folder / VERSIONS_FOLDER / f"{number:04}"


def _link(file: Path, target: Path) -> None:
    """A model that is replaced later stays as it was under its other name."""
    try:
        os.link(file, target)
    except OSError:  # a file system without links
        shutil.copyfile(file, target)


def _read(place: Path) -> Version | None:
    try:
        values = json.loads((place / VERSION_FILE).read_bytes())
        return Version(
            number=int(values["number"]),
            when=datetime.fromisoformat(values["when"]),
            who=str(values["who"]),
            what=str(values["what"]),
            model=str(values["model"]),
            threshold=float(values["threshold"]),
            figures={str(k): float(v) for k, v in values["figures"].items()},
        )
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None
