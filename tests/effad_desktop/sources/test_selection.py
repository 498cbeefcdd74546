from __future__ import annotations

from pathlib import Path

import pytest

from effad_desktop.sources.selection import Refusal, select
from tests.effad_desktop.gui.batch_bench import write_image


@pytest.fixture
def dataset(tmp_path: Path) -> Path:
    """In the layout of MVTec AD."""
    root = tmp_path / "bottle"
    for name in ("train/good/0.png", "test/good/0.png", "test/broken/0.png", "test/stain/1.png"):
        write_image(root / name, 10)
    write_image(root / "ground_truth/broken/0_mask.png", 255)
    return root


def test_folder_names_tell_the_truth_and_masks_are_no_images(dataset: Path) -> None:
    found = select([dataset])
    told = {image.path.relative_to(dataset).as_posix(): image.truth for image in found.images}
    assert told == {
        "train/good/0.png": "good",
        "test/good/0.png": "good",
        "test/broken/0.png": "broken",
        "test/stain/1.png": "stain",
    }
    assert (found.masks, found.refused, found.root) == (1, (), dataset)


def test_one_folder_of_a_dataset_knows_its_siblings(dataset: Path) -> None:
    (image,) = select([dataset / "test" / "stain"]).images
    assert image.truth == "stain"


@pytest.mark.parametrize("given", ["ground_truth", "ground_truth/broken", "ground_truth/broken/0_mask.png"])
def test_masks_alone_are_nothing_to_inspect(dataset: Path, given: str) -> None:
    found = select([dataset / given])
    assert (found.images, found.masks) == ((), 1)


def test_ok_in_any_case_is_good_and_without_it_nothing_is_known(tmp_path: Path) -> None:
    write_image(tmp_path / "line" / "OK" / "a.png", 1)
    write_image(tmp_path / "line" / "Scratches" / "b.png", 1)
    write_image(tmp_path / "other" / "monday" / "c.png", 1)
    assert [i.truth for i in select([tmp_path]).images] == ["good", "Scratches", ""]


def test_what_is_no_image_is_said_and_the_rest_goes_on(tmp_path: Path) -> None:
    image = write_image(tmp_path / "a.png", 1)
    (tmp_path / "manual.pdf").write_bytes(b"%PDF-1.7")
    (tmp_path / "nothing").mkdir()
    found = select([tmp_path / "manual.pdf", tmp_path / "nothing", tmp_path / "gone", image])
    assert [i.path for i in found.images] == [image]
    assert [(p.name, why) for p, why in found.refused] == [
        ("manual.pdf", Refusal.NO_IMAGE),
        ("nothing", Refusal.NO_IMAGES_INSIDE),
        ("gone", Refusal.MISSING),
    ]


def test_an_image_is_known_by_how_it_begins_and_a_broken_one_by_its_name(tmp_path: Path) -> None:
    write_image(tmp_path / "a.png", 1).rename(tmp_path / "a")
    (tmp_path / "broken.jpg").write_bytes(b"no JPEG")
    found = select([tmp_path / "a", tmp_path / "broken.jpg"])
    assert [i.path.name for i in found.images] == ["a", "broken.jpg"]


def test_what_is_given_twice_is_inspected_once(tmp_path: Path) -> None:
    image = write_image(tmp_path / "in" / "a.png", 1)
    assert len(select([tmp_path, image, image.parent]).images) == 1
