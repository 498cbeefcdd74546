"""Versions of a recipe, whatever a person or a power cut does to its files."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from effad_desktop.core.recipe import MODEL_FILE, RECIPE_FILE, read_recipe, write_recipe, write_threshold
from effad_desktop.core.versions import read_versions
from effad_desktop.paths import built_in_recipes_dir
from effad_desktop.recipes import Recipes
from effad_desktop.versions import keep_as_it_is, restore


@pytest.fixture
def shelf(tmp_path: Path) -> Recipes:
    """With the sample recipe as `part`, and a first version of it."""
    folder = Path(shutil.copytree(built_in_recipes_dir() / "sample", tmp_path / "recipes" / "part"))
    old = read_recipe(folder)
    write_recipe(type(old)("part", 0.25, old.created), folder)
    shelf = Recipes(tmp_path / "recipes", tmp_path / "built_in")
    keep_as_it_is(shelf.find("part"))
    return shelf


def edit_in_place(file: Path, old: str, new: str) -> None:
    """As editors do that don't rename."""
    text = file.read_text()
    assert old in text
    with file.open("r+") as open_file:
        open_file.write(text.replace(old, new))
        open_file.truncate()


def test_editing_a_recipe_by_hand_leaves_its_versions_alone(shelf: Recipes) -> None:
    folder = shelf.find("part").folder
    edit_in_place(folder / RECIPE_FILE, "0.25", "0.9")
    assert shelf.find("part").recipe.threshold == 0.9
    restore(shelf, "part", 1, "eve")
    assert shelf.find("part").recipe.threshold == 0.25
    assert [v.threshold for v in read_versions(folder)] == [0.25, 0.9, 0.25]


def test_a_version_takes_no_room_for_a_model_that_did_not_change(shelf: Recipes) -> None:
    folder = shelf.find("part").folder
    assert (folder / ".versions" / "0001" / MODEL_FILE).samefile(folder / MODEL_FILE)


def test_a_version_that_cannot_be_read_stands_in_nobody_s_way(shelf: Recipes) -> None:
    folder = shelf.find("part").folder
    write_threshold(folder, 0.5)
    keep_as_it_is(shelf.find("part"))
    (folder / ".versions" / "0002" / "version.json").write_text("")
    assert restore(shelf, "part", 1, "eve").number == 4
    assert shelf.find("part").recipe.threshold == 0.25
    assert [v.number for v in read_versions(folder)] == [1, 3, 4]
