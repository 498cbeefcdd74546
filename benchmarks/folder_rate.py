"""How near a folder comes to the engine's own rate: ``python benchmarks/folder_rate.py``.

JPEGs of 2 megapixels, made for it, go all the way of `effad inspect FOLDER --csv`: decoding, resizing,
engine, report. In turns with that: the engine alone on small images in memory, and decoding with resizing
alone on all cores. Where the engine takes all cores too, no pipeline is quicker than one after the other.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from effad_desktop.commands.summary import Summary
from effad_desktop.core.inspection import Image
from effad_desktop.core.inspector import Inspector
from effad_desktop.detection.preprocessing import resize
from effad_desktop.imaging import encode_jpeg, load_image
from effad_desktop.settings import load_settings
from effad_desktop.sinks.csv_report import CsvReport
from effad_desktop.sources.files import Files
from effad_desktop.station import inspect_all, open_inspector
from training.synthetic import synthetic_image

SIDE = 1428
QUALITY = 92
SCENES = 12
ROUNDS = 5
TARGET = 0.9


@dataclass(slots=True)
class Way:
    """`run` takes the files of one round; `seconds` are by the clock, `processor` on all cores together."""

    name: str
    run: Callable[[list[Path]], object]
    images: int = 0
    seconds: float = 0.0
    processor: float = 0.0

    def take(self, files: list[Path]) -> None:
        clock, processor = time.perf_counter(), time.process_time()
        self.run(files)
        self.seconds += time.perf_counter() - clock
        self.processor += time.process_time() - processor
        self.images += len(files)

    @property
    def rate(self) -> float:
        return self.images / self.seconds

    def __str__(self) -> str:
        own = 1000 * self.processor / self.images
        return f"{self.name:28} {self.rate:7.2f} images/s   {own:7.1f} ms of processor time an image"


def write(folder: Path, count: int) -> list[Path]:
    """Pictures with a photograph's spectrum and edges, no two the same."""
    scenes = [synthetic_image(seed, SIDE) for seed in range(SCENES)]
    files = [folder / f"{place:04}.jpg" for place in range(count)]
    for place, file in enumerate(files):
        file.write_bytes(encode_jpeg(np.roll(scenes[place % SCENES], place, (0, 1)), QUALITY))
    return files


def all_in(inspector: Inspector, report: Path) -> Callable[[list[Path]], None]:
    def run(files: list[Path]) -> None:
        with CsvReport(report) as csv:
            inspect_all(
                Files(files, prepare=resize), inspector, [Summary(inspector.recipe, inspector.threshold), csv]
            )

    return run


def engine_alone(inspector: Inspector, small: list[Image]) -> Callable[[list[Path]], None]:
    def run(files: list[Path]) -> None:
        for place in range(len(files)):
            inspector.detector.predict([small[place % len(small)]])

    return run


def decoding_alone(files: list[Path]) -> None:
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for _ in pool.map(lambda file: resize(load_image(file)).shape, files):
            pass


def main(
    images: Annotated[int, typer.Option(min=ROUNDS, help="Of 2 megapixels.")] = 1000,
    recipe: str = "sample",
    engine: str = "auto",
) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        files = write(folder, images)
        size = sum(file.stat().st_size for file in files) / images
        settings = load_settings(folder / "data", default_recipe=recipe, engine=engine, device="cpu")
        inspector = open_inspector(settings)
        small = [resize(load_image(file)) for file in files[:8]]
        ways = [
            Way("all in", all_in(inspector, folder / "report.csv")),
            Way(f"{inspector.detector.name} alone", engine_alone(inspector, small)),
            Way("decoding and resizing alone", decoding_alone),
        ]
        ways[1].run(files[:3])
        for one in (files[start::ROUNDS] for start in range(ROUNDS)):
            for way in ways:
                way.take(one)
    whole, alone, decoding = ways
    print(f"{images} JPEGs of {SIDE}×{SIDE}, {size / 1000:.0f} kB each; load {os.getloadavg()[0]:.1f}")
    print(*ways, sep="\n")
    limit = 1 / (1 / alone.rate + 1 / decoding.rate)
    share, reached = whole.rate / alone.rate, whole.rate / limit
    print(
        f"{'reached' if share >= TARGET else 'MISSED'}: {100 * share:.0f} % of the engine's rate, target 90"
    )
    print(f"{100 * reached:.0f} % of {limit:.2f} images/s, which decoding leaves on {os.cpu_count()} cores")


if __name__ == "__main__":
    typer.run(main)
