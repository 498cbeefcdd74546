"""effad with a window: argv → exit code."""

from __future__ import annotations

import faulthandler
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QLocale, QSettings, QTimer
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import QApplication

from effad_desktop.gui import theme
from effad_desktop.gui.backend import Backend
from effad_desktop.gui.crash_note import NATIVE_LOG, keep_native_log, told, untold_crash
from effad_desktop.gui.language import Speech
from effad_desktop.gui.main_window import MainWindow
from effad_desktop.gui.tasks import Tasks
from effad_desktop.logs import write_crash_log
from effad_desktop.paths import DataFolder, resources_dir
from effad_desktop.settings import Settings

_SIGNAL_MS = 200


class Application:
    """The window, its station and what they wear; made once in a process."""

    def __init__(self, settings: Settings) -> None:
        self.qt = _qt()
        self.qt.setApplicationName("effad")
        self.qt.setDesktopFileName("effad")  # by which a desktop finds the icon of a window
        self.qt.setWindowIcon(QIcon(str(resources_dir() / "icons" / "effad.png")))
        self._speech = Speech()
        self._speech.use(settings.language)
        theme.wear(self.qt, settings.theme)
        folder = DataFolder(settings.data_dir)
        self.tasks = Tasks()
        self.backend = Backend(settings, self.tasks)
        self.backend.changed.connect(self._settings_changed)
        geometry = QSettings(str(folder.root / "window.ini"), QSettings.Format.IniFormat)
        self.window = MainWindow(self.backend, geometry)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._settings_changed)
        self._worn = (settings.theme, settings.language, theme.system_is_dark())

    def show(self) -> None:
        """The engine loads behind the window."""
        self.window.show()
        QTimer.singleShot(0, self.backend.start)

    def close(self) -> None:
        self.window.close()
        self.backend.close()

    def set_language(self, language: str) -> None:
        """`auto` follows the system."""
        self._speech.use(language)
        self.window.setLocale(QLocale())  # of fields that are there already

    def _settings_changed(self) -> None:
        settings = self.backend.settings
        wanted = (settings.theme, settings.language, theme.system_is_dark())
        if wanted[1] != self._worn[1]:
            self.set_language(settings.language)
        if (wanted[0], wanted[2]) != (self._worn[0], self._worn[2]):
            theme.wear(self.qt, settings.theme)
        self._worn = wanted


def run(settings: Settings, ready: Callable[[Application], None] = lambda _: None) -> int:
    """Until the window is closed. `ready` is called once the event loop runs."""
    logs = DataFolder(settings.data_dir).logs
    logs.mkdir(parents=True, exist_ok=True)
    keep_native_log(logs)
    with (logs / NATIVE_LOG).open("w", encoding="utf-8") as native:
        faulthandler.enable(native)
        application = Application(settings)
        sys.excepthook = _crash_hook(logs, application)
        timer = QTimer(application.qt, interval=_SIGNAL_MS)  # lets Python see Ctrl-C and SIGTERM
        timer.timeout.connect(lambda: None)
        timer.start()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: application.window.close())
        application.show()
        if crash := untold_crash(logs):
            application.window.ended_badly(crash)
            told(logs, crash)
        QTimer.singleShot(0, lambda: ready(application))
        code = application.qt.exec()
        application.close()
        faulthandler.disable()
    return code


def _qt() -> QApplication:
    """A process has one; the tests have it already."""
    existing = QApplication.instance()
    return existing if isinstance(existing, QApplication) else QApplication(["effad"])


def _crash_hook(
    logs: Path, application: Application
) -> Callable[[type[BaseException], BaseException, TracebackType | None], None]:
    def hook(_kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
        path = write_crash_log(logs, error)
        application.window.crashed(error, path)
        if path:
            told(logs, path)

    return hook
