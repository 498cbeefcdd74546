"""Buttons that say of an inspected image what it is, and what came of saying so."""

from __future__ import annotations

from pathlib import PurePath

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from effad_desktop.core.teaching import KnownDefect
from effad_desktop.errors import EffadError
from effad_desktop.gui.icons import icon
from effad_desktop.gui.language import number
from effad_desktop.gui.latest import Latest
from effad_desktop.gui.lessons import Lesson, Obstacle, Subject, keep_defect, obstacle, teach_good, undo
from effad_desktop.gui.messages import said
from effad_desktop.gui.page import Context, Translated, card
from effad_desktop.gui.theme import GRID
from effad_desktop.gui.widgets.question import Question


class TeachNotice(Translated):
    """Where the page has room for it: the guard's question, or one sentence with its way back."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.question, self.note = Question(), card(role="note")
        self._said = QLabel()
        self._said.setWordWrap(True)
        self._said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.undo, self._close = QPushButton(), QPushButton()
        row = QHBoxLayout(self.note)
        row.setContentsMargins(2 * GRID, GRID // 2, GRID, GRID // 2)
        row.addWidget(self._said, 1)
        for button in (self.undo, self._close):
            button.setProperty("role", "quiet")
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.question)
        column.addWidget(self.note)
        self._close.clicked.connect(self.clear)
        self.question.answered.connect(self._hide_if_silent)
        self.clear()
        self.restyle()
        self.retranslate()

    @property
    def said(self) -> str:
        return "" if self.isHidden() or self.note.isHidden() else self._said.text()

    def say(self, sentence: str, with_undo: bool = False) -> None:
        self._said.setText(sentence)
        self._said.setAccessibleName(sentence)
        self.undo.setVisible(with_undo)
        self.note.show()
        self.show()

    def clear(self) -> None:
        self.note.hide()
        self._hide_if_silent()

    def restyle(self) -> None:
        self._close.setIcon(icon("close"))
        self.undo.setIcon(icon("reset"))

    def retranslate(self) -> None:
        self.undo.setText(self.tr("Undo"))
        self.undo.setToolTip(self.tr("Bring the recipe back to the version before"))
        self.undo.setAccessibleDescription(self.undo.toolTip())
        self._close.setAccessibleName(self.tr("Close this message"))
        self._close.setToolTip(self._close.accessibleName())

    def _hide_if_silent(self) -> None:
        self.setVisible(not (self.note.isHidden() and self.question.isHidden()))


class TeachBar(Translated):
    """`notice` is the page's to place."""

    judged_anew = Signal(object)
    """The Lesson that was taught, or the one by which it was undone."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._latest = Latest(context.tasks, self)
        self._subject: Subject | None = None
        self._asked_of, self._obstacle = "", Obstacle.UNREADABLE
        self._busy, self._held = False, False
        self._last: tuple[Subject, Lesson] | None = None
        self.notice = TeachNotice()
        self.good, self.defect = QPushButton(), QPushButton()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        for button in (self.good, self.defect):
            row.addWidget(button, 1)
        self.good.clicked.connect(lambda: self._teach(self._subject))
        self.defect.clicked.connect(self._keep_defect)
        self.notice.undo.clicked.connect(self._undo)
        self.restyle()
        self.retranslate()

    def make_shortcuts(self, page: QWidget) -> None:
        inside = Qt.ShortcutContext.WidgetWithChildrenShortcut
        for key, button in (("Ctrl+G", self.good), ("Ctrl+D", self.defect)):
            QShortcut(QKeySequence(key), page, context=inside).activated.connect(button.click)

    def look_at(self, subject: Subject | None) -> None:
        self._subject = subject
        if subject and subject.recipe != self._asked_of:
            self.ask_again()
        self._show()

    def ask_again(self) -> None:
        """Whether the recipe learns: it may have been replaced."""
        if self._subject is None:
            return
        settings, recipe = self._context.backend.settings, self._subject.recipe
        if recipe != self._asked_of:
            self._asked_of, self._obstacle = recipe, Obstacle.UNREADABLE
        self._latest.ask(lambda: obstacle(settings, recipe), self._know, self._context.tell)

    def hold(self, held: bool) -> None:
        """While images are inspected of which nobody could say which version has judged them."""
        self._held = held
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
            button.setEnabled(not why and not self._busy)
            button.setToolTip(why or text)
            button.setAccessibleDescription(why or text)
        self.notice.undo.setEnabled(not self._busy and not self._held)

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
        return self.tr("It can be taught when all are inspected") if self._held else ""

    def _teach(self, subject: Subject | None, force: bool = False) -> None:
        if subject is None:
            return
        settings = self._context.backend.settings
        self._begin(self.tr("Learning {name}…").format(name=_name(subject)))
        self._context.tasks.run(
            self,
            lambda: teach_good(settings, subject, force),
            lambda lesson: self._taught(subject, lesson),
            lambda error: self._not_taught(subject, error),
        )

    def _taught(self, subject: Subject, lesson: Lesson) -> None:
        self._last = subject, lesson
        self._end(self._of_lesson(lesson), with_undo=True)
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
        subject = self._subject
        if subject is None:
            return
        settings = self._context.backend.settings
        self._begin(self.tr("Keeping {name} as a defect…").format(name=_name(subject)))
        self._context.tasks.run(
            self,
            lambda: keep_defect(settings, subject),
            lambda known: self._end(self._of_defect(_name(subject), known)),
            self._failed,
        )

    def _undo(self) -> None:
        if self._last is None:
            return
        settings, (subject, lesson) = self._context.backend.settings, self._last
        self._begin(self.tr("Undoing…"))
        self._context.tasks.run(
            self, lambda: undo(settings, subject, lesson), lambda now: self._undone(lesson, now), self._failed
        )

    def _undone(self, lesson: Lesson, now: Lesson) -> None:
        self._last = None
        text = self.tr("{recipe} is as it was in version {former}; that is version {number} now.")
        name = PurePath(now.recipe).name
        self._end(text.format(recipe=name, former=lesson.version - 1, number=now.version))
        self.judged_anew.emit(now)

    def _failed(self, error: EffadError) -> None:
        self._end("")
        self._context.tell(error)

    def _begin(self, sentence: str) -> None:
        self.notice.question.cancel()
        self.notice.say(sentence)
        self._busy = True
        self._show()

    def _end(self, sentence: str, with_undo: bool = False) -> None:
        self._busy = False
        self._show()
        if sentence:
            self.notice.say(sentence, with_undo)
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
