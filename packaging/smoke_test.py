"""Tries a bundle as a factory PC would: ``python packaging/smoke_test.py dist/effad-lite``.

It is copied away from the checkout and started with an empty home and no Python on the path. Scores are
compared with those of this checkout, run by the Python that runs this.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import Request, urlopen

import framebuffer

ROOT = Path(__file__).resolve().parents[1]
IMAGE = ROOT / "resources" / "sample_images" / "stain_001.jpg"
VIDEOS = ROOT / "packaging" / "videos"
TOLERANCE = 1e-3
PATIENCE = 180.0
ENOUGH_COLOURS = 5000
"""A window with a picture and its heat map has 14,000; an empty one, with its letters' edges, 2,000."""


@dataclass(frozen=True, slots=True)
class Bench:
    """Where the bundle lies and what its programs see."""

    folder: Path
    home: Path
    image: Path
    shot: Path | None

    def command(self, name: str, *arguments: str) -> list[str]:
        return [str(self.folder / (f"{name}.exe" if sys.platform == "win32" else name)), *arguments]

    def environment(self, **more: str) -> dict[str, str]:
        empty = self.home / "bin"
        empty.mkdir(exist_ok=True)
        kept = {name: os.environ[name] for name in ("SYSTEMROOT", "TEMP") if name in os.environ}
        folders = {"HOME": str(self.home), "USERPROFILE": str(self.home), "PATH": str(empty)}
        return kept | folders | {"LC_ALL": "C.UTF-8"} | more

    def run(self, *arguments: str) -> str:
        done = subprocess.run(
            self.command("effad", *arguments),
            cwd=self.home,
            env=self.environment(),
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
            timeout=PATIENCE,
        )
        require(
            done.returncode == 0, f"effad {' '.join(arguments)} exits with {done.returncode}: {done.stderr}"
        )
        return done.stdout


def require(holds: bool, otherwise: str) -> None:
    if not holds:
        raise SystemExit(f"FAILED: {otherwise}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("bundle", type=Path, help="folder, .tar.zst, .tar.xz or .zip")
    parser.add_argument("--image", type=Path, default=IMAGE)
    parser.add_argument("--screenshot", type=Path, help="keep the picture of the window here")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="effad-smoke-") as scratch:
        folder, home = unpacked(chosen.bundle.absolute(), Path(scratch)), Path(scratch) / "home"
        home.mkdir()
        bench = Bench(folder, home, chosen.image.absolute(), chosen.screenshot)
        expected = score_from_source(bench.image, Path(scratch))
        checks = (
            check_papers,
            check_version,
            check_doctor,
            check_inspect,
            check_service,
            check_video,
            check_window,
        )
        for check in checks:
            began = time.perf_counter()
            said = check(bench, expected)
            print(f"{check.__name__.removeprefix('check_'):8} {time.perf_counter() - began:6.2f} s  {said}")


def unpacked(bundle: Path, scratch: Path) -> Path:
    target = scratch / "bundle"
    if bundle.is_dir():
        shutil.copytree(bundle, target, symlinks=True)
        return target
    target.mkdir()
    if bundle.suffix == ".zip":
        shutil.unpack_archive(bundle, target)
    else:
        subprocess.run(["tar", "-xf", str(bundle), "-C", str(target)], check=True)
    (folder,) = target.iterdir()
    return folder


def score_from_source(image: Path, scratch: Path) -> float:
    command = [sys.executable, "-m", "effad_desktop", "--data-dir", str(scratch / "source"), "inspect"]
    done = subprocess.run(
        [*command, str(image), "--engine", "openvino", "--json"],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    return float(json.loads(done.stdout)["anomaly_score"])


def check_papers(bench: Bench, _: float) -> str:
    """Licences and the bill of materials are beside the programs."""
    licences = (bench.folder / "THIRD_PARTY.md").read_text(encoding="utf-8")
    for told in ("PySide6_Essentials", "GNU LESSER GENERAL PUBLIC LICENSE", "put its files there in place"):
        require(told in licences, f"THIRD_PARTY.md lacks {told!r}")
    bill = json.loads((bench.folder / "sbom.json").read_text(encoding="utf-8"))
    names = {component["name"] for component in bill["components"]}
    require({"PySide6_Essentials", "openvino", "Python"} <= names, f"sbom.json has only {sorted(names)}")
    return f"{len(names)} components"


def check_version(bench: Bench, _: float) -> str:
    said = bench.run("--version").strip()
    require(said.startswith("effad "), f"--version says {said!r}")
    return said


def check_doctor(bench: Bench, _: float) -> str:
    said = bench.run("doctor")
    require("wrong" not in said, said)
    return next((line.strip() for line in said.splitlines() if "detector" in line), said)


def check_inspect(bench: Bench, expected: float) -> str:
    answer = json.loads(bench.run("inspect", str(bench.image), "--engine", "openvino", "--json"))
    return _same(answer["anomaly_score"], expected)


def check_service(bench: Bench, expected: float) -> str:
    port = free_port()
    flags = ("serve", "--port", str(port), "--engine", "openvino")
    with running(bench.command("effad", *flags), bench.environment(), bench.home) as process:
        wait_for(process, lambda: fetch(port, "/ping") is not None, "the service answers /ping")
        answer = json.loads(predict(port, bench.image))
        said = _same(answer["anomaly_score"], expected)
        metrics = fetch(port, "/metrics") or ""
        counted = [line for line in metrics.splitlines() if line.startswith("effad_inspections_total{")]
        require(any(line.endswith(" 1.0") for line in counted), f"/metrics counts {counted}")
        require("<html" in (fetch(port, "/") or "").lower(), "the upload page is missing")
    return said


def check_video(bench: Bench, _: float) -> str:
    """OpenCV's FFmpeg reads what cameras send, as it reads RTSP."""
    frames = {video.stem: inspected_of(bench, video) for video in sorted(VIDEOS.glob("*.mp4"))}
    return ", ".join(f"{name}: {number:.0f} frames" for name, number in frames.items())


def inspected_of(bench: Bench, video: Path) -> float:
    port = free_port()
    environment = bench.environment(EFFAD_SOURCE=str(video))
    with running(bench.command("effad", "serve", "--port", str(port)), environment, bench.home) as process:
        wait_for(process, lambda: inspected(port) > 0, f"a frame of {video.name} is inspected")
        return inspected(port)


def check_window(bench: Bench, _: float) -> str:
    """It shows the first sample picture by itself."""
    if sys.platform == "win32" or not shutil.which("Xvfb"):
        return "SKIPPED: needs Xvfb"
    port, memory = free_port(), bench.home.parent / "screen"
    memory.mkdir()
    with framebuffer.screen(memory) as shown:
        environment = bench.environment(DISPLAY=shown.display, EFFAD_PORT=str(port))
        with running(bench.command("effad-desktop"), environment, bench.home) as process:
            wait_for(process, lambda: inspected(port) > 0, "the window inspects its first sample picture")
            picture = framebuffer.settled(shown, ENOUGH_COLOURS, PATIENCE)
    if bench.shot:
        bench.shot.write_bytes(picture.png())
    found = len(picture.colours())
    require(found >= ENOUGH_COLOURS, f"the window has only {found} colours")
    return f"{found} colours"


def _same(score: float, expected: float) -> str:
    said = f"score {score:.6f}, from source {expected:.6f}"
    require(abs(score - expected) <= TOLERANCE, said)
    return said


@contextmanager
def running(command: list[str], environment: dict[str, str], home: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Stopped as a service manager does; it must then end in order."""
    log = home.parent / f"{Path(command[0]).stem}.log"
    with log.open("w") as out:
        process = subprocess.Popen(command, env=environment, cwd=home, stdout=out, stderr=out)
        try:
            yield process
            require(process.poll() is None, f"{command[0]} ended by itself: {log.read_text()}")
            process.send_signal(signal.SIGTERM)
            process.wait(PATIENCE)
        finally:
            if process.poll() is None:
                process.kill()
                process.wait()
                print(log.read_text(), file=sys.stderr)
    require(process.returncode == 0, f"{command[0]} exits with {process.returncode}: {log.read_text()}")


def wait_for(process: subprocess.Popen[bytes], holds: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + PATIENCE
    while process.poll() is None and not holds():
        require(time.monotonic() < end, f"it is not so that {what}")
        time.sleep(0.2)


def fetch(port: int, path: str) -> str | None:
    """None while nothing listens."""
    try:
        with urlopen(f"http://127.0.0.1:{port}{path}", timeout=30) as answer:
            return str(answer.read().decode())
    except (URLError, ConnectionError):
        return None


def inspected(port: int) -> float:
    lines = (fetch(port, "/metrics") or "").splitlines()
    return sum(float(line.split()[-1]) for line in lines if line.startswith("effad_inspections_total{"))


def predict(port: int, image: Path) -> str:
    edge = "effad-smoke"
    head = f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="{image.name}"\r\n\r\n'
    body = head.encode() + image.read_bytes() + f"\r\n--{edge}--\r\n".encode()
    headers = {"Content-Type": f"multipart/form-data; boundary={edge}"}
    with urlopen(Request(f"http://127.0.0.1:{port}/predict", body, headers), timeout=PATIENCE) as answer:
        return str(answer.read().decode())


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


if __name__ == "__main__":
    main()
