"""The image that is looked at, with its heat map: loaded off the GUI thread, the newest wish first."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from effad_desktop.core.inspection import Image
from effad_desktop.errors import EffadError
from effad_desktop.gui.messages import said, said_of
from effad_desktop.gui.page import Translated
from effad_desktop.gui.results import Result
from effad_desktop.gui.tasks import Tasks
from effad_desktop.gui.theme import GRID
from effad_desktop.gui.widgets.image_tools import ImageTools
from effad_desktop.gui.widgets.image_view import ImageView
from effad_desktop.imaging import load_small

LARGEST_SIDE = 3000
"""Pixels that are shown; larger images would hold up the window while they are drawn."""
_MAP_MS = 60
"""After the threshold moved last, until the heat map follows."""

_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}


class BatchViewer(Translated):
    """Arrow keys ask for the next or the last image."""

    stepped = Signal(int)

    def __init__(self, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._wanted: Result | None = None
        self._shown: Result | None = None
        self._loading = False
        self._threshold = 0.0
        self.view = ImageView()
        self.view.setMinimumHeight(15 * GRID)
        self.view.installEventFilter(self)
        self.tools = ImageTools(self.view)
        for button in (self.tools.heat, self.tools.contour):
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        self._sentence = QLabel(self.view)
        self._sentence.setProperty("role", "muted")
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._sentence.setWordWrap(True)
        inside = QVBoxLayout(self.view)
        inside.addWidget(self._sentence)
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(1, GRID // 2, 1, 1)
        column.setSpacing(GRID // 2)
        bar = QVBoxLayout()
        bar.setContentsMargins(2 * GRID, 0, GRID, 0)
        bar.addWidget(self.tools)
        column.addLayout(bar)
        column.addWidget(self.view, 1)
        self._timer = QTimer(self, interval=_MAP_MS, singleShot=True)
        self._timer.timeout.connect(self._draw_map)
        self.retranslate()

    def add_below(self, widget: QWidget) -> None:
        row = QVBoxLayout()
        row.setContentsMargins(2 * GRID, 0, 2 * GRID, GRID // 2)
        row.addWidget(widget)
        self._column.addLayout(row)

    def make_shortcuts(self, page: QWidget) -> None:
        self.tools.make_shortcuts(page)

    def look_at(self, result: Result | None, threshold: float) -> None:
        self._wanted, self._threshold = result, threshold
        if result is None or result.error:
            self._show_none()
        elif result is not self._shown:
            self._load()

    def set_threshold(self, threshold: float) -> None:
        self._threshold = threshold
        if self._shown and not self._timer.isActive():
            self._timer.start()

    def retranslate(self) -> None:
        self.view.setAccessibleName(self.tr("The image with its heat map"))
        self._say()

    def restyle(self) -> None:
        self._draw_map()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = _STEPS.get(Qt.Key(event.key()))
            if step:
                self.stepped.emit(step)
                return True
        return False

    @property
    def shown(self) -> Result | None:
        return self._shown

    @property
    def sentence(self) -> str:
        return self._sentence.text()

    def _load(self) -> None:
        """One at a time: whoever holds an arrow key down waits for the last image alone."""
        wanted = self._wanted
        if self._loading or wanted is None or wanted.error:
            return
        self._loading = True
        self._tasks.run(
            self,
            lambda: load_small(wanted.path, LARGEST_SIDE),
            lambda image: self._loaded(wanted, image),
            lambda error: self._not_loaded(wanted, error),
        )

    def _loaded(self, result: Result, image: Image) -> None:
        self._loading = False
        if self._wanted is not None and not self._wanted.error:
            self._shown = result
            heat = None if result.anomaly_map is None else result.anomaly_map.astype(np.float32)
            self.view.show_image(image, heat, self._threshold)
            self._say()
        if self._wanted is not result:
            self._load()

    def _not_loaded(self, result: Result, error: EffadError) -> None:
        self._loading = False
        if self._wanted is result:
            self._show_none(said_of(error))
        else:
            self._load()

    def _show_none(self, why: str = "") -> None:
        self._shown = None
        self.view.clear()
        self._say(why)

    def _say(self, why: str = "") -> None:
        wanted, sentence = self._wanted, why
        if wanted is None:
            sentence = self.tr("Choose an image in the table")
        elif wanted.error:
            sentence = said(wanted.error)
        self._sentence.setText(sentence)
        self._sentence.setVisible(bool(sentence))
        name = f"{wanted.folder}/{wanted.name}" if wanted and wanted.folder else wanted.name if wanted else ""
        self.tools.set_caption(name)

    def _draw_map(self) -> None:
        if self._shown and self._shown.anomaly_map is not None:
            self.view.set_map(self._shown.anomaly_map.astype(np.float32), self._threshold)
