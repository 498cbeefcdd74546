"""The real window, measured: ``python benchmarks/window.py``; without a display, offscreen.

Prints how long a start takes to a usable window and to the first verdict on it, each in a process of its own;
then, while a camera of 30 frames a second and a batch run and the pages change, the longest block of the GUI
thread, and threads, timers and memory from beginning to end.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import cycle
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Annotated, Self

import numpy as np
import psutil
import typer
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Qt, QTimer

from effad_desktop.core.inspection import Frame, Image
from effad_desktop.gui.backend import Phase
from effad_desktop.gui.pages.batch import BatchPage
from effad_desktop.gui.pages.inspect import InspectPage
from effad_desktop.imaging import image_paths, load_image
from effad_desktop.paths import resources_dir
from effad_desktop.settings import Settings, load_settings

if TYPE_CHECKING:
    from types import TracebackType

    from effad_desktop.gui.app import Application
    from effad_desktop.gui.main_window import MainWindow

TICK = 0.01
"""Seconds between two looks of the watchdog."""
BLOCK = 0.05
PAGE_SECONDS = 2.0
SAMPLES = 10
"""Looks at threads, timers and memory."""
BATCH_IMAGES = 200
PATIENCE = 120.0
MEMORY_SLACK = 40.0
"""Megabytes that the second half may take more than the first."""
SAMPLE_IMAGES = resources_dir() / "sample_images"


class Watchdog:
    """Looks whether the GUI thread is free, by the clock and by what that thread has computed itself."""

    def __init__(self, owner: QObject) -> None:
        self._ticks: list[tuple[float, float]] = []
        self._timer = QTimer(owner, interval=round(1000 * TICK), timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(lambda: self._ticks.append((time.perf_counter(), time.thread_time())))
        self._timer.start()

    def blocks(self) -> Blocks:
        self._timer.stop()
        gaps, work = np.diff(np.array(self._ticks), axis=0).T
        gaps = np.maximum(gaps - TICK, 0)
        return Blocks(*_largest(gaps), float(1000 * work.max()), int((gaps > BLOCK).sum()), len(gaps))


def _largest(seconds: NDArray[np.float64]) -> tuple[float, float]:
    """Milliseconds: the longest, and the 99th percentile."""
    return float(1000 * seconds.max()), float(1000 * np.percentile(seconds, 99))


@dataclass(frozen=True, slots=True)
class Blocks:
    """Milliseconds."""

    longest: float
    p99: float
    longest_work: float
    over: int
    looks: int


@dataclass(frozen=True, slots=True)
class Held:
    """What the process holds; memory in megabytes."""

    threads: int
    timers: int
    memory: float


STALLS = """
import sys, time
longest, end = 0.0, time.monotonic() + float(sys.argv[1])
while (now := time.monotonic()) < end:
    time.sleep(0.01)
    longest = max(longest, time.monotonic() - now - 0.01)
print(longest)
"""
"""What the machine itself holds up: a process that only sleeps, beside the window."""


class SteadyCamera:
    """The same pictures at a steady pace; drops what the line does not take in time."""

    name = "camera 0"
    live = True
    fault = ""

    def __init__(self, images: list[Image], fps: float) -> None:
        self._images, self._seconds = images, 1 / fps
        self._left = Event()
        self.dropped = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._left.set()

    def __iter__(self) -> Iterator[Frame]:
        began, last = time.monotonic(), -1
        while not self._left.wait(self._seconds - (time.monotonic() - began) % self._seconds):
            number = int((time.monotonic() - began) / self._seconds)
            self.dropped += max(0, number - last - 1)
            last = number
            yield Frame(
                self._images[number % len(self._images)], self.name, number, datetime.now(UTC), "camera"
            )


def held(window: QObject) -> Held:
    timers = sum(timer.isActive() for timer in window.findChildren(QTimer))
    return Held(threading.active_count(), timers, psutil.Process().memory_info().rss / 1e6)


def soak(window: MainWindow, settle: Callable[[float], None], seconds: float) -> tuple[Blocks, list[Held]]:
    """Visits page after page while whatever was started runs; a batch that has ended begins again."""
    batch = window.pages["batch"]
    if not isinstance(batch, BatchPage):
        raise TypeError(batch)
    pages = cycle(window.pages)
    looks: list[Held] = []
    watchdog = Watchdog(window)
    began = time.monotonic()
    while (passed := time.monotonic() - began) < seconds:
        window.go(next(pages), [])
        if not batch.job.busy:
            batch.job.again()
        settle(min(PAGE_SECONDS, seconds / 10))
        if passed >= len(looks) * seconds / SAMPLES:
            looks.append(held(window))
    return watchdog.blocks(), looks


def is_flat(looks: list[Held]) -> bool:
    """From the middle on; before, caches fill. A batch that ends takes threads and timers: the most count."""
    middle = len(looks) // 2
    before, after = looks[:middle], looks[middle:]
    threads = max(look.threads for look in after) - max(look.threads for look in before)
    timers = max(look.timers for look in after) - max(look.timers for look in before)
    return threads <= 1 and timers <= 2 and after[-1].memory - after[0].memory < MEMORY_SLACK


def settle(application: Application, seconds: float) -> None:
    """As the program's own loop does."""
    QTimer.singleShot(round(1000 * seconds), application.qt.quit)
    application.qt.exec()


def wait(application: Application, until: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not until():
        if time.monotonic() > end:
            raise SystemExit("the window is not getting there")
        settle(application, 0.05)


def start(settings: Settings, began: float) -> None:
    """In a process that began at `began` of the machine's monotonic clock; prints seconds."""
    from effad_desktop.gui.app import run

    told: dict[str, float] = {}

    def look(application: Application) -> None:
        page = application.window.pages["inspect"]
        if not isinstance(page, InspectPage):
            raise TypeError(page)
        if application.window.windowHandle().isExposed():
            told.setdefault("window", time.monotonic() - began)
        if page.verdict.verdict is None:
            QTimer.singleShot(5, lambda: look(application))
        else:
            told["verdict"] = time.monotonic() - began
            application.window.close()

    run(settings, look)
    print(json.dumps(told))


def measure_start(data: str) -> dict[str, float]:
    command = [sys.executable, __file__, "--started-at", str(time.monotonic()), "--data-dir", data]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def measure_starts(starts: int) -> None:
    print("start           window    first verdict")
    with tempfile.TemporaryDirectory(prefix="effad-window-") as data:
        for number in range(starts):
            took = measure_start(data)
            name = "first ever" if number == 0 else f"start {number + 1}"
            print(f"{name:14} {took['window']:5.2f} s   {took['verdict']:5.2f} s", flush=True)


def measure_load(images: Path, recipe: str, seconds: float, fps: float) -> bool:
    from effad_desktop.gui.app import Application

    with tempfile.TemporaryDirectory(prefix="effad-window-") as data:
        application = Application(load_settings(Path(data), port=0, default_recipe=recipe))
        window, found = application.window, list(image_paths([images]))
        window.resize(1280, 720)
        application.show()
        wait(application, lambda: application.backend.phase is Phase.READY)
        assembly = application.backend.assembly
        if assembly is None:
            raise SystemExit("the station is gone")
        camera = SteadyCamera([load_image(path) for path in found[:8]], fps)
        assembly.station.attach(camera)
        window.go("batch", [make_lot(Path(data) / "lot", found)])
        settle(application, 5.0)
        stalls = subprocess.Popen(
            [sys.executable, "-c", STALLS, str(seconds)], stdout=subprocess.PIPE, text=True
        )
        blocks, looks = soak(window, lambda s: settle(application, s), seconds)
        stall = 1000 * float(stalls.communicate()[0])
        inspected, before = assembly.history.count(), time.monotonic()
        application.close()
        print(
            f"\n{seconds:.0f} s, {fps:.0f} frames a second, {inspected} inspections, {camera.dropped} dropped"
        )
        print(
            f"GUI thread: longest block {blocks.longest:.0f} ms, p99 {blocks.p99:.0f} ms, "
            f"over {1000 * BLOCK:.0f} ms {blocks.over} of {blocks.looks}; "
            f"longest own work {blocks.longest_work:.0f} ms"
        )
        print(f"a process that only sleeps: longest block {stall:.0f} ms")
        print(f"closed during the batch in {time.monotonic() - before:.1f} s")
    for name in ("threads", "timers", "memory"):
        print(f"{name:8}" + " ".join(f"{getattr(look, name):5.0f}" for look in looks))
    return is_flat(looks)


def make_lot(folder: Path, images: list[Path]) -> Path:
    """Many names for few files."""
    folder.mkdir()
    for number, image in zip(range(BATCH_IMAGES), cycle(images)):
        (folder / f"{number:03}-{image.name}").symlink_to(image.absolute())
    return folder


def main(
    images: Annotated[Path, typer.Option(help="For camera and batch.")] = SAMPLE_IMAGES,
    recipe: Annotated[str, typer.Option(help="An installed name or a folder.")] = "sample",
    seconds: Annotated[float, typer.Option(help="With camera and batch.")] = 60.0,
    starts: Annotated[int, typer.Option(help="How often it is started before.")] = 4,
    fps: Annotated[float, typer.Option(help="Of the camera.")] = 30.0,
    started_at: Annotated[float, typer.Option(hidden=True)] = 0.0,
    data_dir: Annotated[Path | None, typer.Option(hidden=True)] = None,
) -> None:
    if not any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY")):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    if data_dir:
        start(load_settings(data_dir, port=0), started_at)
        return
    load = " ".join(f"{part:.1f}" for part in os.getloadavg())
    print(f"{os.cpu_count()} cores, load before {load}")
    measure_starts(starts)
    if seconds and not measure_load(images, recipe, seconds, fps):
        raise SystemExit("FAILED: it does not stay flat")


if __name__ == "__main__":
    typer.run(main)
