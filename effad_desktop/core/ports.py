"""What the core needs of the outside."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from types import TracebackType
from typing import Protocol, Self

from effad_desktop.core.inspection import Frame, Image, Inspection, Prediction
from effad_desktop.core.recipe import Recipe
from effad_desktop.core.status import Status
from effad_desktop.core.teaching import KnownDefect, Taught


class Detector(Protocol):
    """Gives one prediction for each image; images may differ in size."""

    @property
    def name(self) -> str:
        """Engine, device and precision, such as ``torch cpu bfloat16``."""

    @property
    def batch(self) -> int:
        """How many images are worth predicting together; 1 where the first would only wait longer."""

    def predict(self, images: Sequence[Image]) -> list[Prediction]: ...


class Source(Protocol):
    """A context manager that one iterates.

    Leaving it ends an iteration on another thread too; leaving it twice is harmless.
    """

    @property
    def name(self) -> str:
        """For people: ``camera 0``, ``folder /in``, ``files``."""

    @property
    def live(self) -> bool:
        """Whether frames come by the clock: only the newest counts, the others are dropped."""

    @property
    def dropped(self) -> int:
        """Frames that came and were never yielded."""

    @property
    def fault(self) -> str:
        """What keeps frames from coming at this moment, as a sentence; empty where nothing does."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...

    def __iter__(self) -> Iterator[Frame]: ...


Sink = Callable[[Inspection], None]
"""Called on the inspecting thread with every inspection; one that has a ``close`` is closed at the end."""


class Service(Protocol):
    """What a face (HTTP, window) may ask of a station."""

    def submit(self, frame: Frame, recipe: str = "") -> Future[Inspection]:
        """By the recipe named, else by the one in use.

        Raises RecipeError for an unknown recipe, Busy when the queue is full, StationError when it cannot
        run.
        """

    def status(self) -> Status: ...

    def recipes(self) -> list[Recipe]:
        """Those that can be named in `submit`."""

    def method(self, recipe: str) -> str:
        """Of its model; empty where that cannot be read."""

    def teach_good(self, frame: Frame, recipe: str, who: str, force: bool) -> Taught:
        """Learns at once that the frame is good.

        Raises UsageError for a method that does not learn so and where the guard has doubts that
        `force` does not overrule, RecipeError, Busy while another teaches it.
        """

    def keep_defect(self, frame: Frame, recipe: str, who: str) -> KnownDefect:
        """Labels the frame as a defect. Raises as `teach_good`, the guard aside."""

    def forget(self, frame: Frame, recipe: str) -> bool:
        """Takes back what was said of the frame last; whether something was. Raises as `keep_defect`."""
