"""How many of this lot were OK and NG."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from effad_desktop.core.inspection import Verdict
from effad_desktop.gui.icons import icon, pixmap
from effad_desktop.gui.language import number
from effad_desktop.gui.page import Translated
from effad_desktop.gui.theme import FIGURE, GRID, current, font

UNDO_MS = 10_000


@dataclass(frozen=True, slots=True)
class Tally:
    ok: int = 0
    ng: int = 0

    @property
    def total(self) -> int:
        return self.ok + self.ng

    @property
    def good_share(self) -> str:
        """In percent; never 100 where one was NG, nor 0 where one was OK."""
        if not self.total:
            return "–"
        if not (self.ok and self.ng):
            return "100 %" if self.ok else "0 %"
        return f"{number(min(99.9, max(0.1, 100 * self.ok / self.total)), '.1f')} %"

    def plus(self, verdicts: Iterable[Verdict]) -> Tally:
        anomalous = [verdict is Verdict.ANOMALOUS for verdict in verdicts]
        ng = sum(anomalous)
        return Tally(self.ok + len(anomalous) - ng, self.ng + ng)


def grouped(count: int) -> str:
    """By thousands, as every language reads it (ISO 80000-1, 7.3.1)."""
    return f"{count:,}".replace(",", "\u202f")


class Counters(Translated):
    """A new lot counts from nought; the last one's figures stay in sight, and for 10 s the way back."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tally = Tally()
        self._last: Tally | None = None
        self._undo_timer = QTimer(self, interval=UNDO_MS, singleShot=True)
        self._undo_timer.timeout.connect(self._draw)
        self._figures = [QLabel() for _ in range(3)]
        self._names = [QLabel() for _ in range(3)]
        self._marks = [QLabel() for _ in range(3)]
        self._last_lot = QLabel()
        self._last_lot.setProperty("role", "small")
        self._last_lot.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._new_lot, self._undo = QPushButton(), QPushButton()
        for button in (self._new_lot, self._undo):
            button.setProperty("role", "quiet")
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # so that space stays the trigger after a click
        self._new_lot.clicked.connect(self.start_lot)
        self._undo.clicked.connect(self.undo)
        self._lay_out()
        self.set_size(FIGURE)
        self.restyle()
        self.retranslate()

    def add(self, verdicts: Iterable[Verdict]) -> None:
        self.tally = self.tally.plus(verdicts)
        self._draw()

    def start_lot(self) -> None:
        self._last, self.tally = self.tally if self.tally.total else self._last, Tally()
        self._undo_timer.start()
        self._draw()

    def undo(self) -> None:
        """What was counted since belongs to the old lot."""
        if self._last and self._undo_timer.isActive():
            self._undo_timer.stop()
            self.tally = Tally(self._last.ok + self.tally.ok, self._last.ng + self.tally.ng)
            self._last = None
            self._draw()

    def set_size(self, size: int) -> None:
        """Of the figures, in pixels."""
        for figure in self._figures:
            figure.setFont(font(size, bold=True))
        for name in self._names:
            name.setProperty("role", "section" if size > FIGURE else "small")
            name.style().polish(name)

    def set_reset_visible(self, visible: bool) -> None:
        self._foot.setVisible(visible)

    def restyle(self) -> None:
        colours = current()
        self._marks[0].setPixmap(pixmap("ok", 16, colours.ok))
        self._marks[1].setPixmap(pixmap("ng", 16, colours.ng))
        self._new_lot.setIcon(icon("reset"))

    def retranslate(self) -> None:
        for label, text in zip(self._names, (self.tr("OK"), self.tr("NG"), self.tr("Yield")), strict=True):
            label.setText(text)
        self._new_lot.setText(self.tr("New lot"))
        self._new_lot.setToolTip(self.tr("Counts from nought; the last lot's figures stay in sight"))
        self._new_lot.setAccessibleDescription(self._new_lot.toolTip())
        self._undo.setText(self.tr("Undo"))
        self._undo.setAccessibleName(self.tr("Go back to the last lot"))
        self._draw()

    def _draw(self) -> None:
        tally = self.tally
        texts = (grouped(tally.ok), grouped(tally.ng), tally.good_share)
        for figure, text, name in zip(self._figures, texts, self._names, strict=True):
            figure.setText(text)
            figure.setAccessibleName(f"{name.text()}: {text}")
        can_undo = self._last is not None and self._undo_timer.isActive()
        self._undo.setVisible(can_undo)
        self._new_lot.setVisible(not can_undo)
        self._new_lot.setEnabled(tally.total > 0)
        if self._last:
            text = self.tr("Last lot: {ok} OK, {ng} NG, {share}")
            self._last_lot.setText(
                text.format(ok=grouped(self._last.ok), ng=grouped(self._last.ng), share=self._last.good_share)
            )
        else:
            self._last_lot.setText(self.tr("{total} in this lot").format(total=grouped(tally.total)))

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID // 2)
        grid = QGridLayout()
        grid.setHorizontalSpacing(GRID)
        grid.setVerticalSpacing(0)
        parts = zip(self._marks, self._names, self._figures, strict=True)
        for at, (mark, name, figure) in enumerate(parts):
            name.setProperty("role", "small")
            head = QHBoxLayout()
            head.setSpacing(GRID // 2)
            if at < 2:
                head.addWidget(mark)
            head.addWidget(name, 1)
            grid.addLayout(head, 0, at)
            grid.addWidget(figure, 1, at)
            grid.setColumnStretch(at, 1)
        column.addLayout(grid)
        self._foot = QWidget()
        row = QHBoxLayout(self._foot)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._last_lot, 1)
        row.addWidget(self._undo)
        row.addWidget(self._new_lot)
        column.addWidget(self._foot)
