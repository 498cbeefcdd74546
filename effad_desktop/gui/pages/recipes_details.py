"""All that is known of one recipe, and what can be done with it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from effad_desktop.gui.icons import icon
from effad_desktop.gui.page import Translated, card
from effad_desktop.gui.pages.recipes_facts import RecipeFacts
from effad_desktop.gui.pages.recipes_list import draw_picture
from effad_desktop.gui.pages.recipes_words import RecipeWords, Section
from effad_desktop.gui.theme import GRID, current
from effad_desktop.gui.widgets.question import Question

WIDTH = 48 * GRID


class RecipeDetails(Translated):
    """The buttons only ask; the page does."""

    use_asked = Signal()
    export_asked = Signal()
    remove_asked = Signal()
    restore_asked = Signal(object)
    """The Version to bring back."""

    def __init__(self, words: RecipeWords, promotion: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._promotion = promotion
        self.setMinimumWidth(WIDTH)
        self._words = words
        self._facts: RecipeFacts | None = None
        self._is_default, self._in_use, self._busy = False, False, False
        self.question = Question()
        self._picture = _Picture()
        self._name, self._description, self._error = QLabel(), QLabel(), QLabel()
        self._reason = QLabel()
        self.use, self.export, self.remove = QPushButton(), QPushButton(), QPushButton()
        self.restore = QPushButton()
        self.restore.setMenu(QMenu(self.restore))
        self._sections = QVBoxLayout()
        self._sections.setSpacing(GRID // 2)
        self._lay_out()
        self.use.clicked.connect(self.use_asked)
        self.export.clicked.connect(self.export_asked)
        self.remove.clicked.connect(self.remove_asked)
        self.restyle()

    def show_facts(self, facts: RecipeFacts | None, is_default: bool, in_use: bool) -> None:
        if self._facts is None or facts is None or facts.folder != self._facts.folder:
            self.question.hide()
        self._facts, self._is_default, self._in_use = facts, is_default, in_use
        self.retranslate()

    def set_busy(self, busy: bool) -> None:
        """While the model is loaded."""
        self._busy = busy
        self.retranslate()

    def restyle(self) -> None:
        self.use.setIcon(icon("star", current().on_accent))
        self.export.setIcon(icon("export"))
        self.remove.setIcon(icon("trash"))
        self.restore.setIcon(icon("reset"))
        self._picture.update()

    def retranslate(self) -> None:
        facts = self._facts
        self.setVisible(facts is not None)
        if facts is None:
            return
        self._picture.show_facts(facts)
        self._name.setText(facts.name)
        self._error.setText(facts.broken)
        self._error.setVisible(bool(facts.broken))
        description = facts.recipe.description if facts.recipe else ""
        self._description.setText(description)
        self._description.setVisible(bool(description))
        self._name_buttons(facts)
        self._fill_restore(facts)
        self._show_sections(self._words.sections(facts))

    def _name_buttons(self, facts: RecipeFacts) -> None:
        can_use = not facts.error and not (self._is_default and self._in_use)
        self.use.setText(self.tr("Loading…") if self._busy else self.tr("Use as default"))
        self.use.setEnabled(can_use and not self._busy)
        self.export.setText(self.tr("Export…"))
        self.export.setEnabled(facts.error is None)
        needed = (self._is_default or self._in_use) and not facts.covers_built_in
        self.remove.setText(self.tr("Remove…"))
        self.remove.setEnabled(not facts.built_in and not needed)
        reason = ""
        if self._is_default and self._in_use:
            reason = self.tr("It is in use, and the station starts with it.")
        elif self._in_use:
            reason = self.tr("It is in use.")
        elif self._is_default:
            reason = self.tr("The station starts with it.")
        if facts.built_in:
            reason = " ".join((reason, self.tr("Built in: it cannot be removed."))).strip()
        elif needed:
            reason = " ".join((reason, self.tr("To remove it, use another one first."))).strip()
        self._reason.setText(reason)
        self._reason.setVisible(bool(reason))
        self.remove.setAccessibleDescription(reason)

    def _fill_restore(self, facts: RecipeFacts) -> None:
        """The newest is how it is now."""
        self.restore.setText(self.tr("Restore…"))
        self.restore.setVisible(len(facts.versions) > 1)
        menu = self.restore.menu()
        menu.clear()
        for version in facts.versions[-2::-1]:
            action = menu.addAction(": ".join(self._words.version(version)))
            action.triggered.connect(partial(self.restore_asked.emit, version))

    def _show_sections(self, sections: list[Section]) -> None:
        while item := self._sections.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        for section in sections:
            self._sections.addWidget(_section(section))

    def _lay_out(self) -> None:
        self._name.setProperty("role", "title")
        self._error.setProperty("role", "error")
        self._reason.setProperty("role", "small")
        for label in (self._name, self._description, self._error, self._reason):
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(3 * GRID, 3 * GRID, 3 * GRID, 3 * GRID)
        column.setSpacing(GRID + GRID // 2)
        for widget in (self._picture, self._name, self._error, self._description):
            column.addWidget(widget)
        self.use.setProperty("role", "primary")
        buttons = QHBoxLayout()
        buttons.setSpacing(GRID)
        for button in (self.export, self.remove):
            buttons.addWidget(button, 1)
        column.addWidget(self.use)
        column.addLayout(buttons)
        column.addWidget(self.restore)
        column.addWidget(self._reason)
        column.addWidget(self.question)
        column.addWidget(self._promotion)
        column.addLayout(self._sections)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(body)
        frame = card(self)
        inner = QVBoxLayout(frame)
        inner.setContentsMargins(1, 1, 1, 1)
        inner.addWidget(scroll)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(frame)


def _section(section: Section) -> QWidget:
    widget = QWidget()
    column = QVBoxLayout(widget)
    column.setContentsMargins(0, GRID, 0, 0)
    column.setSpacing(GRID // 2)
    title = QLabel(section.title)
    title.setProperty("role", "section")
    column.addWidget(title)
    for text in section.sentences:
        column.addWidget(_line(text, "warning" if section.warns else ""))
    for name, value in section.facts:
        row = QHBoxLayout()
        row.setSpacing(2 * GRID)
        left, right = _line(name, "muted"), _line(value, "")
        left.setFixedWidth(18 * GRID)
        row.addWidget(left, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(right, 1)
        column.addLayout(row)
    return widget


def _line(text: str, role: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("role", role)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


class _Picture(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._facts: RecipeFacts | None = None
        self.setFixedHeight(20 * GRID)

    def show_facts(self, facts: RecipeFacts) -> None:
        self._facts = facts
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(320, 20 * GRID)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._facts:
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            draw_picture(painter, QRect(0, 0, self.width(), self.height()), self._facts, whole=True)
