"""Pictures of the window for the documents: ``python docs/screenshots.py docs/images``.

Starts the application on a data folder of its own, inspects the images as a user would, visits every page
in both themes and three sizes, and writes a PNG of each. `--images` and `--recipe` show other products.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer
from PySide6.QtCore import Qt

from effad_desktop.imaging import image_paths
from effad_desktop.paths import resources_dir

if TYPE_CHECKING:
    from effad_desktop.gui.app import Application
    from effad_desktop.gui.page import Page

SIZES = {"1280x720": (1280, 720, 1), "1920x1080": (1920, 1080, 1), "200%": (1280, 720, 2)}
THEMES = ("light", "dark")
PATIENCE = 300.0
LOOKED_AT = 20
"""Images that the Inspect page has shown."""
P = TypeVar("P", bound="Page")
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
        os.environ["QT_SCALE_FACTOR"] = str(SIZES[size][2])
        shoot(out, images, recipe, theme, size, language)
        return
    for one in [size] if size else SIZES:
        for worn in [theme] if theme else THEMES:
            command = [sys.executable, __file__, str(out), "--images", str(images), "--recipe", recipe]
            flags = ["--theme", worn, "--size", one, "--language", language]
            subprocess.run([*command, *flags], check=True)


def shoot(out: Path, images: Path, recipe: str, theme: str, size: str, language: str) -> None:
    from effad_desktop.gui.app import Application
    from effad_desktop.gui.backend import Phase
    from effad_desktop.gui.pages.history import HistoryPage
    from effad_desktop.settings import load_settings

    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="effad-screenshots-") as data:
        flags = {"theme": theme, "language": language, "port": _port(), "default_recipe": recipe}
        application = Application(load_settings(Path(data), **flags))
        window = application.window
        window.resize(*SIZES[size][:2])
        application.show()
        try:
            wait(application, lambda: application.backend.phase is Phase.READY)
            lots = [_lot(Path(data) / name, images) for name in ("lot-17", "lot-18")]
            inspect(application, images, lots[0])
            label = f"{theme}-{size.replace('%', '')}"
            for name in window.pages:
                window.go(name, lots if name == "batch" else [])
                settle(application, 1.0)
                if name == "batch":
                    _look_through_batch(application)
                if name == "history":
                    _page(application, "history", HistoryPage).table.view.selectRow(0)
                settle(application, 1.0)
                window.grab().save(str(out / f"{name}-{label}.png"))
            window.set_operator_mode(True)
            window.resize(*SIZES[size][:2])
            settle(application, 1.0)
            window.grab().save(str(out / f"operator-{label}.png"))
        finally:
            application.close()


def inspect(application: Application, images: Path, lot: Path) -> None:
    """One image after the other until the strip is full; then to the next defective one."""
    from effad_desktop.gui.pages import inspect_choice as choices
    from effad_desktop.gui.pages.inspect import InspectPage

    page = _page(application, "inspect", InspectPage)
    wait(application, lambda: page.control.ready)
    settle(application, 2.0)
    page.control.set_pace(0)
    page.control.choose(choices.samples() if images == SAMPLE_IMAGES else choices.files([lot]))
    page.counters.start_lot()
    page.control.start()
    wait(application, lambda: page.counters.tally.total >= LOOKED_AT)
    page.control.stop()
    settle(application, 2.0)
    while page.verdict.word != "NG":
        seen = page.counters.tally.total
        page.control.trigger()
        wait(application, lambda seen=seen: page.counters.tally.total > seen)  # type: ignore[misc]
        settle(application, 0.5)
    page.control.set_pace(1)


def _look_through_batch(application: Application) -> None:
    """Until it is done; then at the first defective image."""
    from effad_desktop.gui.pages.batch import BatchPage
    from effad_desktop.gui.pages.batch_job import Phase

    page = _page(application, "batch", BatchPage)
    wait(application, lambda: page.job.phase is Phase.ENDED)
    page.parts.table.sortByColumn(1, Qt.SortOrder.DescendingOrder)
    page.parts.table.go_to(0)


def _lot(folder: Path, images: Path) -> Path:
    """In folders that tell what is known of each image; those of the sample have it in their names."""
    for image in image_paths([images]):
        kind = image.parent.name if image.parent != images else image.stem.rpartition("_")[0]
        (folder / kind).mkdir(parents=True, exist_ok=True)
        shutil.copy(image, folder / kind)
    return folder


def _port() -> int:
    """The usual one where nobody has it."""
    with socket.socket() as listener:
        try:
            listener.bind(("127.0.0.1", 8000))
        except OSError:
            listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


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


def _page(application: Application, name: str, kind: type[P]) -> P:
    page = application.window.pages[name]
    if not isinstance(page, kind):
        raise TypeError(page)
    return page


if __name__ == "__main__":
    typer.run(main)
