"""What a batch came to, for people."""

from __future__ import annotations

from dataclasses import dataclass

from rich.table import Table
from rich.text import Text

from effad_desktop.core.inspection import Inspection, Verdict

MANY = 200
"""From here on the table leaves out what is OK."""


@dataclass(frozen=True, slots=True)
class Line:
    source: str
    word: str
    score: str
    remark: str = ""


STYLES = {"OK": "green", "NG": "bold red", "?": "bold yellow"}


class Summary:
    """A sink that keeps a line for each image, but no pixels; `recipe` and `threshold` judge them."""

    def __init__(self, recipe: str, threshold: float) -> None:
        self.recipe = recipe
        self.threshold = threshold
        self.lines: list[Line] = []
        self.anomalous = 0
        self.unreadable = 0
        self.seconds = 0.0

    def __call__(self, inspection: Inspection) -> None:
        anomalous = inspection.verdict is Verdict.ANOMALOUS
        self.anomalous += anomalous
        self.seconds += inspection.prediction.seconds
        score = f"{inspection.prediction.anomaly_score:.3f}"
        self.lines.append(Line(inspection.frame.source, "NG" if anomalous else "OK", score))

    def failed(self, source: str, error: str) -> None:
        self.unreadable += 1
        self.lines.append(Line(source, "?", "", error))

    def table(self) -> Table:
        table = Table(box=None, pad_edge=False, header_style="bold")
        table.add_column("")
        table.add_column("score", justify="right")
        table.add_column("image", overflow="fold")
        for line in self.lines:
            if line.word != "OK" or len(self.lines) <= MANY:
                word = Text(line.word, STYLES[line.word])
                table.add_row(word, Text(line.score), Text(_printable(line.remark or line.source)))
        return table

    def sentence(self) -> Text:
        total = len(self.lines)
        good = total - self.anomalous - self.unreadable
        parts = [f"{total} images: {good} OK, {self.anomalous} NG"]
        if self.unreadable:
            parts.append(f"{self.unreadable} unreadable")
        if good + self.anomalous:
            parts.append(f"{1000 * self.seconds / (good + self.anomalous):.1f} ms each")
        judged_by = f"recipe {self.recipe}, NG above {self.threshold:.4g}"
        return Text(f"{', '.join(parts)}\n{judged_by}")


def _printable(text: str) -> str:
    """A file name may hold bytes that are no text."""
    return text.encode("utf-8", "backslashreplace").decode()
