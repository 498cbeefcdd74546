"""effad bench: how quick this machine is."""

from __future__ import annotations

import json as json_text
from dataclasses import asdict
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from effad_desktop.bench import measure
from effad_desktop.commands.session import (
    DeviceOption,
    EngineOption,
    JsonOption,
    RecipeOption,
    session_of,
)
from effad_desktop.station import open_inspector


def bench(
    context: typer.Context,
    *,
    recipe: RecipeOption = None,
    device: DeviceOption = None,
    engine: EngineOption = None,
    batch: Annotated[int, typer.Option(min=1, max=1024, help="Images at a time.")] = 1,
    seconds: Annotated[float, typer.Option(min=0.1, max=3600, help="How long to measure.")] = 5.0,
    json: JsonOption = False,
) -> None:
    """Measure how many images a second this machine inspects."""
    inspector = open_inspector(session_of(context).settings(recipe, device, engine))
    timing = measure(inspector.detector, batch, seconds)
    if json:
        print(json_text.dumps({"recipe": inspector.recipe, **asdict(timing)}))
        return
    table = Table("recipe", "detector", "batch", "p50", "p95", "p99", "images/s", box=None, pad_edge=False)
    table.add_row(
        inspector.recipe,
        timing.detector,
        str(timing.batch),
        f"{1000 * timing.p50:.1f} ms",
        f"{1000 * timing.p95:.1f} ms",
        f"{1000 * timing.p99:.1f} ms",
        f"{timing.images_per_second:.1f}",
    )
    Console().print(table)
