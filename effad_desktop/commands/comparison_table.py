"""Two models of one recipe, side by side on a terminal."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table
from rich.text import Text

from effad_desktop.core.comparison import SPAN, Candidate, Comparison, Truth

SHOWN = 20
METHODS = {"memory": "memory", "efficientad": "EfficientAD"}
BARS = " ▁▂▃▄▅▆▇█"
HALF = 14
"""Bars on each side of the threshold."""


def show_comparison(made: Comparison) -> None:
    console = Console()
    console.print(_figures(made))
    if made.figures(made.now).synthetic:
        console.print("Synthetic defects are drawn on held-out good images; they are no real ones.")
    console.print(f"\nScores from 1/{SPAN:.0f} to {SPAN:.0f} times the threshold (│):", highlight=False)
    console.print(_histograms(made), Text(_differing(made)), sep="\n")


def _figures(made: Comparison) -> Table:
    sides = (made.now, made.new)
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("")
    for side in sides:
        table.add_column(_method(side), justify="right")
    figures = [made.figures(side) for side in sides]
    rows = {
        "AU-ROC": [_percent(f.image_auroc) for f in figures],
        "AU-ROC, synthetic defects": [_percent(f.synthetic_auroc) for f in figures],
        "good rejected": [f"{f.false_rejects} of {f.good}" for f in figures],
        "defects missed": [f"{f.misses} of {f.defects}" for f in figures],
        "synthetic defects missed": [f"{f.synthetic_misses} of {f.synthetic}" for f in figures],
        "threshold": [f"{side.threshold:.4g}" for side in sides],
        "an image takes": [f"{1000 * side.seconds:.1f} ms" for side in sides],
        "engine": [side.engine for side in sides],
    }
    for name, cells in rows.items():
        table.add_row(name, *map(Text, cells))
    return table


def _histograms(made: Comparison) -> Table:
    table = Table(box=None, pad_edge=False, show_header=False)
    for side in (made.now, made.new):
        for truth in Truth:
            counts = made.histogram(side, truth, 2 * HALF)
            if counts.sum():
                heights = -(-counts * (len(BARS) - 1) // counts.max())
                bars = "".join(BARS[height] for height in heights)
                table.add_row(_method(side), str(truth), Text(f"{bars[:HALF]}│{bars[HALF:]}"))
    return table


def _differing(made: Comparison) -> str:
    found = made.differing()
    if not found:
        return "\nThey agree on every real image."
    lines = [f"\nThey differ on {len(found)} of the real images:"]
    for i in found[:SHOWN]:
        side = made.now if made.rejects(made.now, i) else made.new
        lines.append(f"  {made.images[i].name} ({made.images[i].truth}): only {_method(side)} rejects it")
    if len(found) > SHOWN:
        lines.append(f"  and {len(found) - SHOWN} more")
    return "\n".join(lines)


def _method(side: Candidate) -> str:
    return METHODS.get(side.method, side.method)


def _percent(value: float | None) -> str:
    return "–" if value is None else f"{100 * value:.1f}"
