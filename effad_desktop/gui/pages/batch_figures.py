"""How many images are OK, NG, wrongly judged or unreadable; pressing a figure shows those alone."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QWidget

from effad_desktop.gui.language import number
from effad_desktop.gui.page import Translated
from effad_desktop.gui.results import Counts, Show
from effad_desktop.gui.theme import GRID
from effad_desktop.gui.widgets.counters import grouped
from effad_desktop.gui.widgets.figure_button import FigureButton

_ICONS = {Show.OK: "ok", Show.NG: "ng", Show.UNREADABLE: "warning"}


class BatchFigures(Translated):
    """False rejects and misses are there where the truth is known, unreadable ones where there are any."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counts = Counts()
        self._group = QButtonGroup(self)
        self.buttons = {show: FigureButton(_ICONS.get(show, "")) for show in Show}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID // 2)
        for at, button in enumerate(self.buttons.values()):
            self._group.addButton(button, at)
            row.addWidget(button)
        self._group.idClicked.connect(self._clicked)
        self.buttons[Show.ALL].setChecked(True)
        self.retranslate()

    def show_counts(self, counts: Counts) -> None:
        self._counts = counts
        self.retranslate()

    @property
    def chosen_now(self) -> Show:
        return list(Show)[self._group.checkedId()]

    def choose(self, show: Show) -> None:
        self.buttons[show].setChecked(True)
        self.chosen.emit(show)

    def retranslate(self) -> None:
        counts, buttons = self._counts, self.buttons
        judged = counts.ok + counts.ng
        share = f" · {number(100 * counts.ok / judged, '.1f')} %" if judged else ""
        buttons[Show.ALL].say(grouped(counts.images), self.tr("Images"))
        buttons[Show.OK].say(grouped(counts.ok), self.tr("OK") + share, "ok")
        buttons[Show.NG].say(grouped(counts.ng), self.tr("NG"), "ng")
        of = self.tr("{label} of {number}")
        rejects = of.format(label=self.tr("False rejects"), number=grouped(counts.good))
        buttons[Show.FALSE_REJECTS].say(
            grouped(counts.false_rejects), rejects, "warning" if counts.false_rejects else "text"
        )
        misses = of.format(label=self.tr("Misses"), number=grouped(counts.defective))
        buttons[Show.MISSES].say(grouped(counts.misses), misses, "warning" if counts.misses else "text")
        buttons[Show.UNREADABLE].say(grouped(counts.unreadable), self.tr("Unreadable"), "warning")
        self._show_when(Show.FALSE_REJECTS, counts.knows_truth)
        self._show_when(Show.MISSES, counts.knows_truth)
        self._show_when(Show.UNREADABLE, counts.unreadable > 0)

    def restyle(self) -> None:
        for button in self.buttons.values():
            button.update()

    def _show_when(self, show: Show, wanted: bool) -> None:
        button = self.buttons[show]
        button.setVisible(wanted)
        if not wanted and button.isChecked():
            self.choose(Show.ALL)

    def _clicked(self, number: int) -> None:
        self.chosen.emit(list(Show)[number])
