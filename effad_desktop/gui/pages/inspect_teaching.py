"""What the Inspect page shows, as something to teach."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from effad_desktop.core.inspection import Image, Inspection, Prediction
from effad_desktop.gui.latest import Latest
from effad_desktop.gui.lessons import Lesson, Subject, measure

if TYPE_CHECKING:
    from effad_desktop.gui.pages.inspect import InspectPage


class InspectTeaching:
    """While images come by themselves only one that was chosen of the last ones is taught: of the newest
    nobody knows whether it is still the one that was meant, which is the `objection`.
    """

    def __init__(self, page: InspectPage) -> None:
        self._page = page
        self._looked_at: tuple[object, ...] = ()
        self._measuring = Latest(page.context.tasks, page)

    def look_at(self, shown: Inspection | None, objection: str) -> None:
        page = self._page
        passing = page.control.running and page.strip.selected is None
        looked_at = shown and shown.id, page.control.recipe, passing
        if looked_at != self._looked_at:
            self._looked_at = looked_at
            page.teach.look_at(self._subject(shown) if shown else None, objection if passing else "")

    def measure(self, lesson: Lesson, done: Callable[[Mapping[str, Prediction]], object]) -> None:
        """What the page still shows of the last images, by the model as it is after the lesson."""
        page, now = self._page, lesson.models[1]
        assembly = page.context.backend.assembly
        kept = {one.id: one for one in page.strip.kept if one.model == now and one.id != lesson.inspection}
        loads = {id_: partial(self._load, one) for id_, one in kept.items()}
        if assembly and loads:
            teaching = assembly.station.teaching
            work = partial(measure, teaching, lesson.recipe, loads)
            self._measuring.ask(work, done, page.context.tell)

    def texts_changed(self) -> None:
        self._looked_at = ()

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
