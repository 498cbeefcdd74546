"""How far a batch is, how fast it goes, and how long it takes still."""

from __future__ import annotations

import time
from collections import deque

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from effad_desktop.gui.icons import icon
from effad_desktop.gui.language import duration, number
from effad_desktop.gui.page import Translated
from effad_desktop.gui.pages.batch_job import BatchJob, Phase
from effad_desktop.gui.theme import GRID
from effad_desktop.gui.widgets.counters import grouped

WINDOW_SECONDS = 5.0
"""The rate is that of the last few seconds."""
_TICK_MS = 250


class Pace:
    """Images a second, and the seconds that are left."""

    def __init__(self) -> None:
        self._seen: deque[tuple[float, int]] = deque()
        self._started = 0.0
        self.seconds = 0.0

    def start(self, now: float, done: int) -> None:
        self._seen = deque([(now, done)])
        self._started = now
        self.seconds = 0.0

    def note(self, now: float, done: int) -> None:
        self.seconds = now - self._started
        self._seen.append((now, done))
        while len(self._seen) > 2 and now - self._seen[1][0] >= WINDOW_SECONDS:
            self._seen.popleft()

    @property
    def rate(self) -> float:
        """0 until it is known."""
        (before, first), (now, last) = self._seen[0], self._seen[-1]
        return (last - first) / (now - before) if now > before else 0.0

    def left(self, images: int) -> float | None:
        return images / self.rate if self.rate > 0 else None


class BatchProgress(Translated):
    """A bar while it runs, afterwards a sentence and what can be done next."""

    def __init__(self, job: BatchJob, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._job = job
        self._pace = Pace()
        self._running = False
        self._text = QLabel()
        self._text.setProperty("role", "muted")
        self._text.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._bar = QProgressBar(textVisible=False)
        self._bar.setFixedHeight(GRID)
        self.cancel, self.go_on, self.once_more = QPushButton(), QPushButton(), QPushButton()
        self._timer = QTimer(self, interval=_TICK_MS)
        self._timer.timeout.connect(self._tick)
        self._lay_out()
        self.cancel.clicked.connect(job.cancel)
        self.go_on.clicked.connect(job.go_on)
        self.once_more.clicked.connect(job.again)
        job.changed.connect(self._changed)
        self.restyle()
        self._changed()

    @property
    def text(self) -> str:
        return self._text.text()

    def restyle(self) -> None:
        for button, name in ((self.cancel, "stop"), (self.go_on, "play"), (self.once_more, "reset")):
            button.setIcon(icon(name))

    def retranslate(self) -> None:
        self.cancel.setText(self.tr("Cancel"))
        self.go_on.setText(self.tr("Continue"))
        self.once_more.setText(self.tr("Inspect again"))
        self.once_more.setToolTip(self.tr("Inspect the same images by the recipe that is chosen now"))
        self._bar.setAccessibleName(self.tr("Progress"))
        self._text.setText(self._sentence())

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(6)
        words.addStretch(1)
        words.addWidget(self._text)
        words.addWidget(self._bar)
        words.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(1 * GRID)
        row.addLayout(words, 1)
        row.addSpacing(GRID)
        for button in (self.cancel, self.go_on, self.once_more):
            row.addWidget(button)

    def _changed(self) -> None:
        job = self._job
        running = job.phase is Phase.RUNNING
        if running and not self._running:
            self._pace.start(time.monotonic(), job.done)
            self._timer.start()
        elif self._running and not job.busy:
            self._pace.note(time.monotonic(), job.done)
            self._timer.stop()
        self._running = running or (self._running and job.busy)
        self._bar.setVisible(job.busy)
        self.cancel.setVisible(job.busy)
        self.cancel.setEnabled(job.phase is not Phase.STOPPING)
        self.go_on.setVisible(not job.busy and 0 < job.total != job.done)
        self.once_more.setVisible(not job.busy and job.total > 0)
        self._tick()

    def _tick(self) -> None:
        if self._timer.isActive():
            self._pace.note(time.monotonic(), self._job.done)
        counting = self._job.phase in (Phase.RUNNING, Phase.STOPPING)
        self._bar.setRange(0, self._job.total if counting else 0)
        self._bar.setValue(self._job.done)
        self.retranslate()

    def _sentence(self) -> str:
        job = self._job
        if job.phase is Phase.RUNNING:
            return " · ".join(filter(None, (self._count(), self._rate(), self._left())))
        if job.phase is Phase.ENDED and job.done == job.total:
            return self.tr("Done in {time}").format(time=duration(self._pace.seconds))
        sentence = {
            Phase.EMPTY: "",
            Phase.LOOKING: self.tr("Looking for images…"),
            Phase.STARTING: self.tr("Waiting for the station…"),
            Phase.STOPPING: self.tr("Stopping after {done} of {total}…"),
            Phase.ENDED: self.tr("Stopped after {done} of {total}"),
        }[job.phase]
        return sentence.format(done=grouped(job.done), total=grouped(job.total))

    def _count(self) -> str:
        done, total = grouped(self._job.done), grouped(self._job.total)
        return self.tr("{done} of {total}").format(done=done, total=total)

    def _rate(self) -> str:
        rate = self._pace.rate
        return self.tr("{rate} images/s").format(rate=number(rate, ".3g")) if rate else ""

    def _left(self) -> str:
        left = self._pace.left(self._job.total - self._job.done)
        return "" if left is None else self.tr("{time} left").format(time=duration(left))
