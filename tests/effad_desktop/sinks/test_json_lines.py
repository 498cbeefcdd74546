from __future__ import annotations

import json
import math
from collections.abc import Callable
from io import StringIO

from effad_desktop.core.inspection import Inspection
from effad_desktop.sinks.json_lines import JsonLines


def test_each_image_is_one_object_a_line(make_inspection: Callable[..., Inspection]) -> None:
    out = StringIO()
    lines = JsonLines(out)
    lines(make_inspection(score=0.5))
    lines(make_inspection(score=math.nan))
    lines.failed("b.png", "b.png is empty")
    good, odd, bad = map(json.loads, out.getvalue().splitlines())
    assert good == {
        "source": "a.png",
        "recipe": "screws",
        "anomaly_score": 0.5,
        "threshold": 0.4,
        "verdict": "anomalous",
        "seconds": 0.0125,
    }
    assert (odd["anomaly_score"], odd["verdict"]) == (None, "anomalous")
    assert bad == {"source": "b.png", "error": "b.png is empty"}
