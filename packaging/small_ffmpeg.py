"""FFmpeg's shared libraries of what cameras and files of video send, from this system's source package."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

ABOUT = Path("share") / "effad-ffmpeg"
"""In the prefix: its version, and Debian's file of its copyrights."""

# No encoders, filters or devices: effad reads. Without --enable-gpl and --enable-nonfree: LGPL 2.1 or later.
DEMUXERS = "rtsp,sdp,rtp,hls,mov,matroska,avi,mpegts,mpegps,flv,mjpeg,mpjpeg,h264,hevc,image2,asf"
DECODERS = "h264,hevc,mjpeg,mpeg1video,mpeg2video,mpeg4,msmpeg4v3,h263,vp8,vp9,rawvideo,png,wmv2"
PARSERS = "h264,hevc,mjpeg,mpegvideo,mpeg4video,h263,vp8,vp9,png"
PROTOCOLS = "file,pipe,tcp,udp,rtp,srtp,tls,http,https,httpproxy,crypto,rtmp"
OPTIONS = (
    *("--disable-everything", "--disable-autodetect", "--disable-programs", "--disable-doc"),
    *("--disable-debug", "--disable-static", "--enable-shared"),
    *("--disable-swresample", "--disable-avdevice", "--disable-avfilter"),
    *("--enable-network", "--enable-openssl", "--enable-zlib"),
    *(f"--enable-demuxer={DEMUXERS}", f"--enable-decoder={DECODERS}", f"--enable-parser={PARSERS}"),
    f"--enable-protocol={PROTOCOLS}",
    "--enable-bsf=h264_mp4toannexb,hevc_mp4toannexb,vp9_superframe_split",
)
BESIDE = "LDSOFLAGS=-Wl,-rpath,'$$$$ORIGIN'"
"""For make, which expands it twice: they find each other, and not those of a system that has FFmpeg too."""


class BuildError(Exception):
    """A step of a build that failed: which, where, and what it said."""


def source_version() -> str | None:
    """Of the source package that the system's binary package is made of, such as ``7:5.1.9-0+deb12u1``."""
    command = ["apt-cache", "show", "--no-all-versions", "libavformat-dev"]
    shown = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    own = re.search(r"^Source: ffmpeg \((.+)\)$", shown, re.MULTILINE)  # where it was built anew
    found = own or re.search(r"^Version: (.+)$", shown, re.MULTILINE)
    return found[1] if found else None


def built(version: str, prefix: Path) -> Path:
    """`prefix`, with the libraries in lib."""
    if (prefix / ABOUT / "version").is_file():
        return prefix
    work = prefix.with_name("ffmpeg-work")
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    source = _source(version, work)
    run(source, str(source / "configure"), f"--prefix={prefix}", *OPTIONS)
    run(source, "make", f"-j{os.cpu_count() or 1}", BESIDE)
    run(source, "make", "install")
    about = prefix / ABOUT
    about.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source / "debian" / "copyright", about / "copyright")
    (about / "version").write_text(f"{version}\n", encoding="utf-8")
    shutil.rmtree(work)
    return prefix


def install(built_in: Path, prefix: Path) -> None:
    """Into an environment: libraries by the names that programs link to, and what is to be said of them."""
    for library in (built_in / "lib").glob("lib*.so.*"):
        if not library.is_symlink():
            soname = ".".join(library.name.split(".")[:3])
            shutil.copyfile(library, prefix / "lib" / soname)
    shutil.copytree(built_in / ABOUT, prefix / ABOUT, dirs_exist_ok=True)


def _source(version: str, work: Path) -> Path:
    """Fetched and unpacked by apt, which checks signatures, with lists of its own: nobody need be root."""
    line = "deb-src $(REPO_URI) $(RELEASE) $(COMPONENT)"
    listing = ["apt-get", "indextargets", "--format", line, "Identifier: Packages"]
    origins = [run(work, *listing, f"Origin: {name}") for name in ("Debian", "Ubuntu")]
    (work / "sources.list").write_text("".join(origins), encoding="utf-8")
    own = {
        "Dir::Etc::sourcelist": work / "sources.list",
        "Dir::Etc::sourceparts": "/dev/null",
        "Dir::State::Lists": work / "lists",
        "Dir::Cache": work / "cache",
    }
    apt = ["apt-get", "-qq", *(f"-o{key}={value}" for key, value in own.items())]
    (work / "lists" / "partial").mkdir(parents=True)
    (work / "cache" / "archives" / "partial").mkdir(parents=True)
    run(work, *apt, "update")
    run(work, *apt, "source", "--download-only", f"ffmpeg={version}")
    (description,) = work.glob("ffmpeg_*.dsc")
    run(work, "dpkg-source", "--extract", description.name, "source")
    return work / "source"


def run(folder: Path, *command: str, environment: Mapping[str, str] | None = None) -> str:
    """What it printed, without warnings. Raises BuildError with the end of all where the command fails."""
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        said = f"{done.stdout[-1500:]}\n{done.stderr[-1500:]}"
        raise BuildError(f"{' '.join(command[:3])} failed in {folder}:\n{said}")
    return done.stdout
