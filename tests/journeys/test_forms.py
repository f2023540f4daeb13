"""The forms of the console: nothing in anybody's way, and a session made by keyboard alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Server, Visit, started
from tests.journeys.test_access import obstacles

Begin = Callable[..., Visit]
HOME = "/cac2020/organize"
PAGES = (
    "/sessions",
    "/new-session",
    "/sessions/welfare",
    "/sessions/welfare/parts",
    "/sessions/welfare/turns",
    "/sessions/welfare/streams",
    "/tables/sessions",
    "/stages",
    "/areas",
    "/people",
    "/things/speaker/jared-diamond",
    "/things/speaker/jared-diamond/availability",
    "/things/city/budapest",
    "/things/city/budapest/availability",
    "/things/area/climate/remove",
    "/things/day/1/remove",
    "/search?q=seoul",
    "/settings",
    "/settings/registration",
)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of its own: what is made here could not be published as it is."""
    with started(tmp_path_factory.mktemp("forms")) as found:
        yield found


def enter(visit: Begin, server: Server, **wishes: object) -> Visit:
    """Return the browser of the organizer of the demonstration."""
    organizer = visit("Asia/Seoul", **wishes)
    organizer.open(server.link("organizer"))
    with organizer.page.expect_navigation():
        organizer.page.get_by_role("main").get_by_role("button").first.click()
    return organizer


def test_nothing_stands_in_an_organizers_way(visit: Begin, server: Server) -> None:
    reader = enter(visit, server, bypass_csp=True)
    found = {}
    for address in PAGES:
        reader.open(HOME + address)
        found[address] = obstacles(reader)
    assert {key: value for key, value in found.items() if value} == {}


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def tab_to(page: Page, name: str) -> None:
    """Go on by the tabulator to the control that is called so."""
    for _ in range(120):
        page.keyboard.press("Tab")
        if page.evaluate("() => document.activeElement?.name ?? ''") == name:
            return
    raise AssertionError(f"the tabulator does not reach {name}")


def test_a_session_with_turns_by_keyboard(visit: Begin, server: Server) -> None:
    organizer = enter(visit, server)
    page = organizer.open(f"{HOME}/new-session")
    tab_to(page, "title.en")
    page.keyboard.type("By keyboard")
    tab_to(page, "minutes")
    press(page, "Control+a")
    page.keyboard.type("30")
    tab_to(page, "text.en")
    page.keyboard.type("**Strong** words")
    with page.expect_navigation():
        tab_to(page, "capacity")
        press(page, "Enter")
    assert "/sessions/by-keyboard?said=added" in page.url
    organizer.open(f"{HOME}/sessions/by-keyboard/turns")
    for title, minutes in (("First", "10"), ("Second", "15")):
        tab_to(page, "turns.new.title.en")
        page.keyboard.type(title)
        tab_to(page, "turns.new.minutes")
        page.keyboard.type(minutes)
        with page.expect_navigation():
            press(page, "Enter")
    expect(page.locator("[data-row-clock]")).to_have_text(["09:00–09:10", "09:10–09:25"])
    page.locator("#turns-0 [data-way=down]").focus()
    press(page, "Enter")
    expect(page.locator("[data-row-clock]")).to_have_text(["09:00–09:15", "09:15–09:25"])
    page.locator("#turns-1 [name$='.minutes']").focus()
    press(page, "Control+a")
    page.keyboard.type("30")
    expect(page.locator("[data-planned]")).to_contain_text("40 of 30 minutes")
    with page.expect_navigation():
        press(page, "Enter")
    titles = page.locator("[data-row] input[name$='.title.en']")
    assert [titles.nth(at).input_value() for at in range(2)] == ["Second", "First"]


def test_rows_move_by_dragging(visit: Begin, server: Server) -> None:
    organizer = enter(visit, server)
    page = organizer.open(f"{HOME}/sessions/mayoral-meeting/turns")
    first = page.locator("[data-row] input[name$='.title.en']")
    before = [first.nth(at).input_value() for at in range(3)]
    handle = page.locator("#turns-0 [data-number]").bounding_box()
    place = page.locator("#turns-1").bounding_box()
    assert handle is not None
    assert place is not None
    page.mouse.move(handle["x"] + 6, handle["y"] + 10)
    page.mouse.down()
    page.mouse.move(handle["x"] + 16, handle["y"] + 60, steps=5)
    page.mouse.move(place["x"] + 300, place["y"] + 20, steps=8)
    page.mouse.up()
    after = [first.nth(at).input_value() for at in range(3)]
    assert after == [before[1], before[0], before[2]]


def test_a_preview_follows_what_is_typed(visit: Begin, server: Server) -> None:
    organizer = enter(visit, server)
    page = organizer.open(f"{HOME}/things/area/climate")
    page.locator("textarea[name='text.en']").fill("# Big <script>evil()</script>")
    page.get_by_role("button", name="Preview").click()
    expect(page.locator("#preview-text h3")).to_have_text("Big <script>evil()</script>")
    page.locator("textarea[name='text.en']").fill("**Bold**")
    expect(page.locator("#preview-text strong")).to_have_text("Bold")


def test_a_second_editor_loses_nothing_without_javascript(visit: Begin, server: Server) -> None:
    path = f"{HOME}/sessions/sports"
    first, second = (enter(visit, server, java_script_enabled=False) for _ in range(2))
    for one in (first, second):
        one.open(path)
    for one, words in ((first, "Theirs"), (second, "Mine")):
        one.page.locator("[name='title.en']").fill(words)
        with one.page.expect_navigation():
            one.page.get_by_role("button", name="Keep the changes").click()
    second.complaints.clear()  # of the status 409, which is what is asked for
    expect(second.page.locator("#stale")).to_contain_text("en: Theirs")
    assert second.page.locator("[name='title.en']").input_value() == "Mine"
