"""One JSON object a line, for programs that read along."""

from __future__ import annotations

import json
import math
from typing import TextIO

from effad_desktop.core.inspection import Inspection


class JsonLines:
    def __init__(self, out: TextIO) -> None:
        self._out = out

    def __call__(self, inspection: Inspection) -> None:
        score = inspection.prediction.anomaly_score
        self._write(
            source=inspection.frame.source,
            recipe=inspection.recipe,
            anomaly_score=score if math.isfinite(score) else None,  # JSON has no NaN
            threshold=inspection.threshold,
            verdict=inspection.verdict.value,
            seconds=round(inspection.prediction.seconds, 6),
        )

    def failed(self, source: str, error: str) -> None:
        self._write(source=source, error=error)

    def _write(self, **values: str | float | None) -> None:
        print(json.dumps(values), file=self._out, flush=True)
