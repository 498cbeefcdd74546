from __future__ import annotations

import httpx

from effad_desktop.server.problems import MEDIA_TYPE
from tests.effad_desktop.server.fakes import FakeService, packed, picture


def post(http: httpx.Client, recipe: str, red: bool = False, **query: str) -> httpx.Response:
    image = packed(picture(red), "PNG")
    return http.post(f"/recipes/{recipe}/good", files={"file": ("a.png", image)}, params=query)


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


def test_an_unknown_recipe_and_what_is_no_image_are_refused(http: httpx.Client) -> None:
    assert post(http, "nuts").status_code == 404
    answer = http.post("/recipes/screws/good", files={"file": ("a.png", b"no image")})
    assert answer.status_code == 400
