"""What the Inspect page shows, as something to teach."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from effad_desktop.core.inspection import Image, Inspection
from effad_desktop.gui.lessons import Subject

if TYPE_CHECKING:
    from effad_desktop.gui.pages.inspect import InspectPage


class InspectTeaching:
    """While images come by themselves only one that was chosen of the last ones is taught: of the newest
    nobody knows whether it is still the one that was meant.
    """

    def __init__(self, page: InspectPage) -> None:
        self._page = page
        self._looked_at: tuple[object, ...] = ()

    def look_at(self, shown: Inspection | None) -> None:
        page = self._page
        passing = page.control.running and page.strip.selected is None
        looked_at = shown and shown.id, page.control.recipe, passing
        if looked_at != self._looked_at:
            self._looked_at = looked_at
            page.teach.look_at(self._subject(shown) if shown else None, self._objection() if passing else "")

    def texts_changed(self) -> None:
        self._looked_at = ()
        self.look_at(self._page.shown)

    def _objection(self) -> str:
        return self._page.tr("Stop, or choose one of the last images: what is live changes")

    def _subject(self, shown: Inspection) -> Subject:
        control = self._page.control
        recipe = control.recipe if shown.recipe == control.recipe_name else shown.recipe
        return Subject(recipe, shown.frame.source, partial(self._load, shown), shown.id)

    def _load(self, shown: Inspection) -> Image:
        """On a task. Large images are kept with fewer pixels; the history may have them all."""
        page, stored = self._page, None
        assembly = page.context.backend.assembly
        if assembly and shown is not page.newest and not page.strip.is_whole(shown):
            entry = assembly.history.get(shown.id)
            stored = assembly.history.load_image(entry) if entry else None
        return shown.frame.image if stored is None else stored
