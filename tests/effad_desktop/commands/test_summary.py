from __future__ import annotations

from collections.abc import Callable

from effad_desktop.commands.summary import Summary
from effad_desktop.core.inspection import Inspection


def test_the_summary_says_by_what_was_judged(make_inspection: Callable[..., Inspection]) -> None:
    summary = Summary("screws", 0.41234)
    summary(make_inspection(score=0.5))
    summary(make_inspection(score=0.3))
    summary.failed("c.png", "c.png is empty")
    assert summary.sentence().plain.splitlines() == [
        "3 images: 1 OK, 1 NG, 1 unreadable, 12.5 ms each",
        "recipe screws, NG above 0.4123",
    ]
