from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from effad_desktop.detection.networks import pdn
from effad_desktop.detection.teachers import load_teacher
from effad_desktop.detection.weights import CHANNELS
from training.optimizers import Muon
from training.params import TrainParams, preset
from training.run import Training
from training.step import Order, run_at_once
from training.student import student_of

QUICK = replace(preset("quick"), minutes=0.0, steps=40, penalty_images=2)
needs_gpu = pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a GPU with CUDA")


@pytest.fixture(scope="module")
def images() -> NDArray[np.uint8]:
    return np.random.default_rng(1).integers(0, 256, (4, 256, 256, 3)).astype(np.uint8)


def training_on(
    device: str, images: NDArray[np.uint8], teacher: Path, params: TrainParams = QUICK
) -> Training:
    training = Training(images, images[:2], load_teacher(teacher), params, torch.device(device))
    training.measure_teacher()
    training.model.train()
    return training


def test_what_a_head_learns_stands_in_the_network() -> None:
    network = pdn("small", 2 * CHANNELS["small"])
    student, last = student_of(network), network[-1]
    assert isinstance(last, nn.Conv2d)
    before = last.weight.detach().clone()
    hidden = torch.randn(1, 256, 8, 8)
    student.autoencoder(hidden).square().mean().backward()  # type: ignore[no-untyped-call]
    Muon([student.autoencoder.weight], lr=0.1).step()
    assert torch.equal(last.weight[:384], before[:384])
    assert not torch.equal(last.weight[384:], before[384:])
    assert student.teacher.weight.grad is None


def test_a_step_without_the_side_losses_leaves_the_autoencoder_and_its_head(
    images: NDArray[np.uint8], random_teacher: Path
) -> None:
    training = training_on("cpu", images, random_teacher)
    step = training.step
    step(Order(0, 1.0, 0.9, 1, (1.1, 1.0, 0.0)))
    seldom = [*training.model.autoencoder.parameters(), *step.student.autoencoder.parameters()]
    before = [p.detach().clone() for p in seldom]
    step(Order(1, 1.0, 0.9))
    assert all(torch.equal(p, b) for p, b in zip(seldom, before, strict=True))
    assert step.sums.tolist()[1::4] == [2, 1]


def test_the_rate_of_an_order_scales_every_learning_rate(
    images: NDArray[np.uint8], random_teacher: Path
) -> None:
    step = training_on("cpu", images, random_teacher).step
    step(Order(0, 0.25))
    rates = [float(g["lr"]) for o in step.optimizers for g in o.param_groups]
    assert rates == pytest.approx([3e-3 / 4, 4 * 3e-3 / 4, 1e-3 / 4])


def test_a_run_that_goes_on_from_a_state_keeps_its_learning_rates(
    images: NDArray[np.uint8], random_teacher: Path
) -> None:
    one, two = (training_on("cpu", images, random_teacher) for _ in range(2))
    one.train_step()
    two.restore(deepcopy(one.state()))
    for training in (one, two):
        training.train_step()
    first, second = (t.model.state_dict() for t in (one, two))
    assert all(torch.equal(first[name], second[name]) for name in first)


@needs_gpu
@pytest.mark.parametrize("params", [QUICK, replace(preset("full"), steps=40)], ids=["quick", "full"])
def test_replayed_steps_learn_what_eager_steps_learn(
    params: TrainParams, images: NDArray[np.uint8], random_teacher: Path
) -> None:
    def sums(training: Training) -> Tensor:
        for _ in range(params.steps):
            training.train_step()
        return training.step.sums.cpu()

    graph, eager = (training_on("cuda", images, random_teacher, params) for _ in range(2))
    eager.step.run = run_at_once
    assert torch.allclose(sums(graph), sums(eager), rtol=0.05)


@needs_gpu
def test_no_step_waits_for_the_device(images: NDArray[np.uint8], random_teacher: Path) -> None:
    training = training_on("cuda", images, random_teacher)
    for _ in range(30):
        training.train_step()
    torch.cuda.set_sync_debug_mode("error")
    try:
        training.train_step()
    finally:
        torch.cuda.set_sync_debug_mode("default")
