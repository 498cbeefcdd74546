"""compose.yaml and the Dockerfile, as far as they can be tried without an engine."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
MONITORING = ROOT / "monitoring"
SERVICES = yaml.safe_load((MONITORING / "compose.yaml").read_text())["services"]
DOCKERFILE = (ROOT / "packaging" / "Dockerfile").read_text()
EXACT = re.compile(r"[\w./-]+:v?\d+\.\d+\.\d+(-[\w-]+)?")


def compose_config(environment: Path) -> subprocess.CompletedProcess[str]:
    program = shutil.which("docker-compose")
    if program is None:
        pytest.skip("needs docker-compose: apt-get install docker-compose")
    command = [program, "--env-file", str(environment), "-f", str(MONITORING / "compose.yaml"), "config"]
    clean = {name: text for name, text in os.environ.items() if not name.startswith(("EFFAD_", "GRAFANA_"))}
    return subprocess.run(command, capture_output=True, text=True, env=clean, check=False)


def published(service: str) -> list[str]:
    """The ports on this machine and in the container."""
    return [re.sub(r"^.*?(\d+:\d+)$", r"\1", port) for port in SERVICES[service].get("ports", [])]


def test_compose_accepts_the_file_with_a_filled_example(tmp_path: Path) -> None:
    example = (MONITORING / "example.env").read_text()
    filled = tmp_path / "filled.env"
    filled.write_text(
        re.sub(r"^(EFFAD_TOKEN|GRAFANA_PASSWORD)=$", r"\1=secret$", example, flags=re.MULTILINE)
    )
    done = compose_config(filled)
    assert done.returncode == 0, done.stderr
    services = yaml.safe_load(done.stdout)["services"]
    assert set(services) == {"effad", "prometheus", "grafana", "mlflow", "node-exporter", "cadvisor"}
    assert "0.0.0.0:8000:8000/tcp" in services["effad"]["ports"]


def test_compose_refuses_to_start_without_a_token(tmp_path: Path) -> None:
    done = compose_config(MONITORING / "example.env")
    assert done.returncode != 0
    assert "EFFAD_TOKEN" in done.stderr


def test_each_service_is_where_it_is_promised() -> None:
    ports = {service: published(service) for service in SERVICES}
    assert ports == {
        "effad": ["8000:8000", "8500:8000"],
        "prometheus": ["9090:9090"],
        "grafana": ["3001:3000"],
        "mlflow": ["5000:5000"],
        "node-exporter": [],
        "cadvisor": [],
    }


def test_what_asks_for_no_password_is_for_this_machine_alone() -> None:
    for service in ("prometheus", "mlflow"):
        assert all(port.startswith("127.0.0.1:") for port in SERVICES[service]["ports"])


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_is_pinned_watched_and_confined(name: str) -> None:
    service = SERVICES[name]
    assert "build" in service or EXACT.fullmatch(service["image"])
    assert service["healthcheck"]["test"][0] == "CMD"
    assert service["restart"] == "unless-stopped"
    assert service["read_only"] is True
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert "privileged" not in service
    assert name == "cadvisor" or service["cap_drop"] == ["ALL"]


def test_files_that_are_mounted_exist() -> None:
    mounts = [volume for service in SERVICES.values() for volume in service.get("volumes", [])]
    ours = [volume.split(":")[0] for volume in mounts if volume.startswith("./")]
    assert ours
    assert not [path for path in ours if not (MONITORING / path).exists()]


def test_prometheus_looks_for_services_that_compose_starts() -> None:
    configuration = yaml.safe_load((MONITORING / "prometheus.yml").read_text())
    targets = {
        target
        for job in configuration["scrape_configs"]
        for place in job["static_configs"]
        for target in place["targets"]
    }
    assert targets == {"effad:8000", "node-exporter:9100", "cadvisor:8080", "localhost:9090"}
    assert {target.split(":")[0] for target in targets} - {"localhost"} <= set(SERVICES)


def test_prometheus_gets_the_token_as_a_file_that_it_alone_can_read(tmp_path: Path) -> None:
    service: dict[str, Any] = SERVICES["prometheus"]
    (script,) = service["command"]
    token = tmp_path / "token"
    here = script.replace("$$", "$").replace("/run/effad/token", str(token)).replace("/bin/prometheus", "env")
    odd = "a'b \"$c\\n%s"
    command = [*service["entrypoint"], here.partition(" \\\n")[0]]
    done = subprocess.run(command, capture_output=True, text=True, env={"EFFAD_TOKEN": odd}, check=True)
    assert token.read_text() == odd
    assert token.stat().st_mode & 0o777 == 0o600
    assert "EFFAD_TOKEN" not in done.stdout
    configuration = yaml.safe_load((MONITORING / "prometheus.yml").read_text())
    (job,) = (job for job in configuration["scrape_configs"] if job["job_name"] == "effad")
    folder = Path(job["authorization"]["credentials_file"]).parent
    assert str(folder) in service["tmpfs"]


def test_mlflow_is_of_the_version_that_training_uses() -> None:
    constraints = (ROOT / "constraints.txt").read_text()
    version = re.search(r"^mlflow==(\S+)$", constraints, re.MULTILINE)
    assert version
    assert SERVICES["mlflow"]["image"].endswith(f":v{version[1]}")


def test_the_image_is_pinned_and_runs_without_rights() -> None:
    python = re.search(r"^ARG PYTHON=(\S+)$", DOCKERFILE, re.MULTILINE)
    assert python
    assert EXACT.fullmatch(python[1])
    assert re.search(r"^USER \d+$", DOCKERFILE, re.MULTILINE)
    assert "HEALTHCHECK" in DOCKERFILE


def test_the_image_is_built_of_files_that_exist_and_are_not_ignored() -> None:
    ignore = (ROOT / "packaging" / "Dockerfile.dockerignore").read_text().splitlines()
    allowed = [line[1:] for line in ignore if line.startswith("!")]
    copied = re.findall(r"^COPY (?!--from)(.*) \S+$", DOCKERFILE, re.MULTILINE)
    sources = [source for line in copied for source in line.split()]
    assert sources
    for source in sources:
        assert (ROOT / source).exists(), source
        assert any(fnmatch(source, pattern) for pattern in allowed), source


def test_the_image_has_no_extra_and_so_neither_torch_nor_qt() -> None:
    installs = re.findall(r"pip install (.*?) \\?$", DOCKERFILE, re.MULTILINE)
    assert installs == ["-c constraints.txt ."]


def test_hadolint_has_nothing_to_say_against_the_dockerfile() -> None:
    program = shutil.which("hadolint") or shutil.which("hadolint", path=Path(sys.executable).parent)
    if program is None:
        pytest.skip("needs hadolint, which the extra dev brings on x86_64 Linux")
    done = subprocess.run([program, "-"], input=DOCKERFILE, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
