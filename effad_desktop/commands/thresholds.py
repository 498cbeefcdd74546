"""effad recipes threshold: what a threshold means, and setting it. Also the words for it."""

from __future__ import annotations

from typing import Annotated

import typer

from effad_desktop.commands.session import session_of
from effad_desktop.core.calibration import Calibration, FalseRejects, Method, calibrate
from effad_desktop.core.threshold_changes import ThresholdChange, user_name
from effad_desktop.errors import UsageError
from effad_desktop.recipes import InstalledRecipe
from effad_desktop.station import open_recipes

SHOWN_CHANGES = 10


def threshold(
    context: typer.Context,
    recipe: Annotated[str, typer.Argument(help="An installed name or a folder.", show_default=False)],
    value: Annotated[
        float | None, typer.Argument(help="The new threshold; without it nothing is changed.")
    ] = None,
    false_rejects: Annotated[
        float | None,
        typer.Option(help="Set the threshold at which so many of 1,000 good images are rejected."),
    ] = None,
) -> None:
    """Show what a recipe's threshold means in false rejects, or set it."""
    if value is not None and false_rejects is not None:
        raise UsageError("VALUE and --false-rejects both say the threshold", "give one of them")
    shelf = open_recipes(session_of(context).settings())
    found = shelf.find(recipe)
    if false_rejects is not None:
        value = _threshold_at(found, false_rejects)
    if value is None:
        _print_meaning(found)
        for change in found.threshold_changes()[-SHOWN_CHANGES:]:
            print(f"  {in_words(change)}")
        return
    changed = shelf.set_threshold(recipe, value, user_name())
    print(f"The threshold of {found.name} was {found.recipe.threshold:.6g}")
    _print_meaning(changed)
    if changed.folder != found.folder:
        print(
            f"{found.name} is built in: a copy in {changed.folder} was changed and is used from now on; "
            f"'effad recipes remove {found.name}' brings the built-in one back"
        )


def _threshold_at(found: InstalledRecipe, false_rejects: float) -> float:
    calibration = found.calibration()
    if calibration is None:
        raise UsageError(
            f"{found.name} has no scores of held-out good images", "give a value, or train it again"
        )
    try:
        return calibrate(calibration.scores, false_rejects).threshold
    except ValueError as error:
        raise UsageError(str(error)) from error


def _print_meaning(found: InstalledRecipe) -> None:
    print(f"The threshold of {found.name} is {found.recipe.threshold:.6g}: a score above it is NG")
    print(f"  {meaning(found.calibration(), found.recipe.threshold)}")


def meaning(calibration: Calibration | None, threshold: float) -> str:
    """What a threshold costs, as a sentence."""
    if calibration is None:
        return "what it costs is not known: the scores it was set from were not kept"
    said = in_false_rejects(calibration.false_rejects(threshold), calibration.good_images)
    assumed = calibration.method is Method.ASSUMED_SPREAD
    return f"{said}; {spread(calibration.method)}" if assumed else said


def in_false_rejects(cost: FalseRejects, good_images: int) -> str:
    return (
        f"{cost.expected:.1f} false rejects expected in 1,000 good images "
        f"(95 %: {cost.low:.1f} to {cost.high:.1f}), from {good_images} held-out ones"
    )


def spread(method: Method) -> str:
    if method is Method.ASSUMED_SPREAD:
        return "too few or too equal to measure how widely good images scatter: that is assumed"
    return "how widely good images scatter was measured on them"


def in_words(change: ThresholdChange) -> str:
    when = change.when.astimezone()
    return f"{when:%Y-%m-%d %H:%M} {change.who}: {change.old:.6g} to {change.new:.6g}"
