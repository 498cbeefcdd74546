"""The scores of a report as an SVG histogram with the threshold in it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from effad_desktop.core.score_axis import ScoreAxis

WIDTH, HEIGHT = 1040, 220
_SIDE, _ABOVE, _BELOW = 16, 26, 24
_BINS = 104
_PLOT_WIDTH, _PLOT_HEIGHT = WIDTH - 2 * _SIDE, HEIGHT - _ABOVE - _BELOW
_BOTTOM = HEIGHT - _BELOW
_FILLS = {"good": "var(--ok)", "defective": "url(#stripes)", "unknown": "var(--accent)"}
_STRIPES = (
    '<defs><pattern id="stripes" width="5" height="5" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)"><rect width="5" height="5" fill="var(--ng)" opacity="0.45"/>'
    '<rect width="2" height="5" fill="var(--ng)"/></pattern></defs>'
)


def chart(scores: Mapping[str, NDArray[np.float64]], threshold: float, ok: str, ng: str) -> str:
    """`scores` by good, defective and unknown; `ok` and `ng` are plain words."""
    axis = ScoreAxis.around(np.concatenate(list(scores.values())), threshold)
    x = _x(axis, threshold)
    right, height = WIDTH - _SIDE, f'y="{_ABOVE}" height="{_PLOT_HEIGHT}"'
    word = f'y="{_ABOVE + 16}" font-weight="600"'
    parts = [
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" font-size="12">',
        _STRIPES,
        f'<rect x="{_SIDE}" width="{x - _SIDE:.1f}" {height} fill="var(--ok-soft)"/>',
        f'<rect x="{x:.1f}" width="{right - x:.1f}" {height} fill="var(--ng-soft)"/>',
        f'<text x="{_SIDE + 8}" {word} fill="var(--ok)">{ok}</text>',
        f'<text x="{right - 8}" {word} fill="var(--ng)" text-anchor="end">{ng}</text>',
        *_bars(axis, scores),
        *(_tick(axis, tick) for tick in axis.ticks()),
        f'<path d="M{x:.1f} {_ABOVE - 4}V{_BOTTOM}" stroke="var(--text)" stroke-width="2"/>',
        f'<text x="{x:.1f}" y="{_ABOVE - 10}" fill="var(--text)" font-weight="600" ',
        f'text-anchor="middle">{threshold:.4g}</text></svg>',
    ]
    return "".join(parts)


def _bars(axis: ScoreAxis, scores: Mapping[str, NDArray[np.float64]]) -> list[str]:
    edges = np.linspace(0, 1, _BINS + 1)
    counts = {kind: np.histogram(axis.place(values), edges)[0] for kind, values in scores.items()}
    highest = max(int(sum(counts.values(), np.zeros(_BINS, np.int64)).max()), 1)
    scale, width = (_PLOT_HEIGHT - 26) / highest, _PLOT_WIDTH / _BINS
    bottoms = np.full(_BINS, float(_BOTTOM))
    bars = []
    for kind, numbers in counts.items():
        for column in np.flatnonzero(numbers):
            height = max(float(numbers[column]) * scale, 3.0)
            bottoms[column] -= height
            bars.append(
                f'<rect x="{_SIDE + column * width + 0.5:.1f}" y="{bottoms[column]:.1f}" '
                f'width="{width - 1:.1f}" height="{height:.1f}" fill="{_FILLS[kind]}"/>'
            )
    return bars


def _tick(axis: ScoreAxis, tick: float) -> str:
    x = _x(axis, tick)
    return (
        f'<path d="M{x:.1f} {_BOTTOM}v4" stroke="var(--muted)"/>'
        f'<text x="{x:.1f}" y="{_BOTTOM + 17}" fill="var(--muted)" text-anchor="middle">{tick:g}</text>'
    )


def _x(axis: ScoreAxis, score: float) -> float:
    return _SIDE + _PLOT_WIDTH * float(axis.place(score))
