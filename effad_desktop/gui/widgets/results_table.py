"""The table of a batch: picture, name, score, verdict and what is known of each image."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from effad_desktop.gui.results import Column, Result
from effad_desktop.gui.theme import GRID
from effad_desktop.gui.widgets.results_delegate import ResultsDelegate
from effad_desktop.gui.widgets.results_model import ResultsModel
from effad_desktop.gui.widgets.thumbnails import Thumbnails

ROW_HEIGHT = 7 * GRID
_WIDTHS = {Column.SCORE: 12 * GRID, Column.VERDICT: 13 * GRID, Column.TRUTH: 15 * GRID}

_ALL = 2**31
_STEPS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Home: -_ALL,
    Qt.Key.Key_End: _ALL,
}


class ResultsTable(QTableView):
    """Arrow keys walk through the images, left and right too; Home and End go to the first and last."""

    looked_at = Signal(object)
    """The Result of the current row, or None."""

    def __init__(self, model: ResultsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._results = model
        self._thumbnails = Thumbnails()
        self._thumbnails.ready.connect(self._show_thumbnails)
        self._kept: int | None = None
        self._told: Result | None = None
        self.setModel(model)
        self.setItemDelegate(ResultsDelegate(model, self._thumbnails, self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setAcceptDrops(False)
        self.setStyleSheet("QTableView { padding: 3px; } QTableView:focus { padding: 2px; }")  # round corners
        self._set_headers()
        model.modelAboutToBeReset.connect(self._keep_current)
        model.modelReset.connect(self._restore_current)
        self.selectionModel().currentRowChanged.connect(self._current_changed)

    def step(self, rows: int) -> None:
        """Down, or up."""
        count = self._results.rowCount()
        if count:
            row = self.currentIndex().row()
            self.go_to(min(max(row + rows, 0), count - 1))

    def go_to(self, row: int) -> None:
        index = self._results.index(row, 0)
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        self.scrollTo(index)

    @property
    def current(self) -> Result | None:
        index = self.currentIndex()
        return self._results.result(index.row()) if index.isValid() else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if step and event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier):
            self.step(step)
        else:
            super().keyPressEvent(event)

    def _set_headers(self) -> None:
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(ROW_HEIGHT)
        columns = self.horizontalHeader()
        columns.setHighlightSections(False)
        columns.setSectionsClickable(True)
        columns.setSortIndicatorClearable(True)
        columns.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        columns.setSectionResizeMode(Column.NAME, QHeaderView.ResizeMode.Stretch)
        for column, width in _WIDTHS.items():
            columns.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            columns.resizeSection(column, width)
        self.setSortingEnabled(True)

    def _current_changed(self, *_rows: QModelIndex) -> None:
        current = self.current
        if current is not self._told:
            self._told = current
            self.looked_at.emit(current)

    def _keep_current(self) -> None:
        index = self.currentIndex()
        self._kept = self._results.key(index.row()) if index.isValid() else None

    def _restore_current(self) -> None:
        """Where it is shown still; else the next one that is."""
        if self._kept is not None and self._results.rowCount():
            row = self._results.row_of(self._kept)
            self.go_to(max(row, 0))
        self._kept = None
        self._current_changed()

    def _show_thumbnails(self) -> None:
        if self._thumbnails.collect():
            self.viewport().update()
