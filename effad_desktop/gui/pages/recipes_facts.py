"""What the recipes page shows of a recipe; gathered on a task."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage

from effad_desktop.core.calibration import FalseRejects, Method
from effad_desktop.core.recipe import THUMBNAIL_FILE, Recipe
from effad_desktop.core.threshold_changes import ThresholdChange
from effad_desktop.core.versions import Version, read_versions
from effad_desktop.detection.manifest import Manifest
from effad_desktop.errors import EffadError, RecipeError
from effad_desktop.gui.messages import said_of
from effad_desktop.gui.widgets.image_view import to_qimage
from effad_desktop.recipes import BrokenRecipe, InstalledRecipe, Recipes

PICTURE = QSize(480, 360)


@dataclass(frozen=True, slots=True)
class Cost:
    """Of the threshold; `problem` says why it is not known though it should be."""

    rejects: FalseRejects | None = None
    good_images: int = 0
    assumed: bool = False
    problem: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class RecipeFacts:
    """Of a broken recipe there is an `error`, and often nothing but the folder."""

    folder: Path
    built_in: bool
    covers_built_in: bool
    error: EffadError | None = None
    recipe: Recipe | None = None
    manifest: Manifest | None = None
    cost: Cost = Cost()
    changes: tuple[ThresholdChange, ...] = ()
    versions: tuple[Version, ...] = ()
    megabytes: float = 0.0
    picture: QImage | None = None

    @property
    def name(self) -> str:
        return self.folder.name

    @property
    def learns_at_once(self) -> bool:
        return self.manifest is not None and self.manifest.method == "memory" and not self.built_in

    @property
    def broken(self) -> str:
        """What is, in words; the way to the folder is left out."""
        if self.error is None:
            return ""
        return said_of(self.error).replace(f"{self.folder}{os.sep}", "").replace(str(self.folder), self.name)


Known = dict[Path, tuple[float, RecipeFacts]]
"""By folder, with when it was changed last: hashing models of many recipes takes seconds."""


def gather(recipes: Recipes, built_in: Path, known: Known) -> list[RecipeFacts]:
    """`known` is looked up and filled; one task at a time has it."""
    found = []
    for one in recipes.survey():
        changed_at = _changed_at(one.folder)
        if one.folder not in known or known[one.folder][0] != changed_at:
            known[one.folder] = changed_at, _facts(one, built_in)
        found.append(known[one.folder][1])
    return found


def _changed_at(folder: Path) -> float:
    try:
        return max(place.stat().st_mtime for place in (folder, *folder.iterdir()))
    except OSError:
        return -1.0


def _facts(one: InstalledRecipe | BrokenRecipe, built_in: Path) -> RecipeFacts:
    is_built_in = one.folder.parent.resolve() == built_in.resolve()
    covers = not is_built_in and (built_in / one.folder.name).is_dir()
    picture = _picture(one.folder / THUMBNAIL_FILE)
    if isinstance(one, BrokenRecipe):
        return RecipeFacts(one.folder, is_built_in, covers, error=one.error, picture=picture)
    try:
        manifest = one.check()
        changes = tuple(one.threshold_changes())
        megabytes = one.model_file.stat().st_size / 1e6
    except (RecipeError, OSError) as error:
        said = (
            error if isinstance(error, EffadError) else RecipeError(f"Cannot read {one.folder}", str(error))
        )
        return RecipeFacts(one.folder, is_built_in, covers, error=said, recipe=one.recipe, picture=picture)
    return RecipeFacts(
        one.folder,
        is_built_in,
        covers,
        recipe=one.recipe,
        manifest=manifest,
        cost=_cost(one),
        changes=changes,
        versions=tuple(read_versions(one.folder)),
        megabytes=megabytes,
        picture=picture,
    )


def _cost(one: InstalledRecipe) -> Cost:
    try:
        calibration = one.calibration()
    except RecipeError as error:
        return Cost(problem=str(error))
    if calibration is None:
        return Cost()
    rejects = calibration.false_rejects(one.recipe.threshold)
    return Cost(rejects, calibration.good_images, calibration.method is Method.ASSUMED_SPREAD)


def _picture(file: Path) -> QImage | None:
    from effad_desktop.imaging import load_image  # which loads OpenCV

    if not file.is_file():
        return None
    try:
        image = to_qimage(load_image(file))
    except EffadError:
        return None  # a recipe is none the worse for it
    smooth = Qt.TransformationMode.SmoothTransformation
    return image.scaled(PICTURE, Qt.AspectRatioMode.KeepAspectRatio, smooth)
