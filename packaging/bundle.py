"""What the executables are made of, in two profiles, and why the rest stays out.

A name of a file is its place inside the bundle, such as ``PySide6/Qt/lib/libQt6Core.so.6``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parents[1]
PROFILES = ("lite", "full")

SYSTEM_LIBRARIES = "system_libraries.txt"
"""Files of the build machine's system that are in the bundle; the spec writes it."""

HIDDEN_IMPORTS = (
    *(f"effad_desktop.commands.{file.stem}" for file in (ROOT / "effad_desktop" / "commands").glob("*.py")),
    "PySide6.QtOpenGL",  # pyqtgraph imports these two by names that it puts together
    "PySide6.QtOpenGLWidgets",
)

# Each would come along because something that is used could use it.
EXCLUDED_MODULES = {
    "training": "effad-train wants a checkout; a bundle inspects",
    "tests": "of this project",
    "dvc": "training",
    "mlflow": "training",
    "matplotlib": "training, and an exporter of pyqtgraph",
    "sklearn": "training",
    "scipy": "training, and optional in pyqtgraph",
    "nncf": "training: it makes int8 models, which run without it",
    "pandas": "optional in several",
    "IPython": "optional in several",
    "jinja2": "FastAPI's templates; the pages here are plain files",
    "pytest": "tests",
    "hypothesis": "tests",
    "tkinter": "Python's own toolkit",
    "unittest.mock": "tests",
    "setuptools": "installs packages",
    "pip": "installs packages",
    "readline": "for typing Python",
    "pygments": "rich's colours for source code",
    "pydoc_data": "the texts of help()",
    "PIL._avif": "Pillow resizes here; files are decoded by OpenCV. So with the next four",
    "PIL._webp": "see _avif",
    "PIL._imagingft": "see _avif",
    "PIL._imagingcms": "see _avif",
    "PIL.ImageTk": "see _avif",
    "openvino.tools": "converts models of other frameworks; graphs are built by detection/openvino_graph",
    "openvino.torch": "a back end of torch.compile",
    "openvino.frontend.jax": "reads models of other frameworks, as do the next four",
    "openvino.frontend.onnx": "see jax",
    "openvino.frontend.paddle": "see jax",
    "openvino.frontend.pytorch": "see jax",
    "openvino.frontend.tensorflow": "see jax",
    "openvino_telemetry": "would send statistics of use",
    "numpy.f2py": "compiles Fortran",
    "numpy.testing": "tests",
    "numpy.tests": "tests",
    "numpy._core.tests": "tests",
    "pyqtgraph.opengl": "three dimensions",
    "pyqtgraph.exporters": "no plot here is exported",
    "PySide6.QtTest": "optional in pyqtgraph",
    "PySide6.QtNetwork": "HTTP is uvicorn's",
    "PySide6.QtQml": "no QML here",
    "PySide6.QtQuick": "no QML here",
    "PySide6.QtPrintSupport": "nothing is printed",
    "PySide6.QtSql": "the history is SQLAlchemy's",
    "sqlalchemy.orm": "the history is tables, without objects; so with the next",
    "sqlalchemy.ext": "see orm",
    "sqlalchemy.dialects.mssql": "databases whose drivers are not in the bundle either",
    "sqlalchemy.dialects.mysql": "see mssql",
    "sqlalchemy.dialects.oracle": "see mssql",
}
TORCH_MODULES = ("torch", "safetensors.torch")
EXCLUDED_FROM = {
    "lite": {
        **EXCLUDED_MODULES,
        **dict.fromkeys(TORCH_MODULES, "OpenVINO runs every recipe on a CPU"),
    },
    "full": {
        **EXCLUDED_MODULES,
        "torchvision": "distillation, a part of training",
        "torch.utils.tensorboard": "curves of training",
    },
}

# effad doctor reads their versions from their metadata.
WITH_METADATA = ("openvino", "numpy", "opencv-python-headless", "PySide6-Essentials")

# They come with symbols for debuggers. Wheels that auditwheel has patched do not bear stripping.
STRIPPED = ("libpython", "python3", "sqlalchemy/")

# Libraries that are replaced by small ones, by how their names begin; stand_ins.py says how.
STAND_INS = {
    "libicudata.": "data",  # 32 MB for every language; Qt wants those of the window
    "libopenblasp-": "functions",  # 39 MB that OpenCV links to for matrices and effad's calls never reach
}

QT_LIBRARIES = {"Core", "Gui", "Widgets", "Svg", "OpenGL", "OpenGLWidgets", "DBus", "XcbQpa", "WaylandClient"}
QT_PLUGINS = {
    "platforms": {"xcb", "wayland", "offscreen", "windows", "cocoa"},
    "platformthemes": {"xdgdesktopportal"},  # native file dialogs; gtk3 would bring the build machine's GTK
    "platforminputcontexts": {"composeplatforminputcontextplugin", "ibusplatforminputcontextplugin"},
    "wayland-shell-integration": {"xdg-shell"},
    "wayland-decoration-client": {"bradient"},
    "styles": {"modernwindowsstyle", "macstyle"},
}
QT_TRANSLATIONS = {"qtbase_de.qm", "qtbase_zh_CN.qm"}

# intel_gpu, intel_npu, hetero and auto run on other devices; the rest of the front ends read foreign models.
OPENVINO_LIBRARIES = {
    "openvino",
    "openvino_intel_cpu_plugin",
    "openvino_auto_batch_plugin",  # asked about every model that is compiled
    "openvino_ir_frontend",  # reads int8 models and the engine cache
    "tbb",
    "tbbmalloc",
    "tbbbind_2_5",
    "hwloc",
}
RESOURCES = ("recipes", "sample_images", "translations", "icons")
DATA_FOLDERS = ("effad_desktop/server/web", *(f"resources/{name}" for name in RESOURCES))
"""In the bundle by the same names."""
NOT_DATA = (".ts",)
"""Sources of translations. `resources/teachers` is for training."""


def wanted(place: str) -> bool:
    """Whether a library, plugin or data file that PyInstaller has found goes into the bundle."""
    path = PurePosixPath(place.replace("\\", "/"))
    return next((rule(path) for belongs, rule in _RULES if belongs(path)), True)


def _is_qt_plugin(path: PurePosixPath) -> bool:
    return "PySide6" in path.parts and "plugins" in path.parts


def _keeps_qt_plugin(path: PurePosixPath) -> bool:
    return _bare(path.name).removeprefix("q") in QT_PLUGINS.get(path.parent.name, ())


def _is_qt_library(path: PurePosixPath) -> bool:
    return re.match(r"(lib)?Qt6", path.name) is not None


def _keeps_qt_library(path: PurePosixPath) -> bool:
    return _bare(path.name).removeprefix("Qt6") in QT_LIBRARIES


def _is_qt_translation(path: PurePosixPath) -> bool:
    return "PySide6" in path.parts and path.suffix == ".qm"


def _keeps_qt_translation(path: PurePosixPath) -> bool:
    return path.name in QT_TRANSLATIONS


def _is_openvino(path: PurePosixPath) -> bool:
    return path.parts[:2] == ("openvino", "libs") or path.name.startswith(("libopenvino", "openvino_"))


def _keeps_openvino(path: PurePosixPath) -> bool:
    return _bare(path.name) in OPENVINO_LIBRARIES


def _bare(name: str) -> str:
    """``libtbb.so.12``, ``tbb12.dll``, ``libtbb.12.dylib`` → ``tbb``."""
    return re.sub(r"(\d*)\.(dll|so|dylib|\d).*$", "", name).removeprefix("lib")


_Rule = tuple[Callable[[PurePosixPath], bool], Callable[[PurePosixPath], bool]]
_RULES: tuple[_Rule, ...] = (
    (_is_qt_plugin, _keeps_qt_plugin),
    (_is_qt_translation, _keeps_qt_translation),
    (_is_qt_library, _keeps_qt_library),
    (_is_openvino, _keeps_openvino),
)
