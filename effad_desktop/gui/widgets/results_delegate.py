"""Paints the table's cells: nothing of a row is a widget."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from effad_desktop.core.inspection import Verdict
from effad_desktop.gui.icons import pixmap
from effad_desktop.gui.results import Column, Result
from effad_desktop.gui.theme import GRID, SMALL, TEXT, current, font
from effad_desktop.gui.widgets.results_model import ResultsModel
from effad_desktop.gui.widgets.thumbnails import Thumbnails

THUMBNAIL = 40
ICON = 16
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class ResultsDelegate(QStyledItemDelegate):
    def __init__(self, model: ResultsModel, thumbnails: Thumbnails, parent: QObject) -> None:
        super().__init__(parent)
        self._model = model
        self._thumbnails = thumbnails

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        result = self._model.result(index.row())
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        self._ground(painter, option)
        cell = QRectF(option.rect).adjusted(GRID, 0, -GRID, 0)
        column = Column(index.column())
        if column is Column.NAME:
            self._name(painter, cell, result)
        elif column is Column.SCORE:
            text = str(self._model.data(index) or "–")
            cell = cell.adjusted(0, 0, -1.5 * GRID, 0)
            _write(painter, cell, text, current().muted if result.error else current().text, align=_RIGHT)
        elif column is Column.VERDICT:
            self._verdict(painter, cell, result)
        else:
            self._truth(painter, cell, result)
        painter.restore()

    def _ground(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        colours = current()
        rect, state = option.rect, option.state
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(colours.accent_soft))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, QColor(colours.raised))
        painter.setPen(QColor(colours.border))
        painter.setOpacity(0.6)
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.setOpacity(1)

    def _name(self, painter: QPainter, cell: QRectF, result: Result) -> None:
        box = QRectF(cell.left(), cell.center().y() - THUMBNAIL / 2, THUMBNAIL, THUMBNAIL)
        self._thumbnail(painter, box, result)
        text = cell.adjusted(THUMBNAIL + 1.5 * GRID, 0, 0, 0)
        if not result.folder:
            _write(painter, text, result.name, current().text)
            return
        half = text.height() / 2
        upper = text.adjusted(0, 6, 0, -half)
        _write(painter, upper, result.name, current().text)
        _write(painter, text.adjusted(0, half, 0, -8), result.folder, current().muted, SMALL)

    def _thumbnail(self, painter: QPainter, box: QRectF, result: Result) -> None:
        colours = current()
        shape = QPainterPath()
        shape.addRoundedRect(box, 6, 6)
        painter.fillPath(shape, QColor(colours.canvas))
        picture = None if result.error else self._thumbnails.get(result.path)
        if picture is None or picture.isNull():
            name = "warning" if result.error or picture is not None else "image"
            middle = box.center()
            painter.drawPixmap(int(middle.x()) - 8, int(middle.y()) - 8, pixmap(name, ICON, colours.muted))
            return
        scale = max(THUMBNAIL / picture.width(), THUMBNAIL / picture.height())
        width, height = picture.width() * scale, picture.height() * scale
        painter.save()
        painter.setClipPath(shape)
        middle = box.center()
        target = QRectF(middle.x() - width / 2, middle.y() - height / 2, width, height)
        painter.drawPixmap(target, picture, QRectF(picture.rect()))
        painter.restore()

    def _verdict(self, painter: QPainter, cell: QRectF, result: Result) -> None:
        colours = current()
        verdict = result.verdict(self._model.threshold)
        name, colour, ground = {
            Verdict.NORMAL: ("ok", colours.ok, colours.ok_soft),
            Verdict.ANOMALOUS: ("ng", colours.ng, colours.ng_soft),
            None: ("warning", colours.warning, colours.warning_soft),
        }[verdict]
        word = self._model.verdict_word(result)
        words = QFontMetricsF(font(TEXT, bold=True)).horizontalAdvance(word) if verdict else 0.0
        width = ICON + 2.5 * GRID + words if verdict else cell.width()
        chip = QRectF(cell.left(), cell.center().y() - 13, width, 26)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(chip, 13, 13)
        painter.drawPixmap(int(chip.left()) + GRID, int(chip.center().y()) - 8, pixmap(name, ICON, colour))
        text = chip.adjusted(GRID + ICON + GRID / 2, 0, 0, 0)
        _write(painter, text, word, colour, TEXT if verdict else SMALL, bold=True)

    def _truth(self, painter: QPainter, cell: QRectF, result: Result) -> None:
        colours = current()
        truth = self._model.truth_word(result)
        wrong = self._model.disagreement(result)
        if not wrong:
            _write(painter, cell, truth or "–", colours.text if truth else colours.muted)
            return
        half = cell.height() / 2
        _write(painter, cell.adjusted(0, 6, 0, -half), truth, colours.text)
        lower = cell.adjusted(0, half, 0, -8)
        _write(painter, lower, wrong, colours.warning, SMALL, bold=True)


@lru_cache(maxsize=8)
def _font(size: int, bold: bool) -> QFont:
    """To make one costs a fifth of painting a cell."""
    return font(size, bold)


def _write(
    painter: QPainter,
    box: QRectF,
    text: str,
    colour: str,
    size: int = TEXT,
    *,
    bold: bool = False,
    align: Qt.AlignmentFlag = _LEFT,
) -> None:
    """Shortened in its middle where there is no room: names differ at their ends."""
    painter.setFont(_font(size, bold))
    painter.setPen(QColor(colour))
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideMiddle, int(box.width()))
    painter.drawText(box, align, shown)
