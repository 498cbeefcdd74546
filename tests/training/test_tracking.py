from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from effad_desktop.core.recipe import MODEL_FILE
from effad_desktop.detection.manifest import read_manifest
from effad_desktop.errors import UsageError
from training import stages
from training.tracking import log_training

TWICE = """
import sys
from pathlib import Path
from effad_desktop.detection.manifest import read_manifest
from training import stages
from training.tracking import log_training

recipe, work, uri = Path(sys.argv[1]), stages.Work(Path(sys.argv[2])), sys.argv[3]
for _ in range(2):
    print(log_training(uri, work, recipe, read_manifest(recipe / "model.safetensors")))
"""


class Tracked:
    """A real SQLite file of MLflow's, read without MLflow."""

    def __init__(self, database: Path, runs: list[str]) -> None:
        self.database, self.runs = database, runs

    def rows(self, query: str, *values: str) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(self.database)) as connection:
            return connection.execute(query, values).fetchall()


@pytest.fixture(scope="module")
def tracked(tmp_path_factory: pytest.TempPathFactory, smoke_run: Any) -> Tracked:
    folder = tmp_path_factory.mktemp("mlflow")
    uri = f"sqlite:///{folder / 'mlflow.db'}"
    command = [sys.executable, "-c", TWICE, str(smoke_run.recipe), str(smoke_run.work), uri]
    environment = {**os.environ, "PYTHONPATH": str(Path.cwd())}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return Tracked(folder / "mlflow.db", done.stdout.split()[-2:])


def test_a_run_has_the_settings_of_the_training(tracked: Tracked) -> None:
    found = dict(tracked.rows("SELECT key, value FROM params WHERE run_uuid = ?", tracked.runs[0]))
    assert (found["preset"], found["steps"], found["seed"], found["size"]) == ("smoke", "4", "0", "small")


def test_a_run_says_which_data_teacher_model_and_code(tracked: Tracked, smoke_run: Any) -> None:
    manifest = read_manifest(smoke_run.recipe / MODEL_FILE)
    found = dict(tracked.rows("SELECT key, value FROM tags WHERE run_uuid = ?", tracked.runs[0]))
    assert found["product"] == "plate"
    assert found["data_sha256"] == manifest.data_sha256
    assert found["teacher_sha256"] == manifest.teacher_sha256
    assert found["model_sha256"] == manifest.sha256
    assert "git_commit" in found


def test_a_run_has_the_curves(tracked: Tracked) -> None:
    query = "SELECT DISTINCT key FROM metrics WHERE run_uuid = ? AND step = 4"
    assert set(stages.CURVES) <= {key for (key,) in tracked.rows(query, tracked.runs[0])}


def test_a_run_has_the_figures_of_the_recipe(tracked: Tracked, smoke_run: Any) -> None:
    query = "SELECT key, value FROM latest_metrics WHERE run_uuid = ?"
    found = dict(tracked.rows(query, tracked.runs[0]))
    for key, value in read_manifest(smoke_run.recipe / MODEL_FILE).figures.items():
        assert found[key] == pytest.approx(value), key
    assert found["training_seconds"] > 0


def test_a_run_keeps_the_recipe_and_the_plots(tracked: Tracked) -> None:
    artifacts = tracked.database.parent / "mlruns"
    found = {p.name for p in artifacts.rglob("*") if p.is_file() and tracked.runs[0] in p.parts}
    assert {
        "recipe.toml",
        MODEL_FILE,
        "metrics.json",
        "scores.csv",
        "score_histogram.png",
        "losses.png",
    } <= found


def test_each_training_is_a_new_version_of_the_product(tracked: Tracked) -> None:
    query = "SELECT name, version, run_id FROM model_versions ORDER BY version"
    assert tracked.rows(query) == [("plate", 1, tracked.runs[0]), ("plate", 2, tracked.runs[1])]


@pytest.mark.filterwarnings("ignore")
def test_a_server_that_refuses_is_named(smoke_run: Any, tmp_path: Path) -> None:
    manifest = read_manifest(smoke_run.recipe / MODEL_FILE)
    with pytest.raises(UsageError, match="MLflow at nonsense://here refused the run"):
        log_training("nonsense://here", stages.Work(smoke_run.work), smoke_run.recipe, manifest)
