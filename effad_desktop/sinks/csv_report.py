"""A table of a batch for spreadsheets."""

from __future__ import annotations

import csv
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

from effad_desktop.core.inspection import Inspection
from effad_desktop.errors import SettingsError
from effad_desktop.files import replacing

COLUMNS = ("source", "recipe", "anomaly_score", "threshold", "verdict", "seconds", "error")


class CsvReport:
    """A line for each image, the unreadable ones too; the file appears when the batch is whole."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._open = ExitStack()

    def __enter__(self) -> Self:
        if self._path.is_dir():
            raise SettingsError(f"Cannot write {self._path}", "it is a folder")
        with ExitStack() as opening:
            aside = opening.enter_context(replacing(self._path))
            file = opening.enter_context(
                aside.open("w", newline="", encoding="utf-8", errors="surrogateescape")
            )
            self._writer = csv.writer(file)
            self._writer.writerow(COLUMNS)
            self._open = opening.pop_all()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._open.__exit__(kind, error, trace)

    def __call__(self, inspection: Inspection) -> None:
        prediction = inspection.prediction
        self._writer.writerow(
            (
                inspection.frame.source,
                inspection.recipe,
                f"{prediction.anomaly_score:.6g}",
                f"{inspection.threshold:.6g}",
                inspection.verdict.value,
                f"{prediction.seconds:.6f}",
                "",
            )
        )

    def failed(self, source: str, error: str) -> None:
        self._writer.writerow((source, "", "", "", "", "", error))
