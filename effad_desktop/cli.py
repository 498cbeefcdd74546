"""argv → exit code; the one switch. Imports neither Qt nor an engine."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from effad_desktop import __version__
from effad_desktop.commands.bench import bench
from effad_desktop.commands.doctor import doctor
from effad_desktop.commands.gui import gui, open_window
from effad_desktop.commands.history import history
from effad_desktop.commands.inspect import inspect
from effad_desktop.commands.parity import parity
from effad_desktop.commands.promote import promote
from effad_desktop.commands.recipes import recipes
from effad_desktop.commands.serve import serve
from effad_desktop.commands.session import Session
from effad_desktop.commands.teach import restore, teach, versions
from effad_desktop.errors import EffadError, ExitCode
from effad_desktop.logs import write_crash_log

INTERRUPTED = 130

app = typer.Typer(
    add_completion=False, invoke_without_command=True, pretty_exceptions_enable=False, rich_markup_mode="rich"
)
app.command()(gui)
app.command()(inspect)
app.command()(serve)
app.command()(history)
recipes.command()(versions)
recipes.command()(restore)
recipes.command()(promote)
app.add_typer(recipes, name="recipes")
app.command()(teach)
app.command()(bench)
app.command()(parity)
app.command()(doctor)


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
        open_window(context)


def main(argv: Sequence[str] | None = None) -> int:
    session = Session()
    try:
        app(args=list(argv) if argv is not None else None, prog_name="effad", obj=session)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else ExitCode.OK
    except EffadError as error:
        print(f"effad: {error.title}", file=sys.stderr)
        if error.detail:
            print(f"  {error.detail}", file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:  # a bug: nobody at the line can read a stack trace, so it goes into a file
        return _crashed(session, error)
    return ExitCode.OK


def _crashed(session: Session, error: Exception) -> int:
    path = write_crash_log(session.log_folder, error)
    where = f"Please report it with {path}" if path else f"{session.log_folder} cannot be written"
    print(f"effad: It failed unexpectedly ({type(error).__name__}: {error})\n  {where}", file=sys.stderr)
    return ExitCode.CRASH
