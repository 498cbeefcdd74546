"""effad recipes promote: EfficientAD follows an instant recipe, and takes its place where it is better."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn

from effad_desktop.commands.comparison_table import show_comparison
from effad_desktop.commands.session import session_of
from effad_desktop.core.promotion import Following, Order, Phase, Stage
from effad_desktop.core.threshold_changes import user_name
from effad_desktop.errors import RecipeError, UsageError
from effad_desktop.paths import DataFolder
from effad_desktop.settings import Settings
from effad_desktop.station import open_recipes

if TYPE_CHECKING:
    from effad_desktop.promotion import Promotion

LOOK_SECONDS = 0.5
STOPS_WITHIN = 120.0


def promote(
    context: typer.Context,
    recipe: Annotated[str, typer.Argument(help="An instant recipe: a name or a folder.", show_default=False)],
    *,
    images: Annotated[
        Path | None,
        typer.Option(help="Its good images, where the recipe does not know them.", show_default=False),
    ] = None,
    minutes: Annotated[float | None, typer.Option(help="How long to train [60].", show_default=False)] = None,
    steps: Annotated[int | None, typer.Option(help="Steps instead of a time.", show_default=False)] = None,
    preset: Annotated[str, typer.Option(help="smoke, quick or full.")] = "quick",
    pause: Annotated[bool, typer.Option("--pause", help="Stop the training; it can go on later.")] = False,
    accept: Annotated[bool, typer.Option("--accept", help="Make the trained model the recipe's.")] = False,
    keep: Annotated[bool, typer.Option("--keep", help="Keep the recipe as it is; delete the other.")] = False,
) -> None:
    """Train EfficientAD on a recipe's images, and compare the two. Stopped with Ctrl-C, it goes on later."""
    from effad_desktop.promotion import MINUTES, Promotion

    if pause + accept + keep > 1:
        raise UsageError("--pause, --accept and --keep exclude each other")
    settings = session_of(context).settings()
    promotion = Promotion(open_recipes(settings), recipe)
    if pause and promotion.state().phase not in {Phase.RUNNING, Phase.PAUSING}:
        print(f"Nothing is being trained behind {promotion.name}")
    elif pause:
        _pause(promotion)
    elif accept:
        _accept(promotion, recipe)
    elif keep:
        promotion.discard()
        print(f"{promotion.name} stays as it is")
    else:
        timed = preset == "quick" and minutes is None and steps is None
        wish = (images, preset, MINUTES if timed else minutes, steps)
        _follow(promotion, recipe, _begin(promotion, settings, *wish))


def _begin(
    promotion: Promotion,
    settings: Settings,
    images: Path | None,
    preset: str,
    minutes: float | None,
    steps: int | None,
) -> Following:
    """Starts, goes on, compares anew, or looks on, whatever the state asks for."""
    state = promotion.state()
    elsewhere = state.phase is Phase.FAILED and images is not None
    if state.phase is Phase.NONE or elsewhere:
        known = images or state.images
        promotion.start(
            Order(
                images=str(known.absolute()) if known else "",
                preset=preset,
                minutes=minutes,
                steps=steps,
                device=settings.device,
                engine=settings.engine,
                cache=str(DataFolder(settings.data_dir).engine_cache),
            )
        )
    elif state.phase not in {Phase.RUNNING, Phase.PAUSING} and (state.outdated or not state.comparison):
        promotion.start()
    return promotion.state()


def _follow(promotion: Promotion, recipe: str, state: Following) -> None:
    try:
        state = _look_on(promotion, state)
    except KeyboardInterrupt:
        _pause(promotion)
        raise
    if state.phase is Phase.FAILED:
        raise RecipeError(state.title, state.detail)
    if state.comparison is None:
        print(f"The training has stopped; it goes on with: effad recipes promote {recipe}")
        return
    show_comparison(state.comparison)
    print(f"Promote it: effad recipes promote {recipe} --accept")
    print(f"Keep {promotion.name} as it is: effad recipes promote {recipe} --keep")


def _look_on(promotion: Promotion, state: Following) -> Following:
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[left]}"))
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task, said = bar.add_task("", total=None, left=""), ""
        while state.phase in {Phase.RUNNING, Phase.PAUSING}:
            words = f"{state.progress.stage} {_steps(state)}".strip()
            left = _left(state)
            bar.update(
                task,
                description=words,
                left=left,
                completed=state.progress.step,
                total=state.progress.steps or None,
            )
            if bar.disable and words != said:
                console.print(f"{words}  {left}".strip(), markup=False, highlight=False)
            said = words
            time.sleep(LOOK_SECONDS)
            state = promotion.state()
    return state


def _steps(state: Following) -> str:
    p = state.progress
    return f"{p.step}/{p.steps}" if p.stage is Stage.TRAINING and p.steps else ""


def _left(state: Following) -> str:
    p = state.progress
    return f"{p.seconds_left / 60:.1f} min left" if p.stage is Stage.TRAINING and p.steps else ""


def _pause(promotion: Promotion) -> None:
    promotion.pause()
    if promotion.wait(STOPS_WITHIN):
        print("Stopped; the same command goes on from there.")
    else:
        print("It stops as soon as it can; the same command goes on from there.")


def _accept(promotion: Promotion, recipe: str) -> None:
    version = promotion.promote(user_name())
    print(f"{promotion.name} is EfficientAD now, version {version.number}; threshold {version.threshold:.4g}")
    print(f"Undo: effad recipes restore {recipe} {version.number - 1}")
