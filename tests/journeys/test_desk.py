"""The desk at the size of a phone: decide about somebody, answer somebody who rings up."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from tests.journeys.conftest import Server, Visit
from tests.journeys.test_access import obstacles
from tests.journeys.test_participant import mailed, press

Begin = Callable[..., Visit]
HOME = "/cac2020/organize"
PAGES = (
    f"{HOME}/",
    f"{HOME}/registrations",
    f"{HOME}/registrations/new",
    f"{HOME}/registrations/1",
    f"{HOME}/queues",
    f"{HOME}/queues/diamond",
    f"{HOME}/mail",
    f"{HOME}/mail/new",
    f"{HOME}/mail/letters",
    f"{HOME}/log",
)


def entered(visit: Begin, server: Server, **more: object) -> Visit:
    """Return a browser in which the organizer of the demonstration is."""
    organizer = visit("Asia/Seoul", **more)
    organizer.open(server.link("organizer"))
    with organizer.page.expect_navigation():
        organizer.page.get_by_role("main").get_by_role("button").first.click()
    return organizer


def register(visit: Begin, server: Server, name: str, kind: str) -> None:
    """Register somebody by hand, so that there is somebody to look after."""
    organizer = entered(visit, server)
    page = organizer.open(f"{HOME}/registrations/new")
    page.get_by_label("Address").fill(f"{name.lower().replace(' ', '.')}@people.example")
    page.get_by_label("Kind").select_option(label=kind)
    page.get_by_label("Name").fill(name)
    page.get_by_label("How they agreed").fill("by telephone")
    page.get_by_role("button", name="Register").click()
    organizer.rest()
    assert page.get_by_role("heading", level=1).inner_text() == name


def test_nothing_stands_in_an_organizers_way(visit: Begin, server: Server) -> None:
    organizer = entered(visit, server, bypass_csp=True)
    found = {}
    for address in PAGES:
        organizer.open(address)
        assert organizer.page.url == organizer.url + address
        found[address] = obstacles(organizer)
    assert {key: value for key, value in found.items() if value} == {}


@pytest.mark.parametrize("scripts", [True, False])
def test_somebody_rings_up_about_their_seat(visit: Begin, server: Server, scripts: bool) -> None:
    name = f"Rosa Example {'with' if scripts else 'without'}"
    register(visit, server, name, "Citizen")
    desk = entered(visit, server, width=360, java_script_enabled=scripts)
    page = desk.open(f"{HOME}/")
    page.get_by_role("navigation").get_by_role("link", name="Registrations").click()
    page.get_by_label("Name, address or organization").fill(name)
    page.get_by_role("button", name="Find").click()
    page.get_by_role("link", name=name).click()
    assert page.get_by_role("heading", level=1).inner_text() == name
    assert page.get_by_text("No seat, and no place in a queue.").is_visible()
    page.get_by_role("button", name="Send the confirmation again").click()
    assert page.get_by_role("status").inner_text() == "They are written to once more."


def test_somebody_is_approved_on_a_phone(visit: Begin, server: Server) -> None:
    who = "paula@press.example"
    page = visit("Europe/Budapest").open("/cac2020/register")
    page.get_by_label("Your email address").fill(who)
    page.get_by_label("Press").check()
    page.get_by_label("Name", exact=True).fill("Paula Press")
    page.get_by_label("I agree").check()
    page.wait_for_timeout(2100)  # nobody writes faster than that
    press(page, "Register")
    page.goto(server.url + mailed(server, who))
    with page.expect_navigation():
        page.get_by_role("main").get_by_role("button").first.click()
    desk = entered(visit, server, width=360)
    page = desk.open(f"{HOME}/")
    page.get_by_role("link", name=re.compile("for approval")).first.click()
    page.get_by_label("Approve Paula Press").check()
    page.get_by_role("button", name="Approve those ticked").click()
    assert page.get_by_role("status").inner_text() == "1 registration is approved."
    page.get_by_role("link", name="Paula Press").wait_for(state="detached")
    page.get_by_role("link", name="All").first.click()
    page.get_by_role("link", name="Paula Press").click()
    assert page.get_by_text("Takes part", exact=True).is_visible()
