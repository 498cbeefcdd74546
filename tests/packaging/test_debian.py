from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from types import ModuleType

import pytest

PROGRAMS = ("effad", "effad-desktop")


def dpkg(*arguments: str) -> str:
    return subprocess.run(["dpkg-deb", *arguments], capture_output=True, text=True, check=True).stdout


@pytest.mark.skipif(shutil.which("dpkg-deb") is None, reason="needs dpkg-deb")
@pytest.mark.parametrize("packaging_module", ["debian"], indirect=True)
def test_a_package_has_both_commands_a_menu_entry_and_no_owner_but_root(
    packaging_module: ModuleType, tmp_path: Path
) -> None:
    folder = tmp_path / "effad-lite"
    folder.mkdir()
    for name in PROGRAMS:
        (folder / name).write_text("#!/bin/sh\n")
        (folder / name).chmod(0o755)
    path = packaging_module.package(folder, "lite", "1.2.3", tmp_path)
    assert dpkg("--field", str(path), "Version").strip() == "1.2.3"
    listing = dpkg("--contents", str(path))
    for name in PROGRAMS:
        assert f"./usr/bin/{name} -> /opt/effad/{name}\n" in listing
        assert re.search(rf"^-rwxr-xr-x root/root .* \./opt/effad/{name}$", listing, re.MULTILINE)
    assert "./usr/share/applications/effad.desktop\n" in listing
    assert "./usr/share/icons/hicolor/scalable/apps/effad.svg\n" in listing
    assert not re.search(r"^\S+ (?!root/root)", listing, re.MULTILINE)
