from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from effad_desktop.gui.backend import Phase
from effad_desktop.gui.page import Page
from effad_desktop.settings import Settings
from tests.effad_desktop.gui.page_bench import Bench, make_bench


@pytest.fixture
def bench(qtbot: QtBot, tmp_path: Path) -> Iterator[Bench[Page]]:
    made = make_bench(Page, tmp_path)
    qtbot.addWidget(made.page)
    made.start()
    yield made
    made.close()


def changed(bench: Bench[Page], **values: object) -> Settings:
    return bench.backend.settings.model_copy(update=values)


@pytest.mark.parametrize("values", [{"theme": "dark"}, {"language": "de"}, {"sound": True}, {}])
def test_how_it_looks_needs_no_new_station(bench: Bench[Page], values: dict[str, object]) -> None:
    before = bench.backend.assembly
    assert bench.backend.apply(changed(bench, **values)) is False
    assert bench.backend.assembly is before


def test_what_the_station_is_made_of_starts_it_again(bench: Bench[Page]) -> None:
    assert bench.backend.apply(changed(bench, queue=4)) is True
    assert bench.backend.assembly is None
    bench.until(lambda: bench.backend.phase is Phase.READY)
    assert bench.backend.closed == 1


def test_of_several_wishes_the_last_one_counts(bench: Bench[Page]) -> None:
    phases: list[Phase] = []
    bench.backend.changed.connect(lambda: phases.append(bench.backend.phase))
    for queue in (4, 5, 6):
        bench.backend.apply(changed(bench, queue=queue))
    bench.until(lambda: bench.backend.phase is Phase.READY)
    assembly = bench.backend.assembly
    assert assembly
    assert assembly.settings.queue == 6
    assert phases == [Phase.LOADING] * 3 + [Phase.READY]
    assert bench.backend.closed in (1, 2)
