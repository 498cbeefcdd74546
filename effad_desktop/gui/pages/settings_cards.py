"""The settings in groups; each card knows the words of its own."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from effad_desktop import __version__
from effad_desktop.detection.engines import ENGINES, has_gpu, is_installed
from effad_desktop.gui.language import LANGUAGES
from effad_desktop.gui.page import Translated, card
from effad_desktop.gui.pages.settings_rows import (
    ChoiceRow,
    NumberRow,
    Row,
    SecretRow,
    SourceRow,
    SwitchRow,
    TextRow,
    existing,
)
from effad_desktop.gui.theme import GRID
from effad_desktop.gui.widgets.elided import ElidedLabel
from effad_desktop.paths import DataFolder


class SettingsCard(Translated):
    def __init__(self, rows: tuple[Row, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = rows
        self._title = QLabel()
        self._title.setProperty("role", "section")
        frame = card(self)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(frame)
        self._column = QVBoxLayout(frame)
        self._column.setContentsMargins(3 * GRID, 2 * GRID, 3 * GRID, 2 * GRID)
        self._column.setSpacing(GRID + GRID // 2)
        self._column.addWidget(self._title)
        for row in rows:
            self._column.addWidget(row)


class LookCard(SettingsCard):
    """What is changed at once."""

    def __init__(self) -> None:
        self._language, self._theme = ChoiceRow("language"), ChoiceRow("theme")
        self._sound = SwitchRow("sound")
        super().__init__((self._language, self._theme, self._sound))
        self.retranslate()

    def retranslate(self) -> None:
        self._title.setText(self.tr("Look and sound"))
        self._language.set_texts(self.tr("Language"))
        self._language.choice.offer([("auto", self.tr("As the system")), *LANGUAGES.items()])
        self._theme.set_texts(self.tr("Theme"))
        themes = [("auto", self.tr("As the system")), ("light", self.tr("Light")), ("dark", self.tr("Dark"))]
        self._theme.choice.offer(themes)
        self._sound.set_texts(self.tr("Sound on NG"))


class DetectionCard(SettingsCard):
    def __init__(self) -> None:
        self._device, self._engine = ChoiceRow("device"), ChoiceRow("engine")
        super().__init__((self._device, self._engine))
        self.retranslate()

    def retranslate(self) -> None:
        self._title.setText(self.tr("Inspection"))
        self._device.set_texts(self.tr("Device"), self.tr("Automatic takes a GPU where there is one."))
        devices = [("auto", self.tr("Automatic")), ("cpu", self.tr("Processor (CPU)"))]
        if has_gpu():
            devices.append(("cuda", self.tr("NVIDIA GPU")))
        self._device.choice.offer(devices)
        self._engine.set_texts(self.tr("Engine"), self.tr("Automatic takes the quickest on that device."))
        names = {
            "openvino": "OpenVINO",
            "openvino-f32": self.tr("OpenVINO, 32 bits"),
            "openvino-bf16": self.tr("OpenVINO, 16 bits"),
            "openvino-int8": self.tr("OpenVINO, 8 bits"),
            "torch": "PyTorch",
        }
        engines = [(e, names.get(e, e)) for e in ENGINES if is_installed(e.partition("-")[0])]
        self._engine.choice.offer([("auto", self.tr("Automatic")), *engines])


class SourceCard(SettingsCard):
    def __init__(self) -> None:
        self._source = SourceRow("source")
        self._cameras: list[tuple[str, str]] = []
        super().__init__((self._source,))
        self.retranslate()

    def set_cameras(self, cameras: list[tuple[str, str]]) -> None:
        """Values and names."""
        self._cameras = cameras
        self.retranslate()
        self._source.show_value(self._source.value)

    def retranslate(self) -> None:
        self._title.setText(self.tr("Camera"))
        self._source.set_texts(
            self.tr("Starts by itself with"), self.tr("Any source can be chosen on the Inspect page.")
        )
        none, other = self.tr("Nothing"), self.tr("Stream, video or folder…")
        self._source.choice.offer([("", none), *self._cameras, (SourceRow.OTHER, other)])
        self._source.other.setPlaceholderText(self.tr("rtsp://…, http://…, a video file, or folder:/path"))
        self._source.other.setAccessibleName(self.tr("Address of the stream, video or folder"))


class StorageCard(SettingsCard):
    def __init__(self) -> None:
        self._images = ChoiceRow("store_images")
        self._days = NumberRow("keep_days", 0.1, 36500, 1)
        self._size = NumberRow("keep_gigabytes", 0.1, 1_000_000, 1)
        self._free = NumberRow("min_free_gigabytes", 0, 100_000, 1)
        super().__init__((self._images, self._days, self._size, self._free))
        self._days.number.valueChanged.connect(self._count_days)
        self.retranslate()

    def retranslate(self) -> None:
        self._title.setText(self.tr("History"))
        self._images.set_texts(self.tr("Store images"))
        policies = {"all": self.tr("All"), "anomalous": self.tr("Only NG"), "none": self.tr("None")}
        self._images.choice.offer(list(policies.items()))
        self._days.set_texts(self.tr("Keep for"))
        self._count_days()
        self._size.set_texts(
            self.tr("Images take at most"), self.tr("Over it the oldest images go; their figures stay.")
        )
        self._free.set_texts(self.tr("Leave free"), self.tr("Below it no images are stored."))
        for row in (self._size, self._free):
            row.number.setSuffix(self.tr(" GB"))

    def _count_days(self) -> None:
        one = self._days.number.value() == 1
        self._days.number.setSuffix(self.tr(" days", "", 1 if one else 2))


class ServiceCard(SettingsCard):
    def __init__(self) -> None:
        self._serve, self._host = SwitchRow("serve"), TextRow("host")
        self._port, self._token = NumberRow("port", 0, 65535), SecretRow("token")
        super().__init__((self._serve, self._host, self._port, self._token))
        self._port.number.setGroupSeparatorShown(False)
        self.retranslate()

    def retranslate(self) -> None:
        self._title.setText(self.tr("HTTP service"))
        self._serve.set_texts(self.tr("Other programs may ask for inspections"))
        self._host.set_texts(
            self.tr("Address"),
            self.tr("127.0.0.1 is reached from this machine only, 0.0.0.0 from the whole network."),
        )
        self._port.set_texts(self.tr("Port"))
        self._token.set_texts(
            self.tr("Token"), self.tr("Callers must give it; needed for any other address than 127.0.0.1.")
        )
        self._token.text.setPlaceholderText(self.tr("None"))
        self._token.shown.setText(self.tr("Show"))
        self._token.shown.setAccessibleName(self.tr("Show the token"))
        self._token.generate.setText(self.tr("Generate"))
        self._token.generate.setAccessibleName(self.tr("Generate a token"))


class PlacesCard(SettingsCard):
    """Where everything is; nothing here is changed."""

    def __init__(self) -> None:
        super().__init__(())
        self._names = [QLabel() for _ in range(3)]
        self._paths = [ElidedLabel() for _ in range(2)]
        self._buttons = [QPushButton() for _ in range(2)]
        self._version = QLabel(__version__)
        self._folder: DataFolder | None = None
        grid = QGridLayout()
        grid.setHorizontalSpacing(2 * GRID)
        grid.setVerticalSpacing(GRID)
        grid.setColumnStretch(1, 1)
        for at, name in enumerate(self._names):
            grid.addWidget(name, at, 0)
        for at, (path, button) in enumerate(zip(self._paths, self._buttons, strict=True)):
            path.setProperty("role", "muted")
            button.setProperty("role", "quiet")
            grid.addWidget(path, at, 1)
            grid.addWidget(button, at, 2)
        self._version.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._version.setProperty("role", "muted")
        grid.addWidget(self._version, 2, 1)
        self._column.addLayout(grid)
        self._buttons[0].clicked.connect(self._open_data)
        self._buttons[1].clicked.connect(self._open_logs)
        self.retranslate()

    def show_folder(self, folder: DataFolder) -> None:
        self._folder = folder
        for label, path in zip(self._paths, (folder.root, folder.logs), strict=True):
            label.setText(str(path))

    def retranslate(self) -> None:
        self._title.setText(self.tr("About this station"))
        names = (self.tr("Data folder"), self.tr("Log folder"), self.tr("Version"))
        for label, name in zip(self._names, names, strict=True):
            label.setText(name)
        for button, name in zip(self._buttons, names, strict=False):
            button.setText(self.tr("Open"))
            button.setAccessibleName(self.tr("Open: {folder}").format(folder=name))

    def _open_data(self) -> None:
        if self._folder:
            _open(self._folder.root)

    def _open_logs(self) -> None:
        if self._folder:
            _open(self._folder.logs)


def _open(folder: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(existing(folder))))
