"""This one is good, and this is a defect: on a real recipe of the method memory, judged by its real model."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from effad_desktop.core.recipe import MODEL_FILE
from effad_desktop.core.versions import read_versions
from effad_desktop.detection.engines import load_detector
from effad_desktop.gui import theme
from effad_desktop.gui.pages.recipes import RecipesPage
from effad_desktop.gui.pages.recipes_facts import gather
from effad_desktop.gui.pages.recipes_words import RecipeWords
from effad_desktop.imaging import load_image
from effad_desktop.paths import built_in_recipes_dir
from effad_desktop.teaching import Teaching
from tests.effad_desktop.gui.batch_bench import RECIPE, Bench, make_bench, ready
from tests.effad_desktop.gui.page_bench import make_bench as make_page
from tests.effad_desktop.plates import plate, recipes_of, write

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def folder(trained_plates: Path, tmp_path: Path) -> Path:
    return shutil.copytree(trained_plates, tmp_path / "data" / "recipes" / RECIPE)


@pytest.fixture
def images(tmp_path: Path) -> Path:
    """Three as it was trained with, one with a stain that is good all the same, one with a red defect."""
    for i in range(3):
        write(tmp_path / "parts" / f"plain{i}.png", plate(50 + i))
    write(tmp_path / "parts" / "stain.png", plate(60, (60, 60, 60)))
    write(tmp_path / "parts" / "wrong.png", plate(61, (0, 0, 250)))
    return tmp_path / "parts"


def bench_of(qtbot: QtBot, data: Path, detector: object = None) -> Bench:
    made = make_bench(data, detector)  # type: ignore[arg-type]
    qtbot.addWidget(made.page)
    made.page.resize(1184, 660)
    made.page.show()
    made.page.opened()
    return ready(made)


@pytest.fixture
def bench(qtbot: QtBot, qapp: QApplication, folder: Path, images: Path) -> Iterator[Bench]:
    theme.wear(qapp, "light")
    made = bench_of(qtbot, folder.parents[1], load_detector(folder / MODEL_FILE, "cpu"))
    made.inspect(images)
    yield made
    made.backend.close()


def look_at(bench: Bench, name: str) -> None:
    bench.page.parts.table.go_to(bench.names.index(name))
    bench.until(bench.page.parts.teach.good.isEnabled)


def score(bench: Bench, name: str) -> float:
    return next(result.score for result in bench.results if result.name == name)


def press(bench: Bench, button: QPushButton) -> None:
    bench.until(button.isEnabled)
    assert button.isVisible()
    QTest.mouseClick(button, LEFT)


def settled(bench: Bench) -> str:
    """What is said once it is done."""
    notice = bench.page.parts.teach.notice
    bench.until(lambda: notice.question.sentence or (notice.said and not notice.said.endswith("…")))
    return notice.question.sentence or notice.said


def teach(bench: Bench, name: str) -> str:
    """Nevertheless, where the guard has doubts."""
    look_at(bench, name)
    press(bench, bench.page.parts.teach.good)
    settled(bench)
    question = bench.page.parts.teach.notice.question
    if question.sentence:
        press(bench, question.yes)
    return settled(bench)


def test_a_false_reject_passes_at_once_when_it_is_said_to_be_good(bench: Bench, folder: Path) -> None:
    before, old = score(bench, "stain.png"), bench.page.model.threshold
    assert before > old
    said = teach(bench, "stain.png")
    assert said.startswith("screws has learned stain.png: score ")
    assert said.endswith("it is version 2 now.")
    threshold = recipes_of(folder).find(RECIPE).recipe.threshold
    assert bench.page.model.threshold == threshold
    assert score(bench, "stain.png") <= threshold
    assert bench.page.job.known
    assert bench.page.job.known.threshold == threshold
    assert read_versions(folder)[0].what == "trained"
    assert not bench.told


def test_the_whole_list_is_scored_as_the_new_version_would(bench: Bench, folder: Path, images: Path) -> None:
    teach(bench, "stain.png")
    detector = load_detector(folder / MODEL_FILE, "cpu")
    for result in bench.results:
        fresh = detector.predict([load_image(images / result.name)])[0]
        if result.name != "wrong.png":  # of which new patches may explain a part
            assert result.score == pytest.approx(fresh.anomaly_score, rel=0.1, abs=0.05)


def test_others_that_are_rejected_are_measured_anew(bench: Bench, folder: Path, images: Path) -> None:
    write(images / "twin.png", plate(62, (60, 60, 60)))
    bench.inspect(images)
    before = score(bench, "twin.png")
    assert before > bench.page.model.threshold
    teach(bench, "stain.png")
    fresh = load_detector(folder / MODEL_FILE, "cpu").predict([load_image(images / "twin.png")])[0]
    assert fresh.anomaly_score < before / 2
    bench.until(lambda: score(bench, "twin.png") == pytest.approx(fresh.anomaly_score, rel=0.1, abs=0.05))


def test_undo_brings_threshold_and_scores_back(bench: Bench, folder: Path) -> None:
    before, old = {r.name: r.score for r in bench.results}, bench.page.model.threshold
    teach(bench, "stain.png")
    assert bench.page.model.threshold != old
    press(bench, bench.page.parts.teach.notice.undo)
    bench.until(lambda: "version 3 now" in bench.page.parts.teach.notice.said)
    assert bench.page.model.threshold == old
    assert recipes_of(folder).find(RECIPE).recipe.threshold == old
    for result in bench.results:
        assert result.score == pytest.approx(before[result.name], rel=0.03, abs=0.01)
    assert not bench.page.parts.teach.notice.undo.isVisible()


def test_the_guard_asks_and_no_changes_nothing(bench: Bench, folder: Path, images: Path) -> None:
    noise = np.random.default_rng(1).integers(0, 255, (96, 96, 3)).astype(np.uint8)
    bench.inspect(write(images / "other" / "noise.png", noise).parent)
    look_at(bench, "noise.png")
    press(bench, bench.page.parts.teach.good)
    assert "noise.png lies far outside of everything seen" in settled(bench)
    question = bench.page.parts.teach.notice.question
    assert question.no.hasFocus() or not bench.page.isActiveWindow()
    QTest.keyClick(question.no, Qt.Key.Key_Escape)
    assert not bench.page.parts.teach.notice.isVisible()
    assert read_versions(folder) == []


def test_a_defect_is_kept_and_counted_from_then_on(bench: Bench, folder: Path) -> None:
    look_at(bench, "wrong.png")
    press(bench, bench.page.parts.teach.defect)
    assert settled(bench).startswith("wrong.png is kept as a defect; it is rejected: its score ")
    taught = Teaching(recipes_of(folder)).good(RECIPE, [("plain0.png", plate(50))], "somebody", force=True)
    assert taught.known_defects == 1


def test_what_was_kept_as_a_defect_by_mistake_is_taken_back(bench: Bench, folder: Path) -> None:
    look_at(bench, "plain1.png")
    press(bench, bench.page.parts.teach.defect)
    assert "it passes" in settled(bench)
    bench.until(bench.page.parts.teach.notice.undo.isEnabled)
    QTest.keyClick(bench.page.parts.table, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    bench.until(lambda: settled(bench) == "plain1.png is no longer kept as a defect.")
    taught = Teaching(recipes_of(folder)).good(RECIPE, [("plain0.png", plate(50))], "somebody", force=True)
    assert taught.known_defects == 0


def test_the_buttons_say_why_a_recipe_of_another_method_does_not_learn(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, images: Path, make_recipe: Callable[..., Path]
) -> None:
    theme.wear(qapp, "light")
    make_recipe(RECIPE, 0.4, tmp_path / "data" / "recipes")
    bench = bench_of(qtbot, tmp_path / "data")
    bench.inspect(images)
    teach = bench.page.parts.teach
    bench.until(lambda: "EfficientAD" in teach.good.toolTip())
    for button in (teach.good, teach.defect):
        assert not button.isEnabled()
        assert button.accessibleDescription() == button.toolTip()
    bench.backend.close()


def test_the_recipes_facts_name_the_method_and_every_version(folder: Path) -> None:
    Teaching(recipes_of(folder)).good(RECIPE, [("stain.png", plate(60, (60, 60, 60)))], "Kim", force=True)
    facts = next(f for f in gather(recipes_of(folder), built_in_recipes_dir(), {}) if f.name == RECIPE)
    sections = {section.title: dict(section.facts) for section in RecipeWords().sections(facts)}
    assert sections["Model"]["Method"] == "Memory (PatchCore on EfficientAD's teacher)"
    assert list(sections["Versions"]) == ["Version 2", "Version 1"]
    assert "taught as good: stain.png, Kim, threshold " in sections["Versions"]["Version 2"]
    assert ", trained, threshold " in sections["Versions"]["Version 1"]


def test_a_former_version_is_restored_from_the_recipes_page(qtbot: QtBot, folder: Path) -> None:
    old = recipes_of(folder).find(RECIPE).recipe.threshold
    Teaching(recipes_of(folder)).good(RECIPE, [("stain.png", plate(60, (60, 60, 60)))], "Kim", force=True)
    bench = make_page(RecipesPage, folder.parents[1])
    qtbot.addWidget(bench.page)
    bench.start()
    bench.open()
    bench.page.reload(RECIPE)
    details = bench.page.details
    bench.until(lambda: bench.page.list.chosen_name == RECIPE and details.restore.isVisible())
    (first,) = details.restore.menu().actions()
    assert first.text().startswith("Version 1: ")
    first.trigger()
    assert details.question.sentence.startswith("Bring screws back to version 1?")
    QTest.mouseClick(details.question.yes, LEFT)
    bench.until(lambda: len(details.restore.menu().actions()) == 2)
    assert recipes_of(folder).find(RECIPE).recipe.threshold == old
    assert read_versions(folder)[-1].what == "restored version 1"
    bench.close()
