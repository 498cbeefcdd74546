"""`effad serve` as an integrator runs it: a process of its own, on a PC without Qt and torch."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Event

import httpx
import pytest

from effad_desktop.core.recipe import read_recipe
from effad_desktop.detection.evidence import Label, read_evidence
from effad_desktop.imaging import encode_png
from effad_desktop.paths import resources_dir
from effad_desktop.settings import load_settings
from effad_desktop.station import read_history
from tests.effad_desktop.plates import RECIPE, plate

IMAGES = resources_dir() / "sample_images"
PATIENCE = 120.0
BARE = (
    "import sys\n"
    "for name in ('PySide6', 'pyqtgraph', 'shiboken6', 'torch'): sys.modules[name] = None\n"
    "from effad_desktop.cli import main\n"
    "sys.exit(main(sys.argv[1:]))"
)

Serve = Callable[..., tuple[subprocess.Popen[str], str]]


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    """Starts it and waits until it answers; gives process and address."""
    processes: list[subprocess.Popen[str]] = []

    def start(*flags: str, **environment: str) -> tuple[subprocess.Popen[str], str]:
        with socket.socket() as listener:
            listener.bind(("127.0.0.1", 0))
            port = listener.getsockname()[1]
        arguments = ["--data-dir", str(tmp_path / "data"), "serve", "--port", str(port), *flags]
        process = subprocess.Popen(
            [sys.executable, "-c", BARE, *arguments],
            stderr=subprocess.PIPE,
            text=True,
            env=os.environ | environment,
        )
        processes.append(process)
        url = f"http://127.0.0.1:{port}"
        wait_until(lambda: answers(url) or process.poll() is not None)
        return process, url

    yield start
    for process in processes:
        process.kill()
        process.communicate()


def answers(url: str) -> bool:
    try:
        return httpx.get(f"{url}/ping", timeout=10).status_code in (200, 503)
    except httpx.TransportError:
        return False


def wait_until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > deadline:
            pytest.fail("waited too long")
        time.sleep(0.1)


def ended(process: subprocess.Popen[str], number: signal.Signals = signal.SIGTERM) -> str:
    process.send_signal(number)
    _, errors = process.communicate(timeout=PATIENCE)
    return errors


def predict(url: str, name: str, **fields: str) -> httpx.Response:
    files = {"file": (name, (IMAGES / name).read_bytes())}
    return httpx.post(f"{url}/predict", files=files, data=fields, timeout=PATIENCE)


def test_it_inspects_counts_remembers_and_stops(serve: Serve, tmp_path: Path) -> None:
    process, url = serve()
    assert predict(url, "good_000.jpg").json()["verdict"] == "normal"
    assert predict(url, "stain_001.jpg").json()["verdict"] == "anomalous"
    assert 'verdict="anomalous"} 1.0' in httpx.get(f"{url}/metrics").text
    errors = ended(process)
    assert process.returncode == 0
    assert "Traceback" not in errors
    with read_history(load_settings(tmp_path / "data")) as history:
        found = history.page()
    assert [entry.source for entry in found] == ["stain_001.jpg", "good_000.jpg"]


def test_nothing_is_lost_while_a_recipe_learns(serve: Serve, tmp_path: Path, trained_plates: Path) -> None:
    shutil.copytree(trained_plates, tmp_path / "data" / "recipes" / RECIPE)
    process, url = serve("--recipe", RECIPE)
    stained = [encode_png(plate(60 + i, (60, 60, 60))) for i in range(3)]
    learned = Event()

    def go_on_inspecting() -> list[httpx.Response]:
        answers = []
        while not learned.is_set():
            answers += [post(f"{url}/predict", image) for image in stained]
        return answers

    with ThreadPoolExecutor(3) as clients:
        going_on = [clients.submit(go_on_inspecting) for _ in range(2)]
        try:
            lessons = [post(f"{url}/recipes/{RECIPE}/good?force=true", image) for image in stained]
        finally:
            learned.set()
        answers = [answer for each in going_on for answer in each.result()]
    assert [lesson.status_code for lesson in lessons] == [200] * 3
    assert {answer.status_code for answer in answers} == {200}
    last = post(f"{url}/predict", stained[0]).json()
    assert (last["verdict"], last["method"]) == ("normal", "memory")
    assert last["threshold"] == lessons[-1].json()["threshold_after"]
    info = re.findall(r"effad_model_info{(.*)} 1.0", httpx.get(f"{url}/metrics").text)
    assert len(info) == 1
    assert 'method="memory"' in info[0]
    assert f'model="{lessons[-1].json()["model"]}"' in info[0]
    ended(process)
    with read_history(load_settings(tmp_path / "data")) as history:
        assert history.count() == len(answers) + 1
        assert all(history.get(answer.json()["inspection_id"]) for answer in answers)


def test_a_defect_that_is_told_over_http_is_guarded_until_it_is_taken_back(
    serve: Serve, tmp_path: Path, trained_plates: Path
) -> None:
    folder = shutil.copytree(trained_plates, tmp_path / "data" / "recipes" / RECIPE)
    _, url = serve("--recipe", RECIPE)
    wrong, twin = plate(60, (60, 60, 60)), plate(60, (60, 60, 60))
    twin[0, 0] = 0
    before = read_recipe(folder)
    known = post(f"{url}/recipes/{RECIPE}/defect?who=eve", encode_png(wrong))
    assert known.status_code == 200
    judged = post(f"{url}/predict", encode_png(wrong)).json()
    assert (known.json()["passes"], judged["verdict"]) == (False, "anomalous")
    assert known.json()["threshold"] == judged["threshold"] == before.threshold
    assert known.json()["anomaly_score"] == pytest.approx(judged["anomaly_score"], rel=0.05)
    (kept,) = [e for e in read_evidence(folder) if e.label is Label.DEFECT]
    assert (kept.name, kept.who) == ("plate.png", "eve")
    refused = post(f"{url}/recipes/{RECIPE}/good", encode_png(twin))
    assert refused.status_code == 409
    assert "known defects would pass: plate.png" in refused.json()["detail"]
    assert read_recipe(folder) == before
    assert post(f"{url}/recipes/{RECIPE}/forget", encode_png(wrong)).json()["forgotten"]
    taught = post(f"{url}/recipes/{RECIPE}/good?force=true", encode_png(twin))
    assert (taught.status_code, taught.json()["known_defects"]) == (200, 0)
    assert post(f"{url}/recipes/sample/defect", encode_png(wrong)).status_code == 409


def post(url: str, image: bytes) -> httpx.Response:
    return httpx.post(url, files={"file": ("plate.png", image)}, timeout=PATIENCE)


def test_what_is_in_flight_is_answered_before_it_ends(serve: Serve) -> None:
    process, url = serve()
    predict(url, "good_000.jpg")
    with ThreadPoolExecutor(4) as clients:
        asked = [clients.submit(predict, url, "good_001.jpg") for _ in range(4)]
        wait_until(lambda: httpx.get(f"{url}/ping").json()["waiting"] > 0 or any(a.done() for a in asked))
        ended(process)
        codes = [a.result().status_code for a in asked if not a.exception()]
    assert process.returncode == 0
    assert 200 in codes
    assert set(codes) <= {200, 503}


def test_a_hot_folder_is_inspected_once_over_restarts(serve: Serve, tmp_path: Path) -> None:
    hot = tmp_path / "in"
    hot.mkdir()
    for name in ("good_000.jpg", "stain_001.jpg"):
        shutil.copy(IMAGES / name, hot)
    settings = load_settings(tmp_path / "data")

    def inspected() -> int:
        with read_history(settings) as history:
            return history.count()

    for expected, new in ((2, "good_001.jpg"), (3, "dent_002.jpg")):
        process, _ = serve("--source", f"folder:{hot}")
        wait_until(lambda expected=expected: inspected() >= expected)  # type: ignore[misc]
        assert "Traceback" not in ended(process)
        assert inspected() == expected
        shutil.copy(IMAGES / new, hot)


def test_a_source_that_ends_is_said_and_requests_are_still_answered(serve: Serve, tmp_path: Path) -> None:
    images = tmp_path / "images"
    images.mkdir()
    shutil.copy(IMAGES / "good_000.jpg", images)
    process, url = serve("--source", f"files:{images}")
    assert process.stderr
    assert any(line.endswith("files: has ended\n") for line in process.stderr)
    assert predict(url, "good_001.jpg").status_code == 200
    ended(process)


def test_after_each_of_many_kills_every_answer_is_in_the_history(serve: Serve, tmp_path: Path) -> None:
    answered: list[str] = []
    for _ in range(3):
        process, url = serve()
        answered += [predict(url, "good_000.jpg").json()["inspection_id"] for _ in range(3)]
        ended(process, signal.SIGKILL)
    with closing(sqlite3.connect(tmp_path / "data" / "history" / "history.db")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    with read_history(load_settings(tmp_path / "data")) as history:
        assert all(history.get(one) for one in answered)


def test_other_machines_need_a_token(serve: Serve) -> None:
    process, _ = serve("--host", "0.0.0.0")  # noqa: S104 - it must refuse to
    _, errors = process.communicate(timeout=PATIENCE)
    assert process.returncode == 3
    assert "a token is needed" in errors
    process, url = serve("--host", "0.0.0.0", EFFAD_TOKEN="secret")  # noqa: S104, S106
    assert predict(url, "good_000.jpg").status_code == 401
    assert httpx.get(f"{url}/recipes", headers={"Authorization": "Bearer secret"}).status_code == 200
    assert "callers need the token" in ended(process)


@pytest.mark.parametrize(
    ("flags", "code", "word"),
    [
        (("--recipe", "nuts"), 4, "No recipe"),
        (("--source", "nonsense"), 2, "Unknown source"),
        (("--source", "folder:/nowhere/at/all"), 5, ""),
        (("--engine", "abacus"), 2, "Unknown engine"),
    ],
)
def test_what_cannot_be_obeyed_is_said_at_start(
    serve: Serve, flags: tuple[str, ...], code: int, word: str
) -> None:
    process, _ = serve(*flags)
    if code == 5:  # a share may come later: it waits, and says so
        assert process.poll() is None
        assert "nowhere" in ended(process)
        return
    _, errors = process.communicate(timeout=PATIENCE)
    assert process.returncode == code
    assert word in errors
    assert "Traceback" not in errors
