"""Buttons that say of an inspected image what it is."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import PurePath
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from effad_desktop.core.teaching import KnownDefect
from effad_desktop.errors import EffadError
from effad_desktop.gui.icons import icon
from effad_desktop.gui.language import number
from effad_desktop.gui.latest import Latest
from effad_desktop.gui.lessons import (
    Lesson,
    Obstacle,
    Subject,
    forget_defect,
    keep_defect,
    obstacle,
    teach_good,
    undo,
)
from effad_desktop.gui.messages import said
from effad_desktop.gui.page import Context, Translated
from effad_desktop.gui.theme import GRID
from effad_desktop.gui.widgets.teach_notice import TeachNotice

if TYPE_CHECKING:
    from effad_desktop.teaching import Teaching

T = TypeVar("T")


class TeachBar(Translated):
    """`notice` is the page's to place. One that `hides` is there for recipes that learn at once alone."""

    judged_anew = Signal(object)
    """The Lesson that was taught, or the one by which it was undone."""

    def __init__(self, context: Context, parent: QWidget | None = None, hides: bool = False) -> None:
        super().__init__(parent)
        self._context, self._hides = context, hides
        self._latest = Latest(context.tasks, self)
        self._subject: Subject | None = None
        self._objection, self._away = "", False
        self._asked_of, self._obstacle = "", Obstacle.UNREADABLE
        self._busy, self._held = False, False
        self._take_back: Callable[[], object] | None = None
        self.notice = TeachNotice()
        self.good, self.defect = QPushButton(), QPushButton()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        for button in (self.good, self.defect):
            row.addWidget(button, 1)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the keys to the page
        self.good.clicked.connect(lambda: self._teach(self._subject))
        self.defect.clicked.connect(self._keep_defect)
        self.notice.undo.clicked.connect(self._undo)
        if hides:
            self.hide()
        self.restyle()
        self.retranslate()

    def make_shortcuts(self, page: QWidget) -> None:
        inside = Qt.ShortcutContext.WidgetWithChildrenShortcut
        for key, act in (("Ctrl+G", self.good.click), ("Ctrl+D", self.defect.click), ("Ctrl+Z", self._undo)):
            QShortcut(QKeySequence(key), page, context=inside).activated.connect(act)

    def look_at(self, subject: Subject | None, objection: str = "") -> None:
        """`objection` is a sentence that says why nothing can be said of it now."""
        self._subject, self._objection = subject, objection
        if subject and subject.recipe != self._asked_of:
            self.ask_again()
        self._show()

    def ask_again(self) -> None:
        """Whether the recipe learns: it may have been replaced."""
        if self._subject is None:
            return
        recipe, assembly = self._subject.recipe, self._context.backend.assembly
        if recipe != self._asked_of:
            self._asked_of, self._obstacle = recipe, Obstacle.UNREADABLE
        if assembly:
            ask = partial(obstacle, assembly.station.teaching, recipe)
            self._latest.ask(ask, self._know, self._context.tell)

    def hold(self, held: bool) -> None:
        """While images are inspected of which nobody could say which version has judged them."""
        self._held = held
        self._show()

    def set_away(self, away: bool) -> None:
        """Where the page has no room for it, its keys do nothing either."""
        self._away = away
        if away:
            self.notice.question.cancel()
            self.notice.clear()
        self._show()

    def restyle(self) -> None:
        self.good.setIcon(icon("ok"))
        self.defect.setIcon(icon("ng"))

    def retranslate(self) -> None:
        self.good.setText(self.tr("This one is good"))
        self.defect.setText(self.tr("This is a defect"))
        self._show()

    def _know(self, found: Obstacle) -> None:
        self._obstacle = found
        self._show()

    def _show(self) -> None:
        why = self._why_not()
        texts = (
            (self.good, self.tr("Teach the recipe that this is good (Ctrl+G)")),
            (self.defect, self.tr("Keep it as a known defect (Ctrl+D)")),
        )
        for button, text in texts:
            button.setEnabled(not (why or self._busy or self._away))
            button.setToolTip(why or text)
            button.setAccessibleDescription(why or text)
        self.notice.undo.setEnabled(not (self._busy or self._held))
        if self.parentWidget():  # else it would be a window of its own
            self.setVisible(not self._away and (not self._hides or self._obstacle is Obstacle.NONE))

    def _why_not(self) -> str:
        if self._subject is None:
            return self.tr("Choose an inspected image first")
        recipe = PurePath(self._subject.recipe).name
        if self._obstacle is Obstacle.METHOD:
            text = self.tr("{recipe} is of the method EfficientAD, which does not learn at once; Memory does")
            return text.format(recipe=recipe)
        if self._obstacle is Obstacle.BUILT_IN:
            text = self.tr("{recipe} is built in: export it, and add it under another name")
            return text.format(recipe=recipe)
        if self._obstacle is Obstacle.UNREADABLE:
            return self.tr("The recipe {recipe} cannot be read").format(recipe=recipe)
        return self.tr("It can be taught when all are inspected") if self._held else self._objection

    def _run(
        self,
        sentence: str,
        work: Callable[[Teaching], T],
        done: Callable[[T], object],
        failed: Callable[[EffadError], object] | None = None,
    ) -> None:
        """What is being done is said, and nothing else is begun meanwhile."""
        assembly = self._context.backend.assembly
        if assembly is None:
            return
        teaching = assembly.station.teaching
        self.notice.question.cancel()
        self._take_back = None
        self._busy = True
        self.notice.say(sentence)
        self._show()
        self._context.tasks.run(self, lambda: work(teaching), done, failed or self._failed)

    def _teach(self, subject: Subject | None, force: bool = False) -> None:
        if subject:
            self._run(
                self.tr("Learning {name}…").format(name=_name(subject)),
                lambda teaching: teach_good(teaching, subject, force),
                lambda lesson: self._taught(subject, lesson),
                lambda error: self._not_taught(subject, error),
            )

    def _taught(self, subject: Subject, lesson: Lesson) -> None:
        self._end(self._of_lesson(lesson), lambda: self._unlearn(subject, lesson))
        self.judged_anew.emit(lesson)

    def _not_taught(self, subject: Subject, error: EffadError) -> None:
        from effad_desktop.teaching import TeachingRefused

        self._end("")
        if not isinstance(error, TeachingRefused):
            self._context.tell(error)
            return
        doubts = said(error.detail).replace(subject.source, _name(subject))
        self.notice.question.ask(
            self.tr("{doubts}. Teach it nevertheless?").format(doubts=doubts),
            self.tr("Teach it"),
            self.tr("Don't teach it"),
            lambda: self._teach(subject, force=True),
        )
        self.notice.show()
        self.notice.question.no.setFocus(Qt.FocusReason.OtherFocusReason)

    def _keep_defect(self) -> None:
        if subject := self._subject:
            self._run(
                self.tr("Keeping {name} as a defect…").format(name=_name(subject)),
                lambda teaching: keep_defect(teaching, subject),
                lambda known: self._end(
                    self._of_defect(_name(subject), known), lambda: self._forget(subject)
                ),
            )

    def _undo(self) -> None:
        if self._take_back and self.notice.has_undo and self.notice.undo.isEnabled():
            self._take_back()

    def _forget(self, subject: Subject) -> None:
        text = self.tr("{name} is no longer kept as a defect.").format(name=_name(subject))
        self._run(
            self.tr("Undoing…"),
            lambda teaching: forget_defect(teaching, subject),
            lambda _none: self._end(text),
        )

    def _unlearn(self, subject: Subject, lesson: Lesson) -> None:
        self._run(
            self.tr("Undoing…"),
            lambda teaching: undo(teaching, subject, lesson),
            lambda now: self._unlearned(lesson, now),
        )

    def _unlearned(self, lesson: Lesson, now: Lesson) -> None:
        text = self.tr("{recipe} is as it was in version {former}; that is version {number} now.")
        name = PurePath(now.recipe).name
        self._end(text.format(recipe=name, former=lesson.version - 1, number=now.version))
        self.judged_anew.emit(now)

    def _failed(self, error: EffadError) -> None:
        self._end("")
        self._context.tell(error)

    def _end(self, sentence: str, take_back: Callable[[], object] | None = None) -> None:
        self._busy, self._take_back = False, take_back
        self._show()
        if sentence:
            self.notice.say(sentence, take_back is not None)
        else:
            self.notice.clear()

    def _of_lesson(self, lesson: Lesson) -> str:
        taught = lesson.taught
        assert taught  # noqa: S101 - what was undone has a sentence of its own
        sentence = self.tr(
            "{recipe} has learned {name}: score {before} → {after}, threshold {old} → {new}; "
            "it is version {number} now."
        ).format(
            recipe=PurePath(lesson.recipe).name,
            name=PurePath(lesson.source).name,
            before=number(max(taught.scores_before[0], 0.0), ".4g"),
            after=number(lesson.score, ".4g"),
            old=number(taught.threshold_before, ".4g"),
            new=number(taught.threshold_after, ".4g"),
            number=taught.version,
        )
        if not taught.passing_defects:
            return sentence
        passing = self.tr("{passing} of {known} known defects pass.").format(
            passing=taught.passing_defects, known=taught.known_defects
        )
        return f"{sentence} {passing}"

    def _of_defect(self, name: str, known: KnownDefect) -> str:
        if known.passes:
            sentence = self.tr(
                "{name} is kept as a defect; it passes: its score {score} is not "
                "above the threshold {threshold}."
            )
        else:
            sentence = self.tr(
                "{name} is kept as a defect; it is rejected: its score {score} is "
                "above the threshold {threshold}."
            )
        score, threshold = number(known.anomaly_score, ".4g"), number(known.threshold, ".4g")
        return sentence.format(name=name, score=score, threshold=threshold)


def _name(subject: Subject) -> str:
    return PurePath(subject.source).name
