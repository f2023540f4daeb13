"""What organizers know of people: a portrait that readers see, and windows that the grid knows."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Server, Visit, started
from tests.journeys.test_access import obstacles
from tests.pictures import picture

Begin = Callable[..., Visit]
HOME = "/cac2020/organize"
WHO = f"{HOME}/things/speaker/jared-diamond"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of its own: what is kept here is of no other journey."""
    with started(tmp_path_factory.mktemp("people")) as found:
        yield found


def enter(visit: Begin, server: Server, width: int, **wishes: object) -> Visit:
    """Return the browser of the organizer of the demonstration."""
    organizer = visit("Asia/Seoul", width, **wishes)
    organizer.open(server.link("organizer"))
    with organizer.page.expect_navigation():
        organizer.page.get_by_role("main").get_by_role("button").first.click()
    return organizer


def test_while_one_drags_the_hours_of_who_is_away_are_grey(visit: Begin, server: Server) -> None:
    organizer = enter(visit, server, 1440)
    page = organizer.page
    organizer.open(WHO)
    page.get_by_role("link", name="Availability").click()
    for name, date, hour in (("begins", "2020-06-04", "15:30"), ("ends", "2020-06-04", "23:00")):
        page.fill(f"[name='windows.new.{name}.date']", date)
        page.fill(f"[name='windows.new.{name}.time']", hour)
    with page.expect_navigation():
        page.get_by_role("button", name="Add a window").click()
    expect(page.get_by_role("status")).to_have_text("The windows are kept.")
    organizer.open(f"{HOME}/grid?day=4")
    box = page.locator("#s-diamond a").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 20, box["y"] + 12)
    page.mouse.down()
    page.mouse.move(box["x"] + 20, box["y"] + 30)
    page.mouse.move(box["x"] + 20, box["y"] - 30)
    words = "Jared Diamond is not available then."
    expect(page.locator(".ghost.is-impossible")).to_contain_text(words)
    assert page.locator(".barred", has_text=words).count() == 2
    page.keyboard.press("Escape")
    page.mouse.up()
    heap = page.locator("[data-rule='person away']")
    expect(heap).to_contain_text("Jared Diamond is not available for all of")
    heap.get_by_role("link", name="Free places for").click()
    page.wait_for_url("**#free")
    with page.expect_navigation():
        page.get_by_role("button", name="Move here").first.click()
    assert page.locator("[data-rule='person away']").count() == 0


def test_a_portrait_is_sent_in_on_a_telephone_without_scripts_and_seen(
    visit: Begin, server: Server
) -> None:
    organizer = enter(visit, server, 360, java_script_enabled=False)
    page = organizer.page
    organizer.open(WHO)
    file = {"name": "jared.jpg", "mimeType": "image/jpeg", "buffer": picture()}
    page.get_by_label("Choose a picture").set_input_files(file)  # type: ignore[arg-type]
    with page.expect_navigation():
        page.get_by_role("button", name="Keep the changes").last.click()
    expect(page.get_by_alt_text("The portrait as it is cut")).to_be_visible()
    organizer.open(f"{HOME}/publish")
    with page.expect_navigation():
        page.get_by_role("button", name="Publish").last.click()
    reader = visit("Europe/London", 360, bypass_csp=True)
    for address in ("/cac2020/speakers", "/cac2020/speakers/jared-diamond"):
        reader.open(address)
        shown = reader.page.get_by_alt_text("Portrait of Jared Diamond")
        shown.scroll_into_view_if_needed()
        expect(shown).to_have_js_property("complete", value=True)
        assert shown.evaluate("it => it.naturalWidth") in (128, 384)
        assert obstacles(reader) == {}
