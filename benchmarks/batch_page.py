"""The batch page with 10,000 results: ``python benchmarks/batch_page.py``; without a display, offscreen.

Prints what a turn of the window takes, drawing included, while the threshold is dragged over all of them, the
table is scrolled, sorted, filtered and searched, and the memory that all of it takes.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable
from itertools import cycle, islice
from pathlib import Path
from typing import Annotated

import numpy as np
import psutil
import typer
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from effad_desktop.gui.app import Application
from effad_desktop.gui.pages.batch import BatchPage
from effad_desktop.gui.pages.batch_job import Known, Phase
from effad_desktop.gui.results import Result, Show
from effad_desktop.imaging import image_paths
from effad_desktop.paths import resources_dir
from effad_desktop.settings import load_settings

PART = 100
"""Results that come at a time."""
TURNS = 100
THRESHOLD = 0.5


def megabytes() -> float:
    return float(psutil.Process().memory_info().rss / 1e6)


def make_results(folder: Path, count: int) -> list[Result]:
    """Links to the sample images; nine in ten are good, each has a map of its own."""
    noise = np.random.default_rng(0)
    images = cycle(image_paths([resources_dir() / "sample_images"]))
    results = []
    for number, image in enumerate(islice(images, count)):
        link = folder / f"{number:05}.jpg"
        link.symlink_to(image)
        good = number % 10 > 0
        score = float(noise.lognormal(-1.5 if good else 0.5, 0.4))
        anomaly_map = noise.random((64, 64)).astype(np.float16)
        results.append(Result(link, "lot", "good" if good else "dent", score, 0.1, anomaly_map))
    return results


def turns(application: Application, acts: list[Callable[[], object]]) -> str:
    """Milliseconds of each act with the drawing that follows: by the clock, and computed."""
    took, worked = [], []
    for act in acts:
        began, work = time.perf_counter(), time.thread_time()
        act()
        application.qt.processEvents()
        took.append(1000 * (time.perf_counter() - began))
        worked.append(1000 * (time.thread_time() - work))
    middle, longest, own = np.median(took), max(took), max(worked)
    return f"median {middle:5.1f} ms, longest {longest:5.1f} ms, longest own work {own:5.1f} ms"


def drag(page: BatchPage) -> list[Callable[[], object]]:
    histogram = page.parts.threshold.histogram
    middle, width = histogram.height() // 2, histogram.width()
    start = int(histogram.x_of(page.model.threshold))
    QTest.mousePress(histogram, Qt.MouseButton.LeftButton, pos=QPoint(start, middle))
    places = np.linspace(start, width - 40, TURNS).astype(int)
    return [lambda x=x: QTest.mouseMove(histogram, QPoint(int(x), middle)) for x in places]  # type: ignore[misc]


def measure(application: Application, page: BatchPage, results: list[Result]) -> None:
    table, bar = page.parts.table, page.parts.table.verticalScrollBar()
    before = megabytes()
    parts = [results[at : at + PART] for at in range(0, len(results), PART)]
    arrive = turns(application, [lambda part=part: page.job.arrived.emit(part) for part in parts])  # type: ignore[misc]
    print(f"{len(results)} results, {PART} at a time: {arrive}")
    print(f"threshold dragged:  {turns(application, drag(page))}")
    steps = np.linspace(0, bar.maximum(), TURNS).astype(int)
    scroll = turns(application, [lambda step=step: bar.setValue(int(step)) for step in steps])  # type: ignore[misc]
    print(f"table scrolled:     {scroll}")
    orders = [(column, order) for column in range(4) for order in Qt.SortOrder]
    sort = turns(application, [lambda one=one: table.sortByColumn(*one) for one in orders])  # type: ignore[misc]
    print(f"table sorted:       {sort}")
    choose = page.parts.figures.buttons
    show = turns(application, [choose[one].click for one in (Show.NG, Show.MISSES, Show.OK, Show.ALL)])
    print(f"figures clicked:    {show}")
    texts = ("1", "12", "123", "")
    search = turns(application, [lambda text=text: page.parts.search.setText(text) for text in texts])  # type: ignore[misc]
    print(f"searched:           {search}")
    print(f"memory: {before:.0f} MB with the maps alone, {megabytes():.0f} MB shown and scrolled through")


def main(count: Annotated[int, typer.Option(help="How many images.")] = 10_000) -> None:
    if not any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY")):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory(prefix="effad-batch-") as data:
        folder = Path(data) / "lot"
        folder.mkdir()
        empty = megabytes()
        results = make_results(folder, count)
        print(f"maps of {count} images: {megabytes() - empty:.0f} MB")
        application = Application(load_settings(Path(data), serve=False))
        application.window.resize(1280, 720)
        application.window.show()
        application.window.go("batch", [])
        page = application.window.pages["batch"]
        if not isinstance(page, BatchPage):
            raise TypeError(page)
        page.job.knows.emit(Known("sample", THRESHOLD))
        page.job.phase = Phase.ENDED
        page.job.changed.emit()
        application.qt.processEvents()
        measure(application, page, results)
        application.close()


if __name__ == "__main__":
    typer.run(main)
