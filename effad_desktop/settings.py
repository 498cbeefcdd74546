"""What this station is told to do: settings.toml < EFFAD_* environment < flags."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from threading import Lock
from typing import Any, Literal

import tomlkit
from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)
from tomlkit.exceptions import TOMLKitError

from effad_desktop.errors import SettingsError
from effad_desktop.files import replacing
from effad_desktop.paths import DataFolder, default_data_dir

_WRITING = Lock()


class Settings(BaseSettings):
    """Frozen; a changed setting is a new object."""

    model_config = SettingsConfigDict(env_prefix="EFFAD_", env_ignore_empty=True, frozen=True, extra="forbid")

    data_dir: Path
    default_recipe: str = "sample"
    device: str = "auto"
    engine: str = "auto"
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"

    source: str = ""
    """`camera:0`, `folder:/in`, `files:/images`, or the address or file of a stream; empty for HTTP alone."""
    queue: int = Field(16, ge=1, le=1000)

    serve: bool = True
    """Whether the window offers HTTP too."""
    host: str = "127.0.0.1"
    port: int = Field(8000, ge=0, le=65535)
    token: SecretStr = SecretStr("")
    max_upload_megabytes: int = Field(32, ge=1)
    max_megapixels: int = Field(40, ge=1)

    history_url: str = ""
    """A database address of SQLAlchemy; empty for SQLite in the data folder."""
    store_images: Literal["all", "anomalous", "none"] = "anomalous"
    keep_days: float = Field(90.0, gt=0, le=36_500)
    keep_gigabytes: float = Field(20.0, gt=0)
    min_free_gigabytes: float = Field(1.0, ge=0)
    """Below this no images are stored; inspecting goes on."""

    theme: Literal["auto", "light", "dark"] = "auto"
    language: Literal["auto", "en", "de", "zh_CN"] = "auto"
    sound: bool = False
    """Whether the window sounds on NG."""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)


def load_settings(data_dir: Path | None = None, **flags: object) -> Settings:
    """`flags` are named as the settings; None is a flag not given. Raises SettingsError."""
    root = (data_dir or Path(os.environ.get("EFFAD_DATA_DIR") or default_data_dir())).expanduser().absolute()
    file = DataFolder(root).settings_file

    class Here(Settings):
        model_config = SettingsConfigDict(toml_file=file)

    given: dict[str, Any] = {name: flag for name, flag in flags.items() if flag is not None}
    try:
        return Here(data_dir=root, **given)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{file} is not valid TOML", str(error)) from error
    except OSError as error:
        raise SettingsError(f"Cannot read {file}", error.strerror or str(error)) from error
    except ValidationError as error:
        raise SettingsError(f"A setting is wrong (in {file} or EFFAD_*)", _sentences(error)) from error


def check_changes(settings: Settings, **changes: object) -> Settings:
    """With the changes, of which nothing is written. Raises SettingsError."""
    for name in changes:
        if variable := set_by_environment(name):
            raise SettingsError(
                f"{name} is set by the environment", f"a change takes no effect as long as {variable} is set"
            )
    try:
        return Settings(**{**settings.model_dump(), **changes})
    except ValidationError as error:
        raise SettingsError("A setting is wrong", _sentences(error)) from error


def change_settings(settings: Settings, **changes: object) -> Settings:
    """Writes the changes into settings.toml, whose comments stay; what is as it was shipped is left out.

    Flags that this process was started with are not written. Raises SettingsError for a wrong value, one
    that the environment sets, or a file that cannot be written.
    """
    changed = check_changes(settings, **changes)
    file = DataFolder(settings.data_dir).settings_file
    with _WRITING:  # else the later of two threads undoes what the other wrote
        _write(file, {name: _plain(getattr(changed, name)) for name in changes})
    return changed


def set_by_environment(name: str) -> str:
    """The variable that comes before settings.toml, or an empty text."""
    wanted = f"EFFAD_{name.upper()}"
    return next((given for given, value in os.environ.items() if value and given.upper() == wanted), "")


def _plain(value: object) -> Any:
    if isinstance(value, SecretStr):
        return value.get_secret_value()
    return str(value) if isinstance(value, Path) else value


def _write(file: Path, values: Mapping[str, Any]) -> None:
    """A new file is for its owner only, as it may hold the token; one that is there keeps its mode."""
    file = file.resolve()  # a link stays one
    try:
        text = file.read_text(encoding="utf-8") if file.exists() else ""
        document = tomlkit.parse(text)
        mode = file.stat().st_mode & 0o777 if text else 0o600
    except (TOMLKitError, UnicodeDecodeError) as error:
        raise SettingsError(f"{file} is not valid TOML", str(error)) from error
    except OSError as error:
        raise SettingsError(f"Cannot read {file}", error.strerror or str(error)) from error
    for name, value in values.items():
        if value == _plain(Settings.model_fields[name].default):
            document.pop(name, None)
        else:
            document[name] = value
    with replacing(file) as aside:
        aside.touch(0o600)
        aside.chmod(mode)
        aside.write_text(tomlkit.dumps(document), encoding="utf-8")


def _sentences(error: ValidationError) -> str:
    return "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
