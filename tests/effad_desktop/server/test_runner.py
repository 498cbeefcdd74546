from __future__ import annotations

import logging
import signal
import socket
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import enumerate as threads
from typing import Any

import httpx
import pytest
from prometheus_client import CollectorRegistry

from effad_desktop.errors import SettingsError, StationError
from effad_desktop.server import runner
from effad_desktop.server.api import create_app
from effad_desktop.server.runner import Server
from tests.effad_desktop.server.fakes import FakeService, packed, picture


def server_of(
    service: FakeService,
    host: str = "127.0.0.1",
    port: int = 0,
    on_crash: Callable[[Exception], None] = lambda _crash: None,
) -> Server:
    app = create_app(
        service,
        registry=CollectorRegistry(),
        max_upload_bytes=100_000,
        max_pixels=1_000_000,
        observe=lambda *_answer: None,
    )
    return Server(app, host, port, on_crash)


def test_it_listens_when_start_returns_and_is_gone_when_stop_does(service: FakeService) -> None:
    handlers = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)]
    server = server_of(service)
    server.start()
    assert "api" in [thread.name for thread in threads()]
    assert httpx.get(f"{server.url}/ping").status_code == 200
    assert [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)] == handlers
    server.stop()
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{server.url}/ping")


def test_it_can_be_started_again_on_the_same_port(service: FakeService) -> None:
    first = server_of(service)
    first.start()
    port = int(first.url.rpartition(":")[2])
    httpx.get(f"{first.url}/ping")
    first.stop()
    again = server_of(service, port=port)
    for _ in range(2):
        again.start()
        again.start()
        assert httpx.post(f"{again.url}/predict", files={"file": packed(picture(), "PNG")}).status_code == 200
        again.stop()
        again.stop()


def test_a_taken_port_is_said(service: FakeService) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(StationError, match=f"Port {port} is taken"):
            server_of(service, port=port).start()


@pytest.mark.parametrize("host", ["192.0.2.7", "no-such-machine.invalid"])
def test_an_address_of_another_machine_is_said(service: FakeService, host: str) -> None:
    with pytest.raises(SettingsError, match=f"{host} is no address of this machine"):
        server_of(service, host).start()


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("127.0.0.1", "http://127.0.0.1"),
        ("localhost", "http://localhost"),
        ("0.0.0.0", "http://127.0.0.1"),  # noqa: S104 - for a moment
    ],
)
def test_the_address_can_be_opened_on_this_machine(service: FakeService, host: str, url: str) -> None:
    server = server_of(service, host)
    server.start()
    try:
        assert server.url.startswith(f"{url}:")
        assert not server.url.endswith(":0")
        assert httpx.get(f"{server.url}/ping").status_code == 200
    finally:
        server.stop()


def test_ipv6_addresses_stand_in_brackets(service: FakeService) -> None:
    assert server_of(service, "::1", 8000).url == "http://[::1]:8000"
    assert server_of(service, "::", 8000).url == "http://[::1]:8000"


def test_stopping_finishes_what_is_in_flight(service: FakeService) -> None:
    service.held = []
    server = server_of(service)
    server.start()
    with ThreadPoolExecutor(2) as clients:
        answer = clients.submit(
            httpx.post, f"{server.url}/predict", files={"file": packed(picture(), "PNG")}, timeout=20
        )
        assert service.submitted.wait(10)
        stopping = clients.submit(server.stop)
        time.sleep(0.3)
        assert not stopping.done()
        service.release()
        assert answer.result(10).status_code == 200
        stopping.result(10)


@pytest.mark.parametrize("last", [lambda: None, lambda: 1 // 0], ids=["returns", "raises"])
def test_a_service_that_ends_by_itself_is_told(
    service: FakeService,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
    last: Callable[[], object],
) -> None:
    crashes: list[Exception] = []
    server = server_of(service, on_crash=crashes.append)
    server.start()
    inner = server._server
    assert inner
    shutdown = inner.shutdown

    async def and_then(**sockets: Any) -> None:
        await shutdown(**sockets)
        last()

    monkeypatch.setattr(inner, "shutdown", and_then)
    inner.should_exit = True
    assert server._thread
    server._thread.join(10)
    assert len(crashes) == 1
    assert "The HTTP service has died" in caplog.text
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{server.url}/ping")
    server.stop()


def test_a_service_that_is_stopped_has_not_died(service: FakeService) -> None:
    crashes: list[Exception] = []
    server = server_of(service, on_crash=crashes.append)
    server.start()
    server.stop()
    assert not crashes


def test_stopping_waits_no_longer_than_its_grace(
    service: FakeService, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(runner, "GRACE_SECONDS", 1)
    service.held = []
    server = server_of(service)
    server.start()
    with ThreadPoolExecutor(1) as clients:
        answer = clients.submit(
            httpx.post, f"{server.url}/predict", files={"file": packed(picture(), "PNG")}, timeout=20
        )
        assert service.submitted.wait(10)
        server.stop()
        assert not server.running
        assert answer.exception(10) or answer.result().status_code == 500
    assert service.held[0][0].cancelled()


def test_the_web_servers_log_is_the_applications(
    service: FakeService, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "effad_desktop.server")
    server = server_of(service)
    server.start()
    host, port = server.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port))) as raw:
        raw.sendall(b"\x16\x03\x01 this is no HTTP\r\n\r\n")
        assert raw.recv(1000).startswith(b"HTTP/1.1 400")
    server.stop()
    ours = [record for record in caplog.records if record.name == "effad_desktop.server"]
    assert "Invalid HTTP request received." in [record.getMessage() for record in ours]
    assert all(record.levelno < logging.WARNING for record in ours)
