from __future__ import annotations

import csv
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
import torch

from effad_desktop.core.recipe import MODEL_FILE, read_recipe
from effad_desktop.detection.engines import load_detector
from effad_desktop.detection.manifest import read_manifest
from effad_desktop.detection.networks import pdn
from effad_desktop.detection.weights import CHANNELS
from effad_desktop.errors import ExitCode
from effad_desktop.imaging import load_image
from training import cli
from training.dataset import find_dataset
from training.run import Training
from training.teacher_file import save_teacher

TrainCommand = Callable[..., tuple[int, str]]
MakeProduct = Callable[..., Path]


def content(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in folder.iterdir()}


# --- a whole run -----------------------------------------------------------------------------------------


def test_the_recipe_loads_in_the_application(smoke_run: Any) -> None:
    recipe = read_recipe(smoke_run.recipe)
    manifest = read_manifest(smoke_run.recipe / MODEL_FILE)
    assert recipe.name == manifest.product == "plate"
    assert recipe.threshold == manifest.threshold
    assert (manifest.preset, manifest.size, manifest.steps) == ("smoke", "small", 4)
    assert manifest.seconds > 0
    assert manifest.data_sha256
    assert manifest.teacher_sha256


def test_the_application_gives_the_scores_of_the_evaluation(smoke_run: Any) -> None:
    with (smoke_run.work / "evaluated" / "scores.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    tests = find_dataset(smoke_run.dataset).test
    detector = load_detector(smoke_run.recipe / MODEL_FILE, "cpu")
    predictions = detector.predict([load_image(t.path) for t in tests])
    assert [row["defect"] for row in rows] == ["good", "good", "scratch", "scratch"]
    assert [row["image"] for row in rows] == [t.path.name for t in tests]
    assert [float(row["anomaly_score"]) for row in rows] == pytest.approx(
        [p.anomaly_score for p in predictions], abs=1e-5
    )


def test_figures_lie_beside_the_recipe(smoke_run: Any) -> None:
    figures = json.loads((smoke_run.recipe / "metrics.json").read_text())
    assert figures["threshold"] == read_recipe(smoke_run.recipe).threshold
    assert figures["held_out_good"] == 2
    assert figures["threshold_method"] == "assumed-spread"
    for key in ("image_auroc", "pixel_auroc", "aupro"):
        assert 0 <= figures[key] <= 1


def test_few_images_are_warned_of_and_the_result_is_said(smoke_run: Any) -> None:
    assert "Warning: only 8 good images: the threshold is uncertain" in smoke_run.stderr
    assert "6 images to learn from, 2 held out" in smoke_run.stderr
    assert "all 4 steps done" in smoke_run.stderr
    assert "image AU-ROC" in smoke_run.stderr
    assert smoke_run.stdout.strip() == str(smoke_run.recipe)


def test_the_end_says_what_was_got_and_what_to_type_next(smoke_run: Any) -> None:
    lines = [line.strip() for line in smoke_run.stderr[smoke_run.stderr.index("Trained: ") :].splitlines()]
    assert lines[0].startswith("Trained: all 4 steps done")
    assert lines[1].startswith("threshold ")
    assert "false rejects expected in 1,000 good images (95 %: " in lines[1]
    assert "from 2 held-out ones" in lines[1]
    assert "how widely good images scatter: that is assumed" in lines[2]
    assert "of 2 good rejected" in lines[3]
    assert "of 2 defects missed" in lines[3]
    assert lines[4].startswith("image AU-ROC ")
    assert lines[5].startswith("Warning: only 8 good images")
    assert lines[6] == f"Written to {smoke_run.recipe}. Next:"
    assert lines[7] == f"effad inspect PICTURES --recipe {smoke_run.recipe}"
    assert lines[8] == f"effad recipes add {smoke_run.recipe}"


def test_the_warning_is_kept_in_the_model(smoke_run: Any) -> None:
    warnings = read_manifest(smoke_run.recipe / MODEL_FILE).warnings
    assert any("only 8 good images" in warning for warning in warnings)


def test_nothing_half_written_and_no_checkpoint_is_left(smoke_run: Any) -> None:
    assert {p.name for p in smoke_run.recipe.parent.iterdir()} == {"plate", "plate.work"}
    left = [p.name for p in smoke_run.recipe.parent.rglob("*")]
    assert not [name for name in left if name.startswith(".") or name.endswith((".part", ".checkpoint"))]


def test_the_resources_are_not_touched(smoke_run: Any) -> None:
    now = {str(p): p.stat().st_mtime_ns for p in Path("resources").rglob("*") if p.is_file()}
    assert {k: now.get(k) for k in smoke_run.resources_before} == smoke_run.resources_before


def test_without_tracking_mlflow_is_not_imported(smoke_run: Any) -> None:
    imported = [line.split("|")[-1].strip() for line in smoke_run.stderr.splitlines() if "|" in line]
    assert "training.tracking" in imported
    assert not [name for name in imported if name.partition(".")[0] == "mlflow"]


def test_a_second_training_replaces_the_recipe_and_a_failing_one_keeps_it(
    smoke_run: Any, tmp_path: Path, effad_train: TrainCommand, random_teacher: Path
) -> None:
    recipe = tmp_path / "plate"
    shutil.copytree(smoke_run.recipe, recipe)
    first = read_manifest(recipe / MODEL_FILE)
    argv = (smoke_run.dataset, "--name", "plate", "--preset", "smoke", "--out", recipe, "--seed", "1",
            "--force")  # fmt: skip
    code, said = effad_train(*argv, "--steps", "1", "--teacher", random_teacher)
    assert code == 0, said
    assert "it stays until then" in said
    second = read_manifest(recipe / MODEL_FILE)
    assert second.sha256 != first.sha256
    assert second.steps == 1
    before = content(recipe)
    code, said = effad_train(*argv, "--steps", "1", "--teacher", overflowing_teacher(tmp_path))
    assert code == ExitCode.USAGE
    assert "Training diverged at step 1" in said
    assert content(recipe) == before
    assert {p.name for p in tmp_path.iterdir()} == {"plate", "plate.work", "overflowing.safetensors"}


def overflowing_teacher(folder: Path) -> Path:
    """Its features are beyond half precision."""
    network = pdn("small", CHANNELS["small"])
    last = network[-1]
    assert isinstance(last, torch.nn.Conv2d)
    assert last.bias is not None
    with torch.no_grad():
        last.weight.mul_(1e4)
        last.bias.fill_(65_504)
    save_teacher(folder / "overflowing.safetensors", network, "small", {})
    return folder / "overflowing.safetensors"


# A shell that runs us in the background has its children ignore Ctrl-C.
HEEDING_CTRL_C = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)
from training.cli import main
main()
"""


def test_ctrl_c_says_that_the_same_command_goes_on(
    product: Path, tmp_path: Path, random_teacher: Path
) -> None:
    out, work = tmp_path / "models" / "plate", tmp_path / "models" / "plate.work"
    command = [sys.executable, "-c", HEEDING_CTRL_C, str(product), "--name", "plate", "--out", str(out),
               "--preset", "smoke", "--steps", "100000", "--teacher", str(random_teacher)]  # fmt: skip
    environment = {**os.environ, "PYTHONPATH": str(Path.cwd())}
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment) as process:
        try:
            deadline = time.monotonic() + 100
            assert process.stderr is not None
            while time.monotonic() < deadline and "step 20/" not in process.stderr.readline():
                pass
            process.send_signal(signal.SIGINT)
            said = process.communicate(timeout=100)[1]
        finally:
            process.kill()
    assert process.returncode == 130
    assert "the same command goes on from the last checkpoint" in said
    assert "Traceback" not in said
    assert (work.parent / "plate.work" / "train.checkpoint").exists()
    assert not out.exists()


Train = tuple[str | Path, ...]


@pytest.fixture
def argv(smoke_run: Any, tmp_path: Path, random_teacher: Path) -> Train:
    """A command that makes what the smoke run has made, in a place of its own."""
    shutil.copytree(smoke_run.recipe, tmp_path / "plate")
    return (smoke_run.dataset, "--name", "plate", "--preset", "smoke", "--steps", "2", "--device", "cpu",
            "--out", tmp_path / "plate", "--teacher", random_teacher)  # fmt: skip


def test_a_finished_run_is_not_trained_again_unasked(
    argv: Train, effad_train: TrainCommand, tmp_path: Path
) -> None:
    before = content(tmp_path / "plate")
    refused(effad_train(*argv), ExitCode.USAGE, "is trained already")
    assert content(tmp_path / "plate") == before
    assert [p.name for p in tmp_path.iterdir()] == ["plate"]


def stop(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


def test_a_stop_in_the_evaluation_does_not_lose_the_training(
    argv: Train, effad_train: TrainCommand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = content(tmp_path / "plate")
    monkeypatch.setattr(cli, "run_evaluate", stop)
    code, said = effad_train(*argv, "--force")
    assert code == 130
    assert said.count("the same command goes on from the last checkpoint") == 1
    assert content(tmp_path / "plate") == before
    monkeypatch.undo()
    monkeypatch.setattr(Training, "train_step", stop)  # nothing is learned a second time
    code, said = effad_train(*argv, "--force")
    assert code == 0, said
    assert "Going on from" in said
    assert not (tmp_path / "plate.work" / "train.checkpoint").exists()
    assert read_manifest(tmp_path / "plate" / MODEL_FILE).steps == 2


def test_a_checkpoint_of_another_run_is_refused_and_force_begins_anew(
    argv: Train, effad_train: TrainCommand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cli, "run_evaluate", stop)
    assert effad_train(*argv, "--force")[0] == 130
    monkeypatch.undo()
    refused(effad_train(*argv, "--seed", "7"), ExitCode.USAGE, "is of a run with other settings\nseed")
    code, said = effad_train(*argv, "--seed", "7", "--force")
    assert code == 0, said
    assert "The checkpoint is of another run and was removed" in said


def test_a_stop_before_the_first_step_says_that_all_begins_anew(
    argv: Train, effad_train: TrainCommand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cli, "run_prepare", stop)
    code, said = effad_train(*argv, "--force")
    assert code == 130
    assert "the same command begins anew" in said
    assert "last checkpoint" not in said


def test_a_bug_leaves_a_crash_log_and_a_sentence(
    argv: Train, effad_train: TrainCommand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*_: object) -> None:
        raise ZeroDivisionError("by design")

    monkeypatch.setenv("EFFAD_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setattr(cli, "run_prepare", crash)
    code, said = effad_train(*argv, "--force")
    assert code == ExitCode.CRASH
    assert "It failed unexpectedly (ZeroDivisionError: by design)" in said
    assert "Traceback" not in said
    (crash_log,) = (tmp_path / "data" / "logs").glob("crash-*.log")
    assert str(crash_log) in said
    assert "by design" in crash_log.read_text()


# --- what cannot be trained on ---------------------------------------------------------------------------


def refused(result: tuple[int, str], code: ExitCode, words: str) -> None:
    assert result[0] == code
    assert words in result[1]
    assert "Traceback" not in result[1]


def clear(product: Path) -> None:
    shutil.rmtree(product)
    product.mkdir()


def blacken(product: Path) -> None:
    for path in (product / "train/good").iterdir():
        cv2.imwrite(str(path), np.zeros((64, 64, 3), np.uint8))


def keep_four(product: Path) -> None:
    for path in sorted((product / "train/good").iterdir())[4:]:
        path.unlink()


def garble(product: Path) -> None:
    for path in (product / "train/good").iterdir():
        path.write_bytes(b"GIF89a, but not really")


def shrink_mask(product: Path) -> None:
    cv2.imwrite(str(product / "ground_truth/scratch/000_mask.png"), np.full((9, 9), 255, np.uint8))


def empty_mask(product: Path) -> None:
    cv2.imwrite(str(product / "ground_truth/scratch/000_mask.png"), np.zeros((96, 96), np.uint8))


def defect_in_train(product: Path) -> None:
    shutil.copytree(product / "test/scratch", product / "train/scratch")


def shared_image(product: Path) -> None:
    shutil.copy(product / "test/scratch/000.png", product / "train/good/x.png")


BAD_DATASETS: dict[str, tuple[Callable[[Path], object], str]] = {
    "no images": (clear, "No images in"),
    "no folder": (shutil.rmtree, "No such folder"),
    "no pictures at all": (garble, "Only 0 of 8 images in"),
    "all black": (blacken, "is uniform (all black or of one colour)"),
    "four images": (keep_four, "Only 4 images in"),
    "a mask of another size": (shrink_mask, "does not match its image"),
    "an empty mask": (empty_mask, "is empty"),
    "a defect in train": (defect_in_train, "training takes good images only"),
    "a test image in train": (shared_image, "is in training too"),
}


@pytest.mark.parametrize("what", BAD_DATASETS)
def test_a_bad_dataset_is_refused_in_a_sentence(
    product: Path, tmp_path: Path, effad_train: TrainCommand, random_teacher: Path, what: str
) -> None:
    spoil, words = BAD_DATASETS[what]
    spoil(product)
    out = tmp_path / "out"
    result = effad_train(product, "--name", "p", "--out", out, "--teacher", random_teacher)
    refused(result, ExitCode.SOURCE, words)
    assert not out.exists()


BAD_ARGUMENTS = {
    "preset": (("--preset", "slow"), ExitCode.USAGE, "Unknown preset 'slow'"),
    "size": (("--size", "large"), ExitCode.USAGE, "Unknown size 'large'"),
    "steps": (("--steps", "0"), ExitCode.USAGE, "must be above 0"),
    "minutes": (("--minutes", "nan"), ExitCode.USAGE, "must be above 0"),
    "both": (("--minutes", "1", "--steps", "9"), ExitCode.USAGE, "both say how long to train"),
    "penalty": (("--penalty", "nowhere"), ExitCode.SOURCE, "No such file or folder: nowhere"),
    "endless": (("--minutes", "inf"), ExitCode.USAGE, "must be above 0"),
    "seed": (("--seed", "-1"), ExitCode.USAGE, "The seed must be 0 or more"),
    "name": (("--name", "../up"), ExitCode.RECIPE, "'../up' cannot name a recipe"),
    "device": (("--preset", "smoke", "--device", "abacus"), ExitCode.USAGE, "Device 'abacus' cannot be used"),
    "missing teacher": (("--teacher", "none.safetensors"), ExitCode.RECIPE, "Cannot read none.safetensors"),
    "missing .pth": (("--teacher", "none.pth"), ExitCode.RECIPE, "No teacher at none.pth"),
    "number": (("--steps", "many"), ExitCode.USAGE, "Invalid value"),
    "option": (("--fast",), ExitCode.USAGE, "No such option"),
}


@pytest.mark.parametrize("what", BAD_ARGUMENTS)
def test_a_bad_argument_is_refused_in_a_sentence(
    product: Path, tmp_path: Path, effad_train: TrainCommand, random_teacher: Path, what: str
) -> None:
    argv, code, words = BAD_ARGUMENTS[what]
    few = ("--name", "p", "--teacher", random_teacher, "--preset", "smoke")
    refused(effad_train(product, *few, "--out", tmp_path / "out", *argv), code, words)
    assert not (tmp_path / "out").exists()


def test_a_teacher_of_the_other_size_is_refused(
    product: Path, tmp_path: Path, effad_train: TrainCommand, medium_teacher: Path
) -> None:
    argv = ("--name", "p", "--preset", "smoke", "--out", tmp_path / "out", "--teacher", medium_teacher)
    refused(effad_train(product, *argv), ExitCode.USAGE, "The teacher is medium")
    assert not (tmp_path / "out.work").exists()


def test_size_medium_without_a_teacher_is_refused_before_the_images_are_read(
    product: Path, tmp_path: Path, effad_train: TrainCommand
) -> None:
    argv = ("--name", "p", "--size", "medium", "--out", tmp_path / "out")
    refused(effad_train(product, *argv), ExitCode.USAGE, "No teacher of size 'medium' is built in")
    assert not (tmp_path / "out.work").exists()


def test_a_folder_that_is_no_recipe_is_not_written_over(
    product: Path, effad_train: TrainCommand, random_teacher: Path
) -> None:
    result = effad_train(product, "--name", "p", "--out", product, "--teacher", random_teacher)
    refused(result, ExitCode.USAGE, "is there and is no recipe")
    assert len(find_dataset(product).train) == 8


def test_brackets_in_a_path_are_shown_as_they_are(tmp_path: Path, effad_train: TrainCommand) -> None:
    folder = tmp_path / "lot [7] [/red]"
    refused(effad_train(folder, "--name", "p"), ExitCode.SOURCE, f"No such folder: {folder}")
