"""Puts `resources` into a wheel, inside the package, where `effad_desktop.paths` looks for it."""

from __future__ import annotations

import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py


class BuildWithResources(build_py):
    def run(self) -> None:
        super().run()
        if not self.editable_mode:
            inside = Path(self.build_lib) / "effad_desktop" / "resources"
            shutil.copytree("resources", inside, ignore=shutil.ignore_patterns("*.ts"), dirs_exist_ok=True)


setup(cmdclass={"build_py": BuildWithResources})
