"""What can be told of the small OpenCV without building it; the smoke test of a bundle tells the rest."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

opencv = pytest.mark.parametrize("packaging_module", ["small_opencv"], indirect=True)
ffmpeg = pytest.mark.parametrize("packaging_module", ["small_ffmpeg"], indirect=True)
documents = pytest.mark.parametrize("packaging_module", ["documents"], indirect=True)
SCRIPT = Path(__file__).parents[2] / "packaging" / "small_opencv.py"


def test_without_tools_the_wheel_s_opencv_stays_and_the_reason_is_told(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(SCRIPT)],
        env={"PATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "stays as it is" in done.stdout
    assert "nasm" in done.stdout


@opencv
def test_another_version_or_option_is_built_anew(
    packaging_module: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = {packaging_module._key("5.0", "7:5.1"), packaging_module._key("5.0", "7:5.2")}
    monkeypatch.setattr(packaging_module, "OPTIONS", (*packaging_module.OPTIONS, "-DWITH_AVIF=ON"))
    keys.add(packaging_module._key("5.0", "7:5.1"))
    assert len(keys) == 3


@opencv
def test_opencv_keeps_the_formats_that_effad_reads(packaging_module: ModuleType) -> None:
    from effad_desktop.imaging import SUFFIXES

    other_names = {"JPG": "JPEG", "TIF": "TIFF"}
    names = {suffix.removeprefix(".").upper() for suffix in SUFFIXES} - {"BMP"}
    wanted = {f"-DBUILD_{other_names.get(name, name)}=ON" for name in names}
    assert wanted <= set(packaging_module.OPTIONS)


@opencv
def test_the_wheel_s_library_is_replaced_with_what_needs_all_its_modules(
    packaging_module: ModuleType, tmp_path: Path
) -> None:
    package, small = tmp_path / "cv2", tmp_path / "small.so"
    (package / "typing").mkdir(parents=True)
    (package / "utils").mkdir()
    (package / "cv2.abi3.so").write_bytes(b"large")
    small.write_bytes(b"small")
    packaging_module.install(small, package)
    assert sorted(path.name for path in package.iterdir()) == ["cv2.abi3.so", "utils"]
    assert (package / "cv2.abi3.so").read_bytes() == b"small"


@ffmpeg
def test_libraries_are_installed_by_the_names_that_programs_link_to(
    packaging_module: ModuleType, tmp_path: Path
) -> None:
    built, prefix = tmp_path / "built", tmp_path / "prefix"
    (built / "lib").mkdir(parents=True)
    (prefix / "lib").mkdir(parents=True)
    (built / "lib" / "libavcodec.so.59.37.100").write_bytes(b"code")
    (built / "lib" / "libavcodec.so.59").symlink_to("libavcodec.so.59.37.100")
    (built / "lib" / "libavcodec.so").symlink_to("libavcodec.so.59.37.100")
    (built / packaging_module.ABOUT).mkdir(parents=True)
    packaging_module.install(built, prefix)
    (installed,) = (prefix / "lib").iterdir()
    assert (installed.name, installed.is_symlink()) == ("libavcodec.so.59", False)
    assert installed.read_bytes() == b"code"


@ffmpeg
def test_the_source_of_a_package_built_anew_is_that_of_the_source(
    packaging_module: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    shown = tmp_path / "apt-cache"
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    for text, version in (
        ("Package: libavformat-dev\nSource: ffmpeg\nVersion: 7:5.1.9-0+deb12u1\n", "7:5.1.9-0+deb12u1"),
        ("Package: libavformat-dev\nSource: ffmpeg (7:6.1)\nVersion: 7:6.1+b2\n", "7:6.1"),
        ("", None),
    ):
        shown.write_text(f"#!/bin/sh\ncat <<'END'\n{text}END\n")
        shown.chmod(0o755)
        assert packaging_module.source_version() == version


@opencv
def test_a_source_that_cannot_be_had_leaves_opencv_as_it_is(
    packaging_module: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fails(_source: str) -> None:
        packaging_module.run(Path(), sys.executable, "-c", "raise SystemExit('no network')")

    monkeypatch.setattr(packaging_module, "NEEDED", ())
    monkeypatch.setattr(packaging_module.small_ffmpeg, "source_version", lambda: "7:5.1")
    monkeypatch.setattr(packaging_module, "put_in_place", fails)
    packaging_module.main()
    said = capsys.readouterr().out
    assert "stays as it is" in said
    assert "no network" in said


@documents
def test_a_bundle_names_the_ffmpeg_that_it_was_built_with(
    packaging_module: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    bundle = tmp_path / "bundle"
    (bundle / "_internal").mkdir(parents=True)
    about = tmp_path / packaging_module.small_ffmpeg.ABOUT
    about.mkdir(parents=True)
    (about / "version").write_text("7:5.1.9-0+deb12u1\n")
    (about / "copyright").write_text("LGPL-2.1+")
    assert packaging_module.small_ffmpeg_of(bundle) == []  # it has the wheel's
    (bundle / "_internal" / "libavformat.so.59").touch()
    (package,) = packaging_module.small_ffmpeg_of(bundle)
    assert (package.name, package.version, package.terms) == ("ffmpeg", "7:5.1.9-0+deb12u1", "LGPL-2.1+")
