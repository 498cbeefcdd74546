"""``effad parity``: the report that is kept, and one that is measured."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from effad_desktop.cli import main
from effad_desktop.core.parity import PARITY_FILE, Agreement, Parity, read_parity, write_parity
from effad_desktop.core.recipe import MODEL_FILE
from effad_desktop.detection.manifest import read_manifest
from effad_desktop.errors import ExitCode
from effad_desktop.paths import built_in_recipes_dir, resources_dir

SAMPLE = built_in_recipes_dir() / "sample"
IMAGES = resources_dir() / "sample_images"
Said = tuple[int, str, str]
Effad = Callable[..., Said]


@pytest.fixture
def effad(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Effad:
    monkeypatch.setenv("COLUMNS", "200")

    def run(*argv: str | Path) -> Said:
        code = main(["--data-dir", str(tmp_path / "data"), "parity", *map(str, argv)])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


@pytest.fixture
def recipe(tmp_path: Path) -> Path:
    """The sample's, as one's own, without int8 and its report."""
    left_out = shutil.ignore_patterns(PARITY_FILE, "model_int8.*")
    return Path(shutil.copytree(SAMPLE, tmp_path / "part", ignore=left_out))


def kept(recipe: Path, *int8: Agreement) -> Parity:
    exact = Agreement("openvino-f32", "openvino cpu f32", 0.0, 0.0, 0.0, 1.0, 0.99, 0.0)
    sha256 = read_manifest(recipe / MODEL_FILE).sha256
    parity = Parity(sha256, 0.5, "PC", "2026-03-04T05:06:07+00:00", 100, 60, 40, (exact, *int8))
    write_parity(parity, recipe)
    return parity


def int8(verdicts: float, lost: float) -> Agreement:
    return Agreement("openvino-int8", "openvino cpu int8", 0.01, 0.1, 0.02, verdicts, 0.99 - lost, lost)


@pytest.mark.parametrize(
    ("agreement", "said"),
    [
        (int8(0.995, 0.001), "int8 is used by default."),
        (int8(0.994, 0.0), "not used by default, as 99.4 % of the verdicts are equal and 99.5 are needed"),
        (int8(1.0, 0.002), "not used by default, as AU-ROC loses 0.20 points and 0.1 are allowed"),
    ],
)
def test_the_kept_report_says_whether_int8_is_used_and_why_not(
    effad: Effad, recipe: Path, agreement: Agreement, said: str
) -> None:
    kept(recipe, agreement)
    code, out, _ = effad(recipe)
    assert code == ExitCode.OK
    assert "100 images (60 good, 40 defective)" in out
    assert said in out


def test_a_report_without_int8_says_that_there_is_none(effad: Effad, recipe: Path) -> None:
    kept(recipe)
    assert "There is no int8 model." in effad(recipe)[1]


def test_the_kept_report_is_printed_for_programs(effad: Effad, recipe: Path) -> None:
    parity = kept(recipe, int8(1.0, 0.0))
    found = json.loads(effad(recipe, "--json")[1])
    assert found["model"] == parity.model
    assert [one["engine"] for one in found["agreements"]] == ["openvino-f32", "openvino-int8"]


def test_a_recipe_without_a_report_says_how_to_make_one(effad: Effad, recipe: Path) -> None:
    code, _, err = effad(recipe)
    assert code == ExitCode.USAGE
    assert "no parity report yet" in err
    assert "--images" in err


def test_every_engine_is_measured_and_the_report_kept(effad: Effad, recipe: Path, tmp_path: Path) -> None:
    """One good image and a defect; the mask beside them is no picture of the product."""
    for name, place in (
        ("good_000", "test/good"),
        ("dent_002", "test/dent"),
        ("dent_002", "ground_truth/dent"),
    ):
        (tmp_path / "product" / place).mkdir(parents=True)
        shutil.copy(IMAGES / f"{name}.jpg", tmp_path / "product" / place)
    code, out, err = effad(recipe, "--images", tmp_path / "product")
    assert code == ExitCode.OK, err
    report = read_parity(recipe)
    assert report is not None
    assert (report.images, report.good, report.defective) == (2, 1, 1)
    reference = report.agreements[0]
    assert (reference.engine, reference.map_error, reference.equal_verdicts) == ("openvino-f32", 0.0, 1.0)
    assert all(one.equal_verdicts == 1.0 and one.score_error < 0.1 for one in report.agreements)
    assert all(one.engine in out for one in report.agreements)


def test_the_report_of_a_built_in_recipe_is_not_overwritten(effad: Effad, tmp_path: Path) -> None:
    shutil.copy(IMAGES / "good_000.jpg", tmp_path / "one.jpg")
    before = read_parity(SAMPLE)
    code, out, _ = effad("sample", "--images", tmp_path)
    assert code == ExitCode.OK
    assert "truth unknown" in out
    assert "its own report stays" in out
    assert read_parity(SAMPLE) == before


def test_a_folder_of_masks_alone_is_refused(effad: Effad, recipe: Path, tmp_path: Path) -> None:
    masks = tmp_path / "ground_truth"
    masks.mkdir()
    shutil.copy(IMAGES / "good_000.jpg", masks / "mask.jpg")
    code, _, err = effad(recipe, "--images", masks)
    assert code == ExitCode.SOURCE
    assert "No images" in err
