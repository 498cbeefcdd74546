"""The hash of an int8 model, which stands in its graph: damage to either of its two files is found."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from effad_desktop.errors import RecipeError

SEAL = "effad_sha256"
"""Among OpenVINO's runtime information of the graph."""
NO_HASH = "0" * 64
"""Stands there when the hash is taken."""
_PLACE = re.compile(rf'<{SEAL} value="([0-9a-f]{{64}})"'.encode())


def seal(graph: Path) -> None:
    """Of a graph that was saved with `NO_HASH`."""
    text = graph.read_bytes()
    graph.write_bytes(_with_hash(text, _hash(text, graph)))


def check_seal(graph: Path) -> None:
    """Raises RecipeError for a graph or weights that are not as they were written."""
    try:
        text = graph.read_bytes()
        found = _PLACE.search(text)
        whole = found is not None and found[1].decode() == _hash(text, graph)
    except OSError as error:
        raise RecipeError(f"{graph} cannot be read", error.strerror or str(error)) from error
    if not whole:
        raise RecipeError(f"{graph} or its .bin was changed after it was written", "its hash does not match")


def _hash(text: bytes, graph: Path) -> str:
    found = hashlib.sha256(_with_hash(text, NO_HASH))
    found.update(graph.with_suffix(".bin").read_bytes())
    return found.hexdigest()


def _with_hash(text: bytes, sha256: str) -> bytes:
    return _PLACE.sub(f'<{SEAL} value="{sha256}"'.encode(), text, count=1)
