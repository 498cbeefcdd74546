"""The results of a batch after a lesson: scored anew, without inspecting all of them again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject

from effad_desktop.core.inspection import Prediction
from effad_desktop.gui.latest import Latest
from effad_desktop.gui.lessons import Lesson, measure
from effad_desktop.gui.page import Context
from effad_desktop.gui.results import Result, Results, Show
from effad_desktop.gui.widgets.results_model import ResultsModel
from effad_desktop.imaging import load_image

MOST_MEASURED = 40
"""Rejected images that are measured again, those nearest the threshold first: they may be alike."""


class BatchTeaching(QObject):
    """Puts other results into the model, and tells `changed` of them."""

    def __init__(
        self, context: Context, model: ResultsModel, changed: Callable[[Results], object], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._context, self._model = context, model
        self._changed = changed
        self._latest = Latest(context.tasks, self)
        self._former: tuple[Results, Results] | None = None  # before the last lesson, and after it

    def judge_anew(self, lesson: Lesson) -> None:
        """At once by the new scale, then the rejected ones as they measure. An undone lesson brings back what
        was there before it.
        """
        results, former = self._model.results, self._former
        if lesson.taught is None and former and former[1] is results:
            self._become(results, former[0])
            return
        self._become(results, results.rescaled(lesson.scale, {Path(lesson.source): lesson.score}))
        self._measure(self._model.results, lesson)

    def _become(self, before: Results, now: Results) -> None:
        self._former = before, now
        self._model.take_over(now)
        self._changed(now)

    def _measure(self, results: Results, lesson: Lesson) -> None:
        assembly = self._context.backend.assembly
        paths = [row.path for row in _near(results, lesson.threshold) if row.path != Path(lesson.source)]
        if paths and assembly:
            work = partial(
                measure, assembly.station.teaching, lesson.recipe, {p: partial(load_image, p) for p in paths}
            )
            self._latest.ask(work, partial(self._measured, results), self._context.tell)

    def _measured(self, results: Results, found: Mapping[Path, Prediction]) -> None:
        if self._model.results is results and self._former:  # else another lesson or batch has come
            self._become(self._former[0], results.measured(found))


def _near(results: Results, threshold: float) -> list[Result]:
    rows = results.matching(Show.NG, "", threshold)
    scores = np.array([results[int(row)].score for row in rows])
    return [results[int(rows[at])] for at in np.argsort(scores, kind="stable")[:MOST_MEASURED]]
