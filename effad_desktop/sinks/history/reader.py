"""Questions to a history, from any thread and any process."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from typing import Any, Literal, Self

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    Row,
    func,
    or_,
    select,
    tuple_,
    type_coerce,
)

from effad_desktop.core.inspection import AnomalyMap, Image, Verdict
from effad_desktop.sinks.history.database import Database
from effad_desktop.sinks.history.entries import HistoryEntry, HistoryFilter, YieldBucket
from effad_desktop.sinks.history.pictures import read_image, read_map
from effad_desktop.sinks.history.schema import INSPECTIONS

EVERYTHING = HistoryFilter()

PAGE = 1000
NAMES = 1000
"""As many sources are listed: of single files each is one."""

_C = INSPECTIONS.c
_ENTRY = [column for column in _C if column.name != "stored_bytes"]

_QUARTER = timedelta(minutes=15)
"""Every zone is a multiple of it away from UTC, so that the days and hours of any are made of these."""


class HistoryReader:
    """Neither migrates nor writes nor starts a thread; others may write meanwhile.

    Every method raises SettingsError when the database cannot be read.
    """

    def __init__(self, database: Database, folder: Path) -> None:
        self._database = database
        self._folder = folder

    @classmethod
    def open(cls, url: str, folder: Path) -> Self:
        """Raises SettingsError where there is no history, or one of another version."""
        return cls(Database(url, folder, read_only=True), folder)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def close(self) -> None:
        self._database.close()

    def page(
        self,
        wanted: HistoryFilter = EVERYTHING,
        limit: int = 50,
        after: HistoryEntry | None = None,
        newest_first: bool = True,
    ) -> list[HistoryEntry]:
        """Those that follow `after`, the last entry of the page before; as quick for the last page as for
        the first.
        """
        order = (_C.inspected_at, _C.id)
        query = select(*_ENTRY).where(*_conditions(wanted)).limit(limit)
        query = query.order_by(*(column.desc() for column in order) if newest_first else order)
        if after:
            place = tuple_(after.inspected_at, after.id, types=[column.type for column in order])
            query = query.where(tuple_(*order) < place if newest_first else tuple_(*order) > place)
        rows = self._database.read(lambda connection: connection.execute(query).all())
        return [_entry(row) for row in rows]

    def entries(
        self, wanted: HistoryFilter = EVERYTHING, newest_first: bool = True
    ) -> Iterator[HistoryEntry]:
        """All of them, a page at a time: no long transaction keeps the database from tidying up."""
        page = self.page(wanted, PAGE, None, newest_first)
        while page:
            yield from page
            page = self.page(wanted, PAGE, page[-1], newest_first) if len(page) == PAGE else []

    def get(self, inspection: str) -> HistoryEntry | None:
        query = select(*_ENTRY).where(_C.id == inspection)
        row = self._database.read(lambda connection: connection.execute(query).first())
        return _entry(row) if row else None

    def count(self, wanted: HistoryFilter = EVERYTHING) -> int:
        query = select(func.count()).select_from(INSPECTIONS).where(*_conditions(wanted))
        return self._database.read(lambda connection: connection.scalar(query)) or 0

    def yield_by(
        self,
        wanted: HistoryFilter = EVERYTHING,
        step: Literal["hour", "day"] = "hour",
        zone: tzinfo | None = None,
    ) -> list[YieldBucket]:
        """In order, without the empty ones; hours and days of `zone`, else of this machine's."""
        quarter = (type_coerce(_C.inspected_at, BigInteger) // (_QUARTER // timedelta(microseconds=1))).label(
            "q"
        )
        query = select(quarter, _C.verdict, func.count()).where(*_conditions(wanted))
        grouped = query.group_by(quarter, _C.verdict)
        rows = self._database.read(lambda connection: connection.execute(grouped).all())
        starts: dict[float, datetime] = {}
        counts: defaultdict[tuple[float, str], int] = defaultdict(int)
        for number, verdict, count in rows:
            start = _start(number, step, zone)
            starts[start.timestamp()] = start  # equal hours of a clock set back are told apart by it alone
            counts[start.timestamp(), verdict] += count
        return [
            YieldBucket(starts[at], counts[at, Verdict.NORMAL], counts[at, Verdict.ANOMALOUS])
            for at in sorted(starts)
        ]

    def recipes(self) -> list[str]:
        return self._names(_C.recipe)

    def sources(self) -> list[str]:
        """The first thousand, by name."""
        return self._names(_C.source)

    def load_image(self, entry: HistoryEntry) -> Image | None:
        """None where it is not stored, is gone or is broken."""
        return read_image(self._folder, entry.image)

    def load_map(self, entry: HistoryEntry) -> AnomalyMap | None:
        """None where it is not stored, is gone or is broken."""
        return read_map(self._folder, entry.anomaly_map)

    def _names(self, column: Column[Any]) -> list[str]:
        return self._database.read(lambda connection: list(_names(connection, column)))


def _names(connection: Connection, column: Column[Any]) -> Iterator[str]:
    """From one to the next along the index; DISTINCT would read every row."""
    name = connection.scalar(select(func.min(column)))
    for _ in range(NAMES):
        if name is None:
            return
        yield name
        name = connection.scalar(select(func.min(column)).where(column > name))


def _conditions(wanted: HistoryFilter) -> Iterator[ColumnElement[bool]]:
    if wanted.since:
        yield _C.inspected_at >= wanted.since
    if wanted.until:
        yield _C.inspected_at < wanted.until
    if wanted.recipe:
        yield _C.recipe == wanted.recipe
    if wanted.verdict:
        yield _C.verdict == wanted.verdict.value
    if wanted.source:
        yield _C.source == wanted.source
    if wanted.text:
        yield or_(_C.source.icontains(wanted.text, autoescape=True), _C.id == wanted.text)


def _start(quarter: int, step: Literal["hour", "day"], zone: tzinfo | None) -> datetime:
    at = datetime.fromtimestamp(quarter * _QUARTER.total_seconds(), UTC).astimezone(zone)
    if step == "hour":
        return at.replace(minute=0)
    midnight = at.replace(hour=0, minute=0, fold=0)
    return midnight if zone else midnight.replace(tzinfo=None).astimezone()  # its offset may be another


def _entry(row: Row[Any]) -> HistoryEntry:
    values = row._asdict()
    score = values["anomaly_score"]
    values["anomaly_score"] = math.nan if score is None else score
    values["verdict"] = Verdict(values["verdict"])
    return HistoryEntry(**values)
