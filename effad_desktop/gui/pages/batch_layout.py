"""Where the parts of the batch page are."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from effad_desktop.gui.page import Context, card
from effad_desktop.gui.pages.batch_empty import EmptyBatch
from effad_desktop.gui.pages.batch_figures import BatchFigures
from effad_desktop.gui.pages.batch_job import BatchJob, Phase
from effad_desktop.gui.pages.batch_progress import BatchProgress
from effad_desktop.gui.pages.batch_threshold import ThresholdPanel
from effad_desktop.gui.pages.batch_viewer import BatchViewer
from effad_desktop.gui.theme import GRID
from effad_desktop.gui.widgets.chooser import Chooser
from effad_desktop.gui.widgets.results_model import ResultsModel
from effad_desktop.gui.widgets.results_table import ResultsTable
from effad_desktop.gui.widgets.search_field import SearchField
from effad_desktop.gui.widgets.teach_bar import TeachBar


class BatchLayout:
    """Head; figures and progress; the table at the left, image and histogram at the right."""

    def __init__(self, page: QWidget, model: ResultsModel, job: BatchJob, context: Context) -> None:
        self.title = QLabel()
        self.title.setProperty("role", "title")
        self.recipe = Chooser()
        self.files, self.folder, self.csv, self.report = (QPushButton() for _ in range(4))
        self.figures, self.progress = BatchFigures(), BatchProgress(job)
        self.search = SearchField()
        self.table = ResultsTable(model)
        self.nothing = QLabel(self.table.viewport())
        self.viewer, self.threshold = BatchViewer(context.tasks), ThresholdPanel()
        self.teach = TeachBar(context)
        self.viewer.add_below(self.teach)
        self.empty = EmptyBatch()
        self.note, self._said = card(role="note"), QLabel()
        self.open, self.close_note = QPushButton(), QPushButton()
        self.close_note.clicked.connect(self.note.hide)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self._results())
        column = QVBoxLayout(page)
        column.setContentsMargins(3 * GRID, 2 * GRID, 3 * GRID, 2 * GRID)
        column.setSpacing(12)
        column.addLayout(self._head())
        column.addWidget(self._stack, 1)

    def show_state(self, job: BatchJob) -> None:
        empty = job.phase is Phase.EMPTY
        self._stack.setCurrentIndex(0 if empty else 1)
        for button in (self.files, self.folder, self.csv, self.report):
            button.setVisible(not empty)
        self.recipe.setEnabled(not job.busy)
        self.teach.hold(job.busy)
        self.show_exports(job)

    def show_exports(self, job: BatchJob) -> None:
        """What is there so far can be had while it runs."""
        for button in (self.csv, self.report):
            button.setEnabled(job.known is not None and job.done > 0)

    def say(self, sentence: str, with_open: bool) -> None:
        self._said.setText(sentence)
        self._said.setAccessibleName(sentence)
        self.open.setVisible(with_open)
        self.note.show()

    @property
    def said(self) -> str:
        return "" if self.note.isHidden() else self._said.text()

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(GRID)
        row.addWidget(self.title)
        row.addSpacing(2 * GRID)
        row.addWidget(self.recipe)
        row.addStretch(1)
        for button in (self.files, self.folder):
            row.addWidget(button)
        row.addSpacing(GRID)
        for button in (self.csv, self.report):
            row.addWidget(button)
        return row

    def _results(self) -> QWidget:
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self._summary())
        column.addWidget(self._make_note())
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setHandleWidth(12)
        split.setChildrenCollapsible(False)
        split.addWidget(self._left())
        split.addWidget(self._right())
        split.setStretchFactor(0, 1)
        split.setStretchFactor(1, 1)
        split.setSizes([1000, 1000])
        column.addWidget(split, 1)
        return whole

    def _summary(self) -> QFrame:
        summary = card()
        row = QHBoxLayout(summary)
        row.setContentsMargins(GRID // 2, GRID // 2, 2 * GRID, GRID // 2)
        row.setSpacing(2 * GRID)
        row.addWidget(self.figures)
        row.addWidget(self.progress, 1)
        return summary

    def _make_note(self) -> QFrame:
        self._said.setWordWrap(True)
        self._said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        for button in (self.open, self.close_note):
            button.setProperty("role", "quiet")
        row = QHBoxLayout(self.note)
        row.setContentsMargins(2 * GRID, GRID // 2, GRID, GRID // 2)
        row.addWidget(self._said, 1)
        row.addWidget(self.open)
        row.addWidget(self.close_note)
        self.note.hide()
        return self.note

    def _left(self) -> QWidget:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(self.teach.notice)
        column.addWidget(self.search)
        column.addWidget(self.table, 1)
        self.nothing.setProperty("role", "muted")
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        inside = QVBoxLayout(self.table.viewport())
        inside.addWidget(self.nothing)
        self.nothing.hide()
        left.setMinimumWidth(480)
        return left

    def _right(self) -> QSplitter:
        split = QSplitter(Qt.Orientation.Vertical)
        split.setHandleWidth(12)
        split.setChildrenCollapsible(False)
        for widget, share in ((self.viewer, 3), (self.threshold, 2)):
            frame = card()
            frame.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
            inside = QVBoxLayout(frame)
            inside.setContentsMargins(0, 0, 0, 0)
            inside.addWidget(widget)
            split.addWidget(frame)
            split.setStretchFactor(split.count() - 1, share)
        return split
