"""The head of the Inspect page: which images, by which recipe, and go."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from effad_desktop.gui.icons import icon
from effad_desktop.gui.language import number
from effad_desktop.gui.page import Translated
from effad_desktop.gui.pages import inspect_choice as choices
from effad_desktop.gui.pages.inspect_choice import Choice, Kind
from effad_desktop.gui.pages.inspect_control import InspectControl, Mode
from effad_desktop.gui.theme import GRID, current
from effad_desktop.gui.widgets.chooser import Chooser

PACES = (5.0, 2.0, 1.0, 0.5, 0.2, 0.0)
"""Seconds for each image; none is as fast as it can."""


class InspectBar(Translated):
    """Tells the control what is wanted; shows what it says."""

    operator_wanted = Signal()

    def __init__(self, control: InspectControl, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._control = control
        self.source, self.recipe = Chooser(), Chooser()
        self.start, self.stop, self.single, self.operator = (QPushButton() for _ in range(4))
        self.pace = Chooser()
        self.address, self._use_address = QLineEdit(), QPushButton()
        self._address_row = QWidget()
        self._recipes, self._paces = QActionGroup(self), QActionGroup(self)
        self._lay_out()
        self._connect()
        self.restyle()
        self.retranslate()

    def restyle(self) -> None:
        self.start.setIcon(icon("play", current().on_accent))
        for button, name in ((self.stop, "stop"), (self.single, "trigger"), (self.operator, "fullscreen")):
            button.setIcon(icon(name))

    def retranslate(self) -> None:
        self.start.setText(self.tr("Start"))
        self.stop.setText(self.tr("Stop"))
        self.single.setText(self.tr("Single"))
        self.start.setToolTip(self.tr("Inspect one image after the other (S)"))
        self.stop.setToolTip(self.tr("Stop and let go of the source (S)"))
        self.single.setToolTip(self.tr("Inspect one image (Space)"))
        self.operator.setToolTip(self.tr("Only what an operator needs, on the whole screen (F11)"))
        self.operator.setAccessibleName(self.tr("Operator mode"))
        self.address.setPlaceholderText(self.tr("rtsp://… or http://…"))
        self.address.setAccessibleName(self.tr("Address of the stream"))
        self._use_address.setText(self.tr("Use this stream"))
        self.show_state()

    def show_state(self) -> None:
        control = self._control
        kind = control.choice.kind
        self.source.say(self.tr("Source"), self._name(control.choice), kind.icon)
        self.recipe.say(self.tr("Recipe"), control.recipe_name or "–", "recipes")
        self.source.setEnabled(control.ready)
        self.recipe.setEnabled(control.ready)
        self.start.setEnabled(control.can_start)
        self.stop.setEnabled(control.can_stop)
        self.single.setEnabled(control.can_trigger)
        opening = control.mode is Mode.OPENING
        self.start.setText(self.tr("Opening…") if opening else self.tr("Start"))
        self.pace.say(self.tr("Pace"), self._pace_name(control.pace))
        self.pace.setVisible(kind.is_reel)

    def _pace_name(self, seconds: float) -> str:
        if not seconds:
            return self.tr("as fast as possible")
        return self.tr("one every {seconds} s").format(seconds=number(seconds, "g"))

    def _name(self, choice: Choice) -> str:
        if choice.kind is Kind.SAMPLES:
            return self.tr("Sample images")
        if choice.kind is Kind.CAMERA and choice.label.isdecimal():
            return self.tr("Camera {number}").format(number=choice.label)
        return choice.label

    def _fill_sources(self) -> None:
        self._control.look_for_cameras()
        self._list_sources()

    def _list_sources(self) -> None:
        menu = self.source.menu()
        menu.clear()
        self._offer(self.tr("Sample images"), "image", self._choose_samples)
        for found in self._control.cameras:
            action = self._offer(f"{found.name} ({found.index})", "camera", self._choose_camera)
            action.setData((found.index, found.name))
        if not self._control.cameras:
            self._offer(self.tr("No camera found"), "camera", self._choose_camera).setEnabled(False)
        menu.addSeparator()
        self._offer(self.tr("Stream address…"), "link", self.ask_address)
        self._offer(self.tr("Video file…"), "play", self._ask_video)
        menu.addSeparator()
        self._offer(self.tr("Images…"), "image", self._ask_images)
        self._offer(self.tr("Folder of images…"), "folder", self._ask_folder)
        self._offer(self.tr("Watch a folder for new images…"), "drop", self._ask_hot_folder)

    def _offer(self, text: str, name: str, act: object) -> QAction:
        action = self.source.menu().addAction(icon(name), text)
        action.triggered.connect(act)
        return action

    def _fill_recipes(self) -> None:
        self._control.look_for_recipes()
        menu = self.recipe.menu()
        menu.clear()
        for name in self._control.recipes:
            action = menu.addAction(name)
            action.setCheckable(True)
            action.setChecked(name == self._control.recipe)
            self._recipes.addAction(action)

    def _choose_recipe(self, action: QAction) -> None:
        self._control.use(action.text())

    def _choose_samples(self) -> None:
        self._control.choose(choices.samples())

    def _choose_camera(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self._control.choose(choices.camera(*action.data()))

    def _ask_video(self) -> None:
        pattern = self.tr("Videos") + " (*.mp4 *.avi *.mkv *.mov *.webm *.mpg *.mpeg)"
        every = self.tr("All files") + " (*)"
        name, _ = QFileDialog.getOpenFileName(self, self.tr("Choose a video"), "", f"{pattern};;{every}")
        if name:
            self._control.choose(choices.video(Path(name)))

    def _ask_images(self) -> None:
        pattern = self.tr("Images") + " (*.jpg *.jpeg *.png *.bmp *.tif *.tiff *.webp)"
        names, _ = QFileDialog.getOpenFileNames(self, self.tr("Choose images"), "", pattern)
        if names:
            self._control.choose(choices.files([Path(name) for name in names]))

    def _ask_folder(self) -> None:
        if name := QFileDialog.getExistingDirectory(self, self.tr("Choose a folder of images")):
            self._control.choose(choices.files([Path(name)]))

    def _ask_hot_folder(self) -> None:
        if name := QFileDialog.getExistingDirectory(self, self.tr("Choose the folder to watch")):
            self._control.choose(choices.hot_folder(Path(name)))

    def ask_address(self) -> None:
        self._address_row.show()
        self.address.setFocus()

    def _take_address(self) -> None:
        if self.address.text().strip():
            self._control.choose(choices.stream(self.address.text()))
            self._address_row.hide()

    def _fill_paces(self) -> None:
        menu = self.pace.menu()
        menu.clear()
        for seconds in PACES:
            action = menu.addAction(self._pace_name(seconds))
            action.setData(seconds)
            action.setCheckable(True)
            action.setChecked(seconds == self._control.pace)
            self._paces.addAction(action)

    def _choose_pace(self, action: QAction) -> None:
        self._control.set_pace(action.data())
        self.show_state()

    def _connect(self) -> None:
        control = self._control
        control.changed.connect(self.show_state)
        control.cameras_found.connect(self._list_sources)
        self.source.menu().aboutToShow.connect(self._fill_sources)
        self.recipe.menu().aboutToShow.connect(self._fill_recipes)
        self._recipes.triggered.connect(self._choose_recipe)
        self.start.clicked.connect(control.start)
        self.stop.clicked.connect(control.stop)
        self.single.clicked.connect(control.trigger)
        self.operator.clicked.connect(self.operator_wanted)
        self.address.returnPressed.connect(self._take_address)
        self._use_address.clicked.connect(self._take_address)
        self.pace.menu().aboutToShow.connect(self._fill_paces)
        self._paces.triggered.connect(self._choose_pace)

    def _lay_out(self) -> None:
        self.start.setProperty("role", "primary")
        self.operator.setProperty("role", "quiet")
        for button in (self.start, self.stop, self.single, self.operator):
            button.setIconSize(QSize(18, 18))
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # so that space stays the trigger after a click
        row = QHBoxLayout()
        row.setSpacing(GRID)
        for widget in (self.source, self.recipe, self.start, self.stop, self.single, self.pace):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self.operator)
        below = QHBoxLayout(self._address_row)
        below.setContentsMargins(0, 0, 0, 0)
        below.addWidget(self.address, 1)
        below.addWidget(self._use_address)
        self._address_row.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addLayout(row)
        column.addWidget(self._address_row)
