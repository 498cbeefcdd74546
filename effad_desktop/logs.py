"""What happened, for those who mend it: a rotating file in the data folder."""

from __future__ import annotations

import logging
import platform
import sys
import traceback
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path

from effad_desktop import __version__

LOG_FILE = "effad.log"
_FORMAT = "%(asctime)s %(levelname)s %(threadName)s %(name)s: %(message)s"


def start_logging(folder: Path, level: str = "INFO") -> None:
    """To a file of 5 × 2 MB; a folder that cannot be written costs the log, not the work."""
    log = logging.getLogger("effad_desktop")
    log.setLevel(level)
    for old in log.handlers[:]:
        log.removeHandler(old)
        old.close()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(
            folder / LOG_FILE, maxBytes=2_000_000, backupCount=4, encoding="utf-8", delay=True
        )
    except OSError as error:
        log.warning("No log file in %s: %s", folder, error.strerror)
        return
    handler.setFormatter(logging.Formatter(_FORMAT))
    log.addHandler(handler)


def write_crash_log(folder: Path, error: BaseException) -> Path | None:
    """What a bug report needs; None where it cannot be written."""
    now = datetime.now(UTC)
    text = "\n".join(
        (
            f"effad {__version__}, Python {platform.python_version()}, {platform.platform()}",
            f"{now.isoformat(timespec='seconds')}",
            f"{sys.argv}",
            "".join(traceback.format_exception(error)),
        )
    )
    path = folder / f"crash-{now:%Y%m%dT%H%M%S%f}.log"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError:
        return None
    return path
