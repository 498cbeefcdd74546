"""What the window asks of the training that follows a recipe; everything here runs on a task."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QImage

from effad_desktop.core.comparison import Comparison
from effad_desktop.core.promotion import Following, Order, Place
from effad_desktop.core.threshold_changes import user_name
from effad_desktop.core.versions import Version
from effad_desktop.errors import EffadError, UsageError
from effad_desktop.gui.widgets.image_view import to_qimage
from effad_desktop.paths import DataFolder
from effad_desktop.settings import Settings

if TYPE_CHECKING:
    from effad_desktop.promotion import Promotion

SHOWN = 6
"""Pictures on which the two differ."""


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """`obstacle` says why nothing can be trained here; `pictures` are those on which the two differ."""

    state: Following
    obstacle: EffadError | None = None
    pictures: tuple[tuple[int, QImage], ...] = ()


def look(settings: Settings, recipe: str) -> Seen:
    """Raises RecipeError, and UsageError for a recipe that cannot be followed."""
    from effad_desktop.promotion import refuse_without_training

    promotion = _promotion(settings, recipe)
    state, obstacle = promotion.state(), None
    try:
        refuse_without_training()
    except UsageError as error:
        obstacle = error
    pictures = _pictures(promotion.place, state.comparison) if state.comparison else ()
    return Seen(state, obstacle, pictures)


def begin(settings: Settings, recipe: str, images: Path | None, minutes: float) -> Seen:
    """Raises as Promotion.start."""
    order = Order(
        images=str(images) if images else "",
        minutes=minutes,
        device=settings.device,
        engine=settings.engine,
        cache=str(DataFolder(settings.data_dir).engine_cache),
    )
    _promotion(settings, recipe).start(order)
    return look(settings, recipe)


def go_on(settings: Settings, recipe: str) -> Seen:
    _promotion(settings, recipe).start()
    return look(settings, recipe)


def pause(settings: Settings, recipe: str) -> Seen:
    _promotion(settings, recipe).pause()
    return look(settings, recipe)


def discard(settings: Settings, recipe: str) -> Seen:
    _promotion(settings, recipe).discard()
    return look(settings, recipe)


def promote(settings: Settings, recipe: str) -> Version:
    return _promotion(settings, recipe).promote(user_name())


def _promotion(settings: Settings, recipe: str) -> Promotion:
    from effad_desktop.promotion import Promotion
    from effad_desktop.station import open_recipes

    return Promotion(open_recipes(settings), recipe)


def _pictures(place: Place, made: Comparison) -> tuple[tuple[int, QImage], ...]:
    """None where they cannot be read: the names are told anyway."""
    import numpy as np

    try:
        images = np.load(place.compared_images, mmap_mode="r", allow_pickle=False)
        return tuple((i, to_qimage(np.array(images[i]))) for i in made.differing()[:SHOWN])
    except (OSError, ValueError, IndexError):
        return ()
