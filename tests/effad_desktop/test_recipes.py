from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from effad_desktop.core.recipe import MODEL_FILE, RECIPE_FILE
from effad_desktop.errors import EffadError, RecipeError, SettingsError, UsageError
from effad_desktop.recipes import BrokenRecipe, Recipes

MakeRecipe = Callable[..., Path]


@pytest.fixture
def shelf(tmp_path: Path, make_recipe: MakeRecipe) -> Recipes:
    make_recipe("sample", place=tmp_path / "built_in")
    return Recipes(tmp_path / "data" / "recipes", tmp_path / "built_in")


def leftovers(tmp_path: Path) -> list[str]:
    return [p.name for p in (tmp_path / "data" / "recipes").iterdir() if p.name.startswith(".")]


def zipped(folder: Path, prefix: str, file: Path) -> Path:
    with zipfile.ZipFile(file, "w") as archive:
        for path in folder.iterdir():
            archive.write(path, f"{prefix}{path.name}")
    return file


def test_an_added_folder_is_found_by_its_name(
    shelf: Recipes, make_recipe: MakeRecipe, tmp_path: Path
) -> None:
    folder = make_recipe("screws")
    (folder / "openvino").mkdir()
    (folder / "openvino" / "model.xml").write_text("engine file")
    added = shelf.add(folder)
    assert shelf.find("screws") == added
    assert (added.folder / "openvino" / "model.xml").is_file()
    assert [r.name for r in shelf] == ["screws", "sample"]
    assert leftovers(tmp_path) == []


def test_a_folder_anywhere_is_found_by_its_path(shelf: Recipes, make_recipe: MakeRecipe) -> None:
    folder = make_recipe("screws")
    assert shelf.find(str(folder)).model_file == folder / MODEL_FILE
    with pytest.raises(RecipeError, match="installed are: sample"):
        shelf.find("screws")


@pytest.mark.parametrize("prefix", ["", "screws/", "a/b/"])
def test_a_zip_is_added_wherever_the_recipe_lies_in_it(
    shelf: Recipes, make_recipe: MakeRecipe, tmp_path: Path, prefix: str
) -> None:
    added = shelf.add(zipped(make_recipe("screws"), prefix, tmp_path / "x.zip"))
    assert {p.name for p in added.folder.iterdir()} == {RECIPE_FILE, MODEL_FILE}


def test_what_is_exported_can_be_added_elsewhere(shelf: Recipes, tmp_path: Path) -> None:
    shelf.export("sample", tmp_path / "sample.zip")
    other = Recipes(tmp_path / "data" / "recipes", tmp_path / "none")
    assert other.add(tmp_path / "sample.zip").recipe == shelf.find("sample").recipe
    assert other.find("sample").check().product == "sample"


@pytest.mark.parametrize("name", ["../evil", "/evil", "a/../../evil", "..\\evil", "C:evil"])
def test_a_zip_that_points_outside_is_refused(
    shelf: Recipes, make_recipe: MakeRecipe, tmp_path: Path, name: str
) -> None:
    file = zipped(make_recipe("screws"), "", tmp_path / "x.zip")
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr(name, "evil")
    with pytest.raises(RecipeError, match="not safe"):
        shelf.add(file)
    assert [r.name for r in shelf] == ["sample"]
    assert leftovers(tmp_path) == []


def test_a_link_in_a_zip_is_refused(shelf: Recipes, make_recipe: MakeRecipe, tmp_path: Path) -> None:
    file = zipped(make_recipe("screws"), "", tmp_path / "x.zip")
    link = zipfile.ZipInfo("link")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr(link, "/etc/passwd")
    with pytest.raises(RecipeError, match="not safe"):
        shelf.add(file)


@pytest.mark.parametrize("data", [b"", b"hello", b"PK\x05\x06" + bytes(18)])
def test_a_file_that_is_no_recipe_is_refused(shelf: Recipes, tmp_path: Path, data: bytes) -> None:
    (tmp_path / "x.zip").write_bytes(data)
    with pytest.raises(RecipeError, match="no recipe"):
        shelf.add(tmp_path / "x.zip")


def test_a_cut_off_zip_is_refused(shelf: Recipes, make_recipe: MakeRecipe, tmp_path: Path) -> None:
    file = zipped(make_recipe("screws"), "", tmp_path / "x.zip")
    data = bytearray(file.read_bytes())
    data[60:90] = bytes(30)
    file.write_bytes(bytes(data))
    with pytest.raises(RecipeError):
        shelf.add(file)


def test_a_taken_name_needs_force(shelf: Recipes, make_recipe: MakeRecipe, tmp_path: Path) -> None:
    shelf.add(make_recipe("screws", threshold=0.4))
    newer = make_recipe("screws", threshold=0.7)
    with pytest.raises(UsageError, match="--force"):
        shelf.add(newer)
    assert shelf.find("screws").recipe.threshold == 0.4
    shelf.add(newer, force=True)
    assert shelf.find("screws").recipe.threshold == 0.7
    assert leftovers(tmp_path) == []


@pytest.mark.parametrize("damage", ["cut", "changed", "gone"])
def test_the_old_recipe_stays_until_the_new_one_is_whole(
    shelf: Recipes, make_recipe: MakeRecipe, damage: str
) -> None:
    shelf.add(make_recipe("screws", threshold=0.4))
    newer = make_recipe("screws", threshold=0.7)
    model = newer / MODEL_FILE
    data = model.read_bytes()
    model.write_bytes(data[:-9] if damage == "cut" else data[:-9] + b"x" * 9)
    if damage == "gone":
        model.unlink()
    with pytest.raises(RecipeError):
        shelf.add(newer, force=True)
    assert shelf.find("screws").recipe.threshold == 0.4
    shelf.find("screws").check()


def test_built_in_recipes_are_neither_replaced_nor_removed(shelf: Recipes, make_recipe: MakeRecipe) -> None:
    with pytest.raises(UsageError, match="built-in"):
        shelf.add(make_recipe("sample"), force=True)
    with pytest.raises(UsageError, match="built in"):
        shelf.remove("sample")
    assert shelf.find("sample").built_in


def test_a_removed_recipe_is_gone(shelf: Recipes, make_recipe: MakeRecipe, tmp_path: Path) -> None:
    shelf.add(make_recipe("screws"))
    shelf.remove("screws")
    assert [r.name for r in shelf] == ["sample"]
    assert leftovers(tmp_path) == []


@pytest.mark.parametrize("name", ["gone", "", ".", "..", "../../built_in/sample"])
def test_only_installed_names_are_removed(shelf: Recipes, name: str) -> None:
    with pytest.raises(EffadError):
        shelf.remove(name)
    assert [r.name for r in shelf] == ["sample"]


def test_a_broken_recipe_is_listed_with_its_reason(
    shelf: Recipes, make_recipe: MakeRecipe, tmp_path: Path
) -> None:
    added = shelf.add(make_recipe("screws"))
    shutil.copytree(added.folder, added.folder.with_name("nuts"))
    (added.folder / RECIPE_FILE).unlink()
    (added.folder.parent / "a file").touch()
    broken = [r for r in shelf.survey() if isinstance(r, BrokenRecipe)]
    assert [b.folder.name for b in broken] == ["screws"]
    with pytest.raises(RecipeError, match="is not a recipe"):
        shelf.find("screws")


def test_a_data_folder_that_cannot_be_made_is_said(make_recipe: MakeRecipe, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(SettingsError, match="Cannot make"):
        Recipes(tmp_path / "file" / "recipes", tmp_path / "none").add(make_recipe())
