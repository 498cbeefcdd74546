"""Against a library of our own with NVML's symbols; a test on a real GPU runs where there is one."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from effad_desktop.sinks.gpu import Gpus, GpuUse

# Three devices: one whole, one that keeps its load to itself as under MIG, one that fell off the bus.
SOURCE = """
#include <stdio.h>
typedef struct { unsigned long long total, free, used; } memory_t;
typedef struct { unsigned gpu, memory; } load_t;
static int devices[3] = {0, 1, 2};
int nvmlInit_v2(void) { return INIT; }
int nvmlDeviceGetCount_v2(unsigned *count) { *count = 3; return 0; }
int nvmlDeviceGetHandleByIndex_v2(unsigned i, void **d) { *d = &devices[i]; return i == 2 ? 15 : 0; }
int nvmlDeviceGetName(void *d, char *name, unsigned n) { snprintf(name, n, "GPU %d", *(int *)d); return 0; }
int nvmlDeviceGetMemoryInfo(void *d, memory_t *m) {
    m->total = 150000000000ULL; m->used = 6000000000ULL + *(int *)d; m->free = 1; return 0;
}
int nvmlDeviceGetUtilizationRates(void *d, load_t *l) { l->gpu = 42; return *(int *)d ? 3 : 0; }
"""


def build(folder: Path, init: int) -> str:
    compiler = shutil.which("cc")
    if compiler is None:
        pytest.skip("needs a C compiler")
    source, library = folder / "nvml.c", folder / "nvml.so"
    source.write_text(SOURCE)
    subprocess.run([compiler, "-shared", "-fPIC", f"-DINIT={init}", "-o", library, source], check=True)
    return str(library)


def test_memory_and_load_of_each_gpu_that_answers(tmp_path: Path) -> None:
    assert Gpus(build(tmp_path, init=0))() == [
        GpuUse(0, "GPU 0", 150_000_000_000, 6_000_000_000, 0.42),
        GpuUse(1, "GPU 1", 150_000_000_000, 6_000_000_001, None),
    ]


def test_a_driver_that_does_not_start_has_no_gpus(tmp_path: Path) -> None:
    assert Gpus(build(tmp_path, init=9))() == []


def test_without_a_driver_there_are_no_gpus() -> None:
    assert Gpus("libno-such-driver.so.1")() == []


def test_a_real_gpu_tells_its_memory() -> None:
    uses = Gpus()()
    if not uses:
        pytest.skip("needs an NVIDIA GPU")
    assert all(0 < use.memory_used_bytes <= use.memory_total_bytes for use in uses)
    assert all(use.name for use in uses)
