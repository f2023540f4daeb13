"""A session is run: by keys on a desk, without a script on a phone, and readers see it at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests.journeys.conftest import Server, Visit, started, watch
from tests.journeys.test_access import obstacles

CODE = "mayoral-meeting"
CONTROL = f"/cac2020/organize/sessions/{CODE}/control"
Begin = Callable[..., Visit]


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of its own: what is pressed is seen on every page of it."""
    with started(tmp_path_factory.mktemp("run")) as found:
        yield found


@pytest.fixture
def begin(own: Server, chromium: Browser) -> Iterator[Begin]:
    contexts: list[BrowserContext] = []
    visits: list[Visit] = []

    def one(width: int = 1280, *, enters: bool = True, **more: Any) -> Visit:
        options = {"locale": "en-GB", "viewport": {"width": width, "height": 800}, **more}
        context = chromium.new_context(timezone_id="Europe/Budapest", **options)
        contexts.append(context)
        found = watch(context.new_page(), own.url)
        found.scripts = more.get("java_script_enabled", True)
        visits.append(found)
        if enters:
            page = found.open(own.link("organizer"))
            page.locator("main form button[type=submit]").first.click()
            page.wait_for_url("**/organize/**")
        return found

    yield one
    for context in contexts:
        context.close()
    for visit in visits:
        assert visit.complaints == []


def test_two_run_a_session_and_readers_follow(begin: Begin) -> None:
    # All come in first: the demonstration sets its clock anew for each link that it gives.
    phone = begin(width=360, java_script_enabled=False)
    reader, desk = begin(enters=False), begin()
    now = reader.open("/cac2020/now")
    page = desk.open(CONTROL)
    expect(page.get_by_role("heading", name="Not begun")).to_be_visible()
    page.keyboard.press("n")  # nobody has asked for keys
    page.wait_for_timeout(300)
    expect(page.get_by_role("heading", name="Not begun")).to_be_visible()
    page.get_by_label("Single keys").check()
    page.keyboard.press("n")
    expect(page.get_by_role("heading", name="On now, turn 1 Opening")).to_be_visible()
    expect(page.locator("[data-due]")).to_contain_text(":")
    now.reload()
    expect(now.get_by_text("Speaks now")).to_be_visible()
    other = phone.open(CONTROL)
    other.get_by_role("button", name="Skip 5").click()
    other.get_by_role("button", name="Stop").click()
    expect(other.get_by_role("heading", name="Stopped: nobody speaks")).to_be_visible()
    # The desk hears of it by itself, and what it saw a moment ago is refused.
    stale = page.locator("#press input[name=seen]").get_attribute("value")
    expect(page.get_by_role("heading", name="Stopped: nobody speaks")).to_be_visible()
    assert page.locator("#press input[name=seen]").get_attribute("value") != stale
    page.keyboard.press("u")
    expect(page.get_by_role("heading", name="On now, turn 1 Opening")).to_be_visible()


def test_an_office_that_watches_its_page_reads_its_new_minute(own: Server, begin: Begin) -> None:
    """By itself, while nothing that it types is touched."""
    visit = begin(enters=False)
    office = visit.open(own.link("The office of London"))
    office.locator("main form button[type=submit]").first.click()
    office.wait_for_url("**/office/london**")
    desk = begin()
    office.reload()
    office.get_by_text("Somebody else, another time, or no").first.click()
    office.get_by_label("Who comes instead").first.fill("Bo Example")
    page = desk.open(CONTROL)
    page.get_by_role("button", name="Begin the session").click()
    page.get_by_role("button", name="+10").click()
    expect(page.locator(".control-log li").first).to_contain_text("10 min over")
    # What a quarter of a minute would do.
    office.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(office.locator(".office-next")).to_contain_text("planned 14:13")
    expect(office.locator(".office-turn").first).to_contain_text("planned 14:13")
    expect(office.get_by_label("Who comes instead").first).to_have_value("Bo Example")


def test_minutes_are_typed_and_enter_gives_them_to_the_turn(begin: Begin) -> None:
    desk = begin()
    page = desk.open(CONTROL)
    if page.get_by_role("button", name="Begin the session").count():
        page.get_by_role("button", name="Begin the session").click()
    before = page.locator("#now").inner_text()
    page.get_by_label("Minutes", exact=True).first.fill("12")
    page.keyboard.press("Enter")
    expect(page.locator(".control-log li").first).to_contain_text("12 min over")
    assert page.locator("#now").inner_text() == before


def test_a_connection_that_is_lost_takes_no_page_and_no_press_with_it(begin: Begin) -> None:
    desk = begin()
    page = desk.open(CONTROL)
    before = page.locator("#now").inner_text()
    page.context.set_offline(True)
    expect(page.get_by_text("You are offline.")).to_be_visible()
    page.locator("#main .control-buttons button").first.click()
    page.wait_for_timeout(500)
    assert (page.url, page.locator("#now").inner_text()) == (desk.url + CONTROL, before)
    page.context.set_offline(False)
    expect(page.get_by_text("You are offline.")).to_be_hidden()
    page.locator("#main .control-buttons button").first.click()
    expect(page.locator("#now")).not_to_have_text(before)
    desk.complaints.clear()  # the browser tells of what could not be fetched meanwhile


def test_the_control_page_stays_while_a_turn_is_typed(begin: Begin) -> None:
    """Its clock goes on, and nothing loads the page anew under somebody's hands."""
    desk = begin()
    page = desk.open(CONTROL)
    page.evaluate("window.isTheSame = true")
    page.get_by_label("What readers read").fill("A word from")
    page.wait_for_timeout(7000)
    assert page.evaluate("window.isTheSame") is True
    expect(page.get_by_label("What readers read")).to_have_value("A word from")
    expect(page.locator(".control-clock strong")).to_have_text(re.compile(r"^\d\d:\d\d:\d\d$"))


def test_its_pages_are_in_nobodys_way(begin: Begin) -> None:
    desk, found = begin(bypass_csp=True), {}
    for address in (
        CONTROL,
        "/cac2020/organize/control",
        f"/cac2020/organize/sessions/{CODE}/standing",
        f"/cac2020/sessions/{CODE}/prompter",
        f"/cac2020/sessions/{CODE}",
        "/cac2020/now",
    ):
        desk.open(address)
        found[address] = obstacles(desk)
    assert {key: value for key, value in found.items() if value} == {}
