from __future__ import annotations

import math
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from threading import Thread

import psutil
import pytest
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.parser import text_string_to_metric_families

from effad_desktop.core.inspection import Inspection
from effad_desktop.core.status import SourceStatus, State, Status
from effad_desktop.sinks.gpu import GpuUse
from effad_desktop.sinks.metrics import METHODS, SCORE_BUCKETS, SECONDS_BUCKETS, Metrics

MakeInspection = Callable[..., Inspection]
RUNNING = Status(State.RUNNING, "", "screws", "torch cpu", datetime(2026, 3, 4, tzinfo=UTC), 3)
GPU = GpuUse(0, "NVIDIA X", 8000, 6000, 0.25)
SERVICE = """
effad_inspections_total{recipe,verdict,source} effad_inspection_seconds{stage} effad_anomaly_score{recipe}
effad_anomaly_score_invalid_total{recipe} effad_threshold{recipe}
effad_http_requests_total{path,method,status} effad_http_request_seconds{path}
effad_frames_dropped_total{source} effad_source_up{source} effad_sink_errors_total{sink}
effad_station_state{state} effad_queue_waiting effad_alarms
effad_model_info{recipe,method,model,detector,version}
effad_process_cpu_seconds_total effad_process_resident_bytes effad_process_threads
effad_process_start_time_seconds effad_host_cpu_seconds_total{mode} effad_host_cpus
effad_host_memory_bytes{state} effad_disk_size_bytes effad_disk_free_bytes
effad_gpu_memory_bytes{gpu,name,state} effad_gpu_load_ratio{gpu,name}
"""


@pytest.fixture
def metrics(tmp_path: Path) -> Metrics:
    return Metrics(data_dir=tmp_path)


def value(metrics: Metrics, name: str, /, **labels: str) -> float | None:
    return metrics.registry.get_sample_value(name, labels)


def page(metrics: Metrics) -> str:
    return generate_latest(metrics.registry).decode()


def labels_by_name(metrics: Metrics) -> dict[str, set[str]]:
    """Of every metric that has samples; a histogram under its bare name."""
    found: dict[str, set[str]] = {}
    for family in text_string_to_metric_families(page(metrics)):
        for sample in family.samples:
            name = family.name if family.type == "histogram" else sample.name
            found.setdefault(name, set()).update(set(sample.labels) - {"le"})
    return found


def fill(metrics: Metrics, inspection: Inspection) -> None:
    frame = replace(inspection.frame, kind="http", decode_seconds=0.004)
    metrics(replace(inspection, frame=frame, wait_seconds=0.001))
    metrics.sink_failed("History")
    metrics.http_request("/predict", "POST", 200, 0.02)
    metrics.model("screws", "memory", "abc", "torch cpu float32", "0.1.0")
    metrics.watch(lambda: replace(RUNNING, source=SourceStatus("camera 0", "", 7)))


def test_every_metric_has_its_name_and_labels(tmp_path: Path, make_inspection: MakeInspection) -> None:
    metrics = Metrics(data_dir=tmp_path, gpus=lambda: [GPU])
    fill(metrics, make_inspection())
    wanted = {
        name: set(labels.split(",")) if labels else set()
        for name, labels in re.findall(r"(effad_\w+)(?:\{(.*?)\})?", SERVICE)
    }
    assert labels_by_name(metrics) == wanted


def test_promtool_has_nothing_to_say_against_the_page(
    tmp_path: Path, make_inspection: MakeInspection
) -> None:
    promtool = shutil.which("promtool")
    if promtool is None:
        pytest.skip("needs promtool of Prometheus")
    metrics = Metrics(data_dir=tmp_path, gpus=lambda: [GPU])
    fill(metrics, make_inspection())
    command = [promtool, "check", "metrics"]
    done = subprocess.run(command, input=page(metrics), capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


def test_inspections_are_counted_by_recipe_verdict_and_source(
    metrics: Metrics, make_inspection: MakeInspection
) -> None:
    for score in (0.1, 0.2, 0.9):
        metrics(make_inspection(score=score))
    counted = {"recipe": "screws", "source": "files"}
    assert value(metrics, "effad_inspections_total", verdict="normal", **counted) == 2
    assert value(metrics, "effad_inspections_total", verdict="anomalous", **counted) == 1
    assert value(metrics, "effad_anomaly_score_count", recipe="screws") == 3
    assert value(metrics, "effad_threshold", recipe="screws") == 0.4


def test_the_first_anomaly_of_a_recipe_is_an_increase(
    metrics: Metrics, make_inspection: MakeInspection
) -> None:
    metrics(make_inspection(score=0.1))
    labels = {"recipe": "screws", "verdict": "anomalous", "source": "files"}
    assert value(metrics, "effad_inspections_total", **labels) == 0


def test_the_first_failure_of_a_known_sink_is_an_increase(metrics: Metrics) -> None:
    metrics.sinks(["History"])
    assert value(metrics, "effad_sink_errors_total", sink="History") == 0
    metrics.sink_failed("History")
    assert value(metrics, "effad_sink_errors_total", sink="History") == 1


def test_stages_are_timed_apart(metrics: Metrics, make_inspection: MakeInspection) -> None:
    fill(metrics, make_inspection())
    sums = {
        stage: value(metrics, "effad_inspection_seconds_sum", stage=stage)
        for stage in ("decode", "wait", "inference", "total")
    }
    assert sums == pytest.approx({"decode": 0.004, "wait": 0.001, "inference": 0.0125, "total": 0.0175})


def test_a_stage_that_nobody_measured_is_not_counted_as_instant(
    metrics: Metrics, make_inspection: MakeInspection
) -> None:
    metrics(make_inspection())
    assert value(metrics, "effad_inspection_seconds_count", stage="decode") == 0
    assert value(metrics, "effad_inspection_seconds_count", stage="inference") == 1


@pytest.mark.parametrize("score", [math.nan, math.inf, -math.inf])
def test_a_score_that_is_no_number_leaves_the_distribution_whole(
    metrics: Metrics, make_inspection: MakeInspection, score: float
) -> None:
    metrics(make_inspection(score=score))
    metrics(make_inspection(score=0.25))
    assert value(metrics, "effad_anomaly_score_sum", recipe="screws") == 0.25
    assert value(metrics, "effad_anomaly_score_count", recipe="screws") == 1
    assert value(metrics, "effad_anomaly_score_invalid_total", recipe="screws") == 1


def test_a_score_below_zero_does_not_turn_the_sum_back(
    metrics: Metrics, make_inspection: MakeInspection
) -> None:
    metrics(make_inspection(score=0.25))
    metrics(make_inspection(score=-0.1))
    assert value(metrics, "effad_anomaly_score_sum", recipe="screws") == 0.25
    assert value(metrics, "effad_anomaly_score_count", recipe="screws") == 2


def test_buckets_resolve_what_people_look_at() -> None:
    fine = [bound for bound in SCORE_BUCKETS if 0.05 <= bound <= 5]
    assert fine[0] == 0.05
    assert fine[-1] == 5
    assert max(after / before for before, after in pairwise(fine)) < 1.35
    quick = [bound for bound in SECONDS_BUCKETS if 0.001 <= bound <= 10]
    assert (quick[0], quick[-1]) == (0.001, 10)
    assert max(after / before for before, after in pairwise(quick)) <= 2


def test_a_model_switch_keeps_counters_and_names_one_model(
    metrics: Metrics, make_inspection: MakeInspection
) -> None:
    metrics(make_inspection())
    metrics.model("screws", "memory", "old", "torch cpu", "1")
    metrics.model("nuts", "efficientad", "other", "torch cpu", "1")
    metrics.model("screws", "efficientad", "new", "torch cuda", "1")
    metrics.model("screws", "efficientad", "new", "torch cuda", "1")
    metrics(make_inspection())
    models = re.findall(r"effad_model_info\{.*?model=\"(\w+)\"", page(metrics))
    assert sorted(models) == ["new", "other"]
    labels = {"recipe": "screws", "verdict": "anomalous", "source": "files"}
    assert value(metrics, "effad_inspections_total", **labels) == 2


def test_the_status_is_read_at_each_scrape(metrics: Metrics) -> None:
    assert "effad_station_state" not in page(metrics)
    now = RUNNING
    metrics.watch(lambda: now)
    assert value(metrics, "effad_station_state", state="running") == 1
    assert value(metrics, "effad_queue_waiting") == 3
    now = replace(RUNNING, state=State.FAULTED, alarms=("the disk is full", "History fails"))
    states = {state: value(metrics, "effad_station_state", state=state) for state in State}
    assert states == {"stopped": 0, "running": 0, "faulted": 1}
    assert value(metrics, "effad_alarms") == 2


def test_another_station_takes_the_place_of_the_first(metrics: Metrics) -> None:
    metrics.watch(lambda: RUNNING)
    metrics.watch(lambda: replace(RUNNING, state=State.STOPPED))
    assert value(metrics, "effad_station_state", state="running") == 0
    assert page(metrics).count('effad_station_state{state="running"}') == 1


def test_a_source_tells_whether_it_is_up_and_what_it_dropped(metrics: Metrics) -> None:
    metrics.watch(lambda: replace(RUNNING, source=SourceStatus("camera 0", "unplugged", 7)))
    assert value(metrics, "effad_source_up", source="camera 0") == 0
    assert value(metrics, "effad_frames_dropped_total", source="camera 0") == 7


def test_a_camera_address_keeps_its_password_to_itself(metrics: Metrics) -> None:
    source = SourceStatus("camera rtsp://line:s3cret@10.0.0.7/stream", "", 0)
    metrics.watch(lambda: replace(RUNNING, source=source))
    assert value(metrics, "effad_source_up", source="camera rtsp://10.0.0.7/stream") == 1
    assert "s3cret" not in page(metrics)


def test_labels_of_any_text_make_a_valid_page(metrics: Metrics, make_inspection: MakeInspection) -> None:
    name = 'odd "name"\\\n{recipe}, Schraube Ω'
    metrics(replace(make_inspection(), recipe=name))
    families = list(text_string_to_metric_families(page(metrics)))
    assert name in {s.labels.get("recipe") for family in families for s in family.samples}


def test_clients_cannot_add_series_by_odd_methods(metrics: Metrics) -> None:
    for method in ("POST", "BREW", "PROPFIND", "get"):
        metrics.http_request("/predict", method, 405, 0.001)
    known = set(re.findall(r'method="(\w+)"', page(metrics)))
    assert known == {"POST", "other"}
    assert "other" not in METHODS


def test_two_stations_in_one_process_count_apart(make_inspection: MakeInspection) -> None:
    one, two = Metrics(), Metrics(CollectorRegistry(auto_describe=True))
    one(make_inspection())
    assert value(one, "effad_anomaly_score_count", recipe="screws") == 1
    assert value(two, "effad_anomaly_score_count", recipe="screws") is None


def test_threads_lose_no_count_while_the_page_is_read(
    metrics: Metrics, make_inspection: MakeInspection
) -> None:
    inspection = make_inspection(score=0.1)

    def count() -> None:
        for _ in range(500):
            metrics(inspection)
            metrics.http_request("/predict", "POST", 200, 0.01)

    threads = [Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        list(text_string_to_metric_families(page(metrics)))
    for thread in threads:
        thread.join()
    assert value(metrics, "effad_anomaly_score_count", recipe="screws") == 2000
    assert value(metrics, "effad_http_request_seconds_count", path="/predict") == 2000


def test_process_host_and_disk_are_those_of_this_machine(metrics: Metrics) -> None:
    assert value(metrics, "effad_host_memory_bytes", state="total") == psutil.virtual_memory().total
    assert value(metrics, "effad_host_cpus") == psutil.cpu_count()
    resident = value(metrics, "effad_process_resident_bytes")
    assert resident is not None
    assert resident > 1e7
    size, free = value(metrics, "effad_disk_size_bytes"), value(metrics, "effad_disk_free_bytes")
    assert size is not None
    assert free is not None
    assert 0 < free < size


def test_without_a_data_folder_and_a_gpu_nothing_is_told_of_them() -> None:
    text = page(Metrics(gpus=list))
    assert "effad_disk" not in text
    assert "effad_gpu" not in text


def test_a_gpu_that_does_not_tell_its_load_still_tells_its_memory() -> None:
    metrics = Metrics(gpus=lambda: [replace(GPU, load=None)])
    labels = {"gpu": "0", "name": "NVIDIA X", "state": "used"}
    assert value(metrics, "effad_gpu_memory_bytes", **labels) == 6000
    assert "effad_gpu_load_ratio{" not in page(metrics)
