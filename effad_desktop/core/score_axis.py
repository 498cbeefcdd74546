"""From scores to places on a line and back: in decades where all are positive, else evenly."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

_MANTISSAS = (1.0, 1.5, 2.0, 3.0, 5.0, 7.0, 10.0)
_DECADES_BELOW = 30.0
"""A score so many times smaller than the threshold is as good as zero."""
_ROOM = 1.25


@dataclass(frozen=True, slots=True)
class ScoreAxis:
    """Places run from 0 at `low` to 1 at `high`; what lies outside is drawn at the edge."""

    low: float = 0.0
    high: float = 1.0
    decades: bool = False

    @classmethod
    def around(cls, scores: NDArray[np.float64], *thresholds: float) -> ScoreAxis:
        """Round ends, so that it stays where it is while results come in."""
        finite = scores[np.isfinite(scores)]
        low = min((*thresholds, float(finite.min()) if finite.size else math.inf))
        high = max((*thresholds, float(finite.max()) if finite.size else -math.inf))
        floor = max(thresholds) / _DECADES_BELOW
        if min(thresholds) > 0 and high > 0:
            return cls(_round_down(max(low, floor) / _ROOM), _round_up(high * _ROOM), True)
        room = max(high - low, abs(high), 1e-3) / 10
        step = _even_step(high - low + 2 * room)
        first, last = math.floor((low - room) / step), math.ceil((high + room) / step)
        return cls(_tidy(first * step), _tidy(last * step))

    def contains(self, score: float) -> bool:
        return self.low <= score <= self.high

    def place(self, scores: ArrayLike) -> NDArray[np.float64]:
        values = np.clip(np.asarray(scores, np.float64), self.low, self.high)
        if self.decades:
            return np.asarray(np.log(values / self.low) / math.log(self.high / self.low))
        return np.asarray((values - self.low) / (self.high - self.low))

    def score(self, place: float) -> float:
        at = min(max(place, 0.0), 1.0)
        if self.decades:
            return float(self.low * (self.high / self.low) ** at)
        return self.low + (self.high - self.low) * at

    def ticks(self) -> list[float]:
        if not self.decades:
            step = _even_step(self.high - self.low)
            first = math.ceil(self.low / step - 1e-9)
            return [_tidy(n * step) for n in range(first, math.floor(self.high / step + 1e-9) + 1)]
        for mantissas in ((1.0,), (1.0, 3.0), (1.0, 2.0, 5.0), _MANTISSAS[:-1]):
            ticks = self._decade_ticks(mantissas)
            if len(ticks) >= 5:
                break
        return ticks

    def _decade_ticks(self, mantissas: tuple[float, ...]) -> list[float]:
        decades = range(math.floor(math.log10(self.low)), math.ceil(math.log10(self.high)) + 1)
        values = [float(f"{m}e{d}") for d in decades for m in mantissas]
        return [v for v in values if self.contains(v)]


def _round_down(value: float) -> float:
    decade = 10.0 ** math.floor(math.log10(value))
    return _tidy(max(m for m in _MANTISSAS if m * decade <= value * (1 + 1e-9)) * decade)


def _round_up(value: float) -> float:
    decade = 10.0 ** math.floor(math.log10(value))
    return _tidy(min(m for m in _MANTISSAS if m * decade >= value * (1 - 1e-9)) * decade)


def _tidy(value: float) -> float:
    """What is printed as a round number is one: 0.15, not 0.15000000000000002."""
    return float(f"{value:.12g}")


def _even_step(span: float) -> float:
    decade = 10.0 ** math.floor(math.log10(span / 5))
    return next(m for m in (1.0, 2.0, 5.0, 10.0) if span / (m * decade) <= 7) * decade
