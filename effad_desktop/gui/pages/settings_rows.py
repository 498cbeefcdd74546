"""One setting each: its name, its control, and below in words what is wrong with it."""

from __future__ import annotations

import secrets
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from effad_desktop.gui.theme import GRID
from effad_desktop.gui.widgets.fields import Choice, Number, Switch

CONTROL_WIDTH = 29 * GRID

Value = str | float | bool


class Row(QWidget):
    """`edited` comes with every change by a person's hand, also with those that `show` makes."""

    edited = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = name
        self._shown: Value | None = None
        self._locked = False
        self._title, self._hint, self._error = QLabel(), QLabel(), QLabel()
        self._hint.setProperty("role", "small")
        self._error.setProperty("role", "error")
        for label in (self._hint, self._error):
            label.setWordWrap(True)
            label.hide()
        self._control = self._make()
        self._control.setObjectName(name)
        self._title.setBuddy(self._control)
        self._title.setWordWrap(True)
        self._lay_out()

    @property
    def value(self) -> Value:
        raise NotImplementedError

    def _set(self, value: Value) -> None:
        raise NotImplementedError

    def _make(self) -> QWidget:
        raise NotImplementedError

    @property
    def dirty(self) -> bool:
        return self._shown is not None and self.value != self._shown

    def show_value(self, value: Value) -> None:
        """What holds now; what a person has changed meanwhile stays."""
        if self.dirty:
            self._shown = value
        else:
            self._set(value)
            self._shown = self.value  # a control may round

    def reset(self) -> None:
        self.set_error("")
        if self._shown is not None:
            self._set(self._shown)

    def set_texts(self, title: str, hint: str = "") -> None:
        self._title.setText(title)
        self._control.setAccessibleName(title)
        if not self._locked:
            self._hint.setText(hint)
            self._hint.setVisible(bool(hint))
            self._control.setAccessibleDescription(hint)

    def set_error(self, sentence: str) -> None:
        self._error.setText(sentence)
        self._error.setVisible(bool(sentence))
        self._control.setAccessibleDescription(sentence or self._hint.text())

    @property
    def error(self) -> str:
        return self._error.text()

    def take_focus(self) -> None:
        self._control.setFocus(Qt.FocusReason.OtherFocusReason)

    def lock(self, sentence: str) -> None:
        """It cannot be changed here, and why."""
        self._locked = True
        self._control.setEnabled(False)
        self._hint.setText(sentence)
        self._hint.show()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID // 2)
        line = QHBoxLayout()
        line.setSpacing(2 * GRID)
        line.addWidget(self._title, 1)
        line.addWidget(self._control, 0, Qt.AlignmentFlag.AlignRight)
        column.addLayout(line)
        column.addWidget(self._hint)
        column.addWidget(self._error)


class ChoiceRow(Row):
    def _make(self) -> QWidget:
        self.choice = Choice()
        self.choice.setFixedWidth(CONTROL_WIDTH)
        self.choice.currentIndexChanged.connect(self.edited)
        return self.choice

    @property
    def value(self) -> Value:
        return self.choice.value

    def _set(self, value: Value) -> None:
        self.choice.value = str(value)


class NumberRow(Row):
    def __init__(self, name: str, lowest: float, highest: float, decimals: int = 0) -> None:
        self._bounds = (lowest, highest, decimals)
        super().__init__(name)

    def _make(self) -> QWidget:
        self.number = Number(*self._bounds)
        self.number.setFixedWidth(CONTROL_WIDTH)
        self.number.valueChanged.connect(self.edited)
        return self.number

    @property
    def value(self) -> Value:
        return self.number.value()

    def _set(self, value: Value) -> None:
        self.number.setValue(float(value))


class TextRow(Row):
    def _make(self) -> QWidget:
        self.text = QLineEdit()
        self.text.setFixedWidth(CONTROL_WIDTH)
        self.text.textChanged.connect(self.edited)
        return self.text

    @property
    def value(self) -> Value:
        return self.text.text().strip()

    def _set(self, value: Value) -> None:
        self.text.setText(str(value))


class SwitchRow(Row):
    def _make(self) -> QWidget:
        self.switch = Switch()
        self.switch.toggled.connect(self.edited)
        return self.switch

    @property
    def value(self) -> Value:
        return self.switch.isChecked()

    def _set(self, value: Value) -> None:
        self.switch.setChecked(bool(value))


class SecretRow(TextRow):
    """Hidden until asked for; a new one is drawn by the system's random numbers."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.shown, self.generate = QPushButton(), QPushButton()
        self.shown.setCheckable(True)
        self.shown.toggled.connect(self._show_or_hide)
        self.generate.clicked.connect(self._generate)
        buttons = QHBoxLayout()
        buttons.setSpacing(GRID)
        buttons.addStretch(1)
        for button in (self.shown, self.generate):
            button.setProperty("role", "quiet")
            buttons.addWidget(button)
        column = self.layout()
        if isinstance(column, QVBoxLayout):
            column.insertLayout(1, buttons)
        self._show_or_hide(False)

    def lock(self, sentence: str) -> None:
        super().lock(sentence)
        self.generate.setEnabled(False)

    def _show_or_hide(self, shown: bool) -> None:
        self.text.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)

    def _generate(self) -> None:
        self.text.setText(secrets.token_urlsafe(24))
        self.shown.setChecked(True)


class SourceRow(ChoiceRow):
    """A camera that was found, nothing, or anything else as a text."""

    OTHER = "other"

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.other = QLineEdit()
        self.other.hide()
        self.other.textChanged.connect(self.edited)
        self.choice.currentIndexChanged.connect(self._show_other)
        column = self.layout()
        if isinstance(column, QVBoxLayout):
            column.insertWidget(1, self.other)

    @property
    def value(self) -> Value:
        return self.other.text().strip() if self.choice.value == self.OTHER else self.choice.value

    def _set(self, value: Value) -> None:
        is_listed = self.choice.findData(value) >= 0 and value != self.OTHER
        self.other.setText("" if is_listed else str(value))
        self.choice.value = str(value) if is_listed else self.OTHER

    def lock(self, sentence: str) -> None:
        super().lock(sentence)
        self.other.setEnabled(False)

    def _show_other(self) -> None:
        self.other.setVisible(self.choice.value == self.OTHER)


def existing(folder: Path) -> Path:
    """Itself, made if need be, or what is there of the way to it."""
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
    return next((place for place in (folder, *folder.parents) if place.is_dir()), folder)
