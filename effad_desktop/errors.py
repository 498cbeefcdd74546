"""Every failure that a user can mend, as a title and what to do about it."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """What the command line returns to a shell or a supervisor."""

    OK = 0
    CRASH = 1
    USAGE = 2
    SETTINGS = 3
    RECIPE = 4
    SOURCE = 5
    ANOMALY = 10


class EffadError(Exception):
    """A failure said in words: `title` is what went wrong, `detail` where and what to do."""

    exit_code = ExitCode.CRASH

    def __init__(self, title: str, detail: str = "") -> None:
        super().__init__(title, detail)
        self.title = title
        self.detail = detail

    def __str__(self) -> str:
        return f"{self.title}: {self.detail}" if self.detail else self.title


class UsageError(EffadError):
    """An argument that cannot be obeyed."""

    exit_code = ExitCode.USAGE


class SettingsError(EffadError):
    """A setting or a folder of the station that cannot be used."""

    exit_code = ExitCode.SETTINGS


class RecipeError(EffadError):
    """A recipe or model file that is missing, broken or of another version."""

    exit_code = ExitCode.RECIPE


class SourceError(EffadError):
    """Images that cannot be had: a missing folder, a broken file, a lost camera."""

    exit_code = ExitCode.SOURCE


class StationError(EffadError):
    """The station is not running, or cannot go on."""


class Busy(StationError):
    """More frames wait than may; the same may go through a moment later."""
