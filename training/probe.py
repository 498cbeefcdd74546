"""How good a teacher is, without training a student: ``python -m training.probe TEACHER PRODUCT…``.

Each test patch is asked how far it is from the nearest of 8,000 good patches; a picture's score is
the mean of its 20 largest distances. Deterministic by its seed.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import numpy as np
import torch
import typer
from torch import Tensor, nn

from effad_desktop.detection.networks import channels_last, normal_input
from effad_desktop.detection.preprocessing import batch
from effad_desktop.detection.teachers import load_teacher
from effad_desktop.detection.torch_engine import cpu_has_bfloat16
from effad_desktop.errors import EffadError, SourceError
from effad_desktop.imaging import load_image
from training.coreset import greedy_k_centre
from training.dataset import find_dataset
from training.metrics import image_auroc

BANK, CANDIDATES, LARGEST = 8_000, 80_000, 20
SEARCH_DIMENSIONS = 128


def nearest(points: Tensor, bank: Tensor) -> Tensor:
    """Euclidean distance of each row of `points` to the nearest row of `bank`."""
    products = (points.bfloat16() @ bank.bfloat16().T).float()
    squares = points.square().sum(1, keepdim=True) + bank.square().sum(1) - 2 * products
    return squares.amin(1).clamp_min(0).sqrt()


@torch.inference_mode()
def patches(network: nn.Module, paths: list[Path]) -> Tensor:
    """N×3136×384, in half precision."""
    parts = []
    for i in range(0, len(paths), 4):
        x = normal_input(torch.from_numpy(batch([load_image(p) for p in paths[i : i + 4]])))
        with torch.autocast("cpu", torch.bfloat16, enabled=cpu_has_bfloat16()):
            out = network(x.contiguous(memory_format=torch.channels_last))
        parts.append(out.flatten(2).transpose(1, 2).half())
    return torch.cat(parts)


def probe(network: nn.Module, folder: Path, seed: int = 0) -> float:
    """Image AU-ROC of the product in `folder`. Raises SourceError where no defect is labelled."""
    dataset = find_dataset(folder)
    good = patches(network, list(dataset.train)).flatten(0, 1)
    generator = torch.Generator().manual_seed(seed)
    sample = good[torch.randperm(len(good), generator=generator)[:CANDIDATES]].float()
    mean, std = sample.mean(0), sample.std(0).clamp_min(1e-6)
    sample = (sample - mean) / std
    turn = torch.randn(sample.shape[1], SEARCH_DIMENSIONS, generator=generator)
    bank = sample[greedy_k_centre(sample @ turn / SEARCH_DIMENSIONS**0.5, BANK)]
    scores = []
    for test in dataset.test:
        rows = (patches(network, [test.path])[0].float() - mean) / std
        scores.append(float(nearest(rows, bank).topk(LARGEST).values.mean()))
    result = image_auroc(np.array(scores), [bool(t.defect) for t in dataset.test])
    if result is None:
        raise SourceError(f"{folder} has no labelled defects", "the probe needs test/good and test/<defect>")
    return result


def main(
    teacher: Path,
    products: list[Path],
    seed: Annotated[int, typer.Option(help="Chooses the candidate patches")] = 0,
) -> None:
    """Print image AU-ROC of the nearest-patch probe for each product."""
    try:
        network = channels_last(load_teacher(teacher).network)
        for product in products:
            started = time.monotonic()
            auroc = probe(network, product, seed)
            print(f"{product.name}: {100 * auroc:.1f} ({time.monotonic() - started:.0f} s)", flush=True)
    except EffadError as error:
        raise SystemExit(f"{error.title}\n{error.detail}") from error


if __name__ == "__main__":
    typer.run(main)
