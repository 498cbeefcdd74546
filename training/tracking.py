"""MLflow: one run for one trained recipe. The only place that knows MLflow."""

from __future__ import annotations

import json
import os
from pathlib import Path

from effad_desktop.detection.manifest import Manifest
from effad_desktop.errors import UsageError
from training.stages import CURVE_FILE, CURVES, LOOKS_FILE, PARAMS_FILE, Work

DEFAULT_URI = "sqlite:///mlflow.db"


def log_training(uri: str, work: Work, recipe: Path, manifest: Manifest) -> str:
    """Parameters, curves, figures, plots and the recipe; registers it as a version of the product.

    Returns the run's id. Raises UsageError when the tracking server refuses.
    """
    os.environ.setdefault("MLFLOW_DISABLE_TELEMETRY", "true")  # a station has no internet
    try:
        import mlflow
        from mlflow.exceptions import MlflowException
    except ImportError as error:
        raise UsageError("MLflow is not installed", "pip install '.[train]'") from error
    try:
        mlflow.set_tracking_uri(uri)
        mlflow.set_experiment("effad")
        with mlflow.start_run(run_name=f"{manifest.product} {manifest.preset}") as run:
            mlflow.log_params(json.loads((work.trained / PARAMS_FILE).read_text()))
            mlflow.set_tags(
                {
                    "product": manifest.product,
                    "data_sha256": manifest.data_sha256,
                    "teacher_sha256": manifest.teacher_sha256,
                    "model_sha256": manifest.sha256,
                    "git_commit": manifest.code_version,
                    "effad_version": manifest.effad_version,
                }
            )
            for point in json.loads((work.trained / CURVE_FILE).read_text()):
                mlflow.log_metrics({k: point[k] for k in CURVES}, step=point["step"])
            for look in json.loads((work.trained / LOOKS_FILE).read_text()):
                found = {"held_out_largest": look["held_out"], "synthetic_auroc": look["synthetic"]}
                mlflow.log_metrics(found, step=look["step"])
            mlflow.log_metrics({**manifest.figures, "training_seconds": manifest.seconds})
            mlflow.log_artifacts(str(work.evaluated), "evaluation")
            mlflow.log_artifacts(str(recipe), "recipe")
            run_id = str(run.info.run_id)
            _register(manifest.product, run_id, f"{run.info.artifact_uri}/recipe")
    except MlflowException as error:
        raise UsageError(f"MLflow at {uri} refused the run", str(error).split("\n")[0]) from error
    return run_id


def _register(product: str, run_id: str, source: str) -> None:
    from mlflow import MlflowClient
    from mlflow.exceptions import MlflowException

    client = MlflowClient()
    try:
        client.create_registered_model(product)
    except MlflowException as error:
        if error.error_code != "RESOURCE_ALREADY_EXISTS":
            raise
    client.create_model_version(product, source, run_id)
