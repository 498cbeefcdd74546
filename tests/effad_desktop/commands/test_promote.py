"""``effad recipes promote`` over the files that a training leaves."""

from __future__ import annotations

import shutil
from pathlib import Path

import psutil
import pytest

from effad_desktop.cli import main
from effad_desktop.core.promotion import End, Place, ProcessMark, Progress, Stage, write_state
from effad_desktop.detection.manifest import read_manifest
from effad_desktop.errors import ExitCode
from effad_desktop.paths import DataFolder, built_in_recipes_dir
from effad_desktop.promotion import Promotion
from effad_desktop.recipes import Recipes
from tests.effad_desktop.following import leave_candidate, train_instantly


@pytest.fixture(scope="module")
def compared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    trained = train_instantly(tmp_path_factory.mktemp("plate"))
    found = Recipes(tmp_path_factory.mktemp("compared"), built_in_recipes_dir()).add(trained)
    leave_candidate(found, trained.parents[1] / "pictures")
    return found.folder


@pytest.fixture
def place(compared: Path, tmp_path: Path) -> Place:
    """Of the recipe `plate` in the data folder."""
    folder = DataFolder(tmp_path).recipes / "plate"
    shutil.copytree(compared, folder)
    return Place(folder)


def run(tmp_path: Path, *argv: str) -> int:
    return main(["--data-dir", str(tmp_path), "recipes", "promote", "plate", *argv])


def test_both_models_are_shown_and_one_is_accepted(
    place: Place, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(tmp_path) == ExitCode.OK
    said = capsys.readouterr().out
    for word in ("memory", "EfficientAD", "AU-ROC", "defects missed", "an image takes", "│", "--accept"):
        assert word in said
    assert run(tmp_path, "--accept") == ExitCode.OK
    assert "effad recipes restore plate 1" in capsys.readouterr().out
    assert read_manifest(place.recipe / "model.safetensors").method == "efficientad"
    assert run(tmp_path) == ExitCode.USAGE
    assert "EfficientAD already" in capsys.readouterr().err


def test_the_recipe_is_kept(place: Place, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path, "--keep") == ExitCode.OK
    assert "plate stays as it is" in capsys.readouterr().out
    assert not place.root.exists()
    assert run(tmp_path, "--accept") == ExitCode.USAGE
    assert run(tmp_path, "--accept", "--keep") == ExitCode.USAGE


def test_ctrl_c_pauses_what_runs(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    me = psutil.Process()
    write_state(place.process, ProcessMark(me.pid, me.create_time()))
    write_state(place.progress, Progress(Stage.TRAINING, 20, 100, 600.0))

    def stopped(self: Promotion, seconds: float = 0.0) -> bool:
        assert self.place.pause.exists()
        return True

    def interrupted(_seconds: float) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Promotion, "wait", stopped)
    monkeypatch.setattr("effad_desktop.commands.promote.time.sleep", interrupted)
    assert run(tmp_path) == 130
    both = capsys.readouterr()
    assert "training 20/100  10.0 min left" in both.err
    assert "the same command goes on" in both.out


def test_a_failure_is_told_with_its_exit_code(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def failing(self: Promotion) -> None:
        write_state(self.place.progress, Progress(end=End.FAILED, title="No images in /x", detail="none"))

    monkeypatch.setattr(Promotion, "_launch", failing)
    place.comparison.unlink()
    assert run(tmp_path) == ExitCode.RECIPE
    assert "No images in /x" in capsys.readouterr().err
