from __future__ import annotations

import errno
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from effad_desktop.core.calibration import Calibration, read_calibration
from effad_desktop.core.recipe import MODEL_FILE, read_recipe
from effad_desktop.detection.engines import load_detector
from effad_desktop.detection.manifest import read_manifest
from effad_desktop.errors import RecipeError, SettingsError, UsageError
from effad_desktop.recipes import InstalledRecipe
from training.evaluate import Figures
from training.export import export


@pytest.fixture
def figures(smoke_run: Any) -> Figures:
    return Figures(**json.loads((smoke_run.recipe / "metrics.json").read_text()))


@pytest.fixture
def calibration(smoke_run: Any) -> Calibration:
    known = read_calibration(smoke_run.recipe)
    assert known is not None
    return known


@pytest.fixture
def model_file(smoke_run: Any) -> Path:
    return Path(smoke_run.work / "trained" / MODEL_FILE)


@pytest.fixture
def recipe(tmp_path: Path, figures: Figures, calibration: Calibration, model_file: Path) -> Path:
    return export(model_file, figures, calibration, "plate", tmp_path / "plate", b"")


def content(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in folder.iterdir()}


def test_a_recipe_is_whole_and_loads(recipe: Path, figures: Figures) -> None:
    assert set(content(recipe)) == {
        "recipe.toml",
        MODEL_FILE,
        "model_int8.bin",
        "model_int8.xml",
        "metrics.json",
        "calibration.json",
        "thumbnail.jpg",
    }
    assert read_recipe(recipe).threshold == figures.threshold
    manifest = read_manifest(recipe / MODEL_FILE)
    assert manifest.threshold == figures.threshold
    assert manifest.figures == figures.numbers()
    image = np.random.default_rng(0).integers(0, 256, (80, 90, 3)).astype(np.uint8)
    assert np.isfinite(load_detector(recipe / MODEL_FILE, "cpu").predict([image])[0].anomaly_score)


def test_a_new_recipe_takes_the_former_ones_place(
    recipe: Path, figures: Figures, calibration: Calibration, model_file: Path
) -> None:
    (recipe / "note.txt").write_text("of the former one")
    export(model_file, figures, calibration, "other", recipe, b"")
    assert read_recipe(recipe).name == "other"
    assert not (recipe / "note.txt").exists()
    assert [p.name for p in recipe.parent.iterdir()] == ["plate"]


def no_space(self: Path, data: bytes) -> int:
    raise OSError(errno.ENOSPC, "No space left on device")


def test_a_full_disk_keeps_the_former_recipe(
    recipe: Path,
    figures: Figures,
    calibration: Calibration,
    model_file: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = content(recipe)
    monkeypatch.setattr(Path, "write_bytes", no_space)
    with pytest.raises(SettingsError, match="No space left on device"):
        export(model_file, figures, calibration, "plate", recipe, b"")
    monkeypatch.undo()
    assert content(recipe) == before
    assert [p.name for p in recipe.parent.iterdir()] == ["plate"]


@pytest.mark.parametrize("failure", [OSError(errno.EIO, "Input/output error"), KeyboardInterrupt()])
def test_a_stop_between_the_two_renames_keeps_the_former_recipe(
    recipe: Path,
    figures: Figures,
    calibration: Calibration,
    model_file: Path,
    monkeypatch: pytest.MonkeyPatch,
    failure: BaseException,
) -> None:
    before, rename = content(recipe), Path.rename

    def failing(self: Path, target: Path) -> Path:
        if self.name.endswith(".part") and self.is_dir():
            raise failure
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises((SettingsError, KeyboardInterrupt)):
        export(model_file, figures, calibration, "plate", recipe, b"")
    assert content(recipe) == before
    assert [p.name for p in recipe.parent.iterdir()] == ["plate"]


def test_a_broken_model_keeps_the_former_recipe(
    recipe: Path, figures: Figures, calibration: Calibration, tmp_path: Path
) -> None:
    before = content(recipe)
    (tmp_path / "broken").write_bytes(b"no model")
    with pytest.raises(RecipeError, match="truncated or not a safetensors file"):
        export(tmp_path / "broken", figures, calibration, "plate", recipe, b"")
    assert content(recipe) == before


Make = Callable[[Path], object]


@pytest.mark.parametrize(
    "make", [lambda p: (p / "thesis.txt").write_text("years"), lambda p: p.rmdir() or p.write_text("a file")]
)
def test_what_is_no_recipe_is_never_replaced(
    tmp_path: Path, figures: Figures, calibration: Calibration, model_file: Path, make: Make
) -> None:
    out = tmp_path / "documents"
    out.mkdir()
    make(out)
    with pytest.raises(UsageError, match="is there and is no recipe"):
        export(model_file, figures, calibration, "plate", out, b"")
    assert out.exists()


def test_an_empty_folder_becomes_the_recipe(
    tmp_path: Path, figures: Figures, calibration: Calibration, model_file: Path
) -> None:
    (tmp_path / "empty").mkdir()
    assert (
        read_recipe(export(model_file, figures, calibration, "plate", tmp_path / "empty", b"")).name
        == "plate"
    )


def test_a_calibration_of_another_model_is_refused(
    tmp_path: Path, figures: Figures, calibration: Calibration, model_file: Path
) -> None:
    with pytest.raises(UsageError, match="for another model: run evaluate again"):
        export(model_file, figures, replace(calibration, model="of old"), "plate", tmp_path / "out", b"")
    assert not (tmp_path / "out").exists()


def test_the_recipe_tells_what_another_threshold_would_cost(recipe: Path, figures: Figures) -> None:
    known = InstalledRecipe(read_recipe(recipe), recipe).calibration()
    assert known is not None
    assert known.threshold == figures.threshold
    assert known.method == figures.threshold_method == "assumed-spread"
    assert known.false_rejects(figures.threshold).expected == pytest.approx(5.0)
