"""An instant recipe of the sample product, and what a training that follows it leaves."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np

from effad_desktop.comparing import compare
from effad_desktop.core.comparison import ComparedImage, Truth, write_comparison
from effad_desktop.core.inspection import Image
from effad_desktop.core.promotion import End, Order, Place, Progress, Stage, write_state
from effad_desktop.detection.preprocessing import resize
from effad_desktop.imaging import encode_png, load_image
from effad_desktop.paths import built_in_recipes_dir, resources_dir
from effad_desktop.recipes import InstalledRecipe

SAMPLES = resources_dir() / "sample_images"


def make_pictures(folder: Path, good: int = 8) -> Path:
    """In the layout of MVTec AD, with one good picture and two defects to test."""
    image = load_image(SAMPLES / "good_000.jpg")
    for i in range(good):
        write(folder / "train/good" / f"{i}.png", np.roll(image, 3 * i, 0))
    write(folder / "test/good/0.png", load_image(SAMPLES / "good_002.jpg"))
    for name in ("dent_002", "scratch_003"):
        write(folder / "test" / name.partition("_")[0] / "0.png", load_image(SAMPLES / f"{name}.jpg"))
    return folder


def write(file: Path, image: Image) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(encode_png(image))


def train_instantly(folder: Path) -> Path:
    """The recipe `plate`, made of `folder/pictures`."""
    from training.cli import train_product

    out = folder / "models" / "plate"
    train_product(make_pictures(folder / "pictures"), "plate", preset="instant", out=out, device="cpu")
    return out


def leave_candidate(found: InstalledRecipe, images: Path) -> None:
    """As if the training had ended: the model of the built-in sample recipe waits."""
    place = Place(found.folder)
    write_state(place.order, Order(str(images), engine="openvino-f32"))
    shutil.copytree(built_in_recipes_dir() / "sample", place.candidate)
    names = {"good_002": Truth.GOOD, "dent_002": Truth.DEFECT, "scratch_003": Truth.DEFECT}
    pixels = np.stack([resize(load_image(SAMPLES / f"{name}.jpg")) for name in names])
    described = [ComparedImage(f"{name}.jpg", truth) for name, truth in names.items()]
    pixels = np.concatenate([pixels, pixels[:1]])
    described.append(ComparedImage("synthetic 0", Truth.SYNTHETIC))
    np.save(place.compared_images, pixels)
    made = compare(found, place.candidate, pixels, described, "cpu", "openvino-f32")
    write_comparison(made, place.comparison)
    write_state(place.progress, Progress(Stage.COMPARING, 60, 60, end=End.DONE))
