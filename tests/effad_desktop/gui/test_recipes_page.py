from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from effad_desktop.core.recipe import MODEL_FILE, THUMBNAIL_FILE
from effad_desktop.gui.backend import Phase
from effad_desktop.gui.pages.recipes import RecipesPage
from effad_desktop.imaging import encode_jpeg
from effad_desktop.paths import DataFolder
from effad_desktop.station import open_recipes
from tests.effad_desktop.conftest import MakeRecipe
from tests.effad_desktop.gui.page_bench import Bench, make_bench

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def bench(qtbot: QtBot, tmp_path: Path, make_recipe: MakeRecipe) -> Iterator[Bench[RecipesPage]]:
    """`nuts`, `screws` and the built-in `sample`, which is in use."""
    data = tmp_path / "data"
    for name in ("nuts", "screws"):
        make_recipe(name, place=DataFolder(data).recipes)
    made = make_bench(RecipesPage, data)
    qtbot.addWidget(made.page)
    made.start()
    made.open()
    made.until(lambda: shown(made))
    made.until(lambda: made.page._in_use)
    yield made
    made.close()


def shown(bench: Bench[RecipesPage]) -> list[str]:
    return [card.facts.name for card in bench.page.list.cards_model.cards]


def choose(bench: Bench[RecipesPage], name: str) -> None:
    bench.page.list.setCurrentIndex(bench.page.list.cards_model.index(shown(bench).index(name)))


def words(bench: Bench[RecipesPage]) -> str:
    """All that the panel says."""
    QTest.qWait(1)  # labels that are new are shown by an event
    labels = bench.page.details.findChildren(QLabel)
    return "\n".join(label.text() for label in labels if label.isVisibleTo(bench.page.details))


def settled(bench: Bench[RecipesPage]) -> None:
    bench.until(lambda: not bench.page._orders.busy)


def test_every_recipe_has_a_card_that_can_be_read_aloud(bench: Bench[RecipesPage]) -> None:
    assert shown(bench) == ["nuts", "screws", "sample"]
    index = bench.page.list.cards_model.index(2)
    spoken = str(index.data(Qt.ItemDataRole.AccessibleTextRole))
    assert spoken.startswith("sample, In use, Built in, AU-ROC")


def test_arrow_keys_choose_and_the_panel_follows(bench: Bench[RecipesPage]) -> None:
    bench.page.list.setFocus()
    QTest.keyClick(bench.page.list, Qt.Key.Key_Down)
    assert bench.page.list.chosen_name == "screws"
    assert "screws" in words(bench)
    QTest.keyClick(bench.page.list, Qt.Key.Key_End)
    assert "a higher score is NG" in words(bench)


def test_what_a_threshold_costs_is_told_with_its_changes(bench: Bench[RecipesPage]) -> None:
    recipes = open_recipes(bench.backend.settings)
    recipes.set_threshold("nuts", 0.5, "anna")
    bench.page.opened()
    settled(bench)
    choose(bench, "nuts")
    assert "0.5: a higher score is NG" in words(bench)
    assert "0.4 → 0.5, by anna" in words(bench)
    assert "not known" in words(bench)


def test_what_is_broken_is_said_in_words(bench: Bench[RecipesPage]) -> None:
    folder = DataFolder(bench.backend.settings.data_dir).recipes
    (folder / "half").mkdir()
    model = folder / "nuts" / MODEL_FILE
    model.write_bytes(model.read_bytes()[:-3] + b"xyz")
    bench.page.opened()
    settled(bench)
    choose(bench, "half")
    assert "half is not a recipe: there is no recipe.toml in it" in words(bench)
    assert not bench.page.details.use.isEnabled()
    choose(bench, "nuts")
    assert "was changed after it was written" in words(bench)
    assert not bench.page.details.export.isEnabled()


def test_a_dropped_folder_is_added_and_chosen(
    bench: Bench[RecipesPage], make_recipe: MakeRecipe, tmp_path: Path
) -> None:
    bench.page.take([make_recipe("washers", place=tmp_path / "usb")])
    bench.until(lambda: "washers" in shown(bench))
    assert bench.page.list.chosen_name == "washers"
    assert not bench.told


def test_what_is_no_recipe_is_said_and_the_rest_is_added(
    bench: Bench[RecipesPage], make_recipe: MakeRecipe, tmp_path: Path
) -> None:
    letter = tmp_path / "letter.pdf"
    letter.write_bytes(b"%PDF-1.4")
    bench.page.take([letter, tmp_path / "nowhere", make_recipe("washers", place=tmp_path / "usb")])
    bench.until(lambda: "washers" in shown(bench))
    assert ["letter.pdf" in bench.told[0].title, "nowhere" in bench.told[1].title] == [True, True]


def test_a_taken_name_is_asked_about(
    bench: Bench[RecipesPage], make_recipe: MakeRecipe, tmp_path: Path
) -> None:
    newer = make_recipe("nuts", 0.9, place=tmp_path / "usb")
    bench.page.take([newer])
    bench.until(lambda: bench.page._question.sentence)
    QTest.mouseClick(bench.page._question.no, LEFT)
    assert open_recipes(bench.backend.settings).find("nuts").recipe.threshold == 0.4
    bench.page.take([newer])
    bench.until(lambda: bench.page._question.sentence)
    QTest.mouseClick(bench.page._question.yes, LEFT)
    settled(bench)
    assert open_recipes(bench.backend.settings).find("nuts").recipe.threshold == 0.9
    assert not bench.page._question.sentence


def test_removing_is_asked_first(bench: Bench[RecipesPage]) -> None:
    choose(bench, "nuts")
    QTest.mouseClick(bench.page.details.remove, LEFT)
    assert "Remove nuts?" in bench.page.details.question.sentence
    QTest.keyClick(bench.page.details.question.no, Qt.Key.Key_Escape)
    assert not bench.page.details.question.sentence
    bench.page.list.setFocus()
    QTest.mouseClick(bench.page.details.remove, LEFT)
    QTest.mouseClick(bench.page.details.question.yes, LEFT)
    bench.until(lambda: shown(bench) == ["screws", "sample"])
    assert bench.page.list.chosen_name == "screws"


def test_a_question_about_one_recipe_goes_when_another_is_chosen(bench: Bench[RecipesPage]) -> None:
    choose(bench, "nuts")
    QTest.mouseClick(bench.page.details.remove, LEFT)
    choose(bench, "screws")
    assert not bench.page.details.question.sentence


def test_what_is_built_in_or_in_use_cannot_be_removed(bench: Bench[RecipesPage]) -> None:
    choose(bench, "sample")
    assert not bench.page.details.remove.isEnabled()
    assert "Built in" in words(bench)
    choose(bench, "nuts")
    QTest.mouseClick(bench.page.details.use, LEFT)
    bench.until(lambda: not bench.page.details.remove.isEnabled())
    assert "use another one first" in words(bench)


def test_a_changed_copy_of_a_built_in_recipe_can_be_removed_though_in_use(bench: Bench[RecipesPage]) -> None:
    open_recipes(bench.backend.settings).set_threshold("sample", 0.5, "anna")
    bench.page.reload("sample")
    settled(bench)
    QTest.mouseClick(bench.page.details.remove, LEFT)
    assert "built-in recipe of that name is used again" in bench.page.details.question.sentence
    QTest.mouseClick(bench.page.details.question.yes, LEFT)
    bench.until(lambda: "Built in" in words(bench))


def test_the_default_recipe_is_used_at_once_and_at_the_next_start(bench: Bench[RecipesPage]) -> None:
    choose(bench, "screws")
    before = bench.backend.assembly
    assert before
    QTest.mouseClick(bench.page.details.use, LEFT)
    bench.until(lambda: bench.saved.default_recipe == "screws")
    bench.until(lambda: not bench.page.details.use.isEnabled())
    assert before.station.status().recipe == "screws"
    assert bench.backend.assembly is before
    bench.until(lambda: bench.page.list.cards_model.cards[1].badges == ("In use",))


def test_another_default_recipe_starts_a_station_that_could_not(
    bench: Bench[RecipesPage], caplog: pytest.LogCaptureFixture
) -> None:
    bench.backend.restart(bench.backend.settings.model_copy(update={"default_recipe": "gone"}))
    bench.until(lambda: bench.backend.phase is Phase.FAILED)
    choose(bench, "screws")
    QTest.mouseClick(bench.page.details.use, LEFT)
    bench.until(lambda: bench.backend.phase is Phase.READY)
    assert bench.saved.default_recipe == "screws"


def test_an_exported_recipe_can_be_added_elsewhere(bench: Bench[RecipesPage], tmp_path: Path) -> None:
    choose(bench, "nuts")
    QTest.mouseClick(bench.page.details.export, LEFT)
    dialog = bench.page.findChild(QFileDialog)
    assert isinstance(dialog, QFileDialog)
    dialog.fileSelected.emit(str(tmp_path / "nuts.zip"))
    dialog.close()
    settled(bench)
    assert f"nuts/{MODEL_FILE}" in zipfile.ZipFile(tmp_path / "nuts.zip").namelist()
    bench.page.remove("nuts")
    bench.until(lambda: "nuts" not in shown(bench))
    bench.page.take([tmp_path / "nuts.zip"])
    bench.until(lambda: "nuts" in shown(bench))


def test_a_folder_is_added_by_the_dialog(
    bench: Bench[RecipesPage], make_recipe: MakeRecipe, tmp_path: Path
) -> None:
    bench.page._from_folder.trigger()
    dialog = bench.page.findChild(QFileDialog)
    assert isinstance(dialog, QFileDialog)
    dialog.filesSelected.emit([str(make_recipe("washers", place=tmp_path / "usb"))])
    dialog.close()
    bench.until(lambda: "washers" in shown(bench))


def test_a_picture_is_shown_where_there_is_one(bench: Bench[RecipesPage]) -> None:
    folder = DataFolder(bench.backend.settings.data_dir).recipes
    (folder / "nuts" / THUMBNAIL_FILE).write_bytes(
        encode_jpeg(np.full((90, 120, 3), (200, 40, 40), np.uint8))
    )
    (folder / "screws" / THUMBNAIL_FILE).write_bytes(b"no picture")
    bench.page.opened()
    settled(bench)
    pictures = {card.facts.name: card.facts.picture for card in bench.page.list.cards_model.cards}
    assert pictures["nuts"] is not None
    assert pictures["screws"] is None
    seen = bench.page.list.grab().toImage()
    red = seen.pixelColor(round(60 * seen.devicePixelRatio()), round(50 * seen.devicePixelRatio()))
    assert (red.red() > 150, red.green() < 80) == (True, True)
