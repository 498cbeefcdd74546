from __future__ import annotations

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from effad_desktop.detection.efficientad import EfficientAd
from training.schedule import planned
from training.student import student_of
from training.watch import Look, Watch, is_due, last_gain

CPU = torch.device("cpu")


@pytest.fixture(scope="module")
def images() -> NDArray[np.uint8]:
    return np.random.default_rng(1).integers(0, 256, (5, 256, 256, 3)).astype(np.uint8)


def test_a_student_that_knows_all_is_seen_to_be_perfect_on_good_images(images: NDArray[np.uint8]) -> None:
    model = EfficientAd("extra_small")
    with torch.inference_mode():
        watch = Watch(model, images, 0, CPU)
    student = student_of(model.student)
    before = watch.look(student, 0)
    with torch.no_grad():
        for name, known in model.teacher.state_dict().items():
            model.student.state_dict()[name][: len(known)] = known
    after = watch.look(student, 1)
    assert after.held_out < 1e-6 < before.held_out
    assert 0 <= before.synthetic <= 1


def test_a_look_is_the_same_each_time(images: NDArray[np.uint8]) -> None:
    model = EfficientAd("extra_small")
    with torch.inference_mode():
        looks = [Watch(model, images, 3, CPU).look(student_of(model.student), 0) for _ in range(2)]
    assert looks[0] == looks[1]


def test_a_gain_is_less_on_good_images_or_more_on_synthetic_defects() -> None:
    assert last_gain([Look(0, 1.0, 0.5), Look(10, 0.9, 0.5), Look(20, 0.899, 0.5)]) == 10
    assert last_gain([Look(0, 1.0, 0.5), Look(10, 1.2, 0.6), Look(20, 1.1, 0.59)]) == 10
    assert last_gain([Look(0, 1.0, 0.5), Look(10, 0.995, 0.5), Look(20, 0.985, 0.5)]) == 20


def test_it_tires_only_where_it_may_and_sees_enough(images: NDArray[np.uint8]) -> None:
    looks = [Look(0, 1.0, 0.5), Look(100, 1.0, 0.5)]
    model = EfficientAd("extra_small")
    with torch.inference_mode():
        watch, blind = (Watch(model, seen, 0, CPU) for seen in (images, images[:1]))
    assert watch.tires(looks, 100)
    assert not watch.tires(looks, 101)
    assert not watch.tires(looks, 0)
    assert not blind.tires(looks, 100)


def test_a_run_is_looked_at_a_dozen_times() -> None:
    looks = [0]
    for step in range(1, 1201):
        if is_due(step / 1200, (step - 1) / 1200, step - looks[-1]):
            looks.append(step)
    assert looks == list(range(0, 1201, 100))


def test_a_short_run_is_looked_at_less_often() -> None:
    assert not is_due(10 / 100, 9 / 100, 10)
    assert is_due(34 / 100, 33 / 100, 25)


def test_the_end_of_a_plan_that_was_bent_is_looked_at() -> None:
    plan = planned(389).bent(65, 489).bent(307, 781)
    assert is_due(plan.place(781) / 389, plan.place(780) / 389, 100)


def test_a_student_that_has_diverged_is_not_an_error_here(images: NDArray[np.uint8]) -> None:
    model = EfficientAd("extra_small")
    with torch.inference_mode():
        watch = Watch(model, images, 0, CPU)
    with torch.no_grad():
        for parameter in model.student.parameters():
            parameter.fill_(torch.nan)
    looks = [Look(0, 1.0, 0.5), watch.look(student_of(model.student), 1)]
    assert last_gain(looks) == 0
