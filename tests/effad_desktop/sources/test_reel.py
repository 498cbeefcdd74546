from __future__ import annotations

from pathlib import Path

import pytest

from effad_desktop.errors import SourceError
from effad_desktop.sources.reel import Reel


def unexpected(error: SourceError) -> None:
    pytest.fail(str(error))


def names(reel: Reel) -> list[str]:
    with reel:
        return [Path(frame.source).name for frame in reel]


def test_images_come_in_order_as_often_as_there_are_rounds(image_folder: Path) -> None:
    assert names(Reel([image_folder], unexpected)) == ["a.png", "b.PNG", "c.png"]
    reel = Reel([image_folder], unexpected, rounds=2)
    with reel:
        assert [frame.sequence for frame in reel] == [0, 1, 2, 3, 4, 5]


def test_a_reel_that_was_left_goes_on_where_it_was_and_after_its_end_begins_again(image_folder: Path) -> None:
    reel = Reel([image_folder], unexpected)
    with reel:
        next(iter(reel))
    assert names(reel) == ["b.PNG", "c.png"]
    assert names(reel) == ["a.png", "b.PNG", "c.png"]


def test_single_steps_and_running_share_one_place(image_folder: Path) -> None:
    reel = Reel([image_folder], unexpected)
    first = reel.step()
    assert first
    assert Path(first.source).name == "a.png"
    assert names(reel) == ["b.PNG", "c.png"]


def test_what_cannot_be_read_is_told_and_passed_over(image_folder: Path) -> None:
    (image_folder / "a.png").write_bytes(b"broken")
    errors: list[SourceError] = []
    assert names(Reel([image_folder], errors.append)) == ["b.PNG", "c.png"]
    assert len(errors) == 1


def test_a_folder_of_broken_images_ends(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"broken")
    errors: list[SourceError] = []
    reel = Reel([tmp_path], errors.append, rounds=3)
    assert names(reel) == []
    assert reel.step() is None
    assert len(errors) == 6


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="No images"):
        Reel([tmp_path], unexpected)
