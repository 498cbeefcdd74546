"""How a station is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class State(StrEnum):
    """Stopped takes no frames; running takes them; faulted needs a person."""

    STOPPED = "stopped"
    RUNNING = "running"
    FAULTED = "faulted"


@dataclass(frozen=True, slots=True)
class SourceStatus:
    """`fault` says why no frames come, `dropped` counts those that were never inspected."""

    name: str
    fault: str
    dropped: int


@dataclass(frozen=True, slots=True)
class Status:
    """`reason` says why the station is faulted; `alarms` what is wrong though it runs.

    `recipe` is what was asked for, which may be a folder; `recipe_name` is what its inspections bear.
    """

    state: State
    reason: str
    recipe: str
    detector: str
    since: datetime
    waiting: int
    source: SourceStatus | None = None
    alarms: tuple[str, ...] = ()
    recipe_name: str = ""
