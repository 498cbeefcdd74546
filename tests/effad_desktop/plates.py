"""A recipe that learns at once, made of drawn plates, and plates to show it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import cv2
import numpy as np

from effad_desktop.paths import built_in_recipes_dir
from effad_desktop.recipes import Recipes

RECIPE = "screws"


def plate(seed: int, mark: tuple[int, int, int] | None = None) -> np.ndarray:
    """Grey, with a bright bar; with a square of another colour where `mark` is one."""
    image = np.random.default_rng(seed).integers(90, 130, (96, 96, 3)).astype(np.uint8)
    image[32:48, 8 + seed % 5 : 88] = (200, 190, 180)
    if mark:
        image[60:80, 30:60] = mark
    return image


def write(path: Path, image: np.ndarray) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(cv2.imencode(".png", image)[1].tobytes())
    return path


def train_plates(folder: Path) -> Path:
    """The command in a process of its own: it knows torch, of which this one needs nothing."""
    for i in range(10):
        write(folder / "plates" / "train" / "good" / f"{i}.png", plate(i))
    command = [sys.executable, "-m", "training.cli", str(folder / "plates"), "--name", RECIPE]
    command += ["--preset", "instant", "--out", str(folder / RECIPE), "--device", "cpu"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return folder / RECIPE


def recipes_of(folder: Path) -> Recipes:
    return Recipes(folder.parent, built_in_recipes_dir())
