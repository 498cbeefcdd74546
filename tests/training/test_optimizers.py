from __future__ import annotations

from pathlib import Path

import pytest
import torch
from torch import nn

from training.checkpoint import load_checkpoint, save_checkpoint
from training.optimizers import Muon, orthogonalise, split_parameters


@pytest.mark.parametrize("shape", [(128, 2048), (256, 2304), (384, 384), (512, 64)])
def test_orthogonalised_matrices_have_singular_values_near_one(shape: tuple[int, int]) -> None:
    matrix = torch.randn(shape, generator=torch.Generator().manual_seed(1)) * 1e-3
    values = torch.linalg.svdvals(orthogonalise(matrix))
    assert values.max() < 1.3
    assert values.quantile(0.05) > 0.6
    if shape[0] != shape[1]:  # a square one has values near 0, which five products do not lift
        assert values.min() > 0.6


def test_orthogonalising_keeps_the_directions() -> None:
    generator = torch.Generator().manual_seed(2)
    left = torch.linalg.qr(torch.randn(40, 8, generator=generator))[0]
    right = torch.linalg.qr(torch.randn(60, 8, generator=generator))[0]
    result = orthogonalise(left @ torch.diag(torch.linspace(0.2, 1, 8)) @ right.T)
    assert torch.allclose((left.T @ result @ right).diagonal(), torch.ones(8), atol=0.4)
    assert result.shape == (40, 60)


def test_a_matrix_of_zeros_stays_finite() -> None:
    assert not orthogonalise(torch.zeros(4, 8)).any()


def test_muon_goes_down_a_hill() -> None:
    weight = nn.Parameter(torch.randn(16, 8, 3, 3, generator=torch.Generator().manual_seed(3)))
    optimizer = Muon([weight], lr=0.05)
    start = weight.square().mean().item()
    for _ in range(40):
        optimizer.zero_grad()
        weight.square().mean().backward()  # type: ignore[no-untyped-call]
        optimizer.step()
    assert weight.square().mean().item() < 0.5 * start


def test_every_shape_moves_alike() -> None:
    """The root mean square of an update is 0.2 of the learning rate (arXiv 2502.16982)."""
    for shape in ((64, 16, 3, 3), (256, 128, 4, 4), (384, 64)):
        weight = nn.Parameter(torch.zeros(shape))
        weight.grad = torch.randn(shape, generator=torch.Generator().manual_seed(4))
        Muon([weight], lr=1.0).step()
        assert weight.square().mean().sqrt().item() == pytest.approx(0.2, rel=0.3)


def test_muon_goes_on_from_a_checkpoint_as_if_never_stopped(tmp_path: Path) -> None:
    def step(weight: nn.Parameter, optimizer: Muon, seed: int) -> None:
        weight.grad = torch.randn(8, 12, generator=torch.Generator().manual_seed(seed))
        optimizer.step()

    whole, stopped = nn.Parameter(torch.ones(8, 12)), nn.Parameter(torch.ones(8, 12))
    one, two = Muon([whole], lr=0.1), Muon([stopped], lr=0.1)
    for seed in range(3):
        step(whole, one, seed)
        step(stopped, two, seed)
    save_checkpoint(tmp_path / "c", {"params": {}, "optimizer": two.state_dict()})
    resumed = Muon([stopped], lr=0.1)
    resumed.load_state_dict(load_checkpoint(tmp_path / "c", {})["optimizer"])
    step(whole, one, 9)
    step(stopped, resumed, 9)
    assert torch.equal(whole, stopped)


def test_first_layers_and_biases_are_left_to_adam() -> None:
    network = nn.Sequential(nn.Conv2d(3, 8, 3), nn.ReLU(), nn.Conv2d(8, 4, 3))
    matrices, others = split_parameters([network])
    assert [tuple(m.shape) for m in matrices] == [(4, 8, 3, 3)]
    assert [tuple(o.shape) for o in others] == [(8, 3, 3, 3), (8,), (4,)]
