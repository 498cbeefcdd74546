"""Stage 1: good images, read once, brought to 256×256 and split."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from effad_desktop.detection.preprocessing import resize
from effad_desktop.errors import SourceError, UsageError
from effad_desktop.files import write_replacing
from effad_desktop.imaging import load_image
from training.dataset import FEWEST, TestImage, data_hash, find_dataset, load_mask

FEW = 50
TELLING_SCORES = 10
IMAGES_FILE, FACTS_FILE = "images.npy", "prepared.json"


@dataclass(frozen=True, slots=True)
class Facts:
    """`train` and `validation` index the images."""

    data_sha256: str
    names: tuple[str, ...]
    train: tuple[int, ...]
    validation: tuple[int, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """`images` is N×256×256×3 uint8."""

    images: NDArray[np.uint8]
    facts: Facts


def prepare(folder: Path, validation_fraction: float = 0.1, seed: int = 0) -> Prepared:
    """Unreadable and uniform images are left out, with a warning. Raises SourceError."""
    dataset = find_dataset(folder)
    paths = dataset.train
    warnings = list(dataset.warnings)
    with ThreadPoolExecutor(2, "decode") as pool:
        loaded = list(pool.map(_read, paths))
        list(pool.map(_refuse_broken, dataset.test))  # now, rather than after an hour of training
    images, names = [], []
    for path, (image, problem) in zip(paths, loaded, strict=True):
        if image is None:
            warnings.append(f"left out: {problem}")
        else:
            images.append(image)
            names.append(path.name)
    if len(images) < FEWEST:
        reasons = "; ".join(warnings[len(dataset.warnings) :][:3])
        raise SourceError(f"Only {len(images)} of {len(paths)} images in {folder} can be used", reasons)
    if len(images) < FEW:
        warnings.append(
            f"only {len(images)} good images: the threshold is uncertain; "
            f"{FEW} or more, over several lots and lightings, are better"
        )
    train, validation = split(len(images), validation_fraction, seed)
    facts = Facts(data_hash(paths), tuple(names), train, validation, tuple(warnings))
    return Prepared(np.stack(images), facts)


def _read(path: Path) -> tuple[NDArray[np.uint8] | None, str]:
    try:
        image = resize(load_image(path))
    except SourceError as error:
        return None, str(error)
    if image.std((0, 1)).max() < 1.0:
        return None, f"{path} is uniform (all black or of one colour)"
    return image, ""


def _refuse_broken(test: TestImage) -> None:
    load_mask(test, load_image(test.path))


def split(count: int, fraction: float, seed: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """(train, validation), in order; at least 2 are held out, and 3 stay.

    Of few images more than the fraction are held out, up to a fifth: ten scores tell far more of a
    threshold than five (docs/threshold.md).
    """
    scores_needed = min(TELLING_SCORES, count // 5)
    held_out = min(max(2, scores_needed, round(count * fraction)), count - 3)
    order = np.random.default_rng(seed).permutation(count)
    return tuple(sorted(map(int, order[held_out:]))), tuple(sorted(map(int, order[:held_out])))


def save_prepared(prepared: Prepared, folder: Path) -> None:
    write_replacing(folder / IMAGES_FILE, _saver(prepared.images))
    text = json.dumps(asdict(prepared.facts), indent=1)
    write_replacing(folder / FACTS_FILE, lambda aside: aside.write_text(text))


def _saver(array: NDArray[np.uint8]) -> Callable[[Path], None]:
    def save(aside: Path) -> None:
        with aside.open("wb") as file:
            np.save(file, array)

    return save


def load_prepared(folder: Path) -> Prepared:
    """Raises UsageError for a folder that stage 1 did not finish."""
    try:
        images = np.load(folder / IMAGES_FILE, allow_pickle=False)
        values = json.loads((folder / FACTS_FILE).read_text())
        facts: dict[str, Any] = {k: v if isinstance(v, str) else tuple(v) for k, v in values.items()}
        return Prepared(images, Facts(**facts))
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise UsageError(f"{folder} holds no prepared images", f"{error}; run prepare first") from error
