"""The last twenty images, to look at again."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from effad_desktop.core.inspection import Inspection, Verdict
from effad_desktop.gui.language import number
from effad_desktop.gui.page import Translated
from effad_desktop.gui.theme import current
from effad_desktop.gui.widgets.image_view import to_qimage
from effad_desktop.gui.widgets.verdict import draw_mark

KEPT = 20
MOST_PIXELS = 2_000_000
"""Of an image that is kept to be looked at again; larger ones are thinned out. Twenty take 120 MB at most."""
GAP, THUMB, FOOT = 6.0, 56.0, 22.0
THUMB_PIXELS = 40_000
RADIUS = 6.0


class Strip(Translated):
    """Newest at the right. Holds still while the pointer is over it or one of its images is looked at.

    `chosen` comes with an inspection to show, `left` when the newest is wanted again.
    """

    chosen = Signal(object)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._newest: deque[Inspection] = deque(maxlen=KEPT)
        self._thinned: deque[str] = deque(maxlen=2 * KEPT)
        self._shown: Sequence[Inspection] = ()
        self._thumbs: dict[str, QPixmap] = {}
        self._selected: str | None = None
        self._hovered = False
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        self.retranslate()

    def sizeHint(self) -> QSize:
        return QSize(800, round(THUMB + FOOT) + 6)

    def add(self, inspections: Iterable[Inspection]) -> None:
        for one in inspections:
            kept = thinned(one)
            self._newest.append(kept)
            if kept is not one:
                self._thinned.append(one.id)
        self._follow()

    @property
    def kept(self) -> Sequence[Inspection]:
        """Those that are shown, and those that came while it held still."""
        return tuple({one.id: one for one in (*self._shown, *self._newest)}.values())

    def is_whole(self, inspection: Inspection) -> bool:
        """With all its pixels."""
        return inspection.id not in self._thinned

    def judge_anew(self, judge: Callable[[Inspection], Inspection]) -> None:
        self._newest = deque(map(judge, self._newest), maxlen=KEPT)
        self._shown = tuple(map(judge, self._shown))
        self.retranslate()

    @property
    def shown(self) -> Sequence[Inspection]:
        return self._shown

    @property
    def selected(self) -> Inspection | None:
        return next((one for one in self._shown if one.id == self._selected), None)

    def select(self, at: int) -> None:
        """Counted from the oldest that is shown."""
        if 0 <= at < len(self._shown):
            one = self._shown[at]
            self._selected = one.id
            self.retranslate()
            self.chosen.emit(one)

    def go_live(self) -> None:
        if self._selected is not None:
            self._selected = None
            self.left.emit()
        self._follow()
        self.retranslate()

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("The last {count} images").format(count=KEPT))
        if one := self.selected:
            word = self.tr("OK") if one.verdict is Verdict.NORMAL else self.tr("NG")
            text = self.tr("{verdict}, score {score}, {source}")
            score = number(one.prediction.anomaly_score, ".3f")
            self.setAccessibleDescription(text.format(verdict=word, score=score, source=one.frame.source))
        else:
            self.setAccessibleDescription(self.tr("Arrow keys look at an earlier one again"))
        self.setToolTip("" if self._shown else self.accessibleDescription())
        self.update()

    def restyle(self) -> None:
        self._thumbs.clear()
        self.update()

    def cell(self, at: int) -> QRectF:
        """Of the image `at`; what is there stands at the right."""
        step = (self.width() - 4 + GAP) / KEPT
        place = KEPT - len(self._shown) + at
        return QRectF(2 + round(place * step), 2, int(step - GAP), THUMB + FOOT)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        count = len(self._shown)
        now = next((i for i, one in enumerate(self._shown) if one.id == self._selected), count)
        key = event.key()
        if key == Qt.Key.Key_Left:
            self.select(max(0, now - 1))
        elif key == Qt.Key.Key_Home:
            self.select(0)
        elif key == Qt.Key.Key_End or (key == Qt.Key.Key_Right and now >= count - 1):
            self.go_live()
        elif key == Qt.Key.Key_Right:
            self.select(now + 1)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            at = next((i for i in range(len(self._shown)) if self.cell(i).contains(event.position())), None)
            if at is not None:
                self.select(at)

    def enterEvent(self, event: QEnterEvent) -> None:
        self._hovered = True
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._hovered = False
        self._follow()
        super().leaveEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.update()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.update()
        super().focusOutEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for at in range(len(self._shown) - KEPT, 0):
            self._draw_empty(painter, self.cell(at))
        for at, one in enumerate(self._shown):
            self._draw_one(painter, self.cell(at), one)

    def _follow(self) -> None:
        """The newest, unless someone looks or is about to."""
        full = len(self._shown) == KEPT
        if self._selected is not None or (self._hovered and full):
            return
        self._shown = tuple(self._newest)
        kept = {one.id for one in self._shown}
        self._thumbs = {id_: thumb for id_, thumb in self._thumbs.items() if id_ in kept}
        self.update()

    def _draw_empty(self, painter: QPainter, cell: QRectF) -> None:
        painter.setPen(QPen(QColor(current().border), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(cell.left(), cell.top(), cell.width(), THUMB), RADIUS, RADIUS)

    def _draw_one(self, painter: QPainter, cell: QRectF, one: Inspection) -> None:
        colours = current()
        selected = one.id == self._selected
        ink = QColor(colours.ok if one.verdict is Verdict.NORMAL else colours.ng)
        frame = QRectF(cell.left(), cell.top(), cell.width(), THUMB)
        painter.drawPixmap(frame.topLeft(), self._thumb(one, frame.size()))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        edge = QColor(colours.accent) if selected else QColor(colours.border)
        if one.verdict is Verdict.ANOMALOUS and not selected:
            edge = ink
        painter.setPen(QPen(edge, 3 if selected else 1.5))
        painter.drawRoundedRect(frame, RADIUS, RADIUS)
        side = 16.0
        place = QPointF(frame.center().x() - side / 2, frame.bottom() + 4)
        draw_mark(painter, one.verdict, QRectF(place.x(), place.y(), side, side), ink, QColor(colours.ground))
        if selected and self.hasFocus():
            painter.setPen(QPen(QColor(colours.accent), 2))
            painter.drawLine(
                QPointF(cell.left() + 8, cell.bottom() + 2), QPointF(cell.right() - 8, cell.bottom() + 2)
            )

    def _thumb(self, one: Inspection, size: QSizeF) -> QPixmap:
        """Made once for an image and a size: to scale twenty at the rate of a camera takes too long."""
        thumb = self._thumbs.get(one.id)
        if thumb is None or thumb.deviceIndependentSize() != size:
            thumb = self._thumbs[one.id] = _thumbnail(one.frame.image, size, self.devicePixelRatioF())
        return thumb


def _thumbnail(image: np.ndarray, size: QSizeF, ratio: float) -> QPixmap:
    """The whole image within the size, with round corners."""
    picture = to_qimage(_sparse(image, THUMB_PIXELS))
    thumb = QPixmap((size * ratio).toSize())
    thumb.setDevicePixelRatio(ratio)
    thumb.fill(Qt.GlobalColor.transparent)
    shape, target = QPainterPath(), QRectF(QPointF(), thumb.deviceIndependentSize())
    shape.addRoundedRect(target, RADIUS, RADIUS)
    scale = min(target.width() / picture.width(), target.height() / picture.height())
    whole = QRectF(0, 0, picture.width() * scale, picture.height() * scale)  # a cut edge may hide the defect
    whole.moveCenter(target.center())
    painter = QPainter(thumb)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
    painter.setClipPath(shape)
    painter.fillPath(shape, QColor(current().canvas))
    painter.drawImage(whole, picture)
    painter.end()
    return thumb


def thinned(inspection: Inspection) -> Inspection:
    """With no more pixels than are kept."""
    image = _sparse(inspection.frame.image, MOST_PIXELS)
    if image is inspection.frame.image:
        return inspection
    return replace(inspection, frame=replace(inspection.frame, image=image))


def _sparse(image: np.ndarray, most: int) -> np.ndarray:
    """Each n-th pixel of each n-th row: at once done, whatever the camera."""
    height, width = image.shape[:2]
    step = math.ceil(math.sqrt(height * width / most))
    return image if step <= 1 else np.ascontiguousarray(image[::step, ::step])
