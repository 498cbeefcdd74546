from __future__ import annotations

import getpass
from collections.abc import Callable
from pathlib import Path

import pytest

from effad_desktop.cli import main
from effad_desktop.core.calibration import calibrate, write_calibration
from effad_desktop.core.recipe import MODEL_FILE, read_recipe
from effad_desktop.detection.manifest import read_manifest
from effad_desktop.errors import ExitCode

MakeRecipe = Callable[..., Path]
Said = tuple[int, str, str]
SCORES = (0.15, 0.16, 0.17, 0.18, 0.2, 0.21, 0.24, 0.28)


@pytest.fixture
def calibrated(make_recipe: MakeRecipe) -> Path:
    folder = make_recipe("screws", threshold=0.4)
    write_calibration(calibrate(SCORES, model=read_manifest(folder / MODEL_FILE).sha256), folder)
    return folder


@pytest.fixture
def effad(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Said]:
    monkeypatch.setenv("COLUMNS", "200")

    def run(*argv: str | Path) -> Said:
        code = main(["--data-dir", str(tmp_path / "data"), "recipes", *map(str, argv)])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


Effad = Callable[..., Said]


def test_what_a_threshold_means_is_shown_and_nothing_changed(effad: Effad, calibrated: Path) -> None:
    code, said, _ = effad("threshold", calibrated)
    assert code == ExitCode.OK
    assert "The threshold of screws is 0.4: a score above it is NG" in said
    assert "false rejects expected in 1,000 good images (95 %: " in said
    assert "from 8 held-out ones" in said
    assert read_recipe(calibrated).threshold == 0.4


def test_a_value_is_set_and_the_change_shown_afterwards(effad: Effad, calibrated: Path) -> None:
    code, said, _ = effad("threshold", calibrated, "0.55")
    assert code == ExitCode.OK
    assert "was 0.4" in said
    assert "is 0.55" in said
    assert read_recipe(calibrated).threshold == 0.55
    assert f"{getpass.getuser()}: 0.4 to 0.55" in effad("threshold", calibrated)[1]
    assert f"{getpass.getuser()}: 0.4 to 0.55" in effad("show", calibrated)[1]


def test_a_threshold_is_set_by_its_false_rejects(effad: Effad, calibrated: Path) -> None:
    assert effad("threshold", calibrated, "--false-rejects", "2")[0] == ExitCode.OK
    strict = read_recipe(calibrated).threshold
    assert strict == calibrate(SCORES, 2).threshold
    said = effad("threshold", calibrated, "--false-rejects", "20")[1]
    assert "20.0 false rejects expected" in said
    assert read_recipe(calibrated).threshold < strict


def test_an_assumed_spread_is_said(effad: Effad, make_recipe: MakeRecipe) -> None:
    folder = make_recipe("screws")
    write_calibration(calibrate([0.1, 0.2], model=read_manifest(folder / MODEL_FILE).sha256), folder)
    for command in ("threshold", "show"):
        assert "how widely good images scatter: that is assumed" in effad(command, folder)[1]


def test_without_scores_a_value_can_be_set_and_its_cost_is_not_known(
    effad: Effad, make_recipe: MakeRecipe
) -> None:
    folder = make_recipe("screws")
    code, said, _ = effad("threshold", folder, "0.7")
    assert code == ExitCode.OK
    assert "what it costs is not known" in said
    code, _, said = effad("threshold", folder, "--false-rejects", "5")
    assert code == ExitCode.USAGE
    assert "has no scores of held-out good images" in said


def test_a_built_in_recipe_is_said_to_be_copied(effad: Effad, tmp_path: Path) -> None:
    code, said, _ = effad("threshold", "sample", "0.5")
    assert code == ExitCode.OK
    copy = tmp_path / "data" / "recipes" / "sample"
    assert f"sample is built in: a copy in {copy} was changed" in said
    assert read_recipe(copy).threshold == 0.5
    assert effad("list")[1].count("sample") == 1
    assert effad("remove", "sample")[0] == ExitCode.OK
    assert "(built in)" in effad("list")[1]


@pytest.mark.parametrize(
    ("argv", "code", "words"),
    [
        (("0.5", "--false-rejects", "5"), ExitCode.USAGE, "give one of them"),
        (("nan",), ExitCode.USAGE, "no finite number"),
        (("--false-rejects", "0"), ExitCode.USAGE, "between 0 and 500"),
        (("--false-rejects", "inf"), ExitCode.USAGE, "between 0 and 500"),
        (("high",), ExitCode.USAGE, "Invalid value"),
    ],
)
def test_what_is_no_threshold_is_refused(
    effad: Effad, calibrated: Path, argv: tuple[str, ...], code: ExitCode, words: str
) -> None:
    got, _, said = effad("threshold", calibrated, *argv)
    assert got == code
    assert words in said
    assert "Traceback" not in said
    assert read_recipe(calibrated).threshold == 0.4


def test_a_broken_calibration_is_said_not_hidden(effad: Effad, calibrated: Path) -> None:
    (calibrated / "calibration.json").write_text("{}")
    code, _, said = effad("threshold", calibrated)
    assert code == ExitCode.RECIPE
    assert "is broken" in said
