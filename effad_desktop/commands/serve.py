"""effad serve: the station without a screen, over HTTP."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable
from threading import Event
from types import FrameType
from typing import Annotated

import typer

from effad_desktop import __version__
from effad_desktop.commands.session import DeviceOption, EngineOption, RecipeOption, session_of
from effad_desktop.core.status import Status

_LOOK = 0.5
"""Seconds between looks at the state, so that a fault is said on the terminal too."""


def serve(
    context: typer.Context,
    *,
    host: Annotated[
        str | None, typer.Option(help="The address to bind to; 127.0.0.1 by default.", show_default=False)
    ] = None,
    port: Annotated[int | None, typer.Option(help="8000 by default.", show_default=False)] = None,
    recipe: RecipeOption = None,
    token: Annotated[
        str | None,
        typer.Option(help="What callers must send; better given as EFFAD_TOKEN.", show_default=False),
    ] = None,
    source: Annotated[
        str | None,
        typer.Option(help="camera:0, folder:/in, or a stream's address.", show_default=False),
    ] = None,
    device: DeviceOption = None,
    engine: EngineOption = None,
) -> None:
    """Inspect over HTTP, and from a camera or a folder. SIGTERM and Ctrl-C finish what is in flight."""
    settings = session_of(context).settings(
        recipe, device, engine, host=host, port=port, token=token, source=source
    )
    from effad_desktop.composition import Assembly  # FastAPI and SQLAlchemy take half a second

    stopping = _on_signals()
    assembly = Assembly.of(settings)
    try:
        assembly.start()
        _say(f"effad {__version__} serves {assembly.server.url}")
        _say(_sentence(assembly.station.status()))
        _wait(assembly.station.status, stopping)
    finally:
        assembly.close()
    _say("stopped")


def _on_signals() -> Event:
    stopping = Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        stopping.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    return stopping


def _wait(status: Callable[[], Status], stopping: Event) -> None:
    """Until a signal; what changes meanwhile is said."""
    said = _sentence(status())
    while not stopping.wait(_LOOK):
        sentence = _sentence(status())
        if sentence != said:
            _say(sentence)
            said = sentence


def _sentence(status: Status) -> str:
    parts = [str(status.state) + (f" ({status.reason})" if status.reason else "")]
    parts += [f"recipe {status.recipe}", status.detector]
    if status.source:
        parts.append(f"{status.source.name}{': ' if status.source.fault else ''}{status.source.fault}")
    return ", ".join([*parts, *status.alarms])


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
