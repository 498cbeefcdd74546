"""The history page."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from effad_desktop.gui.backend import Phase
from effad_desktop.gui.icons import pixmap
from effad_desktop.gui.page import Context, Page, card
from effad_desktop.gui.pages.history_detail import HistoryDetail
from effad_desktop.gui.pages.history_export import HistoryExport
from effad_desktop.gui.pages.history_filter import HistoryFilterBar
from effad_desktop.gui.pages.history_plot import YieldPlot
from effad_desktop.gui.pages.history_query import HistoryQuery, Step, Yields
from effad_desktop.gui.pages.history_table import HistoryTable
from effad_desktop.gui.theme import GRID, current
from effad_desktop.gui.widgets.counters import Tally, grouped


class HistoryPage(Page):
    """Everything that was ever inspected here; asks the database on tasks, and only while it is in view."""

    name = "history"

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._title = QLabel()
        self.query = HistoryQuery(context, self)
        self.filter, self.table = HistoryFilterBar(), HistoryTable()
        self.detail, self.plot = HistoryDetail(context), YieldPlot()
        self.export = HistoryExport(context)
        self._names, self._figures, self._marks = ([QLabel() for _ in range(3)] for _ in range(3))
        self._step = QToolButton()
        self._yields: Yields | None = None
        self._wishes_step: Step | None = None
        self._asked = False
        self._lay_out()
        self._connect()
        self.detail.teach.make_shortcuts(self)
        self.restyle()
        self.retranslate()

    def opened(self) -> None:
        self._fill()
        self.detail.teach.ask_again()
        focused = QApplication.focusWidget()
        if focused and self.isAncestorOf(focused):  # and not the rail, where one goes on by keys
            self.table.view.setFocus()

    def ask(self) -> None:
        """Anew, with the filter as it is."""
        self._asked = self.context.backend.phase is Phase.READY
        wanted = self.filter.wanted
        self.query.ask(wanted, self._wishes_step or wanted.step)
        self._say_why_empty()

    @property
    def tally(self) -> Tally:
        return Tally(self._yields.normal, self._yields.anomalous) if self._yields else Tally()

    def restyle(self) -> None:
        for mark, name in zip(self._marks, ("ok", "ng"), strict=False):
            mark.setPixmap(pixmap(name, 16, current().ok if name == "ok" else current().ng))

    def retranslate(self) -> None:
        self._title.setText(self.tr("History"))
        for label, text in zip(self._names, (self.tr("OK"), self.tr("NG"), self.tr("Yield")), strict=True):
            label.setText(text)
        self._show_figures()
        self._say_why_empty()

    def _fill(self) -> None:
        self.query.ask_names()
        if not self._asked:
            self.ask()

    def _filter_changed(self) -> None:
        self._wishes_step = None
        self.ask()

    def _other_step(self) -> None:
        shown = self._yields.step if self._yields else self.filter.wanted.step
        self._wishes_step = "day" if shown == "hour" else "hour"
        self.query.count(self._wishes_step)

    def _picked(self, since: datetime, until: datetime) -> None:
        self.filter.set_span(since, until)

    def _show_yields(self, yields: Yields) -> None:
        self._yields = yields
        self.plot.show_yields(yields)
        self._show_figures()

    def _show_figures(self) -> None:
        tally = self.tally
        texts = (grouped(tally.ok), grouped(tally.ng), tally.good_share)
        for figure, text, name in zip(self._figures, texts, self._names, strict=True):
            figure.setText(text)
            figure.setAccessibleName(f"{name.text()}: {text}")
        by_hour = self._yields is not None and self._yields.step == "hour"
        self._step.setText(self.tr("By day") if by_hour else self.tr("By hour"))
        self._step.setAccessibleName(
            self.tr("Show the yield by day") if by_hour else self.tr("Show the yield by hour")
        )

    def _fetch_more(self) -> None:
        self.query.ask_more(self.table.model.entries[-1])

    def _backend_changed(self) -> None:
        self._asked = False
        if self.isVisible():
            self._fill()
        self._say_why_empty()

    def _polled(self) -> None:
        if self.isVisible() and self._asked:
            self.query.look_for_newer()

    def _export(self) -> None:
        wanted, tally = self.filter.wanted, self.tally
        self.export.choose_file(wanted, tally.total)

    def _say_why_empty(self) -> None:
        empty = self.table.empty
        if self.context.backend.phase is Phase.LOADING:
            empty.say(self.tr("The station starts"), self.tr("Its history is shown in a moment."))
        elif self.context.backend.phase is Phase.FAILED:
            empty.say(self.tr("The station could not start"), self.tr("Its history is shown once it runs."))
        elif self.filter.is_narrowed:
            text = self.tr("Nothing in this time fits the filter.")
            empty.say(self.tr("No such inspections"), text, self.tr("Clear the filter"))
        else:
            text = self.tr("All that is inspected, live, in batches or over HTTP, is listed here.")
            empty.say(self.tr("Nothing was inspected in this time"), text)

    def _connect(self) -> None:
        query, table = self.query, self.table
        self.filter.changed.connect(self._filter_changed)
        query.rows_came.connect(table.show_entries)
        query.more_came.connect(table.model.add_below)
        query.more_failed.connect(table.model.ask_again)
        query.newer_came.connect(table.add_newer)
        query.yields_came.connect(self._show_yields)
        query.recipes_came.connect(self.filter.set_recipes)
        table.model.wants_more.connect(self._fetch_more)
        table.chosen.connect(self.detail.show_entry)
        table.empty.button.clicked.connect(self.filter.clear)
        self.plot.picked.connect(self._picked)
        self._step.clicked.connect(self._other_step)
        self.export.asked.connect(self._export)
        self.context.backend.changed.connect(self._backend_changed)
        self.context.backend.polled.connect(self._polled)

    def _lay_out(self) -> None:
        self._title.setProperty("role", "title")
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self.export)
        left = QVBoxLayout()
        left.setSpacing(2 * GRID)
        left.addWidget(self._make_figures())
        left.addWidget(self.detail.teach.notice)
        left.addWidget(self.table, 1)
        row = QHBoxLayout()
        row.setSpacing(2 * GRID)
        row.addLayout(left, 5)
        row.addWidget(self.detail, 3)
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * GRID, 2 * GRID, 3 * GRID, 2 * GRID)
        column.setSpacing(2 * GRID)
        column.addLayout(head)
        column.addWidget(self.filter)
        column.addLayout(row, 1)

    def _make_figures(self) -> QWidget:
        grid = QGridLayout()
        grid.setHorizontalSpacing(GRID)
        grid.setVerticalSpacing(GRID // 2)
        for at, (mark, name, figure) in enumerate(zip(self._marks, self._names, self._figures, strict=True)):
            name.setProperty("role", "muted")
            figure.setProperty("role", "section")
            figure.setAlignment(Qt.AlignmentFlag.AlignRight)
            grid.addWidget(mark, at, 0)
            grid.addWidget(name, at, 1)
            grid.addWidget(figure, at, 2)
        grid.setColumnMinimumWidth(2, 9 * GRID)
        self._step.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        grid.addWidget(self._step, 3, 0, 1, 3)
        row = QHBoxLayout(frame := card())
        row.setContentsMargins(2 * GRID, GRID + GRID // 2, GRID, GRID + GRID // 2)
        row.setSpacing(2 * GRID)
        row.addLayout(grid)
        row.addWidget(self.plot, 1)
        return frame
