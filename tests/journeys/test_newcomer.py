"""A newcomer by keyboard alone: from the form to a feed, and until nothing is left of them.

The stopwatch: at the speed at which people write on a phone, to register takes under a minute.
"""

from __future__ import annotations

import re
import time
import urllib.error
import urllib.request
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Server, Visit
from tests.journeys.test_participant import mailed

Begin = Callable[..., Visit]
WRITING = 60_000 / 200
"""Milliseconds from key to key: two hundred characters a minute."""


def go(reader: Visit, wanted: str) -> None:
    """Reach a button or a link by Tab, press Enter, and wait for the page that follows."""
    reader.tab_to(wanted)
    with reader.page.expect_navigation():
        reader.page.keyboard.press("Enter")
    reader.rest()


def tab_into(reader: Visit, name: str) -> None:
    """Press Tab until the field called `name` has the focus."""
    for _ in range(80):
        reader.page.keyboard.press("Tab")
        if reader.page.evaluate("() => document.activeElement.name || ''") == name:
            return
    raise AssertionError(f"the field {name} is not reached by keyboard")


def register(reader: Visit, server: Server, who: str, pause: float = 0) -> None:
    """Fill in what has to be, by keyboard; `pause` milliseconds from key to key."""
    page = reader.page
    reader.open("/cac2020/register")
    tab_into(reader, "address")
    page.keyboard.type(who, delay=pause)
    tab_into(reader, "kind")
    page.keyboard.press("Space")
    tab_into(reader, "name")
    page.keyboard.type("Nadia Example", delay=pause)
    tab_into(reader, "consent")
    page.keyboard.press("Space")
    if not pause:
        page.wait_for_timeout(2100)  # nobody writes faster, and the form knows it
    go(reader, "Register")
    expect(page.locator("h1")).to_have_text("Look into your mail")


@pytest.mark.parametrize("width", [1280, 360])
def test_by_keyboard_alone_until_nothing_is_left(visit: Begin, server: Server, width: int) -> None:
    who = f"keys-{width}@city.example"
    reader = visit("Pacific/Auckland", width)
    page = reader.page
    register(reader, server, who)
    reader.open(mailed(server, who))
    go(reader, "Go on")
    assert page.url == f"{server.url}/cac2020/me"

    reader.open("/cac2020/me/sessions/mayoral-meeting")
    go(reader, "Add to my agenda")
    expect(page.get_by_text("It is in your agenda")).to_be_visible()
    reader.open("/cac2020/me/sessions/diamond")
    go(reader, "Take a seat")
    expect(page.get_by_text("Seat confirmed")).to_be_visible()

    reader.open("/cac2020/agenda")
    go(reader, "My agenda")
    expect(page.get_by_role("main")).to_contain_text("Mayoral Meeting")
    go(reader, "In my calendar")
    go(reader, "Make it, and show its address")
    found = re.search(r"/feeds/[\w-]+\.ics", page.content())
    assert found is not None
    feed = server.url + found[0]
    assert urllib.request.urlopen(feed).read().count(b"BEGIN:VEVENT") == 2

    reader.open("/cac2020/me/registration")
    reader.tab_to("I cannot come")
    page.keyboard.press("Enter")
    go(reader, "Take my registration back")
    assert page.url.startswith(f"{server.url}/cac2020/register/cancelled")

    reader.open("/account/")
    go(reader, "See my data")
    expect(page.get_by_role("main")).to_contain_text(who)
    go(reader, "Erase everything")
    tab_into(reader, "sure")
    page.keyboard.press("Space")
    go(reader, "Erase everything")
    expect(page.locator("h1")).to_have_text("Everything is erased")
    with pytest.raises(urllib.error.HTTPError, match="404"):
        urllib.request.urlopen(feed)
    reader.open("/account/")
    expect(page.locator("h1")).to_have_text("Enter")


def test_to_register_takes_less_than_a_minute(visit: Begin, server: Server) -> None:
    """Of the person's own time: to write, to find the fields, to open the mail, two clicks."""
    who = "nadia@city.example"
    reader = visit("Pacific/Auckland", 360, has_touch=True, is_mobile=True)
    page = reader.page
    reader.open("/cac2020/")
    began = time.monotonic()
    page.get_by_role("main").get_by_role("link", name="Take part").tap()
    for act in (
        lambda: page.locator("#field-address").tap(),
        lambda: page.keyboard.type(who, delay=WRITING),
        lambda: page.get_by_label("Citizen").tap(),
        lambda: page.locator("#field-name").tap(),
        lambda: page.keyboard.type("Nadia Example", delay=WRITING),
        lambda: page.locator("#field-consent").tap(),
    ):
        page.wait_for_timeout(1500)  # to look for what comes next, and to read it
        act()
    page.wait_for_timeout(1500)
    with page.expect_navigation():
        page.get_by_role("button", name="Register", exact=True).tap()
    written = time.monotonic() - began
    path = mailed(server, who)
    began = time.monotonic()
    page.wait_for_timeout(5000)  # to change to the mail, find it, and open the link
    reader.open(path)
    page.wait_for_timeout(1500)
    with page.expect_navigation():
        page.get_by_role("main").get_by_role("button", name="Go on").tap()
    seconds = written + time.monotonic() - began
    assert page.url == f"{server.url}/cac2020/me"
    expect(page.get_by_role("main")).to_contain_text("Nothing is picked yet")
    print(f"\nregistered in {seconds:.0f} s of the person's time")
    assert seconds < 60
