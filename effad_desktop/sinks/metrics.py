"""What Prometheus may know of a station; the only place with metric names."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, disable_created_metrics
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from effad_desktop.core.inspection import Inspection, Verdict
from effad_desktop.core.status import State, Status
from effad_desktop.sinks.gpu import Gpus, GpuUse
from effad_desktop.sinks.machine import disk_use, host_use, process_use

SECONDS_BUCKETS = (
    0.0005, 0.001, 0.002, 0.003, 0.005, 0.0075, 0.01, 0.015, 0.02, 0.03, 0.05, 0.075,
    0.1, 0.15, 0.2, 0.3, 0.5, 0.75, 1, 1.5, 2, 3, 5, 7.5, 10,
)  # fmt: skip

SCORE_BUCKETS = (
    0.02, 0.025, 0.03, 0.04, 0.05, 0.06, 0.08, 0.1, 0.125, 0.16, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.8,
    1, 1.25, 1.6, 2, 2.5, 3, 4, 5, 6, 8, 10, 20, 50,
)  # fmt: skip
"""Ten a decade where thresholds lie."""

STAGES = ("decode", "wait", "inference", "total")
METHODS = frozenset(("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"))

_LOGIN = re.compile(r"(?<=://)[^/@\s]*@")


@dataclass(frozen=True, slots=True)
class _Series:
    """What an inspection adds to; looked up once for each recipe and kind of source."""

    verdicts: dict[Verdict, Counter]
    score: Histogram
    invalid: Counter
    threshold: Gauge


class Metrics:
    """A sink, and what else is counted; any thread may call any method.

    `data_dir` is where the free disk is told of; `gpus` reads the GPUs at each scrape.
    """

    def __init__(
        self,
        registry: CollectorRegistry | None = None,
        data_dir: Path | None = None,
        gpus: Callable[[], Sequence[GpuUse]] | None = None,
    ) -> None:
        # One series more for every counter, which nothing here reads.
        disable_created_metrics()  # type: ignore[no-untyped-call]
        self.registry = registry if registry is not None else CollectorRegistry()
        self._series: dict[tuple[str, str], _Series] = {}
        self._models: dict[str, tuple[str, ...]] = {}
        self._count_inspections()
        self._count_the_rest()
        self._station = _Station()
        self.registry.register(self._station)
        self.registry.register(_Machine(data_dir, gpus or Gpus()))

    def _count_inspections(self) -> None:
        self._inspections = Counter(
            "effad_inspections",
            "Inspections by verdict and by kind of source.",
            ("recipe", "verdict", "source"),
            registry=self.registry,
        )
        seconds = Histogram(
            "effad_inspection_seconds",
            "What an inspection took, by stage; total is from the encoded image to the verdict.",
            ("stage",),
            buckets=SECONDS_BUCKETS,
            registry=self.registry,
        )
        self._stages = [seconds.labels(stage) for stage in STAGES]
        self._scores = Histogram(
            "effad_anomaly_score",
            "Anomaly scores; 0 is ordinary, 0.1 rare.",
            ("recipe",),
            buckets=SCORE_BUCKETS,
            registry=self.registry,
        )
        self._invalid = Counter(
            "effad_anomaly_score_invalid",
            "Inspections whose score was no finite number; anomalous, and absent from effad_anomaly_score.",
            ("recipe",),
            registry=self.registry,
        )
        self._thresholds = Gauge(
            "effad_threshold", "Scores above it are anomalous.", ("recipe",), registry=self.registry
        )

    def _count_the_rest(self) -> None:
        self._sink_errors = Counter(
            "effad_sink_errors",
            "Inspections that a sink failed to take.",
            ("sink",),
            registry=self.registry,
        )
        self._http_requests = Counter(
            "effad_http_requests",
            "Answered requests; path is the route.",
            ("path", "method", "status"),
            registry=self.registry,
        )
        self._http_seconds = Histogram(
            "effad_http_request_seconds",
            "From the request to the end of its answer.",
            ("path",),
            buckets=SECONDS_BUCKETS,
            registry=self.registry,
        )
        self._model = Gauge(
            "effad_model_info",
            "The models in use, always 1.",
            ("recipe", "method", "model", "detector", "version"),
            registry=self.registry,
        )

    def __call__(self, inspection: Inspection) -> None:
        series = self._series_of(inspection.recipe, inspection.frame.kind)
        series.verdicts[inspection.verdict].inc()
        series.threshold.set(inspection.threshold)
        score = inspection.prediction.anomaly_score
        if math.isfinite(score):
            series.score.observe(max(score, 0.0))  # the histogram's sum is a counter and must not fall
        else:
            series.invalid.inc()
        for stage, seconds in zip(self._stages, _seconds(inspection), strict=True):
            if seconds > 0:  # else nobody measured it
                stage.observe(seconds)

    def sinks(self, names: Iterable[str]) -> None:
        """Counts them from zero, so that the first failure is seen as an increase."""
        for name in names:
            self._sink_errors.labels(name)

    def sink_failed(self, sink: str) -> None:
        self._sink_errors.labels(sink).inc()

    def http_request(self, path: str, method: str, status: int, seconds: float) -> None:
        """`path` is the route's template, never what was asked for, or clients could add series."""
        known = method if method in METHODS else "other"
        self._http_requests.labels(path, known, str(status)).inc()
        self._http_seconds.labels(path).observe(seconds)

    def watch(self, status: Callable[[], Status]) -> None:
        """Asks for the station's status at each scrape; one asked before is forgotten."""
        self._station.status = status

    def model(self, recipe: str, method: str, model: str, detector: str, version: str) -> None:
        """Takes the place of the recipe's model before; `model` is the file's SHA-256."""
        labels = (recipe, method, model, detector, version)
        before = self._models.get(recipe)
        self._models[recipe] = labels
        if before is not None and before != labels:
            self._model.remove(*before)
        self._model.labels(*labels).set(1)

    def _series_of(self, recipe: str, kind: str) -> _Series:
        known = self._series.get((recipe, kind))
        if known is None:
            known = self._series[recipe, kind] = _Series(
                {verdict: self._inspections.labels(recipe, verdict.value, kind) for verdict in Verdict},
                self._scores.labels(recipe),
                self._invalid.labels(recipe),
                self._thresholds.labels(recipe),
            )
        return known


def _seconds(inspection: Inspection) -> tuple[float, ...]:
    """In the order of STAGES."""
    frame, prediction = inspection.frame, inspection.prediction
    return frame.decode_seconds, inspection.wait_seconds, prediction.seconds, inspection.seconds


class _Station(Collector):
    """The station's status at the moment of the scrape."""

    status: Callable[[], Status] | None = None

    def collect(self) -> Iterator[Metric]:
        if self.status is None:
            return
        now = self.status()
        state = GaugeMetricFamily(
            "effad_station_state", "1 for the state that the station is in.", labels=("state",)
        )
        for each in State:
            state.add_metric((each.value,), float(each is now.state))
        yield state
        yield GaugeMetricFamily("effad_queue_waiting", "Frames that wait for the detector.", now.waiting)
        yield GaugeMetricFamily(
            "effad_alarms", "What is wrong though it runs; /ping says it.", len(now.alarms)
        )
        yield from _source(now)


def _source(now: Status) -> Iterator[Metric]:
    up = GaugeMetricFamily("effad_source_up", "Whether frames can come from the source.", labels=("source",))
    dropped = CounterMetricFamily(
        "effad_frames_dropped", "Frames that came and were never inspected.", labels=("source",)
    )
    if now.source is not None:
        name = (_LOGIN.sub("", now.source.name),)  # a camera's address may hold its password
        up.add_metric(name, float(not now.source.fault))
        dropped.add_metric(name, now.source.dropped)
    yield up
    yield dropped


class _Machine(Collector):
    """Process, host, disk and GPUs at the moment of the scrape."""

    def __init__(self, data_dir: Path | None, gpus: Callable[[], Sequence[GpuUse]]) -> None:
        self._data_dir = data_dir
        self._gpus = gpus

    def collect(self) -> Iterator[Metric]:
        yield from _process()
        yield from _host()
        if self._data_dir is not None and (disk := disk_use(self._data_dir)):
            yield GaugeMetricFamily("effad_disk_size_bytes", "The data folder's disk.", disk.size_bytes)
            yield GaugeMetricFamily("effad_disk_free_bytes", "Free for the data folder.", disk.free_bytes)
        yield from _gpu(self._gpus())


def _process() -> Iterator[Metric]:
    use = process_use()
    yield CounterMetricFamily("effad_process_cpu_seconds", "CPU time of this process.", use.cpu_seconds)
    yield GaugeMetricFamily("effad_process_resident_bytes", "Memory held.", use.resident_bytes)
    yield GaugeMetricFamily("effad_process_threads", "Threads of this process.", use.threads)
    yield GaugeMetricFamily("effad_process_start_time_seconds", "Started, since the epoch.", use.started)


def _host() -> Iterator[Metric]:
    use = host_use()
    cpu = CounterMetricFamily("effad_host_cpu_seconds", "CPU time of all processors.", labels=("mode",))
    for mode, seconds in use.cpu_seconds.items():
        cpu.add_metric((mode,), seconds)
    yield cpu
    yield GaugeMetricFamily("effad_host_cpus", "Logical processors.", use.cpus)
    memory = GaugeMetricFamily("effad_host_memory_bytes", "Total and available memory.", labels=("state",))
    memory.add_metric(("total",), use.memory_total_bytes)
    memory.add_metric(("available",), use.memory_available_bytes)
    yield memory


def _gpu(uses: Sequence[GpuUse]) -> Iterator[Metric]:
    if not uses:
        return
    memory = GaugeMetricFamily("effad_gpu_memory_bytes", "GPU memory.", labels=("gpu", "name", "state"))
    load = GaugeMetricFamily("effad_gpu_load_ratio", "Share of time at work.", labels=("gpu", "name"))
    for use in uses:
        memory.add_metric((str(use.index), use.name, "total"), use.memory_total_bytes)
        memory.add_metric((str(use.index), use.name, "used"), use.memory_used_bytes)
        if use.load is not None:
            load.add_metric((str(use.index), use.name), use.load)
    yield memory
    yield load
