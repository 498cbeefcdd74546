from __future__ import annotations

import math
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import cv2
import numpy as np
import pytest

from effad_desktop.core.calibration import calibrate
from effad_desktop.core.inspection import Image, Prediction, Verdict
from effad_desktop.core.inspector import judge, rejected
from effad_desktop.detection.preprocessing import resize
from effad_desktop.errors import SourceError
from training.evaluate import Evaluation, evaluate, worst, write_plots
from training.metrics import f1_at
from training.prepare import prepare

MakeProduct = Callable[..., Path]


class RedDetector:
    """Sees what is redder than it is green, which only our scratches are."""

    name = "red"
    batch = 1

    def predict(self, images: Sequence[Image]) -> list[Prediction]:
        return [self._look(image) for image in images]

    def _look(self, image: Image) -> Prediction:
        seen = resize(image).astype(np.float32)
        blocks = (seen[..., 0] - seen[..., 1]).reshape(64, 4, 64, 4).mean((1, 3)) / 255
        return Prediction(blocks.astype(np.float32), float(blocks.max()), 0.001)


def judged(product: Path) -> Evaluation:
    return evaluate(RedDetector(), product, prepare(product).images[:5])


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A product of 64×64 images."""
    rng = np.random.default_rng(0)
    for i in range(10):
        kind = "train/good" if i < 6 else "test/good" if i < 8 else "test/scratch"
        image = rng.integers(90, 130, (64, 64, 3)).astype(np.uint8)
        if i >= 8:
            image[20:40, 10:30] = (0, 0, 250)  # blue, green, red
            mask = np.zeros((64, 64), np.uint8)
            mask[20:40, 10:30] = 255
            (tmp_path / "ground_truth/scratch").mkdir(parents=True, exist_ok=True)
            cv2.imwrite(str(tmp_path / f"ground_truth/scratch/{i}_mask.png"), mask)
        (tmp_path / kind).mkdir(parents=True, exist_ok=True)
        cv2.imwrite(str(tmp_path / kind / f"{i}.png"), image)
    return tmp_path


def test_a_perfect_detector_gets_perfect_figures(small: Path) -> None:
    figures = judged(small).figures
    assert (figures.image_auroc, figures.f1, figures.best_f1) == (1.0, 1.0, 1.0)
    assert figures.pixel_auroc is not None
    assert figures.pixel_auroc > 0.97
    assert figures.aupro is not None
    assert figures.aupro > 0.9
    assert (figures.test_good, figures.test_defective, figures.false_rejects, figures.misses) == (2, 2, 0, 0)


def test_the_threshold_comes_from_held_out_good_images_alone(small: Path) -> None:
    held_out = prepare(small).images[:5]
    evaluation = evaluate(RedDetector(), small, held_out)
    expected = calibrate([p.anomaly_score for p in RedDetector().predict(list(held_out))])
    assert evaluation.figures.threshold == expected.threshold
    assert evaluation.figures.held_out_good == 5
    shutil.rmtree(small / "test")
    assert evaluate(RedDetector(), small, held_out).figures.threshold == expected.threshold


def test_without_a_test_folder_there_is_a_threshold_and_no_figure(small: Path) -> None:
    shutil.rmtree(small / "test")
    figures = judged(small).figures
    assert np.isfinite(figures.threshold)
    undefined = (figures.image_auroc, figures.pixel_auroc, figures.aupro, figures.f1, figures.best_f1,
                 figures.best_f1_threshold)  # fmt: skip
    assert set(undefined) == {None}
    assert "threshold" in figures.numbers()
    assert "image_auroc" not in figures.numbers()


def test_without_defects_there_are_false_rejects_and_no_auroc(small: Path) -> None:
    shutil.rmtree(small / "test" / "scratch")
    figures = judged(small).figures
    assert (figures.image_auroc, figures.pixel_auroc, figures.aupro) == (None, None, None)
    assert (figures.test_good, figures.test_defective) == (2, 0)


@pytest.mark.parametrize("which", ["all", "one"])
def test_without_masks_pixel_figures_are_undefined(small: Path, which: str) -> None:
    if which == "all":
        shutil.rmtree(small / "ground_truth")
    else:
        (small / "ground_truth/scratch/8_mask.png").unlink()
    figures = judged(small).figures
    assert figures.image_auroc == 1.0
    assert (figures.pixel_auroc, figures.aupro) == (None, None)


def test_maps_and_masks_of_images_of_any_size_are_compared_at_256(product: Path) -> None:
    evaluation = judged(product)
    assert {m.shape for m in evaluation.masks if m is not None} == {(256, 256)}
    marked = [int(m.sum()) for m in evaluation.masks if m is not None and m.any()]
    assert all(count == pytest.approx(20 * 40 * (256 / 96) ** 2, rel=0.05) for count in marked)


def test_a_thin_scratch_does_not_vanish_from_a_smaller_mask(product: Path) -> None:
    mask = np.zeros((960, 960), np.uint8)
    mask[500, 100:800] = 255
    cv2.imwrite(str(product / "ground_truth/scratch/000_mask.png"), mask)
    image = cv2.resize(np.asarray(cv2.imread(str(product / "test/scratch/000.png"))), (960, 960))
    cv2.imwrite(str(product / "test/scratch/000.png"), image)
    evaluation = evaluate(RedDetector(), product, prepare(product).images[:5])
    mask_256 = evaluation.masks[2]
    assert mask_256 is not None
    assert mask_256.sum() > 100


def test_a_mask_that_does_not_match_is_refused(small: Path) -> None:
    held_out = prepare(small).images[:5]
    cv2.imwrite(str(small / "ground_truth/scratch/8_mask.png"), np.full((9, 9), 255, np.uint8))
    with pytest.raises(SourceError, match="does not match its image"):
        evaluate(RedDetector(), small, held_out)


def test_plots_are_drawn_of_what_is_defined(small: Path, tmp_path: Path) -> None:
    drawn = {p.name for p in write_plots(judged(small), tmp_path / "plots", "plate")}
    assert drawn == {"score_histogram.png", "roc.png", "pro.png", "worst_mistakes.png"}
    assert {p.name for p in (tmp_path / "plots").iterdir()} == drawn


def test_plots_of_a_former_evaluation_are_not_left_behind(small: Path, tmp_path: Path) -> None:
    write_plots(judged(small), tmp_path / "plots", "plate")
    shutil.rmtree(small / "test")
    write_plots(judged(small), tmp_path / "plots", "plate")
    assert [p.name for p in (tmp_path / "plots").iterdir()] == ["score_histogram.png"]


def test_a_score_that_is_no_number_is_rejected_as_in_an_inspection() -> None:
    scores = [0.3, 0.4, 0.5, math.nan]
    verdicts = [judge(score, 0.4) is Verdict.ANOMALOUS for score in scores]
    assert rejected(scores, 0.4).tolist() == verdicts == [False, False, True, True]
    assert f1_at(scores, [False, False, True, True], 0.4) == 1.0


def test_the_worst_mistakes_come_first(small: Path) -> None:
    evaluation = judged(small)
    order = worst(evaluation)
    assert sorted(order) == [0, 1, 2, 3]
    margins = [abs(evaluation.scores[i] - evaluation.figures.threshold) for i in order]
    assert margins == sorted(margins)  # all are right here, so the nearest to the threshold lead
