"""effad bench: how quick this machine is."""

from __future__ import annotations

import json as json_text
from dataclasses import asdict
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from effad_desktop.bench import Timing, measure
from effad_desktop.commands.session import DeviceOption, JsonOption, RecipeOption, session_of
from effad_desktop.detection.engines import load_detector
from effad_desktop.parity import open_engines
from effad_desktop.paths import DataFolder
from effad_desktop.station import find_recipe

ALL = "all"
LEFT = ("engine", "precision")
RIGHT = ("batch", "p50 ms", "p95", "p99", "images/s", "GOP/s", "share")
EXPLAINED = (
    "A multiply-add is two operations. The share is of what the same library reaches in the same turns "
    "with large convolutions alone."
)


def bench(
    context: typer.Context,
    *,
    recipe: RecipeOption = None,
    device: DeviceOption = None,
    engine: Annotated[
        str | None,
        typer.Option(
            help="What runs the model; all takes those of this machine in turns.", show_default=False
        ),
    ] = None,
    batch: Annotated[int, typer.Option(min=1, max=1024, help="Images at a time.")] = 1,
    seconds: Annotated[float, typer.Option(min=0.1, max=3600, help="How long to measure each engine.")] = 5.0,
    json: JsonOption = False,
) -> None:
    """Measure how many images a second this machine inspects, and how much of its power that takes."""
    settings = session_of(context).settings(recipe, device, None if engine == ALL else engine)
    found, cache = find_recipe(settings), DataFolder(settings.data_dir).engine_cache
    found.check()
    if engine == ALL:
        engines = list(open_engines(found.model_file, cache, settings.device).values())
    else:
        engines = [load_detector(found.model_file, settings.device, settings.engine, cache)]
    timings = measure(engines, batch, seconds)
    if json:
        for timing in timings:
            print(json_text.dumps({"recipe": found.name, **asdict(timing)}))
        return
    Console().print(_table(timings), _sentence(found.name, timings), sep="\n")


def _table(timings: list[Timing]) -> Table:
    table = Table(*LEFT, box=None, pad_edge=False)
    for name in RIGHT:
        table.add_column(name, justify="right")
    for one in timings:
        table.add_row(
            one.engine,
            one.precision,
            str(one.batch),
            *(f"{1000 * seconds:.1f}" for seconds in (one.p50, one.p95, one.p99)),
            f"{one.images_per_second:.1f}",
            f"{one.operations_per_second / 1e9:.0f}",
            f"{100 * one.share:.0f} %",
        )
    return table


def _sentence(recipe: str, timings: list[Timing]) -> str:
    counts = sorted({f"{one.operations / 1e9:.1f}" for one in timings})
    return f"{recipe}: {' or '.join(counts)} billion operations an image. {EXPLAINED}"
