from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from effad_desktop.core.inspection import Inspection, Verdict
from effad_desktop.core.inspector import Inspector
from effad_desktop.core.line import Line
from effad_desktop.core.ports import Sink
from effad_desktop.errors import Busy, StationError
from tests.effad_desktop.core.fakes import FakeDetector, frame


class Heard:
    """What a line tells its owner."""

    def __init__(self) -> None:
        self.seen: list[Inspection] = []
        self.sink_errors: list[Sink] = []
        self.crashes: list[Exception] = []


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
def detector() -> FakeDetector:
    return FakeDetector()


@pytest.fixture
def inspector(detector: FakeDetector) -> Inspector:
    return Inspector("screws", detector, 0.4, "abc")


@pytest.fixture
def line(heard: Heard, detector: FakeDetector) -> Iterator[Line]:
    made = Line(4, [heard.seen.append], heard.sink_errors.append, heard.crashes.append)
    made.start()
    yield made
    detector.gate.set()
    made.close()


def test_a_frame_becomes_an_inspection_that_sinks_see_first(
    line: Line, inspector: Inspector, heard: Heard
) -> None:
    inspection = line.submit(frame(50), inspector).result(10)
    assert heard.seen == [inspection]
    assert inspection.verdict is Verdict.ANOMALOUS
    assert inspection.model == "abc"
    assert inspection.wait_seconds > 0
    assert inspection.seconds >= inspection.wait_seconds + 1e-6


def test_a_full_queue_refuses_at_once_and_loses_nothing(
    line: Line, inspector: Inspector, detector: FakeDetector, heard: Heard
) -> None:
    detector.gate.clear()
    futures = [line.submit(frame(0), inspector)]
    assert detector.entered.wait(10)
    futures += [line.submit(frame(i), inspector) for i in range(1, 5)]
    assert line.waiting == 4
    with pytest.raises(Busy, match="4 are queued"):
        line.submit(frame(9), inspector)
    detector.gate.set()
    assert [f.result(10).frame.sequence for f in futures] == [0, 1, 2, 3, 4]
    assert len(heard.seen) == 5


def test_what_waits_for_one_recipe_is_inspected_together_and_in_order(
    line: Line, inspector: Inspector, detector: FakeDetector, heard: Heard
) -> None:
    other = Inspector("nuts", detector, 0.4)
    detector.gate.clear()
    first = line.submit(frame(0), inspector)
    assert detector.entered.wait(10)
    rest = [line.submit(frame(i), one) for i, one in ((1, inspector), (2, inspector), (3, other), (4, other))]
    detector.gate.set()
    for future in (first, *rest):
        future.result(10)
    assert detector.batches == [1, 2, 2]
    assert [i.frame.sequence for i in heard.seen] == [0, 1, 2, 3, 4]
    assert [i.recipe for i in heard.seen] == ["screws"] * 3 + ["nuts"] * 2


def test_where_a_batch_gains_nothing_each_is_answered_before_the_next_is_inspected(
    line: Line, heard: Heard
) -> None:
    single = FakeDetector(batch=1)
    inspector = Inspector("screws", single, 0.4)
    single.gate.clear()
    futures = [line.submit(frame(i), inspector) for i in range(4)]
    answered: list[int] = []
    for future in futures:
        future.add_done_callback(lambda _: answered.append(len(single.batches)))
    single.gate.set()
    for future in futures:
        future.result(10)
    assert single.batches == [1, 1, 1, 1]
    assert answered == [1, 2, 3, 4]


def test_waiting_and_inference_are_all_the_time_to_the_verdict(
    line: Line, inspector: Inspector, detector: FakeDetector
) -> None:
    detector.gate.clear()
    began = time.perf_counter()
    futures = [line.submit(frame(i), inspector) for i in range(4)]
    assert detector.entered.wait(10)
    time.sleep(0.2)
    detector.gate.set()
    held = [future.result(10).seconds for future in futures]
    assert min(held) >= 0.2
    assert max(held) <= time.perf_counter() - began


def test_closing_finishes_what_was_taken_and_takes_no_more(
    line: Line, inspector: Inspector, heard: Heard
) -> None:
    futures = [line.submit(frame(i), inspector) for i in range(4)]
    line.close()
    assert all(f.done() for f in futures)
    assert len(heard.seen) == 4
    with pytest.raises(StationError, match="not running"):
        line.submit(frame(5), inspector)


def test_a_cancelled_request_is_not_inspected(
    line: Line, inspector: Inspector, detector: FakeDetector, heard: Heard
) -> None:
    detector.gate.clear()
    line.submit(frame(0), inspector)
    assert detector.entered.wait(10)
    unwanted, wanted = line.submit(frame(1), inspector), line.submit(frame(2), inspector)
    assert unwanted.cancel()
    detector.gate.set()
    wanted.result(10)
    assert [i.frame.sequence for i in heard.seen] == [0, 2]


def test_a_failing_sink_stops_neither_the_line_nor_other_sinks(
    inspector: Inspector, heard: Heard, caplog: pytest.LogCaptureFixture
) -> None:
    full = True

    def disk(_: Inspection) -> None:
        if full:
            raise OSError("No space left on device")

    line = Line(4, [disk, heard.seen.append], heard.sink_errors.append, heard.crashes.append)
    line.start()
    line.submit(frame(1), inspector).result(10)
    line.submit(frame(2), inspector).result(10)
    assert heard.sink_errors == [disk, disk]
    assert len(heard.seen) == 2
    assert "No space left" in line.alarms[0]
    assert sum("fails" in r.getMessage() for r in caplog.records) == 1
    full = False
    line.submit(frame(3), inspector).result(10)
    assert line.alarms == []
    line.close()


def test_a_dying_detector_fails_what_waits_and_is_told(
    line: Line, inspector: Inspector, detector: FakeDetector, heard: Heard
) -> None:
    detector.gate.clear()
    broken = line.submit(frame(255), inspector)
    assert detector.entered.wait(10)
    waiting = line.submit(frame(1), Inspector("nuts", detector, 0.4))
    detector.gate.set()
    for future in (broken, waiting):
        with pytest.raises(StationError, match="failed"):
            future.result(10)
    with pytest.raises(StationError, match="not running"):
        line.submit(frame(1), inspector)
    assert [type(c) for c in heard.crashes] == [ZeroDivisionError]
