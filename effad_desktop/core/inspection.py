"""The nouns of an inspection."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.uint8]
"""H×W×3, RGB."""

AnomalyMap = NDArray[np.float32]
"""H×W at the model's resolution (64×64 for 256×256 input), normalised: 0 is ordinary, 0.1 rare."""


class Verdict(StrEnum):
    NORMAL = "normal"
    ANOMALOUS = "anomalous"


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """One image on its way to a verdict; `source` names where it came from.

    `kind` is that in one of a few words (camera, folder, files, http), as a metric's label wants it.
    `small` is what the detector would make of the image first, where the source's thread has done so.
    """

    image: Image
    source: str
    sequence: int
    captured_at: datetime
    kind: str = "files"
    decode_seconds: float = 0.0
    small: Image | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Prediction:
    """What a detector says of one image; `anomaly_score` is the map's maximum."""

    anomaly_map: AnomalyMap
    anomaly_score: float
    seconds: float


@dataclass(frozen=True, slots=True, eq=False)
class Inspection:
    """A frame, its prediction, and the verdict at the threshold of its recipe.

    `method` is how it was judged, `model` the model file's SHA-256; `wait_seconds` is from the queue to the
    verdict, without the prediction's own time: others were inspected.
    """

    id: str
    recipe: str
    frame: Frame
    prediction: Prediction
    threshold: float
    verdict: Verdict
    model: str = ""
    method: str = ""
    wait_seconds: float = 0.0

    @property
    def seconds(self) -> float:
        """From the encoded image to the verdict."""
        return self.frame.decode_seconds + self.wait_seconds + self.prediction.seconds
