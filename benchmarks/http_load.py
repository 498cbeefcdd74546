"""Eight clients for a minute against a real `effad serve`: ``python benchmarks/http_load.py IMAGES``.

Prints p50, p95 and p99 of a request, requests a second, what the service adds to decoding, waiting for the
detector and inference, its CPU time for a request, its memory from minute to minute, and whether every answer
is in the history. With ``--blank 0.17`` the detector sleeps so long instead of computing, as if it were on a
GPU, and calls everything anomalous, so that every image is stored: what is left is the service's own. Talks
to this machine alone.
"""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

import numpy as np
import psutil
import typer

from effad_desktop.imaging import image_paths
from effad_desktop.settings import load_settings
from effad_desktop.station import read_history

BOUNDARY = "effad-load"
BLANK = """
import sys, time
import numpy as np
from effad_desktop.cli import main
from effad_desktop.core.inspection import Prediction
from effad_desktop.detection import engines

class Blank:
    name, batch = "blank", 1

    def predict(self, images):
        time.sleep({seconds})
        return [Prediction(np.ones((64, 64), np.float32), 1.0, {seconds}) for _ in images]

engines.load_detector = lambda *_: Blank()
sys.exit(main(sys.argv[1:]))
"""
SAMPLE_SECONDS = 15.0


@dataclass(slots=True)
class Tally:
    """What one client saw: seconds by the inspection's id."""

    took: dict[str, float] = field(default_factory=dict)
    statuses: Counter[int] = field(default_factory=Counter)


def form(path: Path) -> bytes:
    head = (
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="{path.name}"\r\n'
        "Content-Type: application/octet-stream\r\n\r\n"
    )
    return head.encode() + path.read_bytes() + f"\r\n--{BOUNDARY}--\r\n".encode()


def client(port: int, bodies: list[bytes], seconds: float, start: int) -> Tally:
    """One connection that is kept; a 503 is obeyed."""
    tally, number = Tally(), start
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        began = time.perf_counter()
        connection.request("POST", "/predict", bodies[number % len(bodies)], headers)
        response = connection.getresponse()
        body = response.read()
        took = time.perf_counter() - began
        tally.statuses[response.status] += 1
        number += 1
        if response.status == 503:
            time.sleep(float(response.getheader("Retry-After", "1")))
        elif response.status == 200:
            tally.took[json.loads(body)["inspection_id"]] = took
    connection.close()
    return tally


def memory(process: psutil.Process, seconds: float) -> list[float]:
    """Resident megabytes, every quarter of a minute."""
    found, end = [], time.monotonic() + seconds
    while time.monotonic() < end:
        time.sleep(min(SAMPLE_SECONDS, max(0.1, end - time.monotonic())))
        found.append(round(process.memory_info().rss / 1e6, 1))
    return found


def cpu_seconds(process: int) -> float:
    times = psutil.Process(process).cpu_times()
    return float(times.user + times.system)


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def wait_until_ready(port: int) -> None:
    for _ in range(240):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/ping")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.25)
    raise SystemExit("the service did not start")


def in_history(data: Path) -> dict[str, float]:
    """Seconds from the encoded image to the verdict, by the inspection's id."""
    with read_history(load_settings(data)) as history:
        return {entry.id: entry.seconds for entry in history.entries()}


def main(
    images: Path,
    clients: Annotated[int, typer.Option(help="How many at once.")] = 8,
    seconds: Annotated[float, typer.Option(help="How long.")] = 60.0,
    recipe: Annotated[str, typer.Option(help="An installed name or a folder.")] = "sample",
    blank: Annotated[float, typer.Option(help="Seconds that a detector sleeps instead of computing.")] = 0.0,
) -> None:
    bodies = [form(path) for path in image_paths([images])]
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="effad-load-") as data:
        program = ["-c", BLANK.format(seconds=blank)] if blank else ["-m", "effad_desktop"]
        command = [sys.executable, *program, "--data-dir", data, "serve", "--port", str(port)]
        service = subprocess.Popen([*command, "--recipe", recipe], stderr=subprocess.DEVNULL)
        try:
            wait_until_ready(port)
            with ThreadPoolExecutor(clients + 1) as pool:
                before = cpu_seconds(service.pid)
                watching = pool.submit(memory, psutil.Process(service.pid), seconds)
                jobs = [pool.submit(client, port, bodies, seconds, 7 * i) for i in range(clients)]
                tallies = [job.result() for job in jobs]
                resident = watching.result()
                cpu = cpu_seconds(service.pid) - before
        finally:
            service.send_signal(signal.SIGTERM)
            code = service.wait(60)
        report(tallies, seconds, resident, code, in_history(Path(data)), cpu)


def report(
    tallies: list[Tally],
    seconds: float,
    resident: list[float],
    code: int,
    stored: dict[str, float],
    cpu: float,
) -> None:
    took = {one: seconds for tally in tallies for one, seconds in tally.took.items()}
    overhead = [1000 * (seconds - stored[one]) for one, seconds in took.items() if one in stored]
    statuses = sum((tally.statuses for tally in tallies), Counter())
    p50, p95, p99 = 1000 * np.percentile(list(took.values()), (50, 95, 99))
    print(f"clients {len(tallies)}, {seconds:.0f} s, on {os.cpu_count()} cores, statuses {dict(statuses)}")
    print(f"p50 {p50:.0f} ms, p95 {p95:.0f} ms, p99 {p99:.0f} ms, {len(took) / seconds:.1f} requests/s")
    print(f"beside decoding, waiting and inference: p50 {np.percentile(overhead, 50):.2f} ms")
    print(f"CPU time for a request: {1000 * cpu / len(took):.2f} ms")
    print(f"resident MB every {SAMPLE_SECONDS:.0f} s: {resident}")
    print(f"answers {len(took)}, in the history {len(stored)}, exit code {code}")
    if took.keys() - stored.keys() or set(statuses) - {200, 503} or code:
        raise SystemExit("FAILED")


if __name__ == "__main__":
    typer.run(main)
