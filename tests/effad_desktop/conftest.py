from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from effad_desktop.core.inspection import Frame, Inspection, Prediction
from effad_desktop.core.inspector import judge
from effad_desktop.core.recipe import MODEL_FILE, Recipe, write_recipe
from effad_desktop.detection.manifest import Manifest
from effad_desktop.imaging import encode_png
from tests.effad_desktop.plates import train_plates

MakeRecipe = Callable[..., Path]
MakeInspection = Callable[..., Inspection]
CREATED = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)


@pytest.fixture
def make_recipe(tmp_path: Path) -> MakeRecipe:
    """A recipe folder whose model file is well formed, but holds no network."""

    def make(name: str = "screws", threshold: float = 0.4, place: Path | None = None) -> Path:
        folder = (place or tmp_path / "made") / name
        write_recipe(Recipe(name, threshold, CREATED), folder)
        (folder / MODEL_FILE).write_bytes(_model_bytes(name))
        return folder

    return make


def _model_bytes(product: str) -> bytes:
    payload = product.encode().ljust(64, b"\0")
    digest = hashlib.sha256(payload).hexdigest()
    manifest = Manifest("small", product, "2026-03-04", "0.1.0", sha256=digest)
    tensor = {"dtype": "U8", "shape": [64], "data_offsets": [0, 64]}
    header = json.dumps({"__metadata__": manifest.to_metadata(), "tensor": tensor}).encode()
    return len(header).to_bytes(8, "little") + header + payload


@pytest.fixture(scope="session")
def trained_plates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A recipe of the method memory that is nobody's to change."""
    return train_plates(tmp_path_factory.mktemp("plates"))


@pytest.fixture
def make_inspection() -> MakeInspection:
    def make(score: float = 0.5, threshold: float = 0.4, source: str = "a.png", side: int = 32) -> Inspection:
        anomaly_map = np.zeros((8, 8), np.float32)
        anomaly_map[1, 6] = score
        return Inspection(
            id="0",
            recipe="screws",
            frame=Frame(np.full((side, side, 3), 128, np.uint8), source, 0, CREATED),
            prediction=Prediction(anomaly_map, score, 0.0125),
            threshold=threshold,
            verdict=judge(score, threshold),
        )

    return make


@pytest.fixture
def image_folder(tmp_path: Path) -> Path:
    """Three images, one of them in a folder below."""
    noise = np.random.default_rng(1)
    folder = tmp_path / "images"
    for name in ("a.png", "b.PNG", "sub/c.png"):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(encode_png(noise.integers(0, 256, (40, 60, 3), np.uint8)))
    return folder
