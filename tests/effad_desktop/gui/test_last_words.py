"""What a program without a console says of its end: in a dialog."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMessageBox

from effad_desktop.cli import main
from effad_desktop.errors import ExitCode


class Told(list[str]):
    """Texts of the dialogs, each of which is closed when it has come."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        super().__init__()
        self._patch = patch
        self._timer = QTimer(interval=20)
        self._timer.timeout.connect(self._close)
        self._timer.start()

    def run(self, *arguments: str) -> int:
        """effad without a console; pytest gives a test one again after its fixtures."""
        with self._patch.context() as patch:
            patch.setattr(sys, "stdout", None)
            patch.setattr(sys, "stderr", None)
            return main(arguments)

    def _close(self) -> None:
        shown = QApplication.activeModalWidget()
        if isinstance(shown, QMessageBox):
            self.append(f"{shown.text()}\n{shown.informativeText()}")
            shown.accept()


@pytest.fixture
def dialogs(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Told:
    return Told(monkeypatch)


def test_broken_settings_are_told(dialogs: Told, tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text("port = 'many'")
    assert dialogs.run("--data-dir", str(tmp_path), "gui") == ExitCode.SETTINGS
    (told,) = dialogs
    assert "settings.toml" in told
    assert "port" in told


def test_unknown_arguments_are_told(dialogs: Told) -> None:
    assert dialogs.run("--colour") == ExitCode.USAGE
    (told,) = dialogs
    assert "effad --help" in told


def test_a_bug_is_told_with_its_log(dialogs: Told, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise ZeroDivisionError("boom")

    monkeypatch.setattr("effad_desktop.commands.gui.refuse_without_screen", fails)
    assert dialogs.run("--data-dir", str(tmp_path), "gui") == ExitCode.CRASH
    (told,) = dialogs
    assert "boom" in told
    assert str(next((tmp_path / "logs").glob("crash-*.log"))) in told


def test_a_good_end_is_not_told(dialogs: Told) -> None:
    assert dialogs.run("--version") == ExitCode.OK
    assert dialogs == []
