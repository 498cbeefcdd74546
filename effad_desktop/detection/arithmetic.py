"""How much an engine computes, and the most that its library can compute on this machine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from effad_desktop.core.ports import Detector

LAYERS, CHANNELS, KERNEL, SIDE = 4, 256, 3, 64
OPERATIONS = 2 * LAYERS * CHANNELS**2 * KERNEL**2 * SIDE**2
"""Of a product for one image; two for a multiply-add."""


@dataclass(frozen=True, slots=True)
class Product:
    """Large convolutions one after another, nothing but matrix products.

    A single product of square matrices does not reach what they do: its operands go through memory.
    `run` comes back when it has been computed.
    """

    operations: int
    run: Callable[[], object]


class Engine(Detector, Protocol):
    """A detector that says how much it computes."""

    def operations(self) -> int:
        """Of one image, two for a multiply-add: convolutions and matrix products as they are run."""

    def product(self) -> Product:
        """By the same library, on the same device, in the same precision."""
