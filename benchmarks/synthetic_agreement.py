"""How well synthetic defects foretell real ones: ``python benchmarks/synthetic_agreement.py DATASET RECIPE``.

For each way to make a score of the method memory: image AU-ROC on held-out good images against
synthetic defects on them, beside that on the test images. RECIPE was trained with --preset instant,
and its work folder is still there.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
import typer

from effad_desktop.core.recipe import MODEL_FILE
from effad_desktop.detection.memory import MemoryBank
from effad_desktop.detection.model_file import load_model
from effad_desktop.detection.networks import channels_last
from effad_desktop.detection.preprocessing import resize
from effad_desktop.imaging import load_image
from training.dataset import find_dataset
from training.memory import (
    FEWEST_DEFECTS,
    LARGEST,
    SMOOTHINGS,
    Scoring,
    measure_distances,
    synthetic_distances,
)
from training.memory import scored as scores_of
from training.metrics import image_auroc
from training.prepare import load_prepared

CPU = torch.device("cpu")


@torch.inference_mode()
def main(dataset: Path, recipe: Path) -> None:
    model, _ = load_model(recipe / MODEL_FILE)
    if not isinstance(model, MemoryBank):
        raise SystemExit(f"{recipe} is not of the method memory")
    model = channels_last(model)
    prepared = load_prepared(recipe.with_name(f"{recipe.name}.work") / "prepared")
    held_out = prepared.images[list(prepared.facts.validation)]
    tests = find_dataset(dataset).test
    with torch.autocast("cpu", torch.bfloat16):
        good = measure_distances(model, held_out, CPU)
        bad = synthetic_distances(model, held_out, 0, CPU)
        real = measure_distances(model, np.stack([resize(load_image(t.path)) for t in tests]), CPU)
    print(
        f"{dataset.name}: {len(good)} held out, {FEWEST_DEFECTS} synthetic defects, {len(tests)} test images"
    )
    for smoothing in SMOOTHINGS:
        for largest in LARGEST:
            way = Scoring(smoothing, largest, 0.0)
            labels = [False] * len(good) + [True] * len(bad)
            drawn = image_auroc(scores_of(model, way, torch.cat([good, bad])), labels)
            true = image_auroc(scores_of(model, way, real), [bool(t.defect) for t in tests])
            print(f"  smoothing {smoothing}, largest {largest:2}: synthetic {drawn:.3f}, real {true:.3f}")


if __name__ == "__main__":
    typer.run(main)
