from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from effad_desktop.core.recipe import (
    MODEL_FILE,
    RECIPE_FILE,
    Recipe,
    read_recipe,
    write_recipe,
    write_threshold,
)
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


# --- another threshold -----------------------------------------------------------------------------------

BY_HAND = """\
# our screws
name = "screws"
description = '''
threshold = 7 is what we had before'''
threshold = 0.4  # ask Anna before you change it
created = 2026-03-04T05:06:07Z

[camera]
threshold = 3
"""


def test_another_threshold_leaves_all_else_as_people_wrote_it(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, BY_HAND)
    assert write_threshold(folder, 0.55).threshold == 0.55
    assert (folder / RECIPE_FILE).read_text() == BY_HAND.replace("= 0.4 ", "= 0.55 ")
    assert read_recipe(folder).threshold == 0.55
    assert {p.name for p in folder.iterdir()} == {RECIPE_FILE, MODEL_FILE}


@pytest.mark.parametrize(
    "line", ['"threshold" = 0.4', "threshold=4e-1", "  threshold\t= 1", "'threshold' = -0.5"]
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_threshold_is_found_however_it_is_written(tmp_path: Path, line: str, end: str) -> None:
    text = GOOD.replace("threshold = 0.4", line).replace("\n", end)
    (tmp_path / MODEL_FILE).touch()
    (tmp_path / RECIPE_FILE).write_bytes(text.encode())
    assert write_threshold(tmp_path, 0.25).threshold == read_recipe(tmp_path).threshold == 0.25
    assert (tmp_path / RECIPE_FILE).read_bytes().count(end.encode()) == 3


def test_a_threshold_that_cannot_be_found_is_left_to_an_editor(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, GOOD.replace("threshold", '"thresh\\u006fld"'))
    with pytest.raises(RecipeError, match="cannot be changed: change it with an editor"):
        write_threshold(folder, 0.5)
    assert read_recipe(folder).threshold == 0.4


def test_a_threshold_that_is_no_number_is_never_written(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, GOOD)
    with pytest.raises(RecipeError, match="no finite number"):
        write_threshold(folder, float("nan"))
    assert (folder / RECIPE_FILE).read_text() == GOOD
