"""What an earlier start died of, told once."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

NATIVE_LOG = "native-crash.log"
_TOLD = "crash-told"


def keep_native_log(logs: Path) -> None:
    """What Qt or a driver died of stands in a file that every start begins anew."""
    log = logs / NATIVE_LOG
    with suppress(OSError):
        if log.stat().st_size:
            log.replace(logs / f"crash-native-{log.stat().st_mtime_ns}.log")


def untold_crash(logs: Path) -> Path | None:
    """The newest crash log that nobody was told of."""
    newest = max(logs.glob("crash-*.log"), key=lambda log: log.stat().st_mtime_ns, default=None)
    return newest if newest and newest.name != _last_told(logs) else None


def told(logs: Path, crash: Path) -> None:
    with suppress(OSError):
        (logs / _TOLD).write_text(crash.name, encoding="utf-8")


def _last_told(logs: Path) -> str:
    try:
        return (logs / _TOLD).read_text(encoding="utf-8")
    except OSError:
        return ""
