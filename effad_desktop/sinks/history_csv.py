"""The history as a table for spreadsheets; does without SQLAlchemy."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from effad_desktop.files import replacing
from effad_desktop.sinks.spreadsheet import harmless

if TYPE_CHECKING:
    from effad_desktop.sinks.history import HistoryEntry

COLUMNS = (
    "inspected_at", "captured_at", "source", "kind", "sequence", "recipe", "anomaly_score", "threshold",
    "verdict", "seconds", "decode_seconds", "wait_seconds", "inference_seconds", "model", "id", "image",
    "anomaly_map", "method",
)  # fmt: skip


def write_csv(path: Path, entries: Iterable[HistoryEntry]) -> None:
    """A row at a time, however many there are. Raises SettingsError."""
    with replacing(path) as aside, aside.open("w", newline="", encoding="utf-8-sig") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for entry in entries:
            writer.writerow([_cell(getattr(entry, column)) for column in COLUMNS])


def plain(value: object) -> str | int | float | None:
    """As JSON and spreadsheets have it."""
    if isinstance(value, datetime):
        return value.isoformat()
    return value if isinstance(value, str | int | float) else None


def _cell(value: object) -> str | int | float:
    cell = plain(value)
    if isinstance(cell, str):
        return harmless(cell)
    return "" if cell is None else cell
