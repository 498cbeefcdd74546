"""EfficientAD follows, on the recipes page: the real panel over the files that a training leaves."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel
from pytestqt.qtbot import QtBot

import effad_desktop.promotion as module
from effad_desktop.core.promotion import (
    End,
    Order,
    Phase,
    Place,
    ProcessMark,
    Progress,
    Stage,
    read_order,
    write_state,
)
from effad_desktop.core.training_images import TRAINING_IMAGES_FILE
from effad_desktop.detection.manifest import read_manifest
from effad_desktop.gui.pages.recipes import RecipesPage
from effad_desktop.paths import DataFolder, built_in_recipes_dir
from effad_desktop.recipes import Recipes
from effad_desktop.station import open_recipes
from tests.effad_desktop.following import leave_candidate, train_instantly
from tests.effad_desktop.gui.page_bench import Bench, make_bench

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture(scope="module")
def compared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A recipe's folder with a candidate that waits."""
    trained = train_instantly(tmp_path_factory.mktemp("plate"))
    recipes = Recipes(tmp_path_factory.mktemp("compared"), built_in_recipes_dir())
    found = recipes.add(trained)
    leave_candidate(found, trained.parents[1] / "pictures")
    return found.folder


@pytest.fixture
def bench(qtbot: QtBot, tmp_path: Path, compared: Path) -> Iterator[Bench[RecipesPage]]:
    """The instant recipe `plate` is chosen; a candidate waits."""
    data = tmp_path / "data"
    shutil.copytree(compared, DataFolder(data).recipes / "plate")
    made = make_bench(RecipesPage, data)
    qtbot.addWidget(made.page)
    made.start()
    made.open()
    made.until(lambda: made.page.list.cards_model.cards)
    made.page.list.setCurrentIndex(made.page.list.cards_model.index(0))
    made.until(lambda: seen_phase(made) is Phase.READY)
    yield made
    made.until(lambda: not made.page.promotion._latest.busy)
    made.close()


def seen_phase(bench: Bench[RecipesPage]) -> Phase | None:
    seen = bench.page.promotion._seen
    return seen.state.phase if seen else None


def place_of(bench: Bench[RecipesPage]) -> Place:
    return Place(DataFolder(bench.backend.settings.data_dir).recipes / "plate")


def look(bench: Bench[RecipesPage], phase: Phase) -> None:
    bench.page.promotion._look()
    bench.until(lambda: seen_phase(bench) is phase and not bench.page.promotion._latest.busy)


def texts(bench: Bench[RecipesPage]) -> str:
    QTest.qWait(1)
    panel = bench.page.promotion
    return "\n".join(label.text() for label in panel.findChildren(QLabel) if label.isVisibleTo(panel))


def test_what_waits_is_compared_and_promoted(bench: Bench[RecipesPage]) -> None:
    panel = bench.page.promotion
    said = texts(bench)
    assert all(word in said for word in ("AU-ROC", "Good rejected", "Defects missed", "An image takes"))
    assert "They differ on" in said or "They agree" in said
    QTest.mouseClick(panel.promote, LEFT)
    bench.until(panel.isHidden)
    found = open_recipes(bench.backend.settings).find("plate")
    assert read_manifest(found.model_file).method == "efficientad"
    bench.until(lambda: len(bench.page.list.cards_model.cards[0].facts.versions) == 2)
    assert bench.page.details.restore.isVisibleTo(bench.page.details)
    assert panel.isHidden()
    assert not bench.told


def test_what_is_kept_is_asked_about_first(bench: Bench[RecipesPage]) -> None:
    panel = bench.page.promotion
    QTest.mouseClick(panel.keep, LEFT)
    assert "Keep plate as it is?" in panel.question.sentence
    QTest.mouseClick(panel.question.no, LEFT)
    assert place_of(bench).candidate.exists()
    QTest.mouseClick(panel.keep, LEFT)
    QTest.mouseClick(panel.question.yes, LEFT)
    bench.until(lambda: seen_phase(bench) is Phase.NONE)
    assert not place_of(bench).root.exists()
    assert panel.start.isVisibleTo(panel)


def test_a_training_that_another_window_has_begun_is_shown(bench: Bench[RecipesPage]) -> None:
    panel, place, me = bench.page.promotion, place_of(bench), psutil.Process()
    write_state(place.process, ProcessMark(me.pid, me.create_time()))
    write_state(place.progress, Progress(Stage.TRAINING, 1200, 4800, 1830.0))
    look(bench, Phase.RUNNING)
    assert "Step 1\u2009200 of 4\u2009800 · 30 min 30 s left" in panel.sentence.text().replace(
        "\u202f", "\u2009"
    )
    assert panel._timer.isActive()
    assert panel.pause.isVisibleTo(panel)
    QTest.mouseClick(panel.pause, LEFT)
    bench.until(lambda: seen_phase(bench) is Phase.PAUSING)
    assert place.pause.exists()
    place.process.unlink()
    write_state(place.progress, Progress(Stage.TRAINING, 1200, 4800, 1830.0, end=End.PAUSED))
    bench.until(lambda: seen_phase(bench) is Phase.PAUSED)
    assert "Paused at step" in panel.sentence.text()
    assert panel.go_on.isVisibleTo(panel)
    assert not panel._timer.isActive()


def test_a_process_that_died_and_one_that_failed_are_told(bench: Bench[RecipesPage]) -> None:
    panel, place = bench.page.promotion, place_of(bench)
    write_state(place.progress, Progress(Stage.TRAINING, 20, 4800, 1830.0))
    look(bench, Phase.STOPPED)
    assert "unexpectedly" in panel.sentence.text()
    write_state(place.progress, Progress(end=End.FAILED, title="No images in /x", detail="looked for .png"))
    look(bench, Phase.FAILED)
    assert "No images in /x" in panel.sentence.text()
    place.order.write_text("{")
    look(bench, Phase.FAILED)
    assert "is broken" in panel.sentence.text()


def test_a_recipe_that_was_taught_since_is_compared_again(bench: Bench[RecipesPage]) -> None:
    panel = bench.page.promotion
    open_recipes(bench.backend.settings).set_threshold("plate", 0.9, "anna")
    panel._look()
    bench.until(lambda: "has changed" in panel.sentence.text())
    assert panel.go_on.text() == "Compare again"
    assert panel.go_on.isVisibleTo(panel)


def test_without_training_the_page_says_what_is_needed(
    bench: Bench[RecipesPage], monkeypatch: pytest.MonkeyPatch
) -> None:
    panel, place = bench.page.promotion, place_of(bench)
    monkeypatch.setattr(module, "NEEDED", ("a_package_that_is_not_there",))
    shutil.rmtree(place.root)
    look(bench, Phase.NONE)
    assert "pip install 'effad-desktop[train]'" in panel.sentence.text()
    assert not panel.start.isVisibleTo(panel)
    monkeypatch.setattr("sys.frozen", True, raising=False)
    look(bench, Phase.NONE)
    assert "This executable cannot train" in panel.sentence.text()


def test_a_folder_is_chosen_where_nobody_knows_the_images(
    bench: Bench[RecipesPage], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel, place = bench.page.promotion, place_of(bench)
    shutil.rmtree(place.root)
    (place.recipe / TRAINING_IMAGES_FILE).unlink()
    panel.look_at("")
    panel.look_at("plate")
    bench.until(lambda: seen_phase(bench) is Phase.NONE)
    assert not panel.start.isEnabled()
    QTest.mouseClick(panel.choose, LEFT)
    dialog = panel.findChild(QFileDialog)
    assert isinstance(dialog, QFileDialog)
    dialog.fileSelected.emit(str(tmp_path))
    dialog.close()
    assert panel.start.isEnabled()
    monkeypatch.setattr(module.Promotion, "_launch", lambda _self: None)
    QTest.mouseClick(panel.start, LEFT)
    bench.until(lambda: seen_phase(bench) is Phase.STOPPED)
    order = read_order(place)
    assert order == Order(
        str(tmp_path), minutes=60.0, cache=str(DataFolder(bench.backend.settings.data_dir).engine_cache)
    )


def test_what_cannot_be_followed_shows_nothing(bench: Bench[RecipesPage]) -> None:
    names = [card.facts.name for card in bench.page.list.cards_model.cards]
    bench.page.list.setCurrentIndex(bench.page.list.cards_model.index(names.index("sample")))
    assert bench.page.promotion.isHidden()
