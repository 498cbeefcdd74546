from __future__ import annotations

import math
import os
import shutil
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from effad_desktop.core.calibration import calibrate, write_calibration
from effad_desktop.core.recipe import MODEL_FILE, RECIPE_FILE, read_recipe, write_recipe
from effad_desktop.core.threshold_changes import CHANGES_FILE
from effad_desktop.detection.manifest import read_manifest
from effad_desktop.errors import EffadError, RecipeError, SettingsError, UsageError
from effad_desktop.paths import built_in_recipes_dir
from effad_desktop.recipes import BrokenRecipe, Recipes

MakeRecipe = Callable[..., Path]


@pytest.fixture
def shelf(tmp_path: Path, make_recipe: MakeRecipe) -> Recipes:
    make_recipe("sample", place=tmp_path / "built_in")
    return Recipes(tmp_path / "data" / "recipes", tmp_path / "built_in")


def leftovers(tmp_path: Path) -> list[str]:
    """But for locks, which stay: whoever waits for one has its file open."""
    hidden = [p.name for p in (tmp_path / "data" / "recipes").iterdir() if p.name.startswith(".")]
    return [name for name in hidden if not name.endswith(".lock")]


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


def test_a_damaged_int8_model_is_not_installed(shelf: Recipes, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(built_in_recipes_dir() / "sample", tmp_path / "part"))
    write_recipe(replace(read_recipe(folder), name="part"), folder)
    shelf.add(folder)
    weights = folder / "model_int8.bin"
    weights.write_bytes(weights.read_bytes()[:-1] + b"x")
    with pytest.raises(RecipeError, match=r"model_int8\.xml or its \.bin was changed"):
        shelf.add(folder, force=True)


@pytest.mark.parametrize("name", ["a" * 300, "é" * 200, "C:", "a\0b"])
def test_what_can_name_no_folder_is_an_unknown_recipe(shelf: Recipes, name: str) -> None:
    with pytest.raises(RecipeError, match="No recipe"):
        shelf.locate(name, folders=False)


def test_files_of_a_pc_without_a_clock_are_exported(
    shelf: Recipes, make_recipe: MakeRecipe, tmp_path: Path
) -> None:
    folder = make_recipe("screws")
    os.utime(folder / RECIPE_FILE, (0, 0))
    shelf.export(str(folder), tmp_path / "screws.zip")
    assert shelf.add(tmp_path / "screws.zip").name == "screws"


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


# --- another threshold -----------------------------------------------------------------------------------


def test_a_threshold_is_set_and_who_did_it_is_kept(shelf: Recipes, make_recipe: MakeRecipe) -> None:
    shelf.add(make_recipe("screws", threshold=0.4))
    changed = shelf.set_threshold("screws", 0.5, "anna")
    assert changed == shelf.find("screws")
    assert changed.recipe.threshold == 0.5
    shelf.set_threshold("screws", 0.45, "bob")
    assert [(c.who, c.old, c.new) for c in changed.threshold_changes()] == [
        ("anna", 0.4, 0.5),
        ("bob", 0.5, 0.45),
    ]


def test_the_threshold_it_has_already_is_no_change(shelf: Recipes, make_recipe: MakeRecipe) -> None:
    shelf.add(make_recipe("screws", threshold=0.4))
    assert shelf.set_threshold("screws", 0.4, "anna").threshold_changes() == []
    assert shelf.set_threshold("sample", 0.4, "anna").built_in


def test_a_built_in_recipe_is_copied_and_the_copy_changed(shelf: Recipes, tmp_path: Path) -> None:
    before = {p: p.read_bytes() for p in (tmp_path / "built_in").rglob("*") if p.is_file()}
    changed = shelf.set_threshold("sample", 0.5, "anna")
    assert (changed.built_in, changed.folder) == (False, tmp_path / "data" / "recipes" / "sample")
    assert shelf.find("sample").recipe.threshold == 0.5
    assert [(r.name, r.built_in) for r in shelf] == [("sample", False)]
    assert {p: p.read_bytes() for p in (tmp_path / "built_in").rglob("*") if p.is_file()} == before
    assert leftovers(tmp_path) == []
    shelf.remove("sample")
    assert shelf.find("sample").recipe.threshold == 0.4
    assert shelf.find("sample").built_in


def test_a_built_in_recipe_given_by_its_folder_is_copied_too(
    shelf: Recipes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    shelf.set_threshold("built_in/sample", 0.5, "anna")
    assert Recipes(tmp_path / "none", tmp_path / "built_in").find("sample").recipe.threshold == 0.4


def test_a_recipe_anywhere_is_changed_where_it_lies(
    shelf: Recipes, make_recipe: MakeRecipe, tmp_path: Path
) -> None:
    folder = make_recipe("screws")
    assert shelf.set_threshold(str(folder), 0.6, "anna").folder == folder
    assert [r.name for r in shelf] == ["sample"]


@pytest.mark.parametrize("value", [math.nan, math.inf])
def test_a_threshold_that_is_no_number_is_refused(shelf: Recipes, value: float) -> None:
    with pytest.raises(UsageError, match="is no finite number"):
        shelf.set_threshold("sample", value, "anna")
    assert shelf.find("sample").built_in


def test_a_threshold_that_cannot_be_written_is_as_it_was(shelf: Recipes, make_recipe: MakeRecipe) -> None:
    added = shelf.add(make_recipe("screws", threshold=0.4))
    (added.folder / CHANGES_FILE).mkdir()
    with pytest.raises(SettingsError, match="Cannot write"):
        shelf.set_threshold("screws", 0.5, "anna")
    assert shelf.find("screws").recipe.threshold == 0.4


def test_changes_and_scores_go_with_a_recipe(shelf: Recipes, make_recipe: MakeRecipe, tmp_path: Path) -> None:
    made = make_recipe("screws")
    model = read_manifest(made / MODEL_FILE).sha256
    write_calibration(calibrate([0.1, 0.2, 0.3], model=model), made)
    shelf.add(made)
    shelf.set_threshold("screws", 0.5, "anna")
    shelf.export("screws", tmp_path / "screws.zip")
    found = Recipes(tmp_path / "other", tmp_path / "none").add(tmp_path / "screws.zip")
    calibration = found.calibration()
    assert calibration is not None
    assert calibration.scores == (0.1, 0.2, 0.3)
    assert [c.who for c in found.threshold_changes()] == ["anna"]


def test_scores_of_another_model_are_refused(shelf: Recipes, make_recipe: MakeRecipe) -> None:
    added = shelf.add(make_recipe("screws"))
    assert added.calibration() is None
    write_calibration(calibrate([0.1, 0.2, 0.3], model="of old"), added.folder)
    with pytest.raises(RecipeError, match="belongs to another model"):
        added.calibration()
