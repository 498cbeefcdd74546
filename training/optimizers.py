"""Muon: momentum whose update is made orthogonal, so that rare directions learn too.

K. Jordan et al., 2024; the scale that lets one learning rate serve every shape is from
arXiv 2502.16982. torch.optim.Muon refuses the 4-D weights of convolutions.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Protocol

import torch
from torch import Tensor

NEWTON_SCHULZ = (3.4445, -4.7750, 2.0315)


class Parametrised(Protocol):
    def parameters(self) -> Iterable[Tensor]: ...


def orthogonalise(matrix: Tensor, steps: int = 5) -> Tensor:
    """The nearest matrix with singular values near 1 (0.7 to 1.2), by five products in bfloat16."""
    wide = matrix if matrix.shape[0] <= matrix.shape[1] else matrix.T
    x = (wide / (wide.norm() + 1e-12)).bfloat16()
    a, b, c = NEWTON_SCHULZ
    for _ in range(steps):
        gram = x @ x.T
        x = torch.addmm(x, torch.addmm(gram, gram, gram, beta=b, alpha=c), x, beta=a)
    result: Tensor = x if wide is matrix else x.T
    return result.to(matrix.dtype)


class Muon(torch.optim.Optimizer):
    """For weights of two and more dimensions; the first is taken as the rows. `lr` may be a tensor."""

    def __init__(self, params: Iterable[Any], lr: float, momentum: float = 0.95) -> None:
        super().__init__(params, {"lr": lr, "momentum": momentum})

    @torch.no_grad()
    def step(self, closure: Any = None) -> None:  # type: ignore[override]  # noqa: ARG002
        for group in self.param_groups:
            for p in group["params"]:
                if p.grad is not None:
                    self._update(p, p.grad, group["lr"], group["momentum"])

    def _update(self, p: Tensor, grad: Tensor, lr: float | Tensor, momentum: float) -> None:
        state = self.state[p]
        if not state:
            state["momentum_buffer"] = torch.zeros_like(p)
        buffer = state["momentum_buffer"]
        buffer.lerp_(grad, 1 - momentum)
        update = grad.lerp(buffer, momentum).movedim(1, -1)  # channels last: rows without a copy
        scale = 0.2 * max(len(update), update[0].numel()) ** 0.5
        p.sub_(orthogonalise(update.flatten(1)).mul_(lr * scale).view(update.shape).movedim(-1, 1))


def split_parameters(modules: Iterable[Parametrised]) -> tuple[list[Tensor], list[Tensor]]:
    """(weights for Muon, biases and first layers for Adam)."""
    matrices: list[Tensor] = []
    others: list[Tensor] = []
    for module in modules:
        for p in module.parameters():
            (matrices if p.ndim > 1 and p.shape[1] > 3 else others).append(p)
    return matrices, others
