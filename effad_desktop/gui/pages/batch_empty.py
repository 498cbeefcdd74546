"""What the batch page shows before there is anything to show."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from effad_desktop.gui.icons import icon, pixmap
from effad_desktop.gui.page import Translated
from effad_desktop.gui.theme import GRID, current


class EmptyBatch(Translated):
    """An inviting place to drop images on; the window takes the drop itself."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon, self._title, self._sentence = QLabel(), QLabel(), QLabel()
        self._title.setProperty("role", "title")
        self._sentence.setProperty("role", "muted")
        self._sentence.setWordWrap(True)
        self._sentence.setFixedWidth(52 * GRID)
        for label in (self._icon, self._title, self._sentence):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.folder, self.files, self.samples = QPushButton(), QPushButton(), QPushButton()
        self.folder.setProperty("role", "primary")
        self.samples.setProperty("role", "quiet")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._lay_out()
        self.restyle()
        self.retranslate()

    def restyle(self) -> None:
        colours = current()
        self._icon.setPixmap(pixmap("drop", 56, colours.accent))
        self.folder.setIcon(icon("folder", colours.on_accent))
        self.files.setIcon(icon("file"))
        self.samples.setIcon(icon("image", colours.accent))
        self.update()

    def retranslate(self) -> None:
        self._title.setText(self.tr("Drop images or folders here"))
        self._sentence.setText(
            self.tr(
                "Each gets a score and a verdict; then you see how they lie and try other thresholds on them."
            )
        )
        self.folder.setText(self.tr("Choose a folder…"))
        self.files.setText(self.tr("Choose images…"))
        self.samples.setText(self.tr("Try the sample images"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        colours = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(QColor(colours.border), 2, Qt.PenStyle.CustomDashLine)
        pen.setDashPattern([5, 4])
        painter.setPen(pen)
        painter.setBrush(QColor(colours.surface))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 16, 16)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setSpacing(GRID)
        column.addStretch(3)
        column.addWidget(self._icon)
        column.addSpacing(GRID)
        column.addWidget(self._title)
        column.addLayout(_centred(self._sentence))
        column.addSpacing(2 * GRID)
        column.addLayout(_centred(self.folder, self.files))
        column.addWidget(self.samples, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(4)


def _centred(*widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(GRID)
    row.addStretch(1)
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch(1)
    return row
