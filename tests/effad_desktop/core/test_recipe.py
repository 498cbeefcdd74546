from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from effad_desktop.core.recipe import MODEL_FILE, RECIPE_FILE, Recipe, read_recipe, write_recipe
from effad_desktop.errors import RecipeError

CREATED = datetime(2026, 3, 4, 5, 6, 7, 890, tzinfo=UTC)
GOOD = 'name = "screws"\nthreshold = 0.4\ncreated = 2026-03-04T05:06:07Z\n'


def folder_with(tmp_path: Path, text: str, model: bool = True) -> Path:
    (tmp_path / RECIPE_FILE).write_text(text, encoding="utf-8")
    if model:
        (tmp_path / MODEL_FILE).touch()
    return tmp_path


@pytest.mark.parametrize(
    "description",
    ["", 'a "quoted" \\ word', "two\nlines\ttab\r", "Schraube Ø 4 – 日本 🔩", "\x00\x1b\x7f", "'''"],
)
@pytest.mark.parametrize("threshold", [0.4, -1.0, 1e-30, 1e300, 3.0])
def test_what_was_written_is_read(tmp_path: Path, description: str, threshold: float) -> None:
    recipe = Recipe("M4.screws_v2-b", threshold, CREATED, description)
    (tmp_path / MODEL_FILE).touch()
    write_recipe(recipe, tmp_path)
    assert read_recipe(tmp_path) == recipe
    assert {p.name for p in tmp_path.iterdir()} == {RECIPE_FILE, MODEL_FILE}


def test_a_time_without_zone_is_read_as_utc(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, GOOD.replace("07Z", "07"))
    assert read_recipe(folder).created == datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name = ", "not valid TOML"),
        (GOOD.replace("threshold = 0.4", ""), "threshold must be a number: it is missing"),
        (GOOD.replace("0.4", "nan"), "no finite number"),
        (GOOD.replace("0.4", "inf"), "no finite number"),
        (GOOD.replace("0.4", '"0.4"'), "threshold must be a number: it is '0.4'"),
        (GOOD.replace("0.4", "true"), "threshold must be a number: it is True"),
        (GOOD.replace('"screws"', "4"), "name must be a text"),
        (GOOD.replace("created", "made"), "created must be a date and time"),
        (GOOD + "description = 4", "description must be a text"),
    ],
)
def test_a_wrong_recipe_says_what_is_wrong(tmp_path: Path, text: str, said: str) -> None:
    folder = folder_with(tmp_path, text)
    with pytest.raises(RecipeError, match=said) as caught:
        read_recipe(folder)
    assert RECIPE_FILE in caught.value.title


@pytest.mark.parametrize(
    "name", ["", ".", "..", "../x", "a/b", "a\\b", "-x", ".x", "a b", "x.", "CON", "nul.x", "x" * 65]
)
def test_a_name_that_is_no_folder_name_is_refused(name: str) -> None:
    with pytest.raises(RecipeError, match="cannot name a recipe"):
        Recipe(name, 0.4, CREATED)


def test_a_folder_without_recipe_or_model_is_not_whole(tmp_path: Path) -> None:
    with pytest.raises(RecipeError, match="is not a recipe"):
        read_recipe(tmp_path / "missing")
    with pytest.raises(RecipeError, match=f"there is no {MODEL_FILE}"):
        read_recipe(folder_with(tmp_path, GOOD, model=False))


def test_bytes_that_are_no_text_are_no_recipe(tmp_path: Path) -> None:
    (folder_with(tmp_path, GOOD) / RECIPE_FILE).write_bytes(b"name = '\xff'")
    with pytest.raises(RecipeError, match="not valid TOML"):
        read_recipe(tmp_path)
