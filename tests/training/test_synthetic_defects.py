from __future__ import annotations

import numpy as np
import pytest

from effad_desktop.detection.preprocessing import resize
from tests.training.conftest import part
from training.synthetic_defects import KINDS, SyntheticKind, draw_defect, draw_defects


@pytest.mark.parametrize("kind", KINDS)
def test_a_defect_changes_what_its_mask_covers_and_little_else(kind: SyntheticKind) -> None:
    image = resize(part(0))
    for seed in range(8):
        defect = draw_defect(image, kind, np.random.default_rng(seed))
        change = np.abs(defect.image.astype(int) - image).mean(2)
        assert defect.mask.any()
        assert defect.mask.mean() < 0.1
        assert change[defect.mask].mean() > 3
        assert change[~defect.mask].mean() < 1


def test_the_same_seed_draws_the_same_defects_and_leaves_the_images_alone() -> None:
    images = np.stack([resize(part(i)) for i in range(5)])
    before = images.copy()
    first, second, other = draw_defects(images, 3), draw_defects(images, 3), draw_defects(images, 4)
    assert [d.kind for d in first] == [*KINDS, KINDS[0]]
    assert all((a.image == b.image).all() for a, b in zip(first, second, strict=True))
    assert any((a.image != b.image).any() for a, b in zip(first, other, strict=True))
    assert (images == before).all()
