"""The four stages as functions of folders, shared by effad-train and DVC.

Everything between the images and the recipe lies in one work folder:
``prepared/``, ``trained/``, ``evaluated/`` and, while it trains, ``train.checkpoint``.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

import torch

from effad_desktop.core.calibration import CALIBRATION_FILE, read_calibration, write_calibration
from effad_desktop.core.parity import read_parity, write_parity
from effad_desktop.core.recipe import METRICS_FILE, MODEL_FILE
from effad_desktop.detection.engines import int8_files, load_detector
from effad_desktop.detection.manifest import Manifest, read_manifest
from effad_desktop.detection.model_file import save_model
from effad_desktop.detection.networks import Size
from effad_desktop.detection.teachers import Teacher, load_teacher
from effad_desktop.detection.torch_engine import choose_device
from effad_desktop.errors import UsageError
from effad_desktop.files import write_replacing
from effad_desktop.imaging import encode_jpeg, image_paths
from effad_desktop.paths import resources_dir
from training.checkpoint import load_checkpoint
from training.evaluate import Evaluation, Figures, evaluate, write_plots
from training.export import export, manifest_of
from training.memory import build_memory
from training.params import TrainParams
from training.parity import compare
from training.penalty import penalty_images
from training.plots import Series, loss_curves
from training.prepare import Prepared, load_prepared, prepare, save_prepared
from training.quantize import quantize
from training.run import Training, identity_of
from training.train import train
from training.trained import Progress, Trained

CURVE_FILE, LOOKS_FILE, PARAMS_FILE = "curve.json", "looks.json", "params.json"


CURVES = ("loss_st", "loss_penalty", "loss_ae", "loss_stae")


@dataclass(frozen=True, slots=True)
class Work:
    """The work folder of one product."""

    root: Path

    @property
    def prepared(self) -> Path:
        return self.root / "prepared"

    @property
    def trained(self) -> Path:
        return self.root / "trained"

    @property
    def evaluated(self) -> Path:
        return self.root / "evaluated"

    @property
    def model(self) -> Path:
        return self.trained / MODEL_FILE

    @property
    def checkpoint(self) -> Path:
        return self.root / "train.checkpoint"


def built_in_teacher(size: str) -> Path:
    """Raises UsageError where none is shipped for that size."""
    path = resources_dir() / "teachers" / f"pdn_{size}.safetensors"
    if not path.exists():
        raise UsageError(f"No teacher of size {size!r} is built in", "give one with --teacher")
    return path


def chosen_teacher(teacher: Path | None, size: Size) -> Teacher:
    """The one given, else the built-in one. Raises UsageError where none fits, RecipeError for a broken."""
    known = load_teacher(teacher or built_in_teacher(size))
    if known.size != size:
        raise UsageError(f"The teacher is {known.size}", f"the run is {size}; give another teacher")
    return known


def refuse_early(params: TrainParams, teacher: Path | None, penalty: Path | None, device: str) -> None:
    """What would else be refused only after the images are read. Raises EffadError."""
    chosen_teacher(teacher, params.size)
    _training_device(device)
    if penalty is not None:
        next(iter(image_paths([penalty])), None)


def run_prepare(dataset: Path, work: Work, params: TrainParams) -> Prepared:
    prepared = prepare(dataset, params.validation_fraction, params.seed)
    save_prepared(prepared, work.prepared)
    return prepared


def run_train(
    work: Work,
    product: str,
    params: TrainParams,
    *,
    teacher: Path | None = None,
    penalty: Path | None = None,
    device: str = "auto",
    notify: Callable[[Progress], None] = lambda _: None,
    keep_checkpoint: bool = False,
) -> Trained:
    """Goes on from the work folder's checkpoint where there is one; removes it when done.

    Kept, it holds the finished training, should what follows be stopped.
    """
    prepared = load_prepared(work.prepared)
    known = chosen_teacher(teacher, params.size)
    images = prepared.images[list(prepared.facts.train)]
    held_out = prepared.images[list(prepared.facts.validation)]
    chosen = _training_device(device)
    if params.method == "memory":
        trained = build_memory(images, held_out, known, params, chosen)
    else:
        others = penalty_images(penalty, params.penalty_images, params.seed)
        training = Training(images, others, known, params, chosen)
        trained = train(training, held_out, work.checkpoint, notify)
    save_model(work.model, trained.model, manifest_of(product, trained, prepared.facts, known.sha256))
    for former in int8_files(work.model):
        former.unlink()
    if params.method == "efficientad":
        quantize(work.model, list(images))
    _write_json(work.trained / CURVE_FILE, [asdict(p) for p in trained.curve])
    _write_json(work.trained / LOOKS_FILE, [asdict(look) for look in trained.looks])
    _write_json(work.trained / PARAMS_FILE, asdict(trained.params))
    if not keep_checkpoint:
        work.checkpoint.unlink(missing_ok=True)
    return trained


def forget_other_run(work: Work, prepared: Prepared, params: TrainParams, teacher: Path | None) -> bool:
    """Removes a checkpoint that this run could not go on from; true where there was one."""
    if not work.checkpoint.exists():
        return False
    images = prepared.images[list(prepared.facts.train)]
    try:
        load_checkpoint(work.checkpoint, identity_of(images, chosen_teacher(teacher, params.size), params))
    except UsageError:
        work.checkpoint.unlink()
        return True
    return False


def _training_device(device: str) -> torch.device:
    chosen = choose_device(device)
    return torch.device("cpu") if chosen.type == "mps" and device == "auto" else chosen


def run_evaluate(
    dataset: Path, work: Work, product: str, device: str = "auto", parity: bool = True
) -> Evaluation:
    """Without `parity` the engines are not compared, which takes longer than an instant recipe may."""
    prepared = load_prepared(work.prepared)
    held_out = prepared.images[list(prepared.facts.validation)]
    compared = None
    if parity:
        compared = compare(work.model, dataset, held_out, prepared.images[list(prepared.facts.train)])
    # the threshold is for the engine that will inspect
    engine = compared.inspecting_engine(device) if compared else "auto"
    detector = load_detector(work.model, device, engine)
    evaluation = evaluate(detector, dataset, held_out, read_manifest(work.model).sha256)
    write_plots(evaluation, work.evaluated / "plots", product)
    _draw_losses(work, product)
    write_replacing(work.evaluated / "scores.csv", lambda aside: _write_scores(aside, evaluation))
    write_calibration(evaluation.calibration, work.evaluated)
    if compared:
        write_parity(compared.report(evaluation.calibration.threshold), work.evaluated)
    _write_json(work.evaluated / METRICS_FILE, asdict(evaluation.figures))
    return evaluation


def _draw_losses(work: Work, product: str) -> None:
    """The training's losses and the held-out images' largest values; nothing where nothing was trained."""
    curve = json.loads((work.trained / CURVE_FILE).read_text())
    looks = json.loads((work.trained / LOOKS_FILE).read_text())
    if not curve:
        return
    steps = [point["step"] for point in curve]
    series = [Series(name, steps, [point[name] for point in curve]) for name in CURVES]
    if looks:
        held_out = [look["held_out"] for look in looks]
        series.append(Series("held out", [look["step"] for look in looks], held_out))
    loss_curves(work.evaluated / "plots" / "losses.png", series, f"{product}: losses")


def run_export(work: Work, product: str, out: Path) -> Manifest:
    """The recipe from what the stages before have left. Raises UsageError where they have not run."""
    try:
        figures = Figures(**json.loads((work.evaluated / METRICS_FILE).read_text()))
    except (OSError, ValueError, TypeError) as error:
        raise UsageError(f"{work.evaluated} holds no figures", f"{error}; run evaluate first") from error
    calibration = read_calibration(work.evaluated)
    if calibration is None:
        raise UsageError(f"{work.evaluated} holds no {CALIBRATION_FILE}", "run evaluate first")
    prepared = load_prepared(work.prepared)
    held_out = prepared.images[list(prepared.facts.validation)]
    picture, parity = encode_jpeg(prepared.images[0]), read_parity(work.evaluated)
    export(work.model, figures, calibration, product, out, picture, held_out, parity)
    return read_manifest(out / MODEL_FILE)


def _write_scores(path: Path, evaluation: Evaluation) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["image", "defect", "anomaly_score"])
        for test, score in zip(evaluation.tests, evaluation.scores, strict=True):
            writer.writerow([test.path.name, test.defect or "good", f"{score:.6f}"])


def _write_json(path: Path, value: object) -> None:
    write_replacing(path, lambda aside: aside.write_text(json.dumps(value, indent=1) + "\n"))
