"""Which inspections the history page shows."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QDateTime, Qt, QTime, QTimer, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QDateTimeEdit,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from effad_desktop.core.inspection import Verdict
from effad_desktop.gui.icons import icon
from effad_desktop.gui.page import Translated
from effad_desktop.gui.pages.history_query import Span, Wanted
from effad_desktop.gui.theme import GRID, current
from effad_desktop.gui.widgets.fields import Choice

TYPING_MS = 350

_BESIDE = Qt.ToolButtonStyle.ToolButtonTextBesideIcon
_VERDICTS = (None, Verdict.NORMAL, Verdict.ANOMALOUS)


class Moment(QDateTimeEdit):
    """A local time, to the minute."""

    def __init__(self) -> None:
        super().__init__()
        self.setKeyboardTracking(False)
        self.lineEdit().setTextMargins(10, 0, 10, 0)
        self.setFixedWidth(20 * GRID)

    @property
    def value(self) -> datetime:
        return datetime.fromtimestamp(self.dateTime().toSecsSinceEpoch()).astimezone()

    @value.setter
    def value(self, value: datetime) -> None:
        self.setDateTime(QDateTime.fromSecsSinceEpoch(int(value.timestamp())))

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class HistoryFilterBar(Translated):
    """`changed` comes once a person has stopped typing."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.span, self.recipe = Choice(), Choice()
        self.since, self.until = Moment(), Moment()
        self.text = QLineEdit()
        self.text.setClearButtonEnabled(False)
        self.verdicts = QButtonGroup(self)
        self._until_label = QLabel("–")
        self._recipes: list[str] = []
        self._custom = QWidget()
        self._typing = QTimer(self, interval=TYPING_MS, singleShot=True)
        self._typing.timeout.connect(self.changed)
        self._lay_out()
        midnight = QDateTime(QDateTime.currentDateTime().date(), QTime(0, 0))
        self.since.setDateTime(midnight)
        self.until.setDateTime(midnight.addDays(1))
        self.restyle()
        self.retranslate()
        self.span.value = Span.WEEK.name
        self._connect()

    @property
    def wanted(self) -> Wanted:
        span = Span[self.span.value]
        custom = span is Span.CUSTOM
        return Wanted(
            span,
            self.since.value if custom else None,
            self.until.value if custom else None,
            self.recipe.value,
            _VERDICTS[self.verdicts.checkedId()],
            self.text.text().strip(),
        )

    @property
    def is_narrowed(self) -> bool:
        """By more than the time."""
        wanted = self.wanted
        return bool(wanted.recipe or wanted.verdict or wanted.text)

    def set_recipes(self, names: list[str]) -> None:
        self._recipes = names
        self.recipe.offer([("", self.tr("All recipes")), *((name, name) for name in names)])

    def set_span(self, since: datetime, until: datetime) -> None:
        """As if a person had entered both."""
        blocked = [widget.blockSignals(True) for widget in (self.span, self.since, self.until)]
        self.since.value, self.until.value = since, until
        self.span.value = Span.CUSTOM.name
        for widget, was in zip((self.span, self.since, self.until), blocked, strict=True):
            widget.blockSignals(was)
        self._span_changed()

    def clear(self) -> None:
        """All of the time that is chosen."""
        self.recipe.value = ""
        self.text.clear()
        self.verdicts.button(0).click()

    def restyle(self) -> None:
        colours = current()
        self.verdicts.button(1).setIcon(icon("ok", colours.ok, colours.ok))
        self.verdicts.button(2).setIcon(icon("ng", colours.ng, colours.ng))

    def retranslate(self) -> None:
        texts = {
            Span.TODAY: self.tr("Today"),
            Span.DAY: self.tr("24 hours"),
            Span.WEEK: self.tr("7 days"),
            Span.MONTH: self.tr("30 days"),
            Span.ALL: self.tr("All time"),
            Span.CUSTOM: self.tr("From – to"),
        }
        self.span.offer([(span.name, text) for span, text in texts.items()])
        self.span.setAccessibleName(self.tr("Time"))
        self.since.setAccessibleName(self.tr("From"))
        self.until.setAccessibleName(self.tr("To"))
        self.recipe.setAccessibleName(self.tr("Recipe"))
        self.set_recipes(self._recipes)
        for at, text in enumerate((self.tr("All"), self.tr("OK"), self.tr("NG"))):
            self.verdicts.button(at).setText(text)
            self.verdicts.button(at).setAccessibleName(self.tr("Verdict: {verdict}").format(verdict=text))
        for moment in (self.since, self.until):
            moment.setDisplayFormat(self.tr("yyyy-MM-dd HH:mm"))
        self.text.setPlaceholderText(self.tr("Part of a source's name"))
        self.text.setAccessibleName(self.tr("Source"))

    def _span_changed(self) -> None:
        self._custom.setVisible(self.span.value == Span.CUSTOM.name)
        self.changed.emit()

    def _text_changed(self) -> None:
        self._typing.start()

    def _connect(self) -> None:
        self.span.currentIndexChanged.connect(self._span_changed)
        self.recipe.currentIndexChanged.connect(self.changed)
        self.verdicts.idClicked.connect(self.changed)
        self.since.dateTimeChanged.connect(self.changed)
        self.until.dateTimeChanged.connect(self.changed)
        self.text.textChanged.connect(self._text_changed)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(GRID)
        self.span.setFixedWidth(16 * GRID)
        self.recipe.setFixedWidth(19 * GRID)
        row.addWidget(self.span)
        row.addWidget(self.recipe)
        for at in range(3):
            button = QToolButton()
            button.setToolButtonStyle(_BESIDE)
            button.setCheckable(True)
            button.setChecked(at == 0)
            self.verdicts.addButton(button, at)
            row.addWidget(button)
        row.addWidget(self.text, 1)
        custom = QHBoxLayout(self._custom)
        custom.setContentsMargins(0, 0, 0, 0)
        custom.setSpacing(GRID)
        for widget in (self.since, self._until_label, self.until):
            custom.addWidget(widget)
        custom.addStretch(1)
        self._custom.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addLayout(row)
        column.addWidget(self._custom)
