"""Where the pictures lie that a recipe was made from: `training_images.json` beside `recipe.toml`.

It is of this machine, and so is left out when a recipe is exported.
"""

from __future__ import annotations

import json
from pathlib import Path

from effad_desktop.files import write_replacing

TRAINING_IMAGES_FILE = "training_images.json"


def write_images_folder(recipe: Path, images: Path) -> None:
    """Raises SettingsError."""
    text = json.dumps({"folder": str(images.absolute())}, ensure_ascii=False) + "\n"
    file = recipe / TRAINING_IMAGES_FILE
    write_replacing(file, lambda aside: aside.write_text(text, encoding="utf-8"))


def read_images_folder(recipe: Path) -> Path | None:
    """None where it was not written down, or cannot be read: then somebody is to say it."""
    try:
        folder = json.loads((recipe / TRAINING_IMAGES_FILE).read_bytes())["folder"]
    except (OSError, ValueError, TypeError, KeyError):
        return None
    return Path(folder) if isinstance(folder, str) and folder else None
