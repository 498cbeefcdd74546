"""What is laid over the image, and how large it is."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QSlider, QToolButton, QWidget

from effad_desktop.core.heatmap import COLD_RAMP, RAMP
from effad_desktop.gui.icons import icon
from effad_desktop.gui.page import Translated
from effad_desktop.gui.theme import GRID
from effad_desktop.gui.widgets.elided import ElidedLabel
from effad_desktop.gui.widgets.image_view import ImageView

OPACITY = 60


class ImageTools(Translated):
    """Buttons of an ImageView, with a caption at their left."""

    def __init__(self, view: ImageView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = view
        self._caption, self._zoom = ElidedLabel(), QLabel()
        self._caption.setProperty("role", "small")
        self._caption.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._zoom.setProperty("role", "small")
        self._zoom.setMinimumWidth(40)
        self._zoom.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.heat, self.cold, self.contour, self.fit = (self._button() for _ in range(4))
        self.heat.setCheckable(True)
        self.contour.setCheckable(True)
        self.cold.setCheckable(True)
        self.opacity = QSlider(Qt.Orientation.Horizontal)
        self.opacity.setRange(0, 100)
        self.opacity.setFixedWidth(10 * GRID)
        self.opacity.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        row.addWidget(self._caption, 1)
        for widget in (self.heat, self.opacity, self.cold, self.contour, self.fit, self._zoom):
            row.addWidget(widget)
        self._connect()
        self.restyle()
        self.retranslate()

    def make_shortcuts(self, page: QWidget) -> None:
        """For the whole page; letters typed into a field stay there."""
        inside = Qt.ShortcutContext.WidgetWithChildrenShortcut
        keys = {"H": self.heat, "K": self.cold, "C": self.contour, "F": self.fit}
        for key, button in keys.items():
            QShortcut(QKeySequence(key), page, context=inside).activated.connect(button.click)

    def set_caption(self, text: str) -> None:
        if text != self._caption.text():
            self._caption.setText(text)

    @property
    def caption(self) -> str:
        return self._caption.text()

    def restyle(self) -> None:
        for button, name in (
            (self.heat, "heat"),
            (self.cold, "palette"),
            (self.contour, "contour"),
            (self.fit, "fit"),
        ):
            button.setIcon(icon(name))

    def retranslate(self) -> None:
        texts = (
            (self.heat, self.tr("Heat map"), "H"),
            (self.contour, self.tr("Contour"), "C"),
            (self.cold, self.tr("Cold colours"), "K"),
            (self.fit, self.tr("Fit to the window"), "F"),
        )
        for button, text, key in texts:
            button.setAccessibleName(text)
            button.setToolTip(f"{text} ({key})")
        self.heat.setText(texts[0][1])
        self.contour.setText(texts[1][1])
        self.opacity.setAccessibleName(self.tr("Opacity of the heat map"))
        self.opacity.setToolTip(self.opacity.accessibleName())

    def _button(self) -> QToolButton:
        button = QToolButton()
        button.setProperty("role", "quiet")
        button.setIconSize(QSize(18, 18))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def _connect(self) -> None:
        view = self._view
        for button in (self.cold, self.fit):
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        self.heat.toggled.connect(view.set_heat_visible)
        self.heat.toggled.connect(self.opacity.setEnabled)
        self.heat.toggled.connect(self.cold.setEnabled)
        self.cold.toggled.connect(self._set_cold)
        self.contour.toggled.connect(view.set_contour_visible)
        self.opacity.valueChanged.connect(self._set_opacity)
        self.fit.clicked.connect(view.fit)
        view.zoomed.connect(self._show_zoom)
        self.heat.setChecked(True)
        self.contour.setChecked(True)
        self.opacity.setValue(OPACITY)

    def _set_cold(self, cold: bool) -> None:
        self._view.set_ramp(COLD_RAMP if cold else RAMP)

    def _set_opacity(self, percent: int) -> None:
        self._view.set_opacity(percent / 100)

    def _show_zoom(self, scale: float) -> None:
        self._zoom.setText(f"{scale * 100:.0f} %")
