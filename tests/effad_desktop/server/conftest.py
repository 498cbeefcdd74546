from __future__ import annotations

from collections.abc import Callable, Iterator

import httpx
import pytest
from prometheus_client import CollectorRegistry, Counter

from effad_desktop.server.api import create_app
from effad_desktop.server.runner import Server
from tests.effad_desktop.server.fakes import FakeService

MAX_BYTES = 400_000
MAX_PIXELS = 1_000_000

Observed = list[tuple[str, str, int, float]]
Serve = Callable[..., str]


@pytest.fixture
def service() -> FakeService:
    return FakeService()


@pytest.fixture
def observed() -> Observed:
    return []


@pytest.fixture
def serve(service: FakeService, observed: Observed) -> Iterator[Serve]:
    """Starts a server on a free port and gives its address; all end with the test."""
    started: list[Server] = []

    def start(token: str = "", of: FakeService | None = None, max_bytes: int = MAX_BYTES) -> str:
        registry = CollectorRegistry()
        Counter("things", "Whatever.", registry=registry).inc()
        app = create_app(
            of or service,
            registry=registry,
            token=token,
            max_upload_bytes=max_bytes,
            max_pixels=MAX_PIXELS,
            observe=lambda *answer: observed.append(answer),
        )
        server = Server(app, "127.0.0.1", 0)
        server.start()
        started.append(server)
        return server.url

    yield start
    for server in started:
        server.stop()


@pytest.fixture
def http(serve: Serve) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=serve(), timeout=20) as client:
        yield client
