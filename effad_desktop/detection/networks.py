"""The networks of EfficientAD (arXiv 2303.14535, tables 5 to 7), and one smaller than the paper's."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import Literal, TypeVar, get_args

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from effad_desktop.detection.weights import PDN_LAYERS

Size = Literal["extra_small", "small", "medium"]
SIZES: tuple[Size, ...] = get_args(Size)

MAP_SIZE = 56
"""Side of every un-padded map at 256×256 input: stride 4, receptive field 33."""

M = TypeVar("M", bound=nn.Module)

POOLED = 2
"""So many of a PDN's layers are followed by a pool."""

DECODER_SIZES = (3, 8, 15, 32, 63, 127)


def pdn(size: Size, out_channels: int, *, padded: bool = False) -> nn.Sequential:
    """A patch description network, B×3×H×W → B×out×(H/4 − 8)×(W/4 − 8).

    `padded` adds the paddings that the reference uses only while it distils a teacher;
    the map is then H/4×W/4. Weights are the same either way.
    """
    layers: list[nn.Module] = []
    for place, (_, inside, outside, kernel) in enumerate(PDN_LAYERS[size]):
        pooled = place < POOLED
        pad = (3 if pooled else int(kernel == 3)) if padded else 0
        layers.append(nn.Conv2d(inside or out_channels, outside or out_channels, kernel, padding=pad))
        layers.append(nn.ReLU(inplace=True))
        if pooled:
            layers.append(nn.AvgPool2d(2, 2, padding=int(padded)))
    return nn.Sequential(*layers[:-1])


class Autoencoder(nn.Module):
    """B×3×256×256 → B×channels×56×56 through a bottleneck of 64 numbers."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        widths = (3, 32, 32, 64, 64, 64)
        self.encoder = nn.ModuleList(nn.Conv2d(a, b, 4, stride=2, padding=1) for a, b in pairwise(widths))
        self.bottleneck = nn.Conv2d(64, 64, 8)
        self.decoder = nn.ModuleList(nn.Conv2d(64, 64, 4, padding=2) for _ in DECODER_SIZES)
        self.smooth = nn.Conv2d(64, 64, 3, padding=1)
        self.head = nn.Conv2d(64, channels, 3, padding=1)

    def forward(self, x: Tensor) -> Tensor:
        for layer in self.encoder:
            x = F.relu(layer(x))
        x = self.bottleneck(x)
        for size, layer in zip(DECODER_SIZES, self.decoder, strict=True):
            x = F.interpolate(x, (size, size), mode="bilinear", align_corners=False)
            x = F.dropout(F.relu(layer(x)), 0.2, self.training)
        x = F.interpolate(x, (MAP_SIZE, MAP_SIZE), mode="bilinear", align_corners=False)
        out: Tensor = self.head(F.relu(self.smooth(x)))
        return out


def channels_last(module: M) -> M:
    """The memory format in which CPUs and GPUs convolve fastest; same values."""
    return module.to(memory_format=torch.channels_last)  # type: ignore[call-overload,no-any-return]


def parameter_count(module: nn.Module) -> int:
    return sum(p.numel() for p in module.parameters())


IMAGENET_MEAN = (0.485, 0.456, 0.406)
IMAGENET_STD = (0.229, 0.224, 0.225)


@cache
def imagenet(device: torch.device) -> tuple[Tensor, Tensor]:
    """Mean and deviation, 1×3×1×1; made once, since a graph may not fetch them from the host."""
    with torch.inference_mode(mode=False):
        mean, std = (torch.tensor(v, device=device).view(1, 3, 1, 1) for v in (IMAGENET_MEAN, IMAGENET_STD))
    return mean, std


def normal_input(images: Tensor) -> Tensor:
    """uint8 or float 0..255 B×3×H×W → ImageNet's mean 0 and standard deviation 1."""
    mean, std = imagenet(images.device)
    return (images.float() / 255.0 - mean) / std
