from __future__ import annotations

import csv
import json
import math
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from effad_desktop.cli import main
from effad_desktop.commands.history import parse_time
from effad_desktop.errors import ExitCode, UsageError
from effad_desktop.sinks.history import History
from tests.effad_desktop.sinks.history_parts import inspection, opened

Effad = Callable[..., tuple[int, str, str]]


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def history(data_dir: Path) -> Iterator[History]:
    """Of a station that runs."""
    with opened(data_dir / "history", store_images="none") as made:
        yield made


@pytest.fixture
def effad(data_dir: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Effad:
    monkeypatch.setenv("COLUMNS", "200")

    def run(*arguments: str | Path) -> tuple[int, str, str]:
        code = main(["--data-dir", str(data_dir), "history", *map(str, arguments)])
        return code, *capsys.readouterr()

    return run


def test_people_see_a_table_and_a_sum(history: History, effad: Effad) -> None:
    for score in (0.1, 0.2, 0.9):
        history(inspection(score))
    code, out, _ = effad()
    assert code == 0
    lines = out.splitlines()
    assert [line.split()[0] for line in lines[1:4]] == ["NG", "OK", "OK"]
    assert lines[1].endswith("screws  camera 0")
    assert lines[-1] == "3 inspections: 2 OK, 1 NG, yield 66.67 %"


def test_filters_narrow_the_table_and_the_sum(history: History, effad: Effad) -> None:
    history(inspection(0.1, "nuts", "Camera 1"))
    history(inspection(0.9, "nuts", "folder /in"))
    history(inspection(0.9, "screws", "camera 2"))
    assert effad("--recipe", "nuts", "--verdict", "NG")[1].endswith("1 inspections: 0 OK, 1 NG\n")
    assert "1 inspections: 1 OK, 0 NG" in effad("--verdict", "normal")[1]
    assert "2 inspections" in effad("--source", "camera")[1]
    assert "3 inspections" in effad("--since", "1h")[1]
    assert effad("--until", "1h")[1].endswith("0 inspections: 0 OK, 0 NG\n")
    assert effad("--verdict", "perhaps")[0] == ExitCode.USAGE


def test_programs_get_one_object_a_line(history: History, effad: Effad) -> None:
    for sequence in range(60):
        history(inspection(math.nan if sequence == 59 else 0.1, sequence=sequence))
    code, out, _ = effad("--json")
    assert code == 0
    objects = [json.loads(line) for line in out.splitlines()]
    assert [found["sequence"] for found in objects] == list(range(59, 9, -1))
    assert (objects[0]["anomaly_score"], objects[0]["verdict"]) == (None, "anomalous")
    assert datetime.fromisoformat(objects[0]["inspected_at"]).utcoffset() == timedelta(0)
    assert len(effad("--json", "--limit", "0")[1].splitlines()) == 60
    assert len(effad("--json", "--limit", "3")[1].splitlines()) == 3


def test_spreadsheets_get_every_row_and_no_formula(history: History, effad: Effad, tmp_path: Path) -> None:
    history(inspection(0.1, source="=cmd|' /C calc'!A0", sequence=0))
    for sequence in range(1, 2500):
        history(inspection(0.1, source="-odd, Ä\n.png", sequence=sequence))
    code, out, _ = effad("--csv", tmp_path / "new" / "all.csv", "--limit", "1")
    assert code == 0
    assert "2,500 inspections" in out
    with (tmp_path / "new" / "all.csv").open(newline="", encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    assert [int(row["sequence"]) for row in rows] == list(range(2500))
    assert (rows[0]["source"], rows[1]["source"]) == ("'=cmd|' /C calc'!A0", "'-odd, Ä\n.png")
    assert (rows[0]["anomaly_score"], rows[0]["image"]) == ("0.1", "")


def test_without_a_history_it_says_so(effad: Effad, data_dir: Path) -> None:
    code, out, error = effad()
    assert (code, out) == (ExitCode.SETTINGS, "")
    assert "There is no history yet" in error
    assert not (data_dir / "history").exists()


def test_a_reader_that_leaves_early_is_no_failure(history: History, data_dir: Path) -> None:
    for _ in range(3000):
        history(inspection(0.1))
    command = f"{sys.executable} -m effad_desktop --data-dir {data_dir} history --json --limit 0 | head -1"
    ran = subprocess.run(  # noqa: S602
        command, shell=True, capture_output=True, text=True, check=False, cwd=Path(__file__).parents[2]
    )
    assert len(ran.stdout.splitlines()) == 1
    assert ran.stderr == ""


@pytest.fixture
def in_kolkata(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    if not hasattr(time, "tzset"):
        pytest.skip("this system's zone cannot be changed for a test")
    before = os.environ.get("TZ")
    monkeypatch.setenv("TZ", "Asia/Kolkata")
    time.tzset()
    yield
    if before is None:
        monkeypatch.delenv("TZ")
    else:
        monkeypatch.setenv("TZ", before)
    time.tzset()


@pytest.mark.parametrize(
    ("text", "end_of_day", "expected"),
    [
        ("2026-11-24", False, "2026-11-24T00:00:00+05:30"),
        ("2026-11-24", True, "2026-11-25T00:00:00+05:30"),
        ("2026-11-24T06:15", True, "2026-11-24T06:15:00+05:30"),
        ("2026-11-24T06:15Z", False, "2026-11-24T11:45:00+05:30"),
        ("2026-11-24T06:15+01:00", False, "2026-11-24T10:45:00+05:30"),
    ],
)
def test_times_are_those_of_the_machine(in_kolkata: None, text: str, end_of_day: bool, expected: str) -> None:
    assert parse_time(text, end_of_day).isoformat() == expected


@pytest.mark.parametrize(
    ("text", "ago"),
    [("90s", timedelta(seconds=90)), ("2h", timedelta(hours=2)), ("1.5 d", timedelta(hours=36))],
)
def test_times_ago_are_counted_from_now(text: str, ago: timedelta) -> None:
    before = datetime.now().astimezone()
    when = parse_time(text)
    assert before - ago <= when <= datetime.now().astimezone() - ago


@pytest.mark.parametrize("text", ["", "yesterday", "2h ago", "2026-13-01", "99999999999999d", "0001-01-01"])
def test_what_is_no_time_is_said(text: str) -> None:
    with pytest.raises(UsageError, match="is no time"):
        parse_time(text)
