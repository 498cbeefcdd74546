"""How far a training that follows a recipe is, in the language of the window."""

from __future__ import annotations

from PySide6.QtCore import QObject

from effad_desktop.core.promotion import Following, Phase, Progress, Stage
from effad_desktop.gui.following import Seen
from effad_desktop.gui.language import duration
from effad_desktop.gui.messages import said, said_of
from effad_desktop.gui.widgets.counters import grouped


class PromotionWords(QObject):
    def sentence(self, seen: Seen) -> str:
        state = seen.state
        if state.phase is Phase.NONE:
            return self._offer(seen)
        if state.phase is Phase.READY:
            return self._outcome(state)
        if state.phase is Phase.RUNNING:
            return self._running(state.progress)
        if state.phase is Phase.FAILED:
            return ": ".join(filter(None, (said(state.title), said(state.detail))))
        return {
            Phase.PAUSING: self.tr("Pausing: what is trained so far is kept…"),
            Phase.PAUSED: self._paused(state.progress),
            Phase.STOPPED: self.tr(
                "The training has ended unexpectedly; it goes on from its last checkpoint."
            ),
        }[state.phase]

    def _offer(self, seen: Seen) -> str:
        what = self.tr(
            "Train EfficientAD on the same images, in the background and also while this window is closed. "
            "Then both are compared, and you choose."
        )
        return f"{what} {said_of(seen.obstacle)}." if seen.obstacle else what

    def _running(self, p: Progress) -> str:
        if p.stage is Stage.TRAINING and p.steps:
            text = self.tr("Step {step} of {steps} · {time} left")
            left = duration(p.seconds_left)
            return text.format(step=grouped(p.step), steps=grouped(p.steps), time=left)
        return {
            Stage.PREPARING: self.tr("Preparing the images…"),
            Stage.TRAINING: self.tr("The training begins…"),
            Stage.MEASURING: self.tr("Measuring what it has learned…"),
            Stage.COMPARING: self.tr("Comparing both…"),
        }[p.stage]

    def _paused(self, p: Progress) -> str:
        if not p.steps:
            return self.tr("Paused.")
        text = self.tr("Paused at step {step} of {steps}.")
        return text.format(step=grouped(p.step), steps=grouped(p.steps))

    def _outcome(self, state: Following) -> str:
        if state.outdated:
            return self.tr("The recipe has changed since both were compared.")
        return self.tr(
            "EfficientAD is trained. Both have judged the same images, none of which they have learned."
        )
