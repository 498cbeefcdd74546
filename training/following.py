"""The pictures of a training that follows an instant recipe, split as the recipe itself is.

What is held out there is held out here; what was taught as good is learned; no labelled defect is.
A picture is known by its pixels at 256×256, whatever its file is called by now.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from effad_desktop.core.comparison import ComparedImage, Truth
from effad_desktop.detection.evidence import Evidence, Label, evidence_id, read_evidence
from effad_desktop.detection.manifest import Manifest
from effad_desktop.detection.preprocessing import resize
from effad_desktop.errors import RecipeError, UsageError
from effad_desktop.imaging import load_image
from training.dataset import find_dataset
from training.memory import synthetic_defects
from training.prepare import Facts, Prepared, prepare

FEWEST_TO_LEARN = 3
DRAWN_ANEW = 77
"""A seed of its own: the recipe's way to score was chosen on the synthetic defects of another."""


def gather(recipe: Path, manifest: Manifest, images: Path) -> Prepared:
    """Good pictures of the folder and those taught; the recipe's held-out ones stay held out.

    Raises SourceError, RecipeError, UsageError where too few are left.
    """
    evidence = read_evidence(recipe)
    held_out = _of(evidence, Label.HELD_OUT)
    if not held_out:
        raise RecipeError(
            f"{manifest.product} has no held-out images to set its threshold from", "train it again"
        )
    prepared = prepare(images)
    known = {one.id for one in evidence}
    found = zip(prepared.images, prepared.facts.names, strict=True)
    learned = [(image, name) for image, name in found if evidence_id(image) not in known]
    learned += [(e.image, e.name) for e in _of(evidence, Label.GOOD)]
    if len(learned) < FEWEST_TO_LEARN:
        raise UsageError(
            f"Only {len(learned)} images are left to learn from", "the others are held out or show defects"
        )
    warnings = list(prepared.facts.warnings)
    if prepared.facts.data_sha256 != manifest.data_sha256:
        warnings.append("the images are not those that the recipe was made from")
    warnings += _taught_tests({one.id for one in _of(evidence, Label.GOOD)}, images)
    everything = [*learned, *((e.image, e.name) for e in held_out)]
    facts = Facts(
        data_sha256=prepared.facts.data_sha256,
        names=tuple(name for _, name in everything),
        train=tuple(range(len(learned))),
        validation=tuple(range(len(learned), len(everything))),
        warnings=tuple(warnings),
    )
    return Prepared(np.stack([image for image, _ in everything]), facts)


def _taught_tests(taught: set[str], images: Path) -> list[str]:
    """The comparison leaves them out; what is measured in the folder's `test/` does not."""
    if not taught:
        return []
    count = sum(evidence_id(load_image(test.path)) in taught for test in find_dataset(images).test)
    return (
        [f"{count} test images were taught as good, and are learned: the figures count them"] if count else []
    )


def to_compare(recipe: Path, images: Path) -> tuple[NDArray[np.uint8], list[ComparedImage]]:
    """Pictures that neither model has learned from, N×256×256×3: held-out good ones, labelled defects,
    those of the folder's `test/`, and synthetic defects on the held-out ones.
    """
    evidence = read_evidence(recipe)
    held_out, defects = _of(evidence, Label.HELD_OUT), _of(evidence, Label.DEFECT)
    pixels = [e.image for e in (*held_out, *defects)]
    described = [ComparedImage(e.name, Truth.GOOD) for e in held_out]
    described += [ComparedImage(e.name, Truth.DEFECT) for e in defects]
    seen = {e.id for e in evidence}
    for test in find_dataset(images).test:
        image = resize(load_image(test.path))
        if (one := evidence_id(image)) not in seen:
            seen.add(one)
            pixels.append(image)
            truth = Truth.DEFECT if test.defect else Truth.GOOD
            described.append(ComparedImage(str(test.path.relative_to(images)), truth))
    drawn = synthetic_defects(np.stack([e.image for e in held_out]), DRAWN_ANEW)
    described += [ComparedImage(f"synthetic {i}", Truth.SYNTHETIC) for i in range(len(drawn))]
    return np.concatenate([np.stack(pixels), drawn]), described


def _of(evidence: Iterable[Evidence], label: Label) -> list[Evidence]:
    return [one for one in evidence if one.label is label]
