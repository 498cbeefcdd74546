from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = ("pyproject.toml", "setup.py", "README.md", "LICENSE", "effad_desktop", "training", "resources")


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a wheel puts on the path; built from a copy, as a build leaves folders behind."""
    source, out = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("wheel")
    for name in SOURCES:
        place = ROOT / name
        shutil.copytree(place, source / name) if place.is_dir() else shutil.copy(place, source / name)
    build = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "-w", str(out), "."]
    done = subprocess.run(build, cwd=source, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (wheel,) = out.glob("effad_desktop-*.whl")
    site = tmp_path_factory.mktemp("site")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    return site


def test_an_installed_wheel_inspects_with_what_it_brings(installed: Path, tmp_path: Path) -> None:
    picture = installed / "effad_desktop" / "resources" / "sample_images" / "good_000.jpg"
    command = [sys.executable, "-m", "effad_desktop", "--data-dir", str(tmp_path), "inspect", str(picture)]
    done = subprocess.run(
        command,
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(installed)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "OK" in done.stdout


def test_a_wheel_has_the_page_the_teacher_and_the_languages(installed: Path) -> None:
    package = installed / "effad_desktop"
    assert (package / "server" / "web" / "index.html").is_file()
    assert list((package / "resources" / "teachers").glob("*.safetensors"))
    assert list((package / "resources" / "translations").glob("*.qm"))
    assert not list((package / "resources" / "translations").glob("*.ts"))
