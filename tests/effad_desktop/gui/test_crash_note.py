from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

from effad_desktop.gui.crash_note import NATIVE_LOG, keep_native_log, told, untold_crash


def test_a_crash_is_told_once(tmp_path: Path) -> None:
    assert untold_crash(tmp_path) is None
    log = tmp_path / "crash-20260101T000000.log"
    log.write_text("boom")
    assert untold_crash(tmp_path) == log
    told(tmp_path, log)
    assert untold_crash(tmp_path) is None


def test_a_native_crash_is_kept_when_the_next_start_begins_its_log(tmp_path: Path) -> None:
    (tmp_path / NATIVE_LOG).touch()
    keep_native_log(tmp_path)
    assert untold_crash(tmp_path) is None
    (tmp_path / NATIVE_LOG).write_text("Fatal Python error: Segmentation fault")
    keep_native_log(tmp_path)
    found = untold_crash(tmp_path)
    assert found
    assert "Segmentation" in found.read_text()


def test_a_window_that_dies_says_so_at_its_next_start(tmp_path: Path) -> None:
    dying = (
        "import os, signal\n"
        "from pathlib import Path\n"
        "from effad_desktop.gui.app import run\n"
        "from effad_desktop.settings import load_settings\n"
        f"settings = load_settings(Path({str(tmp_path)!r}), serve=False)\n"
    )
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    first = dying + "run(settings, lambda application: os.kill(os.getpid(), signal.SIGSEGV))"
    died = subprocess.run([sys.executable, "-c", first], env=environment, check=False, capture_output=True)
    assert died.returncode == -signal.SIGSEGV
    second = dying + (
        "def look(application):\n"
        "    print(application.window.banner_text, flush=True)\n"
        "    application.window.close()\n"
        "run(settings, look)"
    )
    told_then = subprocess.run(
        [sys.executable, "-c", second], env=environment, check=False, capture_output=True, text=True
    )
    assert "ended unexpectedly" in told_then.stdout, told_then.stderr
    assert "crash-native-" in told_then.stdout
