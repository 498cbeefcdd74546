"""EfficientAD follows an instant recipe: trained by a process of its own, compared, promoted or not.

The process outlives who has started it. All that is known of it is read from the recipe's folder, so
that any window or command, started later, goes on with it.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from effad_desktop.comparing import candidate_calibration
from effad_desktop.core.calibration import write_calibration
from effad_desktop.core.comparison import Comparison, read_comparison
from effad_desktop.core.promotion import (
    End,
    Following,
    Order,
    Phase,
    Place,
    Progress,
    read_order,
    read_progress,
    write_state,
)
from effad_desktop.core.recipe import read_recipe
from effad_desktop.core.training_images import read_images_folder
from effad_desktop.core.versions import MODEL_FILES, Version, put_files
from effad_desktop.detection.manifest import read_manifest
from effad_desktop.errors import RecipeError, SettingsError, UsageError
from effad_desktop.followers import ENDS_WITHIN, end_follower, follower_of, mark_started, wait_for_follower
from effad_desktop.recipe_lock import locked
from effad_desktop.recipes import InstalledRecipe, Recipes
from effad_desktop.teaching_state import refuse_built_in
from effad_desktop.versions import keep, keep_as_it_is

NEEDED = ("training", "torch", "sklearn", "scipy", "matplotlib", "nncf")
MINUTES = 60.0
"""Of training, where nobody says how long."""
PATIENT = {"OMP_WAIT_POLICY": "PASSIVE"}
"""Threads of torch that wait for each other sleep: spinning, they starve where the station inspects."""
APART = 0x00000208
"""DETACHED_PROCESS and CREATE_NEW_PROCESS_GROUP of Windows: closing a console does not end it."""


class Promotion:
    """Of one recipe. Raises RecipeError for an unknown one, UsageError where it cannot be followed."""

    def __init__(self, recipes: Recipes, name: str) -> None:
        self._recipes = recipes
        self._found = followed(recipes, name)
        self.place = Place(self._found.folder)

    @property
    def name(self) -> str:
        return self._found.name

    def state(self) -> Following:
        progress, images = read_progress(self.place), read_images_folder(self._found.folder)
        try:
            order = read_order(self.place)
        except RecipeError as error:
            broken = Phase.RUNNING if self._runs() else Phase.FAILED
            return Following(
                self.name, broken, progress, images=images, title=error.title, detail=error.detail
            )
        if order is None:
            return Following(self.name, Phase.NONE, images=images)
        images = Path(order.images)
        if self._runs():
            phase = Phase.PAUSING if self.place.pause.exists() else Phase.RUNNING
            return Following(self.name, phase, progress, images=images)
        comparison = read_comparison(self.place.comparison) if progress.end is End.DONE else None
        if comparison:
            outdated = self._outdated(comparison)
            return Following(self.name, Phase.READY, progress, comparison, outdated, images)
        ended = {End.PAUSED: Phase.PAUSED, End.FAILED: Phase.FAILED}
        phase = ended.get(progress.end, Phase.STOPPED) if progress.end else Phase.STOPPED
        title, detail = progress.title, progress.detail
        return Following(self.name, phase, progress, images=images, title=title, detail=detail)

    def start(self, order: Order | None = None) -> None:
        """Begins what is ordered, or goes on with what was; a finished training is compared anew.

        Raises UsageError where training is not installed, where one runs, and where nobody knows the
        pictures; RecipeError where the recipe was removed; SettingsError, Busy.
        """
        refuse_without_training()
        with locked(self._found.folder):
            self._recipes.find(str(self._found.folder))
            if self._runs():
                raise UsageError(f"{self.name} is followed already", "pause that training first")
            if order is not None:
                self._refuse_images(order)
                self.discard()
                write_state(self.place.order, order)
            elif read_order(self.place) is None:
                raise UsageError(f"No training follows {self.name}", "begin one")
            with suppress(OSError):
                self.place.pause.unlink(missing_ok=True)
            write_state(self.place.progress, _gone_on(read_progress(self.place)))
            self._launch()

    def pause(self) -> None:
        """Asks the process to stop where it can go on from. Raises SettingsError."""
        if self._runs():
            try:
                self.place.pause.touch()
            except OSError as error:
                raise SettingsError(
                    f"Cannot write {self.place.pause}", error.strerror or str(error)
                ) from error

    def wait(self, seconds: float = ENDS_WITHIN) -> bool:
        """Until the process has ended; whether it has."""
        return wait_for_follower(self.place, seconds)

    def promote(self, who: str) -> Version:
        """The candidate becomes the recipe's model, as a new version; the former one can be restored.

        Raises UsageError where there is nothing to promote yet, RecipeError, SettingsError.
        """
        comparison = self.state().comparison
        if comparison is None:
            raise UsageError(f"No model waits to be promoted in {self.name}", "train one first")
        new = InstalledRecipe(read_recipe(self.place.candidate), self.place.candidate)
        new.check()
        with locked(self._found.folder):
            found = self._recipes.find(str(self._found.folder))
            calibration = candidate_calibration(found, new)
            keep_as_it_is(found)
            put_files(new.folder, found.folder, MODEL_FILES)
            write_calibration(calibration, found.folder)
            changed = self._recipes.set_threshold(str(found.folder), calibration.threshold, who)
            figures = comparison.figures(comparison.new).numbers()
            version = keep(changed, who, "promoted to EfficientAD", figures, datetime.now(UTC))
        self.discard()
        return version

    def discard(self) -> None:
        """The recipe stays as it is; the training and its model are deleted. Raises SettingsError."""
        with suppress(OSError):
            self.place.order.unlink(missing_ok=True)  # the process sees that and writes no more
        end_follower(self.place)
        try:
            if self.place.root.exists():
                shutil.rmtree(self.place.root)
        except OSError as error:
            raise SettingsError(f"Cannot remove {self.place.root}", error.strerror or str(error)) from error

    def _runs(self) -> bool:
        return follower_of(self.place) is not None

    def _outdated(self, comparison: Comparison) -> bool:
        now = comparison.now
        model = read_manifest(self._found.model_file).sha256
        return (model, read_recipe(self._found.folder).threshold) != (now.model, now.threshold)

    def _refuse_images(self, order: Order) -> None:
        if not order.images:
            raise UsageError(
                f"Nobody knows where the images of {self.name} are", "give the folder of its good images"
            )
        if not Path(order.images).is_dir():
            raise UsageError(f"No such folder: {order.images}", "give the folder of its good images")

    def _launch(self) -> None:
        command = [sys.executable, "-P", "-m", "training.follow", str(self._found.folder.absolute())]
        posix = sys.platform != "win32"
        try:
            with self.place.log.open("ab") as log:
                process = subprocess.Popen(
                    command,
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    env={**PATIENT, **os.environ},
                    start_new_session=posix,
                    creationflags=0 if posix else APART,
                )
        except OSError as error:
            raise SettingsError(f"Cannot start {command[0]}", error.strerror or str(error)) from error
        mark_started(self.place, process)


def followed(recipes: Recipes, name: str) -> InstalledRecipe:
    """Raises RecipeError, UsageError for a recipe that cannot be followed."""
    found = recipes.find(name)
    if read_manifest(found.model_file).method != "memory":
        raise UsageError(
            f"{found.name} is of the method EfficientAD already", "only instant ones are followed"
        )
    refuse_built_in(found)
    return found


def refuse_without_training() -> None:
    """Raises UsageError that says what is needed."""
    if getattr(sys, "frozen", False):
        raise UsageError(
            "This executable cannot train",
            "install effad-desktop[train] for Python on this PC; it goes on with the same recipes",
        )
    if any(importlib.util.find_spec(part) is None for part in NEEDED):
        raise UsageError("Training is not installed", "pip install 'effad-desktop[train]' adds it")


def _gone_on(former: Progress) -> Progress:
    return Progress(former.stage, former.step, former.steps, former.seconds_left, former.loss)
