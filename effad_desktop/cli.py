"""argv → exit code; the one switch. Imports neither Qt nor an engine."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_group

from effad_desktop import __version__
from effad_desktop.commands.session import Session
from effad_desktop.errors import EffadError, ExitCode
from effad_desktop.logs import write_crash_log

INTERRUPTED = 130

COMMANDS = ("gui", "inspect", "serve", "history", "recipes", "teach", "bench", "parity", "doctor")
"""In the order of the help. Each is a function, or a group, in the module of its name in `commands`."""


class Commands(TyperGroup):
    """Imports a command when it is called; the help, which describes them, imports all."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> TyperCommand | TyperGroup | None:  # noqa: ARG002
        known = cmd_name in COMMANDS
        for name in (cmd_name,) if known else COMMANDS:  # an unknown one is answered with those like it
            self.commands[name] = _command(name)
        return _command(cmd_name) if known else None


@cache
def _command(name: str) -> Any:
    found = getattr(import_module(f"effad_desktop.commands.{name}"), name)
    alone = typer.Typer(rich_markup_mode="rich")
    alone.callback()(lambda: None)  # keeps it a group, in which the command has a name
    if not isinstance(found, typer.Typer):
        alone.command()(found)
        return get_group(alone).commands[name]
    if name == "recipes":
        from effad_desktop.commands.promote import promote
        from effad_desktop.commands.teach import restore, versions

        found.command()(versions)
        found.command()(restore)
        found.command()(promote)
    alone.add_typer(found, name=name)
    return get_group(alone).commands[name]


app = typer.Typer(
    cls=Commands,
    add_completion=False,
    invoke_without_command=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)


def _print_version(wanted: bool) -> None:
    if wanted:
        print(f"effad {__version__}")
        raise typer.Exit


@app.callback()
def start(
    context: typer.Context,
    data_dir: Annotated[
        Path | None,
        typer.Option(
            help="Keep settings, recipes and logs here.", show_default=False, envvar="EFFAD_DATA_DIR"
        ),
    ] = None,
    version: Annotated[  # noqa: ARG001 - its callback has done it
        bool, typer.Option("--version", help="Print the version.", is_eager=True, callback=_print_version)
    ] = False,
) -> None:
    """Visual inspection that learns from good images only."""
    session = context.ensure_object(Session)
    session.data_dir = data_dir
    if context.invoked_subcommand is None:
        from effad_desktop.commands.gui import open_window

        open_window(context)


def main(argv: Sequence[str] | None = None) -> int:
    session = Session()
    try:
        app(args=list(argv) if argv is not None else None, prog_name="effad", obj=session)
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else ExitCode.OK
        if code == ExitCode.USAGE and sys.stderr is None:
            _tell("effad does not know these arguments", "in a terminal, effad --help lists those it knows")
        return code
    except EffadError as error:
        _tell(error.title, error.detail)
        return error.exit_code
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:  # a bug: nobody at the line can read a stack trace, so it goes into a file
        return _crashed(session, error)
    return ExitCode.OK


def _crashed(session: Session, error: Exception) -> int:
    path = write_crash_log(session.log_folder, error)
    where = f"Please report it with {path}" if path else f"{session.log_folder} cannot be written"
    _tell(f"It failed unexpectedly ({type(error).__name__}: {error})", where)
    return ExitCode.CRASH


def _tell(title: str, detail: str) -> None:
    if sys.stderr is None:
        from effad_desktop.gui.last_words import show

        show(title, detail)
        return
    print(f"effad: {title}", file=sys.stderr)
    if detail:
        print(f"  {detail}", file=sys.stderr)
