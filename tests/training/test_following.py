"""Which pictures a training that follows a recipe learns from, and which both models are compared on."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from effad_desktop.core.comparison import Truth
from effad_desktop.core.inspection import Image
from effad_desktop.detection.evidence import Label, evidence_id, evidence_of, write_evidence
from effad_desktop.detection.manifest import Manifest
from effad_desktop.detection.preprocessing import resize
from effad_desktop.errors import RecipeError, UsageError
from effad_desktop.imaging import load_image
from tests.training.conftest import part
from training.following import gather, to_compare
from training.prepare import prepare

NOTHING = np.zeros((1, 4), np.float32)


def say(recipe: Path, image: Image, label: Label, name: str) -> None:
    write_evidence(recipe, evidence_of(image, NOTHING, label, name, "eve", datetime.now(UTC)))


def picture(product: Path, name: str) -> Image:
    return load_image(product / name)


@pytest.fixture
def recipe(product: Path, tmp_path: Path) -> Path:
    """Two of the eight good pictures are held out."""
    folder = tmp_path / "recipe"
    for name in ("000", "001"):
        say(folder, picture(product, f"train/good/{name}.png"), Label.HELD_OUT, name)
    return folder


def manifest(product: Path) -> Manifest:
    return Manifest("small", "plate", "2026-03-04", "0.1.0", data_sha256=prepare(product).facts.data_sha256)


def test_what_is_held_out_stays_held_out_and_what_was_taught_is_learned(recipe: Path, product: Path) -> None:
    say(recipe, part(300), Label.GOOD, "taught.png")
    say(recipe, picture(product, "train/good/007.png"), Label.DEFECT, "a scratch after all")
    found = gather(recipe, manifest(product), product)
    learned = [found.facts.names[i] for i in found.facts.train]
    assert learned == ["002.png", "003.png", "004.png", "005.png", "006.png", "taught.png"]
    held_out = {evidence_id(found.images[i]) for i in found.facts.validation}
    assert held_out == {evidence_id(resize(picture(product, f"train/good/{n}.png"))) for n in ("000", "001")}
    assert not any("made from" in warning for warning in found.facts.warnings)


def test_pictures_are_known_though_their_files_are_renamed(recipe: Path, product: Path) -> None:
    (product / "train/good/000.png").rename(product / "train/good/zzz.png")
    found = gather(recipe, manifest(product), product)
    assert "zzz.png" not in [found.facts.names[i] for i in found.facts.train]


def test_another_folder_is_warned_of(recipe: Path, product: Path) -> None:
    other = Manifest("small", "plate", "2026-03-04", "0.1.0", data_sha256="another")
    assert (
        "the images are not those that the recipe was made from"
        in gather(recipe, other, product).facts.warnings
    )


def test_nothing_that_was_learned_is_compared(recipe: Path, product: Path) -> None:
    say(recipe, picture(product, "test/good/000.png"), Label.GOOD, "taught.png")
    say(recipe, picture(product, "test/scratch/001.png"), Label.DEFECT, "known.png")
    images, described = to_compare(recipe, product)
    assert len(images) == len(described)
    real = {image.name: image.truth for image in described if image.truth is not Truth.SYNTHETIC}
    assert real == {
        "000": Truth.GOOD,
        "001": Truth.GOOD,
        "known.png": Truth.DEFECT,
        str(Path("test/good/001.png")): Truth.GOOD,
        str(Path("test/scratch/000.png")): Truth.DEFECT,
    }
    warned = gather(recipe, manifest(product), product).facts.warnings
    assert any(warning.startswith("1 test images were taught") for warning in warned)


def test_too_little_to_learn_from_is_refused(recipe: Path, product: Path, tmp_path: Path) -> None:
    for n in range(2, 6):
        say(recipe, picture(product, f"train/good/{n:03}.png"), Label.DEFECT, f"{n}")
    with pytest.raises(UsageError, match="Only 2 images are left"):
        gather(recipe, manifest(product), product)
    with pytest.raises(RecipeError, match="no held-out images"):
        gather(tmp_path / "empty", manifest(product), product)
