"""What Windows shows under Properties, Details of an executable."""

from __future__ import annotations

from pathlib import Path

from effad_desktop import __doc__ as description
from effad_desktop import __version__

ENGLISH_UNICODE = "040904B0"
_FORM = """\
VSVersionInfo(
  ffi=FixedFileInfo(filevers={numbers}, prodvers={numbers}, mask=0x3F, flags=0, OS=0x40004, fileType=1),
  kids=[
    StringFileInfo([StringTable({table!r}, [{strings}])]),
    VarFileInfo([VarStruct('Translation', [0x0409, 0x04B0])]),
  ],
)
"""


def written(name: str, folder: Path) -> str:
    """The path of a file in the form that PyInstaller reads."""
    path = folder / f"{name}_version.txt"
    path.write_text(text(name), encoding="utf-8")
    return str(path)


def text(name: str) -> str:
    strings = {
        "CompanyName": "effad",
        "FileDescription": description or name,
        "FileVersion": __version__,
        "InternalName": name,
        "LegalCopyright": "Apache-2.0",
        "OriginalFilename": f"{name}.exe",
        "ProductName": "effad",
        "ProductVersion": __version__,
    }
    listed = ", ".join(f"StringStruct({key!r}, {value!r})" for key, value in strings.items())
    return _FORM.format(numbers=numbers(__version__), table=ENGLISH_UNICODE, strings=listed)


def numbers(version: str) -> tuple[int, int, int, int]:
    """``0.1.0`` → (0, 1, 0, 0)."""
    parts = [int(part) for part in version.split(".")[:3]]
    major, minor, patch = parts
    return major, minor, patch, 0
