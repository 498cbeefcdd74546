"""What the pictures of the pre-training penalty are worth: generated ones, photographs, or no penalty.

``python benchmarks/penalty_images.py DATASET --photographs FOLDER --steps 340`` trains the same quick run
with each, prints a table of image AU-ROC, and writes nothing.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any
from unittest.mock import patch

import numpy as np
import torch
import typer
from numpy.typing import NDArray
from torch import Tensor

from effad_desktop.core.inspection import Image
from effad_desktop.detection.efficientad import EfficientAd
from effad_desktop.detection.networks import normal_input
from effad_desktop.detection.preprocessing import batch
from effad_desktop.detection.torch_engine import cpu_has_bfloat16
from effad_desktop.imaging import load_image
from training import step
from training.dataset import find_dataset
from training.losses import side_losses
from training.metrics import image_auroc
from training.params import TrainParams, build_params
from training.penalty import penalty_images
from training.prepare import Prepared, prepare
from training.run import Training
from training.stages import chosen_teacher
from training.train import train

DEVICE = torch.device("cpu")


def main(
    dataset: Path,
    photographs: Annotated[Path, typer.Option(help="Folder of photographs of other things.")],
    steps: int = 340,
    seed: int = 0,
) -> None:
    params = build_params("quick", steps=steps, seed=seed)
    prepared = prepare(dataset, params.validation_fraction, seed)
    found = find_dataset(dataset).test
    tests, labels = [load_image(test.path) for test in found], [bool(test.defect) for test in found]
    print("| penalty | image AU-ROC | by map_st alone |\n|---|---|---|")
    for name, folder in (("generated", None), ("photographs", photographs), ("none", None)):
        model = trained(prepared, params, penalty_images(folder, params.penalty_images, seed), name != "none")
        both, alone = scores(model, tests)
        print(f"| {name} | {percent(both, labels)} | {percent(alone, labels)} |", flush=True)


def trained(
    prepared: Prepared, params: TrainParams, penalty: NDArray[np.uint8], penalised: bool
) -> EfficientAd:
    images = prepared.images[list(prepared.facts.train)]
    held_out = prepared.images[list(prepared.facts.validation)]
    training = Training(images, penalty, chosen_teacher(None, params.size), params, DEVICE)
    which = side_losses if penalised else unpenalised
    with patch.object(step, "side_losses", which), TemporaryDirectory() as folder:
        train(training, held_out, Path(folder) / "checkpoint")
    return training.model


def unpenalised(*given: Any) -> tuple[Tensor, Tensor, Tensor]:
    loss, loss_ae, loss_stae = side_losses(*given)
    return 0 * loss, loss_ae, loss_stae


def percent(scores: list[float], labels: list[bool]) -> str:
    auroc = image_auroc(scores, labels)
    return "–" if auroc is None else f"{100 * auroc:.1f}"


@torch.inference_mode()
def scores(model: EfficientAd, images: list[Image]) -> tuple[list[float], list[float]]:
    """By the whole map, and by map_st."""
    both, alone = [], []
    with torch.autocast("cpu", torch.bfloat16, enabled=cpu_has_bfloat16()):
        for image in images:
            x = normal_input(torch.from_numpy(batch([image])))
            map_st, map_ae = model.raw_maps(x.contiguous(memory_format=torch.channels_last))
            both.append(float(model.combine(map_st, map_ae).max()))
            alone.append(float(map_st.max()))
    return both, alone


if __name__ == "__main__":
    typer.run(main)
