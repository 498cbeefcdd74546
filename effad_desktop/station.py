"""Puts settings, recipes, a source, an inspector and sinks together; knows no Qt."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from effad_desktop.core.inspector import Inspector
from effad_desktop.core.ports import Sink, Source
from effad_desktop.paths import DataFolder, built_in_recipes_dir
from effad_desktop.recipes import InstalledRecipe, Recipes
from effad_desktop.settings import Settings

log = logging.getLogger(__name__)


def open_recipes(settings: Settings) -> Recipes:
    return Recipes(DataFolder(settings.data_dir).recipes, built_in_recipes_dir())


def find_recipe(settings: Settings) -> InstalledRecipe:
    """The default recipe, which a `--recipe` flag overrides. Raises RecipeError."""
    return open_recipes(settings).find(settings.default_recipe)


def open_inspector(settings: Settings) -> Inspector:
    """Loads the model. Raises RecipeError, UsageError for an absent device or unknown engine."""
    from effad_desktop.detection.engines import load_detector  # an engine takes seconds to import

    found = find_recipe(settings)
    detector = load_detector(found.model_file, settings.device, settings.engine)
    log.info("Recipe %s of %s on %s", found.name, found.folder, detector.name)
    return Inspector(found.name, detector, found.recipe.threshold)


def inspect_all(source: Source, inspector: Inspector, sinks: Sequence[Sink]) -> None:
    """To the source's end; a sink that fails ends it, as a report with holes is none."""
    with source:
        for frame in source:
            inspection = inspector.inspect(frame)
            for sink in sinks:
                sink(inspection)
