"""The student as training sees it: a body and two heads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import torch
import torch.nn.functional as F
from torch import Tensor, nn


@dataclass(frozen=True, slots=True, eq=False)
class Head:
    """Half of the last layer's channels. Its tensors are leaves that share the layer's memory: what
    is learned here stands in the network, and a step that needs one head computes nothing for the other.
    """

    weight: Tensor
    bias: Tensor

    def __call__(self, hidden: Tensor) -> Tensor:
        return F.conv2d(hidden, self.weight, self.bias)

    def parameters(self) -> list[Tensor]:
        return [self.weight, self.bias]


@dataclass(frozen=True, slots=True, eq=False)
class Student:
    """`teacher` imitates the teacher, `autoencoder` the autoencoder."""

    body: nn.Sequential
    teacher: Head
    autoencoder: Head


def student_of(network: nn.Sequential) -> Student:
    """To be made after the network is where it learns: another device is other memory."""
    last = cast(nn.Conv2d, network[-1])
    parts = [torch.chunk(part.detach(), 2) for part in (last.weight, cast(Tensor, last.bias))]
    heads = [Head(w.requires_grad_(), b.requires_grad_()) for w, b in zip(*parts, strict=True)]
    return Student(nn.Sequential(*list(network)[:-1]), *heads)
