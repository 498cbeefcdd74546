from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import Tensor

from effad_desktop.detection.teachers import load_teacher
from effad_desktop.errors import SourceError
from training import probe as module
from training.coreset import greedy_k_centre
from training.probe import nearest, patches, probe


@pytest.fixture
def points() -> Tensor:
    return torch.randn(300, 16, generator=torch.Generator().manual_seed(1))


def brute_force_centres(points: Tensor, count: int) -> list[int]:
    exact = points.bfloat16().double().numpy()
    chosen = [0]
    while len(chosen) < count:
        distances = ((exact[:, None] - exact[None, chosen]) ** 2).sum(-1).min(1)
        chosen.append(int(distances.argmax()))
    return chosen


def covering_radius(points: Tensor, chosen: list[int]) -> float:
    return float(torch.cdist(points, points[chosen]).amin(1).max())


def test_centres_are_those_of_brute_force(points: Tensor) -> None:
    whole = (points * 2).round()  # exact in bfloat16
    assert greedy_k_centre(whole, 4).tolist()[:2] == brute_force_centres(whole, 4)[:2]
    ours, theirs = greedy_k_centre(points, 40).tolist(), brute_force_centres(points, 40)
    assert covering_radius(points, ours) == pytest.approx(covering_radius(points, theirs), rel=0.03)


def test_no_centre_is_chosen_twice(points: Tensor) -> None:
    far = points * 0.01 + 100  # rounding is larger than what lies between them
    for cloud in (points, far):
        assert sorted(greedy_k_centre(cloud, 300).tolist()) == list(range(300))


def test_more_centres_than_points_are_all_points(points: Tensor) -> None:
    assert len(greedy_k_centre(points, 1000)) == 300


def test_the_nearest_distance_is_that_of_brute_force(points: Tensor) -> None:
    bank, rows = points[:200], points[200:]
    assert torch.allclose(nearest(rows, bank), torch.cdist(rows, bank).amin(1), rtol=0.03)


def test_a_point_of_the_bank_is_near_itself(points: Tensor) -> None:
    assert nearest(points, points).max() < 0.5


def test_patches_are_one_row_for_each_place_of_the_map(product: Path, random_teacher: Path) -> None:
    paths = sorted((product / "test/good").iterdir())
    assert patches(load_teacher(random_teacher).network, paths).shape == (2, 56 * 56, 384)


def test_a_red_scratch_is_found_and_a_seed_repeats(
    product: Path, random_teacher: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "BANK", 100)
    monkeypatch.setattr(module, "CANDIDATES", 2000)
    network = load_teacher(random_teacher).network
    first = probe(network, product)
    assert first == 1.0
    assert probe(network, product) == first


def test_a_product_without_defects_is_refused(
    product: Path, random_teacher: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "BANK", 10)
    monkeypatch.setattr(module, "CANDIDATES", 100)
    shutil.rmtree(product / "test")
    with pytest.raises(SourceError, match="no labelled defects"):
        probe(load_teacher(random_teacher).network, product)


def test_the_command_says_what_is_wrong_in_a_sentence(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "training.probe", str(tmp_path / "none.safetensors"), str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "Cannot read" in done.stderr
    assert "Traceback" not in done.stderr


def test_distances_are_never_negative() -> None:
    same = torch.full((4, 384), 3.3)
    assert np.isfinite(nearest(same, same).numpy()).all()
