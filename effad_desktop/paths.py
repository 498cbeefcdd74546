"""Where things are: what is shipped, and what this machine keeps."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

import platformdirs


@dataclass(frozen=True, slots=True)
class DataFolder:
    """The one folder that the application writes to; made when first written to."""

    root: Path

    @property
    def settings_file(self) -> Path:
        return self.root / "settings.toml"

    @property
    def recipes(self) -> Path:
        return self.root / "recipes"

    @property
    def history(self) -> Path:
        """The database and the images that belong to it."""
        return self.root / "history"

    @property
    def engine_cache(self) -> Path:
        """What an engine has compiled; may be deleted at any time."""
        return self.root / "engine_cache"

    @property
    def logs(self) -> Path:
        return self.root / "logs"


def default_data_dir() -> Path:
    return platformdirs.user_data_path("effad", appauthor=False)


def resources_dir() -> Path:
    """Beside the package in a checkout, inside it when installed, unpacked in the one executable."""
    package = Path(__file__).resolve().parent
    bundle = getattr(sys, "_MEIPASS", None)
    places = [Path(bundle)] if bundle else [package, package.parent]
    return next((p / "resources" for p in places if (p / "resources").is_dir()), places[-1] / "resources")


def built_in_recipes_dir() -> Path:
    return resources_dir() / "recipes"
