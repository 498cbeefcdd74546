"""Writing what a batch has found, as a table or as a report."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QObject

from effad_desktop.core.inspector import judge
from effad_desktop.gui.results import Result
from effad_desktop.imaging import printable
from effad_desktop.sinks.csv_report import CsvReport
from effad_desktop.sinks.html_report import Report, ReportEntry, write_html_report
from effad_desktop.sinks.html_words import ReportWords


def write_csv(path: Path, results: list[Result], recipe: str, threshold: float) -> None:
    """Raises SettingsError."""
    with CsvReport(path, with_truth=True) as report:
        for result in results:
            source = printable(result.path)
            if result.error:
                report.failed(source, result.error, result.truth)
            else:
                verdict = judge(result.score, threshold)
                report.judged(source, recipe, result.score, threshold, verdict, result.seconds, result.truth)


def write_report(
    path: Path, results: list[Result], recipe: str, threshold: float, words: ReportWords
) -> None:
    """Raises SettingsError."""
    folders = {result.path.parents[len(Path(result.folder).parts)] for result in results}
    entries = [_entry(result) for result in results]
    folder = str(folders.pop()) if len(folders) == 1 else ""
    write_html_report(path, Report(recipe, threshold, datetime.now(UTC), folder, entries, words))


def _entry(result: Result) -> ReportEntry:
    name = f"{result.folder}/{result.name}" if result.folder else result.name
    return ReportEntry(result.path, name, result.score, result.anomaly_map, result.truth, result.error)


class Words(QObject):
    """Those of a report, in the window's language."""

    def of_report(self) -> ReportWords:
        return ReportWords(
            language=self.tr("en"),
            title=self.tr("Inspection report"),
            ok=self.tr("OK"),
            ng=self.tr("NG"),
            unreadable=self.tr("Unreadable"),
            images=self.tr("Images"),
            share=self.tr("Yield"),
            false_reject=self.tr("False reject"),
            false_rejects=self.tr("False rejects"),
            miss=self.tr("Miss"),
            misses=self.tr("Misses"),
            of=self.tr("of {number}"),
            recipe=self.tr("Recipe"),
            threshold=self.tr("Threshold"),
            inspected=self.tr("Inspected"),
            folder=self.tr("Folder"),
            scores=self.tr("Scores"),
            score=self.tr("Score"),
            image=self.tr("Image"),
            verdict=self.tr("Verdict"),
            truth=self.tr("Known to be"),
            good=self.tr("good"),
            known_good=self.tr("known good"),
            known_defective=self.tr("known defective"),
            not_known=self.tr("not known"),
            judged_ng=self.tr("Judged NG"),
            wrongly_ok=self.tr("Defective, yet judged OK"),
            nearest=self.tr("Judged OK, nearest to the threshold"),
            none_ng=self.tr("No image was judged NG."),
            shown=self.tr("The {shown} highest scores of {all} are pictured."),
            all_images=self.tr("All images"),
            explained=self.tr(
                "A score above the threshold is NG. On the right of each picture the heat map: what is "
                "ordinary stays as it was, crimson is at the threshold, pale yellow far above it."
            ),
            made_by=self.tr("Made by effad"),
        )
