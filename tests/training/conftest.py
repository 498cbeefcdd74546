from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from effad_desktop.detection.networks import Size, pdn
from effad_desktop.detection.weights import CHANNELS
from training.cli import main
from training.teacher_file import save_teacher

Pixels = NDArray[np.uint8]
MakeProduct = Callable[..., Path]
TrainCommand = Callable[..., tuple[int, str]]


@dataclass(frozen=True)
class SmokeRun:
    """What one ``effad-train --preset smoke`` has left."""

    dataset: Path
    recipe: Path
    work: Path
    stderr: str
    stdout: str
    resources_before: dict[str, int]


def part(seed: int, height: int = 96, width: int = 96) -> Pixels:
    """A grey plate with a bright bar, a little different each time."""
    rng = np.random.default_rng(seed)
    image = rng.integers(90, 130, (height, width, 3)).astype(np.uint8)
    image[height // 3 : height // 2, 8 + seed % 5 : width - 8] = (200, 190, 180)
    return image


def write(path: Path, image: Pixels) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(cv2.imencode(path.suffix, image)[1].tobytes())
    return path


@pytest.fixture(scope="session")
def make_product() -> MakeProduct:
    """A folder in the layout of MVTec AD."""

    def make(
        folder: Path, good: int = 8, test_good: int = 2, scratched: int = 2, *, masks: bool = True
    ) -> Path:
        for i in range(good):
            write(folder / "train/good" / f"{i:03}.png", part(i))
        for i in range(test_good):
            write(folder / "test/good" / f"{i:03}.png", part(100 + i))
        for i in range(scratched):
            image, mask = part(200 + i), np.zeros((96, 96), np.uint8)
            image[60:80, 20:60], mask[60:80, 20:60] = (250, 0, 0), 255
            write(folder / "test/scratch" / f"{i:03}.png", image)
            if masks:
                write(folder / "ground_truth/scratch" / f"{i:03}_mask.png", mask)
        return folder

    return make


@pytest.fixture
def product(tmp_path: Path, make_product: MakeProduct) -> Path:
    return make_product(tmp_path / "product")


def _teacher(folder: Path, size: Size) -> Path:
    torch.manual_seed(0)
    path = folder / f"{size}.safetensors"
    save_teacher(path, pdn(size, CHANNELS[size]), size, {"made": "at random"})
    return path


@pytest.fixture(scope="session")
def random_teacher(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _teacher(tmp_path_factory.mktemp("teacher"), "small")


@pytest.fixture(scope="session")
def light_teacher(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of size extra_small, for what is the same with every size."""
    return _teacher(tmp_path_factory.mktemp("light_teacher"), "extra_small")


@pytest.fixture(scope="session")
def medium_teacher(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _teacher(tmp_path_factory.mktemp("teacher"), "medium")


@pytest.fixture
def effad_train(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> TrainCommand:
    """The command in this process: its exit code and what it said."""

    def run(*argv: str | Path) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["effad-train", *map(str, argv)])
        code = 0
        try:
            main()
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 0
        return code, capsys.readouterr().err

    return run


def _files(folder: Path) -> dict[str, int]:
    return {str(p): p.stat().st_mtime_ns for p in folder.rglob("*") if p.is_file()}


@pytest.fixture(scope="session")
def smoke_run(
    tmp_path_factory: pytest.TempPathFactory, make_product: MakeProduct, random_teacher: Path
) -> SmokeRun:
    """The real command, in a process of its own that lists what it imports."""
    folder = tmp_path_factory.mktemp("smoke")
    dataset, out = make_product(folder / "plate"), folder / "models" / "plate"
    before = _files(Path("resources"))
    command = [sys.executable, "-X", "importtime", "-m", "training.cli", str(dataset), "--name", "plate",
               "--preset", "smoke", "--steps", "4", "--teacher", str(random_teacher), "--out", str(out),
               "--device", "cpu"]  # fmt: skip
    environment = {**os.environ, "PYTHONPATH": str(Path.cwd())}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 0, done.stderr[-3000:]
    return SmokeRun(dataset, out, out.with_name("plate.work"), done.stderr, done.stdout, before)
