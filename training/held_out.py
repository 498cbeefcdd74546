"""Held-out good images go into a recipe that learns at once: its threshold is set from them anew."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from effad_desktop.core.recipe import MODEL_FILE
from effad_desktop.detection.evidence import Label, evidence_of, write_distances, write_evidence
from effad_desktop.detection.memory_features import Features
from effad_desktop.detection.memory_learning import nearest
from effad_desktop.detection.weights import read_weights


def keep_held_out(recipe: Path, images: NDArray[np.uint8]) -> None:
    """N×256×256×3, with what the teacher sees in them. Raises RecipeError, SettingsError."""
    weights, manifest = read_weights(recipe / MODEL_FILE)
    features = Features(weights, manifest.size)
    distances, now = {}, datetime.now(UTC)
    for number, image in enumerate(images):
        seen = features.of(image)
        one = evidence_of(image, seen, Label.HELD_OUT, f"held out {number}", "", now)
        write_evidence(recipe, one)
        distances[one.id] = nearest(seen, weights["bank"])
    write_distances(recipe, distances)
