"""The recipes on this machine: those installed in the data folder and those that are built in."""

from __future__ import annotations

import math
import shutil
import stat
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from effad_desktop.core.calibration import CALIBRATION_FILE, Calibration, read_calibration
from effad_desktop.core.promotion import Place
from effad_desktop.core.recipe import INT8_FILE, MODEL_FILE, RECIPE_FILE, Recipe, read_recipe, write_threshold
from effad_desktop.core.threshold_changes import ThresholdChange, read_changes, recording
from effad_desktop.core.training_images import TRAINING_IMAGES_FILE
from effad_desktop.detection.int8_seal import check_seal
from effad_desktop.detection.manifest import Manifest, payload_sha256, read_manifest
from effad_desktop.errors import RecipeError, SettingsError, UsageError
from effad_desktop.files import replacing
from effad_desktop.followers import end_follower
from effad_desktop.recipe_lock import locked

MAX_UNPACKED = 4_000_000_000
MAX_NAME = 255
"""Bytes, which file systems take."""
"""Bytes that a .zip may unpack to; a medium model has 45 MB."""


class NameTaken(UsageError):
    """An installed recipe has this name already, and nobody said to replace it."""


@dataclass(frozen=True, slots=True)
class InstalledRecipe:
    recipe: Recipe
    folder: Path
    built_in: bool = False

    @property
    def name(self) -> str:
        return self.recipe.name

    @property
    def model_file(self) -> Path:
        return self.folder / MODEL_FILE

    def check(self) -> Manifest:
        """What the model says of itself. Raises RecipeError for a model that is broken or was changed."""
        manifest = read_manifest(self.model_file)
        if payload_sha256(self.model_file) != manifest.sha256:
            raise RecipeError(
                f"{self.model_file} was changed after it was written", "its hash does not match"
            )
        if (graph := self.folder / INT8_FILE).is_file():
            check_seal(graph)
        return manifest

    def calibration(self) -> Calibration | None:
        """What its threshold was set from; None where that was not kept. Raises RecipeError."""
        calibration = read_calibration(self.folder)
        if calibration and calibration.model != read_manifest(self.model_file).sha256:
            raise RecipeError(
                f"{self.folder / CALIBRATION_FILE} belongs to another model", "train again, or remove it"
            )
        return calibration

    def threshold_changes(self) -> list[ThresholdChange]:
        """Oldest first. Raises RecipeError."""
        return read_changes(self.folder)


@dataclass(frozen=True, slots=True)
class BrokenRecipe:
    """A folder among the recipes that is none, and why."""

    folder: Path
    error: RecipeError


class Recipes:
    """Finds, adds, changes, exports and removes recipes. A folder's name is its recipe's name."""

    def __init__(self, installed: Path, built_in: Path) -> None:
        self._installed = installed
        self._built_in = built_in

    def __iter__(self) -> Iterator[InstalledRecipe]:
        """The whole ones: installed, then built in, each by name."""
        return (r for r in self.survey() if isinstance(r, InstalledRecipe))

    def survey(self) -> Iterator[InstalledRecipe | BrokenRecipe]:
        """The whole and the broken ones. An installed one hides the built-in one of its name."""
        seen: set[str] = set()
        for place in (self._installed, self._built_in):
            folders = sorted(place.iterdir()) if place.is_dir() else []
            for folder in folders:
                if folder.is_dir() and not folder.name.startswith(".") and folder.name not in seen:
                    seen.add(folder.name)
                    yield self._look(folder)

    def find(self, name_or_folder: str) -> InstalledRecipe:
        """An installed name comes before a folder. Raises RecipeError."""
        return self._open(self.locate(name_or_folder))

    def locate(self, name_or_folder: str, folders: bool = True) -> Path:
        """The folder that `find` would read, unread. Raises RecipeError.

        Without `folders` only a name is obeyed: for callers who are not trusted with paths.
        """
        named = self._named(name_or_folder)
        if named:
            return named
        if folders and Path(name_or_folder).is_dir():
            return Path(name_or_folder)
        raise self._unknown(name_or_folder, "; or give a folder" if folders else "")

    def _named(self, name: str) -> Path | None:
        places = (self._installed / name, self._built_in / name) if _is_folder_name(name) else ()
        return next((place for place in places if place.is_dir()), None)

    def _unknown(self, name: str, hint: str = "") -> RecipeError:
        names = ", ".join(r.name for r in self) or "none"
        return RecipeError(f"No recipe {name!r}", f"installed are: {names}{hint}")

    def add(self, place: Path, force: bool = False) -> InstalledRecipe:
        """From a folder or a .zip. Raises RecipeError, UsageError for a taken name, SettingsError, Busy."""
        self._make_installed()
        with tempfile.TemporaryDirectory(prefix=".add-", dir=self._installed) as aside:
            copy = Path(aside) / "new"
            _copy(place, copy)
            new = InstalledRecipe(read_recipe(copy), copy)
            new.check()
            if (self._built_in / new.name).is_dir():
                raise UsageError(f"{new.name!r} is a built-in recipe", "give the new one another name")
            target = self._installed / new.name
            if target.exists() and not force:
                raise NameTaken(f"There is a recipe {new.name!r} already", "--force replaces it")
            _swap(copy, target, Path(aside) / "old")
        return InstalledRecipe(new.recipe, target)

    def set_threshold(self, name_or_folder: str, value: float, who: str) -> InstalledRecipe:
        """Writes it into `recipe.toml` and the change beside it; the next inspection uses it.

        A built-in recipe is copied to the installed ones, and the copy is changed: it comes before the
        built-in one, which is back when the copy is removed. Raises UsageError for what is no finite
        number, RecipeError, SettingsError, Busy.
        """
        if not math.isfinite(value):
            raise UsageError(f"The threshold {value} is no finite number")
        found = self.find(name_or_folder)
        if found.recipe.threshold == value:
            return found
        if found.built_in:
            found = self._copy_of(found)
        change = ThresholdChange(datetime.now(UTC), who, found.recipe.threshold, value)
        with locked(found.folder), recording(change, found.folder):
            recipe = write_threshold(found.folder, value)
        return InstalledRecipe(recipe, found.folder)

    def _copy_of(self, built_in: InstalledRecipe) -> InstalledRecipe:
        self._make_installed()
        target = self._installed / built_in.folder.name
        with tempfile.TemporaryDirectory(prefix=".add-", dir=self._installed) as aside:
            copy = Path(aside) / "new"
            _copy(built_in.folder, copy)
            _swap(copy, target, Path(aside) / "old")
        return self._open(target)

    def export(self, name_or_folder: str, file: Path) -> None:
        """As a .zip with one folder in it. Raises RecipeError, SettingsError."""
        found = self.find(name_or_folder)
        found.check()
        # strict_timestamps: a PC with an empty clock battery writes files from before 1980
        with replacing(file) as aside, zipfile.ZipFile(aside, "w", strict_timestamps=False) as archive:
            for path in sorted(p for p in found.folder.rglob("*") if p.is_file()):
                if any(part.startswith(".") for part in path.relative_to(found.folder).parts):
                    continue  # versions stay where they were made, as in `add`
                if path.name == TRAINING_IMAGES_FILE:
                    continue
                archive.write(path, Path(found.name) / path.relative_to(found.folder))

    def remove(self, name: str) -> None:
        """Raises RecipeError for an unknown name, UsageError for a built-in one, SettingsError, Busy."""
        folder = self._installed / name
        if not _is_folder_name(name) or not folder.is_dir():
            if _is_folder_name(name) and (self._built_in / name).is_dir():
                raise UsageError(f"{name!r} is built in", "built-in recipes cannot be removed")
            raise RecipeError(f"No recipe {name!r} is installed")
        try:
            with tempfile.TemporaryDirectory(prefix=".remove-", dir=self._installed) as aside:
                _put_away(folder, Path(aside) / name)
        except OSError as error:
            raise SettingsError(f"Cannot remove {folder}", error.strerror or str(error)) from error

    def _look(self, folder: Path) -> InstalledRecipe | BrokenRecipe:
        try:
            return self._open(folder)
        except RecipeError as error:
            return BrokenRecipe(folder, error)

    def _open(self, folder: Path) -> InstalledRecipe:
        built_in = folder.resolve().parent == self._built_in.resolve()
        return InstalledRecipe(read_recipe(folder), folder, built_in)

    def _make_installed(self) -> None:
        try:
            self._installed.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise SettingsError(f"Cannot make {self._installed}", error.strerror or str(error)) from error


def _is_folder_name(text: str) -> bool:
    return text not in ("", ".", "..") and not set(text) & set("/\\:\0") and len(text.encode()) <= MAX_NAME


def _put_away(folder: Path, aside: Path) -> None:
    """At once, not file by file, and when nobody writes into it: no lesson, and no training that follows it.

    Raises Busy, SettingsError, OSError.
    """
    with locked(folder):
        end_follower(Place(folder))
        folder.replace(aside)


def _swap(new: Path, target: Path, old: Path) -> None:
    """Puts `new` in the place of `target`; should that fail, `target` is as it was."""
    try:
        if target.exists():
            _put_away(target, old)
        try:
            new.replace(target)
        except OSError:
            if old.exists():
                old.replace(target)
            raise
    except OSError as error:
        raise SettingsError(f"Cannot write {target}", error.strerror or str(error)) from error


def _copy(place: Path, copy: Path) -> None:
    with _disk_errors(place, copy):
        if place.is_dir():
            read_recipe(place)  # before anything large is copied
            shutil.copytree(place, copy, ignore=shutil.ignore_patterns(".*"))
        elif zipfile.is_zipfile(place):
            _unpack(place, copy)
        else:
            raise RecipeError(f"{place} is no recipe", "expected a folder or a .zip")


@contextmanager
def _disk_errors(place: Path, copy: Path) -> Iterator[None]:
    try:
        yield
    except shutil.Error as error:
        raise SettingsError(f"Cannot copy {place} to {copy.parent}", str(error)) from error
    except OSError as error:
        raise SettingsError(f"Cannot copy {place} to {copy.parent}", error.strerror or str(error)) from error
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        raise RecipeError(f"{place} is a broken or encrypted .zip", str(error)) from error


def _unpack(file: Path, copy: Path) -> None:
    """The folder in it that has the recipe. Refuses members that would land outside, links and bombs."""
    with zipfile.ZipFile(file) as archive:
        members = [m for m in archive.infolist() if not m.is_dir()]
        if sum(m.file_size for m in members) > MAX_UNPACKED:
            raise RecipeError(f"{file} is too large", f"it unpacks to more than {MAX_UNPACKED:,} bytes")
        for member in members:
            _refuse_unsafe(member, file)
        roots = [p.parent for p in (PurePosixPath(m.filename) for m in members) if p.name == RECIPE_FILE]
        if not roots:
            raise RecipeError(f"{file} is no recipe", f"there is no {RECIPE_FILE} in it")
        root = min(roots, key=lambda r: len(r.parts))
        for member in members:
            path = PurePosixPath(member.filename)
            if path.is_relative_to(root):
                target = copy / path.relative_to(root)
                target.parent.mkdir(parents=True, exist_ok=True)
                with archive.open(member) as packed, target.open("wb") as unpacked:
                    shutil.copyfileobj(packed, unpacked)


def _refuse_unsafe(member: zipfile.ZipInfo, file: Path) -> None:
    name = member.filename
    outside = name.startswith("/") or ".." in PurePosixPath(name).parts or "\\" in name or ":" in name
    if outside or stat.S_ISLNK(member.external_attr >> 16):
        raise RecipeError(f"{file} is not safe to unpack", f"{name!r} points outside of it")
