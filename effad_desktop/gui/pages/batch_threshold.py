"""Trying thresholds on the scores of a batch, and giving one to the recipe."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from effad_desktop.core.calibration import Calibration
from effad_desktop.gui.icons import icon
from effad_desktop.gui.language import number
from effad_desktop.gui.page import Translated
from effad_desktop.gui.results import Results
from effad_desktop.gui.theme import GRID, current
from effad_desktop.gui.widgets.counters import grouped
from effad_desktop.gui.widgets.fields import Number
from effad_desktop.gui.widgets.score_histogram import ScoreGroups, ScoreHistogram, fill

DECIMALS = 4
LIMIT = 1e6


class ThresholdPanel(Translated):
    """Histogram, figure, cost and button; `tried` is told of each other threshold."""

    tried = Signal(float)
    wanted = Signal(float)
    """For the recipe."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._calibration: Calibration | None = None
        self._recipe = ""
        self._threshold = self._stored = 0.5
        self.histogram = ScoreHistogram()
        self.spin = Number(-LIMIT, LIMIT, DECIMALS)
        self.spin.setKeyboardTracking(False)
        self.spin.setStepType(QAbstractSpinBox.StepType.AdaptiveDecimalStepType)
        self.spin.setFixedWidth(12 * GRID)
        self._title, self._label, self._cost = QLabel(), QLabel(), QLabel()
        self._title.setProperty("role", "section")
        self._label.setProperty("role", "muted")
        self._label.setBuddy(self.spin)
        self._cost.setProperty("role", "small")
        self._cost.setWordWrap(True)
        self._cost.setMinimumHeight(2 * self._cost.fontMetrics().lineSpacing())
        self.back, self.use = QPushButton(), QPushButton()
        self._keys = [_Key("good"), _Key("defective"), _Key("unknown")]
        self._lay_out()
        self.histogram.moved.connect(self._try)
        self.spin.valueChanged.connect(self._try)
        self.back.clicked.connect(self._go_back)
        self.use.clicked.connect(lambda: self.wanted.emit(self._threshold))
        self.restyle()
        self.retranslate()

    def show_results(self, results: Results) -> None:
        groups = ScoreGroups(results.scores(True), results.scores(False), results.scores(None))
        self.histogram.show_scores(groups)
        counts = (groups.good, groups.defective, groups.unknown)
        for key, scores in zip(self._keys, counts, strict=True):
            key.setVisible(bool(scores.size))

    def know(self, recipe: str, stored: float, calibration: Calibration | None) -> None:
        self._recipe, self._stored, self._calibration = recipe, stored, calibration
        self._show()

    def show_threshold(self, threshold: float) -> None:
        self._threshold = threshold
        with QSignalBlocker(self.spin):  # it holds a rounded one
            self.spin.setValue(threshold)
        self._show()

    @property
    def cost(self) -> str:
        return self._cost.text()

    def restyle(self) -> None:
        self.back.setIcon(icon("reset"))
        self.use.setIcon(icon("ok", current().on_accent))
        self.use.setProperty("role", "primary")

    def retranslate(self) -> None:
        self._title.setText(self.tr("Scores"))
        self._label.setText(self.tr("Threshold"))
        self.spin.setAccessibleName(self.tr("Threshold"))
        self.back.setAccessibleName(self.tr("Back to the recipe's threshold"))
        self.back.setToolTip(self.back.accessibleName())
        self.use.setText(self.tr("Use for this recipe"))
        texts = (self.tr("known good"), self.tr("known defective"), self.tr("not known"))
        for key, text in zip(self._keys, texts, strict=True):
            key.setText(text)
        self._show()

    def _show(self) -> None:
        self.histogram.show_thresholds(self._threshold, self._stored)
        differs = self._threshold != self._stored
        self.back.setEnabled(differs)
        self.use.setEnabled(differs and bool(self._recipe))
        self.use.setToolTip(
            self.tr("Store it in {recipe}; its threshold is {value} now").format(
                recipe=self._recipe, value=number(self._stored, ".4g")
            )
        )
        self._cost.setText(self._sentence())

    def _sentence(self) -> str:
        if not self._recipe:
            return ""
        if self._calibration is None:
            return self.tr(
                "Its false rejects cannot be foretold: {recipe} kept no scores of held-out good images"
            ).format(recipe=self._recipe)
        cost = self._calibration.false_rejects(self._threshold)
        return self.tr(
            "Expect {expected} false rejects in 1,000 good images (95 %: {low} to {high}), "
            "by {count} held-out ones"
        ).format(
            expected=number(cost.expected, ".1f"),
            low=number(cost.low, ".1f"),
            high=number(cost.high, ".1f"),
            count=grouped(self._calibration.good_images),
        )

    def _try(self, threshold: float) -> None:
        if threshold != self._threshold:
            self.show_threshold(threshold)
            self.tried.emit(threshold)

    def _go_back(self) -> None:
        self._try(self._stored)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(2 * GRID)
        head.addWidget(self._title)
        head.addStretch(1)
        for key in self._keys:
            head.addWidget(key)
        row = QHBoxLayout()
        row.setSpacing(GRID)
        for widget in (self._label, self.spin, self.back):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self.use)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 1 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(GRID // 2)
        column.addLayout(head)
        column.addWidget(self.histogram, 1)
        column.addWidget(self._cost)
        column.addSpacing(GRID // 2)
        column.addLayout(row)


class _Key(QLabel):
    """A swatch as the bars are filled, and its word."""

    def __init__(self, kind: str) -> None:
        super().__init__()
        self._kind = kind
        self.setProperty("role", "small")
        self.setContentsMargins(18, 0, 0, 0)
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setPen(Qt.PenStyle.NoPen)
        fill(painter, QRectF(0, self.height() / 2 - 6, 12, 12), self._kind, current())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()
