"""A table of a batch for spreadsheets."""

from __future__ import annotations

import csv
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

from effad_desktop.core.inspection import Inspection, Verdict
from effad_desktop.errors import SettingsError
from effad_desktop.files import replacing
from effad_desktop.sinks.spreadsheet import harmless

COLUMNS = ("source", "recipe", "anomaly_score", "threshold", "verdict", "seconds", "error")
TRUTH = "ground_truth"


class CsvReport:
    """A line for each image, the unreadable ones too; the file appears when the batch is whole.

    UTF-8 with a byte order mark: without one Excel takes ä for Ã¤. `with_truth` adds a last column.
    """

    def __init__(self, path: Path, with_truth: bool = False) -> None:
        self._path = path
        self._with_truth = with_truth
        self._open = ExitStack()

    def __enter__(self) -> Self:
        if self._path.is_dir():
            raise SettingsError(f"Cannot write {self._path}", "it is a folder")
        with ExitStack() as opening:
            aside = opening.enter_context(replacing(self._path))
            file = opening.enter_context(
                aside.open("w", newline="", encoding="utf-8-sig", errors="surrogateescape")
            )
            self._writer = csv.writer(file)
            self._writer.writerow((*COLUMNS, TRUTH) if self._with_truth else COLUMNS)
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
        self.judged(
            inspection.frame.source,
            inspection.recipe,
            prediction.anomaly_score,
            inspection.threshold,
            inspection.verdict,
            prediction.seconds,
        )

    def judged(
        self,
        source: str,
        recipe: str,
        anomaly_score: float,
        threshold: float,
        verdict: Verdict,
        seconds: float,
        truth: str = "",
    ) -> None:
        judged = f"{anomaly_score:.6g}", f"{threshold:.6g}", verdict.value, f"{seconds:.6f}"
        self._write((harmless(source), recipe, *judged, ""), truth)

    def failed(self, source: str, error: str, truth: str = "") -> None:
        self._write((harmless(source), "", "", "", "", "", harmless(error)), truth)

    def _write(self, row: tuple[str, ...], truth: str) -> None:
        self._writer.writerow((*row, harmless(truth)) if self._with_truth else row)
