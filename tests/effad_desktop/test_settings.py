from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from pydantic import ValidationError

from effad_desktop.errors import SettingsError
from effad_desktop.paths import DataFolder
from effad_desktop.settings import change_settings, load_settings

WORD = "open sesame"


@pytest.fixture(autouse=True)
def no_settings_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.upper().startswith("EFFAD_")]:
        monkeypatch.delenv(name)


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


def test_a_change_is_there_at_the_next_start(tmp_path: Path) -> None:
    changed = change_settings(load_settings(tmp_path), device="cpu", keep_days=7, token=WORD)
    assert (changed.device, changed.keep_days, changed.token.get_secret_value()) == ("cpu", 7.0, WORD)
    assert load_settings(tmp_path).model_dump() == changed.model_dump()


def test_a_change_leaves_what_people_wrote(tmp_path: Path) -> None:
    write(tmp_path, '# line 3, left\ndevice = "cpu"  # no GPU here\nport = 8001\n')
    change_settings(load_settings(tmp_path), port=8002, theme="dark")
    text = DataFolder(tmp_path).settings_file.read_text()
    assert text == '# line 3, left\ndevice = "cpu"  # no GPU here\nport = 8002\ntheme = "dark"\n'


def test_only_what_differs_from_the_shipped_is_written(tmp_path: Path) -> None:
    settings = change_settings(load_settings(tmp_path, engine="torch"), device="cpu", sound=True)
    change_settings(settings, device="auto")
    assert DataFolder(tmp_path).settings_file.read_text() == "sound = true\n"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"port": 70000}, "port"),
        ({"keep_days": 0}, "keep_days"),
        ({"theme": "pink"}, "theme"),
        ({"colour": "pink"}, "colour"),
    ],
)
def test_a_wrong_change_is_said_and_not_written(
    tmp_path: Path, changes: dict[str, object], said: str
) -> None:
    with pytest.raises(SettingsError, match=said):
        change_settings(load_settings(tmp_path), **changes)
    assert not DataFolder(tmp_path).settings_file.exists()


def test_a_change_that_the_environment_would_undo_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = load_settings(tmp_path)
    monkeypatch.setenv("EFFAD_PORT", "9000")
    with pytest.raises(SettingsError, match="EFFAD_PORT"):
        change_settings(settings, port=8001)
    monkeypatch.setenv("EFFAD_PORT", "")
    assert change_settings(settings, port=8001).port == 8001


def test_a_broken_file_is_not_written_over(tmp_path: Path) -> None:
    settings = load_settings(tmp_path)
    write(tmp_path, "port = ")
    with pytest.raises(SettingsError, match="not valid TOML"):
        change_settings(settings, port=8001)
    assert DataFolder(tmp_path).settings_file.read_text() == "port = "


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_the_file_with_the_token_is_for_its_owner_only(tmp_path: Path) -> None:
    file = DataFolder(tmp_path).settings_file
    settings = change_settings(load_settings(tmp_path), token=WORD)
    assert file.stat().st_mode & 0o777 == 0o600
    file.chmod(0o640)
    change_settings(settings, port=8001)
    assert file.stat().st_mode & 0o777 == 0o640
