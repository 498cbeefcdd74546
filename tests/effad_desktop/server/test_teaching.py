from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import httpx
import pytest

from effad_desktop.core.inspection import Frame
from effad_desktop.core.teaching import Taught
from effad_desktop.server.problems import MEDIA_TYPE
from tests.effad_desktop.server.conftest import Serve
from tests.effad_desktop.server.fakes import THRESHOLD, FakeService, packed, picture

LESSONS = ("good", "defect", "forget")


def post(
    http: httpx.Client, recipe: str, red: bool = False, lesson: str = "good", **query: str
) -> httpx.Response:
    image = packed(picture(red), "PNG")
    return http.post(f"/recipes/{recipe}/{lesson}", files={"file": ("a.png", image)}, params=query)


def test_a_good_image_is_taught_to_the_recipe_named(http: httpx.Client, service: FakeService) -> None:
    answer = post(http, "screws", who="eve")
    assert answer.status_code == 200
    assert (answer.json()["version"], answer.json()["added_patches"]) == (2, 7)
    assert service.taught == [("screws", "eve", False)]


def test_what_the_guard_doubts_is_refused_until_it_is_forced(
    http: httpx.Client, service: FakeService
) -> None:
    refused = post(http, "screws", red=True)
    assert (refused.status_code, refused.headers["content-type"]) == (409, MEDIA_TYPE)
    assert refused.json()["type"] == "/docs#not-taught"
    assert post(http, "screws", red=True, force="true").status_code == 200
    assert service.taught == [("screws", "http", True)]


@pytest.mark.parametrize("red", [True, False])
def test_a_defect_is_kept_and_its_answer_says_whether_it_passes(
    http: httpx.Client, service: FakeService, red: bool
) -> None:
    answer = post(http, "screws", red, "defect", who="eve")
    assert answer.status_code == 200
    said = answer.json()
    assert (said["recipe"], said["passes"], said["threshold"]) == ("screws", not red, THRESHOLD)
    assert (said["anomaly_score"] > THRESHOLD) == red
    assert service.defects == {("screws", "a.png"): "eve"}


def test_inspections_are_answered_while_lessons_wait(http: httpx.Client, service: FakeService) -> None:
    may_go_on = Event()
    teach = service.teach_good

    def slow(frame: Frame, recipe: str, who: str, force: bool) -> Taught:
        assert may_go_on.wait(20)
        return teach(frame, recipe, who, force)

    service.teach_good = slow  # type: ignore[method-assign]
    with ThreadPoolExecutor(8) as clients:
        lessons = [clients.submit(post, http, "screws") for _ in range(8)]
        inspected = http.post("/predict", files={"file": packed(picture(), "PNG")})
        assert inspected.status_code == 200
        assert not service.taught
        may_go_on.set()
        assert [each.result(20).status_code for each in lessons] == [200] * 8


def test_what_was_said_of_an_image_is_taken_back_once(http: httpx.Client) -> None:
    post(http, "screws", red=True, lesson="defect")
    answers = [post(http, "screws", red=True, lesson="forget").json() for _ in range(2)]
    assert answers == [{"recipe": "screws", "forgotten": True}, {"recipe": "screws", "forgotten": False}]


@pytest.mark.parametrize("lesson", LESSONS)
def test_an_unknown_recipe_and_what_is_no_image_are_refused(http: httpx.Client, lesson: str) -> None:
    unknown = post(http, "nuts", lesson=lesson)
    assert (unknown.status_code, unknown.json()["type"]) == (404, "/docs#unknown-recipe")
    answer = http.post(f"/recipes/screws/{lesson}", files={"file": ("a.png", b"no image")})
    assert (answer.status_code, answer.json()["type"]) == (400, "/docs#not-an-image")


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_lesson_needs_the_token(serve: Serve, service: FakeService, lesson: str) -> None:
    with httpx.Client(base_url=serve("T"), timeout=20) as http:
        assert post(http, "screws", lesson=lesson).status_code == 401
        http.headers["Authorization"] = "Bearer T"
        assert post(http, "screws", lesson=lesson).status_code == 200
