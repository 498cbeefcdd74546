"""EfficientAD follows an instant recipe: started, watched, compared, and promoted or not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from effad_desktop.core.promotion import Following, Phase, Stage
from effad_desktop.core.versions import Version
from effad_desktop.errors import EffadError
from effad_desktop.gui import following
from effad_desktop.gui.following import Seen
from effad_desktop.gui.icons import icon
from effad_desktop.gui.latest import Latest
from effad_desktop.gui.page import Context, Translated, card
from effad_desktop.gui.theme import GRID, current
from effad_desktop.gui.widgets.comparison import ComparisonView
from effad_desktop.gui.widgets.elided import ElidedLabel
from effad_desktop.gui.widgets.fields import Choice
from effad_desktop.gui.widgets.promotion_words import PromotionWords
from effad_desktop.gui.widgets.question import Question

LOOK_MS = 1000
USUAL_MINUTES = "60"


class PromotionPanel(Translated):
    """Hidden for recipes that cannot be followed."""

    promoted = Signal(str)
    """A recipe has another model now."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._latest = Latest(context.tasks, self)
        self._words = PromotionWords(self)
        self._recipe, self._seen = "", None  # type: str, Seen | None
        self._images: Path | None = None
        self._busy = False
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self._look)
        self.title, self.sentence, self._folder = QLabel(), QLabel(), ElidedLabel()
        self._bar = QProgressBar(textVisible=False)
        self._lasts = Choice()
        self.start, self.choose, self.pause, self.go_on = (QPushButton() for _ in range(4))
        self.promote, self.keep = QPushButton(), QPushButton()
        self.view, self.question = ComparisonView(), Question()
        self._lay_out()
        self.start.clicked.connect(self._begin)
        self.choose.clicked.connect(self._choose_folder)
        self.pause.clicked.connect(lambda: self._order(following.pause))
        self.go_on.clicked.connect(lambda: self._order(following.go_on))
        self.promote.clicked.connect(self._promote)
        self.keep.clicked.connect(self._ask_to_discard)
        self.restyle()
        self.retranslate()
        self.hide()

    def look_at(self, recipe: str) -> None:
        """Empty for none that could be followed."""
        if recipe != self._recipe:
            self._recipe, self._seen, self._images = recipe, None, None
            self.question.hide()
            self.hide()
        self._look()

    def restyle(self) -> None:
        self.start.setIcon(icon("play", current().on_accent))
        self.promote.setIcon(icon("star", current().on_accent))
        for button, name in (
            (self.choose, "folder"),
            (self.pause, "pause"),
            (self.go_on, "play"),
            (self.keep, "trash"),
        ):
            button.setIcon(icon(name))

    def retranslate(self) -> None:
        self.title.setText(self.tr("EfficientAD follows"))
        self.choose.setText(self.tr("Images…"))
        self.choose.setToolTip(self.tr("Choose the folder of this recipe's good images"))
        self.start.setText(self.tr("Train"))
        self.pause.setText(self.tr("Pause"))
        self.promote.setText(self.tr("Promote"))
        self.promote.setToolTip(self.tr("EfficientAD takes the place; the model before can be restored"))
        self._lasts.setAccessibleName(self.tr("How long to train"))
        self._bar.setAccessibleName(self.tr("Progress"))
        self._lasts.offer(
            [
                ("15", self.tr("15 minutes")),
                (USUAL_MINUTES, self.tr("1 hour")),
                ("240", self.tr("4 hours")),
                ("480", self.tr("8 hours")),
            ]
        )
        if self._seen:
            self._show(self._seen)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._keep_looking()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()

    def _look(self) -> None:
        if self._recipe:
            settings, recipe = self._context.backend.settings, self._recipe
            self._latest.ask(lambda: following.look(settings, recipe), self._show, lambda _error: self.hide())
        else:
            self.hide()

    def _order(self, what: Callable[..., Seen], *more: object) -> None:
        settings, recipe = self._context.backend.settings, self._recipe
        self._set_busy(True)
        self._context.tasks.run(self, lambda: what(settings, recipe, *more), self._obeyed, self._failed)

    def _begin(self) -> None:
        self._order(following.begin, self._images, float(self._lasts.value or USUAL_MINUTES))

    def _promote(self) -> None:
        settings, recipe = self._context.backend.settings, self._recipe
        self._set_busy(True)

        def done(_version: Version) -> None:
            self._set_busy(False)
            self.hide()
            self.promoted.emit(recipe)

        self._context.tasks.run(self, lambda: following.promote(settings, recipe), done, self._failed)

    def _ask_to_discard(self) -> None:
        self.question.ask(
            self.tr("Keep {recipe} as it is? What was trained is deleted.").format(recipe=self._recipe),
            self.tr("Delete it"),
            self.tr("Don't delete"),
            lambda: self._order(following.discard),
        )

    def _choose_folder(self) -> None:
        dialog = QFileDialog(self, self.tr("Choose the folder of this recipe's good images"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self._take_folder)
        dialog.open()

    def _take_folder(self, folder: str) -> None:
        self._images = Path(folder)
        if self._seen:
            self._show(self._seen)

    def _obeyed(self, seen: Seen) -> None:
        self._set_busy(False)
        if seen.state.recipe == self._recipe:
            self._show(seen)

    def _failed(self, error: EffadError) -> None:
        self._set_busy(False)
        self._context.tell(error)
        self._look()

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        for button in (self.start, self.choose, self.pause, self.go_on, self.promote, self.keep):
            button.setEnabled(not busy)

    def _show(self, seen: Seen) -> None:
        self._seen, state = seen, seen.state
        self._images = self._images or state.images
        phase, can_train = state.phase, seen.obstacle is None
        runs = phase in {Phase.RUNNING, Phase.PAUSING}
        ready, idle = state.comparison is not None, phase is Phase.NONE
        self.sentence.setText(self._words.sentence(seen))
        self._folder.setText(
            str(self._images) if self._images else self.tr("Where its images are is not known")
        )
        for widget in (self._folder, self.choose, self._lasts, self.start):
            widget.setVisible(idle and can_train)
        self.start.setEnabled(self._images is not None and not self._busy)
        self._show_bar(state, runs)
        self.pause.setVisible(runs)
        self.pause.setEnabled(phase is Phase.RUNNING and not self._busy)
        self.go_on.setText(self.tr("Compare again") if ready else self.tr("Go on"))
        self.go_on.setVisible(can_train and not idle and not runs and (state.outdated or not ready))
        self.promote.setVisible(ready)
        self.keep.setText(self.tr("Keep") if ready else self.tr("Discard…"))
        self.keep.setVisible(not idle and not runs)
        self.view.setVisible(ready)
        if state.comparison:
            self.view.show_comparison(state.comparison, seen.pictures)
        self.show()
        self._keep_looking()

    def _show_bar(self, state: Following, runs: bool) -> None:
        counts = state.progress.stage is Stage.TRAINING and state.progress.steps > 0
        self._bar.setVisible(runs)
        self._bar.setRange(0, state.progress.steps if counts else 0)
        self._bar.setValue(state.progress.step)

    def _keep_looking(self) -> None:
        """As long as there is something to see."""
        if self._seen and not self.pause.isHidden() and self.isVisible():
            self._timer.start()
        else:
            self._timer.stop()

    def _lay_out(self) -> None:
        self.title.setProperty("role", "section")
        self.sentence.setWordWrap(True)
        self.sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._folder.setProperty("role", "small")
        self._bar.setFixedHeight(GRID)
        self._lasts.value = USUAL_MINUTES
        self.start.setProperty("role", "primary")
        self.promote.setProperty("role", "primary")
        frame = card(self)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, GRID, 0, 0)
        outer.addWidget(frame)
        column = QVBoxLayout(frame)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(GRID)
        for widget in (self.title, self.sentence, self._bar, self._folder):
            column.addWidget(widget)
        column.addLayout(_row(self.choose, self._lasts, self.start))
        column.addLayout(_row(self.promote, self.pause, self.go_on, self.keep))
        column.addWidget(self.question)
        column.addWidget(self.view)


def _row(*widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(GRID)
    for widget in widgets:
        row.addWidget(widget, 1)
    return row
