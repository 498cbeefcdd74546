"""effad teach; effad recipes versions and restore."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from effad_desktop.commands.session import session_of
from effad_desktop.core.threshold_changes import user_name
from effad_desktop.core.versions import read_versions
from effad_desktop.imaging import image_paths, load_image
from effad_desktop.paths import DataFolder
from effad_desktop.station import open_recipes
from effad_desktop.versions import restore as bring_back

if TYPE_CHECKING:
    from effad_desktop.recipes import Recipes
    from effad_desktop.teaching import Named, Teaching

Recipe = Annotated[str, typer.Argument(help="An installed name or a folder.", show_default=False)]


def teach(
    context: typer.Context,
    recipe: Recipe,
    images: Annotated[list[Path], typer.Argument(help="Images or folders of them.", show_default=False)],
    defect: Annotated[
        bool, typer.Option("--defect", help="They show defects: kept as evidence, nothing is learned.")
    ] = False,
    forget: Annotated[bool, typer.Option("--forget", help="Take back what was said of them last.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Teach what the guard has doubts about.")] = False,
) -> None:
    """Say that images are good: what is new in them is learned at once. For recipes of the method memory."""
    teaching = _teaching(context)
    named = [(str(path), load_image(path)) for path in image_paths(images)]
    if defect or forget:
        _keep_defects(teaching, recipe, named) if defect else _forget(teaching, recipe, named)
        return
    taught = teaching.good(recipe, named, user_name(), force)
    for warning in taught.warnings:
        print(f"Warning: {warning}")
    for (name, _), before, after in zip(named, taught.scores_before, taught.scores_after, strict=True):
        print(f"{name}: score {before:.4g} → {after:.4g}")
    print(
        f"{taught.recipe} is version {taught.version} now: {taught.added_patches} patches added, "
        f"threshold {taught.threshold_before:.4g} → {taught.threshold_after:.4g} "
        f"({taught.false_rejects_per_1000:.1f} false rejects expected in 1,000 good images)"
    )
    if taught.known_defects:
        print(f"{taught.passing_defects} of {taught.known_defects} known defects would pass")
    print(f"Undo: effad recipes restore {recipe} {taught.version - 1}")


def versions(context: typer.Context, recipe: Recipe) -> None:
    """List a recipe's former states."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("version", "when", "who", "what", "threshold", "patches", "sha256"):
        table.add_column(column, overflow="fold")
    for version in read_versions(_recipes(context).find(recipe).folder):
        patches = version.figures.get("bank_patches")
        cells = (
            str(version.number),
            f"{version.when.astimezone():%Y-%m-%d %H:%M}",
            version.who,
            version.what,
            f"{version.threshold:.4g}",
            f"{patches:.0f}" if patches else "",
            version.model[:12],
        )
        table.add_row(*map(Text, cells))
    Console().print(table if table.row_count else "Nothing was taught yet: there is one state only")


def restore(
    context: typer.Context,
    recipe: Recipe,
    version: Annotated[int, typer.Argument(help="Its number.", show_default=False)],
) -> None:
    """Bring a former state of a recipe back; it becomes the newest version."""
    restored = bring_back(_recipes(context), recipe, version, user_name())
    print(f"{recipe} is as version {version} was; that is version {restored.number} now")


def _recipes(context: typer.Context) -> Recipes:
    return open_recipes(session_of(context).settings())


def _teaching(context: typer.Context) -> Teaching:
    from effad_desktop.teaching import Teaching  # OpenVINO takes a moment to import

    settings = session_of(context).settings()
    return Teaching(open_recipes(settings), DataFolder(settings.data_dir).engine_cache)


def _forget(teaching: Teaching, recipe: str, named: list[Named]) -> None:
    forgotten = teaching.forget(recipe, named)
    for name, _ in named:
        print(f"{name}: {'taken back' if name in forgotten else 'nothing was said of it'}")
    print("What was learned stays; effad recipes restore brings a former state back")


def _keep_defects(teaching: Teaching, recipe: str, named: list[Named]) -> None:
    for known in teaching.defect(recipe, named, user_name()):
        said = "passes" if known.passes else "is rejected"
        cost = known.false_rejects_to_catch
        price = (
            f"; a threshold below its score would reject {cost:.1f} of 1,000 good images"
            if known.passes and cost is not None
            else ""
        )
        print(
            f"{known.name}: {said}, score {known.anomaly_score:.4g}, threshold {known.threshold:.4g}{price}"
        )
