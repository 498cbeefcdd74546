from __future__ import annotations

import errno
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from effad_desktop.core.recipe import MODEL_FILE, read_recipe
from effad_desktop.detection.engines import load_detector
from effad_desktop.detection.manifest import read_manifest
from effad_desktop.errors import RecipeError, SettingsError, UsageError
from training.evaluate import Figures
from training.export import export


@pytest.fixture
def figures(smoke_run: Any) -> Figures:
    return Figures(**json.loads((smoke_run.recipe / "metrics.json").read_text()))


@pytest.fixture
def model_file(smoke_run: Any) -> Path:
    return Path(smoke_run.work / "trained" / MODEL_FILE)


@pytest.fixture
def recipe(tmp_path: Path, figures: Figures, model_file: Path) -> Path:
    return export(model_file, figures, "plate", tmp_path / "plate")


def content(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in folder.iterdir()}


def test_a_recipe_is_whole_and_loads(recipe: Path, figures: Figures) -> None:
    assert set(content(recipe)) == {"recipe.toml", MODEL_FILE, "metrics.json"}
    assert read_recipe(recipe).threshold == figures.threshold
    manifest = read_manifest(recipe / MODEL_FILE)
    assert manifest.threshold == figures.threshold
    assert manifest.figures == figures.numbers()
    image = np.random.default_rng(0).integers(0, 256, (80, 90, 3)).astype(np.uint8)
    assert np.isfinite(load_detector(recipe / MODEL_FILE, "cpu").predict([image])[0].anomaly_score)


def test_a_new_recipe_takes_the_former_ones_place(recipe: Path, figures: Figures, model_file: Path) -> None:
    (recipe / "note.txt").write_text("of the former one")
    export(model_file, figures, "other", recipe)
    assert read_recipe(recipe).name == "other"
    assert not (recipe / "note.txt").exists()
    assert [p.name for p in recipe.parent.iterdir()] == ["plate"]


def no_space(self: Path, data: bytes) -> int:
    raise OSError(errno.ENOSPC, "No space left on device")


def test_a_full_disk_keeps_the_former_recipe(
    recipe: Path, figures: Figures, model_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = content(recipe)
    monkeypatch.setattr(Path, "write_bytes", no_space)
    with pytest.raises(SettingsError, match="No space left on device"):
        export(model_file, figures, "plate", recipe)
    monkeypatch.undo()
    assert content(recipe) == before
    assert [p.name for p in recipe.parent.iterdir()] == ["plate"]


@pytest.mark.parametrize("failure", [OSError(errno.EIO, "Input/output error"), KeyboardInterrupt()])
def test_a_stop_between_the_two_renames_keeps_the_former_recipe(
    recipe: Path,
    figures: Figures,
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
        export(model_file, figures, "plate", recipe)
    assert content(recipe) == before
    assert [p.name for p in recipe.parent.iterdir()] == ["plate"]


def test_a_broken_model_keeps_the_former_recipe(recipe: Path, figures: Figures, tmp_path: Path) -> None:
    before = content(recipe)
    (tmp_path / "broken").write_bytes(b"no model")
    with pytest.raises(RecipeError, match="truncated or not a safetensors file"):
        export(tmp_path / "broken", figures, "plate", recipe)
    assert content(recipe) == before


Make = Callable[[Path], object]


@pytest.mark.parametrize(
    "make", [lambda p: (p / "thesis.txt").write_text("years"), lambda p: p.rmdir() or p.write_text("a file")]
)
def test_what_is_no_recipe_is_never_replaced(
    tmp_path: Path, figures: Figures, model_file: Path, make: Make
) -> None:
    out = tmp_path / "documents"
    out.mkdir()
    make(out)
    with pytest.raises(UsageError, match="is there and is no recipe"):
        export(model_file, figures, "plate", out)
    assert out.exists()


def test_an_empty_folder_becomes_the_recipe(tmp_path: Path, figures: Figures, model_file: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert read_recipe(export(model_file, figures, "plate", tmp_path / "empty")).name == "plate"
