"""The folded model as a torch module: one input, one map, nothing that inspection need not compute."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from effad_desktop.detection.efficientad import MAP_PADDING
from effad_desktop.detection.folding import CENTRE, Conv, Folded
from effad_desktop.detection.networks import DECODER_SIZES, MAP_SIZE, channels_last

Rectified = Callable[[nn.Conv2d, Tensor], Tensor]
"""Convolves, adds the bias and takes the positive part."""


def rectified(layer: nn.Conv2d, x: Tensor) -> Tensor:
    return F.relu(layer(x), inplace=True)


def rectified_by_cudnn(layer: nn.Conv2d, x: Tensor) -> Tensor:
    """As one kernel: the largest map of this network is then written once instead of three times."""
    one = [1, 1]
    padding: Any = layer.padding
    return torch.cudnn_convolution_relu(x, layer.weight, layer.bias, layer.stride, padding, one, 1)


class FoldedNetwork(nn.Module):
    """uint8 N×256×256×3 → anomaly maps, float32 N×64×64.

    `precision` is that of the convolutions; squares, their means and the map are float32.
    """

    input_mean: Tensor

    def __init__(self, folded: Folded, precision: torch.dtype = torch.float32) -> None:
        super().__init__()
        self.teacher = _chain(folded.teacher)
        self.student = _chain(folded.student)
        self.difference = _conv(folded.difference)
        self.student_ae = _conv(folded.student_ae)
        self.encoder = nn.ModuleList(_conv(c, stride=2, padding=1) for c in folded.encoder)
        self.bottleneck = _conv(folded.bottleneck)
        self.decoder = nn.ModuleList(_conv(c, padding=2) for c in folded.decoder)
        self.smooth = _conv(folded.smooth, padding=1)
        self.head = _conv(folded.head, padding=1)
        self.pooled = tuple(conv.pooled for conv in folded.teacher)
        self.factors = (folded.st_factor, folded.ae_factor, folded.offset)
        self.register_buffer("input_mean", torch.from_numpy(folded.input_mean).view(1, 3, 1, 1))
        self.rectified: Rectified = rectified
        channels_last(self.to(precision)).requires_grad_(False)

    @property
    def uses_autoencoder(self) -> bool:
        """Of a share of 0 it need not be computed: a fifth of the operations."""
        return self.factors[1] != 0

    def forward(self, pixels: Tensor) -> Tensor:
        x = self.centred(pixels)
        difference, student = self.compare(x)
        if not self.uses_autoencoder:
            return self.map(difference)
        return self.map(difference, self.student_ae(student) - self.autoencode(x))

    def centred(self, pixels: Tensor) -> Tensor:
        """RGB − 128, exact in every precision; N×3×256×256, channels last as the pixels are."""
        return pixels.permute(0, 3, 1, 2).to(self.input_mean.dtype) - float(CENTRE)

    def compare(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """(teacher − student, N×channels×56×56; the student's last hidden map, from which it expects the
        autoencoder's output).
        """
        teacher, student = self._described(self.teacher, x), self._described(self.student, x)
        return self.difference(torch.cat([teacher, student], 1)), student

    def autoencode(self, x: Tensor) -> Tensor:
        x = x - self.input_mean
        for layer in self.encoder:
            x = self._rectified(layer, x)
        x = self.bottleneck(x)
        for size, layer in zip(DECODER_SIZES, self.decoder, strict=True):
            x = self._rectified(layer, _resized(x, size))
        out: Tensor = self.head(self._rectified(self.smooth, _resized(x, MAP_SIZE)))
        return out

    def map(self, difference: Tensor, difference_ae: Tensor | None = None) -> Tensor:
        st, ae, offset = self.factors
        combined = st * _mean_square(difference) + offset
        if difference_ae is not None:
            combined = combined + ae * _mean_square(difference_ae)
        return F.pad(combined, [MAP_PADDING] * 4)

    def _described(self, network: nn.ModuleList, x: Tensor) -> Tensor:
        for layer, pooled in zip(network, self.pooled, strict=True):
            x = self._rectified(layer, x)
            x = F.avg_pool2d(x, 2) if pooled else x
        return x

    def _rectified(self, layer: nn.Module, x: Tensor) -> Tensor:
        return self.rectified(cast(nn.Conv2d, layer), x)


def _chain(convs: tuple[Conv, ...]) -> nn.ModuleList:
    return nn.ModuleList(_conv(conv) for conv in convs)


def _conv(conv: Conv, stride: int = 1, padding: int = 0) -> nn.Conv2d:
    outside, inside, kernel, _ = conv.weight.shape
    layer = nn.Conv2d(inside, outside, kernel, stride, padding)
    layer.load_state_dict({"weight": torch.from_numpy(conv.weight), "bias": torch.from_numpy(conv.bias)})
    return layer


def _resized(x: Tensor, size: int) -> Tensor:
    return F.interpolate(x, (size, size), mode="bilinear", align_corners=False)


def _mean_square(x: Tensor) -> Tensor:
    """N×C×H×W → N×H×W in float32, in one pass over half precision too."""
    norm: Tensor = torch.linalg.vector_norm(x, dim=1, dtype=torch.float32)
    return norm.square() / x.shape[1]
