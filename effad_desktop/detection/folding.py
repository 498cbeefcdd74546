"""The model with everything folded into it that needs no arithmetic of its own at inspection.

Exact but for rounding: ImageNet's normalisation goes into the first convolutions, (t − mean)/std and the
difference teacher − student become the last convolution, and the quantiles become two factors and an
offset. Teacher and student keep first convolutions of their own: to split what a shared one gives takes
longer than it saves (docs/benchmarks.md).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from effad_desktop.detection.weights import CHANNELS, DECODERS, PDN_LAYERS, Weights

Array = NDArray[np.float32]

IMAGENET_MEAN = np.array((0.485, 0.456, 0.406), np.float32)
IMAGENET_STD = np.array((0.229, 0.224, 0.225), np.float32)
CENTRE = np.float32(128)
"""With 0..255 as input the weights' rounding to bfloat16 would be multiplied by the image's brightness."""


@dataclass(frozen=True, slots=True, eq=False)
class Conv:
    """`weight` is out×in×k×k; `pooled` is followed by an average of 2×2."""

    weight: Array
    bias: Array
    pooled: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Folded:
    """Input is RGB − 128, which bfloat16 holds exactly.

    anomaly_map = st_factor·mean(difference²) + ae_factor·mean((student_ae − autoencoder)²) + offset,
    where `difference` sees the teacher's and the student's last hidden maps, stacked. The autoencoder
    alone pads, so that it wants `input_mean` subtracted first; the deviation is folded.
    """

    teacher: tuple[Conv, ...]
    student: tuple[Conv, ...]
    difference: Conv
    student_ae: Conv
    input_mean: Array
    encoder: tuple[Conv, ...]
    bottleneck: Conv
    decoder: tuple[Conv, ...]
    smooth: Conv
    head: Conv
    st_factor: float
    ae_factor: float
    offset: float


def fold(weights: Weights, size: str) -> Folded:
    """From the tensors of a model file (see weights.shapes)."""
    teacher, student = pdn(weights, "teacher", size), pdn(weights, "student", size)
    last_t, last_s, channels = _standardised(teacher[-1], weights), student[-1], CHANNELS[size]
    (st_a, st_b), (ae_a, ae_b) = weights["quantiles"].astype(np.float64)
    share = float(weights["ae_weight"])
    st_factor, ae_factor = 0.1 * (1 - share) / (st_b - st_a), 0.1 * share / (ae_b - ae_a)
    encoder = [_conv(weights, f"autoencoder.encoder.{i}") for i in range(5)]
    scale = (255 * IMAGENET_STD)[None, :, None, None]
    encoder[0] = Conv(encoder[0].weight / scale, encoder[0].bias)
    return Folded(
        teacher=(normalised(teacher[0]), *teacher[1:-1]),
        student=(normalised(student[0]), *student[1:-1]),
        difference=Conv(
            np.concatenate([last_t.weight, -last_s.weight[:channels]], axis=1),
            last_t.bias - last_s.bias[:channels],
        ),
        student_ae=Conv(last_s.weight[channels:], last_s.bias[channels:]),
        input_mean=255 * IMAGENET_MEAN - CENTRE,
        encoder=tuple(encoder),
        bottleneck=_conv(weights, "autoencoder.bottleneck"),
        decoder=tuple(_conv(weights, f"autoencoder.decoder.{i}") for i in range(DECODERS)),
        smooth=_conv(weights, "autoencoder.smooth"),
        head=_conv(weights, "autoencoder.head"),
        st_factor=st_factor,
        ae_factor=ae_factor,
        offset=-(st_factor * st_a + ae_factor * ae_a),
    )


def pdn(weights: Weights, network: str, size: str) -> list[Conv]:
    layers = PDN_LAYERS[size]
    return [_conv(weights, f"{network}.{layer[0]}", pooled=place < 2) for place, layer in enumerate(layers)]


def _conv(weights: Weights, name: str, pooled: bool = False) -> Conv:
    return Conv(weights[f"{name}.weight"], weights[f"{name}.bias"], pooled)


def normalised(conv: Conv) -> Conv:
    """Takes RGB − 128 instead of ImageNet's mean 0 and deviation 1; right where nothing is padded."""
    shift = (CENTRE / 255 - IMAGENET_MEAN) / IMAGENET_STD
    bias = conv.bias + (conv.weight * shift[None, :, None, None]).sum((1, 2, 3))
    return Conv(conv.weight / (255 * IMAGENET_STD)[None, :, None, None], bias, conv.pooled)


def _standardised(conv: Conv, weights: Weights) -> Conv:
    mean, std = weights["teacher_mean"], weights["teacher_std"]
    return Conv(conv.weight / std[:, None, None, None], (conv.bias - mean) / std)
