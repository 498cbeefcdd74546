"""Two models of one recipe, side by side: figures, scores, and the pictures on which they differ."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from effad_desktop.core.comparison import SPAN, Candidate, Comparison, Figures, Truth
from effad_desktop.gui.language import number
from effad_desktop.gui.page import Translated
from effad_desktop.gui.theme import GRID, SMALL, current, font
from effad_desktop.gui.widgets.elided import ElidedLabel
from effad_desktop.gui.widgets.score_histogram import fill

BINS = 32
ROW, AXIS, LEGEND = 7 * GRID, 2 * GRID + 4, 2 * GRID + 4
PICTURE = 12 * GRID
COLUMNS = 3
KINDS = {Truth.GOOD: "good", Truth.DEFECT: "defective", Truth.SYNTHETIC: "unknown"}
"""How their bars are drawn."""
Row = tuple[str, str, str, int]
"""What it is, of the model now, of the new one, and which is better: -1, 0 or 1."""


class ComparisonView(Translated):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._made: Comparison | None = None
        self._pictures: tuple[tuple[int, QImage], ...] = ()
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(GRID)
        self._grid.setVerticalSpacing(GRID // 2)
        self._grid.setColumnStretch(0, 1)
        self._histograms = ScorePair()
        self._synthetic, self._differing = _label("small"), _label("")
        self._gallery = QGridLayout()
        self._gallery.setSpacing(GRID)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID + GRID // 2)
        column.addLayout(self._grid)
        column.addWidget(self._synthetic)
        column.addWidget(self._histograms)
        column.addWidget(self._differing)
        column.addLayout(self._gallery)

    def show_comparison(self, made: Comparison, pictures: tuple[tuple[int, QImage], ...]) -> None:
        if made == self._made and len(pictures) == len(self._pictures):
            return
        self._made, self._pictures = made, pictures
        self.retranslate()

    def retranslate(self) -> None:
        if self._made is None:
            return
        self._histograms.show_scores(self._made, self._method(self._made.now), self._method(self._made.new))
        self._fill_grid(self._made)
        figures = self._made.figures(self._made.now)
        self._synthetic.setText(
            self.tr("Synthetic defects are drawn on good images that were held out; they are no real ones.")
        )
        self._synthetic.setVisible(figures.synthetic > 0)
        self._fill_gallery(self._made)

    def rows(self, made: Comparison) -> list[Row]:
        now, new = made.figures(made.now), made.figures(made.new)
        rows = [
            _more(self.tr("AU-ROC"), now.image_auroc, new.image_auroc),
            _more(self.tr("AU-ROC, synthetic"), now.synthetic_auroc, new.synthetic_auroc),
            self._fewer(self.tr("Good rejected"), (now.false_rejects, now.good), new.false_rejects),
            self._fewer(self.tr("Defects missed"), (now.misses, now.defects), new.misses),
            self._synthetic_missed(now, new),
        ]
        thresholds = [number(side.threshold, ".4g") for side in (made.now, made.new)]
        known = [row for row in rows if row[1]]
        return [*known, self._speed(made), (self.tr("Threshold"), thresholds[0], thresholds[1], 0)]

    def _speed(self, made: Comparison) -> Row:
        """A tenth is within what measuring tells."""
        took = [1000 * side.seconds for side in (made.now, made.new)]
        shown = [self.tr("{time} ms").format(time=number(value, ".1f")) for value in took]
        return self.tr("An image takes"), shown[0], shown[1], _better(-took[0], -took[1], 0.1 * max(took))

    def _synthetic_missed(self, now: Figures, new: Figures) -> Row:
        of = (now.synthetic_misses, now.synthetic)
        return self._fewer(self.tr("Synthetic defects missed"), of, new.synthetic_misses)

    def _fewer(self, what: str, now: tuple[int, int], new: int) -> Row:
        count, total = now
        if not total:
            return what, "", "", 0
        texts = [self.tr("{count} of {total}").format(count=each, total=total) for each in (count, new)]
        return what, texts[0], texts[1], _better(-count, -new)

    def _fill_grid(self, made: Comparison) -> None:
        _empty(self._grid)
        for column, side in enumerate((made.now, made.new), 1):
            head = _label("small", self._method(side))
            head.setToolTip(side.engine)
            self._grid.addWidget(head, 0, column, Qt.AlignmentFlag.AlignRight)
        for at, (what, now, new, better) in enumerate(self.rows(made), 1):
            self._grid.addWidget(_label("muted", what), at, 0)
            for column, text, wins in ((1, now, better < 0), (2, new, better > 0)):
                value = _label("ok" if wins else "", text)
                value.setWordWrap(False)
                self._grid.addWidget(value, at, column, Qt.AlignmentFlag.AlignRight)

    def _fill_gallery(self, made: Comparison) -> None:
        _empty(self._gallery)
        count = len(made.differing())
        if count:
            self._differing.setText(self.tr("They differ on %n image(s):", "", count))
        else:
            self._differing.setText(self.tr("They agree on every real image."))
        for place, (index, image) in enumerate(self._pictures):
            self._gallery.addWidget(self._tile(made, index, image), *divmod(place, COLUMNS))

    def _tile(self, made: Comparison, index: int, image: QImage) -> QWidget:
        side = made.now if made.rejects(made.now, index) else made.new
        defect = made.images[index].truth is Truth.DEFECT
        truth = self.tr("Defect") if defect else self.tr("Good")
        tile = QWidget()
        column = QVBoxLayout(tile)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        picture = QLabel()
        scaled = image.scaled(
            QSize(2 * PICTURE, 2 * PICTURE),
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        scaled.setDevicePixelRatio(2.0)
        picture.setPixmap(QPixmap.fromImage(scaled))
        rejects = self.tr("NG by {method}").format(method=self._method(side))
        name = ElidedLabel()
        name.setText(made.images[index].name)
        name.setProperty("role", "small")
        name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        column.addWidget(picture)
        column.addWidget(_label("ng" if defect else "ok", truth))
        column.addWidget(_label("small", rejects))
        column.addWidget(name)
        tile.setToolTip(f"{made.images[index].name}: {truth}, {rejects}")
        tile.setAccessibleName(tile.toolTip())
        return tile

    def _method(self, side: Candidate) -> str:
        return self.tr("Memory") if side.method == "memory" else "EfficientAD"


class ScorePair(Translated):
    """Scores of both, one above the other, each as shares of its own threshold."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._made: Comparison | None = None
        self._names = ("", "")
        self.setFixedHeight(2 * ROW + AXIS + LEGEND)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.retranslate()

    def show_scores(self, made: Comparison, now: str, new: str) -> None:
        self._made, self._names = made, (now, new)
        self.retranslate()

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Histograms of the scores of both models"))
        self.setToolTip(
            self.tr("Scores as multiples of the threshold: good images should lie left of it, defects right")
        )
        self.update()

    def restyle(self) -> None:
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._made is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for at, (side, name) in enumerate(zip((self._made.now, self._made.new), self._names, strict=True)):
            self._draw_row(painter, QRectF(0, at * ROW, self.width(), ROW - GRID), side, name)
        self._draw_axis(painter)
        self._draw_legend(painter)

    def _draw_row(self, painter: QPainter, plot: QRectF, side: Candidate, name: str) -> None:
        assert self._made  # noqa: S101 - else nothing is drawn
        colours, middle = current(), plot.center().x()
        painter.setOpacity(0.55)
        painter.fillRect(QRectF(plot.left(), plot.top(), middle, plot.height()), QColor(colours.ok_soft))
        painter.fillRect(QRectF(middle, plot.top(), middle, plot.height()), QColor(colours.ng_soft))
        painter.setOpacity(1)
        counts = [self._made.histogram(side, truth, BINS) for truth in KINDS]
        highest, width = max(int(np.sum(counts, axis=0).max()), 1), plot.width() / BINS
        for column, stack in enumerate(zip(*counts, strict=True)):
            bottom = plot.bottom()
            for count, kind in zip(stack, KINDS.values(), strict=True):
                if count:
                    height = max(float(count) * (plot.height() - 2.5 * GRID) / highest, 3.0)
                    bar = QRectF(plot.left() + column * width + 0.5, bottom - height, width - 1, height)
                    fill(painter, bar, kind, colours)
                    bottom -= height
        painter.setPen(QPen(QColor(colours.text), 2))
        painter.drawLine(plot.center().toPoint().x(), int(plot.top()), int(middle), int(plot.bottom()))
        painter.setFont(font(SMALL, bold=True))
        painter.setPen(QColor(colours.muted))
        painter.drawText(plot.adjusted(GRID, 3, -GRID, 0), Qt.AlignmentFlag.AlignTop, name)

    def _draw_axis(self, painter: QPainter) -> None:
        painter.setFont(font(SMALL))
        painter.setPen(QColor(current().muted))
        box = QRectF(0, 2 * ROW - GRID + 2, self.width(), AXIS)
        ends = (f"{number(1 / SPAN, 'g')} ×", self.tr("threshold"), f"{number(SPAN, 'g')} ×")
        sides = (Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignHCenter, Qt.AlignmentFlag.AlignRight)
        for text, side in zip(ends, sides, strict=True):
            painter.drawText(box, Qt.AlignmentFlag.AlignTop | side, text)

    def _draw_legend(self, painter: QPainter) -> None:
        assert self._made  # noqa: S101 - else nothing is drawn
        x, top = 0.0, 2 * ROW + AXIS + 2.0
        named = {
            Truth.GOOD: self.tr("Good"),
            Truth.DEFECT: self.tr("Defects"),
            Truth.SYNTHETIC: self.tr("Synthetic"),
        }
        for truth, text in named.items():
            if not any(image.truth is truth for image in self._made.images):
                continue
            fill(painter, QRectF(x, top + 3, 10, 10), KINDS[truth], current())
            painter.setPen(QColor(current().muted))
            width = painter.fontMetrics().horizontalAdvance(text)
            painter.drawText(QRectF(x + 16, top, width + 4, LEGEND), Qt.AlignmentFlag.AlignTop, text)
            x += width + 16 + 2 * GRID


def _more(what: str, now: float | None, new: float | None) -> Row:
    if now is None or new is None:
        return what, "", "", 0
    return what, number(now, ".3f"), number(new, ".3f"), _better(now, new, 0.0005)


def _better(now: float, new: float, least: float = 0.0) -> int:
    return 0 if abs(new - now) <= least else 1 if new > now else -1


def _label(role: str, text: str = "") -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("role", role)
    label.setWordWrap(True)
    return label


def _empty(grid: QGridLayout) -> None:
    while item := grid.takeAt(0):
        if widget := item.widget():
            widget.hide()
            widget.deleteLater()
