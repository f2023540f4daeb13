"""Mayors' offices on three continents: in by a link in the mail, and they answer for their city."""

from __future__ import annotations

import re
import urllib.request
from collections.abc import Callable
from urllib.error import HTTPError

import pytest

from tests.journeys.conftest import Server, Visit
from tests.journeys.test_access import obstacles
from tests.journeys.test_desk import entered
from tests.journeys.test_participant import mailed

Begin = Callable[..., Visit]
CONSOLE = "/cac2020/organize/offices"


def invited(visit: Begin, server: Server, city: str, address: str) -> str:
    """Name somebody in the console, and return the path of the link in their mail."""
    page = entered(visit, server).open(f"{CONSOLE}/{city}")
    page.get_by_label("Name", exact=True).fill("Ada Example")
    page.get_by_label("Email address").fill(address)
    page.get_by_role("button", name="Name them, and send a link").click()
    assert "on its way" in page.get_by_role("status").inner_text()
    return mailed(server, address, "office")


def arrived(visit: Begin, server: Server, city: str, zone: str, **more: object) -> Visit:
    """Return the browser of somebody who has opened the link in their mail."""
    path = invited(visit, server, city, f"{city}.{len(more)}@office-{city}.example")
    office = visit(zone, **more)
    page = office.open(path)
    with page.expect_navigation():
        page.get_by_role("button", name="Open our page").click()
    assert page.url == f"{server.url}/cac2020/office/{city}"
    return office


def test_one_declines_from_vancouvers_side_of_the_world(visit: Begin, server: Server) -> None:
    office = arrived(visit, server, "lima", "America/Lima", width=360)
    page = office.page
    assert "08:00" in page.locator("#mayoral-meeting").inner_text()
    page.get_by_text("Somebody else, another time, or no").first.click()
    page.get_by_label("Why, in a few words").first.fill("The council meets.")
    page.get_by_role("button", name="Decline").first.click()
    assert "Your answer is kept" in page.get_by_role("status").inner_text()
    assert "Not coming: The council meets." in page.locator("#mayoral-meeting").inner_text()
    board = entered(visit, server).open(f"{CONSOLE}?q=lima")
    assert "Wants you" in board.get_by_role("row", name=re.compile("Lima")).inner_text()


def test_one_names_a_substitute_without_javascript(visit: Begin, server: Server) -> None:
    office = arrived(visit, server, "budapest", "Europe/Budapest", java_script_enabled=False)
    page = office.page
    assert "15:00" in page.locator("#mayoral-meeting").inner_text()
    page.get_by_text("Somebody else, another time, or no").first.click()
    page.get_by_label("Who comes instead").first.fill("Bo Example")
    page.get_by_role("button", name="Name them").first.click()
    told = page.locator("#mayoral-meeting").inner_text()
    assert "Somebody else comes (Bo Example)" in told


def test_one_asks_for_another_time_by_keys_alone(visit: Begin, server: Server) -> None:
    office = arrived(visit, server, "singapore", "Asia/Singapore", width=320)
    page = office.page
    assert "21:00" in page.locator("#mayoral-meeting").inner_text()
    summary = page.locator("#mayoral-meeting details summary").first
    summary.focus()
    page.keyboard.press("Enter")
    slot = page.locator("#mayoral-meeting")
    for name, typed in (("begins1", "2020-06-02T19:00"), ("until1", "2020-06-02T20:30")):
        slot.locator(f"[name={name}]").fill(typed)
    button = slot.get_by_role("button", name="Ask for it")
    button.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    told = page.locator("#mayoral-meeting").inner_text()
    assert "Asks for another time" in told
    assert "would do: Tue 2 Jun 19:00–20:30 Singapore (UTC+8)" in told


def test_nothing_stands_in_an_offices_way(visit: Begin, server: Server) -> None:
    office = visit("Europe/London", width=320, bypass_csp=True)
    office.open(server.link("The office of London"))
    with office.page.expect_navigation():
        office.page.get_by_role("main").get_by_role("button").first.click()
    found = {}
    for rest in ("", "/people", "/print", "/log"):
        address = f"/cac2020/office/london{rest}"
        office.open(address)
        assert office.page.url == office.url + address
        width = office.page.evaluate("document.documentElement.scrollWidth")
        found[address] = obstacles(office)
        assert width <= 320, address
    organizer = entered(visit, server, bypass_csp=True)
    for address in (CONSOLE, f"{CONSOLE}/london"):
        organizer.open(address)
        found[address] = obstacles(organizer)
    assert {key: value for key, value in found.items() if value} == {}


@pytest.mark.parametrize("scripts", [True, False])
def test_a_link_serves_once(visit: Begin, server: Server, scripts: bool) -> None:
    city = "moscow" if scripts else "jakarta"
    path = invited(visit, server, city, f"ada@office-{city}.example")
    office = visit("Europe/Moscow", java_script_enabled=scripts)
    page = office.open(path)
    with page.expect_navigation():
        page.get_by_role("button", name="Open our page").click()
    assert page.url == f"{server.url}/cac2020/office/{city}"
    with pytest.raises(HTTPError, match="410"):
        urllib.request.urlopen(server.url + path)
