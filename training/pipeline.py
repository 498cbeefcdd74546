"""The DVC stages: ``python -m training.pipeline prepare|train|evaluate|export PRODUCT`` (see dvc.yaml)."""

from __future__ import annotations

import json
from pathlib import Path

import typer

from effad_desktop.errors import SourceError
from effad_desktop.files import file_sha256, write_replacing
from effad_desktop.imaging import image_paths
from training import stages
from training.cli import console, guarded, say
from training.dataset import data_hash
from training.params_file import ParamsFile, read_params
from training.report import say_figures

PARAMS = Path("params.yaml")
INPUTS_FILE = "inputs.json"
app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, no_args_is_help=True)


def _read() -> ParamsFile:
    return read_params(PARAMS)


def _work(product: str) -> stages.Work:
    return stages.Work(Path("data/work") / product)


@app.command()
def inputs() -> None:
    """Hashes of the teacher and of the penalty photographs, which may lie anywhere or be none:
    DVC cannot name them as dependencies itself, but sees this file change."""
    params = read_params(PARAMS)
    teacher = params.teacher or stages.built_in_teacher(params.train.size)
    try:
        hashes = {
            "teacher": file_sha256(teacher),
            "penalty": data_hash(list(image_paths([params.penalty]))) if params.penalty else None,
        }
    except OSError as error:
        raise SourceError(f"Cannot read {error.filename}", error.strerror or str(error)) from error
    text = json.dumps(hashes, indent=1) + "\n"
    write_replacing(_work("").root / INPUTS_FILE, lambda aside: aside.write_text(text))


@app.command()
def prepare(product: str) -> None:
    params = _read()
    prepared = stages.run_prepare(params.dataset(product), _work(product), params.train)
    for warning in prepared.facts.warnings:
        say(f"Warning: {warning}", "yellow")


@app.command()
def train(product: str) -> None:
    params = _read()
    trained = stages.run_train(
        _work(product),
        product,
        params.train,
        teacher=params.teacher,
        penalty=params.penalty,
        device=params.device,
        notify=lambda p: console.print(p) if p.step % 100 == 0 else None,
    )
    console.print(trained.stopped)


@app.command()
def evaluate(product: str) -> None:
    params = _read()
    evaluation = stages.run_evaluate(params.dataset(product), _work(product), product, params.device)
    say_figures(say, evaluation)


@app.command()
def export(product: str) -> None:
    params = _read()
    manifest = stages.run_export(_work(product), product, Path("models") / product)
    if params.mlflow:
        from training.tracking import log_training

        log_training(params.mlflow, _work(product), Path("models") / product, manifest)


if __name__ == "__main__":
    guarded(app)
