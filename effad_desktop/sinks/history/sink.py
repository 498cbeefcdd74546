"""The sink that remembers every inspection."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import insert

from effad_desktop.core.inspection import Inspection, Verdict
from effad_desktop.errors import SettingsError
from effad_desktop.sinks.history.alarms import Alarms
from effad_desktop.sinks.history.database import Database
from effad_desktop.sinks.history.images import ImageStore, free_bytes
from effad_desktop.sinks.history.pictures import Picture
from effad_desktop.sinks.history.reader import HistoryReader
from effad_desktop.sinks.history.retention import Retention
from effad_desktop.sinks.history.schema import INSPECTIONS, SOURCE_LENGTH

PERIOD = 60.0
"""Seconds between chores."""

DAILY = 24 * 60
"""Rounds of chores."""

_INSERT = insert(INSPECTIONS)


class History(HistoryReader):
    """A sink that has committed the row when it returns; the image follows on a thread of its own.

    Called, it raises SettingsError while the database cannot be written, and works again once it can.
    `alarm` says what else is wrong, `skipped` counts the images that were to be stored and are not.
    Made, it raises SettingsError for a database or folder that cannot be used.
    """

    def __init__(
        self,
        url: str,
        folder: Path,
        *,
        store_images: Literal["all", "anomalous", "none"] = "anomalous",
        keep_days: float = 90.0,
        keep_gigabytes: float = 20.0,
        min_free_gigabytes: float = 1.0,
        period: float = PERIOD,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        free: Callable[[Path], int] = free_bytes,
    ) -> None:
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise SettingsError(f"Cannot write {folder}", error.strerror or str(error)) from error
        super().__init__(Database(url, folder), folder)
        self._store_images = store_images
        self._now = now
        self._alarms = Alarms()
        self._retention = Retention(self._database, folder, keep_days, keep_gigabytes * 1e9, now)
        self._rounds = count()
        self._tell_damage()
        self._images = ImageStore(
            self._database, folder, self._alarms, self._chores, period, min_free_gigabytes * 1e9, free
        )
        self._images.start()

    def __call__(self, inspection: Inspection) -> None:
        inspected_at = self._now()
        row = _row(inspection, inspected_at)
        self._database.write(lambda connection: connection.execute(_INSERT, row))
        if self._wants_image(inspection):
            self._images.offer(
                Picture(
                    inspection.id, inspected_at, inspection.frame.image, inspection.prediction.anomaly_map
                )
            )

    @property
    def alarm(self) -> str:
        return str(self._alarms)

    @property
    def skipped(self) -> int:
        return self._images.skipped

    def close(self) -> None:
        """Images that wait are stored first."""
        self._images.close()
        super().close()

    def _wants_image(self, inspection: Inspection) -> bool:
        anomalous = inspection.verdict is Verdict.ANOMALOUS
        return self._store_images == "all" or (self._store_images == "anomalous" and anomalous)

    def _chores(self) -> Iterator[None]:
        """In the second round too files are swept that were too young in the first."""
        number = next(self._rounds)
        self._tell_damage()
        if self._store_images != "none":
            self._images.check_place()
        yield from self._retention.enforce()
        if number in (0, 1) or number % DAILY == 0:
            yield from self._retention.sweep()
            self._database.analyze()

    def _tell_damage(self) -> None:
        """Until a person has taken the file away, as it holds what was inspected before."""
        if files := self._database.damaged_files():
            self._alarms.begin(
                "damage", f"The history was damaged and begun anew; what was before is in {files[-1]}"
            )
        else:
            self._alarms.end("damage")


def _row(inspection: Inspection, inspected_at: datetime) -> dict[str, Any]:
    frame, score = inspection.frame, float(inspection.prediction.anomaly_score)
    return {
        "id": inspection.id,
        "captured_at": frame.captured_at,
        "inspected_at": inspected_at,
        "recipe": _storable(inspection.recipe, 200),
        "model": inspection.model,
        "method": inspection.method,
        "source": _storable(frame.source, SOURCE_LENGTH),
        "kind": frame.kind,
        "sequence": frame.sequence,
        "anomaly_score": None if math.isnan(score) else score,
        "threshold": float(inspection.threshold),
        "verdict": inspection.verdict.value,
        "decode_seconds": frame.decode_seconds,
        "wait_seconds": inspection.wait_seconds,
        "inference_seconds": inspection.prediction.seconds,
    }


def _storable(text: str, length: int) -> str:
    """File names may hold bytes that are no text, and what is uploaded any name; databases refuse both."""
    return (
        text.encode("utf-8", "backslashreplace").decode().replace("\0", "\N{REPLACEMENT CHARACTER}")[:length]
    )
