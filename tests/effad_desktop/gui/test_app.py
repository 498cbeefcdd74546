"""The whole application: a real window, station and service in one process."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import httpx
import pytest
from pytestqt.qtbot import QtBot

from effad_desktop.commands.gui import refuse_without_screen
from effad_desktop.errors import UsageError
from effad_desktop.gui.app import Application
from effad_desktop.gui.backend import Phase
from effad_desktop.paths import resources_dir
from effad_desktop.settings import load_settings

PATIENCE = 120_000


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def ping(port: int) -> dict[str, object]:
    try:
        with urlopen(f"http://127.0.0.1:{port}/ping", timeout=10) as answer:
            return dict(json.load(answer))
    except URLError:
        return {}


def test_a_window_serves_http_and_counts_what_comes_that_way(qtbot: QtBot, tmp_path: Path) -> None:
    application = Application(load_settings(tmp_path, port=free_port()))
    qtbot.addWidget(application.window)
    application.show()
    qtbot.waitUntil(lambda: application.backend.phase is Phase.READY, timeout=PATIENCE)
    assembly = application.backend.assembly
    assert assembly
    qtbot.waitUntil(lambda: assembly.history.count() == 1, timeout=PATIENCE)  # the first sample
    image = resources_dir() / "sample_images" / "stain_001.jpg"
    answer = httpx.post(f"{assembly.server.url}/predict", files={"file": image.read_bytes()}, timeout=60)
    assert answer.json()["verdict"] == "anomalous"
    assert assembly.history.count() == 2
    assert 'source="http"' in httpx.get(f"{assembly.server.url}/metrics").text
    application.close()
    assert not assembly.server.running


def test_the_window_shows_the_icon(qtbot: QtBot, tmp_path: Path) -> None:
    application = Application(load_settings(tmp_path, port=free_port()))
    qtbot.addWidget(application.window)
    assert application.window.windowIcon().availableSizes()
    application.close()


def test_a_taken_port_is_said_and_the_window_works_all_the_same(qtbot: QtBot, tmp_path: Path) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        application = Application(load_settings(tmp_path, port=listener.getsockname()[1]))
        qtbot.addWidget(application.window)
        application.show()
        qtbot.waitUntil(lambda: application.backend.phase is Phase.READY, timeout=PATIENCE)
        assert application.backend.service_error
        application.close()


def test_the_program_starts_and_a_signal_closes_it_in_good_order(tmp_path: Path) -> None:
    port = free_port()
    command = [sys.executable, "-m", "effad_desktop", "--data-dir", str(tmp_path)]
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "EFFAD_PORT": str(port)}
    process = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)
    try:
        deadline = time.monotonic() + PATIENCE / 1000
        while ping(port).get("state") != "running" and time.monotonic() < deadline:
            assert process.poll() is None
            time.sleep(0.2)
        process.send_signal(signal.SIGTERM)
        _, errors = process.communicate(timeout=60)
    finally:
        process.kill()
        process.wait()
    assert process.returncode == 0, errors
    assert "Traceback" not in errors
    assert (tmp_path / "history" / "history.db").is_file()


def test_without_a_display_it_says_what_to_use_instead(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(UsageError, match="no display"):
        refuse_without_screen()


def test_signals_can_be_emitted_for_ever() -> None:
    """With PySide6 6.12.0 on CPython 3.11 the process aborts after a few thousand."""
    code = (
        "from PySide6.QtCore import QCoreApplication, QObject, Signal\n"
        "class Bell(QObject):\n"
        "    rung = Signal(object)\n"
        "application, bell = QCoreApplication([]), Bell()\n"
        "for number in range(5000):\n"
        "    bell.rung.emit(number)\n"
        "print('alive')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "alive", done.stderr
