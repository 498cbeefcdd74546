from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from itertools import cycle
from pathlib import Path
from threading import Event, Thread
from typing import Any, TypeVar
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import urlopen

import cv2
import httpx
import numpy as np
import pytest
import yaml
from prometheus_client import generate_latest

from effad_desktop.core.recipe import read_recipe, write_recipe
from effad_desktop.paths import built_in_recipes_dir, resources_dir
from effad_desktop.sinks.gpu import GpuUse
from effad_desktop.sinks.metrics import Metrics

T = TypeVar("T")
ROOT = Path(__file__).parents[2]
MONITORING = ROOT / "monitoring"
PAGES = Path(__file__).parent / "pages"
SHARED_DATA = ROOT.parent / "shared" / "data"
TOKEN = "a token of this test"  # noqa: S105
SCRAPE_SECONDS = 0.5
SCRAPES = 8
PATIENCE = 60.0


@pytest.fixture(scope="session")
def promtool() -> str:
    return find_tool("promtool")


def find_tool(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"needs {name}: apt-get install prometheus docker-compose")
    return found


@contextmanager
def served(page: Callable[[], bytes], token: str = "") -> Iterator[str]:
    """A page for Prometheus, to those who bring the token; gives its host and port."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            allowed = not token or self.headers["Authorization"] == f"Bearer {token}"
            body = page() if allowed else b""
            self.send_response(200 if allowed else 401)
            self.send_header("Content-Type", "text/plain; version=0.0.4")
            self.send_header("Content-Length", str(len(body)))
            with suppress(ConnectionError):  # Prometheus may end in the midst of a scrape
                self.end_headers()
                self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, name="page")
    thread.start()
    try:
        yield f"127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def exporter(name: str) -> Callable[[], bytes]:
    """A page of `pages/` whose counters rise by a second every second."""
    lines = (PAGES / f"{name}.prom").read_text().splitlines()
    began = time.monotonic()

    def page() -> bytes:
        return "".join(f"{_risen(line, time.monotonic() - began)}\n" for line in lines).encode()

    return page


def _risen(line: str, seconds: float) -> str:
    sample = re.fullmatch(r"(\w+_total(?:\{.*\})?) (\S+)", line)
    return f"{sample[1]} {float(sample[2]) + seconds}" if sample else line


@dataclass(frozen=True, slots=True)
class Target:
    """What Prometheus scrapes as job `effad`."""

    address: str
    token: str


@pytest.fixture(scope="module")
def station(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Target]:
    """A real `effad serve` at work: a camera too quick for it, two recipes by HTTP."""
    folder = tmp_path_factory.mktemp("station")
    _second_recipe(folder)
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    command = [sys.executable, "-m", "effad_desktop", "--data-dir", str(folder), "serve", "--port", str(port)]
    command += ["--source", str(_film(folder / "film.avi"))]
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(command, stderr=log, env=os.environ | {"EFFAD_TOKEN": TOKEN})
    ended = Event()
    work = Thread(target=_call_until, args=(port, ended), name="work")
    try:
        _awaited(lambda: _answers(port), folder / "log")
        work.start()
        yield Target(f"127.0.0.1:{port}", TOKEN)
    finally:
        ended.set()
        if work.is_alive():
            work.join()
        process.terminate()
        assert process.wait(PATIENCE) == 0


def _second_recipe(folder: Path) -> None:
    """The built-in one by another name."""
    nuts = folder / "recipes" / "nuts"
    shutil.copytree(built_in_recipes_dir() / "sample", nuts)
    write_recipe(replace(read_recipe(nuts), name="nuts"), nuts)


def _film(path: Path) -> Path:
    """A minute and a half at 30 frames a second: more than a CPU can inspect."""
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter_fourcc(*"MJPG"), 30, (64, 64))  # type: ignore[attr-defined]
    noise = np.random.default_rng(5)
    frames = [noise.integers(0, 256, (64, 64, 3), np.uint8) for _ in range(10)]
    for number in range(90 * 30):
        writer.write(frames[number % 10])
    writer.release()
    return path


def _answers(port: int) -> bool:
    try:
        return bool(httpx.get(f"http://127.0.0.1:{port}/ping").is_success)
    except httpx.TransportError:
        return False


def _call_until(port: int, ended: Event) -> None:
    """The sample images, real photographs where they are, and now and then something that is no image."""
    images = sorted((resources_dir() / "sample_images").iterdir())
    images += sorted((SHARED_DATA / "mvtec_ad/bottle/test/good").glob("*"))[:4]
    url, headers = f"http://127.0.0.1:{port}/predict", {"Authorization": f"Bearer {TOKEN}"}
    with httpx.Client(headers=headers, timeout=PATIENCE) as client:
        for number, image in enumerate(cycle(images)):
            if ended.wait(0.05):
                return
            recipe = ("sample", "nuts")[number % 2]
            client.post(url, files={"file": image.read_bytes()}, data={"recipe": recipe})
            if number % 8 == 0:
                client.post(url, files={"file": b"no image"})


@dataclass(frozen=True, slots=True)
class Prometheus:
    """A running one; `ask` gives the `data` of an answer of its HTTP API, or fails the test."""

    address: str

    def ask(self, path: str, **parameters: str) -> Any:
        query = urlencode([(name.replace("match", "match[]"), text) for name, text in parameters.items()])
        try:
            with urlopen(f"http://{self.address}/api/v1/{path}?{query}", timeout=10) as answer:
                return json.load(answer)["data"]
        except HTTPError as error:
            with error:
                pytest.fail(f"{parameters}: {error.read().decode()}")


@pytest.fixture(scope="module")
def prometheus(station: Target, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Prometheus]:
    """The real one, with our configuration at other addresses and a shorter interval."""
    program = find_tool("prometheus")
    folder = tmp_path_factory.mktemp("prometheus")
    gpu = Metrics(gpus=lambda: [GpuUse(0, "NVIDIA X", 8 << 30, 6 << 30, 0.25)])
    with ExitStack() as open_pages:
        enter = open_pages.enter_context
        addresses = {
            "effad": [station.address, enter(served(lambda: generate_latest(gpu.registry), TOKEN))],
            "node": [enter(served(exporter("node_exporter")))],
            "cadvisor": [enter(served(exporter("cadvisor")))],
            "windows": [enter(served(exporter("windows_exporter")))],
        }
        configuration = write_configuration(folder, addresses, station.token)
        with _running(program, configuration, folder) as running:
            yield running


def write_configuration(folder: Path, addresses: dict[str, list[str]], token: str) -> Path:
    """Ours, with other addresses, rules by their full path, and the Windows hosts that it describes."""
    configuration = yaml.safe_load((MONITORING / "prometheus.yml").read_text())
    interval = f"{int(1000 * SCRAPE_SECONDS)}ms"
    configuration["global"] = {"scrape_interval": interval, "evaluation_interval": interval}
    configuration["rule_files"] = [str(MONITORING / name) for name in configuration["rule_files"]]
    jobs = [job for job in configuration["scrape_configs"] if job["job_name"] in addresses]
    jobs.append({"job_name": "windows"})
    for job in jobs:
        job["static_configs"] = [{"targets": addresses[job["job_name"]]}]
        if "authorization" in job:
            job["authorization"]["credentials_file"] = str(folder / "token")
    (folder / "token").write_text(token)
    path = folder / "prometheus.yml"
    path.write_text(yaml.safe_dump(configuration | {"scrape_configs": jobs}))
    return path


@contextmanager
def _running(program: str, configuration: Path, folder: Path) -> Iterator[Prometheus]:
    log = folder / "log"
    command = [program, f"--config.file={configuration}", f"--storage.tsdb.path={folder / 'data'}"]
    with log.open("w") as file:
        process = subprocess.Popen([*command, "--web.listen-address=127.0.0.1:0"], stderr=file)
    try:
        found = Prometheus(_awaited(lambda: _address_in(log.read_text()), log))
        _awaited(lambda: _has_scraped(found), log)
        yield found
    finally:
        process.terminate()
        process.wait(PATIENCE)


def _awaited(look: Callable[[], T], log: Path) -> T:
    deadline = time.monotonic() + PATIENCE
    while not (seen := look()):
        if time.monotonic() > deadline:
            pytest.fail(f"Prometheus: {log.read_text()[-2000:]}")
        time.sleep(0.1)
    return seen


def _address_in(log: str) -> str:
    listening = re.search(r'msg="Listening on".*?address=(\S+)', log)
    return listening[1] if listening and "ready to receive" in log else ""


def _has_scraped(prometheus: Prometheus) -> bool:
    """Often enough, and inspections by both recipes and refusals among it."""
    wanted = (
        f"min(sum_over_time(up[1m])) >= {SCRAPES}",
        'min(increase(effad_inspections_total{source="http", recipe="nuts", verdict="normal"}[1m])) > 0',
        'min(increase(effad_inspections_total{source="http", recipe="sample", verdict="normal"}[1m])) > 0',
        'increase(effad_http_requests_total{status="400"}[1m]) > 0',
    )
    return all(prometheus.ask("query", query=query)["result"] for query in wanted)
