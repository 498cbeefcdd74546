"""effad parity: how far the engines of this machine agree on a recipe."""

from __future__ import annotations

import json as json_text
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from effad_desktop.commands.progress import showing_progress
from effad_desktop.commands.session import JsonOption, session_of
from effad_desktop.core.inspection import Image
from effad_desktop.core.parity import (
    LARGEST_AUROC_LOSS,
    LEAST_EQUAL_VERDICTS,
    Agreement,
    Parity,
    read_parity,
    write_parity,
)
from effad_desktop.errors import SourceError, UsageError
from effad_desktop.imaging import image_paths, load_image
from effad_desktop.parity import is_mask, measure, open_engines, report, truth_of
from effad_desktop.paths import DataFolder
from effad_desktop.recipes import InstalledRecipe
from effad_desktop.station import open_recipes

INT8 = "openvino-int8"


def parity(
    context: typer.Context,
    recipe: Annotated[str, typer.Argument(help="An installed name or a folder.")],
    *,
    images: Annotated[
        Path | None,
        typer.Option(help="Measure on these and keep the report; else the kept one is shown."),
    ] = None,
    json: JsonOption = False,
) -> None:
    """Compare scores, maps and verdicts of all engines with float32."""
    settings = session_of(context).settings()
    found = open_recipes(settings).find(recipe)
    made = _measured(found, images, DataFolder(settings.data_dir).engine_cache) if images else _kept(found)
    if json:
        print(json_text.dumps(asdict(made)))
        return
    Console().print(_table(made), _sentence(made), sep="\n")
    if images and found.built_in:
        Console().print("The recipe is built in: its own report stays.")


def _kept(found: InstalledRecipe) -> Parity:
    kept = read_parity(found.folder)
    if kept is None:
        raise UsageError(
            f"{found.name} has no parity report yet", "measure one: effad parity RECIPE --images DIR"
        )
    return kept


def _measured(found: InstalledRecipe, folder: Path, cache: Path) -> Parity:
    paths = [p for p in image_paths([folder]) if not is_mask(p)]
    if not paths:
        raise SourceError(f"No images in {folder}")
    manifest = found.check()
    engines = open_engines(found.model_file, cache)

    def load() -> Iterator[Image]:
        with showing_progress(len(paths), False) as step:
            for path in paths:
                yield load_image(path)
                step()

    truth = [truth_of(p) for p in paths]
    made = report(measure(engines, load()), truth, found.recipe.threshold, manifest.sha256)
    if not found.built_in:
        write_parity(made, found.folder)
    return made


def _table(made: Parity) -> Table:
    columns = ("engine", "ran on", "map error", "largest", "score error", "equal verdicts", "AU-ROC")
    table = Table(*columns, box=None, pad_edge=False)
    for one in made.agreements:
        table.add_row(
            one.engine,
            one.detector,
            f"{100 * one.map_error:.2f} %",
            f"{100 * one.largest_map_error:.1f} %",
            f"{100 * one.score_error:.2f} %",
            f"{100 * one.equal_verdicts:.1f} %",
            "–" if one.image_auroc is None else f"{100 * one.image_auroc:.2f}",
        )
    return table


def _sentence(made: Parity) -> str:
    known = (
        f"{made.good} good, {made.defective} defective" if made.good or made.defective else "truth unknown"
    )
    basis = f"{made.images} images ({known}); errors as shares of the threshold {made.threshold:.4g}."
    return f"{basis}\n{_consequence(made)}"


def _consequence(made: Parity) -> str:
    one = next((a for a in made.agreements if a.engine == INT8), None)
    if one is None:
        return "There is no int8 model."
    if one.holds:
        return "int8 is used by default."
    return f"int8 is not used by default, {_reason(one)}; bf16 or f32 is."


def _reason(one: Agreement) -> str:
    if one.equal_verdicts < LEAST_EQUAL_VERDICTS:
        wanted, found = 100 * LEAST_EQUAL_VERDICTS, 100 * one.equal_verdicts
        return f"as {found:.1f} % of the verdicts are equal and {wanted:.1f} are needed"
    lost, allowed = 100 * (one.auroc_loss or 0), 100 * LARGEST_AUROC_LOSS
    return f"as AU-ROC loses {lost:.2f} points and {allowed:.1f} are allowed"
