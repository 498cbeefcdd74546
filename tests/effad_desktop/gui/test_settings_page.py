from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QPoint, QPointF, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from effad_desktop.errors import StationError, UsageError
from effad_desktop.gui.backend import Phase
from effad_desktop.gui.pages.settings import SettingsPage
from effad_desktop.gui.pages.settings_rows import ChoiceRow, NumberRow, SecretRow, SourceRow, TextRow
from effad_desktop.paths import DataFolder
from effad_desktop.settings import change_settings
from tests.effad_desktop.gui.page_bench import Bench, make_bench

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def bench(qtbot: QtBot, tmp_path: Path) -> Iterator[Bench[SettingsPage]]:
    """A station that runs, and its settings in view."""
    made = make_bench(SettingsPage, tmp_path)
    qtbot.addWidget(made.page)
    made.open()
    made.start()
    yield made
    made.close()


def choose(bench: Bench[SettingsPage], name: str, value: str) -> None:
    row = bench.page.rows[name]
    assert isinstance(row, ChoiceRow)
    row.choice.setCurrentIndex(row.choice.findData(value))


def type_into(row: object, text: str) -> None:
    assert isinstance(row, TextRow)
    row.text.selectAll()
    QTest.keyClicks(row.text, text)


def number(bench: Bench[SettingsPage], name: str, text: str) -> None:
    row = bench.page.rows[name]
    assert isinstance(row, NumberRow)
    row.number.selectAll()
    QTest.keyClicks(row.number, text)


def click_apply(bench: Bench[SettingsPage]) -> None:
    QTest.mouseClick(bench.page._apply, LEFT)
    bench.until(bench.page._apply.isEnabled)


def test_theme_and_sound_change_at_once_and_last(bench: Bench[SettingsPage]) -> None:
    before = bench.backend.assembly
    choose(bench, "theme", "dark")
    sound = bench.page.rows["sound"]._control
    QTest.mouseClick(sound, LEFT)
    assert (bench.backend.settings.theme, bench.backend.settings.sound) == ("dark", True)
    assert bench.backend.assembly is before
    assert not bench.page._bar.isVisible()
    bench.until(lambda: (bench.saved.theme, bench.saved.sound) == ("dark", True))


def test_what_the_station_needs_waits_for_apply(bench: Bench[SettingsPage]) -> None:
    number(bench, "keep_days", "14.5")
    choose(bench, "store_images", "all")
    assert bench.page._bar.isVisible()
    assert bench.backend.settings.keep_days == 90
    click_apply(bench)
    bench.until(lambda: bench.backend.phase is Phase.READY)
    assert (bench.saved.keep_days, bench.saved.store_images) == (14.5, "all")
    assert bench.backend.closed == 1
    assert not bench.page._bar.isVisible()


def test_discard_brings_back_what_holds(bench: Bench[SettingsPage]) -> None:
    number(bench, "keep_days", "14")
    type_into(bench.page.rows["host"], "0.0.0.0")  # noqa: S104 - nothing is bound to it
    QTest.mouseClick(bench.page._discard, LEFT)
    assert not bench.page._bar.isVisible()
    assert (bench.page.rows["keep_days"].value, bench.page.rows["host"].value) == (90, "127.0.0.1")
    assert not DataFolder(bench.backend.settings.data_dir).settings_file.exists()


def test_a_change_at_once_leaves_what_waits(bench: Bench[SettingsPage]) -> None:
    number(bench, "port", "8011")
    choose(bench, "language", "de")
    bench.until(lambda: bench.saved.language == "de")
    assert bench.page._bar.isVisible()
    assert (bench.page.rows["port"].value, bench.saved.port) == (8011, 8000)


def test_other_machines_need_a_token_which_can_be_generated(bench: Bench[SettingsPage]) -> None:
    type_into(bench.page.rows["host"], "192.168.1.5")
    click_apply(bench)
    token = bench.page.rows["token"]
    assert isinstance(token, SecretRow)
    assert "token" in token.error
    assert bench.saved.host == "127.0.0.1"
    QTest.mouseClick(token.generate, LEFT)
    assert not token.error
    assert token.text.echoMode() is QLineEdit.EchoMode.Normal
    click_apply(bench)
    bench.until(lambda: bench.backend.phase is Phase.READY)
    assert bench.saved.host == "192.168.1.5"
    assert bench.saved.token.get_secret_value() == token.value
    assert len(str(token.value)) >= 32


def test_the_token_is_hidden_until_it_is_asked_for(bench: Bench[SettingsPage]) -> None:
    token = bench.page.rows["token"]
    assert isinstance(token, SecretRow)
    assert token.text.echoMode() is QLineEdit.EchoMode.Password
    QTest.mouseClick(token.shown, LEFT)
    assert token.text.echoMode() is QLineEdit.EchoMode.Normal


def test_what_is_wrong_is_said_at_its_field(bench: Bench[SettingsPage]) -> None:
    type_into(bench.page.rows["host"], " ")
    choose(bench, "source", SourceRow.OTHER)
    source = bench.page.rows["source"]
    assert isinstance(source, SourceRow)
    assert source.other.isVisible()
    QTest.keyClicks(source.other, "nonsense")
    click_apply(bench)
    assert bench.page.rows["host"].error
    type_into(bench.page.rows["host"], "127.0.0.1")
    click_apply(bench)
    assert "nonsense" in source.error
    assert bench.saved.source == ""


def test_a_service_that_cannot_start_is_said_at_its_port(bench: Bench[SettingsPage]) -> None:
    bench.backend.service_fails = StationError("Port 8011 is taken", "choose another one")
    number(bench, "port", "8011")
    click_apply(bench)
    bench.until(lambda: bench.backend.phase is Phase.READY)
    assert "Port 8011 is taken" in bench.page.rows["port"].error


def test_a_device_that_is_not_there_is_said_at_the_device(
    bench: Bench[SettingsPage], caplog: pytest.LogCaptureFixture
) -> None:
    bench.backend.fails = UsageError("Device 'cpu' cannot be used")
    choose(bench, "device", "cpu")
    click_apply(bench)
    bench.until(lambda: bench.backend.phase is Phase.FAILED)
    assert "cannot be used" in bench.page.rows["device"].error
    bench.backend.fails = None
    choose(bench, "device", "auto")
    click_apply(bench)
    bench.until(lambda: bench.backend.phase is Phase.READY)
    assert not bench.page.rows["device"].error


def test_what_the_environment_sets_cannot_be_changed(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EFFAD_PORT", "9000")
    bench = make_bench(SettingsPage, tmp_path)
    qtbot.addWidget(bench.page)
    row = bench.page.rows["port"]
    assert not row._control.isEnabled()
    assert "EFFAD_PORT" in row._hint.text()
    bench.close()


def test_a_change_that_cannot_be_written_holds_until_the_end(bench: Bench[SettingsPage]) -> None:
    DataFolder(bench.backend.settings.data_dir).settings_file.write_text("theme = ")
    choose(bench, "theme", "dark")
    bench.until(lambda: bench.page.rows["theme"].error)
    assert "not valid TOML" in bench.page.rows["theme"].error
    assert bench.backend.settings.theme == "dark"


def test_a_turning_wheel_changes_nothing(bench: Bench[SettingsPage]) -> None:
    for name in ("keep_days", "store_images"):
        control = bench.page.rows[name]._control
        control.setFocus()
        middle = QPointF(control.rect().center())
        event = QWheelEvent(
            middle,
            QPointF(control.mapToGlobal(middle)),
            QPoint(),
            QPoint(0, 120),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(control, event)
    assert not bench.page._bar.isVisible()


def test_changes_of_others_appear(bench: Bench[SettingsPage]) -> None:
    bench.backend.apply(change_settings(bench.backend.settings, sound=True))
    assert bench.page.rows["sound"].value is True


class Opener(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []

    @Slot(QUrl)
    def take(self, url: QUrl) -> None:
        self.opened.append(url.toLocalFile())


def test_the_folders_open(bench: Bench[SettingsPage]) -> None:
    opener = Opener()
    QDesktopServices.setUrlHandler("file", opener, "take")  # type: ignore[arg-type]
    for button in bench.page._places._buttons:
        QTest.mouseClick(button, LEFT)
    QDesktopServices.unsetUrlHandler("file")
    folder = DataFolder(bench.backend.settings.data_dir)
    assert opener.opened == [str(folder.root), str(folder.logs)]


def test_every_control_has_a_name_and_can_be_reached_by_tab(bench: Bench[SettingsPage]) -> None:
    for row in bench.page.rows.values():
        assert row._control.accessibleName()
        assert row._control.focusPolicy() & Qt.FocusPolicy.TabFocus
