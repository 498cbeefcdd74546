"""How well a threshold from few good images keeps what it states.

``python benchmarks/threshold_simulation.py`` draws scores from known distributions, sets the threshold
as training does, and compares the true share of false rejects with the target and the interval.
``--pictures 300`` does the same with so many further good pictures of the sample product, judged by the
built-in recipe: real scores, of which it also says how those of the pictures it learned from differ.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated

import numpy as np
import typer
from numpy.typing import NDArray
from scipy import stats

from effad_desktop.core.calibration import calibrate
from effad_desktop.core.recipe import MODEL_FILE, read_recipe
from effad_desktop.detection.engines import load_detector
from effad_desktop.paths import built_in_recipes_dir
from training.params import preset
from training.prepare import split
from training.sample_product import GOOD_STREAM, TRAIN_SHARE, good_picture

Scores = NDArray[np.float64]
COUNTS = (5, 10, 20, 30, 60)
SAMPLE_GOOD = 120
BATCH = 8
LIGHT_TO_HEAVY = {
    "uniform": stats.uniform(0.1, 0.3),
    "normal": stats.norm(1.0, 0.15),
    "lognormal, σ 0.25": stats.lognorm(0.25),
    "Gumbel": stats.gumbel_r(1.0, 0.2),
    "exponential": stats.expon(),
    "lognormal, σ 0.5": stats.lognorm(0.5),
    "Student, 4 degrees": stats.t(4, 1.0, 0.2),
    "GEV, shape 0.3": stats.genextreme(-0.3, 1.0, 0.2),
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """`rate` is the true one, per 1000; `height` the threshold over the median, 1 at the true 99.5 %."""

    rate: float
    covered: bool
    height: float


@dataclass(frozen=True, slots=True)
class Truth:
    """Where scores come from, and what is known of it; `grain` is how finely."""

    draw: Callable[[np.random.Generator, int], Sequence[float]]
    rate: Callable[[float], float]
    median: float
    target: float
    grain: float = 0.0

    def outcome(self, random: np.random.Generator, count: int) -> Outcome:
        calibration = calibrate(self.draw(random, count))
        rate = 1000 * self.rate(calibration.threshold)
        low, high = calibration.interval
        height = (calibration.threshold - self.median) / (self.target - self.median)
        return Outcome(rate, low - 1000 * self.grain <= rate <= high, height)


def known(distribution: stats.rv_continuous) -> Truth:
    return Truth(
        lambda random, n: distribution.rvs(n, random_state=random).tolist(),
        lambda threshold: float(distribution.sf(threshold)),
        float(distribution.median()),
        float(distribution.ppf(0.995)),
    )


def drawn_from(scores: Scores) -> Truth:
    """Their own share over a threshold counts as true, give or take one of them."""
    return Truth(
        lambda random, n: random.choice(scores, n, replace=False).tolist(),
        lambda threshold: float(np.mean(scores > threshold)),
        float(np.median(scores)),
        float(np.quantile(scores, 0.995)),
        1 / len(scores),
    )


def row(truth: Truth, repetitions: int) -> list[list[Outcome]]:
    found = []
    for count in COUNTS:
        random = np.random.default_rng(7)
        found.append([truth.outcome(random, count) for _ in range(repetitions)])
    return found


def cells(outcomes: Sequence[Outcome]) -> str:
    rate = np.mean([o.rate for o in outcomes])
    covered = 100 * np.mean([o.covered for o in outcomes])
    height = np.median([o.height for o in outcomes])
    return f"{rate:.1f}, {covered:.0f} %, ×{height:.1f}"


def table(truths: dict[str, Truth], repetitions: int) -> Iterator[str]:
    """Mean true rate, how often the interval held it, and the median height."""
    yield "| scores | " + " | ".join(map(str, COUNTS)) + " |"
    yield "|---" * (len(COUNTS) + 1) + "|"
    every: list[list[Outcome]] = [[] for _ in COUNTS]
    for name, truth in truths.items():
        found = row(truth, repetitions)
        yield f"| {name} | " + " | ".join(map(cells, found)) + " |"
        every = [[*before, *outcomes] for before, outcomes in zip(every, found, strict=True)]
    if len(truths) > 1:
        yield "| all | " + " | ".join(map(cells, every)) + " |"


def sample_scores(further: int) -> tuple[Scores, Scores, Scores]:
    """Of the pictures learned from, of those held out, and of further ones."""
    detector = load_detector(built_in_recipes_dir() / "sample" / MODEL_FILE, "cpu", "torch")
    scores: list[float] = []
    for start in range(0, SAMPLE_GOOD + further, BATCH):
        stop = min(start + BATCH, SAMPLE_GOOD + further)
        pictures = [good_picture(0, GOOD_STREAM, index) for index in range(start, stop)]
        scores += [p.anomaly_score for p in detector.predict(pictures)]
    training = round(SAMPLE_GOOD * TRAIN_SHARE)
    learned, held_out = split(training, preset("quick").validation_fraction, 0)
    known_scores = np.array(scores)
    return known_scores[list(learned)], known_scores[list(held_out)], known_scores[training:]


def report_sample(further: int, repetitions: int) -> None:
    groups = dict(zip(("learned", "held out", "further"), sample_scores(further), strict=True))
    threshold = read_recipe(built_in_recipes_dir() / "sample").threshold
    for name, scores in groups.items():
        over = 1000 * np.mean(scores > threshold)
        shape = -stats.genextreme.fit(scores)[0] if len(scores) > 30 else math.nan
        print(
            f"{name}: {len(scores)} pictures, median {np.median(scores):.3f}, deviation {scores.std():.3f}, "
            f"GEV shape {shape:.2f}, over {threshold:.3f}: {over:.0f} in 1,000"
        )
    for name, chosen in (
        ("held out", groups["held out"]),
        ("held out and learned", np.concatenate([groups["held out"], groups["learned"]])),
    ):
        c = calibrate(chosen.tolist())
        seen = 1000 * np.mean(groups["further"] > c.threshold)
        low, high = c.interval
        print(
            f"threshold from {name}: {c.threshold:.3f}, "
            f"5 in 1,000 expected ({low:.1f} to {high:.1f}), {seen:.0f} seen"
        )
    print(*table({"sample product": drawn_from(groups["further"])}, repetitions), sep="\n")


def main(
    repetitions: Annotated[int, typer.Option(min=1)] = 120,
    pictures: Annotated[int, typer.Option(min=0, help="Of the sample product, instead of draws")] = 0,
) -> None:
    """Mean true false rejects in 1,000 at a target of 5, how often the interval held, the height."""
    if pictures:
        report_sample(pictures, repetitions)
    else:
        truths = {name: known(distribution) for name, distribution in LIGHT_TO_HEAVY.items()}
        for line in table(truths, repetitions):
            print(line, flush=True)


if __name__ == "__main__":
    typer.run(main)
