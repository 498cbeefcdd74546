"""The product's own images in every precision: which engine will inspect, and what it agrees to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from effad_desktop import parity
from effad_desktop.core.calibration import calibrate
from effad_desktop.core.inspection import Image
from effad_desktop.core.parity import Measured, Parity
from effad_desktop.detection.engines import choose_engine, engines_here, load_detector
from effad_desktop.detection.manifest import read_manifest
from effad_desktop.imaging import load_image
from training.dataset import TestImage, find_dataset

INT8 = "openvino-int8"
FEWEST, MOST_TESTS = 64, 200


@dataclass(frozen=True, slots=True, eq=False)
class Compared:
    """`truth` is true for a defect; the held-out good images come first."""

    model: str
    measured: list[Measured]
    truth: list[bool | None]
    held_out: int

    def report(self, threshold: float) -> Parity:
        return parity.report(self.measured, self.truth, threshold, self.model)

    def inspecting_engine(self, device: str) -> str:
        """int8 where the report allows it at the threshold that int8's own scores give."""
        int8 = next((one for one in self.measured if one.engine == INT8), None)
        if int8 is None or choose_engine(device) != "openvino":
            return "auto"
        threshold = calibrate(int8.scores[: self.held_out]).threshold
        return INT8 if self.report(threshold).allows(INT8) else "auto"


def compare(
    model_file: Path, dataset: Path, held_out: NDArray[np.uint8], learned: NDArray[np.uint8]
) -> Compared:
    """Held-out and test images, and where these are few, as many of the `learned` ones."""
    tests = _evenly(find_dataset(dataset).test, MOST_TESTS)
    extra = learned[: max(0, FEWEST - len(held_out) - len(tests))]

    def images() -> Iterator[Image]:
        yield from held_out
        yield from (load_image(test.path) for test in tests)
        yield from extra

    names = [name for name in engines_here(model_file) if name.startswith("openvino")]
    detectors = {name: load_detector(model_file, "cpu", name) for name in names}
    truth: list[bool | None] = [False] * len(held_out)
    truth += [bool(test.defect) for test in tests]
    truth += [False] * len(extra)
    measured = parity.measure(detectors, images())
    return Compared(read_manifest(model_file).sha256, measured, truth, len(held_out))


def _evenly(tests: Sequence[TestImage], most: int) -> list[TestImage]:
    if len(tests) <= most:
        return list(tests)
    return [tests[int(i)] for i in np.linspace(0, len(tests) - 1, most).round()]
