"""A window of full pages, and all that can be read in it."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any

from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QDoubleSpinBox,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QTableView,
    QWidget,
)

from effad_desktop.errors import EffadError
from effad_desktop.gui import theme
from effad_desktop.gui.main_window import MainWindow
from effad_desktop.gui.widgets.chooser import Chooser
from effad_desktop.gui.widgets.elided import ElidedLabel
from effad_desktop.settings import Settings
from tests.effad_desktop.gui.page_bench import FakeBackend

SAME_IN_GERMAN = {
    *("OK", "NG", "Start", "Port", "Token", "Version", "Score", "Scores", "Engine", "CSV…", "HTTP", "Videos"),
    *("AU-ROC", "F1", "AU-PRO", "SHA-256", "{seconds} s", "{minutes} min {seconds:02} s", "{time} ms"),
    *("{hours} h {minutes:02} min", "{size}, {megabytes} MB", " GB", "Version {number}"),
}
NOBODYS_WORDS = re.compile(
    r"/|\.png|screws|hole|sample|effad|https?:|127\.0|English|Deutsch|简体中文|OpenVINO|PyTorch|EfficientAD|fake|openvino"
    r"|[0-9a-f]{8}|\d\.\d"
)
"""Names, addresses and versions."""


class WholeBackend(FakeBackend):
    """What the status bar asks for too."""

    def _open(self, settings: Settings) -> tuple[Any, EffadError | None]:
        assembly, error = super()._open(settings)
        assembly.server = SimpleNamespace(running=False, url="")
        return assembly, error


def is_clipped(widget: QWidget) -> bool:
    if not widget.isVisible() or isinstance(widget, ElidedLabel | Chooser):
        return False
    metrics, width = widget.fontMetrics(), widget.width()
    if isinstance(widget, QLabel | QAbstractButton):
        return bool(widget.text()) and _is_cut(widget)
    if isinstance(widget, QComboBox):
        texts = [widget.itemText(at) for at in range(widget.count())]
        return max(map(metrics.horizontalAdvance, texts), default=0) > width - 40
    return isinstance(widget, QDoubleSpinBox) and metrics.horizontalAdvance(widget.text()) > width - 20


def _is_cut(widget: QLabel | QAbstractButton) -> bool:
    if isinstance(widget, QLabel) and widget.wordWrap():
        return widget.heightForWidth(widget.width()) > widget.height()
    if widget.property("role") == "nav":  # its style asks for room that it does not need
        bold = QFontMetrics(theme.font(theme.SMALL, bold=True))
        return bold.horizontalAdvance(widget.text()) > widget.width() - 6
    gives_way = widget.sizePolicy().horizontalPolicy() is QSizePolicy.Policy.Ignored
    return not gives_way and widget.sizeHint().width() > widget.width()


def text_of(widget: QWidget) -> str:
    return widget.text() if isinstance(widget, QLabel | QAbstractButton) else widget.accessibleName()


def is_word(text: str) -> bool:
    return bool(re.search(r"[A-Za-z]{2}", text)) and not NOBODYS_WORDS.search(text)


def texts(window: MainWindow) -> set[str]:
    """All that can be read, or heard, of all pages; of dates and figures nothing."""
    found: set[str] = set()
    for widget in window.findChildren(QWidget):
        if type(widget).__module__.startswith("pyqtgraph"):
            continue
        found |= {widget.toolTip(), widget.accessibleName(), widget.accessibleDescription()}
        if isinstance(widget, QLabel | QAbstractButton):
            found.add(widget.text())
        elif isinstance(widget, QLineEdit):
            found.add(widget.placeholderText())
        elif isinstance(widget, QComboBox):
            found |= {widget.itemText(at) for at in range(widget.count())}
        elif isinstance(widget, QAbstractItemView):
            found |= cells(widget)
        found |= {action.text() for action in widget.actions()}
    return {text.strip() for text in found if text.strip() and not text[-1:].isdigit()}


def cells(view: QAbstractItemView) -> set[str]:
    model = view.model()
    columns = model.columnCount() if isinstance(view, QTableView) else 1
    found = set()
    if isinstance(view, QTableView):
        headers = (model.headerData(at, view.horizontalHeader().orientation()) for at in range(columns))
        found |= {str(header or "") for header in headers}
    for row in range(model.rowCount()):
        found |= {str(model.index(row, column).data() or "") for column in range(columns)}
    return found
