"""The upload page in a real Chromium."""

from __future__ import annotations

import base64
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    FilePayload,
    FloatRect,
    Page,
    Request,
    expect,
    sync_playwright,
)

from effad_desktop.core.status import State
from effad_desktop.errors import Busy, StationError
from tests.effad_desktop.server.conftest import Serve
from tests.effad_desktop.server.fakes import FakeService, eventually, packed, picture

GOOD, BAD = packed(picture(), "PNG"), packed(picture(red=True), "PNG")

expect.set_options(timeout=30_000)

# A file as a drop or the clipboard gives it.
_TRANSFER = """([name, data]) => {
    const bytes = Uint8Array.from(atob(data), (c) => c.charCodeAt(0));
    const transfer = new DataTransfer();
    transfer.items.add(new File([bytes], name, {type: "image/png"}));
    return transfer;
}"""


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    place = shutil.which("chromium") or shutil.which("google-chrome")
    if place is None:
        pytest.skip("needs chromium, as from apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=place, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """Fails the test on an error of the script and on whatever is asked of another host."""
    context = chromium.new_context(viewport={"width": 1200, "height": 900})
    made = context.new_page()
    made.set_default_timeout(30_000)
    wrong: list[str] = []

    def on_request(request: Request) -> None:
        if not request.url.startswith(("http://127.0.0.1", "blob:", "data:")):
            wrong.append(request.url)

    def on_console(message: ConsoleMessage) -> None:
        if "Security Policy" in message.text:
            wrong.append(message.text)

    made.on("pageerror", lambda error: wrong.append(str(error)))
    made.on("request", on_request)
    made.on("console", on_console)
    yield made
    context.close()
    assert not wrong


def choose(page: Page, *images: bytes, name: str = "part") -> None:
    page.set_input_files(
        "#files",
        [_file(f"{name}_{at}.png", image) for at, image in enumerate(images)],
    )


def _file(name: str, image: bytes) -> FilePayload:
    return {"name": name, "mimeType": "image/png", "buffer": image}


def expect_verdicts(page: Page, *words: str) -> None:
    """Newest first."""
    expect(page.locator("#rows .badge")).to_have_text(list(words))


def test_chosen_images_get_their_verdicts_one_after_another(page: Page, serve: Serve) -> None:
    page.goto(serve())
    expect(page.locator("#station")).to_have_text("running · screws")
    choose(page, GOOD, BAD)
    expect_verdicts(page, "NG", "OK")
    expect(page.locator("#word")).to_have_text("NG")
    expect(page.locator("#verdict")).to_have_attribute("data-verdict", "anomalous")
    expect(page.locator("#live")).to_contain_text("NG: part_1.png. Score 0.8")
    expect(page.locator("#threshold-value")).to_have_text("0.250")
    expect(page.locator("#scale")).to_have_attribute("aria-label", "Score 0.824, above the threshold 0.250")
    expect(page.locator("#tally")).to_have_text("1 OK · 1 NG")


def test_an_image_can_be_dropped(page: Page, serve: Serve, service: FakeService) -> None:
    page.goto(serve())
    transfer = page.evaluate_handle(_TRANSFER, ["dropped.png", base64.b64encode(BAD).decode()])
    page.dispatch_event("body", "dragover", {"dataTransfer": transfer})
    expect(page.locator("#drop")).to_be_visible()
    page.dispatch_event("body", "drop", {"dataTransfer": transfer})
    expect(page.locator("#drop")).to_be_hidden()
    expect_verdicts(page, "NG")
    assert service.frames[0].source == "dropped.png"


def test_an_image_can_be_pasted(page: Page, serve: Serve, service: FakeService) -> None:
    page.goto(serve())
    transfer = page.evaluate_handle(_TRANSFER, ["image.png", base64.b64encode(GOOD).decode()])
    page.evaluate(
        "(data) => document.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data}))", transfer
    )
    expect_verdicts(page, "OK")


def test_the_heat_map_lies_on_the_image_and_fades(page: Page, serve: Serve) -> None:
    page.goto(serve())
    choose(page, BAD)
    expect_verdicts(page, "NG")
    layer, photo = page.locator("#layer"), page.locator("#photo")
    expect(layer).to_be_visible()
    assert layer.bounding_box() == photo.bounding_box()
    expect(layer).to_have_css("opacity", "0.6")
    page.get_by_label("Heat map").press("End")
    expect(layer).to_have_css("opacity", "1")
    page.get_by_label("Heat map").press("Home")
    expect(layer).to_have_css("opacity", "0")
    expect(page.locator("#opacity-value")).to_have_text("0 %")
    shown = page.screenshot(clip=_box(page, "#photo"))
    page.get_by_label("Heat map").press("End")
    assert page.screenshot(clip=_box(page, "#photo")) != shown


def _box(page: Page, place: str) -> FloatRect:
    box = page.locator(place).bounding_box()
    assert box is not None
    return box


def test_it_can_be_used_by_keyboard_alone(page: Page, serve: Serve) -> None:
    # Before anything else: choosers are caught only some time after the first listener is there.
    page.on("filechooser", lambda chooser: chooser.set_files([_file("a.png", GOOD)]))
    page.goto(serve())
    page.keyboard.press("Tab")
    expect(page.get_by_label("Recipe")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("#files")).to_be_focused()
    expect(page.locator("#files")).to_have_accessible_name("Choose images")
    page.keyboard.press("Enter")
    expect_verdicts(page, "OK")
    choose(page, BAD)
    expect_verdicts(page, "NG", "OK")
    page.locator("#rows button").first.focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator("#rows button").nth(1)).to_be_focused()
    expect(page.locator("#word")).to_have_text("OK")
    expect(page.locator("#rows tr").nth(1)).to_have_attribute("aria-current", "true")
    page.keyboard.press("ArrowUp")
    expect(page.locator("#word")).to_have_text("NG")


def test_a_screen_reader_hears_what_the_eye_sees(page: Page, serve: Serve) -> None:
    page.goto(serve())
    choose(page, BAD)
    expect_verdicts(page, "NG")
    expect(page.locator("#live")).to_contain_text("NG: part_0.png. Score")
    expect(page.locator("#scale")).to_have_accessible_name(re.compile("above the threshold"))
    expect(page.get_by_role("slider", name="Heat map", exact=True)).to_be_visible()
    expect(page.get_by_role("img", name="part_0.png")).to_be_visible()
    for form in page.locator(":is(input, select, button):visible").all():
        expect(form).to_have_accessible_name(re.compile(r"\S"))


def test_an_older_image_can_be_looked_at_again(page: Page, serve: Serve) -> None:
    page.goto(serve())
    choose(page, GOOD, BAD)
    expect_verdicts(page, "NG", "OK")
    page.get_by_role("button", name="part_0.png").click()
    expect(page.locator("#word")).to_have_text("OK")
    expect(page.locator("#name")).to_have_text("part_0.png")


def test_the_recipe_is_the_one_picked(page: Page, serve: Serve, service: FakeService) -> None:
    page.goto(serve())
    expect(page.locator("#recipe option")).to_have_text(["In use: screws", "screws", "caps"])
    page.get_by_label("Recipe").select_option("caps")
    choose(page, GOOD)
    expect_verdicts(page, "OK")
    expect(page.locator("#fact-recipe")).to_have_text("caps")
    page.get_by_label("Recipe").select_option("")
    page.get_by_role("button", name="Inspect again").click()
    expect_verdicts(page, "OK", "OK")
    assert service.named == ["caps", ""]


def test_what_is_refused_is_said_and_the_others_go_on(page: Page, serve: Serve) -> None:
    page.goto(serve())
    choose(page, b"nonsense", GOOD)
    expect_verdicts(page, "OK", "No verdict")
    page.get_by_role("button", name="part_0.png").click()
    expect(page.locator("#saying")).to_contain_text("Not an image: part_0.png is broken")
    expect(page.locator("#score")).to_be_hidden()


def test_a_tiff_that_the_browser_cannot_show_still_gets_its_verdict(page: Page, serve: Serve) -> None:
    page.goto(serve())
    choose(page, packed(picture(red=True), "TIFF"))
    expect_verdicts(page, "NG")
    expect(page.locator("#unseen")).to_contain_text("the heat map stands alone")
    box = _box(page, "#picture")
    assert box["width"] / box["height"] == pytest.approx(64 / 48, rel=0.02)


def test_a_busy_station_is_asked_again(page: Page, serve: Serve, service: FakeService) -> None:
    page.goto(serve())
    service.error = Busy("Too many images wait")
    choose(page, GOOD)
    expect(page.locator("#saying")).to_have_text("The station is busy; trying again")
    service.error = None
    expect_verdicts(page, "OK")


def test_a_faulted_station_is_plain_to_see(page: Page, serve: Serve, service: FakeService) -> None:
    service.state, service.error = State.FAULTED, StationError("The station is faulted")
    page.goto(serve())
    expect(page.locator("#station")).to_have_text("faulted")
    expect(page.get_by_role("alert").first).to_contain_text("inspects nothing. ZeroDivisionError")
    choose(page, GOOD)
    expect_verdicts(page, "No verdict")


def test_images_wait_while_there_is_no_connection(page: Page, serve: Serve) -> None:
    page.goto(serve())
    expect(page.locator("#station")).to_have_text("running · screws")
    page.context.set_offline(True)
    choose(page, GOOD)
    expect(page.locator("#station")).to_have_text("offline")
    expect(page.locator("#banner")).to_contain_text("No connection to the station")
    page.context.set_offline(False)
    expect_verdicts(page, "OK")
    expect(page.locator("#banner")).to_be_hidden()


def test_the_token_is_asked_for_once_and_kept_for_the_tab(
    page: Page, serve: Serve, service: FakeService
) -> None:
    token = "Schlüssel ✓"  # noqa: S105 - of this test alone
    page.goto(serve(token))
    field = page.get_by_label("Token")
    expect(field).to_be_focused()
    choose(page, GOOD)
    field.fill("wrong")
    field.press("Enter")
    expect(page.get_by_text("not the station's token")).to_be_visible()
    assert not service.frames
    field.fill(token)
    field.press("Enter")
    expect_verdicts(page, "OK")
    page.reload()
    expect(page.locator("#recipe option")).to_have_count(3)
    expect(field).to_be_hidden()


def test_names_are_shown_as_they_are_and_never_run(page: Page, serve: Serve) -> None:
    page.goto(serve())
    name = "<img src=x onerror=alert(1)>"
    choose(page, GOOD, name=name)
    expect_verdicts(page, "OK")
    expect(page.locator("#name")).to_have_text(f"{name}_0.png")


@pytest.mark.parametrize("width", [320, 768, 1440])
def test_nothing_is_wider_than_the_screen(page: Page, serve: Serve, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    address = serve()
    page.goto(address)
    choose(page, BAD, b"nonsense", GOOD, name="a_very_long_name_of_a_camera_that_never_ends" * 2)
    expect_verdicts(page, "OK", "No verdict", "NG")
    for place in (address, f"{address}/docs"):
        assert page.evaluate("document.documentElement.scrollWidth") <= width, place
        page.goto(f"{address}/docs")


def test_what_one_waits_for_is_seen(page: Page, serve: Serve, service: FakeService) -> None:
    service.held = []
    page.goto(serve())
    choose(page, GOOD, BAD)
    expect_verdicts(page, "Inspecting", "Inspecting")
    expect(page.locator("#word")).to_have_text("Inspecting")
    assert eventually(lambda: len(service.held or []) == 1)
    service.release()
    expect_verdicts(page, "NG", "OK")


def test_the_page_is_shipped_with_the_package() -> None:
    import effad_desktop.server

    web = Path(str(effad_desktop.server.__file__)).parent / "web"
    assert {file.name for file in web.iterdir()} == {
        "index.html", "style.css", "app.js", "view.js", "station.js", "icon.svg",
    }  # fmt: skip
