"""What this process and its host use, on Linux and Windows alike."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import psutil

CPU_MODES = ("user", "nice", "system", "idle", "iowait", "irq", "softirq", "steal")
"""Those that add up to all time; the others of psutil are counted within these."""


@dataclass(frozen=True, slots=True)
class ProcessUse:
    """`started` is in seconds since the epoch."""

    cpu_seconds: float
    resident_bytes: int
    threads: int
    started: float


@dataclass(frozen=True, slots=True)
class HostUse:
    """`cpu_seconds` of all processors since the host started, by mode."""

    cpus: int
    cpu_seconds: dict[str, float]
    memory_total_bytes: int
    memory_available_bytes: int


@dataclass(frozen=True, slots=True)
class DiskUse:
    size_bytes: int
    free_bytes: int


def process_use() -> ProcessUse:
    process = psutil.Process()
    with process.oneshot():
        times = process.cpu_times()
        return ProcessUse(
            cpu_seconds=times.user + times.system,
            resident_bytes=process.memory_info().rss,
            threads=process.num_threads(),
            started=process.create_time(),
        )


def host_use() -> HostUse:
    times = psutil.cpu_times()._asdict()
    memory = psutil.virtual_memory()
    return HostUse(
        cpus=psutil.cpu_count() or 1,
        cpu_seconds={mode: times[mode] for mode in CPU_MODES if mode in times},
        memory_total_bytes=memory.total,
        memory_available_bytes=memory.available,
    )


def disk_use(folder: Path) -> DiskUse | None:
    """Of the disk that holds the folder, or will once it is made; None where it cannot be read."""
    existing = next((place for place in (folder, *folder.parents) if place.exists()), None)
    if existing is None:
        return None
    try:
        usage = psutil.disk_usage(str(existing))
    except OSError:  # a network drive that went away
        return None
    return DiskUse(usage.total, usage.free)
