from __future__ import annotations

import importlib
import sys
from pathlib import Path
from types import ModuleType

import pytest

PACKAGING = Path(__file__).parents[2] / "packaging"


@pytest.fixture
def packaging_module(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script of that name; `packaging` itself is no package, as the one of PyPI is called the same."""
    name: str = request.param
    monkeypatch.syspath_prepend(PACKAGING)
    before = set(sys.modules)
    module = importlib.import_module(name)
    for new in set(sys.modules) - before:
        monkeypatch.delitem(sys.modules, new)
    return module
