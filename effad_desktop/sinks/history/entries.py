"""What is asked of a history, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from effad_desktop.core.inspection import Verdict


@dataclass(frozen=True, slots=True)
class HistoryFilter:
    """`since` is in, `until` is not, and both are of `inspected_at`.

    `source` is the whole name; `text` is a part of it in any case, or the whole id of an inspection.
    """

    since: datetime | None = None
    until: datetime | None = None
    recipe: str = ""
    verdict: Verdict | None = None
    source: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """An inspection as it was kept. Times are UTC; `anomaly_score` may be no number.

    `method` is empty of those that older versions kept. `image` and `anomaly_map` are paths below the
    history's folder, None where nothing is stored.
    """

    id: str
    captured_at: datetime
    inspected_at: datetime
    recipe: str
    model: str
    method: str
    source: str
    kind: str
    sequence: int
    anomaly_score: float
    threshold: float
    verdict: Verdict
    decode_seconds: float
    wait_seconds: float
    inference_seconds: float
    image: str | None
    anomaly_map: str | None

    @property
    def seconds(self) -> float:
        """From the encoded image to the verdict."""
        return self.decode_seconds + self.wait_seconds + self.inference_seconds


@dataclass(frozen=True, slots=True)
class YieldBucket:
    """What was inspected in the hour or day that begins at `start`."""

    start: datetime
    normal: int
    anomalous: int
