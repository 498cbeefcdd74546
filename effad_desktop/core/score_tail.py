"""Which distributions the scores of good images may come from.

An anomaly score is the largest of many values, so scores of good images are taken to follow a
generalised extreme value distribution (Coles, "An Introduction to Statistical Modeling of Extreme
Values", 2001, section 3.1). Its location, scale and shape are never pinned down by a handful of
images: the posterior is summed on a grid, under the priors dμ dσ/σ and shape ~ N(0, 0.2²), and
the false rejects are expected over all of it. Fewer images thus mean a higher threshold.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

SHAPES = np.linspace(-0.45, 0.75, 13)
SHAPE_PRIOR = (0.0, 0.2)
SPREAD_NEEDS = 5
ASSUMED_SPREAD = (0.3, 0.6)
"""Scale of scores relative to their level, and the deviation of its logarithm."""
SMALLEST_LEVEL = 0.1
"""What a map holds at a rare but good place, by its normalisation (paper, section 3.4)."""
NEGLIGIBLE = 14.0
"""How far below its peak a log density no longer counts."""
BODY_SHARE = 5
"""One score in so many only counts as low."""
MOST_SINGLE_SCORES = 100
FEWEST_SINGLE_SCORES = 3


class Method(StrEnum):
    """Whether the scores themselves told how widely good images scatter."""

    FITTED = "fitted"
    ASSUMED_SPREAD = "assumed-spread"


class FalseRejects(NamedTuple):
    """Good images rejected, per 1000; low and high hold the true rate with 95 %."""

    expected: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, eq=False)
class _Grid:
    """Log scales and offsets (location = centre + offset·scale) at one shape, in units of the sample."""

    log_scales: Floats
    offsets: Floats


@dataclass(frozen=True, slots=True, eq=False)
class _Sample:
    """Standardised upper scores, the count of those at or below `body_top`, and what is assumed."""

    upper: Floats
    body: int
    body_top: float
    centre: float
    unit: float
    log_scale_deviation: float | None

    def log_density(self, grid: _Grid, shape: float) -> Floats:
        """Scales × offsets; the prior dμ dσ/σ is flat in both but for a factor σ."""
        inverse_scales = np.exp(-grid.log_scales)[:, None]
        y = _gumbel_variate(self.upper * inverse_scales[:, :, None] - grid.offsets[:, None], shape)
        with np.errstate(over="ignore", invalid="ignore"):
            terms = np.where(np.isfinite(y), -(1.0 + shape) * y - np.exp(-y), -np.inf)
        log_scale = grid.log_scales[:, None]
        density = terms.sum(axis=2) + (1 - len(self.upper)) * log_scale
        if self.body:
            y = _gumbel_variate(self.body_top * inverse_scales - grid.offsets, shape)
            with np.errstate(over="ignore"):
                density -= self.body * np.exp(-y)
        if self.log_scale_deviation is not None:
            density -= 0.5 * (log_scale / self.log_scale_deviation) ** 2 + log_scale
        return np.asarray(density - 0.5 * ((shape - SHAPE_PRIOR[0]) / SHAPE_PRIOR[1]) ** 2)


@dataclass(frozen=True, slots=True, eq=False)
class ScoreTail:
    """Weighted GEV distributions that could have made the scores."""

    locations: Floats
    scales: Floats
    shapes: Floats
    weights: Floats
    method: Method

    def reject_rates(self, threshold: float) -> Floats:
        y = _gumbel_variate((threshold - self.locations) / self.scales, self.shapes)
        with np.errstate(over="ignore"):
            return np.asarray(-np.expm1(-np.exp(-y)))

    def false_rejects(self, threshold: float) -> FalseRejects:
        rates = self.reject_rates(threshold)
        order = np.argsort(rates)
        low, high = np.interp((0.025, 0.975), np.cumsum(self.weights[order]), rates[order])
        return FalseRejects(1000 * float(self.weights @ rates), 1000 * float(low), 1000 * float(high))

    def threshold_at(self, rate: float) -> float:
        low = high = float(self.locations.min())
        step = float(self.scales.max())
        while self.weights @ self.reject_rates(high) > rate:
            low, high, step = high, high + step, 2 * step
        for _ in range(60):
            middle = (low + high) / 2
            rejects_too_many = self.weights @ self.reject_rates(middle) > rate
            low, high = (middle, high) if rejects_too_many else (low, middle)
        return high


def _gumbel_variate(z: Floats, shape: Floats | float) -> Floats:
    """-log(-log F(z)) of the standard GEV distribution F, infinite outside its support."""
    shape = np.where(np.abs(shape) < 1e-9, 1e-9, shape)
    with np.errstate(divide="ignore"):
        return np.asarray(np.log(np.maximum(1.0 + shape * z, 0.0)) / shape)


@lru_cache(maxsize=8)
def score_tail(scores: tuple[float, ...]) -> ScoreTail:
    """`scores` are finite and ascending. The last few are kept: a threshold is dragged over one of them."""
    sample = _sample(np.array(scores))
    points = [_refined(sample, float(shape), (17, 25)) for shape in _likely_shapes(sample)]
    log_scales, offsets, shapes, density = (np.concatenate(column) for column in zip(*points, strict=True))
    weights = np.exp(density - density.max())
    kept = weights > np.exp(-NEGLIGIBLE)
    scales = sample.unit * np.exp(log_scales[kept])
    return ScoreTail(
        locations=sample.centre + offsets[kept] * scales,
        scales=scales,
        shapes=shapes[kept],
        weights=weights[kept] / weights[kept].sum(),
        method=Method.FITTED if sample.log_scale_deviation is None else Method.ASSUMED_SPREAD,
    )


def _likely_shapes(sample: _Sample) -> Floats:
    peaks = np.array([_refined(sample, float(shape), (17,))[3].max() for shape in SHAPES])
    return _stretch(SHAPES, np.flatnonzero(peaks > peaks.max() - NEGLIGIBLE), 13)


def _sample(scores: Floats) -> _Sample:
    """The lowest fifth only counts, so that ties and odd low scores don't bend the tail.

    Equal scores count as one: however many, they say nothing about the spread.
    """
    centre, unit = float(np.median(scores)), float(scores.std())
    level = max(abs(centre), SMALLEST_LEVEL)
    body_top = scores[max(len(scores) // BODY_SHARE, len(scores) - MOST_SINGLE_SCORES, 1) - 1]
    upper = scores[scores > body_top]
    equal = unit < 1e-6 * level
    if not equal and len(scores) >= SPREAD_NEEDS and len(upper) >= FEWEST_SINGLE_SCORES:
        body = len(scores) - len(upper)
        return _Sample((upper - centre) / unit, body, float(body_top - centre) / unit, centre, unit, None)
    few = scores[-1:] if equal else np.unique(scores)
    assumed, deviation = ASSUMED_SPREAD
    unit = assumed * level
    return _Sample((few - centre) / unit, 0, 0.0, centre, unit, deviation)


def _refined(sample: _Sample, shape: float, passes: tuple[int, ...]) -> tuple[Floats, Floats, Floats, Floats]:
    """Log scale, offset, shape and log mass of the grid points where this shape has its mass."""
    grid = _Grid(np.linspace(-5.0, 6.0, 34), np.linspace(-8.0, 3.0, 34))
    for points in passes:
        grid = _around_mass(grid, sample.log_density(grid, shape), points)
    cell = np.ptp(grid.log_scales[:2]) * np.ptp(grid.offsets[:2])
    density = sample.log_density(grid, shape) + np.log(cell)
    log_scales, offsets = np.meshgrid(grid.log_scales, grid.offsets, indexing="ij")
    return log_scales.ravel(), offsets.ravel(), np.full(density.size, shape), density.ravel()


def _around_mass(grid: _Grid, density: Floats, points: int) -> _Grid:
    rows, columns = np.nonzero(density > density.max() - NEGLIGIBLE)
    return _Grid(_stretch(grid.log_scales, rows, points), _stretch(grid.offsets, columns, points))


def _stretch(axis: Floats, used: NDArray[np.intp], points: int) -> Floats:
    step = axis[1] - axis[0]
    return np.linspace(axis[used.min()] - step, axis[used.max()] + step, points)
