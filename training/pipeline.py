"""The DVC stages: ``python -m training.pipeline prepare|train|evaluate|export PRODUCT`` (see dvc.yaml)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import typer
import yaml

from effad_desktop.errors import UsageError
from training import stages
from training.cli import build_params, console, guarded, print_figures, say
from training.params import TrainParams

PARAMS = Path("params.yaml")
app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, no_args_is_help=True)


def _read() -> dict[str, Any]:
    try:
        values = yaml.safe_load(PARAMS.read_text())
    except (OSError, yaml.YAMLError) as error:
        raise UsageError(f"Cannot read {PARAMS}", str(error)) from error
    if not isinstance(values, dict) or not isinstance(values.get("train"), dict):
        raise UsageError(f"{PARAMS} has no section 'train'")
    return values


def _dataset(product: str) -> Path:
    try:
        return Path(_read()["products"][product]["dataset"])
    except (KeyError, TypeError) as error:
        raise UsageError(f"{PARAMS} has no dataset for {product!r}") from error


def _params() -> TrainParams:
    t = _read()["train"]
    return build_params(
        t.get("preset", "quick"), t.get("size", "small"), steps=t.get("steps"), seed=t.get("seed", 0)
    )


def _optional(value: str | None) -> Path | None:
    return Path(value) if value else None


def _work(product: str) -> stages.Work:
    return stages.Work(Path("data/work") / product)


@app.command()
def prepare(product: str) -> None:
    for warning in stages.run_prepare(_dataset(product), _work(product), _params()).facts.warnings:
        say(f"Warning: {warning}", "yellow")


@app.command()
def train(product: str) -> None:
    t = _read()["train"]
    trained = stages.run_train(
        _work(product),
        product,
        _params(),
        teacher=_optional(t.get("teacher")),
        penalty=_optional(t.get("penalty")),
        device=t.get("device", "auto"),
        notify=lambda p: console.print(p) if p.step % 100 == 0 else None,
    )
    console.print(trained.stopped)


@app.command()
def evaluate(product: str) -> None:
    device = _read()["train"].get("device", "auto")
    print_figures(stages.run_evaluate(_dataset(product), _work(product), product, device).figures)


@app.command()
def export(product: str) -> None:
    manifest = stages.run_export(_work(product), product, Path("models") / product)
    uri = str(_read().get("mlflow") or "off")
    if uri not in {"off", "False"}:
        from training.tracking import log_training

        log_training(uri, _work(product), Path("models") / product, manifest)


if __name__ == "__main__":
    guarded(app)
