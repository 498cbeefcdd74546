"""effad serve: the station without a screen, over HTTP."""

from __future__ import annotations

import signal
import sys
from threading import Event
from types import FrameType
from typing import TYPE_CHECKING, Annotated

import typer

from effad_desktop import __version__
from effad_desktop.commands.session import DeviceOption, EngineOption, RecipeOption, session_of
from effad_desktop.core.status import Status

if TYPE_CHECKING:
    from effad_desktop.station import Station

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
    from effad_desktop.composition import Assembly, is_loopback  # FastAPI and SQLAlchemy take half a second

    stopping = _on_signals()
    assembly = Assembly.of(settings)
    try:
        assembly.start()
        _say(f"effad {__version__} serves {assembly.server.url}")
        if not is_loopback(settings.host):
            _say(f"{settings.host} is reached from other machines; callers need the token")
        _tell_changes(assembly.station, stopping)
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


def _tell_changes(station: Station, stopping: Event) -> None:
    """Until a signal: how it is, and each time that becomes another."""
    said = ""
    while True:
        sentence = _sentence(station.status(), station.source_ended.is_set())
        if sentence != said:
            _say(sentence)
            said = sentence
        if stopping.wait(_LOOK):
            return


def _sentence(status: Status, source_ended: bool) -> str:
    parts = [str(status.state) + (f" ({status.reason})" if status.reason else "")]
    parts += [f"recipe {status.recipe}", status.detector]
    if source := status.source:
        news = source.fault or ("has ended" if source_ended else "")
        parts.append(f"{source.name}: {news}" if news else source.name)
    return ", ".join([*parts, *status.alarms])


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
