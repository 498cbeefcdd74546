"""Yield by hour or day: a bar for what was inspected, NG at its top, and the yield as a line."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from effad_desktop.gui.language import day, minute, minute_without_year, number
from effad_desktop.gui.page import Translated
from effad_desktop.gui.pages.history_query import Yields
from effad_desktop.gui.theme import GRID, SMALL, current, font
from effad_desktop.gui.widgets.counters import Tally, grouped

if TYPE_CHECKING:
    from effad_desktop.sinks.history import YieldBucket

LEFT, RIGHT, TOP, BOTTOM = 5 * GRID, 6 * GRID, 3 * GRID, 2 * GRID + GRID // 2
WIDEST_BAR = 48.0
MOST_SLOTS = 100_000


class YieldPlot(Translated):
    """Pointer and arrow keys tell a bar's figures; a click or Enter asks for its hour or day."""

    picked = Signal(object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._yields: Yields | None = None
        self._slots: list[int] = []
        self._count = 1
        self._at = -1
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(240, 15 * GRID)
        self.retranslate()

    def sizeHint(self) -> QSize:
        return QSize(400, 16 * GRID)

    def show_yields(self, yields: Yields | None) -> None:
        self._yields = yields if yields and yields.buckets else None
        self._at = -1
        if self._yields:
            first, self._count = _range(self._yields)
            self._slots = [_slot(bucket.start, first, self._yields.step) for bucket in self._yields.buckets]
        self.retranslate()
        self.update()

    @property
    def caption(self) -> str:
        """Of the bar that is pointed at."""
        return self._words(self._yields.buckets[self._at]) if self._yields and self._at >= 0 else ""

    def restyle(self) -> None:
        self.update()

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Yield over time"))
        if self._yields:
            words = self.tr("{ok} OK, {ng} NG in {count} bars", "", len(self._slots))
            counts = {"ok": grouped(self._yields.normal), "ng": grouped(self._yields.anomalous)}
            self.setAccessibleDescription(words.format(**counts, count=len(self._slots)))

    def _words(self, bucket: YieldBucket) -> str:
        when = minute if self._yields and self._yields.step == "hour" else day
        tally = Tally(bucket.normal, bucket.anomalous)
        return self.tr("{when}: {ok} OK, {ng} NG, yield {share}").format(
            when=when(bucket.start), ok=grouped(tally.ok), ng=grouped(tally.ng), share=tally.good_share
        )

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font(SMALL))
        if self._yields is None:
            painter.setPen(QColor(current().muted))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.tr("Nothing was inspected"))
            return
        area = QRectF(LEFT, TOP, self.width() - LEFT - RIGHT, self.height() - TOP - BOTTOM)
        highest = max(bucket.normal + bucket.anomalous for bucket in self._yields.buckets)
        lowest = _lowest(self._yields.buckets)
        self._draw_axes(painter, area, highest, lowest)
        self._draw_bars(painter, area, highest, self._yields.buckets)
        self._draw_line(painter, area, lowest, self._yields.buckets)
        caption = self.caption or self.tr("Inspected, NG on top; line: yield")
        painter.setPen(QColor(current().text if self._at >= 0 else current().muted))
        painter.drawText(QRectF(LEFT, 0, area.width(), TOP - 4), Qt.AlignmentFlag.AlignVCenter, caption)

    def _draw_axes(self, painter: QPainter, area: QRectF, highest: int, lowest: float) -> None:
        colours = current()
        painter.setPen(QPen(QColor(colours.border), 1))
        for y in (area.top(), area.bottom()):
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
        painter.setPen(QColor(colours.muted))
        right, left = Qt.AlignmentFlag.AlignRight, Qt.AlignmentFlag.AlignLeft
        middle = Qt.AlignmentFlag.AlignVCenter
        for y, count, share in ((area.top(), highest, 1.0), (area.bottom(), 0, lowest)):
            painter.drawText(QRectF(0, y - 8, LEFT - 6, 16), right | middle, _short(count))
            painter.drawText(
                QRectF(area.right() + 6, y - 8, RIGHT, 16), left | middle, f"{number(100 * share, 'g')} %"
            )
        if self._yields:
            buckets, under = self._yields.buckets, QRectF(area.left(), area.bottom() + 2, area.width(), 18)
            painter.drawText(under, left | middle, _when(buckets[0], self._yields))
            if len(buckets) > 1:
                painter.drawText(under, right | middle, _when(buckets[-1], self._yields))

    def _draw_bars(self, painter: QPainter, area: QRectF, highest: int, buckets: list[YieldBucket]) -> None:
        colours = current()
        ok, ng = QColor(colours.ok), QColor(colours.ng)
        hatch = QBrush(QColor(colours.surface), Qt.BrushStyle.BDiagPattern)  # told apart without colour too
        for at, bucket in enumerate(buckets):
            bar = self._bar(area, at)
            unit = area.height() / highest
            good = QRectF(bar.left(), area.bottom() - bucket.normal * unit, bar.width(), bucket.normal * unit)
            height = max(bucket.anomalous * unit, 2.0) if bucket.anomalous else 0.0
            bad = QRectF(bar.left(), good.top() - height, bar.width(), height)
            ok.setAlphaF(1.0 if at == self._at else 0.7)
            painter.fillRect(good, ok)
            painter.fillRect(bad, ng)
            if bar.width() > 5 and height > 5:
                painter.fillRect(bad, hatch)
            if at == self._at:
                painter.setPen(QPen(QColor(colours.accent), 2))
                whole = good.united(bad) if height else good
                painter.drawRect(whole.adjusted(-2, -2, 2, 1))

    def _draw_line(self, painter: QPainter, area: QRectF, lowest: float, buckets: list[YieldBucket]) -> None:
        points = []
        for at, bucket in enumerate(buckets):
            share = bucket.normal / (bucket.normal + bucket.anomalous)
            height = (share - lowest) / (1 - lowest) * area.height()
            points.append(QPointF(self._bar(area, at).center().x(), area.bottom() - height))
        halo, line = QPen(QColor(current().surface), 4), QPen(QColor(current().accent), 2)
        for pen in (halo, line):
            painter.setPen(pen)
            painter.drawPolyline(points)
        if len(points) < 80:
            painter.setPen(QPen(QColor(current().surface), 1.5))
            painter.setBrush(QColor(current().accent))
            for point in points:
                painter.drawEllipse(point, 3.5, 3.5)

    def _bar(self, area: QRectF, at: int) -> QRectF:
        slot = area.width() / self._count
        width = max(min(slot * 0.72, WIDEST_BAR), 1.0)
        left = area.left() + (self._slots[at] + 0.5) * slot - width / 2
        return QRectF(left, area.top(), width, area.height())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._point_at(self._nearest(event.position().x()))

    def leaveEvent(self, _event: object) -> None:
        self._point_at(-1)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._point_at(-1)
        super().focusOutEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._point_at(self._nearest(event.position().x()))
        self._pick()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        last = len(self._slots) - 1
        if self._yields and event.key() == Qt.Key.Key_Left:
            self._point_at(last if self._at < 0 else max(self._at - 1, 0))
        elif self._yields and event.key() == Qt.Key.Key_Right:
            self._point_at(0 if self._at < 0 else min(self._at + 1, last))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._pick()
        else:
            super().keyPressEvent(event)

    def _nearest(self, x: float) -> int:
        if self._yields is None:
            return -1
        slot = (x - LEFT) / max(self.width() - LEFT - RIGHT, 1) * self._count - 0.5
        best = min(range(len(self._slots)), key=lambda i: abs(self._slots[i] - slot))
        return best if abs(self._slots[best] - slot) < max(1.0, self._count / 100) else -1

    def _point_at(self, at: int) -> None:
        if at != self._at:
            self._at = at
            self.setAccessibleDescription(self.caption)
            self.update()

    def _pick(self) -> None:
        if self._yields and self._at >= 0:
            start = self._yields.buckets[self._at].start
            self.picked.emit(start, _end(start, self._yields.step))


def _end(start: datetime, step: str) -> datetime:
    """A day may have 23 or 25 hours."""
    if step == "hour":
        return datetime.fromtimestamp(start.timestamp() + 3600).astimezone()
    return (start.replace(tzinfo=None) + timedelta(days=1)).astimezone()


def _slot(start: datetime, first: datetime, step: str) -> int:
    if step == "hour":
        return round((start.timestamp() - first.timestamp()) / 3600)
    return start.date().toordinal() - first.date().toordinal()


def _range(yields: Yields) -> tuple[datetime, int]:
    """Where the axis begins, and how many bars would have room on it."""
    first = yields.buckets[0].start
    if yields.since:
        since = yields.since.astimezone().replace(minute=0, second=0, microsecond=0)
        since = since if yields.step == "hour" else since.replace(hour=0)
        first = min(first, since)
    last = yields.buckets[-1].start
    return first, min(_slot(last, first, yields.step) + 1, MOST_SLOTS)


def _lowest(buckets: list[YieldBucket]) -> float:
    """Where the axis of the yield begins: a round figure below all of them."""
    worst = min(bucket.normal / (bucket.normal + bucket.anomalous) for bucket in buckets)
    return next((step for step in (0.95, 0.9, 0.8, 0.5) if worst >= step), 0.0)


def _short(count: int) -> str:
    if count >= 10_000_000:
        return f"{count / 1e6:.0f}M"
    return f"{count / 1000:.0f}k" if count >= 10_000 else grouped(count)


def _when(bucket: YieldBucket, yields: Yields) -> str:
    return minute_without_year(bucket.start) if yields.step == "hour" else day(bucket.start)
