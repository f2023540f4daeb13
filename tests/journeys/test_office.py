"""Mayors' offices on three continents: in by a link in the mail, and they answer for their city."""

from __future__ import annotations

import re
import urllib.request
from collections.abc import Callable
from urllib.error import HTTPError

import pytest
from playwright.sync_api import expect

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


def test_a_refused_answer_is_where_one_looks_with_what_was_typed(
    visit: Begin, server: Server
) -> None:
    office = arrived(visit, server, "bilbao", "Europe/Madrid", width=360)
    page = office.page
    page.get_by_text("Somebody else, another time, or no").first.click()
    page.get_by_label("Who comes instead").first.fill("عائشة المثال")
    with page.expect_navigation():
        page.get_by_role("button", name="Decline").first.click()
    office.complaints.clear()  # of the status 400, which is what is asked for
    reason = page.get_by_label("Why, in a few words").first
    expect(reason).to_be_focused()
    expect(reason).to_be_in_viewport()
    expect(reason).to_have_accessible_description(re.compile("Say why, in a few words"))
    assert page.get_by_label("Who comes instead").first.input_value() == "عائشة المثال"
    page.keyboard.type("The council meets.")
    page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    told = page.locator("#mayoral-meeting").inner_text()
    assert "Not coming: The council meets." in told


@pytest.mark.parametrize("scripts", [True, False])
def test_the_board_fits_a_phone(visit: Begin, server: Server, scripts: bool) -> None:
    organizer = entered(visit, server, java_script_enabled=scripts)
    organizer.page.set_viewport_size({"width": 360, "height": 800})
    page = organizer.open(CONSOLE)
    assert page.evaluate("document.documentElement.scrollHeight") < 3600
    row = page.locator("tr", has_text="Kabul")
    expect(row.locator(".board-steps")).to_be_hidden()
    assert "Missing 5" in row.locator("summary").inner_text()
    for one in (row.get_by_role("link"), row.locator("summary")):
        box = one.bounding_box()
        assert box is not None
        assert box["height"] >= 44
    row.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(row.locator(".board-steps")).to_be_visible()
    assert "Zone confirmed" in row.locator(".board-steps").inner_text()
    page.get_by_label("What is missing", exact=True).select_option("entered")
    with page.expect_navigation():
        page.get_by_role("button", name="Find").click()
    assert page.locator("tbody tr").count() > 0


def test_nothing_stands_in_an_offices_way(visit: Begin, server: Server) -> None:
    office = visit("Europe/London", width=320, bypass_csp=True)
    office.open(server.link("The office of London"))
    page = office.page
    with page.expect_navigation():
        page.get_by_role("main").get_by_role("button").first.click()
    found = {}

    def look(visit: Visit, address: str) -> None:
        visit.page.evaluate("document.querySelectorAll('details').forEach(it => it.open = true)")
        found[address] = obstacles(visit)

    for rest in ("", "/people", "/print", "/calendar"):
        address = f"/cac2020/office/london{rest}"
        office.open(address)
        assert page.url == office.url + address
        look(office, address)
    page.get_by_role("button", name="Make a private address").click()
    look(office, "the address of a calendar")
    typed = {"Name": "Bo Example", "Email address": "bo@elsewhere.example"}
    office.open("/cac2020/office/london/people")
    for label, words in typed.items():
        page.get_by_label(label, exact=True).fill(words)
    page.get_by_role("button", name="Send them a link").click()
    look(office, "a colleague who waits")
    office.open("/cac2020/office/london")
    page.get_by_text("Somebody else, another time, or no").first.click()
    with page.expect_navigation():
        page.get_by_role("button", name="Decline").first.click()
    look(office, "a refused answer")
    office.complaints.clear()  # of the status 400, which is what is asked for
    with page.expect_navigation():
        page.get_by_role("button", name="Confirm").first.click()
    look(office, "a kept answer")
    office.open("/cac2020/office/london/log")
    look(office, "the log")
    organizer = entered(visit, server, bypass_csp=True)
    for address in (CONSOLE, f"{CONSOLE}/london", "/cac2020/organize/appointments"):
        organizer.open(address)
        look(organizer, address)
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
