"""What teaching false rejects does: ``python benchmarks/teach_screw.py DATASET RECIPE``.

RECIPE was trained on DATASET with --preset instant. A copy of it is taught the good test images that
score worst, one by one. All figures are of the images that are not taught: the other good test images
and all defective ones, judged by the engine that inspects. --false-rejects first moves the threshold to
where so many of 1,000 good images are expected above it, as one who wants more defects found does.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import typer

from effad_desktop.core.calibration import calibrate
from effad_desktop.core.inspector import rejected
from effad_desktop.core.teaching import Taught
from effad_desktop.detection.engines import load_detector
from effad_desktop.errors import UsageError
from effad_desktop.imaging import load_image
from effad_desktop.paths import DataFolder, built_in_recipes_dir
from effad_desktop.recipes import Recipes
from effad_desktop.teaching import Teaching, TeachingRefused
from training.dataset import TestImage, find_dataset
from training.metrics import image_auroc


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """Scores of the test images in their order, and the threshold that they are held against."""

    tests: Sequence[TestImage]
    scores: np.ndarray
    threshold: float
    milliseconds: float

    @property
    def defective(self) -> np.ndarray:
        return np.array([bool(test.defect) for test in self.tests])

    def line(self, without: Sequence[int]) -> str:
        kept = np.ones(len(self.tests), bool)
        kept[list(without)] = False
        bad, scores = self.defective[kept], self.scores[kept]
        ng = rejected(scores, self.threshold)
        auroc = image_auroc(scores, bad)
        return (
            f"AU-ROC {100 * (auroc or np.nan):.2f}, false rejects {ng[~bad].sum()} of {(~bad).sum()}, "
            f"defects found {ng[bad].sum()} of {bad.sum()}; threshold {self.threshold:.3f}; "
            f"median {self.milliseconds:.0f} ms an image"
        )

    def worst_good(self, count: int) -> list[int]:
        order = np.argsort(-np.where(self.defective, -np.inf, self.scores), kind="stable")
        return [int(at) for at in order[:count]]


def judge(recipes: Recipes, name: str, tests: Sequence[TestImage], cache: Path) -> Judged:
    found = recipes.find(name)
    detector = load_detector(found.model_file, "cpu", "openvino", cache)
    predictions = [detector.predict([load_image(test.path)])[0] for test in tests]
    scores = np.array([p.anomaly_score for p in predictions])
    took = float(np.median([p.seconds for p in predictions]))
    return Judged(tests, scores, found.recipe.threshold, 1000 * took)


def teach(teaching: Teaching, name: str, test: TestImage) -> tuple[Taught, float, float]:
    """Nevertheless, where the guard has doubts. Seconds by the clock and of computing."""
    named = [(test.path.name, load_image(test.path))]
    started, worked = time.perf_counter(), time.process_time()
    try:
        taught = teaching.good(name, named, "benchmark")
    except TeachingRefused as doubt:
        print(f"  the guard asks: {doubt.detail}")
        started, worked = time.perf_counter(), time.process_time()
        taught = teaching.good(name, named, "benchmark", force=True)
    return taught, time.perf_counter() - started, time.process_time() - worked


def main(dataset: Path, recipe: Path, count: int = 10, false_rejects: float = 0.0) -> None:
    tests = find_dataset(dataset).test
    with tempfile.TemporaryDirectory() as place:
        data = DataFolder(Path(place))
        recipes = Recipes(data.recipes, built_in_recipes_dir())
        name = recipes.add(recipe).name
        calibration = recipes.find(name).calibration()
        if false_rejects and calibration:
            wanted = calibrate(calibration.scores, false_rejects).threshold
            recipes.set_threshold(name, wanted, "benchmark")
        before = judge(recipes, name, tests, data.engine_cache)
        taught = before.worst_good(count)
        if not taught:
            raise UsageError(f"{dataset} has no good test images")
        print(f"{name}, all {len(tests)} test images, before: {before.line(())}")
        print(f"not taught, before: {before.line(taught)}")
        teaching, seconds = Teaching(recipes, data.engine_cache), []
        for at in taught:
            lesson, took, worked = teach(teaching, name, tests[at])
            seconds.append((took, worked))
            before_after = f"{lesson.scores_before[0]:.3f} → {lesson.scores_after[0]:.3f}"
            print(
                f"  {tests[at].path.name}: score {before_after}, "
                f"threshold {lesson.threshold_before:.3f} → {lesson.threshold_after:.3f}, "
                f"{lesson.added_patches} patches, {took:.2f} s (computing {worked:.2f} s)"
            )
        after = judge(recipes, name, tests, data.engine_cache)
        print(f"not taught, after {count} lessons: {after.line(taught)}")
        took, worked = np.median(seconds, axis=0)
        longest = max(by_clock for by_clock, _ in seconds)
        print(f"a lesson: median {took:.2f} s, longest {longest:.2f} s; median of computing {worked:.2f} s")
        still = rejected(after.scores[taught], after.threshold).sum()
        print(f"of the {count} taught, {still} are rejected still")


if __name__ == "__main__":
    typer.run(main)
