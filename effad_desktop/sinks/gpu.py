"""Memory and load of NVIDIA GPUs by NVML, the library that every driver brings.

See NVIDIA's NVML API reference. No package and no process is needed for it; without a driver there are no
GPUs to tell of.
"""

from __future__ import annotations

import sys
from ctypes import CDLL, Structure, byref, c_uint, c_ulonglong, c_void_p, create_string_buffer
from dataclasses import dataclass

LIBRARY = "nvml.dll" if sys.platform == "win32" else "libnvidia-ml.so.1"
_NAME_BYTES = 96


@dataclass(frozen=True, slots=True)
class GpuUse:
    """`load` is the share of the last moment in which it worked; None where it does not tell (MIG)."""

    index: int
    name: str
    memory_total_bytes: int
    memory_used_bytes: int
    load: float | None


class _Memory(Structure):
    _fields_ = (("total", c_ulonglong), ("free", c_ulonglong), ("used", c_ulonglong))


class _Utilization(Structure):
    _fields_ = (("gpu", c_uint), ("memory", c_uint))


class Gpus:
    """Called, it reads all GPUs; those that fail to answer are left out."""

    def __init__(self, library: str = LIBRARY) -> None:
        self._nvml = _load(library)

    def __call__(self) -> list[GpuUse]:
        if self._nvml is None:
            return []
        count = c_uint()
        if self._nvml.nvmlDeviceGetCount_v2(byref(count)) != 0:
            return []
        uses = (_read(self._nvml, index) for index in range(count.value))
        return [use for use in uses if use is not None]


def _load(library: str) -> CDLL | None:
    try:
        nvml = CDLL(library)
    except OSError:
        return None
    return nvml if nvml.nvmlInit_v2() == 0 else None


def _read(nvml: CDLL, index: int) -> GpuUse | None:
    device, memory, utilization = c_void_p(), _Memory(), _Utilization()
    name = create_string_buffer(_NAME_BYTES)
    if nvml.nvmlDeviceGetHandleByIndex_v2(index, byref(device)) != 0:
        return None
    if nvml.nvmlDeviceGetMemoryInfo(device, byref(memory)) != 0:
        return None
    nvml.nvmlDeviceGetName(device, name, _NAME_BYTES)
    tells = nvml.nvmlDeviceGetUtilizationRates(device, byref(utilization)) == 0
    return GpuUse(
        index=index,
        name=name.value.decode(errors="replace"),
        memory_total_bytes=memory.total,
        memory_used_bytes=memory.used,
        load=utilization.gpu / 100 if tells else None,
    )
