"""Assembles rail, pages, banner and status bar; holds no logic of theirs."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QEvent, QSettings, QSize, Qt
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QMainWindow,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from effad_desktop.errors import EffadError
from effad_desktop.gui.backend import Backend, Phase
from effad_desktop.gui.icons import icon
from effad_desktop.gui.page import Context, Page
from effad_desktop.gui.pages.batch import BatchPage
from effad_desktop.gui.pages.history import HistoryPage
from effad_desktop.gui.pages.inspect import InspectPage
from effad_desktop.gui.pages.recipes import RecipesPage
from effad_desktop.gui.pages.settings import SettingsPage
from effad_desktop.gui.theme import GRID, current
from effad_desktop.gui.widgets.banner import Banner
from effad_desktop.gui.widgets.status_bar import StatusBar

RAIL_WIDTH = 104


class MainWindow(QMainWindow):
    """Takes drops anywhere. F11 gives the Inspect page the whole screen; Ctrl+1 to Ctrl+5 choose a page."""

    def __init__(self, backend: Backend, geometry: QSettings) -> None:
        super().__init__()
        self._backend = backend
        self._geometry = geometry
        self.setAcceptDrops(True)
        self.setMinimumSize(960, 640)
        self._banner = Banner()
        context = Context(backend, backend.bridge, backend.tasks, self.tell, self.go)
        self._inspect = InspectPage(context)
        self._inspect.operator_wanted.connect(lambda: self.set_operator_mode(True))
        others = (BatchPage(context), HistoryPage(context), RecipesPage(context), SettingsPage(context))
        self.pages: dict[str, Page] = {page.name: page for page in (self._inspect, *others)}
        self._stack = QStackedWidget()
        for page in self.pages.values():
            self._stack.addWidget(page)
        self._buttons = QButtonGroup(self)
        self._rail = self._make_rail()
        self._status = StatusBar(backend)
        self._lay_out()
        self._make_shortcuts()
        backend.changed.connect(self._backend_changed)
        self.restore_geometry()
        self.retranslate()
        self.go("inspect", [])

    def tell(self, error: EffadError) -> None:
        self._banner.say(error.title, error.detail)

    def crashed(self, error: BaseException, log: Path | None) -> None:
        title = self.tr("Something failed unexpectedly ({error})").format(error=type(error).__name__)
        detail = self.tr("Please report it with {path}").format(path=log) if log else ""
        self._banner.say(title, detail, grave=True)

    def ended_badly(self, log: Path) -> None:
        title = self.tr("effad ended unexpectedly the last time")
        self._banner.say(title, self.tr("What happened stands in {path}").format(path=log))

    def go(self, name: str, paths: list[Path]) -> None:
        page = self.pages[name]
        self._stack.setCurrentWidget(page)
        for button in self._buttons.buttons():
            button.setChecked(button.objectName() == name)
        page.opened()
        if paths:
            page.take(paths)

    @property
    def banner_text(self) -> str:
        """What is said at the top now."""
        return self._banner.text

    @property
    def current_page(self) -> str:
        return next(n for n, p in self.pages.items() if p is self._stack.currentWidget())

    def set_operator_mode(self, on: bool) -> None:
        """Only what an operator needs, on the whole screen."""
        self.go("inspect", [])
        self._rail.setVisible(not on)
        self._status.setVisible(not on)
        self._inspect.set_operator_mode(on)
        if on:
            self.showFullScreen()
        else:
            self.showNormal()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() == QEvent.Type.StyleChange:
            self._draw_icons()
        super().changeEvent(event)

    def retranslate(self) -> None:
        self.setWindowTitle("effad")
        texts = {
            "inspect": self.tr("Inspect"),
            "batch": self.tr("Batch"),
            "history": self.tr("History"),
            "recipes": self.tr("Recipes"),
            "settings": self.tr("Settings"),
        }
        for button in self._buttons.buttons():
            button.setText(texts[button.objectName()])
            button.setAccessibleName(texts[button.objectName()])

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        event.acceptProposedAction()
        if paths:
            name = "recipes" if self.current_page == "recipes" else "batch"
            self.go(name, paths)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._geometry.setValue("geometry", self.saveGeometry())
        super().closeEvent(event)

    def restore_geometry(self) -> None:
        saved = self._geometry.value("geometry")
        if not isinstance(saved, QByteArray) or not self.restoreGeometry(saved):
            self.resize(1280, 800)

    def _backend_changed(self) -> None:
        if self._backend.phase is Phase.FAILED and self._backend.error:
            self._banner.say(self._backend.error.title, self._backend.error.detail, grave=True)
        elif self._backend.service_error:
            self.tell(self._backend.service_error)

    def _make_rail(self) -> QFrame:
        rail = QFrame()
        rail.setProperty("role", "rail")
        rail.setFixedWidth(RAIL_WIDTH)
        column = QVBoxLayout(rail)
        column.setContentsMargins(GRID, 2 * GRID, GRID, GRID)
        column.setSpacing(GRID // 2)
        for name in self.pages:
            button = QToolButton()
            button.setObjectName(name)
            button.setProperty("role", "nav")
            button.setCheckable(True)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
            button.setIconSize(QSize(24, 24))
            button.setFixedSize(RAIL_WIDTH - 2 * GRID, 64)
            button.clicked.connect(lambda _checked=False, n=name: self.go(n, []))
            if name == "settings":
                column.addStretch(1)
            column.addWidget(button)
            self._buttons.addButton(button)
        self._buttons.setExclusive(True)
        return rail

    def _draw_icons(self) -> None:
        for button in self._buttons.buttons():
            button.setIcon(icon(button.objectName(), current().muted))

    def _lay_out(self) -> None:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        row = QHBoxLayout()
        row.setSpacing(0)
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.addWidget(self._banner)
        right.addWidget(self._stack, 1)
        row.addWidget(self._rail)
        row.addLayout(right, 1)
        column.addLayout(row, 1)
        column.addWidget(self._status)
        self.setCentralWidget(body)
        self._draw_icons()

    def _make_shortcuts(self) -> None:
        for number, name in enumerate(self.pages, 1):
            shortcut = QShortcut(QKeySequence(f"Ctrl+{number}"), self)
            shortcut.activated.connect(lambda n=name: self.go(n, []))
        QShortcut(QKeySequence("F11"), self).activated.connect(
            lambda: self.set_operator_mode(not self.isFullScreen())
        )
        QShortcut(QKeySequence("Escape"), self).activated.connect(self._leave_operator_mode)

    def _leave_operator_mode(self) -> None:
        if self.isFullScreen():
            self.set_operator_mode(False)
