"""effad inspect: files and folders → table, JSON, CSV and heat maps."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Annotated, Protocol

import typer
from rich.console import Console

from effad_desktop.commands.progress import showing_progress
from effad_desktop.commands.session import (
    DeviceOption,
    EngineOption,
    JsonOption,
    RecipeOption,
    session_of,
)
from effad_desktop.commands.summary import Summary
from effad_desktop.core.inspection import Inspection
from effad_desktop.core.ports import Sink
from effad_desktop.detection.preprocessing import resize
from effad_desktop.errors import ExitCode
from effad_desktop.sinks.csv_report import CsvReport
from effad_desktop.sinks.heatmap_files import HeatmapFiles
from effad_desktop.sinks.json_lines import JsonLines
from effad_desktop.sources.files import Files, UnreadableImage
from effad_desktop.station import inspect_all, open_inspector

PIPE_CLOSED = 141  # 128 + SIGPIPE, as a shell has it


class Report(Protocol):
    """A sink that also takes what could not be inspected."""

    def __call__(self, inspection: Inspection) -> None: ...

    def failed(self, source: str, error: str) -> None: ...


class Outputs:
    """What is told of each image, good or unreadable."""

    def __init__(self) -> None:
        self.sinks: list[Sink] = []
        self._failed: list[Callable[[str, str], None]] = []

    def add(self, report: Report) -> None:
        self.sinks.append(report)
        self._failed.append(report.failed)

    def after_each(self, act: Callable[[], None]) -> None:
        self.sinks.append(lambda _inspection: act())
        self._failed.append(lambda _source, _error: act())

    def on_error(self, error: UnreadableImage) -> None:
        for failed in self._failed:
            failed(error.source, str(error))


def inspect(
    context: typer.Context,
    paths: Annotated[list[Path], typer.Argument(help="Images, or folders that are searched for them.")],
    *,
    recipe: RecipeOption = None,
    device: DeviceOption = None,
    engine: EngineOption = None,
    json: JsonOption = False,
    csv: Annotated[Path | None, typer.Option(help="Write a table for spreadsheets here.")] = None,
    heatmaps: Annotated[Path | None, typer.Option(help="Write each image with its heat map here.")] = None,
    fail_on_anomaly: Annotated[
        bool, typer.Option("--fail-on-anomaly", help="Exit with 10 if anything is anomalous.")
    ] = False,
) -> None:
    """Inspect images. Exits with 5 if any of them could not be read."""
    settings = session_of(context).settings(recipe, device, engine)
    outputs = Outputs()
    files = Files(paths, outputs.on_error, heatmaps, resize)
    inspector = open_inspector(settings)
    summary = Summary(inspector.recipe, inspector.threshold)
    outputs.add(summary)
    with ExitStack() as reports:
        if csv:
            outputs.add(reports.enter_context(CsvReport(csv)))
        if json:
            outputs.add(JsonLines(sys.stdout))
        if heatmaps:
            outputs.sinks.append(HeatmapFiles(heatmaps, _common_folder(files.paths)))
        hidden = json and sys.stdout.isatty()
        outputs.after_each(reports.enter_context(showing_progress(len(files), hidden)))
        with ending_with_the_reader():
            inspect_all(files, inspector, outputs.sinks)
    if not json:
        Console().print(summary.table(), summary.sentence(), sep="\n")
    raise typer.Exit(_exit_code(summary, fail_on_anomaly))


def _exit_code(summary: Summary, fail_on_anomaly: bool) -> int:
    if summary.unreadable:
        return ExitCode.SOURCE
    return ExitCode.ANOMALY if fail_on_anomaly and summary.anomalous else ExitCode.OK


def _common_folder(paths: list[Path]) -> Path:
    return Path(os.path.commonpath([p.absolute().parent for p in paths]))


@contextmanager
def ending_with_the_reader() -> Iterator[None]:
    """`effad inspect --json … | head -1` is no failure to write the CSV."""
    try:
        yield
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # quiet at exit
        raise typer.Exit(PIPE_CLOSED) from None
