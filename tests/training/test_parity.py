"""Which engine a new recipe is inspected with, and on which images that is decided."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from effad_desktop.core.calibration import calibrate, read_calibration
from effad_desktop.core.parity import Measured, read_parity
from effad_desktop.core.recipe import MODEL_FILE, read_recipe
from effad_desktop.detection.engines import load_detector
from effad_desktop.detection.manifest import read_manifest
from effad_desktop.paths import built_in_recipes_dir
from training import parity
from training.parity import Compared, compare
from training.quantize import quantize

MODEL = built_in_recipes_dir() / "sample" / MODEL_FILE
HELD_OUT, DEFECTS = 20, 100
GOOD_SCORES = tuple(0.1 + 0.005 * (i % HELD_OUT) for i in range(5 * HELD_OUT))
TRUTH: list[bool | None] = [*[False] * (5 * HELD_OUT), *[True] * DEFECTS]
REFERENCE = (*GOOD_SCORES, *(0.9,) * DEFECTS)


def compared(int8: tuple[float, ...] | None) -> Compared:
    """float32, and int8 where it was made: good images first, the held-out ones before all."""
    scores = {"openvino-f32": REFERENCE, "openvino-int8": int8}
    measured = [Measured(name, name, s, (0.0,) * len(s)) for name, s in scores.items() if s]
    return Compared("sha", measured, TRUTH, HELD_OUT)


def test_int8_inspects_where_it_agrees() -> None:
    assert compared(REFERENCE).inspecting_engine("cpu") == "openvino-int8"


def test_int8_may_shift_all_scores_as_the_threshold_is_set_from_its_own() -> None:
    """Of float32's verdicts at that threshold the same are asked for."""
    shifted = compared(tuple(score * 1.1 for score in REFERENCE))
    assert shifted.inspecting_engine("cpu") == "openvino-int8"
    assert calibrate(GOOD_SCORES[:HELD_OUT]).threshold < 0.9


@pytest.mark.parametrize("others", [2, 50])
def test_other_verdicts_forbid_int8_and_the_report_says_so(others: int) -> None:
    """Of 200 images one other verdict would be allowed."""
    found = compared((*GOOD_SCORES, *(0.05,) * others, *(0.9,) * (DEFECTS - others)))
    assert found.inspecting_engine("cpu") == "auto"
    threshold = calibrate(GOOD_SCORES[:HELD_OUT]).threshold
    (int8,) = (a for a in found.report(threshold).agreements if a.engine == "openvino-int8")
    assert int8.equal_verdicts == 1 - others / len(REFERENCE)
    assert not found.report(threshold).allows("openvino-int8")


def test_a_loss_of_auroc_forbids_int8_though_the_verdicts_are_equal() -> None:
    worse = list(REFERENCE)
    worse[HELD_OUT : HELD_OUT + 2] = [0.95, 0.95]
    reference = list(REFERENCE)
    reference[HELD_OUT : HELD_OUT + 2] = [0.89, 0.89]
    measured = [
        Measured(name, name, tuple(scores), (0.0,) * len(scores))
        for name, scores in (("openvino-f32", reference), ("openvino-int8", worse))
    ]
    found = Compared("sha", measured, TRUTH, HELD_OUT)
    assert found.report(0.5).agreements[1].equal_verdicts == 1
    assert found.inspecting_engine("cpu") == "auto"


def test_without_int8_or_on_a_gpu_nothing_is_chosen() -> None:
    assert compared(None).inspecting_engine("cpu") == "auto"
    assert compared(REFERENCE).inspecting_engine("cuda") == "auto"


def test_held_out_then_test_images_and_few_are_filled_up_with_learned_ones(
    product: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What `effad-train` compares: OpenVINO's precisions alone, int8 among them."""
    monkeypatch.setattr(parity, "FEWEST", 7)
    model = Path(shutil.copy(MODEL, tmp_path / MODEL_FILE))
    images = np.random.default_rng(0).integers(0, 256, (6, 256, 256, 3), np.uint8)
    quantize(model, list(images[:2]))
    held_out, learned = images[:1], images[1:]
    found = compare(model, product, held_out, learned)
    assert found.held_out == 1
    assert found.truth.count(True) == 2
    assert found.truth == [False, *found.truth[1:5], False, False]
    engines = [one.engine for one in found.measured]
    assert engines[0] == "openvino-f32"
    assert "openvino-int8" in engines
    assert all(engine.startswith("openvino-") for engine in engines)
    expected = load_detector(model, "cpu", "openvino-f32").predict([held_out[0], learned[1]])
    assert found.measured[0].scores[0] == expected[0].anomaly_score
    assert found.measured[0].scores[-1] == expected[1].anomaly_score


def test_the_built_in_recipe_was_measured_on_defects_too_and_at_its_own_threshold() -> None:
    folder, manifest = MODEL.parent, read_manifest(MODEL)
    report, calibration = read_parity(folder), read_calibration(folder)
    assert report
    assert calibration
    assert report.model == manifest.sha256 == calibration.model
    assert report.threshold == calibration.threshold == manifest.threshold
    assert manifest.threshold == read_recipe(folder).threshold
    assert report.good > 0
    assert report.defective > 0
    assert report.allows("openvino-int8")
