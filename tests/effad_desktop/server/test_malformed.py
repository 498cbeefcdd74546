from __future__ import annotations

import os
import socket
import struct
import sys
import tracemalloc
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from effad_desktop.server.problems import MEDIA_TYPE
from tests.effad_desktop.server import malformed
from tests.effad_desktop.server.conftest import MAX_BYTES, Observed
from tests.effad_desktop.server.fakes import FakeService, eventually
from tests.effad_desktop.server.malformed import BOUNDARY, PNG, form

FILE = ('name="file"; filename="a.png"', PNG)
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
_watched: list[list[str]] = []


def _note_writes(event: str, arguments: tuple[object, ...]) -> None:
    """A hook cannot be taken off again; it notes only while a test watches."""
    if event == "open" and _watched:
        path, _mode, flags = arguments
        if isinstance(flags, int) and flags & _WRITING:
            _watched[-1].append(str(path))


sys.addaudithook(_note_writes)


@pytest.fixture(autouse=True)
def nothing_is_written() -> Iterator[None]:
    """Not even to a temporary file without a name; what the test's own process opens counts too."""
    _watched.append([])
    yield
    assert _watched.pop() == []


Answer = tuple[str, int, str]


def post_all(http: httpx.Client, files: Iterable[tuple[str, bytes]]) -> list[Answer]:
    return [_checked(name, http.post("/predict", files={"file": ("a.png", data)})) for name, data in files]


def _checked(name: str, answer: httpx.Response) -> Answer:
    body = answer.json()
    if answer.status_code != 200:
        assert answer.headers["content-type"] == MEDIA_TYPE, name
        assert body["status"] == answer.status_code, name
        assert "Traceback" not in body["detail"], name
    return name, answer.status_code, body.get("type", "")


@pytest.mark.parametrize("cases", [malformed.truncated, malformed.wrong])
def test_what_is_no_whole_image_is_refused(
    http: httpx.Client,
    service: FakeService,
    cases: Callable[[], Iterator[tuple[str, bytes]]],
) -> None:
    for name, status, kind in post_all(http, cases()):
        assert (status, kind) == (400, "/docs#not-an-image"), name
    assert not service.frames


def test_bombs_are_refused_before_they_are_decoded(http: httpx.Client, service: FakeService) -> None:
    bombs = list(malformed.bombs())
    assert all(len(data) < MAX_BYTES for _, data in bombs)
    tracemalloc.start()  # sees numpy's memory, and so OpenCV's
    for name, status, kind in post_all(http, bombs):
        assert (status, kind) == (413, "/docs#too-large"), name
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 20_000_000
    assert not service.frames


def test_of_films_the_first_frame_is_inspected_and_one_pixel_is_enough(
    http: httpx.Client, service: FakeService
) -> None:
    cases = list(malformed.animated())
    for name, data in cases:
        answer = http.post("/predict", files={"file": ("a.png", data)})
        assert (answer.status_code, answer.json()["verdict"]) == (200, "normal"), name
    assert len(service.frames) == len(cases)


def test_broken_forms_are_refused(http: httpx.Client) -> None:
    for name, kind, body, status in malformed.forms():
        answer = http.post("/predict", content=body, headers={"Content-Type": kind})
        assert _checked(name, answer)[1] == status, name


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("part.png", "part.png"),
        ("../../etc/passwd", "passwd"),
        ("/etc/cron.d/job", "job"),
        ("C:\\Users\\me\\part.png", "part.png"),
        ("\\\\server\\share\\part.png", "part.png"),
        ("..", "upload"),
        ("", "upload"),
        ("   ", "upload"),
        ("Schrauben grün 螺丝 🔩.png", "Schrauben grün 螺丝 🔩.png"),
        ("u\u0308ber.png", "über.png"),
        ("evil\u202egnp.exe", "evil_gnp.exe"),
        ("a\x00b\x1b[31mc\x7f.png", "a_b_[31mc_.png"),
        ("zero\u200bwidth\ufeff.png", "zero_width_.png"),
        ("lines\u2028and\u0085more.png", "lines_and_more.png"),
        ("x" * 3000 + ".png", "x" * 87 + "…xxxxxxxx.png"),
        ("%2e%2e%2fpasswd", "%2e%2e%2fpasswd"),
        ("<img src=x onerror=alert(1)>.png", "<img src=x onerror=alert(1)>.png"),
    ],
)
def test_file_names_are_for_display_alone(
    http: httpx.Client, service: FakeService, sent: str, shown: str
) -> None:
    body = form((f'name="file"; filename="{sent}"', PNG))
    headers = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
    assert http.post("/predict", content=body, headers=headers).status_code == 200
    assert service.frames[0].source == shown


def test_a_name_that_is_no_text_is_made_one(http: httpx.Client, service: FakeService) -> None:
    body = form(('name="file"; filename="ABC"', PNG)).replace(b"ABC", b"\xff\xfe\x80")
    headers = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
    assert http.post("/predict", content=body, headers=headers).status_code == 200
    assert service.frames[0].source == "\ufffd" * 3


@contextmanager
def connected(http: httpx.Client) -> Iterator[socket.socket]:
    with socket.create_connection((http.base_url.host, http.base_url.port or 0), 10) as raw:
        yield raw


def head(length: int | str, *more: str) -> bytes:
    lines = (
        "POST /predict HTTP/1.1", "Host: localhost", f"Content-Length: {length}",
        f"Content-Type: multipart/form-data; boundary={BOUNDARY}", *more, "", "",
    )  # fmt: skip
    return "\r\n".join(lines).encode()


def status_of(raw: socket.socket) -> int:
    start = raw.makefile("rb").readline()
    return int(start.split()[1])


def test_too_many_bytes_are_refused_before_they_are_sent(http: httpx.Client) -> None:
    with connected(http) as raw:
        raw.sendall(head(10**12, "Expect: 100-continue"))
        assert status_of(raw) == 413


def test_too_many_bytes_are_refused_while_they_are_sent(http: httpx.Client) -> None:
    """Of a body that does not say its length, and goes on."""
    with connected(http) as raw:
        raw.sendall(head(0, "Transfer-Encoding: chunked").replace(b"Content-Length: 0\r\n", b""))
        start = form(('name="file"', b""), end="")
        raw.sendall(f"{len(start):x}\r\n".encode() + start + b"\r\n")
        for _ in range(MAX_BYTES // 10_000 + 20):
            raw.sendall(b"2710\r\n" + bytes(10_000) + b"\r\n")
        assert status_of(raw) == 413


@pytest.mark.parametrize("length", ["-5", "abc", "1e9", "9" * 5000])
def test_lengths_that_are_none_are_refused(http: httpx.Client, length: str) -> None:
    with connected(http) as raw:
        raw.sendall(head(length))
        assert status_of(raw) in (400, 413)


def test_a_huge_header_is_refused(http: httpx.Client) -> None:
    with connected(http) as raw:
        raw.sendall(head(0, f"X-Long: {'x' * 200_000}"))
        assert status_of(raw) == 400
    assert http.get("/ping").status_code == 200


def test_a_caller_who_hangs_up_harms_nobody(
    http: httpx.Client, service: FakeService, observed: Observed
) -> None:
    body = form(FILE)
    for sent in (0, 10, len(body) // 2, len(body) - 1):
        with connected(http) as raw:
            raw.sendall(head(len(body)) + body[:sent])
            if sent == 10:  # with a reset, as when a cable is pulled
                raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    assert eventually(lambda: [answer[2] for answer in observed] == [499] * 4)
    assert not service.frames
    assert http.post("/predict", files={"file": PNG}).status_code == 200


def test_a_caller_who_does_not_wait_for_the_verdict_harms_nobody(
    http: httpx.Client, service: FakeService, observed: Observed
) -> None:
    service.held = []
    body = form(FILE)
    with connected(http) as raw:
        raw.sendall(head(len(body)) + body)
        assert service.submitted.wait(10)
    service.release()
    assert eventually(lambda: len(observed) == 1)
    assert http.post("/predict", files={"file": PNG}).status_code == 200


def test_what_dawdles_is_given_up(http: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("effad_desktop.server.intake.READ_SECONDS", 0.2)
    with connected(http) as raw:
        raw.sendall(head(1000) + b"--")
        assert status_of(raw) == 408


def test_bodies_one_after_another_on_one_connection_stay_apart(http: httpx.Client) -> None:
    body = form(FILE)
    with connected(http) as raw:
        raw.sendall((head(len(body)) + body) * 3)
        answers = b""
        while answers.count(b"inspection_id") < 3:
            answers += raw.recv(65536)
        assert answers.count(b"HTTP/1.1 200") == 3


def test_there_are_more_than_sixty_of_them() -> None:
    cases = (malformed.truncated, malformed.wrong, malformed.bombs, malformed.animated, malformed.forms)
    assert sum(len(list(case())) for case in cases) > 100


def test_the_watch_for_written_files_sees_them(tmp_path: Path) -> None:
    (tmp_path / "seen").touch()
    assert str(tmp_path / "seen") in _watched[-1]
    _watched[-1].clear()
