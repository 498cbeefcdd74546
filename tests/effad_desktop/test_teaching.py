"""Teaching a recipe made of the sample product by the built-in teacher."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from effad_desktop import recipe_lock
from effad_desktop.cli import main
from effad_desktop.core.calibration import calibrate
from effad_desktop.core.inspection import Image
from effad_desktop.core.recipe import write_threshold
from effad_desktop.core.versions import read_versions
from effad_desktop.detection.engines import load_detector
from effad_desktop.detection.evidence import Label, read_evidence
from effad_desktop.errors import Busy, ExitCode, RecipeError, UsageError
from effad_desktop.imaging import load_image
from effad_desktop.inspectors import Inspectors
from effad_desktop.paths import built_in_recipes_dir, resources_dir
from effad_desktop.recipes import Recipes
from effad_desktop.teaching import Teaching, TeachingRefused
from effad_desktop.versions import restore

SAMPLES = resources_dir() / "sample_images"


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from training.cli import train_product

    folder = tmp_path_factory.mktemp("plate")
    good = folder / "good"
    good.mkdir()
    from effad_desktop.imaging import encode_png

    image = load_image(SAMPLES / "good_000.jpg")
    for i in range(6):
        (good / f"{i}.png").write_bytes(encode_png(np.roll(image, 3 * i, 0)))
    train_product(good, "plate", preset="instant", out=folder / "models" / "plate", device="cpu")
    return folder / "models" / "plate"


@pytest.fixture
def shelf(trained: Path, tmp_path: Path) -> Recipes:
    recipes = Recipes(tmp_path / "recipes", built_in_recipes_dir())
    recipes.add(trained)
    return recipes


def new_good() -> Image:
    """A good part in another light."""
    brighter = np.clip(load_image(SAMPLES / "good_001.jpg").astype(int) + 12, 0, 255)
    return np.asarray(brighter, np.uint8)


def test_a_taught_image_is_no_longer_rejected_and_the_former_state_can_be_restored(shelf: Recipes) -> None:
    teaching, model = Teaching(shelf), shelf.find("plate").model_file
    before = model.read_bytes()
    taught = teaching.good("plate", [("a.png", new_good())], "eve", force=True)
    assert taught.added_patches > 0
    found = shelf.find("plate")
    score = load_detector(model, "cpu", "openvino").predict([new_good()])[0].anomaly_score
    assert score <= found.recipe.threshold == taught.threshold_after
    assert score == pytest.approx(taught.scores_after[0], abs=0.05)
    assert found.check().sha256 == taught.model
    calibration = found.calibration()
    assert calibration is not None
    assert calibration.threshold == taught.threshold_after
    first, second = read_versions(shelf.find("plate").folder)
    assert (first.what, second.who, second.number) == ("trained", "eve", taught.version)
    assert "a.png" in second.what
    assert restore(shelf, "plate", 1, "adam").number == 3
    assert model.read_bytes() == before
    assert shelf.find("plate").recipe.threshold == taught.threshold_before
    with pytest.raises(RecipeError, match="no version 9"):
        restore(shelf, "plate", 9, "adam")


def test_what_lies_far_outside_is_refused_and_nothing_is_changed(shelf: Recipes) -> None:
    before = shelf.find("plate").model_file.read_bytes()
    noise = np.random.default_rng(0).integers(0, 256, (256, 256, 3), np.uint8)
    with pytest.raises(TeachingRefused, match="far outside"):
        Teaching(shelf).good("plate", [("noise.png", noise)], "eve")
    assert shelf.find("plate").model_file.read_bytes() == before
    assert read_versions(shelf.find("plate").folder) == []


def test_a_known_defect_that_would_pass_is_named(shelf: Recipes) -> None:
    teaching, defect = Teaching(shelf), load_image(SAMPLES / "dent_002.jpg")
    (known,) = teaching.defect("plate", [("dent.png", defect)], "eve")
    assert not known.passes
    twin = defect.copy()
    twin[0, 0] = 0
    with pytest.raises(TeachingRefused, match=r"known defects would pass: dent\.png"):
        teaching.good("plate", [("twin.png", twin)], "eve")


def test_a_running_stations_inspector_is_read_again(shelf: Recipes) -> None:
    inspectors = Inspectors(shelf, "cpu", "openvino")
    before = inspectors.get("plate")
    taught = Teaching(shelf).good("plate", [("a.png", new_good())], "eve", force=True)
    after = inspectors.get("plate")
    assert after is not before
    assert (after.model, after.threshold) == (taught.model, taught.threshold_after)


def test_efficientad_says_that_it_does_not_learn_so(shelf: Recipes) -> None:
    with pytest.raises(UsageError, match="does not learn at once"):
        Teaching(shelf).good("sample", [("a.png", new_good())], "eve")


def test_the_command_teaches_lists_and_restores(
    trained: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = ("--data-dir", str(tmp_path))
    assert main([*data, "recipes", "add", str(trained)]) == ExitCode.OK
    image = str(SAMPLES / "good_001.jpg")
    assert main([*data, "teach", "plate", image, "--force"]) == ExitCode.OK
    assert main([*data, "recipes", "versions", "plate"]) == ExitCode.OK
    assert main([*data, "recipes", "restore", "plate", "1"]) == ExitCode.OK
    assert "version 2 now" in capsys.readouterr().out
    assert main([*data, "teach", "sample", image]) == ExitCode.USAGE


def test_what_was_said_of_an_image_is_taken_back(shelf: Recipes) -> None:
    teaching, defect = Teaching(shelf), load_image(SAMPLES / "dent_002.jpg")
    folder = shelf.find("plate").folder
    kept = {file.name: file.read_bytes() for file in (folder / "evidence").iterdir()}
    teaching.defect("plate", [("dent.png", defect)], "eve")
    teaching.good("plate", [("dent.png", defect)], "eve", force=True)
    assert teaching.forget("plate", [("dent.png", defect)]) == ["dent.png"]
    (known,) = [e for e in read_evidence(folder) if e.name == "dent.png"]
    assert known.label is Label.DEFECT
    assert teaching.forget("plate", [("dent.png", defect)]) == ["dent.png"]
    assert {file.name: file.read_bytes() for file in (folder / "evidence").iterdir()} == kept
    assert teaching.forget("plate", [("dent.png", defect)]) == []


def test_a_held_out_image_that_is_taught_sets_the_threshold_no_longer(shelf: Recipes, trained: Path) -> None:
    teaching, folder = Teaching(shelf), shelf.find("plate").folder
    held_out = [e for e in read_evidence(folder) if e.label is Label.HELD_OUT]
    named = [(e.name, e.image) for e in held_out]
    with pytest.raises(UsageError, match="from this image alone"):
        teaching.good("plate", named, "eve", force=True)
    assert [e.id for e in read_evidence(folder) if e.label is Label.HELD_OUT] == [e.id for e in held_out]


def test_a_recipe_that_another_process_teaches_is_busy_and_inspected_by_what_was_read(
    shelf: Recipes, monkeypatch: pytest.MonkeyPatch
) -> None:
    inspectors, folder = Inspectors(shelf, "cpu", "openvino"), shelf.find("plate").folder
    before = inspectors.get("plate")
    with held_by_another_process(folder):
        monkeypatch.setattr(recipe_lock, "PATIENCE", 0.1)
        with pytest.raises(Busy, match="plate is being changed by another program"):
            Teaching(shelf).good("plate", [("a.png", new_good())], "eve", force=True)
        write_threshold(folder, 0.77)
        assert inspectors.get("plate") is before
    assert inspectors.get("plate").threshold == 0.77


def test_a_recipe_that_is_removed_while_a_lesson_waits_does_not_come_back(shelf: Recipes) -> None:
    folder, image = shelf.find("plate").folder, ("a.png", new_good())
    with ThreadPoolExecutor(2) as people:
        with held_by_another_process(folder):
            removed = people.submit(shelf.remove, "plate")
            taught = people.submit(Teaching(shelf).good, "plate", [image], "eve", force=True)
            time.sleep(1)
            assert not removed.done()
            assert folder.is_dir()
        removed.result()
        assert taught.exception() is None or isinstance(taught.exception(), RecipeError)
    assert not folder.exists()


@contextmanager
def held_by_another_process(folder: Path) -> Iterator[None]:
    """By its lock alone."""
    code = (
        "import sys\nfrom pathlib import Path\nfrom effad_desktop.recipe_lock import locked\n"
        "with locked(Path(sys.argv[1])):\n    print('held', flush=True)\n    sys.stdin.read()\n"
    )
    command = [sys.executable, "-c", code, str(folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stdout.readline() == "held\n"
        yield
        process.communicate("")


def test_two_that_teach_one_recipe_at_once_lose_nothing(shelf: Recipes) -> None:
    """Each with a Teaching of its own, as the window and the service have."""
    images = [(f"{i}.png", np.roll(new_good(), 5 * i, 1)) for i in range(4)]
    with ThreadPoolExecutor(4) as pool:
        lessons = [
            pool.submit(Teaching(shelf).good, "plate", [image], f"person {image[0]}", True)
            for image in images
        ]
        numbers = sorted(lesson.result().version for lesson in lessons)
    versions = read_versions(shelf.find("plate").folder)
    assert numbers == [2, 3, 4, 5]
    assert [v.number for v in versions] == [1, *numbers]
    assert {v.who for v in versions[1:]} == {f"person {name}" for name, _ in images}
    patches = [v.figures["bank_patches"] for v in versions[1:]]
    assert patches == sorted(patches)
    assert shelf.find("plate").check().sha256 == versions[-1].model


def test_lessons_keep_what_the_threshold_stands_for(shelf: Recipes) -> None:
    """A person who wants more defects found pays with false rejects; one lesson after the other."""
    calibration = shelf.find("plate").calibration()
    assert calibration
    shelf.set_threshold("plate", calibrate(calibration.scores, 100).threshold, "eve")
    teaching = Teaching(shelf)
    for i in range(3):
        image = np.roll(new_good(), 9 * i, 1)
        taught = teaching.good("plate", [(f"{i}.png", image)], "eve", force=True)
        assert taught.false_rejects_per_1000 == pytest.approx(100, rel=0.05)


def test_what_is_measured_beside_the_line_is_what_the_line_measures(shelf: Recipes) -> None:
    images = [new_good(), load_image(SAMPLES / "dent_002.jpg")]
    expected = load_detector(shelf.find("plate").model_file, "cpu", "openvino").predict(images)
    for found, line in zip(Teaching(shelf).measure("plate", images), expected, strict=True):
        assert found.anomaly_score == pytest.approx(line.anomaly_score, rel=0.05, abs=0.02)
        assert found.anomaly_map.shape == line.anomaly_map.shape
        assert found.anomaly_map == pytest.approx(line.anomaly_map, rel=0.1, abs=0.1)


def test_a_threshold_that_a_person_set_low_makes_no_good_image_outlandish(shelf: Recipes) -> None:
    calibration = shelf.find("plate").calibration()
    assert calibration
    shelf.set_threshold("plate", calibration.scores[0] - 0.01, "eve")
    image = np.roll(load_image(SAMPLES / "good_000.jpg"), 1, 0)
    assert Teaching(shelf).good("plate", [("a.png", image)], "eve").warnings == ()
