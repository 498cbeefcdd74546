from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from effad_desktop.core.inspection import Inspection
from effad_desktop.errors import SettingsError
from effad_desktop.sinks.csv_report import CsvReport


def test_every_image_has_a_line(tmp_path: Path, make_inspection: Callable[..., Inspection]) -> None:
    path = tmp_path / "new" / "report.csv"
    with CsvReport(path) as report:
        report(make_inspection(score=0.5, source='odd, "name".png'))
        report.failed("b.png", "b.png is empty")
        assert not path.exists()
    with path.open(newline="", encoding="utf-8") as file:
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
