"""What the core needs of the outside."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from types import TracebackType
from typing import Protocol, Self

from effad_desktop.core.inspection import Frame, Image, Inspection, Prediction


class Detector(Protocol):
    """Gives one prediction for each image; images may differ in size."""

    @property
    def name(self) -> str:
        """Engine, device and precision, such as ``torch cpu bfloat16``."""

    def predict(self, images: Sequence[Image]) -> list[Prediction]: ...


class Source(Protocol):
    """A context manager that one iterates."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...

    def __iter__(self) -> Iterator[Frame]: ...


Sink = Callable[[Inspection], None]
