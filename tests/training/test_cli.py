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
from effad_desktop.detection.networks import TEACHER_CHANNELS, pdn
from effad_desktop.errors import ExitCode
from effad_desktop.imaging import load_image
from training.dataset import find_dataset
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
    for key in ("image_auroc", "pixel_auroc", "aupro"):
        assert 0 <= figures[key] <= 1


def test_few_images_are_warned_of_and_the_result_is_said(smoke_run: Any) -> None:
    assert "Warning: only 8 good images: the threshold is uncertain" in smoke_run.stderr
    assert "6 images to learn from, 2 held out" in smoke_run.stderr
    assert "all 4 steps done" in smoke_run.stderr
    assert "image AU-ROC" in smoke_run.stderr
    assert smoke_run.stdout.strip() == str(smoke_run.recipe)


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
    argv = (smoke_run.dataset, "--name", "plate", "--preset", "smoke", "--out", recipe, "--seed", "1")
    code, said = effad_train(*argv, "--steps", "1", "--teacher", random_teacher)
    assert code == 0, said
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
    network = pdn("small", TEACHER_CHANNELS)
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
            while not (work / "prepared" / "prepared.json").exists() and time.monotonic() < deadline:
                time.sleep(0.1)
            time.sleep(2)
            process.send_signal(signal.SIGINT)
            said = process.communicate(timeout=100)[1]
        finally:
            process.kill()
    assert process.returncode == 130
    assert "the same command goes on from the last checkpoint" in said
    assert "Traceback" not in said
    assert not out.exists()


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


def test_a_folder_that_is_no_recipe_is_not_written_over(
    product: Path, effad_train: TrainCommand, random_teacher: Path
) -> None:
    result = effad_train(product, "--name", "p", "--out", product, "--teacher", random_teacher)
    refused(result, ExitCode.USAGE, "is there and is no recipe")
    assert len(find_dataset(product).train) == 8


def test_brackets_in_a_path_are_shown_as_they_are(tmp_path: Path, effad_train: TrainCommand) -> None:
    folder = tmp_path / "lot [7] [/red]"
    refused(effad_train(folder, "--name", "p"), ExitCode.SOURCE, f"No such folder: {folder}")
