"""What an inspection needs to know of one product: a folder with `recipe.toml` and a model."""

from __future__ import annotations

import math
import os
import re
import tomllib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from effad_desktop.errors import RecipeError

RECIPE_FILE = "recipe.toml"
MODEL_FILE = "model.safetensors"
METRICS_FILE = "metrics.json"
INT8_FILE = "model_int8.xml"
"""Beside the model file, where it was quantised; its weights are in a .bin of the same name."""
THUMBNAIL_FILE = "thumbnail.jpg"
"""A picture of the product, for people; a recipe may lack it."""

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_THRESHOLD_LINE = re.compile(r"^([ \t]*[\"']?threshold[\"']?[ \t]*=[ \t]*)([^\s#]+)", re.MULTILINE)
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Recipe:
    """`name` is also the folder's name, on every system; `threshold` is the highest normal score.

    Raises RecipeError for a name that is no folder name or a threshold that is no number.
    """

    name: str
    threshold: float
    created: datetime
    description: str = ""

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name) or _RESERVED.fullmatch(self.name) or self.name.endswith("."):
            raise RecipeError(
                f"{self.name!r} cannot name a recipe",
                "a name has 1 to 64 letters, digits, dots, dashes and underscores, "
                "begins with a letter or digit and does not end with a dot",
            )
        if not math.isfinite(self.threshold):
            raise RecipeError(f"The threshold {self.threshold} is no finite number")


def read_recipe(folder: Path) -> Recipe:
    """Raises RecipeError for a folder that is no whole recipe."""
    file = folder / RECIPE_FILE
    try:
        with file.open("rb") as stream:
            values = tomllib.load(stream)
    except FileNotFoundError as error:
        raise RecipeError(f"{folder} is not a recipe", f"there is no {RECIPE_FILE} in it") from error
    except OSError as error:
        raise RecipeError(f"Cannot read {file}", error.strerror or str(error)) from error
    except ValueError as error:
        raise RecipeError(f"{file} is not valid TOML", str(error)) from error
    if not (folder / MODEL_FILE).is_file():
        raise RecipeError(f"The recipe {folder} is not whole", f"there is no {MODEL_FILE} in it")
    try:
        return _recipe(values)
    except RecipeError as error:
        raise RecipeError(f"{file} is wrong", str(error)) from error


def write_recipe(recipe: Recipe, folder: Path) -> None:
    """Writes aside and renames, so that a reader never sees half a recipe. Raises RecipeError."""
    _write(_toml(recipe), folder)


def write_threshold(folder: Path, threshold: float) -> Recipe:
    """Changes that one value of a recipe's file; comments and other keys stay as people wrote them.

    Raises RecipeError.
    """
    recipe = replace(read_recipe(folder), threshold=threshold)
    file = folder / RECIPE_FILE
    text = file.read_bytes().decode()
    wanted = {**tomllib.loads(text), "threshold": threshold}
    for line in _THRESHOLD_LINE.finditer(text):  # one in a text of several lines is none
        changed = f"{text[: line.start(2)]}{threshold!r}{text[line.end(2) :]}"
        with suppress(tomllib.TOMLDecodeError):
            if tomllib.loads(changed) == wanted:
                _write(changed, folder)
                return recipe
    raise RecipeError(f"The threshold of {file} cannot be changed", "change it with an editor")


def _write(text: str, folder: Path) -> None:
    file = folder / RECIPE_FILE
    aside = folder / f".{RECIPE_FILE}.{os.getpid()}.part"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        aside.write_bytes(text.encode())
        aside.replace(file)
    except OSError as error:
        raise RecipeError(f"Cannot write {file}", error.strerror or str(error)) from error
    finally:
        with suppress(OSError):
            aside.unlink()


def _recipe(values: Mapping[str, object]) -> Recipe:
    threshold = values.get("threshold")
    if isinstance(threshold, bool) or not isinstance(threshold, int | float):
        raise RecipeError("threshold must be a number", _found(threshold))
    created = values.get("created")
    if not isinstance(created, datetime):
        raise RecipeError("created must be a date and time", _found(created))
    return Recipe(
        name=_text(values, "name"),
        threshold=float(threshold),
        created=created if created.tzinfo else created.replace(tzinfo=UTC),
        description=_text(values, "description") if "description" in values else "",
    )


def _text(values: Mapping[str, object], key: str) -> str:
    value = values.get(key)
    if not isinstance(value, str):
        raise RecipeError(f"{key} must be a text", _found(value))
    return value


def _found(value: object) -> str:
    return "it is missing" if value is None else f"it is {value!r}"


def _toml(recipe: Recipe) -> str:
    created = recipe.created if recipe.created.tzinfo else recipe.created.replace(tzinfo=UTC)
    lines = (
        f"name = {_quoted(recipe.name)}",
        f"description = {_quoted(recipe.description)}",
        f"threshold = {recipe.threshold!r}",
        f"created = {created.isoformat()}",
    )
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """A TOML basic string: quotes, backslashes and control characters are escaped."""
    short = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}
    return '"' + "".join(short.get(c) or (f"\\u{ord(c):04X}" if _is_control(c) else c) for c in text) + '"'


def _is_control(character: str) -> bool:
    return ord(character) < 0x20 or ord(character) == 0x7F
