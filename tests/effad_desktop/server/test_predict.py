from __future__ import annotations

import base64
import math
import threading
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import httpx
import numpy as np
import pytest
from PIL import Image as Pillow

from effad_desktop.core.heatmap import RAMP
from effad_desktop.errors import Busy, RecipeError, SettingsError, StationError
from effad_desktop.server.problems import MEDIA_TYPE
from tests.effad_desktop.server.conftest import MAX_BYTES, Serve
from tests.effad_desktop.server.fakes import THRESHOLD, FakeService, eventually, packed, picture

FORMATS = {
    "JPEG": {},
    "PNG": {},
    "BMP": {},
    "TIFF": {},
    "WEBP": {"lossless": True},
}


def post(http: httpx.Client, image: bytes, name: str = "a.png", **fields: str) -> httpx.Response:
    return http.post("/predict", files={"file": (name, image)}, data=fields)


@pytest.mark.parametrize(("kind", "options"), FORMATS.items())
def test_every_format_gets_its_verdict(
    http: httpx.Client, service: FakeService, kind: str, options: dict[str, object]
) -> None:
    good, bad = (post(http, packed(picture(red), kind, **options)).json() for red in (False, True))
    assert (good["verdict"], bad["verdict"]) == ("normal", "anomalous")
    assert good["anomaly_score"] <= THRESHOLD < bad["anomaly_score"]
    assert [frame.image.shape for frame in service.frames] == [(48, 64, 3)] * 2


def test_the_answer_holds_what_was_promised(http: httpx.Client, service: FakeService) -> None:
    answer = post(http, packed(picture(red=True), "PNG"), "part 7.png").json()
    (frame,) = service.frames
    assert answer.keys() == {
        "inspection_id", "recipe", "method", "anomaly_score", "threshold", "verdict", "seconds", "heatmap",
    }  # fmt: skip
    assert answer["seconds"].keys() == {"decode", "inference", "total"}
    assert 0 < answer["seconds"]["decode"] < answer["seconds"]["total"]
    assert answer["heatmap"] is None
    assert (answer["recipe"], answer["threshold"]) == ("screws", THRESHOLD)
    assert (frame.kind, frame.source, frame.sequence) == ("http", "part 7.png", 0)
    assert frame.decode_seconds > 0


def test_the_recipe_is_the_one_named_else_the_one_in_use(http: httpx.Client, service: FakeService) -> None:
    image = packed(picture(), "PNG")
    answers = [post(http, image, **fields).json() for fields in ({}, {"recipe": ""}, {"recipe": "caps"})]
    assert [answer["recipe"] for answer in answers] == ["screws", "screws", "caps"]
    assert [answer["method"] for answer in answers] == ["memory", "memory", "efficientad"]
    assert service.named == ["", "", "caps"]


@pytest.mark.parametrize("name", ["nails", "../screws", "/etc/passwd", "ä", "x" * 900])
def test_an_unknown_recipe_is_said(http: httpx.Client, name: str) -> None:
    answer = post(http, packed(picture(), "PNG"), recipe=name)
    assert answer.status_code == 404
    assert answer.json()["type"] == "/docs#unknown-recipe"


def test_the_heat_map_is_a_clear_layer_in_the_shape_of_the_image(http: httpx.Client) -> None:
    answer = post(http, packed(picture(red=True, width=800, height=400), "PNG"), heatmap="true").json()
    layer = np.asarray(Pillow.open(BytesIO(base64.b64decode(answer["heatmap"], validate=True))))
    assert layer.shape == (128, 256, 4)
    assert layer[4, 4].tolist() == [*RAMP[255].tolist(), 255]
    assert layer[-1, -1, 3] == 0


def test_a_photo_held_upright_gets_an_upright_heat_map(http: httpx.Client) -> None:
    exif = Pillow.Exif()
    exif[0x112] = 6
    answer = post(http, packed(picture(width=60, height=30), "JPEG", exif=exif), heatmap="1").json()
    assert Pillow.open(BytesIO(base64.b64decode(answer["heatmap"]))).size == (30, 60)


@pytest.mark.parametrize("score", [math.nan, math.inf, -math.inf])
def test_a_score_that_is_no_number_is_null(http: httpx.Client, service: FakeService, score: float) -> None:
    service.score = score
    answer = post(http, packed(picture(), "PNG"), heatmap="true")
    assert answer.status_code == 200
    assert answer.json()["anomaly_score"] is None


def test_a_full_queue_says_when_to_try_again(http: httpx.Client, service: FakeService) -> None:
    service.error = Busy("Too many images wait", "16 are queued")
    answer = post(http, packed(picture(), "PNG"))
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "1"
    assert answer.headers["content-type"] == MEDIA_TYPE
    assert answer.json()["type"] == "/docs#busy"


@pytest.mark.parametrize(
    "error",
    [StationError("The station is faulted"), SettingsError("No disk"), RecipeError("screws is not whole")],
)
def test_a_station_that_cannot_inspect_says_why(
    http: httpx.Client, service: FakeService, error: Exception
) -> None:
    service.error = error
    answer = post(http, packed(picture(), "PNG"), recipe="screws")
    assert answer.status_code == 503
    assert "retry-after" not in answer.headers
    assert answer.json()["detail"] == str(error)


def test_an_inspection_that_fails_later_is_said_too(http: httpx.Client, service: FakeService) -> None:
    service.held = []
    with ThreadPoolExecutor(1) as clients:
        answer = clients.submit(post, http, packed(picture(), "PNG"))
        assert service.submitted.wait(10)
        service.held[0][0].set_exception(StationError("The inspection failed"))
        assert answer.result(10).status_code == 503


def test_others_are_answered_while_one_waits(http: httpx.Client, service: FakeService) -> None:
    service.held = []
    with ThreadPoolExecutor(6) as clients:
        waiting = [clients.submit(post, http, packed(picture(), "PNG")) for _ in range(6)]
        assert eventually(lambda: len(service.held or []) == 6)
        assert http.get("/ping").status_code == 200
        assert http.get("/metrics").status_code == 200
        decoders = [t for t in threading.enumerate() if t.name.startswith("http-decode")]
        assert 0 < len(decoders) <= 4
        service.release()
        assert [each.result(10).status_code for each in waiting] == [200] * 6


def test_uploads_together_hold_a_bounded_memory(serve: Serve, service: FakeService) -> None:
    """Eight of the largest; one more is asked to come again."""
    service.held = []
    image = packed(picture(), "BMP").ljust(MAX_BYTES // 2 - 500, b"\0")
    with httpx.Client(base_url=serve(), timeout=20) as http, ThreadPoolExecutor(16) as clients:
        waiting = [clients.submit(post, http, image) for _ in range(16)]
        assert eventually(lambda: len(service.held or []) == 16)
        assert post(http, image).json()["type"] == "/docs#busy"
        service.release()
        assert [each.result(10).status_code for each in waiting] == [200] * 16
        assert post(http, image).status_code == 200


def test_decoded_images_together_hold_a_bounded_memory(http: httpx.Client, service: FakeService) -> None:
    service.held = []
    image = packed(picture(width=1000, height=900), "PNG")
    with ThreadPoolExecutor(4) as clients:
        waiting = [clients.submit(post, http, image) for _ in range(4)]
        assert eventually(lambda: len(service.held or []) == 4)
        assert post(http, image).json()["type"] == "/docs#busy"
        service.release()
        assert [each.result(10).status_code for each in waiting] == [200] * 4
