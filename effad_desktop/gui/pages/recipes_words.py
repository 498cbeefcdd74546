"""What a recipe's facts mean, in the language of the window."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QObject

from effad_desktop.core.threshold_changes import ThresholdChange
from effad_desktop.core.versions import Version
from effad_desktop.detection.manifest import Manifest
from effad_desktop.gui.language import day, minute, number
from effad_desktop.gui.messages import said
from effad_desktop.gui.pages.recipes_facts import Cost, RecipeFacts
from effad_desktop.gui.pages.recipes_list import RecipeCard
from effad_desktop.gui.widgets.counters import grouped

SHOWN_CHANGES = 8


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    sentences: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    warns: bool = False


class RecipeWords(QObject):
    def card(self, facts: RecipeFacts, is_default: bool, in_use: bool) -> RecipeCard:
        badges = self._badges(facts, is_default, in_use)
        if facts.error:
            first, second = facts.broken, ""
        else:
            figures = [f"{name} {value}" for name, value in self.figures(facts)[:3]]
            first = " · ".join(figures) or self.tr("No figures: it was never tested")
            second = " · ".join(self._in_short(facts))
        spoken = ", ".join(part for part in (facts.name, *badges, first, second) if part)
        return RecipeCard(facts, badges, first, second, spoken)

    def sections(self, facts: RecipeFacts) -> list[Section]:
        sections = []
        if facts.manifest and facts.manifest.warnings:
            sections.append(
                Section(self.tr("Warnings"), tuple(map(said, facts.manifest.warnings)), warns=True)
            )
        if facts.recipe:
            sentences = (self._threshold(facts.recipe.threshold), self.cost(facts.cost))
            sections.append(Section(self.tr("Threshold"), sentences if not facts.error else sentences[:1]))
        if figures := self.figures(facts):
            tested = self._tested(facts)
            sections.append(Section(self.tr("Figures"), (tested,) if tested else (), tuple(figures)))
        if facts.changes:
            newest = [self._change(one) for one in facts.changes[: -SHOWN_CHANGES - 1 : -1]]
            sections.append(Section(self.tr("Changes of the threshold"), (), tuple(newest)))
        if facts.versions:
            listed = [self.version(one) for one in facts.versions[: -SHOWN_CHANGES - 1 : -1]]
            sections.append(Section(self.tr("Versions"), (), tuple(listed)))
        if facts.manifest:
            sections.append(Section(self.tr("Model"), (), tuple(self._model(facts))))
        sections.append(Section(self.tr("Folder"), (str(facts.folder),)))
        return sections

    def figures(self, facts: RecipeFacts) -> list[tuple[str, str]]:
        """Of the test images, as far as they were tested."""
        known = facts.manifest.figures if facts.manifest else {}
        names = {
            "image_auroc": self.tr("AU-ROC"),
            "f1": self.tr("F1"),
            "aupro": self.tr("AU-PRO"),
            "pixel_auroc": self.tr("AU-ROC of pixels"),
        }
        figures = [(text, number(known[key], ".3f")) for key, text in names.items() if key in known]
        counts = {"false_rejects": self.tr("False rejects"), "misses": self.tr("Misses")}
        of = {"false_rejects": "test_good", "misses": "test_defective"}
        for key, text in counts.items():
            if key in known and of[key] in known:
                said = self.tr("{count} of {total}").format(
                    count=f"{known[key]:.0f}", total=f"{known[of[key]]:.0f}"
                )
                figures.append((text, said))
        return figures

    def cost(self, cost: Cost) -> str:
        """What the threshold costs."""
        if cost.problem:
            return said(cost.problem)
        if cost.rejects is None:
            return self.tr("What it costs is not known: the scores it was set from were not kept.")
        sentence = self.tr(
            "Of 1,000 good images about {expected} are rejected (with 95\u00a0%: {low} to {high}), "
            "as {images} held-out ones tell."
        ).format(
            expected=number(cost.rejects.expected, ".1f"),
            low=number(cost.rejects.low, ".1f"),
            high=number(cost.rejects.high, ".1f"),
            images=cost.good_images,
        )
        if cost.assumed:
            few = self.tr("They are too few or too alike to measure how widely good images scatter.")
            return f"{sentence} {few}"
        return sentence

    def _badges(self, facts: RecipeFacts, is_default: bool, in_use: bool) -> tuple[str, ...]:
        badges = (
            (in_use, self.tr("In use")),
            (is_default and not in_use, self.tr("Default")),
            (facts.built_in, self.tr("Built in")),
            (facts.error is not None, self.tr("Broken")),
        )
        return tuple(text for holds, text in badges if holds)

    def _in_short(self, facts: RecipeFacts) -> list[str]:
        parts = []
        if facts.recipe:
            parts.append(self.tr("Threshold {value}").format(value=number(facts.recipe.threshold, ".4g")))
        if facts.manifest:
            parts.append(
                self.tr("{size}, {megabytes} MB").format(
                    size=facts.manifest.size, megabytes=number(facts.megabytes, ".1f")
                )
            )
        if facts.recipe:
            parts.append(day(facts.recipe.created))
        return parts

    def _threshold(self, threshold: float) -> str:
        return self.tr("{value}: a higher score is NG.").format(value=number(threshold, ".6g"))

    def _tested(self, facts: RecipeFacts) -> str:
        figures = facts.manifest.figures if facts.manifest else {}
        if "threshold" not in figures or not facts.recipe or "test_good" not in figures:
            return ""
        if abs(figures["threshold"] - facts.recipe.threshold) > 1e-9:
            return self.tr("At the threshold {value}, which it was trained with.").format(
                value=number(figures["threshold"], ".6g")
            )
        return ""

    def _change(self, change: ThresholdChange) -> tuple[str, str]:
        when = minute(change.when)
        return when, self.tr("{old} → {new}, by {who}").format(
            old=number(change.old, ".6g"), new=number(change.new, ".6g"), who=change.who
        )

    def version(self, version: Version) -> tuple[str, str]:
        threshold = self.tr("threshold {value}").format(value=number(version.threshold, ".4g"))
        parts = (minute(version.when), said(version.what), version.who, threshold)
        text = ", ".join(part for part in parts if part)
        return self.tr("Version {number}").format(number=version.number), text

    def _method(self, manifest: Manifest) -> str:
        if manifest.method == "memory":
            return self.tr("Memory (PatchCore on EfficientAD's teacher)")
        return "EfficientAD"

    def _model(self, facts: RecipeFacts) -> list[tuple[str, str]]:
        manifest = facts.manifest
        if manifest is None:
            return []
        rows = [
            (self.tr("Method"), self._method(manifest)),
            (self.tr("Size"), f"{manifest.size}, {number(facts.megabytes, '.1f')} MB"),
            (self.tr("Trained"), _moment(manifest.created)),
            (self.tr("Steps"), f"{grouped(manifest.steps)} ({manifest.preset})" if manifest.steps else ""),
            (self.tr("Version"), f"effad {manifest.effad_version}"),
            (self.tr("SHA-256"), " ".join(manifest.sha256[i : i + 8] for i in range(0, 64, 8))),
        ]
        return [(name, value) for name, value in rows if value]


def _moment(text: str) -> str:
    """As a model file has it: a date, often with a time, of whatever made it."""
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        return text
    return minute(when) if "T" in text else day(when)
