"""What this station is told to do: settings.toml < EFFAD_* environment < flags."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Any, Literal

from pydantic import ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from effad_desktop.errors import SettingsError
from effad_desktop.paths import DataFolder, default_data_dir


class Settings(BaseSettings):
    """Frozen; a changed setting is a new object."""

    model_config = SettingsConfigDict(env_prefix="EFFAD_", env_ignore_empty=True, frozen=True, extra="forbid")

    data_dir: Path
    default_recipe: str = "sample"
    device: str = "auto"
    engine: str = "auto"
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"

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


def load_settings(
    data_dir: Path | None = None,
    *,
    default_recipe: str | None = None,
    device: str | None = None,
    engine: str | None = None,
) -> Settings:
    """The arguments are flags; None is a flag not given. Raises SettingsError."""
    root = (data_dir or Path(os.environ.get("EFFAD_DATA_DIR") or default_data_dir())).expanduser().absolute()
    file = DataFolder(root).settings_file

    class Here(Settings):
        model_config = SettingsConfigDict(toml_file=file)

    given = {"default_recipe": default_recipe, "device": device, "engine": engine}
    flags: dict[str, Any] = {name: flag for name, flag in given.items() if flag is not None}
    try:
        return Here(data_dir=root, **flags)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{file} is not valid TOML", str(error)) from error
    except OSError as error:
        raise SettingsError(f"Cannot read {file}", error.strerror or str(error)) from error
    except ValidationError as error:
        raise SettingsError(f"A setting is wrong (in {file} or EFFAD_*)", _sentences(error)) from error


def _sentences(error: ValidationError) -> str:
    return "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
