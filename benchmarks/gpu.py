"""The CUDA engine and a CUDA training step, from the sample recipe alone: ``python benchmarks/gpu.py``.

Prints p50, p95 and p99 from a 256×256 uint8 frame on the host to its map on the host, images a second in
batches, steps a second of the full schedule of size S, and whether graphs agree with their kernels and with
float32. The targets are for an H100. Without a GPU: exit code 2.
"""

from __future__ import annotations

import json as json_text
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated

import numpy as np
import torch
import typer
from numpy.typing import NDArray

from effad_desktop.core.inspection import Image
from effad_desktop.core.ports import Detector
from effad_desktop.core.recipe import MODEL_FILE
from effad_desktop.detection.cuda_engine import CudaDetector
from effad_desktop.detection.cuda_lanes import EagerLane
from effad_desktop.detection.preprocessing import resize
from effad_desktop.detection.teachers import load_teacher
from effad_desktop.detection.torch_engine import TorchDetector
from effad_desktop.imaging import image_paths, load_image
from effad_desktop.paths import built_in_recipes_dir, resources_dir
from training.params import preset
from training.run import Training
from training.step import run_at_once

MODEL = built_in_recipes_dir() / "sample" / MODEL_FILE
TEACHER = resources_dir() / "teachers" / "pdn_small.safetensors"
FULL_STEPS = 70_000
BATCHES = (1, 8, 32, 256)
TARGET_MS, TARGET_IMAGES, TARGET_MINUTES = 0.4, 5000.0, 3.0


@dataclass(frozen=True, slots=True)
class Latency:
    """Milliseconds for one call of `predict`."""

    detector: str
    batch: int
    calls: int
    p50: float
    p95: float
    p99: float
    images_per_second: float


@dataclass(frozen=True, slots=True)
class TrainingSpeed:
    way: str
    steps: int
    steps_per_second: float
    minutes_for_full: float
    loss_st: float
    loss_ae: float


def frames(count: int) -> list[Image]:
    """The sample pictures over and over, each as an array of its own."""
    known = [resize(load_image(path)) for path in image_paths([resources_dir() / "sample_images"])]
    return [known[i % len(known)].copy() for i in range(count)]


def latency(detector: Detector, images: Sequence[Image], seconds: float) -> Latency:
    took: list[float] = []
    for _ in range(20):
        detector.predict(images)
    end = time.perf_counter() + seconds
    while not took or time.perf_counter() < end:
        started = time.perf_counter()
        detector.predict(images)
        took.append(time.perf_counter() - started)
    p50, p95, p99 = (1000 * float(np.percentile(took, p)) for p in (50, 95, 99))
    rate = len(images) * len(took) / sum(took)
    return Latency(detector.name, len(images), len(took), p50, p95, p99, rate)


def largest_error(found: Detector, expected: Detector, images: Sequence[Image]) -> float:
    """Of any map, as a share of the expected map's largest value."""
    pairs = zip(found.predict(images), expected.predict(images), strict=True)
    return max(
        float(np.abs(a.anomaly_map - b.anomaly_map).max() / np.abs(b.anomaly_map).max()) for a, b in pairs
    )


def training_speed(way: str, steps: int, change: Callable[[Training], None]) -> TrainingSpeed:
    """The full schedule of S on 200 pictures."""
    pixels: NDArray[np.uint8] = np.stack(frames(200))
    teacher, device = load_teacher(TEACHER), torch.device("cuda")
    training = Training(pixels, pixels[::-1].copy(), teacher, preset("full"), device)
    training.measure_teacher()
    training.model.train()
    change(training)
    for _ in range(50):
        training.train_step()
    training.report(0.0)
    started = time.perf_counter()
    for _ in range(steps):
        training.train_step()
    progress = training.report(0.0)  # waits for the device
    rate = steps / (time.perf_counter() - started)
    return TrainingSpeed(way, steps, rate, FULL_STEPS / rate / 60, progress.loss_st, progress.loss_ae)


def eagerly(training: Training) -> None:
    training.step.run = run_at_once


def as_graph(_training: Training) -> None:
    """As it is."""


WAYS = {"eager": eagerly, "graph": as_graph}
"""Trained alike from the same seed: their losses differ by rounding."""


def verdict(name: str, value: float, target: float, reached: bool) -> str:
    return f"{name}: {value:.3f}, target {target:g}: {'reached' if reached else 'MISSED'}"


def main(
    seconds: Annotated[float, typer.Option(help="For each row of inspection.")] = 5.0,
    steps: Annotated[int, typer.Option(help="Of training.")] = 3000,
    json: Annotated[Path | None, typer.Option(help="A file for all figures.")] = None,
) -> None:
    if not torch.cuda.is_available():
        print("There is no GPU that PyTorch can use.")
        raise typer.Exit(2)
    print(f"{torch.cuda.get_device_name()}, torch {torch.__version__}, CUDA {torch.version.cuda}")
    graph, eager = CudaDetector(MODEL), CudaDetector(MODEL, make_lane=EagerLane)
    plain, exact = TorchDetector(MODEL, "cuda"), TorchDetector(MODEL, "cpu", torch.float32)
    some = frames(45)
    errors = {
        "graph against its kernels": largest_error(graph, eager, some),
        "graph against float32 on the CPU": largest_error(graph, exact, some[:8]),
    }
    for name, error in errors.items():
        print(f"largest error, {name}: {error:.2e}")
    rows = [latency(d, frames(n), seconds) for d in (plain, eager, graph) for n in BATCHES]
    for row in rows:
        figures = f"p50 {row.p50:8.3f} ms  p95 {row.p95:8.3f}  p99 {row.p99:8.3f}"
        print(f"{row.detector:28} batch {row.batch:4}  {figures}  {row.images_per_second:8.0f} images/s")
    speeds = [training_speed(way, steps, change) for way, change in WAYS.items()]
    for speed in speeds:
        print(
            f"training, {speed.way}: {speed.steps_per_second:.0f} steps/s, 70,000 in"
            f" {speed.minutes_for_full:.2f} min, loss_st {speed.loss_st:.3f}, loss_ae {speed.loss_ae:.3f}"
        )
    graphs = rows[-len(BATCHES) :]
    single, best = graphs[0].p50, max(row.images_per_second for row in graphs)
    minutes = speeds[-1].minutes_for_full
    print(verdict("latency of one frame, p50 ms", single, TARGET_MS, single <= TARGET_MS))
    print(verdict("images a second in batches", best, TARGET_IMAGES, best >= TARGET_IMAGES))
    print(verdict("minutes for 70,000 steps", minutes, TARGET_MINUTES, minutes <= TARGET_MINUTES))
    if json:
        found = {
            "errors": errors,
            "inspection": [asdict(r) for r in rows],
            "training": [asdict(s) for s in speeds],
        }
        json.write_text(json_text.dumps({"gpu": torch.cuda.get_device_name(), **found}, indent=1) + "\n")


if __name__ == "__main__":
    typer.run(main)
