"""A product that never was, to try everything on: ``python -m training.sample_product OUT``.

Writes good and defective pictures of a machined plate in the folders of MVTec AD.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import cv2
import numpy as np
import typer

from effad_desktop.core.inspection import Image
from effad_desktop.errors import EffadError, SettingsError, UsageError
from training.sample_defects import DEFECT_KINDS, DefectKind, Mask, add_defect
from training.sample_rendering import Lighting, render
from training.sample_surface import Pose, machined_plate

TRAIN_SHARE = 5 / 6
GOOD_STREAM, DEFECTIVE_STREAM = 0, 1


def good_picture(seed: int, stream: int, index: int) -> Image:
    """The part without a defect; `(seed, stream, index)` settles its pose, tool marks, light and noise."""
    return _picture(seed, stream, index, None)[0]


def defective_picture(seed: int, index: int, kind: DefectKind) -> tuple[Image, Mask]:
    """The part of `good_picture(seed, DEFECTIVE_STREAM, index)` with a defect, and where it is."""
    return _picture(seed, DEFECTIVE_STREAM, index, kind)


def write_sample_product(out: Path, seed: int = 0, good: int = 120, defective: int = 60) -> None:
    """Raises UsageError if `out` is there and not empty, SettingsError if it cannot be written."""
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise UsageError(f"{out} is not empty", "name a folder that is empty or not there yet")
    if good < 2 or defective < len(DEFECT_KINDS):
        raise UsageError("Too few pictures", f"at least 2 good and {len(DEFECT_KINDS)} defective")
    with _folder_aside(out) as aside:
        train = round(good * TRAIN_SHARE)
        for index in range(good):
            place = f"train/good/{index:03}" if index < train else f"test/good/{index - train:03}"
            _write(aside / f"{place}.png", good_picture(seed, GOOD_STREAM, index))
        for index in range(defective):
            number, which = divmod(index, len(DEFECT_KINDS))
            kind = DEFECT_KINDS[which]
            picture, mask = defective_picture(seed, index, kind)
            _write(aside / f"test/{kind}/{number:03}.png", picture)
            _write(aside / f"ground_truth/{kind}/{number:03}_mask.png", mask)


def _picture(seed: int, stream: int, index: int, kind: DefectKind | None) -> tuple[Image, Mask]:
    scene, marks, sensor, defect = np.random.SeedSequence((seed, stream, index)).spawn(4)
    rng = np.random.default_rng(scene)
    pose = Pose(rng.uniform(-4, 4), rng.uniform(-4, 4), float(np.radians(rng.uniform(-2, 2))))
    lighting = Lighting(
        turn=float(rng.normal(0, 0.05)),
        brightness=float(rng.normal(1, 0.025)),
        key=float(rng.normal(1, 0.05)),
    )
    surface = machined_plate(pose, np.random.default_rng(marks))
    mask = np.zeros((1, 1), np.uint8)
    if kind is not None:
        defective = add_defect(kind, surface, pose, marks, np.random.default_rng(defect))
        surface, mask = defective.surface, defective.mask
    return render(surface, lighting, np.random.default_rng(sensor)), mask


@contextmanager
def _folder_aside(out: Path) -> Iterator[Path]:
    """A folder to fill, renamed to `out` if all went well and removed if not."""
    aside = out.with_name(f".{out.name}.{os.getpid()}.part")
    try:
        aside.mkdir(parents=True)
        yield aside
        aside.replace(out)
    except OSError as error:
        raise SettingsError(f"Cannot write {out}", error.strerror or str(error)) from error
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _write(path: Path, picture: Image | Mask) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    bgr = cv2.cvtColor(picture, cv2.COLOR_RGB2BGR) if picture.ndim == 3 else picture
    path.write_bytes(cv2.imencode(".png", bgr)[1].tobytes())


def main(
    out: Annotated[Path, typer.Argument(help="A folder that is empty or not there yet.")],
    seed: Annotated[int, typer.Option(min=0)] = 0,
) -> None:
    """Write the sample product."""
    try:
        write_sample_product(out, seed)
    except EffadError as error:
        typer.echo(f"{error}", err=True)
        raise typer.Exit(error.exit_code) from error


if __name__ == "__main__":
    typer.run(main)
