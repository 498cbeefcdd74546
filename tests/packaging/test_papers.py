"""Licences and the bill of materials of a bundle."""

from __future__ import annotations

import json
import shutil
from importlib.metadata import distribution
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]
documents_of = pytest.mark.parametrize("packaging_module", ["documents"], indirect=True)


@documents_of
def test_what_a_bundle_says_of_itself(packaging_module: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "system_libraries.txt").write_text("")
    packaging_module.write(tmp_path, "lite", "1.2.3", tmp_path / "system_libraries.txt")
    told = (tmp_path / "THIRD_PARTY.md").read_text(encoding="utf-8")
    assert f"| PySide6_Essentials | {distribution('PySide6-Essentials').version} | LGPL-3.0-only" in told
    assert "GNU LESSER GENERAL PUBLIC LICENSE\n                       Version 3" in told
    assert (tmp_path / "LICENSE").read_text() == (ROOT / "LICENSE").read_text()
    bill = json.loads((tmp_path / "sbom.json").read_text(encoding="utf-8"))
    assert (bill["bomFormat"], bill["metadata"]["component"]["version"]) == ("CycloneDX", "1.2.3")
    by_name = {component["name"]: component for component in bill["components"]}
    assert by_name["openvino"]["purl"] == f"pkg:pypi/openvino@{distribution('openvino').version}"
    assert by_name["openvino"]["licenses"] == [{"expression": "Apache-2.0"}]
    assert not {"torch", "mlflow", "pytest"} & set(by_name)


@pytest.mark.skipif(shutil.which("dpkg-query") is None, reason="needs dpkg-query")
@documents_of
def test_libraries_of_the_system_are_named_by_package(packaging_module: ModuleType) -> None:
    libc = next(Path("/lib").glob("*/libc.so.6"))
    (package,) = packaging_module.system_packages([str(libc)])
    assert package.name == "libc6"
    assert "Lesser General Public License" in package.terms
