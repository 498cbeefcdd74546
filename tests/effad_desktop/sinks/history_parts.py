"""What the tests of the history have in common."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import numpy as np

from effad_desktop.core.inspection import Frame, Inspection, Prediction
from effad_desktop.core.inspector import judge
from effad_desktop.sinks.history import History

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)


class Clock:
    """Stands until it is set."""

    def __init__(self, now: datetime = NOON) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **time: float) -> None:
        self.now += timedelta(**time)


def inspection(
    score: float = 0.5, recipe: str = "screws", source: str = "camera 0", side: int = 32, sequence: int = 0
) -> Inspection:
    """Anomalous above 0.4; its image tells the sequence by its grey."""
    anomaly_map = np.zeros((8, 8), np.float32)
    anomaly_map[1, 6] = score
    image = np.full((side, side, 3), sequence % 256, np.uint8)
    frame = Frame(image, source, sequence, NOON - timedelta(seconds=1), "camera", 0.001)
    prediction = Prediction(anomaly_map, score, 0.0125)
    facts = {"model": "ab" * 32, "method": "memory"}
    return Inspection(
        uuid4().hex, recipe, frame, prediction, 0.4, judge(score, 0.4), wait_seconds=0.002, **facts
    )


@contextmanager
def opened(folder: Path, url: str = "", **options: Any) -> Iterator[History]:
    """No disk is too small, and there are chores only at the start."""
    settings = {"min_free_gigabytes": 0, "period": 3600, "keep_days": 1e5} | options
    with closing(History(url, folder, **settings)) as history:
        yield history


def eventually(condition: Callable[[], object], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not come"
        time.sleep(0.005)
