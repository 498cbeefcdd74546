"""Stage 4: a recipe folder that can be installed, written whole or not at all."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from effad_desktop import __version__
from effad_desktop.core.calibration import Calibration, write_calibration
from effad_desktop.core.parity import Parity, write_parity
from effad_desktop.core.recipe import (
    METRICS_FILE,
    MODEL_FILE,
    RECIPE_FILE,
    THUMBNAIL_FILE,
    Recipe,
    write_recipe,
)
from effad_desktop.detection.engines import int8_files
from effad_desktop.detection.manifest import Manifest
from effad_desktop.detection.model_file import load_model, save_model
from effad_desktop.errors import SettingsError, UsageError
from effad_desktop.files import write_replacing
from training.evaluate import Figures
from training.held_out import keep_held_out
from training.prepare import Facts
from training.trained import Trained


def manifest_of(product: str, trained: Trained, facts: Facts, teacher_sha256: str) -> Manifest:
    return Manifest(
        size=trained.params.size,
        product=product,
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        effad_version=__version__,
        teacher_sha256=teacher_sha256,
        data_sha256=facts.data_sha256,
        code_version=code_version(),
        preset=trained.params.preset,
        steps=trained.params.steps,
        seconds=round(trained.seconds, 1),
        method=trained.params.method,
        figures=dict(trained.figures),
        warnings=facts.warnings,
    )


def code_version() -> str:
    """The commit of the checkout, with a + where it was changed; empty outside one."""
    here = Path(__file__).parent
    try:
        command = ["git", "-C", str(here), "describe", "--always", "--dirty=+", "--abbrev=12", "--exclude=*"]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return ""


def refuse_foreign(out: Path) -> None:
    """Raises UsageError for what is no recipe: a new one would take its place."""
    if out.exists() and not (out / RECIPE_FILE).exists() and not (out.is_dir() and not any(out.iterdir())):
        raise UsageError(f"{out} is there and is no recipe", "name a folder that is not there yet")


def export(
    model_file: Path,
    figures: Figures,
    calibration: Calibration,
    product: str,
    out: Path,
    thumbnail: bytes,
    held_out: NDArray[np.uint8] | None = None,
    parity: Parity | None = None,
) -> Path:
    """Makes the recipe beside `out` and puts it in its place; a former one is kept until then.

    `thumbnail` is a JPEG of the product; `held_out` is what a recipe that learns at once sets its
    threshold from, N×256×256×3. The int8 model beside `model_file` comes along.

    Raises UsageError for an `out` that is something else and for a calibration of another model,
    SettingsError where it cannot be written.
    """
    refuse_foreign(out)
    aside = out.with_name(f".{out.name}.{os.getpid()}.part")
    old = out.with_name(f".{out.name}.{os.getpid()}.old")
    try:
        aside.mkdir(parents=True)
        model, manifest = load_model(model_file)
        if calibration.model != manifest.sha256:
            raise UsageError("The threshold was set for another model", "run evaluate again")
        save_model(
            aside / MODEL_FILE,
            model,
            replace(manifest, threshold=figures.threshold, figures={**manifest.figures, **figures.numbers()}),
        )
        write_recipe(Recipe(product, figures.threshold, datetime.now(UTC)), aside)
        write_calibration(calibration, aside)
        for part in int8_files(model_file):
            shutil.copy2(part, aside)
        if parity and parity.model == manifest.sha256:
            write_parity(parity, aside)
        (aside / THUMBNAIL_FILE).write_bytes(thumbnail)
        if held_out is not None and manifest.method == "memory":
            keep_held_out(aside, held_out)
        text = json.dumps(asdict(figures), indent=2)
        write_replacing(aside / METRICS_FILE, lambda path: path.write_text(text + "\n"))
        if out.exists():
            out.rename(old)
        aside.rename(out)
    except OSError as error:
        raise SettingsError(f"Cannot write the recipe {out}", error.strerror or str(error)) from error
    finally:
        if old.exists() and not out.exists():
            old.rename(out)
        shutil.rmtree(aside, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)
    return out
