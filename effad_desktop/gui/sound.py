"""A short low tone for NG, made here and played by what the system has."""

from __future__ import annotations

import math
import shutil
import struct
import subprocess
import sys
import time
import wave
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from effad_desktop.errors import EffadError
from effad_desktop.gui.tasks import Tasks

RATE = 22_050
TONES = ((587.0, 0.12), (440.0, 0.2))
"""Hertz and seconds."""
REST = 0.8
"""Seconds between two; a line of nothing but NG must not make one long noise."""
PLAYERS = ("pw-play", "paplay", "aplay", "afplay")


class NgSound(QObject):
    """`play` is called on the GUI thread and does not wait; falls back on the system's beep."""

    def __init__(self, tasks: Tasks, data_dir: Path, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._file = data_dir / "ng.wav"
        self._last = -REST

    def play(self) -> None:
        now = time.monotonic()
        if now - self._last < REST:
            return
        self._last = now
        self._tasks.run(self, lambda: _play(self._file), self._played, self._failed)

    def _played(self, played: bool) -> None:
        if not played:
            QApplication.beep()

    def _failed(self, _error: EffadError) -> None:
        QApplication.beep()


def _play(file: Path) -> bool:
    """On a task. Whether it could be heard, as far as the player says."""
    try:
        if not file.exists():
            write_tone(file)
        if sys.platform == "win32":
            import winsound

            winsound.PlaySound(str(file), winsound.SND_FILENAME)
            return True
        player = next(filter(None, map(shutil.which, PLAYERS)), None)
        if player is None:
            return False
        done = subprocess.run([player, str(file)], capture_output=True, timeout=3, check=False)
    except (OSError, RuntimeError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def write_tone(file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    samples = [value for tone in TONES for value in _tone(*tone)]
    with wave.open(str(file), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes(struct.pack(f"<{len(samples)}h", *samples))


def _tone(hertz: float, seconds: float) -> list[int]:
    """Fades in and out, so that it does not click."""
    count = round(seconds * RATE)
    fade = RATE // 100
    return [
        round(9000 * min(1.0, at / fade, (count - at) / fade) * math.sin(2 * math.pi * hertz * at / RATE))
        for at in range(count)
    ]
