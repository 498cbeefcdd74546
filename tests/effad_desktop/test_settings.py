from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from effad_desktop.errors import SettingsError
from effad_desktop.paths import DataFolder
from effad_desktop.settings import load_settings


@pytest.fixture(autouse=True)
def no_settings_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATA_DIR", "DEFAULT_RECIPE", "DEVICE", "ENGINE", "LOG_LEVEL"):
        monkeypatch.delenv(f"EFFAD_{name}", raising=False)


def write(folder: Path, text: str) -> None:
    DataFolder(folder).settings_file.write_text(text)


def test_nothing_has_to_be_set(tmp_path: Path) -> None:
    settings = load_settings(tmp_path / "new")
    assert (settings.default_recipe, settings.device, settings.engine) == ("sample", "auto", "auto")
    assert not (tmp_path / "new").exists()


def test_flags_win_over_the_environment_over_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, 'default_recipe = "file"\ndevice = "file"\nengine = "file"\n')
    monkeypatch.setenv("EFFAD_DEVICE", "environment")
    monkeypatch.setenv("EFFAD_ENGINE", "environment")
    settings = load_settings(tmp_path, engine="flag")
    assert (settings.default_recipe, settings.device, settings.engine) == ("file", "environment", "flag")


def test_the_data_folder_comes_from_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EFFAD_DATA_DIR", str(tmp_path))
    write(tmp_path, 'device = "cpu"')
    assert load_settings().data_dir == tmp_path
    assert load_settings().device == "cpu"
    assert load_settings(tmp_path / "flag").data_dir == tmp_path / "flag"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("device = ", "not valid TOML"),
        ('devise = "cpu"', "devise"),
        ("device = 4", "device"),
        ('log_level = "LOUD"', "log_level"),
    ],
)
def test_a_wrong_file_is_said(tmp_path: Path, text: str, said: str) -> None:
    write(tmp_path, text)
    with pytest.raises(SettingsError, match=said):
        load_settings(tmp_path)


def test_a_setting_cannot_be_changed_in_place(tmp_path: Path) -> None:
    settings = load_settings(tmp_path)
    with pytest.raises(ValidationError):
        settings.device = "cuda"
