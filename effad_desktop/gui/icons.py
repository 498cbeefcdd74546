"""Line icons in any colour: drawn by hand on a 24×24 grid, sharp at every scale."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer

from effad_desktop.gui.theme import current

_PATHS = {
    "inspect": '<circle cx="11" cy="11" r="6.5"/><path d="M16 16l4.5 4.5M8.5 11l2 2 3.2-3.6"/>',
    "batch": '<rect x="3.5" y="7.5" width="13" height="13" rx="2"/><path d="M7.5 7.5v-2a2 2 0 0 1 2-2h9a2 2 0 0 1 2 2v9a2 2 0 0 1-2 2h-2"/>',
    "history": '<path d="M4 12a8 8 0 1 0 2.6-5.9"/><path d="M4 4.5v4h4M12 7.5V12l3 2"/>',
    "recipes": '<path d="M12 3.5l8 4.2v8.6l-8 4.2-8-4.2V7.7z"/><path d="M4 7.7l8 4.3 8-4.3M12 12v8.5"/>',
    "settings": '<path d="M4 7h9M18 7h2M4 17h2M11 17h9"/><circle cx="15.5" cy="7" r="2.5"/><circle cx="8.5" cy="17" r="2.5"/>',
    "play": '<path d="M8 5.5v13l10.5-6.5z"/>',
    "pause": '<path d="M9 6v12M15 6v12"/>',
    "stop": '<rect x="6.5" y="6.5" width="11" height="11" rx="1.5"/>',
    "trigger": '<circle cx="12" cy="12" r="8"/><circle cx="12" cy="12" r="3"/>',
    "camera": '<path d="M4 8.5a2 2 0 0 1 2-2h2l1.6-2h4.8l1.6 2h2a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2z"/><circle cx="12" cy="12.5" r="3.5"/>',
    "folder": '<path d="M3.5 7a2 2 0 0 1 2-2h4l2 2.5h7a2 2 0 0 1 2 2V17a2 2 0 0 1-2 2h-13a2 2 0 0 1-2-2z"/>',
    "file": '<path d="M6.5 3.5h7l4 4v13h-11z"/><path d="M13.5 3.5v4h4"/>',
    "heat": '<path d="M12 3.5c1 3 5 5 5 9.5a5 5 0 0 1-10 0c0-2 1-3.5 2-4.5 0 2 1 3 2 3 .5-3-.5-5 1-8z"/>',
    "contour": '<path d="M5 10c0-4 4-6 7-5s3 3 5 4 3 5 0 8-6 1-8 2-4-4-4-9z"/><path d="M9.5 11c0-2 2-3 3.5-2.3s3 2.3 2 4.3-5.5 2-5.5-2z"/>',
    "palette": '<circle cx="9.5" cy="9.5" r="5.5"/><circle cx="14.5" cy="14.5" r="5.5"/>',
    "fit": '<path d="M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5"/>',
    "fullscreen": '<rect x="3.5" y="5" width="17" height="14" rx="2"/><path d="M8 9.5v-1h2M16 14.5v1h-2"/>',
    "sound": '<path d="M4 9.5v5h3.5L12 18.5v-13L7.5 9.5zM15.5 9a4 4 0 0 1 0 6M18 6.5a8 8 0 0 1 0 11"/>',
    "ok": '<path d="M5 12.5l4.5 4.5L19 7.5"/>',
    "ng": '<path d="M6.5 6.5l11 11M17.5 6.5l-11 11"/>',
    "warning": '<path d="M12 4.5l8.5 15h-17z"/><path d="M12 10v4M12 16.5v.5"/>',
    "plus": '<path d="M12 5v14M5 12h14"/>',
    "export": '<path d="M12 4v11M8 8l4-4 4 4M4.5 14v4a2 2 0 0 0 2 2h11a2 2 0 0 0 2-2v-4"/>',
    "trash": '<path d="M4.5 7h15M9.5 7V4.5h5V7M6.5 7l1 13h9l1-13M10 11v5M14 11v5"/>',
    "star": '<path d="M12 4l2.5 5.200 5.600.7-4.100 3.900 1.100 5.600L12 16.600l-5.100 2.800L8 13.800 3.900 9.900l5.600-.7z"/>',
    "search": '<circle cx="11" cy="11" r="6.5"/><path d="M16 16l4.5 4.5"/>',
    "reset": '<path d="M5 12a7 7 0 1 1 2.200 5.100"/><path d="M5 18.5V14h4.5"/>',
    "drop": '<path d="M12 4v10M8 10.5l4 4 4-4M4.5 15v3a2 2 0 0 0 2 2h11a2 2 0 0 0 2-2v-3"/>',
    "image": '<rect x="3.5" y="5" width="17" height="14" rx="2"/><circle cx="9" cy="10" r="1.7"/><path d="M4 17l5-4 3.5 2.5L16 12l4.5 4"/>',
    "link": '<path d="M14 5h5v5M19 5l-8 8M17 14v4a1 1 0 0 1-1 1H6a1 1 0 0 1-1-1V8a1 1 0 0 1 1-1h4"/>',
    "disk": '<rect x="3.5" y="6" width="17" height="12" rx="2"/><path d="M3.5 13.5h17M16.5 16h1"/>',
    "chip": '<rect x="7" y="7" width="10" height="10" rx="1.5"/><path d="M10 4v3M14 4v3M10 17v3M14 17v3M4 10h3M4 14h3M17 10h3M17 14h3"/>',
    "close": '<path d="M7 7l10 10M17 7L7 17"/>',
    "chevron": '<path d="M8 10l4 4 4-4"/>',
}


@cache
def _renderer(name: str, colour: str) -> QSvgRenderer:
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" '
        f'stroke="{colour}" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round">{_PATHS[name]}</svg>'
    )
    return QSvgRenderer(QByteArray(svg.encode()))


def pixmap(name: str, size: int, colour: str = "", ratio: float = 2.0) -> QPixmap:
    """In the text's colour unless one is given. Drawn once."""
    ink = colour or current().text
    key, made = f"{name} {size} {ink} {ratio}", QPixmap()
    if not QPixmapCache.find(key, made):
        made = _drawn(name, size, ink, ratio)
        QPixmapCache.insert(key, made)
    return made


def _drawn(name: str, size: int, colour: str, ratio: float) -> QPixmap:
    made = QPixmap(round(size * ratio), round(size * ratio))
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    _renderer(name, colour).render(painter, QRectF(made.rect()))
    painter.end()
    made.setDevicePixelRatio(ratio)
    return made


def icon(name: str, colour: str = "", checked: str = "") -> QIcon:
    """`checked` colours it while its button is down; the accent colour unless one is given."""
    made = QIcon()
    colours = current()
    for size in (16, 24, 48):
        made.addPixmap(pixmap(name, size, colour), QIcon.Mode.Normal, QIcon.State.Off)
        made.addPixmap(pixmap(name, size, checked or colours.accent), QIcon.Mode.Normal, QIcon.State.On)
        made.addPixmap(pixmap(name, size, colours.muted), QIcon.Mode.Disabled, QIcon.State.Off)
    return made
