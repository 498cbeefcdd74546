"""The real window, station and recipe under load, for a moment; `benchmarks/window.py` has minutes."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from benchmarks.window import SAMPLE_IMAGES, Held, SteadyCamera, is_flat, make_lot, soak
from effad_desktop.gui.app import Application
from effad_desktop.gui.backend import Phase
from effad_desktop.imaging import image_paths, load_image
from effad_desktop.settings import load_settings

PATIENCE = 120_000
GROSS_WORK = 500
"""Milliseconds of the GUI thread's own computing: ten times what it may be, as the machine may be busy."""


def test_threads_timers_and_memory_stay_flat_with_camera_batch_and_page_changes(
    qtbot: QtBot, tmp_path: Path
) -> None:
    application = Application(load_settings(tmp_path / "data", port=0))
    window = application.window
    qtbot.addWidget(window)
    application.show()
    qtbot.waitUntil(lambda: application.backend.phase is Phase.READY, timeout=PATIENCE)
    assembly = application.backend.assembly
    assert assembly
    images = list(image_paths([SAMPLE_IMAGES]))
    camera = SteadyCamera([load_image(path) for path in images], fps=30)
    assembly.station.attach(camera)
    window.go("batch", [make_lot(tmp_path / "lot", images)])
    blocks, looks = soak(window, lambda seconds: qtbot.wait(round(1000 * seconds)), seconds=10)
    stored = assembly.history.count()
    application.close()
    print(f"longest block {blocks.longest:.0f} ms, longest work {blocks.longest_work:.0f} ms, {looks[-1]}")
    assert stored > 3
    assert camera.dropped > 0
    assert blocks.longest_work < GROSS_WORK
    assert is_flat(looks)


def test_what_grows_is_not_flat() -> None:
    calm = [Held(10, 3, 400.0)] * 10
    assert is_flat(calm)
    assert not is_flat([Held(10 + n, 3, 400.0) for n in range(10)])
    assert not is_flat([Held(10, 3 + n, 400.0) for n in range(10)])
    assert not is_flat([Held(10, 3, 400.0 + 20 * n) for n in range(10)])


def test_a_batch_that_ends_while_it_is_looked_at_is_flat() -> None:
    calm = [Held(10, 3, 400.0)] * 10
    for number in range(10):
        assert is_flat([*calm[:number], Held(8, 1, 400.0), *calm[number + 1 :]])
