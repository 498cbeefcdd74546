"""effad doctor: what is in order here and what is not."""

from __future__ import annotations

import os
import platform
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import psutil
import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from effad_desktop import __version__
from effad_desktop.commands.session import session_of
from effad_desktop.errors import EffadError, ExitCode
from effad_desktop.recipes import BrokenRecipe, InstalledRecipe
from effad_desktop.settings import Settings
from effad_desktop.station import open_inspector, open_recipes

LOW_DISK = 1_000_000_000
PACKAGES = ("torch", "openvino", "numpy", "opencv-python-headless", "PySide6-Essentials")


@dataclass(frozen=True, slots=True)
class Check:
    what: str
    finding: str
    problem: ExitCode = ExitCode.OK


def doctor(context: typer.Context) -> None:
    """Check this installation. Exits with the code of the first thing that is wrong."""
    settings = session_of(context).settings()
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column()
    table.add_column(style="bold")
    table.add_column(overflow="fold")
    checks = list(_checks(settings))
    for check in checks:
        mark = Text("wrong", "bold red") if check.problem else Text("OK", "green")
        table.add_row(mark, check.what, Text(check.finding))
    Console().print(table)
    raise typer.Exit(next((check.problem for check in checks if check.problem), ExitCode.OK))


def _checks(settings: Settings) -> Iterator[Check]:
    yield Check("effad", __version__)
    yield Check("system", f"{platform.platform()}, Python {platform.python_version()}")
    memory = psutil.virtual_memory()
    free = f"{memory.available / 1e9:.1f} of {memory.total / 1e9:.1f} GB free"
    yield Check("machine", f"{os.cpu_count()} cores, {free}")
    yield Check("packages", ", ".join(f"{name} {_version(name)}" for name in PACKAGES))
    yield _data_folder(settings.data_dir)
    yield _disk(settings.data_dir)
    yield from _recipes(settings)
    yield _detector(settings)


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"


def _data_folder(folder: Path) -> Check:
    place = _existing(folder)
    if place.is_dir() and os.access(place, os.W_OK | os.X_OK):
        return Check("data folder", str(folder))
    return Check("data folder", f"{folder} cannot be written; --data-dir names another", ExitCode.SETTINGS)


def _disk(folder: Path) -> Check:
    free = shutil.disk_usage(_existing(folder)).free
    problem = ExitCode.SETTINGS if free < LOW_DISK else ExitCode.OK
    return Check("disk", f"{free / 1e9:.1f} GB free", problem)


def _existing(folder: Path) -> Path:
    return next(p for p in (folder, *folder.parents) if p.exists())


def _recipes(settings: Settings) -> Iterator[Check]:
    for found in open_recipes(settings).survey():
        if isinstance(found, BrokenRecipe):
            yield Check(f"recipe {found.folder.name}", str(found.error), ExitCode.RECIPE)
        else:
            yield _recipe(found)


def _recipe(found: InstalledRecipe) -> Check:
    try:
        manifest = found.check()
    except EffadError as error:
        return Check(f"recipe {found.name}", str(error), error.exit_code)
    kind = "built in, " if found.built_in else ""
    return Check(f"recipe {found.name}", f"{kind}{manifest.size}, threshold {found.recipe.threshold:.4g}")


def _detector(settings: Settings) -> Check:
    """Loads the default recipe: the device and precision that are really chosen."""
    try:
        inspector = open_inspector(settings)
    except EffadError as error:
        return Check("detector", str(error), error.exit_code)
    except ImportError as error:
        return Check("detector", f"no engine can be loaded: {error}", ExitCode.CRASH)
    return Check("detector", f"{inspector.detector.name}, recipe {inspector.recipe}")
