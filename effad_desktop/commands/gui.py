"""effad, effad gui: the window."""

from __future__ import annotations

import importlib.util
import os
import sys

import typer

from effad_desktop.commands.session import DeviceOption, EngineOption, RecipeOption, session_of
from effad_desktop.errors import UsageError


def gui(
    context: typer.Context,
    *,
    recipe: RecipeOption = None,
    device: DeviceOption = None,
    engine: EngineOption = None,
) -> None:
    """Open the window; also what effad does when it is given nothing."""
    open_window(context, recipe, device, engine)


def open_window(
    context: typer.Context, recipe: str | None = None, device: str | None = None, engine: str | None = None
) -> None:
    """Raises UsageError where there is no display or no Qt, and typer.Exit when the window is closed."""
    refuse_without_screen()
    settings = session_of(context).settings(recipe, device, engine)
    from effad_desktop.gui.app import run  # a third of a second

    raise typer.Exit(run(settings))


def refuse_without_screen() -> None:
    """Qt itself would abort the process."""
    if importlib.util.find_spec("PySide6") is None:
        raise UsageError(
            "The window is not installed",
            "pip install 'effad-desktop[gui]' adds it; without it there are effad inspect and effad serve",
        )
    shown = any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))
    if sys.platform == "linux" and not shown:
        raise UsageError("There is no display", "without one there are effad inspect and effad serve")
