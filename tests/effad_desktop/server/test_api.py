from __future__ import annotations

from datetime import datetime
from html.parser import HTMLParser
from urllib.parse import urlsplit

import httpx
import pytest

from effad_desktop import __version__
from effad_desktop.core.status import SourceStatus, State
from effad_desktop.server.problems import MEDIA_TYPE
from tests.effad_desktop.server.conftest import Observed, Serve
from tests.effad_desktop.server.fakes import SINCE, BrokenService, FakeService, eventually


def test_ping_says_how_the_station_is(http: httpx.Client) -> None:
    answer = http.get("/ping")
    assert answer.status_code == 200
    assert answer.json() == {
        "state": "running",
        "reason": "",
        "recipe": "screws",
        "detector": "red",
        "version": __version__,
        "since": "2026-03-04T05:06:07Z",
        "waiting": 0,
        "source": None,
        "alarms": [],
    }


def test_ping_fails_a_health_check_when_the_station_is_faulted(
    http: httpx.Client, service: FakeService
) -> None:
    service.state = State.FAULTED
    answer = http.get("/ping")
    assert answer.status_code == 503
    assert answer.json()["state"] == "faulted"
    assert "broken detector" in answer.json()["reason"]


def test_ping_tells_of_source_and_alarms_but_not_of_passwords(
    http: httpx.Client, service: FakeService
) -> None:
    service.source = SourceStatus(
        "camera rtsp://me:secret@10.0.0.9/live", "rtsp://me:secret@10.0.0.9: gone", 3
    )
    service.alarms = ("History fails: postgresql://me:secret@db/h is full",)
    answer = http.get("/ping")
    assert answer.status_code == 200
    assert answer.json()["source"] == {
        "name": "camera rtsp://10.0.0.9/live",
        "fault": "rtsp://10.0.0.9: gone",
        "dropped": 3,
    }
    assert "secret" not in answer.text


def test_recipes_are_listed_with_the_one_in_use(http: httpx.Client) -> None:
    first, second = http.get("/recipes").json()
    assert datetime.fromisoformat(first.pop("created")) == SINCE
    told = {"name": "screws", "threshold": 0.25, "description": "M4 screws", "in_use": True}
    assert first == told | {"method": "memory"}
    assert (second["in_use"], second["method"]) == (False, "efficientad")


def test_metrics_are_in_the_format_of_prometheus(http: httpx.Client) -> None:
    answer = http.get("/metrics")
    assert answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    assert "things_total 1.0\n" in answer.text


@pytest.mark.parametrize(
    ("method", "path", "status", "kind"),
    [
        ("GET", "/nothing", 404, "not-found"),
        ("GET", "/web/../api.py", 404, "not-found"),
        ("GET", "/..%2f..%2fetc/passwd", 404, "not-found"),
        ("GET", "/predict", 405, "method-not-allowed"),
        ("DELETE", "/recipes", 405, "method-not-allowed"),
        ("POST", "/", 405, "method-not-allowed"),
    ],
)
def test_unknown_paths_and_methods_are_problems(
    http: httpx.Client, method: str, path: str, status: int, kind: str
) -> None:
    answer = http.request(method, path)
    assert answer.status_code == status
    assert answer.headers["content-type"] == MEDIA_TYPE
    assert answer.json().keys() == {"type", "title", "status", "detail"}
    assert answer.json()["type"] == f"/docs#{kind}"
    assert ("allow" in answer.headers) == (status == 405)


def test_a_bug_is_answered_without_its_trace_and_logged(
    serve: Serve, observed: Observed, caplog: pytest.LogCaptureFixture
) -> None:
    answer = httpx.get(f"{serve(of=BrokenService())}/ping")
    assert answer.status_code == 500
    assert answer.headers["content-type"] == MEDIA_TYPE
    assert answer.json()["type"] == "/docs#crash"
    assert "secret" not in answer.text
    assert "Traceback" not in answer.text
    assert eventually(lambda: "secret" in str(_logged_crash(caplog)))
    assert observed[-1][:3] == ("/ping", "GET", 500)


def test_answers_are_observed_by_route_never_by_what_was_asked_for(
    http: httpx.Client, observed: Observed
) -> None:
    for path in ("/ping", "/recipes", "/style.css", "/nothing", "/ping/", "/predict"):
        http.get(path)
    assert eventually(lambda: len(observed) == 6)
    assert [answer[:3] for answer in observed] == [
        ("/ping", "GET", 200),
        ("/recipes", "GET", 200),
        ("/style.css", "GET", 200),
        ("other", "GET", 404),
        ("other", "GET", 404),
        ("/predict", "GET", 405),
    ]
    assert all(0 < seconds < 60 for *_, seconds in observed)


def _logged_crash(caplog: pytest.LogCaptureFixture) -> BaseException | None:
    ours = (record for record in caplog.records if record.name == "effad_desktop.server")
    return next((record.exc_info[1] for record in ours if record.exc_info), None)


@pytest.mark.parametrize("path", ["/", "/docs"])
def test_pages_load_nothing_from_elsewhere_and_run_nothing_inline(http: httpx.Client, path: str) -> None:
    answer = http.get(path)
    page = Page(answer.text)
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert not page.inline
    for place in page.loaded:
        assert not urlsplit(place).netloc
        assert http.get(place).status_code == 200, place


def test_the_pages_scripts_load_only_each_other(http: httpx.Client) -> None:
    for name in ("app.js", "view.js", "station.js", "style.css"):
        text = http.get(name).text.replace("http://www.w3.org/2000/svg", "")
        assert "http:" not in text, name
        assert "https:" not in text, name


def test_docs_name_every_route_and_every_problem(http: httpx.Client) -> None:
    text = http.get("/docs").text
    for said in ("POST /predict", "GET /ping", "GET /metrics", "GET /recipes", "anomaly_score", "busy"):
        assert said in text
    kind = httpx.URL(http.get("/nothing").json()["type"])
    assert f"id='{kind.fragment}'" in text


class Page(HTMLParser):
    """What a page loads, and script or style within it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.loaded: list[str] = []
        self.inline: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in ("script", "img", "iframe") and given.get("src"):
            self.loaded.append(str(given["src"]))
        if tag == "link":
            self.loaded.append(str(given["href"]))
        if tag == "style" or (tag == "script" and "src" not in given):
            self.inline.append(tag)
        self.inline += [name for name in given if name == "style" or name.startswith("on")]
