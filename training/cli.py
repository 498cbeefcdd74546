"""``effad-train``: from a folder of good images to a recipe; the DVC stages are its subcommand's parts."""

from __future__ import annotations

import math
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, TaskID, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar

from effad_desktop.core.recipe import Recipe
from effad_desktop.detection.networks import SIZES
from effad_desktop.errors import EffadError, ExitCode, UsageError
from training.evaluate import Figures
from training.params import PRESETS, TrainParams, preset
from training.train import Progress

console = Console(stderr=True, soft_wrap=True)
INTERRUPTED = 130
Device = Annotated[str, typer.Option(help="auto, cpu, cuda, cuda:1 or mps")]


def build_params(
    name: str, size: str = "small", minutes: float | None = None, steps: int | None = None, seed: int = 0
) -> TrainParams:
    """Raises UsageError for what no run can be set to."""
    if name not in PRESETS:
        raise UsageError(f"Unknown preset {name!r}", f"there are: {', '.join(PRESETS)}")
    if size not in SIZES:
        raise UsageError(f"Unknown size {size!r}", f"there are: {', '.join(SIZES)}")
    if (minutes is not None and not 0 < minutes < math.inf) or (steps is not None and steps <= 0):
        raise UsageError("Minutes and steps must be above 0")
    if seed < 0:
        raise UsageError("The seed must be 0 or more")
    params = replace(preset(name), size=size, seed=seed)
    if steps is not None:
        return replace(params, steps=steps, minutes=0.0)
    return params if minutes is None else replace(params, minutes=minutes)


def train_product(
    dataset: Annotated[Path, typer.Argument(help="Folder of good images, or with train/good and test/")],
    name: Annotated[str, typer.Option(help="The recipe's name")],
    size: Annotated[str, typer.Option(help="small or medium")] = "small",
    preset: Annotated[str, typer.Option(help="smoke, quick or full")] = "quick",
    teacher: Annotated[Path | None, typer.Option(help="A teacher file; else the built-in one")] = None,
    penalty: Annotated[Path | None, typer.Option(help="Folder of photographs for the penalty")] = None,
    out: Annotated[Path | None, typer.Option(help="Recipe folder to write [models/NAME]")] = None,
    minutes: Annotated[float | None, typer.Option(help="Training time instead of the preset's")] = None,
    steps: Annotated[int | None, typer.Option(help="Training steps instead of a time")] = None,
    seed: int = 0,
    device: Device = "auto",
    mlflow: Annotated[str, typer.Option(help="Tracking URI, or 'off'")] = "off",
) -> None:
    """Train a recipe from good images. Stopped with Ctrl-C, the same command goes on."""
    from training import stages, tracking
    from training.export import refuse_foreign

    params = build_params(preset, size, minutes, steps, seed)
    Recipe(name, 0.0, datetime.now(UTC))  # refuses a bad name before an hour of training
    target = (out or Path("models") / name).absolute()
    refuse_foreign(target)
    work = stages.Work(target.with_name(f"{target.name}.work"))
    prepared = stages.run_prepare(dataset, work, params)
    for warning in prepared.facts.warnings:
        say(f"Warning: {warning}", "yellow")
    learned, held_out = len(prepared.facts.train), len(prepared.facts.validation)
    console.print(f"{learned} images to learn from, {held_out} held out")
    with _bar() as bar:
        task = bar.add_task("training", total=None, loss="")
        trained = stages.run_train(
            work, name, params, teacher=teacher, penalty=penalty, device=device,
            notify=lambda p: show(bar, task, p),
        )  # fmt: skip
    console.print(trained.stopped)
    evaluation = stages.run_evaluate(dataset, work, name, device)
    manifest = stages.run_export(work, name, target)
    if mlflow != "off":
        tracking.log_training(mlflow, work, target, manifest)
    print_figures(evaluation.figures)
    print(out or Path("models") / name)


def _bar() -> Bar:
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed}/{task.total}"),
               TextColumn("{task.fields[loss]}"), TimeRemainingColumn())  # fmt: skip
    return Bar(*columns, console=console, disable=not sys.stderr.isatty())


def show(bar: Bar, task: TaskID, p: Progress) -> None:
    """On a terminal the bar; else a line every 100 steps."""
    loss = f"loss_st {p.loss_st:.3f} ae {p.loss_ae:.3f} penalty {p.loss_penalty:.3f}"
    bar.update(task, completed=p.step, total=p.steps or None, loss=loss)
    if bar.disable and (p.step % 100 == 0 or p.step == p.steps):
        console.print(f"step {p.step}/{p.steps or '?'}  {loss}  {p.seconds_left / 60:.1f} min left")


def print_figures(f: Figures) -> None:
    def percent(value: float | None) -> str:
        return "–" if value is None else f"{100 * value:.1f}"

    low, high = f.expected_false_rejects_low, f.expected_false_rejects_high
    console.print(
        f"threshold {f.threshold:.4f} from {f.held_out_good} held-out good images: "
        f"{f.expected_false_rejects_per_1000:.1f} false rejects expected in 1,000 "
        f"(95 %: {low:.1f} to {high:.1f})"
    )
    if f.test_good + f.test_defective:
        console.print(
            f"image AU-ROC {percent(f.image_auroc)}  pixel AU-ROC {percent(f.pixel_auroc)}  "
            f"AU-PRO {percent(f.aupro)}  F1 {percent(f.f1)} (best {percent(f.best_f1)} "
            f"at {f.best_f1_threshold if f.best_f1_threshold is None else round(f.best_f1_threshold, 4)})"
        )
        console.print(
            f"on the test images: {f.false_rejects} of {f.test_good} good rejected, "
            f"{f.misses} of {f.test_defective} defects missed"
        )


def main() -> None:
    """Exit codes as `effad`."""
    app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
    app.command()(train_product)
    guarded(app)


def say(text: str, style: str = "") -> None:
    """As it is: a path may hold brackets, and is not broken over two lines."""
    console.print(text, style=style, markup=False, highlight=False, soft_wrap=True)


def guarded(app: typer.Typer) -> None:
    try:
        app()
    except EffadError as error:
        say(error.title, "red")
        say(error.detail)
        sys.exit(error.exit_code)
    except SystemExit as end:
        if end.code == INTERRUPTED:  # what typer makes of Ctrl-C
            console.print("Stopped; the same command goes on from the last checkpoint.")
        raise
    except MemoryError:
        console.print("[red]Out of memory[/]: fewer images, or a PC with more")
        sys.exit(ExitCode.CRASH)


if __name__ == "__main__":
    main()
