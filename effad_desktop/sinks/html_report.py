"""A batch as one HTML file with its pictures in it: to be read, printed and sent."""

from __future__ import annotations

import base64
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from html import escape
from pathlib import Path
from typing import Any, TextIO

import numpy as np
from numpy.typing import NDArray

from effad_desktop.core.heatmap import overlay
from effad_desktop.core.inspection import Image, Verdict
from effad_desktop.core.inspector import judge
from effad_desktop.errors import SourceError
from effad_desktop.files import replacing
from effad_desktop.imaging import encode_jpeg, load_small, printable
from effad_desktop.sinks.html_chart import chart
from effad_desktop.sinks.html_style import STYLE
from effad_desktop.sinks.html_words import ReportWords

MOST_PICTURES = 200
"""Of those judged NG, the highest scores; some 5 MB."""
NEAREST_OK = 12
SIDE, QUALITY = 320, 82


@dataclass(frozen=True, slots=True, eq=False)
class ReportEntry:
    """`anomaly_map` may be of half precision; `error` says why an image is unreadable.

    `truth` is "good", the name of a defect, or empty where it is not known.
    """

    path: Path
    name: str
    anomaly_score: float = math.nan
    anomaly_map: NDArray[np.floating[Any]] | None = None
    truth: str = ""
    error: str = ""

    def verdict(self, threshold: float) -> Verdict | None:
        return None if self.error else judge(self.anomaly_score, threshold)


@dataclass(frozen=True, slots=True, eq=False)
class Report:
    recipe: str
    threshold: float
    inspected_at: datetime
    folder: str
    entries: Sequence[ReportEntry]
    words: ReportWords = field(default_factory=ReportWords)


def write_html_report(
    path: Path, report: Report, noted: Callable[[int, int], None] = lambda *_: None
) -> None:
    """`noted` is told how many of the pictures are in. Raises SettingsError."""
    with replacing(path) as aside, aside.open("w", encoding="utf-8", newline="\n") as out:
        _Writer(report, out, noted).write()


@dataclass(frozen=True, slots=True, eq=False)
class _Judged:
    """The entries by what was said of them."""

    ok: list[ReportEntry]
    ng: list[ReportEntry]
    unreadable: list[ReportEntry]
    false_rejects: int
    misses: list[ReportEntry]
    good: int
    defective: int

    @classmethod
    def of(cls, report: Report) -> _Judged:
        by: dict[Verdict | None, list[ReportEntry]] = {Verdict.NORMAL: [], Verdict.ANOMALOUS: [], None: []}
        for entry in report.entries:
            by[entry.verdict(report.threshold)].append(entry)
        ok, ng = (sorted(by[v], key=_badness, reverse=True) for v in (Verdict.NORMAL, Verdict.ANOMALOUS))
        known = [e.truth for e in (*ok, *ng) if e.truth]
        good = sum(truth == "good" for truth in known)
        misses = [e for e in ok if e.truth not in ("", "good")]
        rejects = sum(e.truth == "good" for e in ng)
        return cls(ok, ng, by[None], rejects, misses, good, len(known) - good)


def _badness(entry: ReportEntry) -> float:
    return math.inf if math.isnan(entry.anomaly_score) else entry.anomaly_score


class _Writer:
    def __init__(self, report: Report, out: TextIO, noted: Callable[[int, int], None]) -> None:
        self._report = report
        self._words = report.words
        self._out = out
        self._noted = noted
        self._judged = _Judged.of(report)
        self._pictures = 0
        pictured = (self._judged.misses[:MOST_PICTURES], self._judged.ng[:MOST_PICTURES], self._nearest())
        self._to_come = sum(map(len, pictured))

    def write(self) -> None:
        words, judged = self._words, self._judged
        self._put(self._head())
        self._put(*self._figures())
        self._put(f"<section><h2>{escape(words.scores)}</h2>", self._chart(), "</section>")
        self._put(f'<p class="muted">{escape(words.explained)}</p>')
        if judged.misses:
            self._gallery(words.wrongly_ok, judged.misses)
        self._gallery(words.judged_ng, judged.ng, words.none_ng)
        if nearest := self._nearest():
            self._gallery(words.nearest, nearest)
        self._table()
        self._put(f"<footer>{escape(words.made_by)}</footer></main></body></html>")

    def _nearest(self) -> list[ReportEntry]:
        missed = {id(entry) for entry in self._judged.misses}
        return [entry for entry in self._judged.ok if id(entry) not in missed][:NEAREST_OK]

    def _head(self) -> str:
        report, words = self._report, self._words
        facts = (
            (words.recipe, report.recipe),
            (words.threshold, f"{report.threshold:.4g}"),
            (words.inspected, f"{report.inspected_at.astimezone():%Y-%m-%d %H:%M}"),
            (words.folder, report.folder),
        )
        told = "".join(f"<div><dt>{escape(k)}</dt><dd>{_text(v)}</dd></div>" for k, v in facts if v)
        title = escape(f"{words.title} · {report.recipe}")
        return (
            f'<!doctype html><html lang="{escape(words.language)}"><head><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            '<meta name="color-scheme" content="light dark">'
            f"<title>{title}</title><style>{STYLE}</style></head><body><main>"
            f"<header><h1>{escape(words.title)}</h1><dl>{told}</dl></header>"
        )

    def _figures(self) -> Iterator[str]:
        words, judged = self._words, self._judged
        ok, ng = len(judged.ok), len(judged.ng)
        share = f"{100 * ok / (ok + ng):.1f} %" if ok + ng else "–"
        yield '<section class="figures">'
        yield _figure(words.images, f"{len(self._report.entries):,}")
        yield _figure(f"✓ {words.ok}", f"{ok:,}", "ok")
        yield _figure(f"✗ {words.ng}", f"{ng:,}", "ng")
        yield _figure(words.share, share)
        if judged.good or judged.defective:
            yield _figure(words.false_rejects, f"{judged.false_rejects:,}", "", self._of(judged.good))
            yield _figure(words.misses, f"{len(judged.misses):,}", "", self._of(judged.defective))
        if judged.unreadable:
            yield _figure(words.unreadable, f"{len(judged.unreadable):,}")
        yield "</section>"

    def _of(self, number: int) -> str:
        return self._words.of.format(number=f"{number:,}")

    def _chart(self) -> str:
        scores: dict[str, list[float]] = {"good": [], "defective": [], "unknown": []}
        for entry in self._report.entries:
            if not entry.error and not math.isnan(entry.anomaly_score):
                kind = {"": "unknown", "good": "good"}.get(entry.truth, "defective")
                scores[kind].append(entry.anomaly_score)
        columns = {kind: np.array(values, np.float64) for kind, values in scores.items()}
        words = self._words
        keys = {"good": words.known_good, "defective": words.known_defective, "unknown": words.not_known}
        legend = "".join(
            f'<span class="key {kind}">{escape(keys[kind])}</span>'
            for kind, found in columns.items()
            if found.size
        )
        drawn = chart(columns, self._report.threshold, escape(words.ok), escape(words.ng))
        return f'<div class="chart">{drawn}<p class="legend">{legend}</p></div>'

    def _gallery(self, title: str, entries: Sequence[ReportEntry], empty: str = "") -> None:
        self._put(f"<section><h2>{escape(title)} <span>{len(entries):,}</span></h2>")
        if not entries:
            self._put(f'<p class="muted">{escape(empty)}</p></section>')
            return
        if len(entries) > MOST_PICTURES:
            shown = self._words.shown.format(shown=MOST_PICTURES, all=f"{len(entries):,}")
            self._put(f'<p class="muted">{escape(shown)}</p>')
        self._put('<div class="gallery">')
        for entry in entries[:MOST_PICTURES]:
            self._put(self._card(entry))
            self._pictures += 1
            self._noted(self._pictures, self._to_come)
        self._put("</div></section>")

    def _card(self, entry: ReportEntry) -> str:
        try:
            image = load_small(entry.path, SIDE)
            pictures = _picture(image, entry.name) + self._heat(image, entry)
        except SourceError as error:
            pictures = f'<p class="muted">{_text(error.title)}</p>'
        truth = f" · {_text(self._truth(entry))}" if entry.truth else ""
        return (
            f'<figure><div class="pair">{pictures}</div><figcaption>'
            f'<b title="{_text(printable(entry.path))}">{_text(entry.name.rpartition("/")[2])}</b>'
            f"{self._chip(entry)}<small>{entry.anomaly_score:.3f}{truth}</small></figcaption></figure>"
        )

    def _heat(self, image: Image, entry: ReportEntry) -> str:
        if entry.anomaly_map is None:
            return ""
        heat = np.asarray(entry.anomaly_map, np.float32)
        return _picture(overlay(image, heat, self._report.threshold), "")

    def _table(self) -> None:
        words, judged = self._words, self._judged
        knows = bool(judged.good or judged.defective)
        columns = [words.image, words.score, words.verdict, *([words.truth] if knows else [])]
        heads = "".join(f"<th>{escape(column)}</th>" for column in columns)
        self._put(f"<section><h2>{escape(words.all_images)} <span>{len(self._report.entries):,}</span></h2>")
        self._put(f"<table><thead><tr>{heads}</tr></thead><tbody>")
        for entry in self._report.entries:
            score = "–" if entry.error else f"{entry.anomaly_score:.3f}"
            error = f"<small>{_text(entry.error)}</small>" if entry.error else ""
            truth = f"<td>{_text(self._truth(entry))}</td>" if knows else ""
            self._put(
                f"<tr><td>{_text(entry.name)}{error}</td><td>{score}</td><td>{self._chip(entry)}</td>{truth}</tr>"
            )
        self._put("</tbody></table></section>")

    def _chip(self, entry: ReportEntry) -> str:
        words = self._words
        kind, word = {
            Verdict.NORMAL: ("ok", f"✓ {words.ok}"),
            Verdict.ANOMALOUS: ("ng", f"✗ {words.ng}"),
            None: ("none", f"! {words.unreadable}"),
        }[entry.verdict(self._report.threshold)]
        return f'<span class="chip {kind}">{escape(word)}</span>'

    def _truth(self, entry: ReportEntry) -> str:
        words, verdict = self._words, entry.verdict(self._report.threshold)
        truth = words.good if entry.truth == "good" else entry.truth
        if not truth or verdict is None or (verdict is Verdict.NORMAL) == (entry.truth == "good"):
            return truth
        return f"{truth} · {words.miss if verdict is Verdict.NORMAL else words.false_reject}"

    def _put(self, *parts: str) -> None:
        self._out.writelines(part + "\n" for part in parts)


def _figure(label: str, value: str, kind: str = "", note: str = "") -> str:
    small = f"<small>{escape(note)}</small>" if note else ""
    return f'<div class="figure {kind}"><b>{escape(value)}{small}</b><span>{escape(label)}</span></div>'


def _picture(image: Image, alt: str) -> str:
    data = base64.b64encode(encode_jpeg(image, QUALITY)).decode()
    height, width = image.shape[:2]
    return f'<img src="data:image/jpeg;base64,{data}" width="{width}" height="{height}" alt="{_text(alt)}">'


def _text(text: str) -> str:
    """Names may hold bytes that are no text."""
    return escape(text.encode("utf-8", "replace").decode())
