"""The recipes as cards, one below the other."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from effad_desktop.gui.icons import pixmap
from effad_desktop.gui.pages.recipes_facts import RecipeFacts
from effad_desktop.gui.theme import GRID, LARGE, SMALL, TEXT, current, font

HEIGHT = 13 * GRID
GAP = GRID
THUMB = QSize(96, 72)

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True, eq=False)
class RecipeCard:
    """The words of one card; `spoken` is all of them for a screen reader."""

    facts: RecipeFacts
    badges: tuple[str, ...]
    first: str
    second: str
    spoken: str


class RecipesModel(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.cards: list[RecipeCard] = []

    def set_cards(self, cards: list[RecipeCard]) -> None:
        self.beginResetModel()
        self.cards = cards
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.cards)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.DisplayRole:
            return self.cards[index.row()].facts.name
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return self.cards[index.row()].spoken
        return None


class RecipesList(QListView):
    """Arrow keys choose, letters find by name."""

    chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cards_model = RecipesModel(self)
        self.setModel(self.cards_model)
        self.setItemDelegate(_Painter(self))
        self.setProperty("role", "cards")
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.selectionModel().currentChanged.connect(self.chosen)

    def show_cards(self, cards: list[RecipeCard], name: str = "") -> None:
        """Chooses `name`, else what was chosen before, else the first."""
        before = self.chosen_name
        names = [card.facts.name for card in cards]
        self.cards_model.set_cards(cards)
        wanted = next((n for n in (name, before) if n in names), names[0] if names else "")
        if wanted:
            self.setCurrentIndex(self.cards_model.index(names.index(wanted)))

    @property
    def chosen_card(self) -> RecipeCard | None:
        index = self.currentIndex()
        return self.cards_model.cards[index.row()] if index.isValid() else None

    @property
    def chosen_name(self) -> str:
        card = self.chosen_card
        return card.facts.name if card else ""

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self.viewport().update()
        super().changeEvent(event)


class _Painter(QStyledItemDelegate):
    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(200, HEIGHT + GAP)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        view = self.parent()
        if not isinstance(view, RecipesList):
            return
        card = view.cards_model.cards[index.row()]
        box = QRect(option.rect.left() + 1, option.rect.top() + 1, option.rect.width() - 2, HEIGHT)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _draw_frame(painter, box, option.state, view.hasFocus())
        thumb = QRect(box.topLeft() + QPoint(2 * GRID, 2 * GRID), THUMB)
        draw_picture(painter, thumb, card.facts)
        _draw_words(painter, box.adjusted(4 * GRID + THUMB.width(), 2 * GRID, -2 * GRID, -2 * GRID), card)
        painter.restore()


def _draw_frame(painter: QPainter, box: QRect, state: QStyle.StateFlag, has_focus: bool) -> None:
    colours = current()
    selected = bool(state & QStyle.StateFlag.State_Selected)
    hovered = bool(state & QStyle.StateFlag.State_MouseOver)
    edge = colours.accent if selected else (colours.muted if hovered else colours.border)
    painter.setPen(QPen(QColor(edge), 2 if selected and has_focus else 1))
    painter.setBrush(QColor(colours.accent_soft if selected else colours.surface))
    painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), 10, 10)


def draw_picture(painter: QPainter, place: QRect, facts: RecipeFacts, whole: bool = False) -> None:
    """Fills the place, or shows the whole; a drawing stands for a picture that is not there."""
    colours = current()
    path = QPainterPath()
    path.addRoundedRect(QRectF(place), 6, 6)
    painter.fillPath(path, QColor(colours.ng_soft if facts.error else colours.canvas))
    ratio = painter.device().devicePixelRatioF()
    if facts.picture and not facts.error:
        ratios = Qt.AspectRatioMode
        mode = ratios.KeepAspectRatio if whole else ratios.KeepAspectRatioByExpanding
        smooth = Qt.TransformationMode.SmoothTransformation
        shown = QPixmap.fromImage(facts.picture.scaled(place.size() * ratio, mode, smooth))
        shown.setDevicePixelRatio(ratio)
        painter.save()
        painter.setClipPath(path)
        middle, size = QRectF(place).center(), shown.deviceIndependentSize()
        painter.drawPixmap(QPointF(middle.x() - size.width() / 2, middle.y() - size.height() / 2), shown)
        painter.restore()
        return
    side = min(place.height() // 2, 48)
    name, colour = ("warning", colours.ng) if facts.error else ("recipes", colours.muted)
    mark = pixmap(name, side, colour, ratio)
    painter.drawPixmap(place.center() - QPoint(side // 2 - 1, side // 2 - 1), mark)


def _draw_words(painter: QPainter, box: QRect, card: RecipeCard) -> None:
    colours = current()
    painter.setFont(font(LARGE, bold=True))
    painter.setPen(QColor(colours.text))
    head = QRect(box.left(), box.top(), box.width(), 22)
    badges = _badges_width(card.badges)
    name = painter.fontMetrics().elidedText(
        card.facts.name, Qt.TextElideMode.ElideMiddle, head.width() - badges
    )
    painter.drawText(head, Qt.AlignmentFlag.AlignVCenter, name)
    left = head.left() + painter.fontMetrics().horizontalAdvance(name) + GRID
    for badge in card.badges:
        left += _draw_badge(painter, left, head.center().y(), badge) + GRID // 2
    painter.setFont(font(TEXT))
    if card.facts.error:
        painter.setPen(QColor(colours.ng))
        rest = box.adjusted(0, 26, 0, 0)
        flags = Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
        painter.drawText(rest, int(flags), card.first)
        return
    for at, (line, colour) in enumerate(((card.first, colours.text), (card.second, colours.muted))):
        painter.setPen(QColor(colour))
        shown = painter.fontMetrics().elidedText(line, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(QRect(box.left(), box.top() + 26 + 24 * at, box.width(), 22), 0, shown)


def _badges_width(badges: tuple[str, ...]) -> int:
    return 12 * GRID * len(badges)


def _draw_badge(painter: QPainter, left: int, middle: int, text: str) -> int:
    colours = current()
    painter.setFont(font(SMALL, bold=True))
    width = painter.fontMetrics().horizontalAdvance(text) + 2 * GRID
    place = QRectF(left, middle - 10, width, 20)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colours.raised))
    painter.setPen(QPen(QColor(colours.border), 1))
    painter.drawRoundedRect(place, 10, 10)
    painter.setPen(QColor(colours.text))
    painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)
    return width
