"""What the batch page says of what went other than asked for."""

from __future__ import annotations

from PySide6.QtCore import QObject

from effad_desktop.errors import SourceError
from effad_desktop.gui.language import number
from effad_desktop.sources.selection import Refusal, Selection


class Sentences(QObject):
    def of_refusals(self, selection: Selection) -> SourceError:
        """One sentence, however much was refused."""
        if not selection.refused:
            return SourceError(self.tr("There are only masks of defects here, no images to inspect"))
        place, why = selection.refused[0]
        if len(selection.refused) > 1:
            title = self.tr("{number} things that were given hold no images, such as {name}").format(
                number=len(selection.refused), name=place.name
            )
        else:
            title = {
                Refusal.NO_IMAGE: self.tr("{name} is no image"),
                Refusal.NO_IMAGES_INSIDE: self.tr("There are no images in the folder {name}"),
                Refusal.MISSING: self.tr("{name} is not there"),
            }[why].format(name=place.name)
        if selection.images:
            return SourceError(self.tr("{title}; the rest is inspected").format(title=title))
        return SourceError(title)

    def of_storing(self, recipe: str, old: float, new: float, copied: bool) -> str:
        said = self.tr("The threshold of {recipe} is {new} from now on; it was {old}").format(
            recipe=recipe, new=number(new, ".4g"), old=number(old, ".4g")
        )
        if copied:
            built_in = self.tr("{recipe} is built in, so a copy of it was changed and is used").format(
                recipe=recipe
            )
            return f"{said}. {built_in}."
        return f"{said}."
