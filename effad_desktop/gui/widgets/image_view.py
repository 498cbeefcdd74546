"""An image as large as there is room, with its heat map and the contour of what is over the threshold."""

from __future__ import annotations

import numpy as np
import pyqtgraph
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QImage,
    QKeyEvent,
    QPainter,
    QPainterPath,
    QPen,
    QPixmap,
    QResizeEvent,
    QTransform,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QFrame,
    QGraphicsPathItem,
    QGraphicsPixmapItem,
    QGraphicsScene,
    QGraphicsView,
    QWidget,
)

from effad_desktop.core.heatmap import RAMP, Ramp, heat_layer
from effad_desktop.core.inspection import AnomalyMap, Image
from effad_desktop.gui.theme import current

HEAT_SIDE = 256
MAX_ZOOM = 40.0
MOST_EDGES = 500
"""Places where a contour passes; a map that is all noise would else hold up the window for 0.1 s."""
STEP = 1.25


class ImageView(QGraphicsView):
    """Wheel zooms at the pointer, dragging pans, a double click or F fits it to the window."""

    zoomed = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scene = QGraphicsScene(self)
        self.setScene(self._scene)
        smooth = Qt.TransformationMode.SmoothTransformation
        self._image, self._heat, self._contour = (
            QGraphicsPixmapItem(),
            QGraphicsPixmapItem(),
            QGraphicsPathItem(),
        )
        for layer in (self._image, self._heat, self._contour):
            self._scene.addItem(layer)
        self._image.setTransformationMode(smooth)
        self._heat.setTransformationMode(smooth)
        self._heat.setOpacity(0.6)
        self._map: tuple[AnomalyMap | None, float] = (None, 0.0)
        self._ramp = RAMP
        self._fitted = True
        self.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setDragMode(QGraphicsView.DragMode.ScrollHandDrag)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.AnchorUnderMouse)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumSize(200, 150)
        self.setAcceptDrops(False)  # a drop anywhere in the window goes to the window

    def show_image(self, image: Image, anomaly_map: AnomalyMap | None = None, threshold: float = 0.0) -> None:
        """Keeps the zoom while images of one size follow each other."""
        pixmap = QPixmap.fromImage(to_qimage(image))
        if pixmap.size() != self._image.pixmap().size():
            self._fitted = True
        self._image.setPixmap(pixmap)
        self._scene.setSceneRect(QRectF(pixmap.rect()))
        self.set_map(anomaly_map, threshold)
        if self._fitted:
            self.fit()

    def set_map(self, anomaly_map: AnomalyMap | None, threshold: float) -> None:
        """Lays another heat map over the same image, or none."""
        self._map = (anomaly_map, threshold)
        self._heat.setPixmap(QPixmap())
        self._contour.setPath(QPainterPath())
        size = self._image.pixmap().size()
        if anomaly_map is None or size.isEmpty():
            return
        layer = to_qimage(heat_layer(anomaly_map, threshold, HEAT_SIDE, HEAT_SIDE, self._ramp))
        self._heat.setPixmap(QPixmap.fromImage(layer))
        sx, sy = size.width() / HEAT_SIDE, size.height() / HEAT_SIDE
        self._heat.setTransform(QTransform.fromScale(sx, sy))
        self._contour.setPath(contour(anomaly_map, threshold, size.width(), size.height()))
        pen = QPen(QColor(current().ng), 2.5)
        pen.setCosmetic(True)
        self._contour.setPen(pen)

    def clear(self) -> None:
        self._image.setPixmap(QPixmap())
        self.set_map(None, 0.0)

    @property
    def is_empty(self) -> bool:
        return self._image.pixmap().isNull()

    def set_heat_visible(self, visible: bool) -> None:
        self._heat.setVisible(visible)

    def set_contour_visible(self, visible: bool) -> None:
        self._contour.setVisible(visible)

    def set_ramp(self, ramp: Ramp) -> None:
        """The colours of the heat map."""
        self._ramp = ramp
        self.set_map(*self._map)

    def set_opacity(self, opacity: float) -> None:
        """0 to 1."""
        self._heat.setOpacity(opacity)

    def fit(self) -> None:
        self._fitted = True
        if not self.is_empty:
            self.fitInView(self._image, Qt.AspectRatioMode.KeepAspectRatio)
            self.zoomed.emit(self.transform().m11())

    def zoom(self, factor: float) -> None:
        scale = self.transform().m11() * factor
        if not self.is_empty and 0.02 < scale < MAX_ZOOM:
            self._fitted = False
            self.scale(factor, factor)
            self.zoomed.emit(scale)

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.zoom(STEP if event.angleDelta().y() > 0 else 1 / STEP)

    def mouseDoubleClickEvent(self, _event: object) -> None:
        self.fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._fitted:
            self.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom(STEP)
        elif event.key() == Qt.Key.Key_Minus:
            self.zoom(1 / STEP)
        elif event.key() in (Qt.Key.Key_F, Qt.Key.Key_0):
            self.fit()
        else:
            super().keyPressEvent(event)

    def drawBackground(self, painter: QPainter, rect: QRectF | object) -> None:
        if isinstance(rect, QRectF):
            painter.fillRect(rect, QBrush(QColor(current().canvas)))


def to_qimage(pixels: np.ndarray) -> QImage:
    """H×W×3 or H×W×4, uint8; the pixels are copied."""
    height, width, channels = pixels.shape
    form = QImage.Format.Format_RGB888 if channels == 3 else QImage.Format.Format_RGBA8888
    data = np.ascontiguousarray(pixels)
    return QImage(data.data, width, height, channels * width, form).copy()


def contour(anomaly_map: AnomalyMap, threshold: float, width: int, height: int) -> QPainterPath:
    """Around what is over the threshold, in the image's pixels."""
    path = QPainterPath()
    if (anomaly_map <= threshold).all():
        return path
    simple = _simplified(np.nan_to_num(anomaly_map, nan=threshold - 1), threshold)
    padded = np.pad(simple, 1, constant_values=threshold - 1)
    rows, columns = simple.shape
    for line in pyqtgraph.functions.isocurve(padded, threshold, connected=True):
        points = [QPointF((x - 1) * width / columns, (y - 1) * height / rows) for y, x in line]
        if len(points) > 2:
            path.moveTo(points[0])
            for point in points[1:]:
                path.lineTo(point)
            path.closeSubpath()
    return path


def _simplified(anomaly_map: AnomalyMap, threshold: float) -> AnomalyMap:
    """Halved until its contour is short enough to be drawn at the rate of a camera."""
    while min(anomaly_map.shape) > 4:
        above = anomaly_map > threshold
        edges = np.count_nonzero(above[1:] != above[:-1]) + np.count_nonzero(above[:, 1:] != above[:, :-1])
        if edges < MOST_EDGES:
            break
        even = anomaly_map[: anomaly_map.shape[0] // 2 * 2, : anomaly_map.shape[1] // 2 * 2]
        quarters = even[::2, ::2] + even[1::2, ::2] + even[::2, 1::2] + even[1::2, 1::2]
        anomaly_map = np.asarray(quarters / 4, np.float32)
    return anomaly_map
