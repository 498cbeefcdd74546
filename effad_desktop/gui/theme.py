"""One grid, one type scale, two sets of colours."""

from __future__ import annotations

from dataclasses import dataclass
from string import Template

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

GRID = 8
"""Logical pixels; every margin and gap is a multiple of its half."""

SMALL, TEXT, LARGE, TITLE, FIGURE = 12, 14, 16, 22, 32
"""The type scale, in logical pixels."""

FAMILIES = (
    "Inter",
    "Segoe UI",
    "SF Pro Text",
    "Noto Sans",
    "Noto Sans CJK SC",
    "PingFang SC",
    "Microsoft YaHei",
    "DejaVu Sans",
)


@dataclass(frozen=True, slots=True)
class Colours:
    """`ok` and `ng` are bluish green and vermilion, which the colour-blind tell apart (Okabe & Ito, 2008)."""

    dark: bool
    ground: str
    surface: str
    raised: str
    border: str
    text: str
    muted: str
    accent: str
    on_accent: str
    accent_soft: str
    ok: str
    ok_soft: str
    ng: str
    ng_soft: str
    warning: str
    warning_soft: str
    canvas: str


LIGHT = Colours(
    dark=False,
    ground="#f3f5f8",
    surface="#ffffff",
    raised="#f7f9fb",
    border="#d9dfe7",
    text="#131a24",
    muted="#566273",
    accent="#2459d3",
    on_accent="#ffffff",
    accent_soft="#e4ecfd",
    ok="#007a5e",
    ok_soft="#dcf3ec",
    ng="#c43c00",
    ng_soft="#fde6da",
    warning="#8a5a00",
    warning_soft="#fdf1d3",
    canvas="#e6eaf0",
)
DARK = Colours(
    dark=True,
    ground="#0f1318",
    surface="#171d25",
    raised="#1f2731",
    border="#2e3945",
    text="#e7ecf3",
    muted="#9aa7b7",
    accent="#7ba7ff",
    on_accent="#0b1526",
    accent_soft="#1d2c49",
    ok="#35c9a0",
    ok_soft="#12332c",
    ng="#ff8a50",
    ng_soft="#41210f",
    warning="#f2bd4b",
    warning_soft="#3a2d0d",
    canvas="#0a0d11",
)


def system_is_dark() -> bool:
    return QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark


def colours(theme: str) -> Colours:
    """`theme` is auto, light or dark; auto follows the system."""
    dark = system_is_dark() if theme == "auto" else theme == "dark"
    return DARK if dark else LIGHT


def current() -> Colours:
    """Those that the application wears now."""
    app = QApplication.instance()
    return DARK if app and app.property("colours") == "dark" else LIGHT


def font(size: int = TEXT, bold: bool = False) -> QFont:
    made = QFont()
    made.setFamilies(list(FAMILIES))
    made.setPixelSize(size)
    made.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    made.setFeature(QFont.Tag("tnum"), 1)  # digits of one width: a score does not jump
    return made


def wear(app: QApplication, theme: str) -> None:
    """Dresses the whole application; every widget gets a StyleChange event, unless it wears that already."""
    chosen = colours(theme)
    name = "dark" if chosen.dark else "light"
    if app.property("colours") == name:
        return
    app.setProperty("colours", name)
    app.setStyle("Fusion")
    app.setFont(font())
    app.setPalette(_palette(chosen))
    app.setStyleSheet(_SHEET.substitute({k: getattr(chosen, k) for k in chosen.__slots__}))


def _palette(c: Colours) -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    pairs = {
        role.Window: c.ground,
        role.WindowText: c.text,
        role.Base: c.surface,
        role.AlternateBase: c.raised,
        role.Text: c.text,
        role.PlaceholderText: c.muted,
        role.Button: c.surface,
        role.ButtonText: c.text,
        role.Highlight: c.accent,
        role.HighlightedText: c.on_accent,
        role.ToolTipBase: c.raised,
        role.ToolTipText: c.text,
        role.Link: c.accent,
        role.Mid: c.border,
    }
    for one, colour in pairs.items():
        palette.setColor(one, QColor(colour))
    for one in (role.Text, role.WindowText, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, one, QColor(c.muted))
    return palette


# What a widget is, is said by its property `role`: card, title, figure, muted, primary, danger, quiet, banner.
_SHEET = Template(
    """
* { outline: none; }
QWidget { color: $text; }
QMainWindow, QDialog, QWidget[role="page"] { background: $ground; }
QLabel { background: transparent; }
QLabel[role="title"] { font-size: 22px; font-weight: 600; }
QLabel[role="section"] { font-size: 16px; font-weight: 600; }
QLabel[role="figure"] { font-size: 32px; font-weight: 600; }
QLabel[role="muted"] { color: $muted; }
QLabel[role="small"] { color: $muted; font-size: 12px; }
QLabel[role="error"] { color: $ng; }
QLabel[role="ok"] { color: $ok; font-weight: 600; }
QLabel[role="ng"] { color: $ng; font-weight: 600; }
QFrame[role="card"] { background: $surface; border: 1px solid $border; border-radius: 10px; }
QFrame[role="banner"] { background: $warning_soft; border: 1px solid $warning; border-radius: 10px; }
QFrame[role="banner"] QLabel { color: $text; }
QFrame[role="note"] { background: $accent_soft; border: 1px solid $accent; border-radius: 10px; }
QFrame[role="fault"] { background: $ng_soft; border: 1px solid $ng; border-radius: 10px; }
QFrame[role="line"] { background: $border; max-height: 1px; min-height: 1px; border: none; }
QFrame[role="rail"] { background: $surface; border: none; border-right: 1px solid $border; }
QFrame[role="statusbar"] { background: $surface; border: none; border-top: 1px solid $border; }
QPushButton, QToolButton { background: $surface; border: 1px solid $border; border-radius: 8px;
    padding: 7px 14px; min-height: 20px; }
QPushButton:hover, QToolButton:hover { background: $raised; border-color: $muted; }
QPushButton:pressed, QToolButton:pressed { background: $border; }
QPushButton:focus, QToolButton:focus { border: 2px solid $accent; padding: 6px 13px; }
QPushButton:disabled, QToolButton:disabled { color: $muted; background: $ground; }
QPushButton[role="primary"] { background: $accent; color: $on_accent; border-color: $accent; font-weight: 600; }
QPushButton[role="primary"]:hover { border-color: $text; }
QPushButton[role="primary"]:focus { border: 2px solid $text; }
QPushButton[role="primary"]:disabled { background: $border; color: $muted; border-color: $border; }
QPushButton[role="danger"] { color: $ng; border-color: $ng; }
QPushButton[role="quiet"], QToolButton[role="quiet"] { background: transparent; border-color: transparent; }
QPushButton[role="quiet"]:hover, QToolButton[role="quiet"]:hover { background: $raised; }
QPushButton[role="quiet"]:focus, QToolButton[role="quiet"]:focus { border-color: $accent; }
QToolButton:checked, QPushButton:checked { background: $accent_soft; border-color: $accent; color: $accent; }
QToolButton[role="quiet"] { padding: 7px 10px; }
QToolButton[role="quiet"]:focus { padding: 6px 9px; }
QToolButton[role="quiet"][toolButtonStyle="0"] { padding: 7px 8px; }
QToolButton[role="quiet"][toolButtonStyle="0"]:focus { padding: 6px 7px; }
QToolButton[role="quiet"]:checked { background: $accent_soft; border-color: transparent; }
QToolButton[role="quiet"]:checked:focus { border-color: $accent; }
QFrame[role="statusbar"] QPushButton { color: $accent; font-size: 12px; padding: 3px 8px; min-height: 18px; }
QFrame[role="statusbar"] QPushButton:focus { padding: 2px 7px; }
QFrame[role="statusbar"] QPushButton:disabled { color: $muted; background: transparent; }
QToolButton[role="nav"] { background: transparent; border: 2px solid transparent; border-radius: 10px;
    padding: 8px 0; color: $muted; font-size: 12px; }
QToolButton[role="nav"]:hover { background: $raised; }
QToolButton[role="nav"]:checked { background: $accent_soft; color: $accent; font-weight: 600; }
QToolButton[role="nav"]:focus { border-color: $accent; }
QLineEdit, QComboBox, QSpinBox, QDoubleSpinBox, QDateTimeEdit, QPlainTextEdit { background: $surface;
    border: 1px solid $border; border-radius: 8px; padding: 6px 10px; min-height: 22px;
    selection-background-color: $accent; selection-color: $on_accent; }
QComboBox { padding-left: 12px; }
QLineEdit:hover, QComboBox:hover, QSpinBox:hover, QDoubleSpinBox:hover { border-color: $muted; }
QLineEdit:focus, QComboBox:focus, QSpinBox:focus, QDoubleSpinBox:focus, QDateTimeEdit:focus,
QPlainTextEdit:focus { border: 2px solid $accent; padding: 5px 9px; }
QComboBox:focus { padding-left: 11px; }
QAbstractSpinBox QLineEdit, QComboBox QLineEdit { background: transparent; border: none; padding: 0; min-height: 0; }
QAbstractSpinBox QLineEdit { padding: 0 10px; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { width: 0; border: none; }
QComboBox::drop-down { border: none; width: 28px; }
QComboBox::down-arrow { image: none; }
QComboBox QAbstractItemView { background: $surface; border: 1px solid $border; padding: 4px; }
QCheckBox, QRadioButton { spacing: 8px; background: transparent; }
QCheckBox:focus, QRadioButton:focus { color: $accent; }
QTableView, QListView, QTreeView { background: $surface; alternate-background-color: $raised;
    border: 1px solid $border; border-radius: 10px; gridline-color: transparent;
    selection-background-color: $accent_soft; selection-color: $text; }
QTableView::item, QListView::item { padding: 4px 8px; border: none; }
QTableView::item:selected, QListView::item:selected { background: $accent_soft; color: $text; }
QTableView:focus, QListView:focus { border: 2px solid $accent; }
QListView[role="cards"], QListView[role="cards"]:focus { background: transparent; border: none; }
QHeaderView { background: transparent; }
QHeaderView::section { background: $surface; color: $muted; border: none; border-bottom: 1px solid $border;
    padding: 8px 11px; font-size: 12px; font-weight: 600; }
QTableCornerButton::section { background: $surface; border: none; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 2px; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 2px; }
QScrollBar::handle { background: $border; border-radius: 4px; min-height: 32px; min-width: 32px; }
QScrollBar::handle:hover { background: $muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; border: none; }
QProgressBar { background: $border; border: none; border-radius: 4px; max-height: 8px; min-height: 8px; }
QProgressBar::chunk { background: $accent; border-radius: 4px; }
QSlider:horizontal { min-height: 24px; }
QSlider::groove:horizontal { background: $border; height: 4px; border-radius: 2px; }
QSlider::sub-page:horizontal { background: $accent; border-radius: 2px; }
QSlider::handle:horizontal { background: $surface; border: 2px solid $accent; width: 14px; height: 14px;
    margin: -7px 0; border-radius: 9px; }
QSlider::handle:horizontal:focus { background: $accent; }
QToolTip { background: $raised; color: $text; border: 1px solid $border; padding: 4px 8px; }
QMenu { background: $surface; border: 1px solid $border; border-radius: 8px; padding: 4px; }
QMenu::item { padding: 6px 24px 6px 12px; border-radius: 6px; }
QMenu::item:selected { background: $accent_soft; }
QSplitter::handle { background: transparent; }
"""
)
