"""What a run came to, in a short block, and what to type next."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from effad_desktop.commands.thresholds import in_false_rejects, spread
from effad_desktop.core.calibration import FalseRejects, Method
from training.evaluate import Evaluation, Figures
from training.trained import Trained

Say = Callable[..., None]


def say_run(
    say: Say, trained: Trained, evaluation: Evaluation, warnings: tuple[str, ...], recipe: Path
) -> None:
    """All that the user should take away; the last lines can be typed as they are."""
    say(f"\nTrained: {trained.stopped}", "bold")
    say_figures(say, evaluation)
    for warning in warnings:
        say(f"  Warning: {warning}", "yellow")
    say(f"Written to {recipe}. Next:", "bold")
    say(f"  effad inspect PICTURES --recipe {_typed(recipe)}")
    say(f"  effad recipes add {_typed(recipe)}")


def say_figures(say: Say, evaluation: Evaluation) -> None:
    figures, calibration = evaluation.figures, evaluation.calibration
    cost = FalseRejects(calibration.expected_false_rejects, *calibration.interval)
    say(f"  threshold {figures.threshold:.4f}: {in_false_rejects(cost, calibration.good_images)}")
    if calibration.method is Method.ASSUMED_SPREAD:
        say(f"  Warning: the held-out images are {spread(calibration.method)}", "yellow")
    if figures.test_good + figures.test_defective:
        _say_test(say, figures)


def _say_test(say: Say, f: Figures) -> None:
    best_at = "–" if f.best_f1_threshold is None else f"{f.best_f1_threshold:.4f}"
    say(
        f"  on the test images: {f.false_rejects} of {f.test_good} good rejected, "
        f"{f.misses} of {f.test_defective} defects missed"
    )
    say(
        f"  image AU-ROC {_percent(f.image_auroc)}  pixel AU-ROC {_percent(f.pixel_auroc)}  "
        f"AU-PRO {_percent(f.aupro)}  F1 {_percent(f.f1)} (best {_percent(f.best_f1)} at {best_at})"
    )


def _percent(value: float | None) -> str:
    return "–" if value is None else f"{100 * value:.1f}"


def _typed(path: Path) -> str:
    """With quotes where a shell needs them."""
    text = str(path)
    return f'"{text}"' if set(text) & set(" '()&;[]") else text
