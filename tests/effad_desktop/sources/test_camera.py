from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from threading import Event

import cv2
import numpy as np
import pytest

from effad_desktop.errors import SourceError
from effad_desktop.sources import ahead, camera, devices
from effad_desktop.sources.camera import Camera, CameraInfo, find_cameras
from tests.effad_desktop.sources.mjpeg import MjpegServer
from tests.effad_desktop.sources.taking import Taking, wait_until

PLENTY = 1_000_000

MakeVideo = Callable[..., Path]


@pytest.fixture
def make_video(tmp_path: Path) -> MakeVideo:
    """Blue, brighter from frame to frame."""

    def make(frames: int, fps: float = 50.0, name: str = "part.avi") -> Path:
        path = tmp_path / name
        writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), fps, (64, 48))
        for number in range(frames):
            writer.write(np.full((48, 64, 3), (40 + 10 * number, 0, 0), np.uint8))
        writer.release()
        return path

    return make


def messages(caplog: pytest.LogCaptureFixture, level: int) -> list[str]:
    return [r.getMessage() for r in caplog.records if r.levelno == level and r.name.startswith("effad")]


def test_a_stream_gives_rgb_frames_in_order(capfd: pytest.CaptureFixture[str]) -> None:
    with MjpegServer(PLENTY) as server, Taking(Camera(server.url)) as taking:
        frames = taking.wait_for(5)[:5]
        assert taking.source.live
        assert taking.source.fault == ""
    assert {f.source for f in frames} == {taking.source.name} == {f"camera {server.url}"}
    assert {f.kind for f in frames} == {"camera"}
    assert frames[0].image.shape == (48, 64, 3)
    assert frames[0].image.dtype == np.uint8
    np.testing.assert_allclose(frames[0].image[10, 10], (255, 0, 0), atol=8)
    assert [f.sequence for f in frames] == sorted({f.sequence for f in frames})
    assert [f.captured_at for f in frames] == sorted(f.captured_at for f in frames)
    assert capfd.readouterr().err == ""


def test_a_slow_reader_gets_the_newest_frame_and_the_gap_is_counted() -> None:
    with MjpegServer(5) as server, Camera(server.url, timeout=1) as source:
        frames = iter(source)
        first = next(frames)
        server.allow(30)
        wait_until(lambda: source.dropped == 35 - 2)
        newest = next(frames)
    assert first.sequence < 5
    assert newest.sequence == 34
    np.testing.assert_allclose(newest.image[10, 10], (255, 34, 0), atol=8)


def test_a_stream_that_goes_away_is_found_again(
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.INFO)
    with MjpegServer(PLENTY) as server:
        port, title = server.port, f"Camera {server.url}"
        with Taking(Camera(server.url, timeout=1)) as taking:
            before = len(taking.wait_for(3))
            server.__exit__()
            wait_until(lambda: taking.source.fault == f"{title} is lost; trying again in 1 s")
            taken = len(taking.frames)
            assert taken >= before
            with MjpegServer(PLENTY, port=port):
                wait_until(lambda: len(taking.frames) > taken)
                assert taking.source.fault == ""
    assert [f.sequence for f in taking.frames] == sorted({f.sequence for f in taking.frames})
    assert messages(caplog, logging.WARNING)[:1] == [f"{title} is lost; trying again in 0.5 s"]
    assert messages(caplog, logging.INFO)[:2] == [f"{title} is here, 64×48"] * 2
    assert capfd.readouterr().err == ""


def test_a_stream_that_falls_silent_is_lost(caplog: pytest.LogCaptureFixture) -> None:
    with MjpegServer(3) as server, Taking(Camera(server.url, timeout=0.3)) as taking:
        taking.wait_for(1)
        wait_until(lambda: "is lost; trying again" in taking.source.fault)
        server.allow(PLENTY)
        wait_until(lambda: taking.source.fault == "")


def test_a_stream_that_hangs_after_its_header_cannot_be_reached(caplog: pytest.LogCaptureFixture) -> None:
    with MjpegServer(0) as server, Taking(Camera(server.url, timeout=0.3)) as taking:
        wait_until(lambda: taking.source.fault.endswith("cannot be reached; trying again in 1 s"))
        server.allow(PLENTY)
        taking.wait_for(1)
        assert taking.source.fault == ""
    assert len(messages(caplog, logging.WARNING)) == 1


def test_broken_pictures_do_not_lose_the_stream() -> None:
    with MjpegServer(PLENTY) as server, Taking(Camera(server.url)) as taking:
        server.broken.update({3, 4, 7})
        wait_until(lambda: server.sent > 12)
        taking.wait_for(3)
        assert taking.source.fault == ""


def test_leaving_ends_a_blocked_iteration() -> None:
    with MjpegServer(4) as server, Taking(Camera(server.url, timeout=1)) as taking:
        taking.wait_for(1)


def test_a_thread_stuck_in_a_driver_is_left_behind(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = Event()
    monkeypatch.setattr(camera, "open_capture", lambda *_: answer.wait(20) and None)
    monkeypatch.setattr(ahead, "JOIN_SECONDS", 0.05)
    with Taking(Camera(0, timeout=-1)) as taking:
        wait_until(lambda: taking.source.fault == "Camera 0 gives no frames")
    assert [m.split(" waits")[0] for m in messages(caplog, logging.WARNING)] == ["The thread camera"]
    answer.set()


def test_a_missing_device_is_a_fault_and_not_an_end(caplog: pytest.LogCaptureFixture) -> None:
    with Taking(Camera("97")) as taking:
        wait_until(lambda: taking.source.fault == "Camera 97 cannot be reached; trying again in 1 s")
        assert taking.source.name == "camera 97"
    assert messages(caplog, logging.WARNING) == ["Camera 97 cannot be reached; trying again in 0.5 s"]
    assert taking.error is None


def test_a_video_is_played_to_its_last_frame(make_video: MakeVideo) -> None:
    with Taking(Camera(str(make_video(12)))) as taking:
        frames = taking.wait_for_end()
    assert frames[-1].sequence == 11
    assert len(frames) + taking.source.dropped == 12
    assert frames[-1].image[10, 10, 2] > frames[-1].image[10, 10, 0] + 100
    assert taking.error is None


def test_a_video_keeps_its_pace(make_video: MakeVideo) -> None:
    with Taking(Camera(str(make_video(11, fps=20)))) as taking:
        frames = taking.wait_for_end()
    assert (frames[-1].captured_at - frames[0].captured_at).total_seconds() >= 0.45
    with Taking(Camera(str(make_video(11, fps=0.1)), fps=1000)) as taking:
        assert taking.wait_for_end()[-1].sequence == 10


def test_a_video_can_be_looped(make_video: MakeVideo) -> None:
    with Taking(Camera(str(make_video(3, fps=100)), loop=True)) as taking:
        wait_until(lambda: taking.frames and taking.frames[-1].sequence > 10)


def test_a_video_without_frames_or_form_is_said(make_video: MakeVideo, tmp_path: Path) -> None:
    (tmp_path / "notes.mp4").write_text("no video")
    (tmp_path / "empty.mp4").touch()
    for name in ("notes.mp4", "empty.mp4"):
        with pytest.raises(SourceError, match="is not a video"), Camera(str(tmp_path / name)):
            pass
    with Taking(Camera(str(make_video(0, name="head.avi")), loop=True)) as taking:
        taking.wait_for_end()
    assert isinstance(taking.error, SourceError)
    assert "head.avi has no frames" in str(taking.error)


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("", "an empty address"),
        (-1, "No such camera or video: -1"),
        ("part.avi", "No such camera or video: part.avi"),
        ("x" * 5000, "No such camera"),
        ("a\0b", "No such camera"),
        ("ftp://host/video", "not reached by ftp://"),
        ("file:///etc/passwd", "not reached by file://"),
        ("concat://a|b", "not reached by concat://"),
        ("rtsp:///video", "names no host"),
        ("http://host:99999/video", "not valid"),
        ("http://[::1/video", "not valid"),
    ],
)
def test_an_address_that_can_be_none_is_refused(address: int | str, said: str) -> None:
    with pytest.raises(SourceError, match=said):
        Camera(address)


def test_the_password_of_a_camera_is_never_shown() -> None:
    source = Camera("rtsp://admin:secret@10.0.0.5:554/live?user=admin&pwd=secret")
    assert source.name == "camera rtsp://10.0.0.5:554/live"
    with pytest.raises(SourceError) as refused:
        Camera("rtsp://admin:secret@10.0.0.5:port/live")
    assert "secret" not in str(refused.value)


def test_leaving_before_entering_and_twice_is_harmless(make_video: MakeVideo) -> None:
    source = Camera(str(make_video(3)))
    source.__exit__(None, None, None)
    with MjpegServer(1) as server, Camera(server.url, timeout=1) as entered:
        entered.__exit__(None, None, None)
        assert list(entered) == []


def test_cameras_are_listed_with_their_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number, name, position in (
        (90, "HD Webcam", 0),
        (91, "HD Webcam", 1),
        (210, "Microscope", 0),
        (92, "", 0),
    ):
        device = tmp_path / f"video{number}"
        device.mkdir()
        (device / "name").write_text(f"{name}\n")
        (device / "index").write_text(f"{position}\n")
    (tmp_path / "v4l-subdev0").mkdir()
    monkeypatch.setattr(devices, "LINUX_DEVICES", tmp_path)
    monkeypatch.setattr("sys.platform", "linux")
    assert find_cameras() == [
        CameraInfo(90, "HD Webcam"),
        CameraInfo(92, "Camera 92"),
        CameraInfo(210, "Microscope"),
    ]


def test_where_no_list_is_to_be_had_cameras_are_probed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "win32")
    assert find_cameras() == []
