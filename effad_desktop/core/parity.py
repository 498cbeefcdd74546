"""How far the engines agree on a product's images, and whether int8 may therefore be the default.

The report stays with the recipe (`parity.json`) and holds for its model and its threshold.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import ArrayLike

from effad_desktop.core.inspector import rejected
from effad_desktop.errors import RecipeError
from effad_desktop.files import write_replacing

PARITY_FILE = "parity.json"
LARGEST_FILE = 1_000_000
LEAST_EQUAL_VERDICTS = 0.995
LARGEST_AUROC_LOSS = 0.001


@dataclass(frozen=True, slots=True, eq=False)
class Measured:
    """One engine's scores, and the largest difference of each map to the reference's.

    `engine` is a name that ``--engine`` takes; `detector` says what ran.
    """

    engine: str
    detector: str
    scores: tuple[float, ...]
    map_errors: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Agreement:
    """`map_error` is the median over the images, as a share of the threshold, as is the largest.

    `score_error` is the median as well. `image_auroc` is None where the truth is not known.
    """

    engine: str
    detector: str
    map_error: float
    largest_map_error: float
    score_error: float
    equal_verdicts: float
    image_auroc: float | None
    auroc_loss: float | None

    @property
    def holds(self) -> bool:
        within = self.auroc_loss is None or self.auroc_loss <= LARGEST_AUROC_LOSS
        return self.equal_verdicts >= LEAST_EQUAL_VERDICTS and within


@dataclass(frozen=True, slots=True)
class Parity:
    """The first agreement is the reference's with itself; `model` is the model's SHA-256."""

    model: str
    threshold: float
    machine: str
    created: str
    images: int
    good: int
    defective: int
    agreements: tuple[Agreement, ...]

    def allows(self, engine: str) -> bool:
        return any(a.engine == engine and a.holds for a in self.agreements)


def agreements(
    measured: Sequence[Measured], threshold: float, truth: Sequence[bool | None]
) -> tuple[Agreement, ...]:
    """The first measured is the reference. `truth` is true for a defect, None where nobody knows.

    ValueError where there is no image.
    """
    if not truth:
        raise ValueError("Parity needs at least one image.")
    reference = measured[0]
    auroc = _known_auroc(reference.scores, truth)
    return tuple(_agreement(one, reference, threshold, truth, auroc) for one in measured)


def _agreement(
    one: Measured, reference: Measured, threshold: float, truth: Sequence[bool | None], best: float | None
) -> Agreement:
    unit = abs(threshold) or 1.0
    errors = np.asarray(one.map_errors) / unit
    differences = np.abs(np.asarray(one.scores) - np.asarray(reference.scores)) / unit
    auroc = _known_auroc(one.scores, truth)
    return Agreement(
        engine=one.engine,
        detector=one.detector,
        map_error=float(np.median(errors)),
        largest_map_error=float(errors.max()),
        score_error=float(np.median(differences)),
        equal_verdicts=float(
            np.mean(rejected(one.scores, threshold) == rejected(reference.scores, threshold))
        ),
        image_auroc=auroc,
        auroc_loss=None if auroc is None or best is None else best - auroc,
    )


def _known_auroc(scores: Sequence[float], truth: Sequence[bool | None]) -> float | None:
    known = [(score, bad) for score, bad in zip(scores, truth, strict=True) if bad is not None]
    good = [score for score, bad in known if not bad]
    defective = [score for score, bad in known if bad]
    return rank_auroc(good, defective) if good and defective else None


def rank_auroc(good: ArrayLike, defective: ArrayLike) -> float:
    """The share of pairs in which the defective one scores higher; ties count half (Mann and Whitney)."""
    low = np.sort(np.asarray(good, np.float64))
    high = np.asarray(defective, np.float64)
    below = np.searchsorted(low, high, "left") + np.searchsorted(low, high, "right")
    return float(below.sum() / (2 * low.size * high.size))


def write_parity(parity: Parity, folder: Path) -> None:
    """Writes aside and renames. Raises SettingsError."""
    text = json.dumps(asdict(parity), indent=1) + "\n"
    write_replacing(folder / PARITY_FILE, lambda aside: aside.write_text(text, encoding="utf-8"))


def read_parity(folder: Path) -> Parity | None:
    """None where the recipe has none. Raises RecipeError for a broken one."""
    file = folder / PARITY_FILE
    try:
        if file.stat().st_size > LARGEST_FILE:
            raise RecipeError(f"{file} is too large", f"it has more than {LARGEST_FILE:,} bytes")
        values = json.loads(file.read_bytes())
        listed = tuple(_checked(Agreement(**each)) for each in values.pop("agreements"))
        return Parity(**values, agreements=listed)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise RecipeError(f"Cannot read {file}", error.strerror or str(error)) from error
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise RecipeError(f"{file} is broken", f"{error}; make it again with effad parity") from error


def _checked(one: Agreement) -> Agreement:
    """What `holds` looks at must be numbers; json reads NaN."""
    values: tuple[object, ...] = (one.equal_verdicts, 0.0 if one.auroc_loss is None else one.auroc_loss)
    for value in values:
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            raise ValueError(f"{value!r} is no number")
    return one
