"""One inspection of the history: its image, its heat map and all that is known of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from effad_desktop.core.inspection import AnomalyMap, Image, Verdict
from effad_desktop.core.inspector import judge
from effad_desktop.errors import SourceError
from effad_desktop.gui.icons import pixmap
from effad_desktop.gui.language import number, second
from effad_desktop.gui.latest import Latest
from effad_desktop.gui.lessons import Lesson, Subject
from effad_desktop.gui.page import Context, Translated, card
from effad_desktop.gui.theme import GRID, current
from effad_desktop.gui.widgets.elided import ElidedLabel
from effad_desktop.gui.widgets.empty_state import EmptyState
from effad_desktop.gui.widgets.image_tools import ImageTools
from effad_desktop.gui.widgets.image_view import ImageView
from effad_desktop.gui.widgets.teach_bar import TeachBar

if TYPE_CHECKING:
    from effad_desktop.sinks.history import HistoryEntry, HistoryReader

WIDTH = 44 * GRID

METHODS = {"efficientad": "EfficientAD", "memory": "Memory"}

SOURCE = 2
"""The row of the source among the facts."""


@dataclass(frozen=True, slots=True, eq=False)
class _Loaded:
    entry: HistoryEntry
    image: Image | None
    anomaly_map: AnomalyMap | None


class HistoryDetail(Translated):
    """Loads on a task; of quick steps through the rows only the last is loaded."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._latest = Latest(context.tasks, self)
        self._entry: HistoryEntry | None = None
        self._loaded: _Loaded | None = None
        self.view = ImageView()
        self.tools = ImageTools(self.view)
        self.empty = EmptyState("image", framed=False)
        self._verdict_icon, self._verdict, self._score = QLabel(), QLabel(), QLabel()
        self._names = [QLabel() for _ in range(8)]
        self._values = [ElidedLabel() for _ in range(8)]
        self.teach, self._now = TeachBar(context), QLabel()
        self._lesson: Lesson | None = None
        self._stack = QStackedWidget()
        self._lay_out()
        self.teach.judged_anew.connect(self._judged_anew)
        tools = self.tools
        for key, button in (("H", tools.heat), ("K", tools.cold), ("C", tools.contour), ("F", tools.fit)):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.activated.connect(button.click)
        self.retranslate()

    @property
    def now(self) -> str:
        """What the recipe would say of it after a lesson; empty where none was given."""
        return "" if self._now.isHidden() else self._now.text()

    def show_entry(self, entry: HistoryEntry | None) -> None:
        self._entry, self._loaded, self._lesson = entry, None, None
        assembly = self._context.backend.assembly
        if entry and assembly:
            history = assembly.history
            self._latest.ask(lambda: _load(history, entry), self._arrived, self._context.tell)
        self.retranslate()

    def restyle(self) -> None:
        self.view.viewport().update()
        self._show_facts()
        if self._loaded:
            self._arrived(self._loaded)

    def retranslate(self) -> None:
        names = (
            self.tr("Inspected"),
            self.tr("Captured"),
            self.tr("Source"),
            self.tr("Recipe"),
            self.tr("Model"),
            self.tr("Time taken"),
            self.tr("Number"),
            self.tr("Inspection"),
        )
        for label, name in zip(self._names, names, strict=True):
            label.setText(name)
        self.view.setAccessibleName(self.tr("Image with heat map"))
        self._show_facts()
        self._show_picture()

    def _arrived(self, loaded: _Loaded) -> None:
        if self._entry is None or loaded.entry.id != self._entry.id:
            return
        self._loaded, self._entry = loaded, loaded.entry
        if loaded.image is not None:
            self.view.show_image(loaded.image, loaded.anomaly_map, loaded.entry.threshold)
        self._show_picture()

    def _show_picture(self) -> None:
        loaded = self._loaded
        has_image = loaded is not None and loaded.image is not None
        is_loading = self._entry is not None and loaded is None
        self.tools.setVisible(has_image)
        self._facts.setVisible(self._entry is not None)
        if self._entry is None:
            text = self.tr("Choose one in the table to see its image and heat map.")
            self.empty.say(self.tr("No inspection is chosen"), text)
        else:
            self.empty.say(self.tr("No image is kept of it"), self._why_none(self._entry))
        if is_loading:
            self.view.clear()
        self._stack.setCurrentWidget(self.view if has_image or is_loading else self.empty)
        self._show_teaching(loaded)

    def _show_teaching(self, loaded: _Loaded | None) -> None:
        entry = self._entry
        self.teach.setEnabled(entry is not None)
        if entry is None:
            self.teach.look_at(None)
            return
        image = loaded.image if loaded else None
        subject = Subject(entry.recipe, entry.source, lambda: _image(image), entry.id)
        missing = self.tr("No image is kept of it") if loaded else self.tr("Its image is being loaded")
        self.teach.look_at(subject, missing if image is None else "")

    def _judged_anew(self, lesson: Lesson) -> None:
        """What the history has written stays as it was; what would be said now stands below it."""
        self._lesson = lesson if self._entry and self._entry.id == lesson.inspection else None
        self._show_now()

    def _show_now(self) -> None:
        lesson = self._lesson
        self._now.setVisible(lesson is not None)
        if lesson:
            ng = judge(lesson.score, lesson.threshold) is Verdict.ANOMALOUS
            text = self.tr("By version {number}: {verdict}, score {score}, threshold {threshold}")
            self._now.setText(
                text.format(
                    number=lesson.version,
                    verdict=self.tr("NG") if ng else self.tr("OK"),
                    score=number(lesson.score, ".4g"),
                    threshold=number(lesson.threshold, ".4g"),
                )
            )

    def _why_none(self, entry: HistoryEntry) -> str:
        policy = self._context.backend.settings.store_images
        if entry.image:
            return self.tr("It was stored, but its file is no longer there or cannot be read.")
        if policy == "none":
            return self.tr("By the settings no images are stored.")
        if policy == "anomalous" and entry.verdict is Verdict.NORMAL:
            return self.tr("By the settings only images of NG are stored.")
        return self.tr("It was never stored, or has been removed to make room.")

    def _kind(self, kind: str) -> str:
        return {
            "batch": self.tr("batch"),
            "camera": self.tr("camera"),
            "files": self.tr("files"),
            "folder": self.tr("folder"),
            "http": self.tr("HTTP"),
        }.get(kind, kind)

    def _show_facts(self) -> None:
        entry = self._entry
        self._show_now()
        if entry is None:
            return
        ng = entry.verdict is Verdict.ANOMALOUS
        colour = current().ng if ng else current().ok
        self._verdict_icon.setPixmap(pixmap("ng" if ng else "ok", 24, colour))
        self._verdict.setText(self.tr("NG") if ng else self.tr("OK"))
        self._verdict.setStyleSheet(f"color: {colour}; font-size: 22px; font-weight: 600;")
        self._score.setText(
            self.tr("Score {score}, threshold {threshold}").format(
                score=number(entry.anomaly_score, ".4g"), threshold=number(entry.threshold, ".4g")
            )
        )
        milliseconds = self.tr("{total} ms (decode {decode}, wait {wait}, inference {inference})").format(
            total=f"{1000 * entry.seconds:.0f}",
            decode=f"{1000 * entry.decode_seconds:.0f}",
            wait=f"{1000 * entry.wait_seconds:.0f}",
            inference=f"{1000 * entry.inference_seconds:.0f}",
        )
        values = (
            second(entry.inspected_at),
            second(entry.captured_at),
            f"{entry.source} ({self._kind(entry.kind)})",
            entry.recipe,
            " ".join(filter(None, (METHODS.get(entry.method, entry.method), entry.model))) or "–",
            milliseconds,
            str(entry.sequence),
            entry.id,
        )
        for label, value in zip(self._values, values, strict=True):
            label.setText(value)

    def _lay_out(self) -> None:
        self.setMinimumWidth(WIDTH)
        for button in (self.tools.heat, self.tools.contour):
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        self._facts = QWidget()
        facts = QVBoxLayout(self._facts)
        facts.setContentsMargins(0, 0, 0, 0)
        facts.setSpacing(GRID)
        head = QHBoxLayout()
        head.setSpacing(GRID)
        self._score.setProperty("role", "muted")
        for widget in (self._verdict_icon, self._verdict, self._score):
            head.addWidget(widget)
        head.addStretch(1)
        facts.addLayout(head)
        self._now.setProperty("role", "muted")
        self._now.setWordWrap(True)
        facts.addWidget(self._now)
        grid = QGridLayout()
        grid.setHorizontalSpacing(2 * GRID)
        grid.setVerticalSpacing(GRID // 2)
        grid.setColumnStretch(1, 1)
        for at, (name, value) in enumerate(zip(self._names, self._values, strict=True)):
            name.setProperty("role", "small")
            value.mode = Qt.TextElideMode.ElideLeft if at == SOURCE else value.mode
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(name, at, 0)
            grid.addWidget(value, at, 1)
        facts.addLayout(grid)
        for page in (self.view, self.empty):
            self._stack.addWidget(page)
        column = QVBoxLayout(frame := card(self))
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(GRID)
        column.addWidget(self._stack, 1)
        column.addWidget(self.tools)
        column.addWidget(self.teach)
        column.addWidget(self._facts)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(frame)


def _image(image: Image | None) -> Image:
    if image is None:
        raise SourceError("No image is kept of it")
    return image


def _load(history: HistoryReader, entry: HistoryEntry) -> _Loaded:
    """Its image may have been stored since the row was read, or removed."""
    entry = history.get(entry.id) or entry
    return _Loaded(entry, history.load_image(entry), history.load_map(entry))
