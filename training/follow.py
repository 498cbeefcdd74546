"""``python -m training.follow RECIPE``: trains what `effad recipes promote` has ordered.

A process of its own and of low priority, which ends when it is done, or when it is asked to pause, in a
state from which the next one goes on. What it does stands in `.promotion/` of the recipe's folder.
"""

from __future__ import annotations

import _thread
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from threading import Event, Thread

import numpy as np
import psutil

from effad_desktop.comparing import compare
from effad_desktop.core.comparison import write_comparison
from effad_desktop.core.promotion import (
    End,
    Order,
    Place,
    Progress,
    Stage,
    read_order,
    read_progress,
    write_state,
)
from effad_desktop.core.recipe import RECIPE_FILE, read_recipe
from effad_desktop.detection.manifest import Manifest
from effad_desktop.detection.model_file import load_model
from effad_desktop.detection.networks import SIZES
from effad_desktop.errors import EffadError, ExitCode, SettingsError, UsageError
from effad_desktop.files import file_sha256, write_replacing
from effad_desktop.followers import follower_of
from effad_desktop.logs import write_crash_log
from effad_desktop.recipes import InstalledRecipe
from training import trained
from training.following import gather, to_compare
from training.params import build_params
from training.prepare import FACTS_FILE, save_prepared
from training.stages import Work, built_in_teacher, run_evaluate, run_export, run_train
from training.teacher_file import save_teacher

PAUSE_SECONDS = 0.2
NICE = 10


class Reporter:
    """Tells where it is, for who starts it, and for a window that is opened later.

    Not where the recipe is gone: to write would bring a part of its folder back.
    """

    def __init__(self, place: Place) -> None:
        self._place = place
        former = read_progress(place)
        self._now = replace(former, end=None, title="", detail="")

    def begin(self, stage: Stage) -> None:
        self._tell(replace(self._now, stage=stage))

    def note(self, p: trained.Progress) -> None:
        self._tell(
            replace(self._now, step=p.step, steps=p.steps, seconds_left=p.seconds_left, loss=p.loss_st)
        )

    def end(self, how: End, title: str = "", detail: str = "") -> None:
        self._tell(replace(self._now, end=how, title=title, detail=detail))

    def _tell(self, progress: Progress) -> None:
        self._now = progress
        if not self._place.order.exists():
            return
        with suppress(SettingsError):  # on Windows a reader may have it open; the next one is told
            write_state(self._place.progress, progress)


def follow(place: Place, report: Reporter) -> None:
    """What is done already is not done again. Raises EffadError; KeyboardInterrupt leaves a checkpoint."""
    order = read_order(place)
    if order is None:
        raise UsageError(f"Nothing is ordered in {place.root}", "effad recipes promote does")
    found = InstalledRecipe(read_recipe(place.recipe), place.recipe)
    manifest = found.check()
    if not (place.candidate / RECIPE_FILE).exists():
        _train(place, order, found, manifest, report)
    report.begin(Stage.COMPARING)
    images, described = to_compare(place.recipe, Path(order.images))
    cache = Path(order.cache) if order.cache else None
    made = compare(found, place.candidate, images, described, order.device, order.engine, cache)
    write_replacing(place.compared_images, lambda aside: _save(aside, images))
    write_comparison(made, place.comparison)


def _train(place: Place, order: Order, found: InstalledRecipe, manifest: Manifest, report: Reporter) -> None:
    work, images = Work(place.root / "work"), Path(order.images)
    params = build_params(order.preset, manifest.size, order.minutes, order.steps)
    report.begin(Stage.PREPARING)
    if not (work.prepared / FACTS_FILE).exists():  # what is taught meanwhile does not begin it anew
        save_prepared(gather(place.recipe, manifest, images), work.prepared)
    teacher = _teacher(place, found, manifest)
    report.begin(Stage.TRAINING)
    run_train(
        work,
        found.name,
        params,
        teacher=teacher,
        device=order.device,
        notify=report.note,
        keep_checkpoint=True,
    )
    report.begin(Stage.MEASURING)
    run_evaluate(images, work, found.name, order.device)
    run_export(work, found.name, place.candidate)
    work.checkpoint.unlink(missing_ok=True)


def _teacher(place: Place, found: InstalledRecipe, manifest: Manifest) -> Path:
    """That of the recipe: the built-in one, or the one in its model."""
    with suppress(UsageError):
        built_in = built_in_teacher(manifest.size)
        if file_sha256(built_in) == manifest.teacher_sha256:
            return built_in
    file = place.root / "teacher.safetensors"
    if not file.exists():
        model, _ = load_model(found.model_file)
        size = next(known for known in SIZES if known == manifest.size)
        save_teacher(file, model.teacher, size, {"made": "of the recipe's model"})
    return file


def _save(file: Path, images: np.ndarray) -> None:
    with file.open("wb") as stream:
        np.save(stream, images)


def main() -> int:
    place = Place(Path(sys.argv[1]).absolute())
    if _another_runs(place):
        return ExitCode.OK
    lower_priority()
    for number in (signal.SIGINT, signal.SIGTERM):  # when the PC is shut down, too
        signal.signal(number, signal.default_int_handler)
    report = Reporter(place)
    try:
        with _obeying(place):
            follow(place, report)
        report.end(End.DONE)
    except KeyboardInterrupt:
        report.end(End.PAUSED)
    except EffadError as error:
        report.end(End.FAILED, error.title, error.detail)
        return error.exit_code
    except MemoryError:
        report.end(End.FAILED, "Out of memory", "fewer images, or a PC with more")
        return ExitCode.CRASH
    except Exception as error:  # a bug: its stack trace goes into a file, as that of effad does
        if place.pause.exists():  # a library may make something else of an interrupt
            report.end(End.PAUSED)
            return ExitCode.OK
        _tell_crash(place, report, error)
        return ExitCode.CRASH
    return ExitCode.OK


def _tell_crash(place: Place, report: Reporter, error: Exception) -> None:
    if place.order.exists():  # else it failed because the recipe is gone
        path = write_crash_log(place.root, error)
        report.end(End.FAILED, f"It failed unexpectedly: {error}", f"Please report it with {path}")


def lower_priority() -> None:
    """The station inspects at the same time."""
    process = psutil.Process()
    process.nice(psutil.BELOW_NORMAL_PRIORITY_CLASS if sys.platform == "win32" else NICE)


def _another_runs(place: Place) -> bool:
    """Of two that were started at the same moment one goes on: the one that is written down."""
    process = follower_of(place)
    return process is not None and process.pid != os.getpid()


@contextmanager
def _obeying(place: Place) -> Iterator[None]:
    """A wish to pause is as Ctrl-C; where the recipe is gone, nothing more is to be written."""
    done = Event()

    def watch() -> None:
        while not done.wait(PAUSE_SECONDS):
            if not place.order.exists():
                os._exit(ExitCode.OK)
            if place.pause.exists():
                _thread.interrupt_main()
                return

    watcher = Thread(target=watch, name="pause", daemon=True)
    watcher.start()
    try:
        yield
    finally:
        done.set()
        watcher.join()


if __name__ == "__main__":
    sys.exit(main())
