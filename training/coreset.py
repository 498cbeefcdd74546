"""The few patches that stand for all: greedy k-centre (Sener & Savarese, 2018; PatchCore, section 3.2)."""

from __future__ import annotations

import torch
from torch import Tensor

ROUND = 256
"""Candidates that are looked at in one round."""


def greedy_k_centre(points: Tensor, count: int) -> Tensor:
    """Indices of `count` rows of N×D, each the farthest from those before it; the first is row 0.

    Exact, though a round takes many at once: distances only shrink, so that a candidate stays
    the farthest of all as long as it is farther than any row outside of the round was.
    """
    count = min(count, len(points))
    norms = points.square().sum(1)
    distances = _squares(points, norms, torch.tensor([0]))[:, 0]
    distances[0] = -torch.inf
    chosen = [torch.tensor([0])]
    left = count - 1
    while left:
        farthest = distances.topk(min(ROUND + 1, len(points)))
        outside = float(farthest.values[-1]) if len(points) > ROUND else -torch.inf
        places = farthest.indices[:ROUND]
        new = places[_farthest_in_turn(points[places], distances[places], outside)[:left]]
        distances = torch.minimum(distances, _squares(points, norms, new).amin(1))
        distances[new] = -torch.inf  # rounding may leave a centre some way from itself
        chosen.append(new)
        left -= len(new)
    return torch.cat(chosen)


def _farthest_in_turn(points: Tensor, distances: Tensor, outside: float) -> Tensor:
    """Places of those that are farther than `outside` when their turn comes; at least one."""
    between = torch.cdist(points, points).square()
    left, order = distances.clone(), [int(distances.argmax())]
    while True:
        left = torch.minimum(left, between[order[-1]])
        left[order[-1]] = -torch.inf
        following = int(left.argmax())
        if left[following] <= outside or left[following] == -torch.inf:
            return torch.tensor(order)
        order.append(following)


def _squares(points: Tensor, norms: Tensor, centres: Tensor) -> Tensor:
    """Squared distances, N×K."""
    return norms[:, None] + norms[centres] - 2 * (points @ points[centres].T)
