"""The one way from frames to verdicts."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import uuid4

import numpy as np
from numpy.typing import ArrayLike, NDArray

from effad_desktop.core.inspection import Frame, Inspection, Prediction, Verdict
from effad_desktop.core.ports import Detector


def judge(anomaly_score: float, threshold: float) -> Verdict:
    """A score at the threshold is still normal; a score that is no number never is."""
    return Verdict.NORMAL if anomaly_score <= threshold else Verdict.ANOMALOUS


def rejected(anomaly_scores: ArrayLike, threshold: float) -> NDArray[np.bool_]:
    """`judge` of many: true where the verdict is anomalous."""
    return ~(np.asarray(anomaly_scores, dtype=np.float64) <= threshold)


class Inspector:
    """Judges frames by one recipe's detector and threshold."""

    def __init__(
        self, recipe: str, detector: Detector, threshold: float, model: str = "", method: str = ""
    ) -> None:
        self.recipe = recipe
        self.detector = detector
        self.threshold = threshold
        self.model = model
        self.method = method

    def inspect(self, frame: Frame) -> Inspection:
        return self.inspect_batch([frame])[0]

    def inspect_batch(self, frames: Sequence[Frame]) -> list[Inspection]:
        images = [frame.image if frame.small is None else frame.small for frame in frames]
        predictions = self.detector.predict(images)
        return [self._conclude(*pair) for pair in zip(frames, predictions, strict=True)]

    def _conclude(self, frame: Frame, prediction: Prediction) -> Inspection:
        return Inspection(
            id=uuid4().hex,
            recipe=self.recipe,
            frame=frame,
            prediction=prediction,
            threshold=self.threshold,
            verdict=judge(prediction.anomaly_score, self.threshold),
            model=self.model,
            method=self.method,
        )
