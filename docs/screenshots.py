"""Pictures of the window for the documents: ``python docs/screenshots.py docs/images``.

Starts the application on a data folder of its own, inspects the images as a user would, visits every page
in both themes and three sizes, and writes a PNG of each. `--images` and `--recipe` show other products.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from effad_desktop.paths import resources_dir

if TYPE_CHECKING:
    from effad_desktop.gui.app import Application
    from effad_desktop.gui.main_window import MainWindow
    from effad_desktop.gui.pages.history import HistoryPage

SIZES = {"1280x720": (1280, 720, 1), "1920x1080": (1920, 1080, 1), "200%": (1280, 720, 2)}
THEMES = ("light", "dark")
PATIENCE = 120.0
SAMPLE_IMAGES = resources_dir() / "sample_images"


def main(
    out: Path,
    images: Path = SAMPLE_IMAGES,
    recipe: str = "sample",
    theme: Annotated[str, typer.Option(help="Only this one.")] = "",
    size: Annotated[str, typer.Option(help="Only this one.")] = "",
    language: str = "en",
) -> None:
    out, images = out.absolute(), images.absolute()
    if theme and size:
        shoot(out, images, recipe, theme, size, language)
        return
    for one in [size] if size else SIZES:
        for worn in [theme] if theme else THEMES:
            command = [sys.executable, __file__, str(out), "--images", str(images), "--recipe", recipe]
            environment = os.environ | {"QT_SCALE_FACTOR": str(SIZES[one][2])}
            flags = ["--theme", worn, "--size", one, "--language", language]
            subprocess.run([*command, *flags], check=True, env=environment)


def shoot(out: Path, images: Path, recipe: str, theme: str, size: str, language: str) -> None:
    from effad_desktop.gui.app import Application
    from effad_desktop.gui.backend import Phase
    from effad_desktop.settings import load_settings

    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="effad-screenshots-") as data:
        flags = {"theme": theme, "language": language, "port": 0, "default_recipe": recipe}
        application = Application(load_settings(Path(data), **flags))
        window = application.window
        window.resize(*SIZES[size][:2])
        application.show()
        wait(application, lambda: application.backend.phase is Phase.READY)
        lots = [Path("lot-17"), Path("lot-18")]
        os.chdir(data)  # relative, so that the history shows no folder of this machine
        for lot in lots:
            shutil.copytree(images, lot)
        window.go("batch", lots)
        wait(application, lambda: _stored(application) > 2 * len(list(images.rglob("*.[jp][pn]g"))))
        settle(application, 1.0)
        for name in window.pages:
            window.go(name, [])
            settle(application, 2.0)
            if name == "history":
                _history_page(window).table.view.selectRow(0)
                settle(application, 1.0)
            label = size.replace("%", "")
            window.grab().save(str(out / f"{name}-{theme}-{label}.png"))
        window.set_operator_mode(True)
        window.resize(*SIZES[size][:2])
        settle(application, 1.0)
        window.grab().save(str(out / f"operator-{theme}-{size.replace('%', '')}.png"))
        application.close()


def wait(application: Application, until: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not until():
        if time.monotonic() > end:
            raise SystemExit("the application is not getting there")
        settle(application, 0.1)


def settle(application: Application, seconds: float) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        application.qt.processEvents()
        time.sleep(0.01)


def _history_page(window: MainWindow) -> HistoryPage:
    from effad_desktop.gui.pages.history import HistoryPage

    page = window.pages["history"]
    if not isinstance(page, HistoryPage):
        raise TypeError(page)
    return page


def _stored(application: Application) -> int:
    assembly = application.backend.assembly
    return assembly.history.count() if assembly else 0


if __name__ == "__main__":
    typer.run(main)
