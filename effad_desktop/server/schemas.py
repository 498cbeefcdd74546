"""What the service answers, as OpenAPI tells it."""

from __future__ import annotations

import math
import re
from datetime import datetime
from typing import Self

from pydantic import BaseModel, ConfigDict, Field

from effad_desktop import __version__
from effad_desktop.core.inspection import Inspection, Verdict
from effad_desktop.core.recipe import Recipe
from effad_desktop.core.status import SourceStatus, State, Status
from effad_desktop.core.teaching import KnownDefect, Taught

_LOGIN = re.compile(r"(?<=://)[^/@\s]*@")


class Seconds(BaseModel):
    """`total` is from the request to the answer; what is in none of the others was spent waiting."""

    decode: float = Field(description="From bytes to pixels.")
    inference: float = Field(description="From pixels to the anomaly map.")
    total: float = Field(description="From the request's first byte to the answer.")


class Inspected(BaseModel):
    """An image and its verdict."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "inspection_id": "9f2b6f0f7c0e4f0b8a4f6f1d2c3b4a59",
                    "recipe": "screws",
                    "method": "efficientad",
                    "anomaly_score": 0.3127,
                    "threshold": 0.25,
                    "verdict": "anomalous",
                    "seconds": {"decode": 0.0031, "inference": 0.0142, "total": 0.0189},
                    "heatmap": "iVBORw0KGgo=",
                }
            ]
        }
    )

    inspection_id: str = Field(description="Names this inspection in the history.")
    recipe: str = Field(description="By which it was judged.")
    method: str = Field(
        description="`efficientad`, or `memory`: PatchCore on EfficientAD's teacher. Scores of one do not "
        "compare with those of the other."
    )
    anomaly_score: float | None = Field(
        description="0 is ordinary, 0.1 rare. Null where it is no finite number: anomalous, then."
    )
    threshold: float = Field(description="The highest score that is normal.")
    verdict: Verdict = Field(description="`normal` (OK) or `anomalous` (NG).")
    seconds: Seconds
    heatmap: str | None = Field(
        description="A base64 PNG with alpha to stretch over the upright image: clear where it is ordinary, "
        "opaque from the threshold on. Null unless asked for."
    )

    @classmethod
    def of(cls, inspection: Inspection, total: float, heatmap: str | None) -> Self:
        prediction = inspection.prediction
        score = prediction.anomaly_score
        return cls(
            inspection_id=inspection.id,
            recipe=inspection.recipe,
            method=inspection.method,
            anomaly_score=score if math.isfinite(score) else None,
            threshold=inspection.threshold,
            verdict=inspection.verdict,
            seconds=Seconds(
                decode=round(inspection.frame.decode_seconds, 6),
                inference=round(prediction.seconds, 6),
                total=round(total, 6),
            ),
            heatmap=heatmap,
        )


class Learned(BaseModel):
    """What a recipe is after an image was taught as good."""

    recipe: str = Field(examples=["screws"])
    version: int = Field(description="The recipe's version now; the one before can be restored.")
    model: str = Field(description="The model file's SHA-256.")
    added_patches: int = Field(description="How much of the image was new.", examples=[138])
    score_before: float = Field(description="Of the image, by the version before.", examples=[0.31])
    score_after: float = Field(description="Of the image, by this version.", examples=[-0.02])
    threshold_before: float = Field(description="To hold `score_before` against.", examples=[0.25])
    threshold_after: float = Field(description="To hold `score_after` against.", examples=[0.24])
    false_rejects_per_1000: float = Field(description="Expected of good images at the new threshold.")
    known_defects: int = Field(description="Images that were labelled as defects.")
    passing_defects: int = Field(description="How many of them would be judged normal.")
    warnings: list[str] = Field(description="What the guard had doubts about, and was overruled.")

    @classmethod
    def of(cls, taught: Taught) -> Self:
        return cls(
            recipe=taught.recipe,
            version=taught.version,
            model=taught.model,
            added_patches=taught.added_patches,
            score_before=taught.scores_before[0],
            score_after=taught.scores_after[0],
            threshold_before=taught.threshold_before,
            threshold_after=taught.threshold_after,
            false_rejects_per_1000=taught.false_rejects_per_1000,
            known_defects=taught.known_defects,
            passing_defects=taught.passing_defects,
            warnings=list(taught.warnings),
        )


class Kept(BaseModel):
    """How an image that was labelled as a defect is judged now."""

    recipe: str = Field(examples=["screws"])
    anomaly_score: float = Field(description="Of the image.", examples=[0.21])
    threshold: float = Field(description="The highest score that is normal.", examples=[0.25])
    passes: bool = Field(description="Whether it would be judged normal.")
    false_rejects_to_catch: float | None = Field(
        description="Expected in 1,000 good images at a threshold that would reject it. Null where the "
        "recipe does not know.",
        examples=[11.5],
    )

    @classmethod
    def of(cls, recipe: str, known: KnownDefect) -> Self:
        return cls(
            recipe=recipe,
            anomaly_score=known.anomaly_score,
            threshold=known.threshold,
            passes=known.passes,
            false_rejects_to_catch=known.false_rejects_to_catch,
        )


class Forgotten(BaseModel):
    """What was said of an image and is so no longer."""

    recipe: str = Field(examples=["screws"])
    forgotten: bool = Field(description="False where nothing was said of this image.")


class Source(BaseModel):
    """Where live frames come from."""

    name: str = Field(examples=["camera 0"])
    fault: str = Field(description="What keeps frames from coming; empty where nothing does.", examples=[""])
    dropped: int = Field(description="Frames that came and were never inspected.", examples=[0])

    @classmethod
    def of(cls, source: SourceStatus) -> Self:
        return cls(
            name=_without_login(source.name), fault=_without_login(source.fault), dropped=source.dropped
        )


class Ping(BaseModel):
    """How the station is."""

    state: State = Field(
        description="`running` takes images; `faulted` needs a person.", examples=["running"]
    )
    reason: str = Field(description="Why it is faulted; else empty.", examples=[""])
    recipe: str = Field(description="The recipe in use.", examples=["screws"])
    detector: str = Field(description="Engine, device and precision.", examples=["torch cpu bfloat16"])
    version: str = Field(examples=[__version__])
    since: datetime = Field(
        description="When it came to be in this state.", examples=["2026-03-04T05:06:07Z"]
    )
    waiting: int = Field(description="Images in the queue.", examples=[0])
    source: Source | None = Field(description="Null where images come over HTTP alone.")
    alarms: list[str] = Field(description="What is wrong though it runs.", examples=[[]])

    @classmethod
    def of(cls, status: Status) -> Self:
        return cls(
            state=status.state,
            reason=_without_login(status.reason),
            recipe=status.recipe,
            detector=status.detector,
            version=__version__,
            since=status.since,
            waiting=status.waiting,
            source=Source.of(status.source) if status.source else None,
            alarms=[_without_login(alarm) for alarm in status.alarms],
        )


class RecipeEntry(BaseModel):
    """A recipe that `POST /predict` may name."""

    name: str = Field(examples=["screws"])
    threshold: float = Field(description="The highest score that is normal.", examples=[0.25])
    description: str = Field(examples=["M4 screws, camera above the belt"])
    created: datetime = Field(examples=["2026-03-04T05:06:07Z"])
    method: str = Field(
        description="Of its model: `efficientad` or `memory`. Empty where it cannot be read.",
        examples=["efficientad"],
    )
    in_use: bool = Field(description="Whether it judges what names no recipe.", examples=[True])

    @classmethod
    def of(cls, recipe: Recipe, method: str, in_use: str) -> Self:
        return cls(
            name=recipe.name,
            threshold=recipe.threshold,
            description=recipe.description,
            created=recipe.created,
            method=method,
            in_use=recipe.name == in_use,
        )


def _without_login(text: str) -> str:
    """A camera's address may hold its password, and /ping asks for no token."""
    return _LOGIN.sub("", text)
