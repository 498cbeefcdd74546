"""Folders of product images, in the layout of MVTec AD or as one folder of good images."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from effad_desktop.core.inspection import Image
from effad_desktop.errors import SourceError
from effad_desktop.files import file_sha256
from effad_desktop.imaging import image_paths, load_image

GOOD = "good"
FEWEST = 5
MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class TestImage:
    """`defect` is empty for a good image; `mask` is absent where nobody drew one."""

    path: Path
    defect: str
    mask: Path | None


@dataclass(frozen=True, slots=True)
class Dataset:
    """`warnings` name what lies in the folder and is not used."""

    train: tuple[Path, ...]
    test: tuple[TestImage, ...]
    warnings: tuple[str, ...] = ()


def find_dataset(folder: Path) -> Dataset:
    """Raises SourceError, in words, for a folder that cannot be trained on."""
    if not folder.is_dir():
        raise SourceError(f"No such folder: {folder}")
    train_folder = folder / "train"
    if train_folder.is_dir():
        _refuse_defects_in_train(train_folder)
        good = train_folder / GOOD if (train_folder / GOOD).is_dir() else train_folder
    else:
        good = folder / GOOD if (folder / GOOD).is_dir() else folder
    others = (folder / "test", folder / "ground_truth")
    train = tuple(p for p in image_paths([good]) if not any(p.is_relative_to(o) for o in others))
    if not train:
        raise SourceError(f"No images in {good}", "expected JPEG, PNG, BMP, TIFF or WebP files")
    if len(train) < FEWEST:
        raise SourceError(f"Only {len(train)} images in {good}", f"training needs at least {FEWEST}")
    if good.name != GOOD:
        _refuse_folders(good, train)
    test = tuple(_test_images(folder))
    warnings = [*_unused_images(folder, good), *_unused_masks(folder, test)]
    dataset = Dataset(train, test, tuple(warnings))
    _refuse_shared_images(dataset)
    return dataset


def _refuse_defects_in_train(train: Path) -> None:
    others = sorted(p.name for p in train.iterdir() if p.is_dir() and p.name != GOOD)
    if others and (train / GOOD).is_dir():
        raise SourceError(
            f"{train} has other folders than {GOOD!r}",
            f"{', '.join(others)}: training takes good images only; move them to test/",
        )


def _refuse_folders(good: Path, train: tuple[Path, ...]) -> None:
    """Folders below one that is not called good may well be of defects."""
    nested = sorted({p.relative_to(good).parts[0] for p in train if p.parent != good})
    if nested:
        raise SourceError(
            f"{good} has images in folders of its own",
            f"{', '.join(nested)}: put the good images into {good / GOOD}, or give that folder alone",
        )


def _unused_images(folder: Path, good: Path) -> Iterator[str]:
    """Beside `good/` or `train/`: they may well be the defects that somebody meant to be counted."""
    if good == folder:
        return
    known = {"train", "test", "ground_truth"} | ({GOOD} if good.parent == folder else set())
    for place in sorted(p for p in folder.iterdir() if p.is_dir() and not p.name.startswith(".")):
        count = len(_images_below(place)) if place.name not in known else 0
        if count:
            yield (
                f"{place} is not used ({count} images): to measure what is found, move defective images "
                f"to {folder / 'test' / place.name} and some good ones to {folder / 'test' / GOOD}"
            )
    if loose := [p for p in _images_below(folder) if p.parent == folder]:
        yield f"{len(loose)} images in {folder} itself are not used, such as {loose[0].name}"


def _unused_masks(folder: Path, test: Sequence[TestImage]) -> Iterator[str]:
    used = {t.mask for t in test}
    unused = [p for p in _images_below(folder / "ground_truth") if p not in used]
    for path in unused[:MOST_NAMED]:
        kind = path.parent.name
        yield f"mask {path} belongs to no image: NAME_mask.png is that of test/{kind}/NAME.*"
    if len(unused) > MOST_NAMED:
        yield f"{len(unused) - MOST_NAMED} masks more belong to no image"


def _images_below(folder: Path) -> list[Path]:
    try:
        return list(image_paths([folder]))
    except SourceError:  # there is none
        return []


def _refuse_shared_images(dataset: Dataset) -> None:
    sizes = {p.stat().st_size for p in dataset.train}
    candidates = [t.path for t in dataset.test if t.path.stat().st_size in sizes]
    if not candidates:
        return
    known = {file_sha256(p): p for p in dataset.train}
    for path in candidates:
        if twin := known.get(file_sha256(path)):
            raise SourceError(f"{path} is in training too", f"it is the same image as {twin}")


def _test_images(folder: Path) -> list[TestImage]:
    root = folder / "test"
    if not root.is_dir():
        return []
    found = []
    for kind in sorted(p for p in root.iterdir() if p.is_dir()):
        for path in image_paths([kind]):
            if kind.name == GOOD:
                found.append(TestImage(path, "", None))
            else:
                mask = folder / "ground_truth" / kind.name / f"{path.stem}_mask.png"
                found.append(TestImage(path, kind.name, mask if mask.exists() else None))
    return found


def load_mask(test: TestImage, image: Image) -> NDArray[np.bool_] | None:
    """H×W; empty for a good image, None where there is no mask. Raises SourceError on a mismatch."""
    if not test.defect:
        return np.zeros(image.shape[:2], np.bool_)
    if test.mask is None:
        return None
    mask = load_image(test.mask)[..., 0] > 127
    if mask.shape != image.shape[:2]:
        raise SourceError(
            f"{test.mask} does not match its image",
            f"it is {_sides(mask)}, the image {_sides(image)}",
        )
    if not mask.any():
        raise SourceError(f"{test.mask} is empty", f"yet its image is in test/{test.defect}")
    return mask


def _sides(array: NDArray[np.generic]) -> str:
    return f"{array.shape[1]}×{array.shape[0]}"


def data_hash(paths: Sequence[Path]) -> str:
    """SHA-256 over names and bytes, in order."""
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()
