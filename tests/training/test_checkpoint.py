from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import torch

from effad_desktop.errors import SettingsError, UsageError
from training.checkpoint import load_checkpoint, save_checkpoint

PARAMS = {"seed": 0, "lr": 1e-3}


def state(fill: float, values: int = 100) -> dict[str, Any]:
    return {"params": PARAMS, "weights": torch.full((values,), fill), "step": 7}


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 1 MiB."""
    place = tmp_path / "disk"
    place.mkdir()
    if not sys.platform.startswith("linux") or os.geteuid() != 0:
        pytest.skip("needs root to mount a small disk")
    command = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(place)]
    if subprocess.run(command, check=False, capture_output=True).returncode:
        pytest.skip("may not mount here")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_tensors_and_values_come_back(tmp_path: Path) -> None:
    save_checkpoint(tmp_path / "new" / "c", state(1.5))
    loaded = load_checkpoint(tmp_path / "new" / "c", PARAMS)
    assert torch.equal(loaded["weights"], torch.full((100,), 1.5))
    assert loaded["step"] == 7


def test_a_checkpoint_of_other_settings_is_refused_by_name(tmp_path: Path) -> None:
    save_checkpoint(tmp_path / "c", state(1))
    with pytest.raises(UsageError, match="lr differ; remove it to start anew"):
        load_checkpoint(tmp_path / "c", PARAMS | {"lr": 1.0})


def test_a_setting_that_may_differ_is_let_through(tmp_path: Path) -> None:
    save_checkpoint(tmp_path / "c", state(1))
    assert load_checkpoint(tmp_path / "c", PARAMS | {"lr": 1.0}, ("lr",))["step"] == 7


@pytest.mark.parametrize("damage", ["cut", "text", "empty", "foreign", "list"])
def test_a_broken_checkpoint_is_refused(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "c"
    save_checkpoint(path, state(1))
    if damage == "cut":
        path.write_bytes(path.read_bytes()[:-300])
    elif damage in ("text", "empty"):
        path.write_text("no checkpoint" if damage == "text" else "")
    else:
        torch.save({"weights": torch.ones(3)} if damage == "foreign" else [1, 2], path)
    with pytest.raises(UsageError, match=r"cannot be read.*remove it to start anew"):
        load_checkpoint(path, PARAMS)


def test_a_checkpoint_that_would_run_code_is_refused(tmp_path: Path) -> None:
    torch.save({"params": {}, "code": Path.unlink}, tmp_path / "c")
    with pytest.raises(UsageError, match="cannot be read"):
        load_checkpoint(tmp_path / "c", {})


def test_a_full_disk_leaves_the_last_good_checkpoint(small_disk: Path) -> None:
    path = small_disk / "c"
    save_checkpoint(path, state(1))
    with pytest.raises(SettingsError, match=r"Cannot write .*No space left on device"):
        save_checkpoint(path, state(2, values=1_000_000))
    assert torch.equal(load_checkpoint(path, PARAMS)["weights"], torch.full((100,), 1.0))
    assert [p.name for p in small_disk.iterdir()] == ["c"]
