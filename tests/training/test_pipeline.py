from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from effad_desktop.core.recipe import MODEL_FILE, read_recipe
from effad_desktop.detection.manifest import read_manifest
from effad_desktop.detection.networks import pdn
from effad_desktop.detection.weights import CHANNELS
from training.cli import guarded
from training.pipeline import app
from training.teacher_file import save_teacher

MakeProduct = Callable[..., Path]
Pipeline = Callable[..., tuple[int, str]]
STAGES = ("prepare@tiny", "train@tiny", "evaluate@tiny", "export@tiny")


class Clone:
    """A checkout of its own, with the changes that are not committed yet."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.recipe = root / "models" / "tiny"
        tools = str(Path(sys.executable).parent)
        self.environment = {
            **os.environ,
            "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": str(root),
            "DVC_NO_ANALYTICS": "1",
            **{f"GIT_{who}_NAME": "test" for who in ("AUTHOR", "COMMITTER")},
            **{f"GIT_{who}_EMAIL": "test@example.org" for who in ("AUTHOR", "COMMITTER")},
        }

    def run(self, *command: str) -> str:
        done = subprocess.run(
            command, cwd=self.root, env=self.environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"{command}: {done.stdout[-2000:]} {done.stderr[-3000:]}"
        return done.stdout

    def sha256(self) -> str:
        return read_manifest(self.recipe / MODEL_FILE).sha256


@pytest.fixture
def pipeline(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Pipeline:
    """A stage in this process, in a folder: its exit code and what it said."""

    def run(folder: Path, *argv: str) -> tuple[int, str]:
        monkeypatch.chdir(folder)
        monkeypatch.setattr(sys, "argv", ["pipeline", *argv])
        with pytest.raises(SystemExit) as end:
            guarded(app)
        return int(end.value.code or 0), capsys.readouterr().err

    return run


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory, make_product: MakeProduct, random_teacher: Path) -> Clone:
    if not Path(".git").exists() or shutil.which("git") is None:
        pytest.skip("needs git and a checkout")
    root = tmp_path_factory.mktemp("clone")
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "-z"], capture_output=True, text=True, check=True
    )
    wanted = ("training/", "effad_desktop/", "resources/", ".dvc/", "dvc.yaml", "params.yaml", ".gitignore",
              ".dvcignore")  # fmt: skip
    for name in filter(None, listed.stdout.split("\0")):
        if name.startswith(wanted) and Path(name).is_file():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(name, root / name)
    (root / "resources" / "teachers").mkdir(parents=True, exist_ok=True)
    make_product(root / "data" / "tiny")
    values: dict[str, Any] = yaml.safe_load((root / "params.yaml").read_text())
    values["products"] = {"tiny": {"dataset": "data/tiny"}}
    values["train"] |= {"preset": "smoke", "steps": 2, "teacher": str(random_teacher), "device": "cpu"}
    values["mlflow"] = "off"
    (root / "params.yaml").write_text(yaml.safe_dump(values, sort_keys=False))
    made = Clone(root)
    made.run("git", "init", "-q")
    made.run("git", "add", "-A")
    made.run("git", "commit", "-qm", "start")
    return made


@pytest.fixture(scope="module")
def reproduced(clone: Clone) -> Clone:
    clone.run("dvc", "repro", "-q", "export@tiny")
    clone.run("git", "add", "-A")
    clone.run("git", "commit", "-qm", "reproduce")
    return clone


def test_the_pipeline_has_its_stages_in_order(clone: Clone) -> None:
    drawn = clone.run("dvc", "dag", "--dot")
    for before, after in (("prepare", "train"), ("train", "evaluate"), ("evaluate", "export")):
        assert f'"{before}@tiny" -> "{after}@tiny"' in drawn


def test_every_module_that_shapes_a_stage_is_its_dependency() -> None:
    stages = yaml.safe_load(Path("dvc.yaml").read_text())["stages"]
    trained_by = {Path(p).stem for p in stages["train"]["do"]["deps"] if p.endswith(".py")}
    assert {
        "train",
        "losses",
        "params",
        "statistics",
        "optimizers",
        "augment",
        "penalty",
        "synthetic",
    } <= trained_by


@pytest.mark.timeout(600)
def test_repro_makes_the_recipe_with_its_figures(reproduced: Clone) -> None:
    assert read_recipe(reproduced.recipe).name == "tiny"
    assert read_manifest(reproduced.recipe / MODEL_FILE).steps == 2
    figures = json.loads((reproduced.root / "data/work/tiny/evaluated/metrics.json").read_text())
    assert figures["test_defective"] == 2
    assert not list((reproduced.root / "data/work/tiny").glob("*.checkpoint"))


@pytest.mark.timeout(600)
def test_what_is_up_to_date_is_not_made_again(reproduced: Clone) -> None:
    said = reproduced.run("dvc", "repro", "export@tiny")
    for stage in STAGES:
        assert f"Stage '{stage}' didn't change, skipping" in said


@pytest.mark.timeout(600)
def test_a_teacher_of_the_same_name_and_other_content_trains_again(reproduced: Clone) -> None:
    teacher = Path(yaml.safe_load((reproduced.root / "params.yaml").read_text())["train"]["teacher"])
    before = teacher.read_bytes()
    assert "inputs.json" not in reproduced.run("dvc", "status", "train@tiny")
    try:
        save_teacher(teacher, pdn("small", CHANNELS["small"]), "small", {"made": "again"})
        reproduced.run("dvc", "repro", "-q", "-s", "inputs")
        assert "inputs.json" in reproduced.run("dvc", "status", "train@tiny")
    finally:  # other tests use it
        teacher.write_bytes(before)
        reproduced.run("dvc", "repro", "-q", "-s", "inputs")


@pytest.mark.timeout(600)
@pytest.mark.parametrize("folder", ["data/part", "data/lots/seven"])
def test_a_product_of_ones_own_is_added_to_dvc(
    reproduced: Clone, make_product: MakeProduct, folder: str
) -> None:
    make_product(reproduced.root / folder)
    reproduced.run("dvc", "add", "-q", folder)
    reproduced.run("git", "add", "-A")
    staged = reproduced.run("git", "diff", "--cached", "--name-only").splitlines()
    assert f"{folder}.dvc" in staged
    assert not [name for name in staged if name.endswith((".png", ".safetensors"))]


@pytest.mark.timeout(600)
def test_outputs_come_back_from_the_storage(reproduced: Clone) -> None:
    reproduced.run("dvc", "push", "-q", "export@tiny", "evaluate@tiny")
    before = reproduced.sha256()
    shutil.rmtree(reproduced.root / ".dvc" / "cache")
    shutil.rmtree(reproduced.recipe)
    evaluated = reproduced.root / "data/work/tiny/evaluated"
    for name in ("scores.csv", "metrics.json", "calibration.json"):
        (evaluated / name).unlink()
    reproduced.run("dvc", "pull", "-q", "export@tiny", "evaluate@tiny")
    assert reproduced.sha256() == before
    for name in ("scores.csv", "metrics.json", "calibration.json"):
        assert (evaluated / name).is_file()


@pytest.mark.timeout(600)
def test_an_experiment_with_another_seed_gives_another_model(reproduced: Clone) -> None:
    model = reproduced.root / "data/work/tiny/trained" / MODEL_FILE
    before = read_manifest(model).sha256
    reproduced.run("dvc", "exp", "run", "-q", "-S", "train.seed=1", "train@tiny")
    assert yaml.safe_load((reproduced.root / "params.yaml").read_text())["train"]["seed"] == 1
    assert read_manifest(model).sha256 != before


@pytest.mark.parametrize(
    ("stage", "product", "words"),
    [
        ("prepare", "unheard_of", "has no dataset for 'unheard_of'"),
        ("train", "unheard_of", "holds no prepared images"),
        ("export", "unheard_of", "holds no figures"),
    ],
)
def test_a_stage_that_cannot_run_says_why(
    clone: Clone, pipeline: Pipeline, stage: str, product: str, words: str
) -> None:
    code, said = pipeline(clone.root, stage, product)
    assert code == 2
    assert words in said


def test_inputs_that_are_not_there_are_refused(clone: Clone, pipeline: Pipeline, tmp_path: Path) -> None:
    values = yaml.safe_load((clone.root / "params.yaml").read_text())
    for key, place in (("teacher", tmp_path / "none"), ("penalty", tmp_path / "none")):
        values["train"] |= {"teacher": None, "penalty": None, key: str(place)}
        (tmp_path / "params.yaml").write_text(yaml.safe_dump(values))
        code, said = pipeline(tmp_path, "inputs")
        assert code == 5
        assert str(place) in said


def test_a_penalty_folder_changes_the_inputs_when_its_content_does(
    tmp_path: Path, pipeline: Pipeline, random_teacher: Path, make_product: MakeProduct
) -> None:
    photographs = make_product(tmp_path / "photographs")
    train = {"teacher": str(random_teacher), "penalty": str(photographs)}
    (tmp_path / "params.yaml").write_text(yaml.safe_dump({"products": {}, "train": train}))
    seen = set()
    for _ in range(2):
        assert pipeline(tmp_path, "inputs")[0] == 0
        seen.add((tmp_path / "data/work/inputs.json").read_text())
        next(photographs.rglob("*.png")).unlink()
    assert len(seen) == 2


@pytest.mark.parametrize("text", ["", "train: [", "train: 3", "- a list"])
def test_params_that_are_no_params_are_refused(tmp_path: Path, pipeline: Pipeline, text: str) -> None:
    (tmp_path / "params.yaml").write_text(text)
    code, said = pipeline(tmp_path, "prepare", "tiny")
    assert code == 2
    assert "params.yaml" in said


def test_missing_params_are_refused(tmp_path: Path, pipeline: Pipeline) -> None:
    code, said = pipeline(tmp_path, "prepare", "tiny")
    assert code == 2
    assert "Cannot read params.yaml" in said
