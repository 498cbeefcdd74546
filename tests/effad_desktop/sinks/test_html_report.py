from __future__ import annotations

import base64
import math
import re
from collections.abc import Callable
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest

from effad_desktop.errors import SettingsError
from effad_desktop.imaging import decode_image, encode_png
from effad_desktop.sinks import html_report
from effad_desktop.sinks.html_report import Report, ReportEntry, write_html_report
from effad_desktop.sinks.html_words import ReportWords

VOID = {"meta", "img", "rect", "path", "br"}


class Reader(HTMLParser):
    """Fails on what is not closed in its turn."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[str] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, _attrs: object) -> None:
        self.seen.append(tag)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, _attrs: object) -> None:
        self.seen.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if not self.open or self.open[-1] != "style":
            self.words.append(data)


Entry = Callable[..., ReportEntry]


@pytest.fixture
def entry(tmp_path: Path) -> Entry:
    def make(name: str, score: float = 0.2, truth: str = "", error: str = "", side: int = 40) -> ReportEntry:
        path = tmp_path / f"{abs(hash(name))}.png"
        path.write_bytes(encode_png(np.full((side, side, 3), 90, np.uint8)))
        heat = np.zeros((8, 8), np.float16)
        heat[2, 2] = score if math.isfinite(score) else 0
        return ReportEntry(path, name, math.nan if error else score, None if error else heat, truth, error)

    return make


def write(path: Path, *entries: ReportEntry, words: ReportWords | None = None) -> tuple[str, Reader]:
    when = datetime(2026, 3, 4, 5, 6, tzinfo=UTC)
    write_html_report(
        path, Report("screws", 0.5, when, "/in & out", entries, words or ReportWords(title="Report"))
    )
    text = path.read_text(encoding="utf-8")
    reader = Reader()
    reader.feed(text)
    assert reader.open == []
    return text, reader


def test_it_says_what_was_inspected_and_what_came_of_it(tmp_path: Path, entry: Entry) -> None:
    entries = (
        entry("good/a.png", 0.2, "good"),
        entry("good/b.png", 0.7, "good"),
        entry("dent/c.png", 0.3, "dent"),
        entry("dent/d.png", 0.9, "dent"),
        entry("e.png", error="e.png is empty"),
    )
    _, reader = write(tmp_path / "r.html", *entries)
    words = " ".join(reader.words)
    for said in (
        "screws",
        "0.5",
        "/in & out",
        "50.0 %",
        "Miss",
        "False reject",
        "e.png is empty",
        "! Unreadable",
    ):
        assert said in words
    assert reader.seen.count("figure") == 4  # the miss, two NG, and the OK one nearest to the threshold
    assert reader.seen.count("tr") == 6


def test_pictures_are_in_the_file_with_their_heat_maps(tmp_path: Path, entry: Entry) -> None:
    text, _ = write(tmp_path / "r.html", entry("a.png", 0.9, side=900))
    pictures = [decode_image(base64.b64decode(data), "") for data in re.findall(r"base64,([^\"]+)", text)]
    assert [picture.shape for picture in pictures] == [(320, 320, 3)] * 2
    plain, heat = (picture.astype(int) for picture in pictures)
    assert np.ptp(plain) < 5
    assert abs(heat - plain).max() > 60


def test_it_needs_nothing_of_the_outside_and_runs_nothing(tmp_path: Path, entry: Entry) -> None:
    text, reader = write(tmp_path / "r.html", entry("a.png", 0.9))
    assert "script" not in reader.seen
    assert "link" not in reader.seen
    assert not re.search(r"(src|href)=\"(?!data:)", text)
    assert "http" not in text
    assert "prefers-color-scheme: dark" in text
    assert "@media print" in text


def test_names_cannot_add_to_the_page(tmp_path: Path, entry: Entry) -> None:
    name = '<img src=x onerror=alert(1)> "& caf\udce9.png'
    text, reader = write(tmp_path / "r.html", entry(name, 0.9, truth="<b>dent"), entry("a", error="<i>"))
    assert "<img src=x" not in text
    assert "<b>dent" not in text
    assert any("onerror=alert(1)" in word for word in reader.words)


def test_an_image_that_is_gone_is_said_in_its_place(tmp_path: Path, entry: Entry) -> None:
    gone = entry("a.png", 0.9)
    gone.path.unlink()
    _, reader = write(tmp_path / "r.html", gone)
    assert any("Cannot read" in word for word in reader.words)


def test_of_very_many_the_worst_are_pictured_and_all_are_listed(
    tmp_path: Path, entry: Entry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(html_report, "MOST_PICTURES", 3)
    entries = [entry(f"{number}.png", 0.6 + number / 100) for number in range(8)]
    _, reader = write(tmp_path / "r.html", *entries)
    assert reader.seen.count("figure") == 3
    assert reader.seen.count("tr") == 9
    assert "The 3 highest scores of 8 are pictured." in reader.words


def test_nothing_ng_and_nothing_at_all_are_reports_too(tmp_path: Path, entry: Entry) -> None:
    assert "No image was judged NG." in write(tmp_path / "a.html", entry("a.png", 0.1))[1].words
    assert "–" in write(tmp_path / "b.html")[1].words


def test_a_score_that_is_no_number_is_ng(tmp_path: Path, entry: Entry) -> None:
    _, reader = write(tmp_path / "r.html", entry("a.png", math.nan))
    assert "✗ NG" in reader.words


def test_it_speaks_the_language_of_the_window(tmp_path: Path, entry: Entry) -> None:
    words = ReportWords(language="de", title="Prüfbericht", ng="NIO")
    text, reader = write(tmp_path / "r.html", entry("a.png", 0.9), words=words)
    assert '<html lang="de">' in text
    assert "Prüfbericht" in reader.words
    assert "✗ NIO" in reader.words


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(SettingsError, match="Cannot write"):
        write(tmp_path / "file" / "r.html")
