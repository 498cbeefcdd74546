"""From the inspecting thread to the window: one signal, which is never queued twice."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from threading import Lock

from PySide6.QtCore import QObject, Signal

from effad_desktop.core.inspection import Inspection, Verdict

KEPT = 32
"""Inspections with their pixels that wait for the window."""


@dataclass(frozen=True, slots=True)
class Mark:
    """An inspection without its pixels."""

    id: str
    recipe: str
    score: float
    threshold: float
    verdict: Verdict
    seconds: float
    model: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Arrivals:
    """What came since the last look: a mark for each, the newest few whole."""

    marks: tuple[Mark, ...]
    inspections: tuple[Inspection, ...]


class Bridge(QObject):
    """A sink. A window that is slow gets fewer signals with more marks; the line never waits for it."""

    arrived = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._lock = Lock()
        self._marks: list[Mark] = []
        self._newest: deque[Inspection] = deque(maxlen=KEPT)

    def __call__(self, inspection: Inspection) -> None:
        if inspection.frame.kind == "batch":
            return  # the batch page has its own
        with self._lock:
            first = not self._marks
            self._marks.append(_mark(inspection))
            self._newest.append(inspection)
        if first:
            self.arrived.emit()

    def take(self) -> Arrivals:
        with self._lock:
            arrivals = Arrivals(tuple(self._marks), tuple(self._newest))
            self._marks.clear()
            self._newest.clear()
        return arrivals


def _mark(inspection: Inspection) -> Mark:
    return Mark(
        inspection.id,
        inspection.recipe,
        inspection.prediction.anomaly_score,
        inspection.threshold,
        inspection.verdict,
        inspection.seconds,
        inspection.model,
    )
