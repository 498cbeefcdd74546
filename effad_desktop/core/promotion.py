"""A training that follows a recipe, as files in `.promotion/` of the recipe's folder.

Who starts it writes the order, the process itself its progress. Everything else is read from these.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from enum import Enum, StrEnum, auto
from pathlib import Path
from typing import Any

from effad_desktop.core.comparison import Comparison
from effad_desktop.errors import RecipeError
from effad_desktop.files import write_replacing

LARGEST_FILE = 4_000_000


class Stage(StrEnum):
    PREPARING = "preparing"
    TRAINING = "training"
    MEASURING = "measuring"
    COMPARING = "comparing"


class End(StrEnum):
    """How the process has ended by itself."""

    PAUSED = "paused"
    FAILED = "failed"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Place:
    """The job's files; `recipe` is the recipe's folder."""

    recipe: Path

    @property
    def root(self) -> Path:
        return self.recipe / ".promotion"

    @property
    def order(self) -> Path:
        return self.root / "order.json"

    @property
    def process(self) -> Path:
        return self.root / "process.json"

    @property
    def progress(self) -> Path:
        return self.root / "progress.json"

    @property
    def pause(self) -> Path:
        """It is there as long as the process is asked to stop."""
        return self.root / "pause"

    @property
    def log(self) -> Path:
        """What the process has printed."""
        return self.root / "training.log"

    @property
    def candidate(self) -> Path:
        """A whole recipe, once it is trained."""
        return self.root / "candidate"

    @property
    def comparison(self) -> Path:
        return self.root / "comparison.json"

    @property
    def compared_images(self) -> Path:
        """N×256×256×3, in the order of the comparison."""
        return self.root / "compared.npy"


@dataclass(frozen=True, slots=True)
class Order:
    """What to train, and with which engine to compare; `minutes` and `steps` override the preset's."""

    images: str
    preset: str = "quick"
    minutes: float | None = None
    steps: int | None = None
    device: str = "auto"
    engine: str = "auto"
    cache: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """`steps` and `seconds_left` are those of the training, 0 until known; `title` is of a failure."""

    stage: Stage = Stage.PREPARING
    step: int = 0
    steps: int = 0
    seconds_left: float = 0.0
    loss: float | None = None
    end: End | None = None
    title: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class ProcessMark:
    """A number alone may be another process's by now."""

    pid: int
    created: float


class Phase(Enum):
    """STOPPED: the process ended, and did not say so. PAUSED, STOPPED and FAILED can go on."""

    NONE = auto()
    RUNNING = auto()
    PAUSING = auto()
    PAUSED = auto()
    STOPPED = auto()
    FAILED = auto()
    READY = auto()


@dataclass(frozen=True, slots=True, eq=False)
class Following:
    """How a recipe is followed now. `outdated`: the recipe was taught or changed after the comparison."""

    recipe: str
    phase: Phase
    progress: Progress = field(default_factory=Progress)
    comparison: Comparison | None = None
    outdated: bool = False
    images: Path | None = None
    """Where the pictures lie; None where nobody knows."""
    title: str = ""
    detail: str = ""


def write_state(file: Path, state: Order | Progress | ProcessMark) -> None:
    """Raises SettingsError."""
    text = json.dumps(asdict(state)) + "\n"
    write_replacing(file, lambda aside: aside.write_text(text, encoding="utf-8"))


def read_order(place: Place) -> Order | None:
    """None where nothing was started. Raises RecipeError for a broken one."""
    if not place.order.exists():
        return None
    try:
        values = _values(place.order)
        return Order(
            images=str(values["images"]),
            preset=str(values["preset"]),
            minutes=None if values["minutes"] is None else float(values["minutes"]),
            steps=None if values["steps"] is None else int(values["steps"]),
            device=str(values["device"]),
            engine=str(values["engine"]),
            cache=str(values["cache"]),
        )
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise RecipeError(f"{place.order} is broken", "discard the training, and begin anew") from error


def read_progress(place: Place) -> Progress:
    """That of the beginning where there is none, or a broken one."""
    try:
        values = _values(place.progress)
        end = values.pop("end", None)
        return Progress(
            stage=Stage(values["stage"]),
            step=int(values["step"]),
            steps=int(values["steps"]),
            seconds_left=float(values["seconds_left"]),
            loss=None if values["loss"] is None else float(values["loss"]),
            end=None if end is None else End(end),
            title=str(values["title"]),
            detail=str(values["detail"]),
        )
    except (OSError, ValueError, TypeError, KeyError):
        return Progress()


def read_process(place: Place) -> ProcessMark | None:
    try:
        values = _values(place.process)
        return ProcessMark(int(values["pid"]), float(values["created"]))
    except (OSError, ValueError, TypeError, KeyError):
        return None


def _values(file: Path) -> dict[str, Any]:
    if file.stat().st_size > LARGEST_FILE:
        raise ValueError("it is too large")
    values = json.loads(file.read_bytes())
    if not isinstance(values, dict):
        raise TypeError("it holds no keys")
    return values
