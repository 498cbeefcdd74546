"""anomalib's EfficientAD and ours in turns: ``python benchmarks/versus_anomalib.py ENVIRONMENT``.

ENVIRONMENT is a folder for anomalib's own virtual environment (1.8 GB), made where it is not there yet. Both
get the weights of one recipe and the same images of 256×256, as bytes, and give a map in memory. Prints a
table in Markdown, by the clock and by processor time, which other work disturbs less. Exit code 1 where a
float32 map of ours is not anomalib's.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

import numpy as np
import torch
import torch.nn.functional as F
import typer
from numpy.typing import NDArray
from safetensors.numpy import save_file

from effad_desktop.core.ports import Detector
from effad_desktop.core.recipe import INT8_FILE, MODEL_FILE, read_recipe
from effad_desktop.detection.engines import int8_files
from effad_desktop.detection.openvino_engine import OpenVinoDetector, Precision, precisions_here
from effad_desktop.detection.preprocessing import INPUT_SIZE, resize
from effad_desktop.detection.torch_engine import TorchDetector, cpu_has_bfloat16
from effad_desktop.detection.weights import DECODERS, PDN_LAYERS, Weights, read_weights
from effad_desktop.imaging import image_paths, load_image
from effad_desktop.paths import built_in_recipes_dir, resources_dir
from training.quantize import quantize

ANOMALIB = "2.7.0"
TOLERANCE = 1e-4
"""Of float32, as a share of the map's largest value."""
GOALS = {
    "effad, openvino cpu int8": 18.0,
    "effad, openvino cpu bf16": 9.0,
    "effad, extra_small, openvino cpu int8": 40.0,
}
WARM_UP = 2
REST = 0.05
"""Seconds before each turn, in which the threads of the one before fall asleep."""
BORDER = 4
SAMPLE = built_in_recipes_dir() / "sample"
SAMPLE_IMAGES = resources_dir() / "sample_images"

Maps = NDArray[np.float32]
Took = tuple[float, float]
"""Seconds by the clock, and of the process on all cores."""


@dataclass(slots=True)
class Contestant:
    """`run` takes the number of an image."""

    name: str
    run: Callable[[int], Took]
    difference: float | None = None
    took: list[Took] = field(default_factory=list)

    def p50(self) -> Took:
        clock, processor = np.median(self.took, axis=0)
        return float(clock), float(processor)


def environment(folder: Path) -> Path:
    """anomalib's Python."""
    python = folder / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        version = torch.__version__.partition("+")[0]
        packages = [f"anomalib=={ANOMALIB}", f"torch=={version}", "torchvision", "safetensors"]
        subprocess.run([python, "-m", "pip", "install", "--quiet", *packages], check=True)
    return python


def anomalib_weights(weights: Weights, size: str) -> Weights:
    """Ours under anomalib's names.

    anomalib adds half of either map; another share is a wider range of one and a narrower of the other.
    """
    found: Weights = {}

    def copy(ours: str, theirs: str) -> None:
        for part in ("weight", "bias"):
            found[f"{theirs}.{part}"] = np.ascontiguousarray(weights[f"{ours}.{part}"])

    for network in ("teacher", "student"):
        for place, layer in enumerate(PDN_LAYERS[size], 1):
            copy(f"{network}.{layer[0]}", f"{network}.conv{place}")
    encoder = [*(f"encoder.{i}" for i in range(5)), "bottleneck"]
    decoder = [*(f"decoder.{i}" for i in range(DECODERS)), "smooth", "head"]
    for place, name in enumerate(encoder, 1):
        copy(f"autoencoder.{name}", f"ae.encoder.enconv{place}")
    for place, name in enumerate(decoder, 1):
        copy(f"autoencoder.{name}", f"ae.decoder.deconv{place}")
    for part in ("mean", "std"):
        found[f"mean_std.{part}"] = weights[f"teacher_{part}"].reshape(1, -1, 1, 1)
    share = float(weights["ae_weight"])
    for name, part, (a, b) in zip(("st", "ae"), (1 - share, share), weights["quantiles"], strict=True):
        found[f"quantiles.qa_{name}"] = np.array(a, np.float32)
        found[f"quantiles.qb_{name}"] = np.array(a + (b - a) * 0.5 / part if part else np.inf, np.float32)
    return found


def as_anomalib(anomaly_map: Maps, weights: Weights) -> Maps:
    """Ours has a border of 0 and the networks' size; theirs a border of distance 0 and the image's size."""
    (st_a, st_b), (ae_a, ae_b) = weights["quantiles"].astype(np.float64)
    share = float(weights["ae_weight"])
    nothing = -0.1 * ((1 - share) * st_a / (st_b - st_a) + share * ae_a / (ae_b - ae_a))
    inner = torch.from_numpy(anomaly_map[BORDER:-BORDER, BORDER:-BORDER])
    whole = F.pad(inner, [BORDER] * 4, value=nothing)[None, None]
    return np.asarray(F.interpolate(whole, (INPUT_SIZE, INPUT_SIZE), mode="bilinear")[0, 0].numpy())


def ours(model_file: Path) -> Iterator[Detector]:
    yield TorchDetector(model_file, "cpu", torch.float32)
    if cpu_has_bfloat16():
        yield TorchDetector(model_file, "cpu", torch.bfloat16)
    wanted: list[Precision] = precisions_here(model_file)
    yield from (OpenVinoDetector(model_file, precision=precision) for precision in wanted)


def contestant(detector: Detector, images: NDArray[np.uint8], expected: Maps, weights: Weights) -> Contestant:
    """Of the same weights as anomalib's."""
    maps = [as_anomalib(one.anomaly_map, weights) for one in detector.predict(list(images))]
    pairs = zip(maps, expected, strict=True)
    worst = max(float(np.abs(found - theirs).max() / np.abs(theirs).max()) for found, theirs in pairs)
    return timed(f"effad, {detector.name}", detector, images, worst)


def of_another_size(recipe: Path, folder: Path, images: NDArray[np.uint8]) -> list[Contestant]:
    """OpenVINO's, which anomalib has no network to hold against."""
    folder.mkdir()
    model_file = prepared(recipe, folder, images)
    size = read_weights(model_file)[1].size
    detectors = [OpenVinoDetector(model_file, precision=p) for p in precisions_here(model_file)]
    return [timed(f"effad, {size}, {d.name}", d, images) for d in detectors]


def timed(
    name: str, detector: Detector, images: NDArray[np.uint8], difference: float | None = None
) -> Contestant:
    def run(image: int) -> Took:
        clock, processor = time.perf_counter(), time.process_time()
        detector.predict([images[image]])
        return time.perf_counter() - clock, time.process_time() - processor

    return Contestant(name, run, difference)


@contextmanager
def anomalib(python: Path, folder: Path) -> Iterator[Contestant]:
    side = Path(__file__).with_name("anomalib_side.py")
    command = [str(python), "-W", "ignore", str(side), str(folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        pipe, answers = process.stdin, process.stdout
        if not (pipe and answers and answers.readline().strip() == "ready"):
            raise SystemExit("anomalib's half has ended; see above")

        def run(image: int) -> Took:
            print(image, file=pipe, flush=True)
            clock, processor = answers.readline().split()
            return float(clock), float(processor)

        yield Contestant(f"anomalib {ANOMALIB}, PyTorch float32", run)
        pipe.close()


def take_turns(contestants: list[Contestant], images: int, turns: int) -> None:
    for turn in range(-WARM_UP, turns):
        for one in contestants:
            time.sleep(REST)
            took = one.run(turn % images)
            if turn >= 0:
                one.took.append(took)


def prepared(recipe: Path, folder: Path, images: NDArray[np.uint8]) -> Path:
    """A copy of the model with int8: the recipe's, else from these images."""
    model_file = Path(shutil.copy(recipe / MODEL_FILE, folder / MODEL_FILE))
    if (recipe / INT8_FILE).is_file():
        for part in int8_files(recipe / MODEL_FILE):
            shutil.copy(part, folder)
    else:
        quantize(model_file, list(images))
    return model_file


def table(contestants: list[Contestant]) -> str:
    columns = ("", "p50", "images/s", "× anomalib", "processor time", "× anomalib", "largest difference")
    lines = [f"| {' | '.join(columns)} |", "|---" * len(columns) + "|"]
    theirs = contestants[0].p50()
    for one in contestants:
        clock, processor = one.p50()
        far = "" if one.difference is None else f"{one.difference:.1e}"
        by_clock = f"{1000 * clock:.0f} ms | {1 / clock:.1f} | {theirs[0] / clock:.1f}"
        by_processor = f"{1000 * processor:.0f} ms | {theirs[1] / processor:.1f}"
        lines.append(f"| {one.name} | {by_clock} | {by_processor} | {far} |")
    lines.append("")
    for one in contestants:
        goal = GOALS.get(one.name)
        if goal:
            ratio = theirs[0] / one.p50()[0]
            verdict = "reached" if ratio >= goal else "MISSED"
            lines.append(f"{one.name}: {ratio:.1f} times anomalib, goal {goal:g}: {verdict}")
    return "\n".join(lines)


def main(
    environment_folder: Annotated[Path, typer.Argument(metavar="ENVIRONMENT")],
    recipe: Annotated[Path, typer.Option(help="A folder.")] = SAMPLE,
    images: Annotated[Path, typer.Option(help="A folder.")] = SAMPLE_IMAGES,
    most: Annotated[int, typer.Option(help="Images at most.")] = 8,
    turns: int = 12,
    beside: Annotated[Path | None, typer.Option(help="A recipe of another size, a folder.")] = None,
) -> None:
    python = environment(environment_folder)
    pixels = np.stack([resize(load_image(path)) for path in list(image_paths([images]))[:most]])
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        model_file = prepared(recipe, folder, pixels)
        weights, manifest = read_weights(model_file)
        if manifest.size not in ("small", "medium"):
            raise SystemExit(f"anomalib has no EfficientAD of size {manifest.size}")
        save_file(anomalib_weights(weights, manifest.size), folder / "weights.safetensors")
        np.save(folder / "images.npy", pixels)
        before = os.getloadavg()[0]
        with anomalib(python, folder) as theirs:
            expected = np.load(folder / "maps.npy")
            mine = [contestant(detector, pixels, expected, weights) for detector in ours(model_file)]
            mine += of_another_size(beside, folder / "beside", pixels) if beside else []
            take_turns([theirs, *mine], len(pixels), turns)
    load = f"load {before:.1f} before and {os.getloadavg()[0]:.1f} after on {os.cpu_count()} cores"
    share = float(weights["ae_weight"])
    print(f"{read_recipe(recipe).name}, {len(pixels)} images, {turns} turns, {load}.")
    print(
        f"The autoencoder's share of the map is {share:.2f}{'' if share else ': OpenVINO leaves it out'}.\n"
    )
    print(table([theirs, *mine]))
    bad = [c for c in mine if c.name.endswith(("float32", "f32")) and not (c.difference or 0) <= TOLERANCE]
    if bad:
        print(f"\nNot the same map within {TOLERANCE:g}: {', '.join(c.name for c in bad)}")
        raise typer.Exit(1)
    print(f"\nIn float32 both give the same map within {TOLERANCE:g} of its largest value.")


if __name__ == "__main__":
    typer.run(main)
