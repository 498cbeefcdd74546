"""The detector's arithmetic against plain computations in numpy."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from effad_desktop.detection.efficientad import EfficientAd
from effad_desktop.detection.networks import (
    IMAGENET_MEAN,
    IMAGENET_STD,
    Autoencoder,
    Size,
    normal_input,
    parameter_count,
    pdn,
)


@pytest.mark.parametrize(
    ("size", "teacher", "total"), [("small", 2_694_144, 8_057_856), ("medium", None, 20_740_000)]
)
def test_networks_have_the_papers_number_of_parameters(size: Size, teacher: int | None, total: int) -> None:
    model = EfficientAd(size)
    if teacher is not None:
        assert parameter_count(model.teacher) == teacher
        assert parameter_count(model.student) == 4_267_392
        assert parameter_count(model.autoencoder) == 1_096_320
        assert parameter_count(model) == total
    assert parameter_count(model) == pytest.approx(total, rel=1e-3)


@pytest.mark.parametrize("size", ["extra_small", "small", "medium"])
def test_maps_are_56_and_64_only_with_the_paddings_of_distillation(size: Size) -> None:
    x = torch.zeros(1, 3, 256, 256)
    with torch.inference_mode():
        assert pdn(size, 4)(x).shape == (1, 4, 56, 56)
        assert pdn(size, 4, padded=True)(x).shape == (1, 4, 64, 64)
        if size == "small":
            assert Autoencoder(384).eval()(x).shape == (1, 384, 56, 56)


def test_the_extra_small_size_has_a_third_of_the_smalls_multiplications() -> None:
    assert 3 * multiplications("extra_small") < multiplications("small")


def multiplications(size: Size) -> int:
    """Of the convolutions of a training form at 256×256, counted as they run."""
    model, counted = EfficientAd(size).eval(), list[int]()

    def count(layer: torch.nn.Module, _given: object, out: torch.Tensor) -> None:
        assert isinstance(layer, torch.nn.Conv2d)
        counted.append(layer.weight.numel() * out.shape[-1] * out.shape[-2])

    for layer in model.modules():
        if isinstance(layer, torch.nn.Conv2d):
            layer.register_forward_hook(count)
    with torch.inference_mode():
        model(torch.zeros(1, 3, 256, 256, dtype=torch.uint8))
    return sum(counted)


@pytest.mark.parametrize("size", ["extra_small", "small"])
def test_a_patch_is_33_pixels_wide(size: Size) -> None:
    x = torch.zeros(1, 3, 256, 256, requires_grad=True)
    pdn(size, 1)(x)[0, 0, 20, 30].backward()
    assert x.grad is not None
    rows, columns = np.nonzero(x.grad[0].abs().sum(0).numpy())
    assert (rows.min(), rows.max()) == (80, 112)
    assert (columns.min(), columns.max()) == (120, 152)


def test_input_is_normalised_as_imagenet() -> None:
    image = np.random.default_rng(0).integers(0, 256, (1, 3, 8, 8), np.uint8)
    expected = (image / 255.0 - np.reshape(IMAGENET_MEAN, (3, 1, 1))) / np.reshape(IMAGENET_STD, (3, 1, 1))
    np.testing.assert_allclose(normal_input(torch.from_numpy(image)).numpy(), expected, atol=1e-6)


def test_raw_maps_are_mean_squares_of_the_two_differences() -> None:
    model = random_model()
    x = torch.randn(2, 3, 256, 256)
    with torch.inference_mode():
        map_st, map_ae = model.raw_maps(x)
        teacher, student = model.teacher(x).numpy(), model.student(x).numpy()
        autoencoder = model.autoencoder(x).numpy()
    mean, std = model.teacher_mean.numpy(), model.teacher_std.numpy()
    normal = (teacher - mean[:, None, None]) / std[:, None, None]
    np.testing.assert_allclose(map_st[:, 0], ((normal - student[:, :384]) ** 2).mean(1), rtol=1e-4, atol=1e-6)
    np.testing.assert_allclose(
        map_ae[:, 0], ((autoencoder - student[:, 384:]) ** 2).mean(1), rtol=1e-4, atol=1e-6
    )


@pytest.mark.parametrize("weight", [0.5, 0.1, 0.0])
def test_maps_combine_by_quantiles_and_are_padded_by_4(weight: float) -> None:
    model = EfficientAd("small")
    model.quantiles.copy_(torch.tensor([[0.2, 0.7], [0.1, 0.4]]))
    model.ae_weight.fill_(weight)
    st, ae = torch.rand(2, 1, 56, 56), torch.rand(2, 1, 56, 56)
    combined = model.combine(st, ae).numpy()
    a = 0.1 * (st.numpy() - 0.2) / (0.7 - 0.2)
    b = 0.1 * (ae.numpy() - 0.1) / (0.4 - 0.1)
    np.testing.assert_allclose(combined[:, :, 4:-4, 4:-4], (1 - weight) * a + weight * b, atol=1e-6)
    assert combined.shape == (2, 1, 64, 64)
    assert not combined[:, :, :4].any()
    assert not combined[..., -4:].any()


def random_model(seed: int = 0) -> EfficientAd:
    torch.manual_seed(seed)
    model = EfficientAd("small").eval()
    model.teacher_mean.normal_()
    model.teacher_std.uniform_(0.5, 2)
    return model
