"""What a batch has found so far, in columns, so that any threshold is tried on 10,000 images at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum, IntEnum, auto
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from effad_desktop.core.inspection import AnomalyMap, Prediction, Verdict
from effad_desktop.core.inspector import judge, rejected
from effad_desktop.core.teaching import Scale
from effad_desktop.sources.selection import GOOD

SmallMap = NDArray[np.float16]
"""An anomaly map of half the size: 8 kB for 64×64, which 10,000 images may keep."""

_LARGEST = float(np.finfo(np.float16).max)

Rows = NDArray[np.intp]
Mask = NDArray[np.bool_]


class Show(Enum):
    ALL = auto()
    OK = auto()
    NG = auto()
    FALSE_REJECTS = auto()
    MISSES = auto()
    UNREADABLE = auto()


class Column(IntEnum):
    NAME = 0
    SCORE = 1
    VERDICT = 2
    TRUTH = 3


@dataclass(frozen=True, slots=True, eq=False)
class Result:
    """An image without its pixels. `error` says why one is unreadable; it has no score then.

    `truth` is "good", the name of a defect, or empty where nobody knows.
    """

    path: Path
    folder: str
    truth: str = ""
    score: float = float("nan")
    seconds: float = 0.0
    anomaly_map: SmallMap | None = None
    error: str = ""

    @property
    def name(self) -> str:
        return self.path.name

    def verdict(self, threshold: float) -> Verdict | None:
        """None for an unreadable image."""
        return None if self.error else judge(self.score, threshold)

    def disagrees(self, threshold: float) -> Show | None:
        """FALSE_REJECTS or MISSES where the verdict is not what is known of the image."""
        verdict = self.verdict(threshold)
        if not self.truth or verdict is None:
            return None
        if (verdict is Verdict.NORMAL) is (self.truth == GOOD):
            return None
        return Show.MISSES if verdict is Verdict.NORMAL else Show.FALSE_REJECTS


@dataclass(frozen=True, slots=True)
class Counts:
    """`good` and `defective` are those of known truth that could be read."""

    ok: int = 0
    ng: int = 0
    unreadable: int = 0
    good: int = 0
    defective: int = 0
    false_rejects: int = 0
    misses: int = 0

    @property
    def images(self) -> int:
        return self.ok + self.ng + self.unreadable

    @property
    def knows_truth(self) -> bool:
        return self.good + self.defective > 0

    def of(self, show: Show) -> int:
        return {
            Show.ALL: self.images,
            Show.OK: self.ok,
            Show.NG: self.ng,
            Show.FALSE_REJECTS: self.false_rejects,
            Show.MISSES: self.misses,
            Show.UNREADABLE: self.unreadable,
        }[show]


class Results:
    """Grows at its end; nothing in it is ever changed."""

    def __init__(self) -> None:
        self._rows: list[Result] = []
        self._search: list[str] = []
        self._scores = np.empty(256, np.float64)
        self._readable = np.empty(256, np.bool_)
        self._good = np.empty(256, np.bool_)
        self._defective = np.empty(256, np.bool_)

    def __len__(self) -> int:
        return len(self._rows)

    def __getitem__(self, row: int) -> Result:
        return self._rows[row]

    def __iter__(self) -> Iterator[Result]:
        return iter(self._rows)

    def extend(self, rows: Sequence[Result]) -> None:
        start, end = len(self._rows), len(self._rows) + len(rows)
        if end > len(self._scores):
            self._grow(2 * end)
        self._scores[start:end] = [row.score for row in rows]
        self._readable[start:end] = [not row.error for row in rows]
        self._good[start:end] = [row.truth == GOOD and not row.error for row in rows]
        self._defective[start:end] = [row.truth not in ("", GOOD) and not row.error for row in rows]
        self._search += [f"{row.folder}/{row.name}".casefold() for row in rows]
        self._rows += rows

    def rescaled(self, scale: Scale, scores: Mapping[Path, float]) -> Results:
        """As another version of the recipe scores them; those of `scores` were scored by it."""
        new = Results()
        new.extend([_rescaled(row, scale, scores.get(row.path)) for row in self])
        return new

    def measured(self, found: Mapping[Path, Prediction]) -> Results:
        """With other scores and maps for some."""
        new = Results()
        new.extend([_measured(row, found[row.path]) if row.path in found else row for row in self])
        return new

    def scores(self, good: bool | None) -> NDArray[np.float64]:
        """Of good, of defective, or of images of unknown truth; those that are numbers."""
        known = self._cut(self._good) | self._cut(self._defective)
        kind = self._cut(self._readable) & ~known
        if good is not None:
            kind = self._cut(self._good if good else self._defective)
        chosen = self._cut(self._scores)[kind]
        return np.asarray(chosen[~np.isnan(chosen)])

    def counts(self, threshold: float) -> Counts:
        ng = self._anomalous(threshold)
        readable, good, defective = map(self._cut, (self._readable, self._good, self._defective))
        return Counts(
            ok=_count(readable & ~ng),
            ng=_count(ng),
            unreadable=_count(~readable),
            good=_count(good),
            defective=_count(defective),
            false_rejects=_count(good & ng),
            misses=_count(defective & ~ng),
        )

    def matching(self, show: Show, search: str, threshold: float, start: int = 0) -> Rows:
        """From row `start` on, in the order in which they came."""
        rows = np.flatnonzero(self._shown(show, threshold)[start:]) + start
        if wanted := search.strip().casefold():
            rows = np.array([row for row in rows if wanted in self._search[row]], np.intp)
        return np.asarray(rows, np.intp)

    def ordered(self, rows: Rows, column: Column, descending: bool, threshold: float) -> Rows:
        """What has no score comes last."""
        if column in (Column.NAME, Column.TRUTH):
            key = self._name_key if column is Column.NAME else self._truth_key
            return np.array(sorted(rows, key=key, reverse=descending), np.intp)
        scores = self._cut(self._scores)[rows]
        if descending:
            scores = -scores
        if column is Column.SCORE:
            return np.asarray(rows[np.argsort(scores, kind="stable")])
        ng = self._anomalous(threshold)[rows]
        rank = np.where(self._cut(self._readable)[rows], ng ^ descending, 2)
        return np.asarray(rows[np.lexsort((scores, rank))])

    def _shown(self, show: Show, threshold: float) -> Mask:
        readable = self._cut(self._readable)
        if show is Show.ALL:
            return np.ones(len(self), np.bool_)
        if show is Show.UNREADABLE:
            return ~readable
        ng = self._anomalous(threshold)
        return {
            Show.OK: readable & ~ng,
            Show.NG: ng,
            Show.FALSE_REJECTS: self._cut(self._good) & ng,
            Show.MISSES: self._cut(self._defective) & ~ng,
        }[show]

    def _anomalous(self, threshold: float) -> Mask:
        return np.asarray(rejected(self._cut(self._scores), threshold) & self._cut(self._readable))

    def _name_key(self, row: int) -> str:
        return self._search[row]

    def _truth_key(self, row: int) -> tuple[str, str]:
        return self._rows[row].truth, self._search[row]

    def _cut(self, column: NDArray[Any]) -> NDArray[Any]:
        return column[: len(self._rows)]

    def _grow(self, size: int) -> None:
        for name in ("_scores", "_readable", "_good", "_defective"):
            old = getattr(self, name)
            new = np.empty(size, old.dtype)
            new[: len(self._rows)] = self._cut(old)
            setattr(self, name, new)


def _rescaled(row: Result, scale: Scale, score: float | None) -> Result:
    if row.error:
        return row
    if score is None:
        score = scale.score(row.score)
    heat = row.anomaly_map
    if heat is not None:
        heat = small_map(scale.heat_map(heat.astype(np.float32), score))
    return replace(row, score=score, anomaly_map=heat)


def small_map(anomaly_map: AnomalyMap) -> SmallMap:
    """Half precision moves a contour by less than a pixel."""
    return np.clip(anomaly_map, -_LARGEST, _LARGEST).astype(np.float16)


def _measured(row: Result, found: Prediction) -> Result:
    return replace(row, score=found.anomaly_score, anomaly_map=small_map(found.anomaly_map))


def _count(mask: Mask) -> int:
    return int(np.count_nonzero(mask))
