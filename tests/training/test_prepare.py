from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from effad_desktop.detection.preprocessing import resize
from effad_desktop.errors import SourceError, UsageError
from effad_desktop.imaging import load_image
from training.prepare import FACTS_FILE, load_prepared, prepare, save_prepared, split

MakeProduct = Callable[..., Path]


def write(path: Path, image: NDArray[np.generic]) -> None:
    assert cv2.imwrite(str(path), np.asarray(image))


def noise(*shape: int, kind: type[np.uint8 | np.uint16] = np.uint8) -> NDArray[np.generic]:
    return np.random.default_rng(3).integers(0, np.iinfo(kind).max, shape).astype(kind)


def test_images_are_those_that_inspection_would_see(product: Path) -> None:
    prepared = prepare(product)
    assert prepared.images.shape == (8, 256, 256, 3)
    for name, image in zip(prepared.facts.names, prepared.images, strict=True):
        assert np.array_equal(image, resize(load_image(product / "train/good" / name)))


def test_sizes_channels_and_depths_may_be_mixed(product: Path) -> None:
    good = product / "train" / "good"
    write(good / "wide.jpg", noise(40, 200, 3))
    write(good / "grey.png", noise(64, 64))
    write(good / "transparent.png", noise(64, 80, 4))
    write(good / "deep.tiff", noise(32, 32, 3, kind=np.uint16))
    prepared = prepare(product)
    assert len(prepared.images) == 12
    assert {"wide.jpg", "grey.png", "transparent.png", "deep.tiff"} <= set(prepared.facts.names)


def test_files_that_are_no_images_are_left_out_and_named(product: Path) -> None:
    (product / "train/good/letter.png").write_text("Dear customer")
    (product / "train/good/empty.jpg").touch()
    prepared = prepare(product)
    assert len(prepared.images) == 8
    said = " ".join(prepared.facts.warnings)
    assert "letter.png" in said
    assert "empty.jpg" in said


def test_only_files_that_are_no_images_are_refused_with_the_reason(tmp_path: Path) -> None:
    for i in range(6):
        (tmp_path / f"{i}.png").write_text("no image")
    with pytest.raises(SourceError, match=r"Only 0 of 6 images.*0\.png is broken or not an image"):
        prepare(tmp_path)


@pytest.mark.parametrize("colour", [(0, 0, 0), (255, 0, 0)])
def test_images_of_one_colour_are_left_out(product: Path, colour: tuple[int, int, int]) -> None:
    write(product / "train/good/dark.png", np.full((50, 50, 3), colour, np.uint8))
    prepared = prepare(product)
    assert "dark.png" not in prepared.facts.names
    assert any("dark.png is uniform" in warning for warning in prepared.facts.warnings)


def test_a_folder_all_black_is_refused(tmp_path: Path) -> None:
    for i in range(6):
        write(tmp_path / f"{i}.png", np.zeros((50, 50, 3), np.uint8))
    with pytest.raises(SourceError, match=r"Only 0 of 6.*uniform \(all black"):
        prepare(tmp_path)


def test_fewer_than_fifty_images_are_warned_of(product: Path) -> None:
    assert any("only 8 good images" in warning for warning in prepare(product).facts.warnings)


def test_fifty_images_are_enough(tmp_path: Path, make_product: MakeProduct) -> None:
    assert prepare(make_product(tmp_path / "many", good=50)).facts.warnings == ()


def test_a_mask_that_does_not_match_is_found_before_training(product: Path) -> None:
    write(product / "ground_truth/scratch/001_mask.png", np.full((10, 10), 255, np.uint8))
    with pytest.raises(SourceError, match=r"001_mask\.png does not match its image"):
        prepare(product)


def test_a_broken_test_image_is_found_before_training(product: Path) -> None:
    (product / "test/good/broken.png").write_text("no image")
    with pytest.raises(SourceError, match=r"broken\.png is broken"):
        prepare(product)


@given(count=st.integers(5, 400), fraction=st.floats(0.01, 0.9), seed=st.integers(0, 2**32))
def test_every_image_is_learned_from_or_held_out_and_never_both(
    count: int, fraction: float, seed: int
) -> None:
    train, validation = split(count, fraction, seed)
    assert sorted(train + validation) == list(range(count))
    assert len(train) >= 3
    assert len(validation) >= 2
    assert split(count, fraction, seed) == (train, validation)


@pytest.mark.parametrize(("count", "held_out"), [(5, 2), (10, 2), (25, 5), (50, 10), (100, 10), (200, 20)])
def test_of_few_images_up_to_a_fifth_is_held_out(count: int, held_out: int) -> None:
    assert len(split(count, 0.1, 0)[1]) == held_out


def test_what_the_dataset_warns_of_is_kept_but_is_no_reason_to_refuse(product: Path) -> None:
    write(product / "loose.png", noise(40, 40, 3))
    assert "loose.png" in " ".join(prepare(product).facts.warnings)
    for path in (product / "train" / "good").iterdir():
        path.write_bytes(b"no image")
    with pytest.raises(SourceError, match="Only 0 of 8 images") as caught:
        prepare(product)
    assert "loose.png" not in str(caught.value)


def test_another_seed_holds_out_other_images() -> None:
    assert split(100, 0.1, 0) != split(100, 0.1, 1)


def test_prepared_images_come_back_from_disk(product: Path, tmp_path: Path) -> None:
    prepared = prepare(product)
    save_prepared(prepared, tmp_path / "work")
    loaded = load_prepared(tmp_path / "work")
    assert np.array_equal(loaded.images, prepared.images)
    assert loaded.facts == prepared.facts
    assert {p.name for p in (tmp_path / "work").iterdir()} == {"images.npy", "prepared.json"}


def test_an_unfinished_folder_is_refused(tmp_path: Path, product: Path) -> None:
    with pytest.raises(UsageError, match="run prepare first"):
        load_prepared(tmp_path)
    save_prepared(prepare(product), tmp_path)
    for wrong in ('{"names": []}', "[]", "{"):
        (tmp_path / FACTS_FILE).write_text(wrong)
        with pytest.raises(UsageError, match="run prepare first"):
            load_prepared(tmp_path)


def test_test_images_without_masks_are_fine(product: Path) -> None:
    shutil.rmtree(product / "ground_truth")
    assert len(prepare(product).images) == 8
