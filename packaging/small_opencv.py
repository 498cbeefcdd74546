"""OpenCV of the modules that effad calls, and an FFmpeg of what cameras send, into this environment.

The wheel's OpenCV has every module and an FFmpeg of every format: 117 MB of a bundle. Here its library is
replaced by one of the same version, built from the source distribution, and FFmpeg by one from the source
package of this Debian or Ubuntu, whose security patches it has. `build/small_opencv` keeps both: minutes at
first, then seconds. Where that is not possible a bundle keeps what it has, which is larger and does the same.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
import sysconfig
import tarfile
from importlib.metadata import version
from pathlib import Path

import small_ffmpeg
from small_ffmpeg import run

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = "opencv-python-headless"
NEEDED = ("apt-get", "dpkg-source", "cmake", "ninja", "c++", "make", "nasm", "pkg-config", "strip")
LIBRARY = "cv2.abi3.so"
OF_ALL_MODULES = ("typing",)
"""What the wheel has beside its library and cannot be loaded without all of them."""

# OpenCV's own copies of the libraries for PNG, JPEG, TIFF and WebP are those of the wheel: same pixels.
OPTIONS = (
    "-DCMAKE_BUILD_TYPE=Release",
    "-DBUILD_LIST=core,imgproc,imgcodecs,videoio,python3",
    "-DPYTHON3_LIMITED_API=ON",  # one file for every Python, as the wheel's
    *(f"-DBUILD_{name}=ON" for name in ("ZLIB", "PNG", "JPEG", "TIFF", "WEBP")),
    *(f"-DBUILD_{name}=OFF" for name in ("SHARED_LIBS", "TESTS", "PERF_TESTS", "DOCS", "JAVA")),
    *(f"-DBUILD_opencv_{name}=OFF" for name in ("apps", "python2")),
    *(f"-DWITH_{name}=OFF" for name in ("IPP", "ITT", "LAPACK", "EIGEN", "OPENCL", "PROTOBUF", "UNIFONT")),
    *(f"-DWITH_{name}=OFF" for name in ("FLATBUFFERS", "OPENEXR", "OPENJPEG", "JASPER", "AVIF")),
    *(f"-DWITH_{name}=OFF" for name in ("GSTREAMER", "1394", "GTK", "QT", "OBSENSOR")),
    "-DOPENCV_FFMPEG_ENABLE_LIBAVDEVICE=OFF",
    "-DOPENCV_FFMPEG_SKIP_BUILD_CHECK=ON",
    "-DOPENCV_PYTHON3_INSTALL_PATH=python",
    "-DCMAKE_BUILD_WITH_INSTALL_RPATH=ON",
    "-DCMAKE_INSTALL_RPATH=$ORIGIN/../../..",  # from site-packages/cv2 to the environment's lib, for FFmpeg
)


def main() -> None:
    missing = [name for name in NEEDED if not shutil.which(name)]
    if missing or sys.platform != "linux":
        print(f"OpenCV stays as it is: a small one is built on Debian, with {', '.join(NEEDED)}")
        return
    source = small_ffmpeg.source_version()
    if source is None:
        print("OpenCV stays as it is: the package lists of this system name no source of FFmpeg")
        return
    try:
        put_in_place(source)
    except small_ffmpeg.BuildError as error:
        print(f"OpenCV stays as it is: {error}")


def put_in_place(source: str) -> None:
    """`source` is the version of FFmpeg's. Raises BuildError, and has then changed nothing."""
    opencv = version(PACKAGE)
    folder = ROOT / "build" / "small_opencv" / _key(opencv, source)
    ffmpeg = small_ffmpeg.built(source, folder / "ffmpeg")
    library = _built(opencv, ffmpeg, folder / LIBRARY)
    small_ffmpeg.install(ffmpeg, Path(sys.prefix))
    install(library, Path(sysconfig.get_path("platlib")) / "cv2")
    print(f"OpenCV {opencv}, {library.stat().st_size / 1e6:.1f} MB, with FFmpeg {source}")


def _key(opencv: str, ffmpeg: str) -> str:
    """Another for whatever changes the result."""
    options = (*OPTIONS, *small_ffmpeg.OPTIONS, small_ffmpeg.BESIDE)
    parts = (opencv, ffmpeg, sys.implementation.cache_tag, *options)
    return hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()[:16]


def _built(opencv: str, ffmpeg: Path, target: Path) -> Path:
    """`target`, made where it is not there yet."""
    if target.is_file():
        return target
    work = target.with_name("opencv-work")
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir()
    python = {
        "EXECUTABLE": sys.executable,
        "INCLUDE_DIR": sysconfig.get_path("include"),
        "LIBRARY": sysconfig.get_config_var("LIBDIR"),
    }
    options = [*OPTIONS, *(f"-DPYTHON3_{name}={value}" for name, value in python.items())]
    environment = os.environ | {"PKG_CONFIG_PATH": str(ffmpeg / "lib" / "pkgconfig")}
    source = _source(opencv, work)
    run(work, "cmake", "-G", "Ninja", "-S", str(source), "-B", "build", *options, environment=environment)
    run(work, "cmake", "--build", "build", "--target", "opencv_python3")
    built = next((work / "build" / "lib" / "python3").glob("cv2*.so"))
    run(work, "strip", "--strip-unneeded", "-o", LIBRARY, str(built))
    (work / LIBRARY).rename(target)
    shutil.rmtree(work)
    return target


def _source(opencv: str, work: Path) -> Path:
    """OpenCV's folder in the source distribution of the wheel."""
    pip = [sys.executable, "-m", "pip", "download", "--no-deps", "--no-binary", PACKAGE, "--dest", str(work)]
    run(work, *pip, f"{PACKAGE}=={opencv}")
    (archive,) = work.glob("*.tar.gz")
    with tarfile.open(archive) as files:
        files.extractall(work, filter="data")
    return next(work.glob("opencv*/opencv"))


def install(library: Path, package: Path) -> None:
    """In place of the wheel's, in its folder `cv2`."""
    aside = package / f"{LIBRARY}.new"
    shutil.copyfile(library, aside)
    aside.replace(package / LIBRARY)
    for name in OF_ALL_MODULES:
        shutil.rmtree(package / name, ignore_errors=True)


if __name__ == "__main__":
    main()
