"""What the CUDA engine promises; all but the capture itself runs without a GPU."""

from __future__ import annotations

import threading

import numpy as np
import pytest
import torch

from effad_desktop.core.inspection import Image
from effad_desktop.core.recipe import MODEL_FILE
from effad_desktop.detection import cuda_lanes
from effad_desktop.detection.cuda_engine import CudaDetector, MakeLane, next_batch
from effad_desktop.detection.cuda_lanes import EagerLane, captured_lane
from effad_desktop.detection.folded_network import FoldedNetwork
from effad_desktop.detection.torch_engine import TorchDetector
from effad_desktop.errors import StationError, UsageError
from effad_desktop.paths import built_in_recipes_dir

MODEL = built_in_recipes_dir() / "sample" / MODEL_FILE
CPU = torch.device("cpu")
needs_gpu = pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a GPU with CUDA")


class BrightnessLane(EagerLane):
    """A map that is the mean of its image, late: nothing is there before `wait`."""

    kind = "brightness"

    def launch(self) -> None:
        self._sent_off = self.pixels.mean((1, 2, 3))
        self.maps[:] = np.nan

    def wait(self) -> None:
        self.maps[:] = self._sent_off[:, None, None]


def on_cpu(make_lane: MakeLane = BrightnessLane) -> CudaDetector:
    return CudaDetector(MODEL, "cpu", torch.float32, make_lane)


def shade(value: int) -> Image:
    return np.full((256, 256, 3), value, np.uint8)


def failing(largest: int, error: Exception) -> MakeLane:
    def make(network: FoldedNetwork, device: torch.device, size: int) -> EagerLane:
        if size > largest:
            raise error
        return BrightnessLane(network, device, size)

    return make


@pytest.mark.parametrize("count", [0, 1, 2, 5, 8, 9, 31, 32, 33, 77])
def test_each_of_any_number_of_images_gets_its_own_map(count: int) -> None:
    shades = [(7 * i) % 256 for i in range(count)]
    found = on_cpu().predict([shade(s) for s in shades])
    assert [p.anomaly_score for p in found] == shades
    assert all(p.anomaly_map.shape == (64, 64) and (p.anomaly_map == p.anomaly_score).all() for p in found)


def test_maps_are_not_overwritten_by_later_images() -> None:
    detector = on_cpu()
    first = detector.predict([shade(i) for i in range(9)])
    detector.predict([shade(255)] * 64)
    assert [p.anomaly_map[0, 0] for p in first] == list(range(9))


def test_images_of_other_sizes_are_resized() -> None:
    assert on_cpu().predict([np.full((40, 300, 3), 9, np.uint8)])[0].anomaly_score == 9


def test_threads_do_not_mix_their_images_up() -> None:
    detector = on_cpu()
    wrong: list[float] = []

    def ask(value: int) -> None:
        for count in (1, 3, 9):
            found = {p.anomaly_score for p in detector.predict([shade(value)] * count)}
            wrong.extend(found - {value})

    threads = [threading.Thread(target=ask, args=(v,)) for v in (10, 20, 30)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


def test_batches_are_padded_only_where_most_of_them_is_used() -> None:
    assert [next_batch(n) for n in (1, 4, 5, 8, 16, 17, 32, 100)] == [
        (1, 1), (1, 1), (8, 5), (8, 8), (8, 8), (32, 17), (32, 32), (32, 32)]  # fmt: skip


def test_where_memory_is_short_batches_are_smaller(caplog: pytest.LogCaptureFixture) -> None:
    detector = on_cpu(failing(8, torch.OutOfMemoryError("CUDA out of memory")))
    found = detector.predict([shade(i) for i in range(40)])
    assert [p.anomaly_score for p in found] == list(range(40))
    assert "not enough memory for batches of 32" in caplog.text


def test_a_gpu_without_memory_for_one_image_is_refused_in_words() -> None:
    with pytest.raises(UsageError, match=r"not enough memory.*choose --device cpu"):
        on_cpu(failing(0, torch.OutOfMemoryError("CUDA out of memory")))


def test_a_gpu_that_fails_later_stops_the_station_with_the_reason() -> None:
    detector = on_cpu(failing(1, RuntimeError("CUDA error: device lost\nmore")))
    with pytest.raises(StationError, match=r"The GPU failed: CUDA error: device lost$"):
        detector.predict([shade(0)] * 8)


def test_what_cannot_be_captured_runs_eagerly_and_says_so(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def capture(*_: object) -> None:
        raise RuntimeError("operation not permitted when stream is capturing")

    monkeypatch.setattr(cuda_lanes, "GraphLane", capture)
    detector = on_cpu(captured_lane)
    assert detector.name == "torch folded cpu float32"
    assert "No CUDA graph of 1 images" in caplog.text
    assert "not permitted" in caplog.text


def test_the_lanes_maps_are_those_of_the_plain_engine() -> None:
    noise = np.random.default_rng(0).integers(0, 256, (5, 256, 256, 3), np.uint8)
    found = on_cpu(EagerLane).predict(list(noise))
    assert_alike(found[4].anomaly_map, TorchDetector(MODEL, "cpu", torch.float32), noise[4], 1e-4)


@needs_gpu
@pytest.mark.parametrize("count", [1, 7, 8, 32, 45])
def test_a_graphs_maps_are_those_of_its_kernels_and_of_the_cpu(count: int) -> None:
    images = list(np.random.default_rng(count).integers(0, 256, (count, 256, 256, 3), np.uint8))
    graph, eager = CudaDetector(MODEL), CudaDetector(MODEL, make_lane=EagerLane)
    assert graph.name == "cuda graph cuda float16"
    for one, other in zip(graph.predict(images), eager.predict(images), strict=True):
        limit = 0.01 * float(np.abs(other.anomaly_map).max())
        np.testing.assert_allclose(one.anomaly_map, other.anomaly_map, atol=limit)
    last = graph.predict(images)[-1].anomaly_map
    assert_alike(last, TorchDetector(MODEL, "cpu", torch.float32), images[-1], 0.02)


@needs_gpu
def test_a_graph_gives_the_same_map_whatever_ran_between() -> None:
    images = list(np.random.default_rng(3).integers(0, 256, (40, 256, 256, 3), np.uint8))
    detector = CudaDetector(MODEL)
    before = detector.predict(images[:1])[0].anomaly_map
    detector.predict(images)
    assert np.array_equal(detector.predict(images[:1])[0].anomaly_map, before)


def assert_alike(found: np.ndarray, plain: TorchDetector, image: Image, share: float) -> None:
    expected = plain.predict([image])[0].anomaly_map
    assert np.abs(found - expected).max() <= share * np.abs(expected).max()
