"""Stage 3: scores of held-out good images and of the test folder, the threshold, figures and plots."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from effad_desktop.core.calibration import Calibration, calibrate
from effad_desktop.core.heatmap import overlay, upsample
from effad_desktop.core.inspection import AnomalyMap, Image, Verdict
from effad_desktop.core.inspector import judge, rejected
from effad_desktop.core.ports import Detector
from effad_desktop.detection.preprocessing import INPUT_SIZE, resize
from effad_desktop.imaging import load_image
from training import metrics, plots
from training.dataset import TestImage, find_dataset, load_mask

WORST = 12
CHUNK = 16


@dataclass(frozen=True, slots=True)
class Figures:
    """None where undefined. AU-ROC of pixels and AU-PRO are taken at 256×256.

    `threshold_method` is "fitted", or "assumed-spread" where the held-out scores told no spread.
    """

    image_auroc: float | None
    pixel_auroc: float | None
    aupro: float | None
    f1: float | None
    best_f1: float | None
    best_f1_threshold: float | None
    threshold: float
    expected_false_rejects_per_1000: float
    expected_false_rejects_low: float
    expected_false_rejects_high: float
    held_out_good: int
    threshold_method: str
    test_good: int
    test_defective: int
    false_rejects: int
    misses: int

    def numbers(self) -> dict[str, float]:
        """What is defined and a number, for MLflow and the manifest."""
        return {k: float(v) for k, v in asdict(self).items() if isinstance(v, int | float)}


@dataclass(frozen=True, slots=True, eq=False)
class Evaluation:
    """Scores and maps in the order of `tests`."""

    figures: Figures
    calibration: Calibration
    tests: tuple[TestImage, ...]
    scores: tuple[float, ...]
    maps: tuple[AnomalyMap, ...]
    masks: tuple[NDArray[np.bool_] | None, ...]

    @property
    def labels(self) -> list[bool]:
        return [bool(test.defect) for test in self.tests]


def evaluate(
    detector: Detector, folder: Path, held_out: NDArray[np.uint8], model_sha256: str = ""
) -> Evaluation:
    """`held_out` are good images of which training saw none, N×256×256×3. Raises SourceError."""
    validation = [p.anomaly_score for p in detector.predict(list(held_out))]
    calibration = calibrate(validation, model=model_sha256)
    tests = find_dataset(folder).test
    scores: list[float] = []
    maps: list[AnomalyMap] = []
    masks: list[NDArray[np.bool_] | None] = []
    for i in range(0, len(tests), CHUNK):
        images = [load_image(t.path) for t in tests[i : i + CHUNK]]
        masks += [_small_mask(t, image) for t, image in zip(tests[i : i + CHUNK], images, strict=True)]
        predictions = detector.predict(images)
        scores += [p.anomaly_score for p in predictions]
        maps += [p.anomaly_map for p in predictions]
    labels = [bool(t.defect) for t in tests]
    figures = _figures(calibration, scores, labels, maps, masks)
    return Evaluation(figures, calibration, tests, tuple(scores), tuple(maps), tuple(masks))


def _small_mask(test: TestImage, image: Image) -> NDArray[np.bool_] | None:
    mask = load_mask(test, image)
    if mask is None:
        return None
    small = cv2.resize(mask.astype(np.float32), (INPUT_SIZE, INPUT_SIZE), interpolation=cv2.INTER_AREA)
    cut = 0.5 * float(small.max())  # of a thin scratch, too, that fills no pixel
    return np.asarray((small >= cut) & (small > 0))


def _figures(
    calibration: Calibration,
    scores: Sequence[float],
    labels: Sequence[bool],
    maps: Sequence[AnomalyMap],
    masks: Sequence[NDArray[np.bool_] | None],
) -> Figures:
    marked = [(m, mask) for m, mask in zip(maps, masks, strict=True) if mask is not None]
    whole = len(marked) == len(maps) and any(mask.any() for _, mask in marked)
    large = [upsample(m, INPUT_SIZE, INPUT_SIZE) for m, _ in marked] if whole else []
    truth = [mask for _, mask in marked] if whole else []
    best = metrics.best_f1(scores, labels) if scores else None
    defective = np.asarray(labels, dtype=bool)
    ng = rejected(scores, calibration.threshold)
    return Figures(
        image_auroc=metrics.image_auroc(scores, labels) if scores else None,
        pixel_auroc=metrics.pixel_auroc(large, truth) if whole else None,
        aupro=metrics.aupro(large, truth) if whole else None,
        f1=metrics.f1_at(scores, labels, calibration.threshold) if scores else None,
        best_f1=best[0] if best else None,
        best_f1_threshold=metrics.proposed_threshold(scores, labels) if scores else None,
        threshold=calibration.threshold,
        expected_false_rejects_per_1000=calibration.expected_false_rejects,
        expected_false_rejects_low=calibration.interval[0],
        expected_false_rejects_high=calibration.interval[1],
        held_out_good=calibration.good_images,
        threshold_method=calibration.method.value,
        test_good=labels.count(False),
        test_defective=labels.count(True),
        false_rejects=int(np.count_nonzero(ng & ~defective)),
        misses=int(np.count_nonzero(~ng & defective)),
    )


def write_plots(evaluation: Evaluation, folder: Path, product: str) -> list[Path]:
    """PNG files of what can be drawn: without defects only the histogram."""
    folder.mkdir(parents=True, exist_ok=True)
    for former in folder.glob("*.png"):
        former.unlink()
    e, written = evaluation, [folder / "score_histogram.png"]
    good = [s for s, bad in zip(e.scores, e.labels, strict=True) if not bad] + list(e.calibration.scores)
    bad = [s for s, is_bad in zip(e.scores, e.labels, strict=True) if is_bad]
    plots.score_histogram(written[0], good, bad, e.calibration.threshold, f"{product}: scores")
    if e.figures.image_auroc is not None:
        written.append(folder / "roc.png")
        plots.roc_curve(written[-1], e.scores, e.labels, f"{product}: ROC")
    if e.figures.aupro is not None:
        large = [upsample(m, INPUT_SIZE, INPUT_SIZE) for m in e.maps]
        curve = metrics.pro_curve(large, [m for m in e.masks if m is not None])
        if curve is not None:
            written.append(folder / "pro.png")
            plots.pro_curve(written[-1], curve, f"{product}: PRO")
    if e.tests:
        written.append(folder / "worst_mistakes.png")
        plots.contact_sheet(written[-1], [_tile(e, i) for i in worst(e)], f"{product}: the worst mistakes")
    return written


def worst(evaluation: Evaluation) -> list[int]:
    """Indices of test images by how far they lie on the wrong side of the threshold, or nearest to it."""
    e = evaluation
    margins = [
        s - e.calibration.threshold if bad else e.calibration.threshold - s
        for s, bad in zip(e.scores, e.labels, strict=True)
    ]
    return [int(i) for i in np.argsort(margins)[:WORST]]


def _tile(e: Evaluation, i: int) -> plots.Tile:
    image = resize(load_image(e.tests[i].path))
    name = f"{e.tests[i].defect or 'good'}/{e.tests[i].path.name}"
    shown = overlay(image, e.maps[i], e.calibration.threshold)
    ng = judge(e.scores[i], e.calibration.threshold) is Verdict.ANOMALOUS
    return plots.Tile(image, shown, f"{name}  {e.scores[i]:.3f}", e.masks[i], ng)
