from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest

from effad_desktop.errors import ExitCode, SourceError
from effad_desktop.imaging import load_image
from training.dataset import data_hash, find_dataset, load_mask

if TYPE_CHECKING:
    from training.dataset import TestImage

MakeProduct = Callable[..., Path]


def write_mask(path: Path, side: int, level: int) -> None:
    cv2.imwrite(str(path), np.full((side, side), level, np.uint8))


def masked(product: Path) -> TestImage:
    return next(t for t in find_dataset(product).test if t.defect)


def test_the_layout_of_mvtec_ad_gives_good_images_defects_and_masks(product: Path) -> None:
    dataset = find_dataset(product)
    assert len(dataset.train) == 8
    assert [t.defect for t in dataset.test] == ["", "", "scratch", "scratch"]
    assert [t.mask is not None for t in dataset.test] == [False, False, True, True]


def test_a_plain_folder_of_images_is_all_good(product: Path) -> None:
    dataset = find_dataset(product / "train" / "good")
    assert len(dataset.train) == 8
    assert dataset.test == ()


def test_good_images_may_lie_beside_the_test_folder(product: Path, tmp_path: Path) -> None:
    flat = tmp_path / "flat"
    shutil.copytree(product / "train" / "good", flat)
    shutil.copytree(product / "test", flat / "test")
    shutil.copytree(product / "ground_truth", flat / "ground_truth")
    dataset = find_dataset(flat)
    assert (len(dataset.train), len(dataset.test)) == (8, 4)


def test_a_folder_without_images_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="No images in"):
        find_dataset(tmp_path)


def test_a_folder_with_only_a_test_part_is_refused(product: Path) -> None:
    shutil.rmtree(product / "train")
    with pytest.raises(SourceError, match="No images in"):
        find_dataset(product)


def test_a_missing_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="No such folder") as caught:
        find_dataset(tmp_path / "nowhere")
    assert caught.value.exit_code is ExitCode.SOURCE


def test_fewer_than_five_images_are_refused(tmp_path: Path, make_product: MakeProduct) -> None:
    with pytest.raises(SourceError, match="Only 4 images"):
        find_dataset(make_product(tmp_path / "few", good=4))


def test_a_defect_folder_in_train_is_refused_by_name(product: Path) -> None:
    shutil.copytree(product / "test" / "scratch", product / "train" / "scratch")
    with pytest.raises(SourceError, match="scratch: training takes good images only"):
        find_dataset(product)


def test_folders_below_one_that_is_not_called_good_are_refused_by_name(product: Path) -> None:
    (product / "train" / "good").rename(product / "train" / "scratch")
    with pytest.raises(SourceError, match="scratch: put the good images into"):
        find_dataset(product)


def test_good_images_may_lie_in_folders_of_lots(product: Path) -> None:
    good = product / "train" / "good"
    (good / "lot1").mkdir()
    next(good.glob("*.png")).rename(good / "lot1" / "first.png")
    assert len(find_dataset(product).train) == 8


def test_a_test_image_that_is_in_train_too_is_refused_with_its_twin(product: Path) -> None:
    shutil.copy(product / "train/good/003.png", product / "test/good/other_name.png")
    with pytest.raises(SourceError, match=r"other_name\.png is in training too: .*003\.png"):
        find_dataset(product)


def test_another_image_of_the_same_size_in_bytes_is_no_twin(product: Path) -> None:
    copy = bytearray((product / "train/good/003.png").read_bytes())
    copy[60] ^= 1
    (product / "test/good/other.png").write_bytes(copy)
    assert len(find_dataset(product).test) == 5


def test_a_mask_has_the_pixels_of_its_defect(product: Path) -> None:
    test = masked(product)
    mask = load_mask(test, load_image(test.path))
    assert mask is not None
    assert mask.sum() == 20 * 40
    assert mask[60:80, 20:60].all()


def test_a_good_image_has_an_empty_mask(product: Path) -> None:
    test = find_dataset(product).test[0]
    mask = load_mask(test, load_image(test.path))
    assert mask is not None
    assert not mask.any()


def test_a_defect_that_nobody_drew_has_no_mask(product: Path) -> None:
    shutil.rmtree(product / "ground_truth")
    test = masked(product)
    assert load_mask(test, load_image(test.path)) is None


def test_a_mask_of_another_size_is_refused_with_both_sizes(product: Path) -> None:
    write_mask(product / "ground_truth/scratch/000_mask.png", 48, 255)
    test = masked(product)
    with pytest.raises(SourceError, match="does not match its image: it is 48×48, the image 96×96"):
        load_mask(test, load_image(test.path))


def test_an_empty_mask_is_refused(product: Path) -> None:
    write_mask(product / "ground_truth/scratch/000_mask.png", 96, 0)
    test = masked(product)
    with pytest.raises(SourceError, match="is empty: yet its image is in test/scratch"):
        load_mask(test, load_image(test.path))


def test_the_hash_of_the_data_tells_names_bytes_and_order_apart(product: Path) -> None:
    paths = find_dataset(product).train
    first = data_hash(paths)
    assert data_hash(paths) == first
    assert data_hash(paths[::-1]) != first
    renamed = paths[0].rename(paths[0].with_name("renamed.png"))
    assert data_hash([renamed, *paths[1:]]) != first


def test_defects_beside_good_are_said_to_be_unused_and_where_they_belong(product: Path) -> None:
    shutil.rmtree(product / "ground_truth")
    (product / "train" / "good").rename(product / "good")
    shutil.rmtree(product / "train")
    (product / "test").rename(product / "bad")
    (product / "notes").mkdir()
    dataset = find_dataset(product)
    assert (len(dataset.train), dataset.test) == (8, ())
    (warning,) = dataset.warnings
    assert f"{product / 'bad'} is not used (4 images)" in warning
    assert str(product / "test" / "bad") in warning


def test_images_that_lie_loose_beside_train_are_said_to_be_unused(product: Path) -> None:
    shutil.copy(product / "test/scratch/000.png", product / "loose.png")
    (warning,) = find_dataset(product).warnings
    assert warning == f"1 images in {product} itself are not used, such as loose.png"


def test_a_dataset_that_is_used_whole_is_not_warned_of(product: Path) -> None:
    assert find_dataset(product).warnings == ()
    assert find_dataset(product / "train" / "good").warnings == ()


def test_masks_of_no_image_are_named_up_to_three(product: Path) -> None:
    scratches = product / "ground_truth" / "scratch"
    write_mask(scratches / "000.png", 96, 255)
    (warning,) = find_dataset(product).warnings
    assert warning.startswith(f"mask {scratches / '000.png'} belongs to no image")
    for number in range(10, 15):
        write_mask(scratches / f"0{number}_mask.png", 96, 255)
    warnings = find_dataset(product).warnings
    assert len(warnings) == 4
    assert warnings[-1] == "3 masks more belong to no image"
