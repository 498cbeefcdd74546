from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import Tensor

from effad_desktop.detection.efficientad import QUANTILE_A, QUANTILE_B, EfficientAd
from effad_desktop.detection.networks import normal_input
from training.statistics import fit_quantiles, fit_teacher, trust_autoencoder

CPU = torch.device("cpu")


@pytest.fixture(scope="module")
def images() -> Tensor:
    """Five, so that the last batch is not full."""
    noise = np.random.default_rng(1).integers(0, 256, (5, 3, 256, 256)).astype(np.uint8)
    return torch.from_numpy(noise)


@pytest.fixture(scope="module")
def model() -> EfficientAd:
    torch.manual_seed(1)
    return EfficientAd("small").eval()


@pytest.fixture(scope="module")
def features(model: EfficientAd, images: Tensor) -> Tensor:
    with torch.inference_mode():
        return fit_teacher(model, images, CPU, keep=True)


def test_mean_and_deviation_are_those_of_two_passes(
    model: EfficientAd, images: Tensor, features: Tensor
) -> None:
    with torch.inference_mode():
        out = model.teacher(normal_input(images)).double().numpy()
    mean = out.mean((0, 2, 3))
    variance = ((out - mean.reshape(1, -1, 1, 1)) ** 2).mean((0, 2, 3))
    assert np.allclose(model.teacher_mean.numpy(), mean, rtol=1e-4, atol=1e-6)
    assert np.allclose(model.teacher_std.numpy(), np.sqrt(variance), rtol=1e-4)


def test_kept_features_are_what_the_teacher_teaches(
    model: EfficientAd, images: Tensor, features: Tensor
) -> None:
    assert tuple(features.shape) == (5, 384, 56, 56)
    with torch.inference_mode():
        taught = model.teach(normal_input(images[4:]))
    assert torch.allclose(features[4:].float(), taught, atol=0.02)


def test_nothing_is_kept_where_it_would_not_fit(model: EfficientAd, images: Tensor) -> None:
    with torch.inference_mode():
        assert len(fit_teacher(model, images[:1], CPU, keep=False)) == 0


def test_quantiles_are_numpys_over_all_good_maps(model: EfficientAd, images: Tensor) -> None:
    with torch.inference_mode():
        fitted = fit_quantiles(model, images[:3], CPU).numpy()
        maps = [m.numpy() for m in model.raw_maps(normal_input(images[:3]))]
    expected = [[np.quantile(m, q) for q in (QUANTILE_A, QUANTILE_B)] for m in maps]
    assert np.allclose(fitted, expected, rtol=1e-4)


def test_equal_quantiles_are_kept_apart(model: EfficientAd) -> None:
    with torch.inference_mode():
        quantiles = fit_quantiles(_Silent(), torch.zeros(1, 3, 256, 256, dtype=torch.uint8), CPU)
    assert (quantiles[:, 1] > quantiles[:, 0]).all()


class _Silent(EfficientAd):
    """Finds the same everywhere."""

    def __init__(self) -> None:
        super().__init__("small")

    def raw_maps(self, x: Tensor) -> tuple[Tensor, Tensor]:
        return torch.zeros(len(x), 1, 56, 56), torch.zeros(len(x), 1, 56, 56)


class _Explains(_Silent):
    """An autoencoder that leaves a given share of the teacher's variance unexplained."""

    def __init__(self, left: float) -> None:
        super().__init__()
        self.left = left

    def teach(self, x: Tensor) -> Tensor:
        return torch.full((len(x), 384, 2, 2), self.left**0.5)


@pytest.mark.parametrize(
    ("explained", "weight"), [(-1.0, 0.0), (0.2, 0.0), (0.35, 0.25), (0.5, 0.5), (0.9, 0.5)]
)
def test_the_autoencoder_is_trusted_by_what_it_explains(explained: float, weight: float) -> None:
    model = _Explains(1.0 - explained)
    model.autoencoder.forward = lambda x: torch.zeros(len(x), 384, 2, 2)  # type: ignore[method-assign]
    images = torch.zeros(2, 3, 256, 256, dtype=torch.uint8)
    assert trust_autoencoder(model, images, CPU) == pytest.approx(weight, abs=1e-5)
