"""``effad-train``: from a folder of good images to a recipe; the DVC stages are its subcommand's parts."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, TaskID, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar

from effad_desktop.commands.session import Session
from effad_desktop.core.recipe import RECIPE_FILE, Recipe
from effad_desktop.core.training_images import write_images_folder
from effad_desktop.errors import EffadError, ExitCode, UsageError
from effad_desktop.logs import write_crash_log
from training import tracking
from training.export import refuse_foreign
from training.params import TrainParams, build_params
from training.prepare import Prepared
from training.report import say_run
from training.stages import (
    Work,
    forget_other_run,
    refuse_early,
    run_evaluate,
    run_export,
    run_prepare,
    run_train,
)
from training.train import REPORT_STEPS
from training.trained import Progress

console = Console(stderr=True, soft_wrap=True)
INTERRUPTED = 130
Device = Annotated[str, typer.Option(help="auto, cpu, cuda, cuda:1 or mps")]


def train_product(
    dataset: Annotated[Path, typer.Argument(help="Folder of good images, or with train/good and test/")],
    name: Annotated[str, typer.Option(help="The recipe's name")],
    size: Annotated[str, typer.Option(help="extra_small, small or medium")] = "small",
    preset: Annotated[str, typer.Option(help="instant, smoke, quick or full")] = "quick",
    teacher: Annotated[Path | None, typer.Option(help="A teacher file; else the built-in one")] = None,
    penalty: Annotated[Path | None, typer.Option(help="Folder of photographs for the penalty")] = None,
    out: Annotated[Path | None, typer.Option(help="Recipe folder to write [models/NAME]")] = None,
    minutes: Annotated[float | None, typer.Option(help="Training time instead of the preset's")] = None,
    steps: Annotated[int | None, typer.Option(help="Training steps instead of a time")] = None,
    seed: int = 0,
    device: Device = "auto",
    mlflow: Annotated[str, typer.Option(help="Tracking URI, or 'off'")] = "off",
    force: Annotated[
        bool, typer.Option("--force", help="Train anew where there is a recipe already, and replace it")
    ] = False,
) -> None:
    """Train a recipe from good images. Stopped with Ctrl-C, the same command goes on."""
    params = build_params(preset, size, minutes, steps, seed)
    Recipe(name, 0.0, datetime.now(UTC))  # refuses a bad name before an hour of training
    shown = out or Path("models") / name
    target = shown.absolute()
    work = Work(target.with_name(f"{target.name}.work"))
    refuse_early(params, teacher, penalty, device)
    _say_what_is_there(target, work, force)
    try:
        prepared = _prepare(dataset, work, params)
        if force and forget_other_run(work, prepared, params, teacher):
            say("The checkpoint is of another run and was removed; this one begins anew")
        with _bar() as bar:
            task = bar.add_task("training", total=None, loss="")
            trained = run_train(
                work, name, params, teacher=teacher, penalty=penalty, device=device,
                notify=lambda p: show(bar, task, p), keep_checkpoint=True,
            )  # fmt: skip
        evaluation = run_evaluate(dataset, work, name, device, parity=params.method == "efficientad")
        manifest = run_export(work, name, target)
        if manifest.method == "memory":
            write_images_folder(target, dataset)  # for the training that may follow
        work.checkpoint.unlink(missing_ok=True)
    except KeyboardInterrupt:
        _say_stopped(work.checkpoint.exists())
        raise Stopped(INTERRUPTED) from None
    say_run(say, trained, evaluation, prepared.facts.warnings, shown)
    print(shown)
    if mlflow != "off":
        tracking.log_training(mlflow, work, target, manifest)


def _say_what_is_there(target: Path, work: Work, force: bool) -> None:
    """Raises UsageError for a finished recipe, unless it may be replaced, and for what is no recipe."""
    refuse_foreign(target)
    finished = (target / RECIPE_FILE).exists()
    if work.checkpoint.exists():
        say(f"Going on from {work.checkpoint}")
    elif finished and not force:
        raise UsageError(
            f"{target} is trained already",
            "--force trains anew and replaces it, --out DIR writes another",
        )
    if finished:
        say(f"{target} will be replaced when the new recipe is whole; it stays until then")


def _prepare(dataset: Path, work: Work, params: TrainParams) -> Prepared:
    prepared = run_prepare(dataset, work, params)
    for warning in prepared.facts.warnings:
        say(f"Warning: {warning}", "yellow")
    learned, held_out = len(prepared.facts.train), len(prepared.facts.validation)
    say(f"{learned} images to learn from, {held_out} held out")
    return prepared


def _say_stopped(resumable: bool) -> None:
    if resumable:
        say("Stopped; the same command goes on from the last checkpoint.")
    else:
        say("Stopped before there was anything to go on from; the same command begins anew.")


def _bar() -> Bar:
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed}/{task.total}"),
               TextColumn("{task.fields[loss]}"), TimeRemainingColumn())  # fmt: skip
    return Bar(*columns, console=console, disable=not sys.stderr.isatty())


def show(bar: Bar, task: TaskID, p: Progress) -> None:
    """On a terminal the bar; else a line after the first steps and every 100."""
    loss = f"loss_st {p.loss_st:.3f} ae {p.loss_ae:.3f} penalty {p.loss_penalty:.3f}"
    bar.update(task, completed=p.step, total=p.steps or None, loss=loss)
    if bar.disable and (p.step % 100 == 0 or p.step in {REPORT_STEPS, p.steps}):
        console.print(f"step {p.step}/{p.steps or '?'}  {loss}  {p.seconds_left / 60:.1f} min left")


def main() -> None:
    """Exit codes as `effad`."""
    app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
    app.command()(train_product)
    guarded(app)


def say(text: str, style: str = "") -> None:
    """As it is: a path may hold brackets, and is not broken over two lines."""
    console.print(text, style=style, markup=False, highlight=False, soft_wrap=True)


class Stopped(SystemExit):
    """After Ctrl-C, when it is said already how to go on."""


def guarded(app: typer.Typer) -> None:
    try:
        app()
    except EffadError as error:
        say(error.title, "red")
        say(error.detail)
        sys.exit(error.exit_code)
    except Stopped:
        raise
    except SystemExit as end:
        if end.code == INTERRUPTED:  # what typer makes of Ctrl-C
            say("Stopped; the same command goes on from the last checkpoint.")
        raise
    except MemoryError:
        say("Out of memory", "red")
        say("fewer images, or a PC with more")
        sys.exit(ExitCode.CRASH)
    except Exception as error:  # a bug: its stack trace goes into a file, as that of effad does
        sys.exit(_crashed(error))


def _crashed(error: Exception) -> ExitCode:
    folder = Session(_data_dir()).log_folder
    path = write_crash_log(folder, error)
    where = f"Please report it with {path}" if path else f"{folder} cannot be written"
    say(f"It failed unexpectedly ({type(error).__name__}: {error})", "red")
    say(where)
    return ExitCode.CRASH


def _data_dir() -> Path | None:
    named = os.environ.get("EFFAD_DATA_DIR")
    return Path(named) if named else None


if __name__ == "__main__":
    main()
