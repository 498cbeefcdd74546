"""Settings → a station with its sinks, its source and its HTTP service."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from effad_desktop import __version__
from effad_desktop.core.ports import Sink, Source
from effad_desktop.detection.preprocessing import resize
from effad_desktop.errors import EffadError, SettingsError, UsageError
from effad_desktop.paths import DataFolder
from effad_desktop.server.api import create_app
from effad_desktop.server.runner import Server
from effad_desktop.settings import Settings
from effad_desktop.sinks.history import History
from effad_desktop.sinks.metrics import Metrics
from effad_desktop.sources.camera import Camera
from effad_desktop.sources.files import Files, UnreadableImage
from effad_desktop.sources.folder import Folder
from effad_desktop.station import Station

log = logging.getLogger(__name__)

LOOPBACK = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True, eq=False)
class Assembly:
    """A station and all that hangs on it. Closing finishes what was taken."""

    settings: Settings
    station: Station
    history: History
    metrics: Metrics
    server: Server

    @classmethod
    def of(cls, settings: Settings, more: Sequence[Sink] = ()) -> Self:
        """`more` sinks come last. Nothing runs yet. Raises SettingsError."""
        refuse_open_door(settings)
        history, metrics = open_history(settings), Metrics(data_dir=settings.data_dir)
        metrics.sinks(("history", "metrics"))
        station = Station(
            settings,
            (history, metrics, *more),
            on_sink_error=lambda sink: metrics.sink_failed(type(sink).__name__.lower()),
            on_use=lambda used: metrics.model(
                used.recipe, used.method, used.model, used.detector.name, __version__
            ),
        )
        metrics.watch(station.status)
        app = create_app(
            station,
            registry=metrics.registry,
            token=settings.token.get_secret_value(),
            max_upload_bytes=settings.max_upload_megabytes * 1_000_000,
            max_pixels=settings.max_megapixels * 1_000_000,
            observe=metrics.http_request,
        )
        server = Server(app, settings.host, settings.port, station.fault)
        return cls(settings, station, history, metrics, server)

    def start(self) -> None:
        """Raises RecipeError, SourceError, StationError for a port that is taken."""
        self.station.start()
        self.server.start()
        if self.settings.source:
            self.station.attach(open_source(self.settings.source, self.settings.data_dir))

    def try_to_serve(self) -> EffadError | None:
        """For a window, which is of use without HTTP too: says what is in the way instead of raising."""
        try:
            self.server.start()
        except EffadError as error:
            return error
        return None

    def close(self) -> None:
        """The source first, then what callers wait for, then the sinks."""
        self.station.detach()
        self.server.stop()
        self.station.close()


def open_history(settings: Settings) -> History:
    """Raises SettingsError."""
    return History(
        settings.history_url,
        DataFolder(settings.data_dir).history,
        store_images=settings.store_images,
        keep_days=settings.keep_days,
        keep_gigabytes=settings.keep_gigabytes,
        min_free_gigabytes=settings.min_free_gigabytes,
    )


def is_loopback(host: str) -> bool:
    return host in LOOPBACK


def refuse_open_door(settings: Settings) -> None:
    """Raises SettingsError where other machines could call without a token."""
    if not is_loopback(settings.host) and not settings.token.get_secret_value():
        raise SettingsError(
            f"{settings.host} is reached from other machines, so a token is needed",
            "give --token or EFFAD_TOKEN, or serve on 127.0.0.1",
        )


def open_source(
    text: str, data_dir: Path, on_error: Callable[[UnreadableImage], None] | None = None
) -> Source:
    """``camera:0``, ``folder:/in``, ``files:/images``, an address or a video file. Raises SourceError."""
    kind, _, rest = text.partition(":")
    report = on_error or _log_unreadable
    if kind == "camera" and rest:
        return Camera(int(rest) if rest.isdigit() else rest)
    if kind == "folder" and rest:
        return Folder(Path(rest), journal=_journal(data_dir, Path(rest)), on_error=report)
    if kind == "files" and rest:
        return Files([Path(rest)], report, prepare=resize)
    if "://" in text or Path(text).is_file():
        return Camera(text)
    raise UsageError(
        f"Unknown source {text!r}",
        "give camera:0, folder:/path, files:/path, a stream (rtsp://… or http://…) or a video file",
    )


def _journal(data_dir: Path, folder: Path) -> Path:
    """One for each folder that was ever watched."""
    digest = hashlib.sha256(str(folder.absolute()).encode()).hexdigest()[:16]
    return data_dir / "folders" / f"{digest}.journal"


def _log_unreadable(error: UnreadableImage) -> None:
    log.warning("Skipped: %s", error)
