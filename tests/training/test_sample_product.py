"""The generated sample product."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import cv2
import numpy as np
import pytest
import typer
from typer.testing import CliRunner

from effad_desktop.core.inspection import Image
from effad_desktop.errors import UsageError
from effad_desktop.imaging import load_image
from training import sample_product
from training.sample_defects import DEFECT_KINDS, DefectKind
from training.sample_product import (
    DEFECTIVE_STREAM,
    GOOD_STREAM,
    defective_picture,
    good_picture,
    write_sample_product,
)

SHADOW_REACH = 20
"""Pixels beyond its mask that a defect's shadow and occlusion may touch."""
VISIBLE = 6
"""Grey levels."""


def names(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir())


@cache
def sound_picture(index: int) -> Image:
    return good_picture(0, DEFECTIVE_STREAM, index)


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("sample") / "product"
    write_sample_product(out, seed=3, good=3, defective=5)
    return out


def test_folders_are_those_of_mvtec_ad(product: Path) -> None:
    assert names(product) == ["ground_truth", "test", "train"]
    assert names(product / "train/good") == [f"{i:03}.png" for i in range(2)]
    assert names(product / "test/good") == ["000.png"]
    assert names(product / "test") == sorted([*DEFECT_KINDS, "good"])
    assert names(product / "ground_truth") == sorted(DEFECT_KINDS)
    for kind in DEFECT_KINDS:
        assert names(product / "test" / kind) == ["000.png"]
        assert names(product / "ground_truth" / kind) == ["000_mask.png"]


def test_nothing_is_left_beside_the_folder(product: Path) -> None:
    assert names(product.parent) == ["product"]


def test_pictures_are_rgb_and_masks_black_and_white(product: Path) -> None:
    written = load_image(product / "test/stain/000.png")
    assert written.shape == (512, 512, 3)
    assert np.array_equal(written, defective_picture(3, DEFECT_KINDS.index("stain"), "stain")[0])
    mask = cv2.imread(str(product / "ground_truth/stain/000_mask.png"), cv2.IMREAD_UNCHANGED)
    assert mask is not None
    assert mask.shape == (512, 512)
    assert set(np.unique(mask)) == {0, 255}


def test_the_seed_settles_every_pixel() -> None:
    picture = good_picture(1, GOOD_STREAM, 4)
    assert np.array_equal(picture, good_picture(1, GOOD_STREAM, 4))
    assert not np.array_equal(picture, good_picture(2, GOOD_STREAM, 4))
    assert not np.array_equal(picture, good_picture(1, GOOD_STREAM, 5))


@pytest.mark.parametrize("kind", DEFECT_KINDS)
@pytest.mark.parametrize("index", range(2))
def test_a_defect_changes_the_picture_within_its_mask(kind: DefectKind, index: int) -> None:
    sound = sound_picture(index).astype(int)
    picture, mask = defective_picture(0, index, kind)
    change = np.abs(picture.astype(int) - sound).max(2)
    assert 20 < (mask > 0).sum() < 0.15 * mask.size
    near = cv2.dilate(mask, np.ones((2 * SHADOW_REACH + 1,) * 2, np.uint8)) > 0
    assert change[~near].max() <= VISIBLE
    assert np.percentile(change[mask > 0], 75) > VISIBLE
    assert change[mask > 0].mean() > 4 * change[mask == 0].mean()


def test_a_folder_with_something_in_it_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("kept")
    with pytest.raises(UsageError, match="not empty"):
        write_sample_product(tmp_path)
    assert names(tmp_path) == ["mine.txt"]


def test_the_command_says_why_it_refuses(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("kept")
    app = typer.Typer()
    app.command()(sample_product.main)
    result = CliRunner().invoke(app, [str(tmp_path)])
    assert result.exit_code == UsageError.exit_code
    assert "not empty" in result.output


def test_an_empty_folder_is_filled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blank = np.zeros((8, 8, 3), np.uint8)
    monkeypatch.setattr(sample_product, "good_picture", lambda *_: blank)
    monkeypatch.setattr(sample_product, "defective_picture", lambda *_: (blank, blank[..., 0]))
    write_sample_product(tmp_path)
    assert len(list((tmp_path / "train/good").iterdir())) == 100
    assert len(list((tmp_path / "test/good").iterdir())) == 20
    assert [len(list((tmp_path / "test" / k).iterdir())) for k in DEFECT_KINDS] == [12] * 5


def test_a_failure_leaves_no_half_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(sample_product, "good_picture", broken)
    with pytest.raises(RuntimeError):
        write_sample_product(tmp_path / "out")
    assert names(tmp_path) == []
