"""A recipe's versions: kept before and after each change, and brought back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from effad_desktop.core.versions import Version, is_kept, keep_version, next_number, put_back, read_versions
from effad_desktop.detection.manifest import read_manifest
from effad_desktop.recipe_lock import locked
from effad_desktop.recipes import InstalledRecipe, Recipes
from effad_desktop.teaching_state import refuse_built_in


def restore(recipes: Recipes, name: str, number: int, who: str) -> Version:
    """As a new version, so that it can be undone too. Raises UsageError for a built-in recipe, RecipeError,
    SettingsError, Busy.
    """
    folder = recipes.locate(name)
    refuse_built_in(recipes.find(name))
    with locked(folder):
        keep_as_it_is(recipes.find(name))
        put_back(folder, number)
        return keep(recipes.find(name), who, f"restored version {number}", {}, datetime.now(UTC))


def keep_as_it_is(found: InstalledRecipe) -> None:
    """What was there before, also where a person has moved the threshold since."""
    versions = read_versions(found.folder)
    if not versions:
        keep(found, "", "trained", read_manifest(found.model_file).figures, found.recipe.created)
    elif not is_kept(found.folder, versions[-1]):
        changes = found.threshold_changes()
        who = changes[-1].who if changes else ""
        keep(found, who, "threshold changed", versions[-1].figures, datetime.now(UTC))


def keep(
    found: InstalledRecipe, who: str, what: str, figures: Mapping[str, float], when: datetime
) -> Version:
    number = next_number(found.folder)
    sha256 = read_manifest(found.model_file).sha256
    version = Version(number, when, who, what, sha256, found.recipe.threshold, dict(figures))
    keep_version(found.folder, version)
    return version
