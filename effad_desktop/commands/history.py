"""effad history: what was inspected, while the station runs or not."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from effad_desktop.commands.inspect import ending_with_the_reader
from effad_desktop.commands.session import JsonOption, session_of
from effad_desktop.commands.summary import STYLES
from effad_desktop.core.inspection import Verdict
from effad_desktop.errors import UsageError
from effad_desktop.sinks.history_csv import COLUMNS, plain, write_csv
from effad_desktop.station import read_history

if TYPE_CHECKING:
    from effad_desktop.sinks.history import HistoryEntry, HistoryFilter, HistoryReader

_AGO = re.compile(r"(\d+(?:\.\d+)?)\s*([smhdw])")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class Word(StrEnum):
    """How people and programs call a verdict."""

    OK = "ok"
    NG = "ng"
    NORMAL = "normal"
    ANOMALOUS = "anomalous"

    @property
    def verdict(self) -> Verdict:
        return Verdict.NORMAL if self in (Word.OK, Word.NORMAL) else Verdict.ANOMALOUS


def history(
    context: typer.Context,
    *,
    since: Annotated[
        str | None, typer.Option(help="2h, 1d, 2026-11-24 or 2026-11-24T06:00.", show_default=False)
    ] = None,
    until: Annotated[
        str | None, typer.Option(help="The same; of a day, its end.", show_default=False)
    ] = None,
    recipe: Annotated[str, typer.Option(help="Only of this recipe.", show_default=False)] = "",
    verdict: Annotated[
        Word | None, typer.Option(case_sensitive=False, help="Only of this verdict.", show_default=False)
    ] = None,
    source: Annotated[
        str, typer.Option(help="Only from sources with this in their name.", show_default=False)
    ] = "",
    limit: Annotated[int, typer.Option(min=0, help="The newest so many; 0 for all.")] = 50,
    csv: Annotated[Path | None, typer.Option(help="Write all of them here, for spreadsheets.")] = None,
    json: JsonOption = False,
) -> None:
    """Show what was inspected."""
    settings = session_of(context).settings()
    from effad_desktop.sinks.history import HistoryFilter  # SQLAlchemy takes a moment

    wanted = HistoryFilter(
        since=parse_time(since) if since else None,
        until=parse_time(until, end_of_day=True) if until else None,
        recipe=recipe,
        verdict=verdict.verdict if verdict else None,
        text=source,
    )
    with read_history(settings) as reader:
        if csv:
            write_csv(csv, reader.entries(wanted, newest_first=False))
        entries = islice(reader.entries(wanted), limit or None)
        if json:
            with ending_with_the_reader():
                for entry in entries:
                    print(to_json(entry), flush=True)
        elif csv:
            print(f"Wrote {csv}\n{sentence(reader, wanted)}")
        else:
            Console().print(_table(entries), sentence(reader, wanted), sep="\n")


def parse_time(text: str, end_of_day: bool = False) -> datetime:
    """``2h`` ago, a day, or ISO 8601; without a zone it is this machine's. Raises UsageError."""
    try:
        if ago := _AGO.fullmatch(text.strip()):
            return datetime.now().astimezone() - timedelta(**{_UNITS[ago[2]]: float(ago[1])})
        when = datetime.fromisoformat(text.strip())
        if end_of_day and _DAY.fullmatch(text.strip()):
            when += timedelta(days=1)
        return when.astimezone()
    except (ValueError, OverflowError, OSError) as error:
        raise UsageError(f"{text!r} is no time", "give 2h, 1d, 2026-11-24 or 2026-11-24T06:00") from error


def sentence(reader: HistoryReader, wanted: HistoryFilter) -> str:
    buckets = reader.yield_by(wanted, "day")
    good, bad = sum(b.normal for b in buckets), sum(b.anomalous for b in buckets)
    whole = good + bad and wanted.verdict is None
    share = f", yield {100 * good / (good + bad):.2f} %" if whole else ""
    return f"{good + bad:,} inspections: {good:,} OK, {bad:,} NG{share}"


def to_json(entry: HistoryEntry) -> str:
    score = entry.anomaly_score
    values = {column: plain(getattr(entry, column)) for column in COLUMNS}
    values["anomaly_score"] = score if math.isfinite(score) else None  # JSON has no NaN
    return json.dumps(values)


def _table(entries: Iterable[HistoryEntry]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("")
    table.add_column("score", justify="right")
    table.add_column("threshold", justify="right")
    table.add_column("time", no_wrap=True)
    table.add_column("recipe", overflow="fold")
    table.add_column("source", overflow="fold")
    for entry in entries:
        word = "OK" if entry.verdict is Verdict.NORMAL else "NG"
        when = f"{entry.inspected_at.astimezone():%Y-%m-%d %H:%M:%S}"
        cells = (f"{entry.anomaly_score:.3f}", f"{entry.threshold:.3f}", when, entry.recipe, entry.source)
        table.add_row(Text(word, STYLES[word]), *map(Text, cells))
    return table
