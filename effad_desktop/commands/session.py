"""What all commands of one call share."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from effad_desktop.logs import start_logging
from effad_desktop.paths import DataFolder, default_data_dir

if TYPE_CHECKING:
    from effad_desktop.settings import Settings

RecipeOption = Annotated[
    str | None, typer.Option("--recipe", help="An installed name or a folder.", show_default=False)
]
DeviceOption = Annotated[
    str | None, typer.Option("--device", help="auto, cpu, cuda, cuda:1, mps, …", show_default=False)
]
EngineOption = Annotated[
    str | None, typer.Option("--engine", help="What runs the model; auto by default.", show_default=False)
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]


@dataclass(slots=True)
class Session:
    """Made before the flags are read, as a crash is logged in its data folder too."""

    data_dir: Path | None = None

    @property
    def log_folder(self) -> Path:
        return DataFolder(self.data_dir or default_data_dir()).logs

    def settings(
        self,
        recipe: str | None = None,
        device: str | None = None,
        engine: str | None = None,
        **flags: object,
    ) -> Settings:
        """Also starts the log. Raises SettingsError."""
        from effad_desktop.settings import load_settings  # pydantic, which --version does without

        settings = load_settings(self.data_dir, default_recipe=recipe, device=device, engine=engine, **flags)
        start_logging(DataFolder(settings.data_dir).logs, settings.log_level)
        return settings


def session_of(context: typer.Context) -> Session:
    return context.ensure_object(Session)
