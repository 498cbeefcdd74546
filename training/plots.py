"""Figures as PNG files: blue is OK, orange is NG, in every one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter
from numpy.typing import ArrayLike, NDArray
from sklearn.metrics import roc_curve as roc_points

from training.metrics import AUPRO_LIMIT, Curve, image_auroc

Image = NDArray[np.uint8]

OK, NG = "#1f77a4", "#d9722b"
INK, SOFT, HAIRLINE = "#22262b", "#6b7480", "#dfe3e8"
SERIES = (INK, OK, NG, "#5aa89a", "#8c6bb1")
SIZE = (7.2, 4.2)
DOTS_PER_INCH = 150
TILE_INCHES = 1.55


@dataclass(frozen=True, slots=True, eq=False)
class Tile:
    """Image and overlay are RGB uint8 of one size, H×W×3; the mask is H×W."""

    image: Image
    overlay: Image
    caption: str
    mask: NDArray[np.bool_] | None = None
    rejected: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Series:
    """A named line over training steps."""

    name: str
    steps: ArrayLike
    values: ArrayLike


def score_histogram(path: Path, good: ArrayLike, anomalous: ArrayLike, threshold: float, title: str) -> None:
    """Scores as a histogram with every one ticked below; no bin straddles the threshold."""
    ok, ng = np.asarray(good, dtype=np.float64), np.asarray(anomalous, dtype=np.float64)
    figure, axes = _canvas(title)
    bins = _bins(np.concatenate([ok, ng]), threshold)
    axes.hist([ok, ng], bins=list(bins), stacked=True, color=[OK, NG], edgecolor="white", linewidth=0.8)
    top = axes.get_ylim()[1]
    for scores, colour, row in ((ok, OK, -0.035), (ng, NG, -0.075)):
        axes.plot(scores, np.full(len(scores), row * top), "|", color=colour, markersize=7, alpha=0.7)
    axes.set_ylim(-0.11 * top, top * 1.12)
    axes.axvline(threshold, color=INK, linewidth=1.2)
    _threshold_labels(axes, ok, ng, threshold)
    axes.set_yticks([tick for tick in axes.get_yticks() if 0 <= tick <= top])
    axes.set_xlabel("Anomaly score")
    axes.set_ylabel("Images")
    _save(figure, path)


def _bins(scores: NDArray[np.float64], threshold: float) -> NDArray[np.float64]:
    low, high = min(scores.min(initial=threshold), threshold), max(scores.max(initial=threshold), threshold)
    width = max((high - low) / 40, 1e-6)
    below, above = np.ceil((threshold - low) / width) + 1, np.ceil((high - threshold) / width) + 1
    return np.asarray(threshold + width * np.arange(-below, above + 1))


def _threshold_labels(axes: Axes, ok: NDArray[np.float64], ng: NDArray[np.float64], threshold: float) -> None:
    accepted, found = np.count_nonzero(ok <= threshold), np.count_nonzero(ng > threshold)
    texts = [(OK, f"good: {accepted} of {len(ok)} accepted")] if len(ok) else []
    texts += [(NG, f"defective: {found} of {len(ng)} found")] if len(ng) else []
    for row, (colour, text) in zip((19, 4), texts, strict=False):
        axes.annotate(
            text,
            (1.0, 1.0),
            (0, row),
            xycoords="axes fraction",
            textcoords="offset points",
            ha="right",
            color=colour,
        )
    left, right = axes.get_xlim()
    side, align = (-6, "right") if threshold > (left + right) / 2 else (6, "left")
    axes.annotate(
        f"threshold {threshold:.3g}",
        (threshold, 0.95),
        (side, 0),
        xycoords=("data", "axes fraction"),
        textcoords="offset points",
        ha=align,
        color=INK,
        fontsize=9,
    )


def roc_curve(path: Path, scores: ArrayLike, labels: ArrayLike, title: str) -> None:
    """ValueError where a class is missing."""
    auroc = image_auroc(scores, labels)
    if auroc is None:
        raise ValueError("A ROC curve needs good and defective images.")
    false, true, _ = roc_points(np.asarray(labels, dtype=bool), np.asarray(scores))
    figure, axes = _canvas(title, (4.8, 4.8))
    axes.plot([0, 1], [0, 1], color=HAIRLINE, linewidth=1)
    _filled(axes, false, true, f"AU-ROC {100 * auroc:.1f} %", 1.0)
    axes.set_xlabel("Good images rejected")
    axes.set_ylabel("Defective images found")
    _save(figure, path)


def pro_curve(path: Path, curve: Curve, title: str, limit: float = AUPRO_LIMIT) -> None:
    area = float(np.trapezoid(curve.rates, curve.false_positive_rates) / limit)
    figure, axes = _canvas(title, (4.8, 4.8))
    _filled(axes, curve.false_positive_rates, curve.rates, f"AU-PRO {100 * area:.1f} %", limit)
    axes.set_xlabel("Good pixels marked")
    axes.set_ylabel("Mean overlap with a defect")
    _save(figure, path)


def _filled(axes: Axes, x: ArrayLike, y: ArrayLike, label: str, limit: float) -> None:
    axes.fill_between(np.asarray(x), np.asarray(y), color=OK, alpha=0.12, linewidth=0)
    axes.plot(x, y, color=OK, linewidth=2, solid_joinstyle="round", clip_on=False)
    axes.text(0.62, 0.25, label, transform=axes.transAxes, ha="center", color=OK, fontsize=15)
    axes.set(xlim=(0, limit), ylim=(0, 1))
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(PercentFormatter(1.0, decimals=0))


def loss_curves(path: Path, losses: Sequence[Series], title: str) -> None:
    """Raw values faint, their running median strong, each named at its end; logarithmic."""
    figure, axes = _canvas(title)
    axes.set_yscale("log")
    for colour, series in zip(SERIES, losses, strict=False):
        steps, values = np.asarray(series.steps), np.asarray(series.values, dtype=np.float64)
        axes.plot(steps, values, color=colour, alpha=0.18, linewidth=0.8)
        smooth = _running_median(values)
        axes.plot(steps, smooth, color=colour, linewidth=1.8)
        axes.annotate(
            series.name,
            (float(steps[-1]), float(smooth[-1])),
            (6, 0),
            textcoords="offset points",
            va="center",
            color=colour,
            fontsize=9.5,
            annotation_clip=False,
        )
    axes.set_xlabel("Step")
    axes.set_ylabel("Loss")
    axes.margins(x=0)
    _save(figure, path)


def _running_median(values: NDArray[np.float64]) -> NDArray[np.float64]:
    reach = max(len(values) // 50, 1)
    padded = np.pad(values, reach, mode="reflect")
    windows = np.lib.stride_tricks.sliding_window_view(padded, 2 * reach + 1)
    return np.asarray(np.median(windows, axis=1))


def contact_sheet(path: Path, tiles: Sequence[Tile], title: str, columns: int = 4) -> None:
    """Each tile is image and overlay side by side, a defect outlined in the image by its mask."""
    rows = -(-len(tiles) // columns)
    width, row_height, header = columns * (2 * TILE_INCHES + 0.2) + 0.2, TILE_INCHES + 0.38, 0.5
    height = rows * row_height + header + 0.1
    figure = Figure(figsize=(width, height), dpi=DOTS_PER_INCH, facecolor="white")
    figure.text(0.2 / width, 1 - 0.3 / height, title, fontsize=13, color=INK, va="center")
    for index, tile in enumerate(tiles):
        row, column = divmod(index, columns)
        left = 0.2 + column * (2 * TILE_INCHES + 0.2)
        bottom = height - header - row * row_height - TILE_INCHES
        box = (left / width, bottom / height, 2 * TILE_INCHES / width, TILE_INCHES / height)
        _draw(figure.add_axes(box), tile)
    _save(figure, path)


def _draw(axes: Axes, tile: Tile) -> None:
    height, width = tile.image.shape[:2]
    axes.imshow(np.hstack([tile.image, tile.overlay]), interpolation="antialiased")
    if tile.mask is not None and tile.mask.any():
        axes.contour(tile.mask.astype(float), levels=[0.5], colors="white", linewidths=2.2)
        axes.contour(tile.mask.astype(float), levels=[0.5], colors=NG, linewidths=1.1)
    axes.set(xlim=(-0.5, 2 * width - 0.5), ylim=(height - 0.5, -0.5), xticks=[], yticks=[])
    axes.spines[:].set_color(HAIRLINE)
    verdict = ("NG", NG) if tile.rejected else ("OK", OK)
    for (text, colour), left, weight in ((verdict, 0, "bold"), ((tile.caption, SOFT), 22, "normal")):
        axes.annotate(
            text,
            (0, 0),
            (left, -12),
            xycoords="axes fraction",
            textcoords="offset points",
            color=colour,
            fontsize=9,
            fontweight=weight,
        )


def _canvas(title: str, size: tuple[float, float] = SIZE) -> tuple[Figure, Axes]:
    figure = Figure(figsize=size, dpi=DOTS_PER_INCH, layout="constrained", facecolor="white")
    axes = figure.add_subplot()
    axes.set_title(title, loc="left", fontsize=13, color=INK, pad=14)
    axes.spines[["top", "right"]].set_visible(False)
    axes.spines[["left", "bottom"]].set_color(HAIRLINE)
    axes.tick_params(which="both", colors=SOFT, length=0, labelsize=9)
    axes.xaxis.label.set(color=SOFT, fontsize=10)
    axes.yaxis.label.set(color=SOFT, fontsize=10)
    return figure, axes


def _save(figure: Figure, path: Path) -> None:
    figure.savefig(path, format="png")
