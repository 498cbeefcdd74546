from __future__ import annotations

import socket
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import httpx
import pytest

from effad_desktop.server import door
from tests.effad_desktop.server.conftest import Observed, Serve
from tests.effad_desktop.server.fakes import FakeService, eventually, packed, picture

GUARDED = ("/recipes", "/metrics", "/predict", "/nothing")
FREE = (
    "/",
    "/ping",
    "/style.css",
    "/app.js",
    "/view.js",
    "/station.js",
    "/icon.svg",
    "/docs",
    "/openapi.json",
)
TOKEN = "geheimes Wörtchen"  # noqa: S105 - of this test alone


def bearer(token: str, scheme: str = "Bearer") -> dict[bytes, bytes]:
    return {b"Authorization": f"{scheme} {token}".encode()}


@pytest.mark.parametrize(
    "headers",
    [
        {},
        bearer("wrong"),
        {b"Authorization": b"Bearer"},
        bearer(TOKEN + "x"),
        bearer(TOKEN, "Basic"),
        {b"Authorization": TOKEN.encode()},
        {b"Authorization": b"Bearer \xff\xfe"},
    ],
)
def test_without_the_token_nothing_is_told(
    serve: Serve, observed: Observed, service: FakeService, headers: dict[bytes, bytes]
) -> None:
    with httpx.Client(base_url=serve(TOKEN)) as http:
        for path in GUARDED:
            answer = http.post(path, files={"file": b"x"}, headers=headers)
            assert answer.status_code == 401
            assert answer.json()["type"] == "/docs#unauthorized"
            assert answer.headers["www-authenticate"].startswith("Bearer")
    assert not service.frames
    assert eventually(lambda: [answer[2] for answer in observed] == [401] * len(GUARDED))


def test_the_token_opens(serve: Serve) -> None:
    with httpx.Client(base_url=serve(TOKEN), headers=bearer(TOKEN)) as http:
        assert http.get("/recipes").status_code == 200
        assert http.get("/metrics", headers=bearer(TOKEN, "bEARER")).status_code == 200
        assert http.post("/predict", files={"file": packed(picture(), "PNG")}).status_code == 200


def test_health_page_and_documentation_need_no_token(serve: Serve) -> None:
    with httpx.Client(base_url=serve(TOKEN)) as http:
        assert [http.get(path).status_code for path in FREE] == [200] * len(FREE)


@pytest.mark.parametrize("path", ["/", "/docs", "/ping", "/nothing", "/app.js"])
def test_every_answer_carries_the_headers_of_safety(http: httpx.Client, path: str) -> None:
    headers = http.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert "access-control-allow-origin" not in headers


def test_a_page_of_another_site_cannot_post_images(http: httpx.Client, service: FakeService) -> None:
    files = {"file": packed(picture(), "PNG")}
    refused = http.post("/predict", files=files, headers={"Sec-Fetch-Site": "cross-site"})
    assert refused.status_code == 403
    assert not service.frames
    own = http.post("/predict", files=files, headers={"Sec-Fetch-Site": "same-origin"})
    assert own.status_code == 200


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_foreign_name_that_leads_to_this_machine_is_refused(http: httpx.Client, method: str) -> None:
    """A web site may let its own name lead to 127.0.0.1, and its page is then of the same site."""
    headers = {"Host": "evil.example:8000", "Sec-Fetch-Site": "same-origin"}
    answer = http.request(method, "/recipes", headers=headers)
    assert (answer.status_code, answer.json()["type"]) == (403, "/docs#foreign-page")


@pytest.mark.parametrize("host", ["localhost:8000", "127.0.0.1", "[::1]:8000", "LOCALHOST.", "127.1.2.3:80"])
def test_names_of_this_machine_are_taken(http: httpx.Client, host: str) -> None:
    assert http.get("/recipes", headers={"Host": host}).status_code == 200


def test_with_a_token_any_name_is_taken(serve: Serve) -> None:
    with httpx.Client(base_url=serve(TOKEN), headers=bearer(TOKEN)) as http:
        assert http.get("/recipes", headers={"Host": "station.factory"}).status_code == 200


def test_of_too_many_requests_at_once_the_last_are_asked_to_come_again(
    http: httpx.Client, service: FakeService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(door, "AT_ONCE", 2)
    service.held = []
    image = {"file": packed(picture(), "PNG")}
    with ThreadPoolExecutor(2) as clients:
        waiting = [clients.submit(http.post, "/predict", files=image) for _ in range(2)]
        assert eventually(lambda: len(service.held or []) == 2)
        answer = http.post("/predict", files=image)
        assert (answer.status_code, answer.json()["type"]) == (503, "/docs#busy")
        assert answer.headers["retry-after"] == "1"
        assert http.get("/ping").status_code == 200
        service.release()
        assert [each.result(10).status_code for each in waiting] == [200, 200]
    assert http.post("/predict", files=image).status_code == 200


def test_connections_that_ask_nothing_keep_nobody_out(http: httpx.Client) -> None:
    address = (http.base_url.host, http.base_url.port)
    with ExitStack() as idle:
        for _ in range(300):
            idle.enter_context(socket.create_connection(address, timeout=10))
        assert http.get("/ping").status_code == 200
        assert http.get("/recipes").status_code == 200
