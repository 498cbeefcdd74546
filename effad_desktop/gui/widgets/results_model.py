"""The table's model: which results are shown, and in which order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from effad_desktop.core.inspection import Verdict
from effad_desktop.gui.language import number
from effad_desktop.gui.messages import said
from effad_desktop.gui.results import Column, Counts, Result, Results, Rows, Show
from effad_desktop.sources.selection import GOOD

Index = QModelIndex | QPersistentModelIndex

RESULT = Qt.ItemDataRole.UserRole
"""Role: the Result itself."""

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_ARROW_ROOM = "\N{EM SPACE}\N{EN SPACE}"
"""Qt draws the arrow of sorting over the end of a text at the right."""
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class ResultsModel(QAbstractTableModel):
    """Filters and sorts whole columns itself: a proxy would ask Python about each pair of rows.

    `counted` comes when there are other results or another threshold.
    """

    counted = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.results = Results()
        self.threshold = 0.0
        self.counts = Counts()
        self._shown: Rows = np.empty(0, np.intp)
        self._show = Show.ALL
        self._search = ""
        self._sorting: tuple[Column, bool] | None = None

    def clear(self) -> None:
        self.beginResetModel()
        self.results = Results()
        self._shown = np.empty(0, np.intp)
        self.endResetModel()
        self._count()

    def append(self, rows: Sequence[Result]) -> None:
        start = len(self.results)
        self.results.extend(rows)
        new = self.results.matching(self._show, self._search, self.threshold, start)
        if new.size:
            first = self._shown.size
            self.beginInsertRows(QModelIndex(), first, first + int(new.size) - 1)
            self._shown = np.concatenate([self._shown, new])
            self.endInsertRows()
            if self._sorting:
                self._rearrange()
        self._count()

    def take_over(self, results: Results) -> None:
        """The same images in the same order, scored by another version."""
        self.results = results
        self._choose()
        self._count()

    def set_threshold(self, threshold: float) -> None:
        """Judges all anew; nothing is inferred."""
        self.threshold = threshold
        if self._show in (Show.ALL, Show.UNREADABLE):
            if self._sorting and self._sorting[0] is Column.VERDICT:
                self._rearrange()
            elif self._shown.size:
                last = self.index(self._shown.size - 1, len(Column) - 1)
                self.dataChanged.emit(self.index(0, 0), last)
        else:
            self._choose()
        self._count()

    def set_filter(self, show: Show, search: str) -> None:
        if (show, search) != (self._show, self._search):
            self._show, self._search = show, search
            self._choose()

    @property
    def shown(self) -> Show:
        return self._show

    def result(self, row: int) -> Result:
        return self.results[int(self._shown[row])]

    def key(self, row: int) -> int:
        """Which result it is, whatever the order."""
        return int(self._shown[row])

    def row_of(self, key: int) -> int:
        """Where a result is shown; -1 where it is not."""
        found = np.flatnonzero(self._shown == key)
        return int(found[0]) if found.size else -1

    def texts_changed(self) -> None:
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(Column) - 1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - never changed
        return 0 if parent.isValid() else int(self._shown.size)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(Column)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(Column):
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if section == Column.SCORE else _LEFT
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return {
            Column.NAME: self.tr("Image"),
            Column.SCORE: self.tr("Score") + _ARROW_ROOM,
            Column.VERDICT: self.tr("Verdict"),
            Column.TRUTH: self.tr("Known to be"),
        }[Column(section)]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(self.result(index.row()), Column(index.column()))
        if role == RESULT:
            return self.result(index.row())
        if role == Qt.ItemDataRole.ToolTipRole:
            result = self.result(index.row())
            return f"{result.path}\n{said(result.error)}" if result.error else str(result.path)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            result = self.result(index.row())
            return ", ".join(filter(None, (self._text(result, column) for column in Column)))
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Column -1 is the order in which they came."""
        self._sorting = (Column(column), order is Qt.SortOrder.DescendingOrder) if column >= 0 else None
        self._rearrange()

    def verdict_word(self, result: Result) -> str:
        verdict = result.verdict(self.threshold)
        if verdict is None:
            return self.tr("Unreadable")
        return self.tr("OK") if verdict is Verdict.NORMAL else self.tr("NG")

    def truth_word(self, result: Result) -> str:
        return self.tr("good") if result.truth == GOOD else result.truth

    def disagreement(self, result: Result) -> str:
        wrong = result.disagrees(self.threshold)
        if wrong is None:
            return ""
        return self.tr("Miss") if wrong is Show.MISSES else self.tr("False reject")

    def _text(self, result: Result, column: Column) -> str:
        if column is Column.NAME:
            return result.name
        if column is Column.SCORE:
            return "" if result.error else number(result.score, ".3f")
        if column is Column.VERDICT:
            return self.verdict_word(result)
        return ", ".join(filter(None, (self.truth_word(result), self.disagreement(result))))

    def _choose(self) -> None:
        self.beginResetModel()
        self._shown = self._wanted()
        self.endResetModel()

    def _rearrange(self) -> None:
        """The same rows in another order; what is selected stays so."""
        self.layoutAboutToBeChanged.emit()
        kept = self.persistentIndexList()
        keys = [self.key(index.row()) for index in kept]
        self._shown = self._wanted()
        for index, key in zip(kept, keys, strict=True):
            self.changePersistentIndex(index, self.index(self.row_of(key), index.column()))
        self.layoutChanged.emit()

    def _wanted(self) -> Rows:
        rows = self.results.matching(self._show, self._search, self.threshold)
        if self._sorting is None:
            return rows
        return self.results.ordered(rows, *self._sorting, self.threshold)

    def _count(self) -> None:
        self.counts = self.results.counts(self.threshold)
        self.counted.emit(self.counts)
