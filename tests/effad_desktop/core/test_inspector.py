from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from effad_desktop.core.inspector import Inspector
from tests.effad_desktop.core.fakes import FakeDetector, frame


def test_the_detector_gets_what_the_source_has_made_for_it() -> None:
    """And the inspection keeps the whole image, for those who look at it."""
    whole = frame(10)
    made = replace(whole, small=np.full((2, 2, 3), 30, np.uint8))
    inspection = Inspector("screws", FakeDetector(), 0.4).inspect(made)
    assert inspection.prediction.anomaly_score == pytest.approx(0.3)
    assert inspection.frame.image is whole.image
