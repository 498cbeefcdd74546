"""The settings page."""

from __future__ import annotations

from pydantic import SecretStr
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from effad_desktop.errors import EffadError, SettingsError
from effad_desktop.gui.backend import Phase
from effad_desktop.gui.messages import said, said_of
from effad_desktop.gui.orders import Orders
from effad_desktop.gui.page import Context, Page, card
from effad_desktop.gui.pages.settings_cards import (
    DetectionCard,
    LookCard,
    PlacesCard,
    ServiceCard,
    SourceCard,
    StorageCard,
)
from effad_desktop.gui.pages.settings_rows import Row, Value
from effad_desktop.gui.theme import GRID
from effad_desktop.paths import DataFolder
from effad_desktop.settings import Settings, change_settings, check_changes, set_by_environment

TWO_COLUMNS = 860
WIDEST = 1280


class SettingsPage(Page):
    """How it looks and sounds changes at once; the rest on Apply, for which the station starts again."""

    name = "settings"

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._title = QLabel()
        self._title.setProperty("role", "title")
        self._title.setMinimumHeight(36)  # as where buttons stand beside it
        self._look, self._places, self._source = LookCard(), PlacesCard(), SourceCard()
        self._left = (DetectionCard(), self._source, StorageCard())
        self._right = (self._look, ServiceCard(), self._places)
        self.rows: dict[str, Row] = {row.name: row for one in (*self._left, *self._right) for row in one.rows}
        self._at_once = {row.name for row in self._look.rows}
        self._looked_for_cameras = False
        self._applied: set[str] = set()
        self._orders = Orders(context.tasks, self)
        self._bar = self._make_bar()
        self._lay_out()
        for row in self.rows.values():
            row.edited.connect(self._edited)
        context.backend.changed.connect(self._backend_changed)
        self._backend_changed()
        self.retranslate()

    def retranslate(self) -> None:
        self._title.setText(self.tr("Settings"))
        self._apply.setText(self.tr("Apply"))
        self._discard.setText(self.tr("Discard"))
        self._hint.setText(
            self.tr("Takes effect as soon as it is applied: the station starts again, within seconds.")
        )
        for name, row in self.rows.items():
            if variable := set_by_environment(name):
                row.lock(
                    self.tr("Set by {variable}, and so cannot be changed here.").format(variable=variable)
                )

    def opened(self) -> None:
        if not self._looked_for_cameras:
            self._looked_for_cameras = True
            self.context.tasks.run(self, _cameras, self._source.set_cameras, self.context.tell)

    def apply(self) -> None:
        """Nothing is written unless all of it can be."""
        changes = {
            name: row.value for name, row in self.rows.items() if row.dirty and name not in self._at_once
        }
        if self._all_right(changes):
            self._apply.setEnabled(False)
            settings = self.context.backend.settings
            self.context.tasks.run(self, lambda: _change(settings, changes), self._changed, self._not_changed)

    def discard(self) -> None:
        for row in self.rows.values():
            row.reset()

    def _waiting(self) -> list[str]:
        """What waits to be applied."""
        return [name for name, row in self.rows.items() if row.dirty and name not in self._at_once]

    def _all_right(self, changes: dict[str, Value]) -> bool:
        right = True
        for name, value in changes.items():
            sentence = "" if value != "" or name != "host" else self.tr("Give an address.")
            try:
                check_changes(self.context.backend.settings, **{name: value})
            except SettingsError as error:
                sentence = said(error.detail)
            if sentence:
                self._point_at(name, sentence)
            right = right and not sentence
        return right

    def _edited(self) -> None:
        row = self.sender()
        if isinstance(row, Row):
            row.set_error("")
            if row.name in self._at_once and row.dirty:
                self._change_at_once(row)
        self._bar.setVisible(bool(self._waiting()))

    def _change_at_once(self, row: Row) -> None:
        settings, changes = self.context.backend.settings, {row.name: row.value}
        try:
            self.context.backend.apply(check_changes(settings, **changes))
        except SettingsError as error:
            row.set_error(said_of(error))
            return

        def not_kept(error: EffadError) -> None:
            row.set_error(self.tr("Holds until the window is closed: {reason}").format(reason=said_of(error)))

        self._orders.give(lambda: change_settings(settings, **changes), lambda _: None, not_kept)

    def _changed(self, outcome: Settings | tuple[str, EffadError]) -> None:
        self._apply.setEnabled(True)
        if isinstance(outcome, tuple):
            name, error = outcome
            self._point_at(name, self._token_needed() if name == "token" else said_of(error))
            return
        self._applied = set(self._waiting())
        changes = {name: getattr(outcome, name) for name in self._applied}
        self.context.backend.apply(self.context.backend.settings.model_copy(update=changes))

    def _token_needed(self) -> str:
        return self.tr("Other machines reach this address: give or generate a token, or serve on 127.0.0.1.")

    def _point_at(self, name: str, sentence: str) -> None:
        row = self.rows[name]
        row.set_error(sentence)
        row.take_focus()
        self._scroll.ensureWidgetVisible(row)

    def _not_changed(self, error: EffadError) -> None:
        self._apply.setEnabled(True)
        self.context.tell(error)

    def _backend_changed(self) -> None:
        backend = self.context.backend
        for name, row in self.rows.items():
            row.show_value(_shown(getattr(backend.settings, name)))
        self._places.show_folder(DataFolder(backend.settings.data_dir))
        self._show_failures()
        self._edited()

    def _show_failures(self) -> None:
        """Where the station does not start with what was applied last, or HTTP not at its address."""
        backend = self.context.backend
        if backend.phase is Phase.LOADING:
            return
        self.rows["port"].set_error(said_of(backend.service_error) if backend.service_error else "")
        for name in self._applied & {"device", "engine"}:
            self.rows[name].set_error(said_of(backend.error) if backend.error else "")

    def _make_bar(self) -> QFrame:
        bar = card()
        self._hint, self._apply, self._discard = QLabel(), QPushButton(), QPushButton()
        self._hint.setWordWrap(True)
        self._apply.setProperty("role", "primary")
        self._apply.clicked.connect(self.apply)
        self._discard.clicked.connect(self.discard)
        row = QHBoxLayout(bar)
        row.setContentsMargins(3 * GRID, GRID, GRID, GRID)
        row.addWidget(self._hint, 1)
        row.addWidget(self._discard)
        row.addWidget(self._apply)
        bar.hide()
        return bar

    def _lay_out(self) -> None:
        body = QWidget()
        body.setMaximumWidth(WIDEST)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight, body)
        self._columns.setContentsMargins(0, 0, GRID, 2 * GRID)
        self._columns.setSpacing(2 * GRID)
        for cards in (self._left, self._right):
            column = QVBoxLayout()
            column.setSpacing(2 * GRID)
            for one in cards:
                column.addWidget(one)
            column.addStretch(1)
            self._columns.addLayout(column, 1)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidget(body)
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(2 * GRID)
        column.addWidget(self._title)
        column.addWidget(self._scroll, 1)
        column.addWidget(self._bar)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        direction = QBoxLayout.Direction
        wide = event.size().width() >= TWO_COLUMNS
        self._columns.setDirection(direction.LeftToRight if wide else direction.TopToBottom)


def _shown(value: object) -> Value:
    """As a row has it."""
    if isinstance(value, SecretStr):
        return value.get_secret_value()
    return value if isinstance(value, str | bool | float) else float(str(value))


def _change(settings: Settings, changes: dict[str, Value]) -> Settings | tuple[str, EffadError]:
    """The setting that is wrong, and why. Raises SettingsError where nothing can be written."""
    from effad_desktop.composition import open_source, refuse_open_door  # which loads the service

    checked = check_changes(settings, **changes)
    try:
        refuse_open_door(checked)
    except SettingsError as error:
        return "token", error
    try:
        if changes.get("source"):
            open_source(checked.source, checked.data_dir)
    except EffadError as error:
        return "source", error
    return change_settings(settings, **changes)


def _cameras() -> list[tuple[str, str]]:
    from effad_desktop.sources.devices import find_cameras  # which loads OpenCV

    return [(f"camera:{camera.index}", camera.name) for camera in find_cameras()]
