"""A Debian package of the bundle: /opt/effad, two commands and a menu entry."""

from __future__ import annotations

import platform
import shutil
import subprocess
import tempfile
from pathlib import Path

import bundle

ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}
# What PyInstaller leaves to the system, as it belongs to the kernel, the C library or the graphics driver.
DEPENDS = "libc6 (>= 2.36), libegl1, libgl1, libfontconfig1, libxcb1, libx11-6"
_CONTROL = """\
Package: effad
Version: {version}
Architecture: {architecture}
Maintainer: effad <effad@localhost>
Installed-Size: {kilobytes}
Depends: {depends}
Section: science
Priority: optional
Description: visual inspection that learns from good images only ({profile})
 Says of every picture of a product OK or NG, with a score and a heat map of where.
 Window, command line and HTTP service; nothing is fetched at run time.
"""


def package(folder: Path, profile: str, version: str, target: Path) -> Path:
    """Both profiles are the package `effad`: one replaces the other."""
    architecture = ARCHITECTURES[platform.machine()]
    path = target / f"effad-{profile}_{version}_{architecture}.deb"
    with tempfile.TemporaryDirectory(dir=target) as scratch:
        root = Path(scratch)
        root.chmod(0o755)
        _fill(root, folder)
        bytes_ = sum(p.lstat().st_size for p in root.rglob("*"))
        control = root / "DEBIAN" / "control"
        control.parent.mkdir()
        control.write_text(
            _CONTROL.format(
                version=version,
                architecture=architecture,
                kilobytes=bytes_ // 1024,
                depends=DEPENDS,
                profile=profile,
            ),
            encoding="utf-8",
        )
        command = ["dpkg-deb", "--root-owner-group", "-Zzstd", "--build", str(root), str(path)]
        subprocess.run(command, check=True, capture_output=True)
    return path


def _fill(root: Path, folder: Path) -> None:
    shutil.copytree(folder, root / "opt" / "effad", symlinks=True)
    commands = root / "usr" / "bin"
    commands.mkdir(parents=True)
    for name in ("effad", "effad-desktop"):
        (commands / name).symlink_to(f"/opt/effad/{name}")
    icons = bundle.ROOT / "resources" / "icons"
    _put(icons / "effad.svg", root / "usr/share/icons/hicolor/scalable/apps/effad.svg")
    _put(icons / "effad.png", root / "usr/share/icons/hicolor/256x256/apps/effad.png")
    _put(bundle.ROOT / "packaging/effad.desktop", root / "usr/share/applications/effad.desktop")
    _put(bundle.ROOT / "LICENSE", root / "usr/share/doc/effad/copyright")


def _put(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
    target.chmod(0o644)
