"""The inspections as rows; however many there are, only those that were scrolled to are in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QPushButton,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from effad_desktop.core.inspection import Verdict
from effad_desktop.gui.icons import pixmap
from effad_desktop.gui.language import number, second
from effad_desktop.gui.page import Translated
from effad_desktop.gui.pages.history_query import PAGE
from effad_desktop.gui.theme import GRID, current, font
from effad_desktop.gui.widgets.counters import grouped
from effad_desktop.gui.widgets.empty_state import EmptyState

if TYPE_CHECKING:
    from effad_desktop.sinks.history import HistoryEntry

MARGIN = 11
ROW = 36
AHEAD = 60
"""Rows below the last one seen that are fetched before they are."""

VERDICT, TIME, SCORE, RECIPE, SOURCE = range(5)
_WIDTHS = {VERDICT: 84, TIME: 184, SCORE: 76, RECIPE: 144}

WITH_RECIPE = 560
"""Width from which on the column of recipes is shown."""

Index = QModelIndex | QPersistentModelIndex
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class HistoryModel(QAbstractTableModel):
    """The newest first. `wants_more` is told once for each page."""

    wants_more = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.entries: list[HistoryEntry] = []
        self.is_whole = True
        self._asked = False
        self._headers: tuple[str, ...] = ("",) * 5
        self._words = ("", "")

    def set_words(self, headers: tuple[str, ...], ok: str, ng: str) -> None:
        self._headers, self._words = headers, (ok, ng)
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(headers) - 1)

    def show_entries(self, entries: list[HistoryEntry]) -> None:
        self.beginResetModel()
        self.entries = list(entries)
        self.is_whole = len(entries) < PAGE
        self._asked = False
        self.endResetModel()

    def add_below(self, entries: list[HistoryEntry]) -> None:
        self._asked = False
        self.is_whole = len(entries) < PAGE
        if entries:
            first = len(self.entries)
            self.beginInsertRows(QModelIndex(), first, first + len(entries) - 1)
            self.entries.extend(entries)
            self.endInsertRows()

    def add_above(self, entries: list[HistoryEntry]) -> None:
        self.beginInsertRows(QModelIndex(), 0, len(entries) - 1)
        self.entries[:0] = entries
        self.endInsertRows()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.entries)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._headers)

    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and not self.is_whole and not self._asked

    def fetchMore(self, parent: Index) -> None:
        if self.canFetchMore(parent) and self.entries:
            self._asked = True
            self.wants_more.emit()

    def ask_again(self) -> None:
        """The page that was asked for does not come."""
        self._asked = False

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._headers[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if section == SCORE else _LEFT
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        entry, column = self.entries[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(entry, column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if column == SCORE else _LEFT
        if role == Qt.ItemDataRole.ToolTipRole and column in (SOURCE, RECIPE):
            return self._text(entry, column)
        return None

    def _text(self, entry: HistoryEntry, column: int) -> str:
        if column == VERDICT:
            return self._words[entry.verdict is Verdict.ANOMALOUS]
        if column == TIME:
            return second(entry.inspected_at)
        if column == SCORE:
            return number(entry.anomaly_score, ".3f")
        return entry.recipe if column == RECIPE else entry.source


class _VerdictPainter(QStyledItemDelegate):
    """Mark, word and colour, which a selection does not change."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        option.text = ""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        model = index.model()
        if not isinstance(model, HistoryModel):
            return
        colours = current()
        ng = model.entries[index.row()].verdict is Verdict.ANOMALOUS
        colour = colours.ng if ng else colours.ok
        ratio = painter.device().devicePixelRatioF()
        middle = option.rect.center().y()
        painter.drawPixmap(
            option.rect.left() + MARGIN, middle - 8, pixmap("ng" if ng else "ok", 16, colour, ratio)
        )
        painter.save()
        painter.setFont(font(bold=True))
        painter.setPen(QColor(colour))
        painter.drawText(
            option.rect.adjusted(MARGIN + 16 + GRID // 2, 0, 0, 0),
            Qt.AlignmentFlag.AlignVCenter,
            str(index.data()),
        )
        painter.restore()


class _Rows(QTableView):
    """Home and End go to the first and the last row, not along one."""

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        if action in (QAbstractItemView.CursorAction.MoveHome, QAbstractItemView.CursorAction.MoveEnd):
            modifiers |= Qt.KeyboardModifier.ControlModifier
        return super().moveCursor(action, modifiers)


class HistoryTable(Translated):
    """New rows push the old ones down only while a person looks at the top and has chosen none."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = HistoryModel(self)
        self.view = _Rows()
        self.newer = QPushButton()
        self.empty = EmptyState("history")
        self._unseen = 0
        self._set_up()
        self.newer.clicked.connect(self.go_to_top)
        self.view.selectionModel().currentRowChanged.connect(self._row_chosen)
        self.view.verticalScrollBar().valueChanged.connect(self._scrolled)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID // 2)
        column.addWidget(self.newer)
        column.addWidget(self.view, 1)
        column.addWidget(self.empty, 1)
        self.empty.hide()
        self.retranslate()

    def show_entries(self, entries: list[HistoryEntry]) -> None:
        """What was chosen stays chosen where it is among them."""
        before = self.chosen_entry
        self.model.show_entries(entries)
        self._show_or_hide()
        self._set_unseen(0)
        row = next((i for i, e in enumerate(entries) if before and e.id == before.id), -1)
        if row >= 0:
            self.view.selectRow(row)
        else:
            self.chosen.emit(None)

    def add_newer(self, entries: list[HistoryEntry]) -> None:
        bar = self.view.verticalScrollBar()
        top = bar.value()
        stays = top > 0 or self.view.currentIndex().isValid()
        self.model.add_above(entries)
        self._show_or_hide()
        if stays:
            bar.setValue(top + len(entries))
            self._set_unseen(self._unseen + len(entries))

    @property
    def chosen_entry(self) -> HistoryEntry | None:
        index = self.view.currentIndex()
        return self.model.entries[index.row()] if index.isValid() else None

    def go_to_top(self) -> None:
        self.view.scrollToTop()
        if self.model.entries:
            self.view.selectRow(0)
        self._set_unseen(0)

    def restyle(self) -> None:
        self.view.viewport().update()

    def retranslate(self) -> None:
        headers = (
            self.tr("Verdict"),
            self.tr("Time"),
            self.tr("Score"),
            self.tr("Recipe"),
            self.tr("Source"),
        )
        self.model.set_words(headers, self.tr("OK"), self.tr("NG"))
        self.view.setAccessibleName(self.tr("Inspections, the newest first"))
        self._set_unseen(self._unseen)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.view.setColumnHidden(RECIPE, event.size().width() < WITH_RECIPE)

    def _show_or_hide(self) -> None:
        self.view.setVisible(bool(self.model.entries))
        self.empty.setVisible(not self.model.entries)

    def _set_unseen(self, count: int) -> None:
        self._unseen = count
        self.newer.setVisible(count > 0)
        self.newer.setText(self.tr("{count} new: show the newest").format(count=grouped(count)))

    def _row_chosen(self, index: QModelIndex) -> None:
        self.chosen.emit(self.model.entries[index.row()] if index.isValid() else None)

    def _scrolled(self, value: int) -> None:
        if value > self.view.verticalScrollBar().maximum() - AHEAD:
            self.model.fetchMore(QModelIndex())
        if value == 0:
            self._set_unseen(0)

    def _set_up(self) -> None:
        view = self.view
        view.setModel(self.model)
        view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setItemDelegateForColumn(VERDICT, _VerdictPainter(view))
        view.setShowGrid(False)
        view.setWordWrap(False)
        view.setTabKeyNavigation(False)
        view.setTextElideMode(Qt.TextElideMode.ElideLeft)  # a path says most at its end
        view.verticalHeader().hide()
        view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        view.verticalHeader().setDefaultSectionSize(ROW)
        header = view.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(SOURCE, QHeaderView.ResizeMode.Stretch)
        for column, width in _WIDTHS.items():
            header.resizeSection(column, width)
        self.newer.setProperty("role", "quiet")
