"""EfficientAD follows an instant recipe: the job, its process, and what comes of it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import psutil
import pytest

import effad_desktop.promotion as module
from effad_desktop.core.comparison import Truth
from effad_desktop.core.promotion import Order, Phase, Place, ProcessMark, read_process, write_state
from effad_desktop.core.training_images import TRAINING_IMAGES_FILE, read_images_folder
from effad_desktop.core.versions import read_versions
from effad_desktop.detection.engines import load_detector
from effad_desktop.detection.evidence import Label, read_evidence
from effad_desktop.detection.manifest import read_manifest
from effad_desktop.errors import RecipeError, UsageError
from effad_desktop.followers import process_of
from effad_desktop.imaging import load_image
from effad_desktop.inspectors import Inspectors
from effad_desktop.paths import built_in_recipes_dir
from effad_desktop.promotion import Promotion
from effad_desktop.recipes import Recipes
from effad_desktop.teaching import Teaching
from effad_desktop.versions import restore
from tests.effad_desktop.following import SAMPLES, leave_candidate, train_instantly

PATIENCE = 600.0
STEPS, NICE = 70, 10


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return train_instantly(tmp_path_factory.mktemp("plate"))


@pytest.fixture
def shelf(trained: Path, tmp_path: Path) -> Iterator[Recipes]:
    """What a test that fails has started does not outlive it."""
    recipes = Recipes(tmp_path / "recipes", built_in_recipes_dir())
    place = Place(recipes.add(trained).folder)
    yield recipes
    if (mark := read_process(place)) and (process := process_of(mark)):
        process.kill()


@pytest.fixture(scope="module")
def compared(trained: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    recipes = Recipes(tmp_path_factory.mktemp("compared"), built_in_recipes_dir())
    found = recipes.add(trained)
    leave_candidate(found, trained.parents[1] / "pictures")
    return found.folder


@pytest.fixture
def waiting(shelf: Recipes, compared: Path) -> Promotion:
    """A candidate waits, and is compared."""
    shutil.copytree(compared, shelf.find("plate").folder, dirs_exist_ok=True)
    return Promotion(shelf, "plate")


def until(promotion: Promotion, holds: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not holds():
        state = promotion.state()
        log = promotion.place.log
        assert state.phase is not Phase.FAILED, (state.title, state.detail, log.read_text()[-2000:])
        assert time.monotonic() < end, (state, log.read_text()[-2000:] if log.exists() else "")
        time.sleep(0.05)


@pytest.mark.timeout(2400)
def test_it_is_paused_killed_and_goes_on_to_a_comparison(shelf: Recipes, trained: Path) -> None:
    """The real process, from its start to a model that is promoted."""
    images = trained.parents[1] / "pictures"
    Teaching(shelf).defect("plate", [("dent.png", load_image(SAMPLES / "dent_002.jpg"))], "eve")
    Teaching(shelf).good("plate", [("new.png", load_image(SAMPLES / "good_001.jpg"))], "eve", force=True)
    promotion = Promotion(shelf, "plate")
    assert (promotion.state().phase, promotion.state().images) == (Phase.NONE, images)
    step = started_and_paused(promotion, images)
    reader = Promotion(shelf, "plate")  # as a window does that was started later
    gone_on_and_killed(reader, step)
    reader.start()
    until(reader, lambda: reader.state().phase is Phase.READY)
    ready = reader.state()
    assert ready.comparison
    assert not ready.outdated
    now, new = ready.comparison.now, ready.comparison.new
    assert (now.method, new.method) == ("memory", "efficientad")
    assert now.threshold == shelf.find("plate").recipe.threshold
    assert min(now.seconds, new.seconds) > 0
    figures = ready.comparison.figures(new)
    held_out = [e for e in read_evidence(shelf.find("plate").folder) if e.label is Label.HELD_OUT]
    assert (figures.good, figures.defects, figures.synthetic) == (len(held_out) + 1, 2, 40)
    assert len(np.load(reader.place.compared_images)) == len(ready.comparison.images)
    assert read_manifest(reader.place.candidate / "model.safetensors").steps == STEPS
    assert "new.png" in (reader.place.root / "work/prepared/prepared.json").read_text()
    assert reader.promote("eve").what == "promoted to EfficientAD"
    assert read_manifest(shelf.find("plate").model_file).method == "efficientad"


def started_and_paused(promotion: Promotion, images: Path) -> int:
    """The step at which it stopped."""
    promotion.start(Order(str(images), preset="smoke", steps=STEPS, device="cpu", engine="openvino-f32"))
    with pytest.raises(UsageError, match="followed already"):
        promotion.start()
    assert promotion.state().phase is Phase.RUNNING
    until(promotion, lambda: promotion.state().progress.step > 0)
    assert promotion.state().progress.seconds_left > 0
    mark = read_process(promotion.place)
    assert mark
    if os.name == "posix":
        assert psutil.Process(mark.pid).nice() == NICE
    promotion.pause()
    assert promotion.state().phase in {Phase.PAUSING, Phase.PAUSED}
    assert promotion.wait(PATIENCE)
    state = promotion.state()
    assert state.phase is Phase.PAUSED
    assert 0 < state.progress.step < STEPS
    assert (promotion.place.root / "work" / "train.checkpoint").exists()
    return state.progress.step


def gone_on_and_killed(promotion: Promotion, step: int) -> None:
    promotion.start()
    until(promotion, lambda: promotion.state().progress.step > step)
    mark = read_process(promotion.place)
    assert mark
    psutil.Process(mark.pid).kill()
    assert promotion.wait(PATIENCE)
    assert promotion.state().phase is Phase.STOPPED


def test_a_promoted_model_is_a_version_and_the_former_can_be_restored(
    shelf: Recipes, waiting: Promotion
) -> None:
    found = shelf.find("plate")
    before, threshold = found.model_file.read_bytes(), found.recipe.threshold
    inspectors = Inspectors(shelf, "cpu", "openvino-f32")
    assert inspectors.get("plate").model == read_manifest(found.model_file).sha256
    version = waiting.promote("eve")
    now = shelf.find("plate")
    sample = built_in_recipes_dir() / "sample"
    assert now.check().sha256 == version.model == read_manifest(sample / "model.safetensors").sha256
    calibration = now.calibration()
    assert calibration
    assert calibration.threshold == now.recipe.threshold == version.threshold
    assert version.figures["image_auroc"] == 1.0
    assert [v.what for v in read_versions(now.folder)] == ["trained", "promoted to EfficientAD"]
    assert not waiting.place.root.exists()
    assert inspectors.get("plate").model == version.model
    assert sorted(p.name for p in now.folder.glob("model_int8*")) == sorted(
        p.name for p in sample.glob("model_int8*")
    )
    restore(shelf, "plate", 1, "adam")
    assert shelf.find("plate").model_file.read_bytes() == before
    assert shelf.find("plate").recipe.threshold == threshold
    assert not list(found.folder.glob("model_int8*"))
    assert load_detector(found.model_file, "cpu", "openvino").name
    assert Promotion(shelf, "plate").state().phase is Phase.NONE


def test_what_is_kept_stays_as_it_was(shelf: Recipes, waiting: Promotion) -> None:
    before = shelf.find("plate").model_file.read_bytes()
    waiting.discard()
    assert shelf.find("plate").model_file.read_bytes() == before
    assert waiting.state().phase is Phase.NONE
    with pytest.raises(UsageError, match="No model waits"):
        waiting.promote("eve")


def test_a_threshold_that_a_person_has_moved_is_moved_alike(shelf: Recipes, waiting: Promotion) -> None:
    assert not waiting.state().outdated
    usual = waiting.state().comparison
    assert usual
    shelf.set_threshold("plate", 0.8 * shelf.find("plate").recipe.threshold, "eve")
    assert waiting.state().outdated
    waiting.promote("eve")
    assert shelf.find("plate").recipe.threshold < usual.new.threshold


def test_what_the_two_differ_in_is_named(waiting: Promotion) -> None:
    comparison = waiting.state().comparison
    assert comparison
    for i in comparison.differing():
        assert comparison.rejects(comparison.now, i) != comparison.rejects(comparison.new, i)
        assert comparison.images[i].truth is not Truth.SYNTHETIC


def test_broken_files_are_told_and_can_be_discarded(waiting: Promotion) -> None:
    waiting.place.comparison.write_text('{"images": [')
    assert waiting.state().phase is Phase.STOPPED
    waiting.place.progress.write_bytes(b"\0\1")
    waiting.place.process.write_text("[]")
    assert waiting.state().phase is Phase.STOPPED
    waiting.place.order.write_text('{"images": 3')
    state = waiting.state()
    assert state.phase is Phase.FAILED
    assert "is broken" in state.title
    with pytest.raises(RecipeError, match="discard"):
        waiting.start()
    waiting.discard()
    assert waiting.state().phase is Phase.NONE


def test_the_number_of_a_dead_process_may_be_another_s(waiting: Promotion) -> None:
    write_state(waiting.place.process, ProcessMark(os.getpid(), psutil.Process().create_time() - 3600))
    assert waiting.state().phase is Phase.READY


def test_without_the_extra_train_it_says_what_is_needed(
    waiting: Promotion, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "NEEDED", ("training", "a_package_that_is_not_there"))
    with pytest.raises(UsageError, match=r"effad-desktop\[train\]"):
        waiting.start()
    monkeypatch.setattr("sys.frozen", True, raising=False)
    with pytest.raises(UsageError, match="executable"):
        waiting.start()


def test_pictures_that_nobody_knows_are_asked_for(shelf: Recipes) -> None:
    folder = shelf.find("plate").folder
    (folder / TRAINING_IMAGES_FILE).write_text("{}")
    promotion = Promotion(shelf, "plate")
    assert promotion.state().images is None
    with pytest.raises(UsageError, match="Nobody knows"):
        promotion.start(Order(""))
    with pytest.raises(UsageError, match="No such folder"):
        promotion.start(Order(str(folder / "gone")))


def test_where_the_pictures_lie_is_not_exported(shelf: Recipes, trained: Path, tmp_path: Path) -> None:
    assert read_images_folder(shelf.find("plate").folder) == trained.parents[1] / "pictures"
    shelf.export("plate", tmp_path / "plate.zip")
    other = Recipes(tmp_path / "other", built_in_recipes_dir())
    assert read_images_folder(other.add(tmp_path / "plate.zip").folder) is None


def test_a_failure_of_the_process_is_told(shelf: Recipes, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    promotion = Promotion(shelf, "plate")
    promotion.start(Order(str(tmp_path / "empty"), preset="smoke", device="cpu"))
    assert promotion.wait(PATIENCE)
    state = promotion.state()
    assert (state.phase, "No images" in state.title) == (Phase.FAILED, True)


def test_only_instant_recipes_are_followed(shelf: Recipes) -> None:
    with pytest.raises(UsageError, match="already"):
        Promotion(shelf, "sample")


def in_training(shelf: Recipes, trained: Path) -> tuple[Promotion, ProcessMark]:
    """It will take long."""
    promotion = Promotion(shelf, "plate")
    order = Order(str(trained.parents[1] / "pictures"), preset="smoke", steps=10_000, device="cpu")
    promotion.start(order)
    until(promotion, lambda: promotion.place.progress.read_text().count("training") > 0)
    mark = read_process(promotion.place)
    assert mark
    return promotion, mark


def test_a_process_whose_recipe_is_removed_ends_and_writes_nothing(shelf: Recipes, trained: Path) -> None:
    promotion, mark = in_training(shelf, trained)
    shelf.remove("plate")
    assert process_of(mark) is None
    assert not promotion.place.recipe.exists()


def test_a_process_that_another_recipe_of_its_name_took_the_place_of_ends(
    shelf: Recipes, trained: Path
) -> None:
    promotion = Promotion(shelf, "plate")
    promotion.start(Order(str(trained.parents[1] / "pictures"), preset="smoke", device="cpu"))
    mark = read_process(promotion.place)
    assert mark
    shelf.add(trained, force=True)
    assert process_of(mark) is None
    assert not promotion.place.root.exists()
    assert promotion.state().phase is Phase.NONE


def test_a_process_that_begins_when_its_recipe_is_gone_does_not_bring_it_back(
    shelf: Recipes, trained: Path
) -> None:
    """Deleted by hand, say: nobody has ended it."""
    folder = shelf.find("plate").folder
    shutil.rmtree(folder)
    command = [sys.executable, "-m", "training.follow", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=PATIENCE)
    assert "Traceback" not in done.stderr
    assert not folder.exists()


def test_a_process_whose_recipe_is_deleted_by_hand_does_not_bring_it_back(
    shelf: Recipes, trained: Path, tmp_path: Path
) -> None:
    promotion, mark = in_training(shelf, trained)
    promotion.place.recipe.rename(tmp_path / "gone")
    end = time.monotonic() + PATIENCE
    while process_of(mark):
        assert time.monotonic() < end
        time.sleep(0.1)
    assert not promotion.place.recipe.exists()


def test_no_training_begins_in_a_recipe_that_was_removed_meanwhile(shelf: Recipes, trained: Path) -> None:
    promotion = Promotion(shelf, "plate")
    shelf.remove("plate")
    with pytest.raises(RecipeError, match="No recipe"):
        promotion.start(Order(str(trained.parents[1] / "pictures"), preset="smoke", device="cpu"))
    assert not promotion.place.recipe.exists()
