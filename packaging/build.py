"""From this checkout to what is handed out: ``python packaging/build.py --profile lite``.

`make package` calls it in an environment that has the profile's dependencies and PyInstaller. In dist/ it
leaves the folder effad-PROFILE, an archive of it with its SHA-256, and on Debian a package.
"""

from __future__ import annotations

import argparse
import importlib.util
import platform
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import bundle
import debian
import documents

sys.path.insert(0, str(bundle.ROOT))

from effad_desktop import __version__
from effad_desktop.files import file_sha256

DIST = bundle.ROOT / "dist"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--profile", choices=bundle.PROFILES, default="lite")
    parser.add_argument("--folder-only", action="store_true", help="no archive and no Debian package")
    chosen = parser.parse_args()
    check_environment(chosen.profile)
    folder = build(chosen.profile)
    print(f"{folder}: {size(folder) / 1e6:.0f} MB")
    if chosen.folder_only:
        return
    made = [archive(folder, name(chosen.profile))]
    if sys.platform == "linux" and shutil.which("dpkg-deb"):
        made.append(debian.package(folder, chosen.profile, __version__, DIST))
    for path in made:
        write_checksum(path)
        print(f"{path}: {path.stat().st_size / 1e6:.0f} MB")


def check_environment(profile: str) -> None:
    """A lite bundle that is built where torch is installed would be tested with what it lacks elsewhere."""
    has_torch = importlib.util.find_spec("torch") is not None
    if has_torch != (profile == "full"):
        raise SystemExit(
            f"profile {profile}: torch is {'' if has_torch else 'not '}installed in {sys.prefix}"
        )


def build(profile: str) -> Path:
    work = bundle.ROOT / "build" / f"pyinstaller-{profile}"
    command = [sys.executable, "-m", "PyInstaller", str(bundle.ROOT / "packaging" / "effad.spec")]
    command += ["--noconfirm", "--log-level=WARN", f"--distpath={DIST}", f"--workpath={work}"]
    subprocess.run([*command, "--", "--profile", profile], check=True, cwd=bundle.ROOT)
    folder = DIST / f"effad-{profile}"
    if sys.platform == "linux":
        (folder / "effad-desktop").symlink_to("effad")
    documents.write(folder, profile, __version__, work / "effad" / bundle.SYSTEM_LIBRARIES)
    return folder


def name(profile: str) -> str:
    """``effad-lite-0.1.0-linux-x86_64``."""
    return f"effad-{profile}-{__version__}-{platform.system().lower()}-{platform.machine().lower()}"


def size(folder: Path) -> int:
    """Bytes of all files; links count nothing."""
    return sum(p.stat().st_size for p in folder.rglob("*") if p.is_file() and not p.is_symlink())


def archive(folder: Path, stem: str) -> Path:
    """A zip on Windows, whose Explorer opens it; else a tar with Zstandard or, where there is none, xz."""
    if sys.platform == "win32":
        target = DIST / f"{stem}.zip"
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out:
            for path in sorted(folder.rglob("*")):
                out.write(path, Path(stem) / path.relative_to(folder))
        return target
    zstd = shutil.which("zstd")
    plain = DIST / f"{stem}.tar"
    with tarfile.open(plain if zstd else f"{plain}.xz", "w" if zstd else "w:xz") as out:
        out.add(folder, stem, filter=_owned_by_root)
    if zstd is None:
        return Path(f"{plain}.xz")
    subprocess.run([zstd, "-q", "-12", "-T0", "--rm", "-f", str(plain)], check=True)
    return Path(f"{plain}.zst")


def _owned_by_root(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = "root"
    return entry


def write_checksum(path: Path) -> None:
    """Beside it, in the form that ``sha256sum --check`` reads."""
    Path(f"{path}.sha256").write_text(f"{file_sha256(path)}  {path.name}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
