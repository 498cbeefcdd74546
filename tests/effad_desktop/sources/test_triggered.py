from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from effad_desktop.core.inspection import Frame
from effad_desktop.core.threads import Worker
from effad_desktop.sources.triggered import Triggered
from tests.effad_desktop.core.fakes import FakeSource, frame


def later(level: int) -> Frame:
    return replace(frame(level), captured_at=datetime.now(UTC) + timedelta(hours=1))


def test_a_trigger_is_answered_by_a_frame_that_came_after_it() -> None:
    triggered = Triggered(FakeSource([frame(0), frame(1), later(2), later(3)], endless=True, live=True))
    with triggered:
        frames = iter(triggered)
        triggered.trigger()
        assert next(frames).sequence == 2
        triggered.trigger()
        assert next(frames).sequence == 3


def test_running_passes_all_on() -> None:
    triggered = Triggered(FakeSource([frame(0), frame(1)], live=True))
    triggered.run()
    with triggered:
        assert [one.sequence for one in triggered] == [0, 1]


def test_leaving_ends_the_wait_for_a_trigger() -> None:
    source = FakeSource([frame(0)], live=True)
    triggered = Triggered(source)
    seen: list[Frame] = []
    crashes: list[Exception] = []
    with triggered:
        waiting = Worker("waiting", lambda: seen.extend(triggered), crashes.append)
        waiting.start()
    waiting.join(10)
    assert not waiting.is_alive()
    assert (seen, crashes, source.asked) == ([], [], 0)


def test_frames_that_nobody_asked_for_are_not_dropped_ones() -> None:
    source = FakeSource([], live=True)
    triggered = Triggered(source)
    source.dropped = 40
    assert triggered.dropped == 0
    triggered.run()
    source.dropped = 42
    assert triggered.dropped == 2
