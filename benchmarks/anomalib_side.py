"""anomalib's half of versus_anomalib.py, in an environment that has anomalib: ``anomalib_side.py FOLDER``.

FOLDER holds `weights.safetensors`, under anomalib's names, and `images.npy`, uint8 N×256×256×3. Writes
`maps.npy`, says "ready", and for each number it then reads prints the seconds that this image took, by the
clock and of the processor.
"""

from __future__ import annotations

import sys
import time
import types
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import load_file

# torchvision for the CPU is not to be had everywhere; the usual one describes operators that it then lacks.
if torch.version.cuda is None:
    registrations = "torchvision._meta_registrations"
    sys.modules[registrations] = types.ModuleType(registrations)

from anomalib.models.image.efficient_ad.torch_model import EfficientAdModel, EfficientAdModelSize


def load(folder: Path) -> EfficientAdModel:
    weights = load_file(folder / "weights.safetensors")
    small = len(weights["teacher.conv1.bias"]) == 128
    model = EfficientAdModel(model_size=EfficientAdModelSize.S if small else EfficientAdModelSize.M)
    model.load_state_dict(weights)
    return model.eval()


@torch.inference_mode()
def infer(model: EfficientAdModel, image: NDArray[np.uint8]) -> NDArray[np.float32]:
    """256×256×3 → the anomaly map, 256×256."""
    pixels = torch.from_numpy(image).permute(2, 0, 1)[None].float() / 255
    found: NDArray[np.float32] = model(pixels).anomaly_map[0, 0].numpy()
    return found


def main(folder: Path) -> None:
    model, images = load(folder), np.load(folder / "images.npy")
    np.save(folder / "maps.npy", np.stack([infer(model, image) for image in images]))
    print("ready", flush=True)
    for line in sys.stdin:
        clock, processor = time.perf_counter(), time.process_time()
        infer(model, images[int(line)])
        print(time.perf_counter() - clock, time.process_time() - processor, flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
