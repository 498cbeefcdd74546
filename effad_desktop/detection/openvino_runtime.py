"""OpenVINO without the statistics of use that it sends at import: nothing leaves this machine."""

from __future__ import annotations

import sys

sys.modules.setdefault("openvino_telemetry", None)  # type: ignore[arg-type]  # as if it were not installed

import openvino as ov  # noqa: E402
from openvino import opset14  # noqa: E402

__all__ = ["opset14", "ov"]
