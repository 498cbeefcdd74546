"""Where everything on the Inspect page stands, in the window and in operator mode."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QLayout, QVBoxLayout, QWidget

from effad_desktop.gui.page import card
from effad_desktop.gui.theme import FIGURE, GRID, LARGE, font

if TYPE_CHECKING:
    from effad_desktop.gui.pages.inspect import InspectPage

NARROWEST, WIDEST = 336, 480
"""Of the column beside the image."""
OPERATOR_SHARE = 0.4
OPERATOR_FIGURE = 48
LOWEST_VERDICT, HIGHEST_VERDICT = 138, 240
LOWEST_TREND = 88
GAP = GRID * 3 // 2


class InspectLayout:
    """The image as large as there is room; what is said of it beside it, the last twenty below."""

    def __init__(self, page: InspectPage) -> None:
        self._page = page
        self.empty, self.state, self.hint = QLabel(), QLabel(), QLabel()
        self._operator = False
        self._side = Side(page)
        self._foot = QWidget()
        self._fill_foot()
        body = QHBoxLayout()
        body.setSpacing(GAP)
        body.addWidget(self._make_stage(), 1)
        body.addWidget(self._side)
        column = QVBoxLayout()
        column.setContentsMargins(3 * GRID, 2 * GRID, 3 * GRID, GAP)
        column.setSpacing(GAP)
        column.addWidget(page.bar)
        column.addWidget(page.teach.notice)
        column.addLayout(body, 1)
        column.addWidget(page.strip)
        column.addWidget(self._foot)
        outer = QVBoxLayout(page)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(page.fault)
        outer.addLayout(column, 1)
        self.set_operator_mode(False)

    def set_operator_mode(self, on: bool) -> None:
        page = self._page
        self._operator = on
        for widget in (page.bar, page.tools, page.strip):
            widget.setVisible(not on)
        self._foot.setVisible(on)
        page.counters.set_reset_visible(not on)
        page.counters.set_size(OPERATOR_FIGURE if on else FIGURE)
        self._side.set_operator_mode(on)
        self.adapt(page.size())

    def adapt(self, size: QSize) -> None:
        if self._operator:
            self._side.setFixedWidth(round(size.width() * OPERATOR_SHARE))
        else:
            self._side.setFixedWidth(min(WIDEST, max(NARROWEST, round(size.width() * 0.28))))

    def _make_stage(self) -> QFrame:
        page = self._page
        stage = card()
        self.empty.setProperty("role", "muted")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setWordWrap(True)
        self.empty.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        grid = QGridLayout(stage)
        grid.setContentsMargins(GRID, GRID, GRID, GRID)
        grid.setSpacing(GRID)
        grid.addWidget(page.view, 0, 0)
        grid.addWidget(self.empty, 0, 0)
        grid.addWidget(page.look_back, 0, 0, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignHCenter)
        grid.addWidget(page.tools, 1, 0)
        grid.addWidget(page.teach, 2, 0, Qt.AlignmentFlag.AlignLeft)
        grid.setRowStretch(0, 1)
        return stage

    def _fill_foot(self) -> None:
        self.state.setFont(font(LARGE, bold=True))
        self.hint.setProperty("role", "muted")
        row = QHBoxLayout(self._foot)
        row.setContentsMargins(GRID, 0, GRID, 0)
        row.addWidget(self.state, 1)
        row.addWidget(self.hint)


class Side(QWidget):
    """Verdict, score, counters and trend; where it is low, the trend goes first, then the verdict shrinks."""

    def __init__(self, page: InspectPage) -> None:
        super().__init__()
        self._verdict = page.verdict
        self._score, self._counters = _in_card(page.scale), _in_card(page.counters)
        self._trend = _in_card(page.trend, GRID)
        self._operator = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)  # else it could not become lower
        for widget in (self._verdict, self._score, self._counters):
            column.addWidget(widget)
        column.addWidget(self._trend, 1)
        column.addStretch(0)

    def set_operator_mode(self, on: bool) -> None:
        self._operator = on
        self._score.setVisible(not on)
        self._share_out()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_out()

    def event(self, event: QEvent) -> bool:
        """A card that has become lower or higher says so only now."""
        if event.type() is QEvent.Type.LayoutRequest:
            self._share_out()
        return super().event(event)

    def _share_out(self) -> None:
        fixed = [self._counters] if self._operator else [self._score, self._counters]
        room = self.height() - sum(card_.sizeHint().height() + GAP for card_ in fixed)
        has_trend = not self._operator and room >= LOWEST_VERDICT + GAP + LOWEST_TREND
        self._trend.setVisible(has_trend)
        highest = room if self._operator else HIGHEST_VERDICT
        wanted = max(LOWEST_VERDICT, round(room * 0.56)) if has_trend else room
        self._verdict.setFixedHeight(max(8 * GRID, min(highest, wanted)))


def _in_card(widget: QWidget, margin: int = 2 * GRID) -> QFrame:
    frame = card()
    column = QVBoxLayout(frame)
    column.setContentsMargins(margin, GAP, margin, GRID)
    column.addWidget(widget)
    return frame
