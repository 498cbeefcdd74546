from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from effad_desktop.core.inspection import Inspection, Verdict
from effad_desktop.errors import SettingsError
from effad_desktop.sinks.csv_report import CsvReport


def test_every_image_has_a_line(tmp_path: Path, make_inspection: Callable[..., Inspection]) -> None:
    path = tmp_path / "new" / "report.csv"
    with CsvReport(path) as report:
        report(make_inspection(score=0.5, source='odd, "name".png'))
        report.failed("b.png", "b.png is empty")
        assert not path.exists()
    with path.open(newline="", encoding="utf-8-sig") as file:
        first, second = csv.DictReader(file)
    assert first["source"] == 'odd, "name".png'
    assert (first["anomaly_score"], first["threshold"], first["verdict"]) == ("0.5", "0.4", "anomalous")
    assert first["seconds"] == "0.012500"
    assert (second["source"], second["verdict"], second["error"]) == ("b.png", "", "b.png is empty")


def test_a_run_that_fails_keeps_the_old_report(tmp_path: Path) -> None:
    path = tmp_path / "report.csv"
    path.write_text("old")
    with pytest.raises(KeyboardInterrupt), CsvReport(path):
        raise KeyboardInterrupt
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_place_below_a_file_is_said_at_once(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(SettingsError, match="Cannot write"), CsvReport(tmp_path / "file" / "report.csv"):
        pytest.fail("opened")


def test_a_name_of_other_bytes_is_kept(tmp_path: Path, make_inspection: Callable[..., Inspection]) -> None:
    path = tmp_path / "report.csv"
    with CsvReport(path) as report:
        report(make_inspection(source="caf\udce9.png"))
    assert b"caf\xe9.png" in path.read_bytes()


def test_a_folder_is_no_place_for_a_report(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="it is a folder"), CsvReport(tmp_path):
        pytest.fail("opened")


def test_a_spreadsheet_is_told_that_it_is_utf_8_and_shows_umlauts(
    tmp_path: Path, make_inspection: Callable[..., Inspection]
) -> None:
    path = tmp_path / "report.csv"
    with CsvReport(path) as report:
        report(make_inspection(source="Gehäuse Ø4.png"))
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbfsource,")
    assert data.count(b"\xef\xbb\xbf") == 1
    assert "Gehäuse Ø4.png".encode() in data


def test_what_is_known_of_each_image_is_a_last_column_where_it_is_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "report.csv"
    with CsvReport(path, with_truth=True) as report:
        report.judged("a.png", "screws", 0.5, 0.4, Verdict.ANOMALOUS, 0.01, "good")
        report.failed("b.png", "b.png is empty", "dent")
    with path.open(newline="", encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    assert [row["ground_truth"] for row in rows] == ["good", "dent"]
    assert (rows[0]["verdict"], rows[1]["error"]) == ("anomalous", "b.png is empty")


def test_a_file_name_never_becomes_a_formula(
    tmp_path: Path, make_inspection: Callable[..., Inspection]
) -> None:
    with CsvReport(tmp_path / "r.csv") as report:
        report(make_inspection(source="=cmd|' /C calc'!A0.png"))
        report(make_inspection(score=-0.5, source="plain.png"))
    with (tmp_path / "r.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["source"] for row in rows] == ["'=cmd|' /C calc'!A0.png", "plain.png"]
    assert rows[1]["anomaly_score"] == "-0.5"
