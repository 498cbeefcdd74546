"""Teaching a recipe made of the sample product by the built-in teacher."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from effad_desktop.cli import main
from effad_desktop.core.inspection import Image
from effad_desktop.detection.engines import load_detector
from effad_desktop.errors import ExitCode, RecipeError, UsageError
from effad_desktop.imaging import load_image
from effad_desktop.inspectors import Inspectors
from effad_desktop.paths import built_in_recipes_dir, resources_dir
from effad_desktop.recipes import Recipes
from effad_desktop.teaching import Teaching, TeachingRefused

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
    first, second = teaching.versions("plate")
    assert (first.what, second.who, second.number) == ("trained", "eve", taught.version)
    assert "a.png" in second.what
    assert teaching.restore("plate", 1, "adam").number == 3
    assert model.read_bytes() == before
    assert shelf.find("plate").recipe.threshold == taught.threshold_before
    with pytest.raises(RecipeError, match="no version 9"):
        teaching.restore("plate", 9, "adam")


def test_what_lies_far_outside_is_refused_and_nothing_is_changed(shelf: Recipes) -> None:
    before = shelf.find("plate").model_file.read_bytes()
    noise = np.random.default_rng(0).integers(0, 256, (256, 256, 3), np.uint8)
    with pytest.raises(TeachingRefused, match="far outside"):
        Teaching(shelf).good("plate", [("noise.png", noise)], "eve")
    assert shelf.find("plate").model_file.read_bytes() == before
    assert Teaching(shelf).versions("plate") == []


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
