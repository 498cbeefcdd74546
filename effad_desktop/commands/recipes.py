"""effad recipes: list, add, show, threshold, export, remove."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from effad_desktop.commands.session import session_of
from effad_desktop.commands.thresholds import in_words, meaning, threshold
from effad_desktop.recipes import InstalledRecipe, Recipes
from effad_desktop.station import open_recipes

recipes = typer.Typer(no_args_is_help=True, help="Manage the recipes on this machine.")
recipes.command()(threshold)

Name = Annotated[str, typer.Argument(help="An installed name.", show_default=False)]
NameOrFolder = Annotated[str, typer.Argument(help="An installed name or a folder.", show_default=False)]


def _recipes(context: typer.Context) -> Recipes:
    return open_recipes(session_of(context).settings())


@recipes.command("list")
def list_recipes(context: typer.Context) -> None:
    """List the installed and the built-in recipes."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("recipe", "threshold", "created", "description"):
        table.add_column(column, overflow="fold")
    for found in _recipes(context).survey():
        if isinstance(found, InstalledRecipe):
            recipe = found.recipe
            name = f"{recipe.name} (built in)" if found.built_in else recipe.name
            cells = (name, f"{recipe.threshold:.4g}", f"{recipe.created:%Y-%m-%d}", recipe.description)
            table.add_row(*map(Text, cells))
        else:
            table.add_row(Text(found.folder.name), Text("broken", "bold red"), "", Text(str(found.error)))
    Console().print(table if table.row_count else "No recipes yet; add one: effad recipes add FOLDER")


@recipes.command()
def add(
    context: typer.Context,
    place: Annotated[Path, typer.Argument(help="A recipe's folder, or a .zip of it.", show_default=False)],
    force: Annotated[bool, typer.Option("--force", help="Replace the recipe of that name.")] = False,
) -> None:
    """Install a recipe."""
    added = _recipes(context).add(place, force)
    print(f"Added {added.name} to {added.folder}")


@recipes.command()
def show(context: typer.Context, recipe: NameOrFolder) -> None:
    """Show what a recipe is, and check its model."""
    found = _recipes(context).find(recipe)
    manifest = found.check()
    facts = {
        "name": found.name,
        "description": found.recipe.description,
        "folder": f"{found.folder}{' (built in)' if found.built_in else ''}",
        "threshold": f"{found.recipe.threshold:.6g}",
        "it means": meaning(found.calibration(), found.recipe.threshold),
        "changed": in_words(changes[-1]) if (changes := found.threshold_changes()) else "",
        "created": found.recipe.created.isoformat(sep=" ", timespec="seconds"),
        "model": f"{manifest.method} {manifest.size}, {found.model_file.stat().st_size / 1e6:.1f} MB",
        "trained": f"{manifest.created}, effad {manifest.effad_version}, {manifest.steps} steps",
        "sha256": manifest.sha256,
        "figures": ", ".join(f"{k} {v:.4g}" for k, v in manifest.figures.items()),
        "warnings": "; ".join(manifest.warnings),
    }
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column(style="bold")
    table.add_column(overflow="fold")
    for fact, value in facts.items():
        if value:
            table.add_row(fact, Text(value))
    Console().print(table)


@recipes.command()
def export(
    context: typer.Context,
    recipe: NameOrFolder,
    file: Annotated[
        Path | None, typer.Argument(help="NAME.zip in this folder by default.", show_default=False)
    ] = None,
) -> None:
    """Write a recipe to a .zip, for another machine."""
    shelf = _recipes(context)
    target = file or Path(f"{shelf.find(recipe).name}.zip")
    shelf.export(recipe, target)
    print(f"Wrote {target}")


@recipes.command()
def remove(context: typer.Context, name: Name) -> None:
    """Remove an installed recipe."""
    _recipes(context).remove(name)
    print(f"Removed {name}")
