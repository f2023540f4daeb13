"""The whole way of somebody who takes part, on a phone: with JavaScript and without."""

from __future__ import annotations

import re
import urllib.request
from email import message_from_bytes, policy

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.conftest import Server

PHONE = {"width": 360, "height": 780}


def outbox(server: Server) -> str:
    """Return the address of the outbox, as the terminal names it."""
    found = re.search(r"/outbox/\S+", server.run("demonstration"))
    assert found is not None
    return server.url + found[0]


def mailed(server: Server, address: str, way: str = "account/links") -> str:
    """Send what is due, and return the path in the newest letter to `address`."""
    server.run("worker", "--once")
    box = outbox(server)
    listed = urllib.request.urlopen(box).read().decode()
    for number in re.findall(r"/outbox/\w+/(\d+)\"", listed):
        raw = urllib.request.urlopen(f"{box}/{number}.eml").read()
        letter = message_from_bytes(raw, policy=policy.default)
        body = letter.get_body(("plain",))
        if address in str(letter["To"]) and body is not None:
            found = re.search(rf"(?<=\d)/{way}/\S+", body.get_content())
            if found:
                return found[0]
    raise AssertionError(f"nothing was mailed to {address}")


def press(page: Page, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("main").get_by_role("button", name=name, exact=True).first.click()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_from_the_front_page_to_a_calendar(
    server: Server, chromium: Browser, scripts: bool
) -> None:
    who = f"walker-{'yes' if scripts else 'no'}@city.example"
    context = chromium.new_context(
        viewport=PHONE,  # type: ignore[arg-type]
        timezone_id="Pacific/Auckland",
        locale="en-GB",
        java_script_enabled=scripts,
    )
    page = context.new_page()
    page.goto(f"{server.url}/cac2020/")
    page.get_by_role("main").get_by_role("link", name="Take part").click()
    page.get_by_label("Your email address").fill(who)
    page.get_by_label("Citizen").check()
    page.get_by_label("Name", exact=False).first.fill("Walker Example")
    page.get_by_label("Smart City").check()
    if page.locator("#field-consent").count():
        page.locator("#field-consent").check()
    page.wait_for_timeout(2100)  # nobody writes faster, and the form knows it
    press(page, "Register")
    assert page.locator("h1").inner_text() == "Look into your mail"

    page.goto(server.url + mailed(server, who))
    press(page, "Go on")
    assert page.url == f"{server.url}/cac2020/me"
    assert "Smart City" in page.get_by_role("main").inner_text()

    page.goto(f"{server.url}/cac2020/me/sessions/diamond")
    press(page, "Take a seat")
    assert "Seat confirmed" in page.get_by_role("main").inner_text()
    page.goto(f"{server.url}/cac2020/me/sessions/mayoral-meeting")
    press(page, "Add to my agenda")

    page.goto(f"{server.url}/cac2020/me/calendar")
    press(page, "Make it, and show its address")
    feed = re.search(r"/feeds/[\w-]+\.ics", page.content())
    assert feed is not None
    words = urllib.request.urlopen(server.url + feed[0]).read().decode()
    assert words.count("BEGIN:VEVENT") == 3

    page.goto(f"{server.url}/cac2020/me/sessions/diamond")
    press(page, "Give my seat back")
    words = urllib.request.urlopen(server.url + feed[0]).read().decode()
    assert words.count("STATUS:CANCELLED") == 1
    page.goto(f"{server.url}/cac2020/me")
    press_leave(page)
    page.goto(f"{server.url}/cac2020/me")
    assert page.locator("h1").inner_text() == "Enter"
    context.close()


def press_leave(page: Page) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name="Leave", exact=True).click()
