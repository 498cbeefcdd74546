from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from threading import Event
from typing import Self

import pytest

from effad_desktop.core.feed import Feed
from effad_desktop.core.inspection import Frame, Inspection
from effad_desktop.core.inspector import Inspector
from effad_desktop.core.line import Line
from effad_desktop.errors import SourceError, StationError
from tests.effad_desktop.core.fakes import FakeDetector, FakeSource, frame


class Setting:
    """A line with a feed's end recorded."""

    def __init__(self) -> None:
        self.detector = FakeDetector()
        self.seen: list[Inspection] = []
        self.ends: list[Exception | None] = []
        self.ended = Event()
        self.line = Line(2, [self.seen.append], lambda _: None, lambda _: None)
        self.inspector = Inspector("screws", self.detector, 0.4)

    def feed(self, source: FakeSource, limit: int = 1) -> Feed:
        return Feed("source", source, lambda f: self.line.submit(f, self.inspector), self.end, limit)

    def end(self, error: Exception | None) -> None:
        self.ends.append(error)
        self.ended.set()


@pytest.fixture
def setting() -> Iterator[Setting]:
    made = Setting()
    made.line.start()
    yield made
    made.detector.gate.set()
    made.line.close()


def test_every_frame_of_a_patient_source_is_inspected_though_the_queue_is_short(setting: Setting) -> None:
    source = FakeSource([frame(i) for i in range(40)])
    feed = setting.feed(source, limit=8)
    feed.start()
    feed.join()
    assert [i.frame.sequence for i in setting.seen] == list(range(40))
    assert setting.ends == [None]
    assert source.left.is_set()


def test_one_frame_at_a_time_is_asked_of_a_camera(setting: Setting) -> None:
    setting.detector.gate.clear()
    source = FakeSource([frame(i) for i in range(3)], live=True)
    feed = setting.feed(source)
    feed.start()
    assert setting.detector.entered.wait(10)
    assert source.asked == 1
    setting.detector.gate.set()
    feed.join()
    assert len(setting.seen) == 3


def test_a_stop_ends_a_source_that_waits_and_finishes_what_is_under_way(setting: Setting) -> None:
    source = FakeSource([frame(1)], endless=True)
    feed = setting.feed(source, limit=2)
    feed.start()
    assert setting.detector.entered.wait(10)
    feed.stop()
    assert len(setting.seen) == 1
    assert setting.ends == [None]


def test_who_asked_for_a_batch_is_told_of_each_inspection_in_turn(setting: Setting) -> None:
    told: list[Inspection] = []
    source = FakeSource([frame(i) for i in range(20)])
    submit = partial(setting.line.submit, inspector=setting.inspector)
    feed = Feed("batch", source, submit, setting.end, 8, told.append)
    feed.start()
    feed.join()
    assert [i.frame.sequence for i in told] == list(range(20))


def test_a_feed_that_was_never_started_is_stopped_without_harm(setting: Setting) -> None:
    setting.feed(FakeSource([])).stop()


def test_a_source_that_cannot_be_opened_says_so_to_who_starts_it(setting: Setting) -> None:
    class Missing(FakeSource):
        def __enter__(self) -> Self:
            raise SourceError("No such camera")

    with pytest.raises(SourceError, match="No such camera"):
        setting.feed(Missing([])).start()


def test_what_ends_a_source_is_told(setting: Setting) -> None:
    class Breaking(FakeSource):
        def __iter__(self) -> Iterator[Frame]:
            yield frame(1)
            raise SourceError("The cable is out")

    source = Breaking([])
    feed = setting.feed(source)
    feed.start()
    feed.join()
    assert [str(e) for e in setting.ends] == ["The cable is out"]
    assert source.left.is_set()


def test_a_faulted_line_ends_the_feed(setting: Setting) -> None:
    feed = setting.feed(FakeSource([frame(255), frame(1)]))
    feed.start()
    feed.join()
    assert isinstance(setting.ends[0], StationError)
