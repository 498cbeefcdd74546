from __future__ import annotations

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from torch import Tensor

from effad_desktop.detection.efficientad import EfficientAd
from effad_desktop.detection.networks import IMAGENET_MEAN, IMAGENET_STD
from effad_desktop.detection.weights import CHANNELS
from training.augment import LUMA, draw_jitter, jitter, random_crop
from training.losses import hard_count, hard_loss, side_losses
from training.student import student_of

MAP = 384 * 56 * 56


@pytest.fixture(scope="module")
def difference() -> Tensor:
    return torch.randn(1, 384, 56, 56, generator=torch.Generator().manual_seed(1))


@pytest.fixture(scope="module")
def model() -> EfficientAd:
    torch.manual_seed(2)
    return EfficientAd("small").eval()


@pytest.fixture(scope="module")
def two() -> Tensor:
    return torch.randn(2, 1, 3, 256, 256, generator=torch.Generator().manual_seed(3))


def test_a_thousandth_of_a_map_is_1205_values(difference: Tensor) -> None:
    squares = difference.numpy().astype(np.float64).ravel() ** 2
    assert squares.size == MAP == 1_204_224
    assert hard_count(MAP) == 1_205
    assert (squares >= np.quantile(squares, 0.999)).sum() == 1_205


def test_the_hard_loss_is_the_mean_at_and_above_the_quantile(difference: Tensor) -> None:
    squares = difference.numpy().astype(np.float64).ravel() ** 2
    expected = squares[squares >= np.quantile(squares, 0.999)].mean()
    assert hard_loss(difference).item() == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize("values", [1, 2, 999, 1000, 1001, 1002, 54_321])
def test_the_hard_count_is_numpys_for_any_size(values: int) -> None:
    ordered = np.arange(values, dtype=np.float64)
    assert hard_count(values) == (ordered >= np.quantile(ordered, 0.999)).sum()


@pytest.mark.parametrize("quantile", [0.9, 0.97, 0.995])
def test_a_lower_quantile_is_estimated_closely(difference: Tensor, quantile: float) -> None:
    squares = difference.numpy().astype(np.float64).ravel() ** 2
    expected = squares[squares >= np.quantile(squares, quantile)].mean()
    assert hard_loss(difference, torch.tensor(quantile)).item() == pytest.approx(expected, rel=0.03)


def test_only_the_hard_values_teach(difference: Tensor) -> None:
    d = difference.clone().requires_grad_()
    hard_loss(d).backward()  # type: ignore[no-untyped-call]
    assert d.grad is not None
    taught = d.grad.flatten().nonzero().flatten()
    hardest = difference.square().flatten().topk(1_205).indices
    assert torch.equal(taught.sort().values, hardest.sort().values)
    assert torch.allclose(d.grad.flatten()[taught], 2 * difference.flatten()[taught] / 1_205)


def test_the_hard_loss_is_computed_in_full_precision() -> None:
    half = torch.full((1000,), 300.0, dtype=torch.float16)  # its square is no half
    assert hard_loss(half).item() == 90_000


@torch.no_grad()
def test_a_head_is_half_of_the_students_channels(model: EfficientAd, two: Tensor) -> None:
    whole, student = model.student(two[0]), student_of(model.student)
    hidden = student.body(two[0])
    assert torch.allclose(student.teacher(hidden), whole[:, : CHANNELS["small"]], atol=1e-5)
    assert torch.allclose(student.autoencoder(hidden), whole[:, CHANNELS["small"] :], atol=1e-5)


@torch.no_grad()
def test_the_side_losses_are_those_of_the_paper(model: EfficientAd, two: Tensor) -> None:
    augmented, other = two
    penalty, ae, stae = side_losses(model, student_of(model.student), augmented, other)
    teacher, autoencoder = model.teach(augmented), model.autoencoder(augmented)
    student = model.student(augmented)[:, CHANNELS["small"] :]
    on_other = model.student(other)[:, : CHANNELS["small"]]
    assert penalty.item() == pytest.approx(on_other.square().mean().item(), rel=1e-4)
    assert ae.item() == pytest.approx(F.mse_loss(autoencoder, teacher).item(), rel=1e-4)
    assert stae.item() == pytest.approx(F.mse_loss(student, autoencoder).item(), rel=1e-4)


def test_the_teacher_learns_nothing(model: EfficientAd, two: Tensor) -> None:
    student = student_of(model.student)
    sum(side_losses(model, student, *two)).backward()  # type: ignore[union-attr]
    assert all(p.grad is None for p in model.teacher.parameters())
    assert all(p.grad is not None for p in model.autoencoder.parameters())
    parts = (student.body, student.teacher, student.autoencoder)
    assert all(p.grad is not None for part in parts for p in part.parameters())
    model.zero_grad(set_to_none=True)


def normal(image: Tensor) -> Tensor:
    return (image - torch.tensor(IMAGENET_MEAN).view(1, 3, 1, 1)) / torch.tensor(IMAGENET_STD).view(
        1, 3, 1, 1
    )


def candidates(image: Tensor, factor: float) -> list[Tensor]:
    """Brightness, contrast and saturation as torchvision computes them."""
    grey = (image * torch.tensor(LUMA).view(1, 3, 1, 1)).sum(1, keepdim=True)
    others = (torch.zeros_like(image), grey.mean().expand_as(image), grey.expand_as(image))
    return [normal((factor * image + (1 - factor) * other).clamp(0, 1)) for other in others]


def test_jitter_changes_exactly_one_of_brightness_contrast_and_saturation() -> None:
    image = torch.rand(1, 3, 16, 16, generator=torch.Generator().manual_seed(4))
    seen = set()
    for seed in range(40):
        changed = jitter(normal(image), torch.tensor(draw_jitter(np.random.default_rng(seed))))
        factor = float(np.random.default_rng(seed).uniform(0.8, 1.2))
        same = [k for k, c in enumerate(candidates(image, factor)) if torch.allclose(c, changed, atol=1e-5)]
        assert len(same) == 1
        seen |= set(same)
    assert seen == {0, 1, 2}


def test_a_random_crop_has_the_side_asked_for_and_repeats_by_its_seed() -> None:
    image = np.random.default_rng(0).integers(0, 256, (70, 110, 3)).astype(np.uint8)
    crops = [random_crop(image, 64, seed) for seed in range(30)]
    assert {c.shape for c in crops} == {(64, 64, 3)}
    assert np.array_equal(random_crop(image, 64, 7), crops[7])
    grey = [bool((c == c[..., :1]).all()) for c in crops]
    assert any(grey)
    assert not all(grey)
