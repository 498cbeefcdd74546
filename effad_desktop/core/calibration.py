"""A threshold from the scores of held-out good images alone, and what any threshold would cost.

The scores stay with the recipe (`calibration.json`), so that a threshold moved later is judged by
what its own was set from. docs/threshold.md says how well the method keeps what it states.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from effad_desktop.core.score_tail import FalseRejects, Method, score_tail
from effad_desktop.errors import RecipeError
from effad_desktop.files import write_replacing

__all__ = [
    "CALIBRATION_FILE",
    "Calibration",
    "FalseRejects",
    "Method",
    "calibrate",
    "expected_false_rejects",
    "read_calibration",
    "wanted_false_rejects",
    "write_calibration",
]

CALIBRATION_FILE = "calibration.json"
LARGEST_FILE = 4_000_000
"""Bytes; the scores of 150,000 images."""
USUAL_FALSE_REJECTS = 5.0
"""Per 1,000, where nothing else is wished."""
ALLOWED_FALSE_REJECTS = (0.1, 400.0)


@dataclass(frozen=True, slots=True)
class Calibration:
    """`expected_false_rejects` and its 95 % interval are per 1000 good images at `threshold`.

    `scores` are those of the held-out good images, ascending; `model` is the model's SHA-256.
    """

    threshold: float
    scores: tuple[float, ...]
    expected_false_rejects: float
    interval: tuple[float, float]
    method: Method
    model: str = ""

    @property
    def good_images(self) -> int:
        return len(self.scores)

    def false_rejects(self, threshold: float) -> FalseRejects:
        """What another threshold would cost."""
        return expected_false_rejects(self.scores, threshold)


def calibrate(
    scores: Sequence[float], false_rejects_per_1000: float = USUAL_FALSE_REJECTS, model: str = ""
) -> Calibration:
    """ValueError where there is no score, one that is no number, or an impossible target."""
    if not 0.0 < false_rejects_per_1000 < 500.0:
        raise ValueError("The false rejects per 1000 must lie between 0 and 500.")
    known = _checked(scores)
    tail = score_tail(known)
    threshold = tail.threshold_at(false_rejects_per_1000 / 1000)
    expected, low, high = tail.false_rejects(threshold)
    return Calibration(threshold, known, expected, (low, high), tail.method, model)


def wanted_false_rejects(former: Calibration | None, threshold: float) -> float:
    """Per 1000: as many as a threshold stands for, whether a person has moved it or not."""
    if former is None:
        return USUAL_FALSE_REJECTS
    low, high = ALLOWED_FALSE_REJECTS
    return min(max(former.false_rejects(threshold).expected, low), high)


def expected_false_rejects(scores: Sequence[float], threshold: float) -> FalseRejects:
    """Good images rejected at this threshold, per 1000, from the scores of held-out ones.

    Quick after the first call with the same scores. ValueError as `calibrate`.
    """
    return score_tail(_checked(scores)).false_rejects(threshold)


def _checked(scores: Sequence[float]) -> tuple[float, ...]:
    if len(scores) == 0:
        raise ValueError("A threshold needs the score of at least one good image.")
    if not all(map(math.isfinite, scores)):
        raise ValueError("A score of a good image is not a number; the threshold can't be set from it.")
    return tuple(sorted(map(float, scores)))


def write_calibration(calibration: Calibration, folder: Path) -> None:
    """Writes aside and renames. Raises SettingsError."""
    text = json.dumps(asdict(calibration)) + "\n"
    write_replacing(folder / CALIBRATION_FILE, lambda aside: aside.write_text(text, encoding="utf-8"))


def read_calibration(folder: Path) -> Calibration | None:
    """None where the recipe has none, as those of older versions. Raises RecipeError for a broken one."""
    file = folder / CALIBRATION_FILE
    try:
        if file.stat().st_size > LARGEST_FILE:
            raise RecipeError(f"{file} is too large", f"it has more than {LARGEST_FILE:,} bytes")
        values = json.loads(file.read_bytes())
        low, high = values["interval"]
        return Calibration(
            threshold=_number(values["threshold"]),
            scores=_checked([_number(score) for score in values["scores"]]),
            expected_false_rejects=_number(values["expected_false_rejects"]),
            interval=(_number(low), _number(high)),
            method=Method(values["method"]),
            model=str(values["model"]),
        )
    except FileNotFoundError:
        return None
    except OSError as error:
        raise RecipeError(f"Cannot read {file}", error.strerror or str(error)) from error
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise RecipeError(f"{file} is broken", f"{error}; train again, or remove it") from error


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ValueError(f"{value!r} is no number")
    return float(value)
