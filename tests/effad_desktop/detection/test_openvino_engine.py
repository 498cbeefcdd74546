"""The folded graph against the torch module, and what else an engine promises."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch

from effad_desktop.core.inspection import Image
from effad_desktop.core.parity import Agreement, Parity, write_parity
from effad_desktop.core.recipe import MODEL_FILE
from effad_desktop.detection.efficientad import EfficientAd
from effad_desktop.detection.engines import load_detector
from effad_desktop.detection.manifest import Manifest
from effad_desktop.detection.model_file import save_model
from effad_desktop.detection.openvino_engine import OpenVinoDetector
from effad_desktop.detection.torch_engine import TorchDetector
from effad_desktop.errors import RecipeError, UsageError
from effad_desktop.imaging import load_image
from effad_desktop.paths import built_in_recipes_dir, resources_dir

MODEL = built_in_recipes_dir() / "sample" / MODEL_FILE


@pytest.fixture(scope="module")
def images() -> list[Image]:
    paths = sorted((resources_dir() / "sample_images").iterdir())
    return [load_image(path) for path in (paths[0], paths[2], paths[5])]


@pytest.fixture(scope="module")
def plain(images: list[Image]) -> list[np.ndarray]:
    predictions = TorchDetector(MODEL, "cpu", torch.float32).predict(images)
    return [p.anomaly_map for p in predictions]


def test_bfloat16_gives_the_same_verdicts(images: list[Image], plain: list[np.ndarray]) -> None:
    detector = OpenVinoDetector(MODEL, precision="bf16")
    for one, expected in zip(detector.predict(images), plain, strict=True):
        assert one.anomaly_score == pytest.approx(expected.max(), rel=0.05)
    assert detector.name == "openvino cpu bf16"


def test_compiled_models_are_kept_between_starts(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    OpenVinoDetector(MODEL, precision="f32", cache=cache)
    assert list(cache.iterdir())


def test_the_engine_runs_without_torch(tmp_path: Path) -> None:
    image = resources_dir() / "sample_images" / "good_000.jpg"
    code = (
        "import sys; sys.modules['torch'] = None\n"
        "from effad_desktop.cli import main\n"
        f"sys.exit(main(['--data-dir', {str(tmp_path)!r}, 'inspect', {str(image)!r}, '--json']))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert '"verdict": "normal"' in done.stdout


def test_openvino_sends_no_statistics_of_use() -> None:
    code = (
        "import sys, threading\n"
        "from effad_desktop.detection.engines import load_detector\n"
        "from pathlib import Path\n"
        f"load_detector(Path({str(MODEL)!r}))\n"
        "assert not [m for m in sys.modules if m.startswith('openvino_telemetry.')]\n"
        "assert threading.active_count() == 1"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_a_recipe_without_int8_says_so(tmp_path: Path) -> None:
    path = Path(shutil.copy(MODEL, tmp_path / MODEL_FILE))
    with pytest.raises(RecipeError, match="no int8 model"):
        load_detector(path, engine="openvino-int8")


def test_an_int8_model_of_another_recipe_is_refused(tmp_path: Path) -> None:
    from training.quantize import quantize

    path = Path(shutil.copy(MODEL, tmp_path / MODEL_FILE))
    noise = np.random.default_rng(0).integers(0, 256, (2, 256, 256, 3), np.uint8)
    quantize(path, list(noise))
    assert load_detector(path, engine="openvino-int8").predict(list(noise[:1]))[0].anomaly_map.shape == (
        64,
        64,
    )
    save_model(path, EfficientAd("small"), Manifest("small", "nuts", "2026-01-01", "0.1.0"))
    with pytest.raises(RecipeError, match="made from another model"):
        load_detector(path, engine="openvino-int8")


@pytest.mark.parametrize("suffix", [".xml", ".bin"])
def test_a_damaged_int8_model_is_refused(tmp_path: Path, suffix: str) -> None:
    folder = Path(shutil.copytree(MODEL.parent, tmp_path / "part"))
    load_detector(folder / MODEL_FILE, engine="openvino-int8")
    damaged = (folder / "model_int8").with_suffix(suffix)
    content = bytearray(damaged.read_bytes())
    content[len(content) // 2] ^= 1
    damaged.write_bytes(content)
    with pytest.raises(RecipeError, match="was changed after it was written"):
        load_detector(folder / MODEL_FILE, engine="openvino-int8")


@pytest.mark.parametrize(("verdicts", "precision"), [(1.0, "int8"), (0.99, "rest")])
def test_int8_is_the_default_only_where_the_report_allows_it(
    tmp_path: Path, verdicts: float, precision: str
) -> None:
    from training.quantize import quantize

    path = Path(shutil.copy(MODEL, tmp_path / MODEL_FILE))
    quantize(path, list(np.random.default_rng(0).integers(0, 256, (2, 256, 256, 3), np.uint8)))
    assert OpenVinoDetector(path).precision in ("bf16", "f32")
    model = OpenVinoDetector(path).manifest.sha256
    agreement = Agreement("openvino-int8", "", 0.0, 0.0, 0.0, verdicts, None, None)
    write_parity(Parity(model, 0.5, "", "", 9, 0, 0, (agreement,)), tmp_path)
    assert (OpenVinoDetector(path).precision == "int8") == (precision == "int8")
    write_parity(Parity("of another model", 0.5, "", "", 9, 0, 0, (agreement,)), tmp_path)
    assert OpenVinoDetector(path).precision != "int8"


def test_what_is_not_there_is_refused_in_words() -> None:
    with pytest.raises(UsageError, match="Unknown engine"):
        load_detector(MODEL, engine="onnx")
    with pytest.raises(UsageError, match="it sees"):
        load_detector(MODEL, device="npu7", engine="openvino")
