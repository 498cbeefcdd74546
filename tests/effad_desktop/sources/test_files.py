from __future__ import annotations

import threading
from pathlib import Path

import pytest

from effad_desktop.core.inspection import Image
from effad_desktop.errors import SourceError
from effad_desktop.sources.files import AHEAD, Files, UnreadableImage


def test_frames_come_in_order_with_their_names(image_folder: Path) -> None:
    with Files([image_folder / "sub", image_folder / "a.png"]) as files:
        frames = list(files)
    assert [Path(f.source).name for f in frames] == ["c.png", "a.png"]
    assert [f.sequence for f in frames] == [0, 1]
    assert frames[0].image.shape == (40, 60, 3)
    assert len(files) == 2


def test_an_unreadable_image_is_reported_in_its_turn(image_folder: Path) -> None:
    (image_folder / "aa.png").write_bytes(b"no image")
    seen: list[str] = []
    note = seen.append

    def on_error(error: UnreadableImage) -> None:
        assert threading.current_thread() is threading.main_thread()
        note(f"bad {Path(error.source).name}")

    with Files([image_folder], on_error) as files:
        for frame in files:
            note(Path(frame.source).name)
    assert seen == ["a.png", "bad aa.png", "b.PNG", "c.png"]


@pytest.mark.parametrize("decoders", [1, 3])
def test_several_threads_decode_in_order_and_each_image_once(image_folder: Path, decoders: int) -> None:
    (image_folder / "aa.png").write_bytes(b"no image")
    errors: list[int] = []
    paths = [image_folder / name for name in ("a.png", "aa.png", "b.PNG", "sub/c.png")] * 5
    with Files(paths, lambda _error: errors.append(1), decoders=decoders) as files:
        frames = list(files)
    assert [frame.sequence for frame in frames] == [n for n in range(20) if n % 4 != 1]
    assert [Path(frame.source) for frame in frames] == [paths[frame.sequence] for frame in frames]
    assert len(errors) == 5


def test_what_the_detector_would_do_first_is_done_while_decoding(image_folder: Path) -> None:
    def prepare(image: Image) -> Image:
        assert threading.current_thread().name == "decode"
        return image[:8, :8]

    with Files([image_folder], prepare=prepare) as files:
        frames = list(files)
    assert [frame.small.shape for frame in frames if frame.small is not None] == [(8, 8, 3)] * 3
    assert frames[0].image.shape == (40, 60, 3)


def test_an_unreadable_image_is_raised_where_nobody_listens(image_folder: Path) -> None:
    (image_folder / "a.png").write_bytes(b"no image")
    with Files([image_folder]) as files, pytest.raises(SourceError, match="not an image"):
        list(files)


def test_the_thread_ends_when_the_reader_leaves_early(image_folder: Path) -> None:
    with Files([image_folder / "a.png"] * (AHEAD * 5)) as files:
        next(iter(files))
        assert "decode" in {t.name for t in threading.enumerate()}
    assert "decode" not in {t.name for t in threading.enumerate()}


def test_a_bug_while_decoding_reaches_the_reader(image_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(path: Path) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("effad_desktop.sources.files.load_image", crash)
    with Files([image_folder]) as files, pytest.raises(ZeroDivisionError):
        list(files)


def test_images_under_the_skipped_folder_are_passed_over(image_folder: Path) -> None:
    assert [p.name for p in Files([image_folder], skip=image_folder / "sub").paths] == ["a.png", "b.PNG"]
    with pytest.raises(SourceError, match="No images to inspect"):
        Files([image_folder], skip=image_folder)
