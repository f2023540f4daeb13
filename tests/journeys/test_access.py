"""Every page: no axe violation, no sideways scrolling, light and dark, wide and narrow."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from tests.journeys.conftest import ROOT, Server, Visit
from tests.web.addresses import PAGES

Begin = Callable[..., Visit]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice")
VIEWS = (
    "/cac2020/agenda?view=grid",
    "/cac2020/agenda?view=grid&across=hours",
    "/cac2020/agenda?q=seoul",
    "/cac2020/agenda?q=climaet",
    "/cac2020/agenda?q=diamond&area=sports&hours=08-22",
)
ADDRESSES = (
    *PAGES,
    "/cac2020/agenda?area=climate&day=2020-06-05",
    "/cac2020/agenda?tz=Mars/Olympus&lang=tlh",
    *VIEWS,
    "/cac2020/cities/bogota",
    "/account/enter",
    "/account/asked",
    "/cac2020/register",
    "/cac2020/register/sent",
    "/cac2020/certificates",
    "/cac2020/certificates/AAAAA",
    "/nowhere/nothing",
)
MINE = (
    "/cac2020/me",
    "/cac2020/me/sessions/diamond",
    "/cac2020/me/sessions/welfare",
    "/cac2020/me/sessions/mayoral-meeting/join",
    "/cac2020/me/calendar",
    "/cac2020/me/print",
    "/cac2020/me/registration",
    "/cac2020/me/certificate",
    "/account/",
    "/account/data",
    "/account/erase",
)
"""What is one person's own: the guest of the demonstration."""
CONSOLE = (
    "/organize/new",
    "/cac2020/organize/",
    "/cac2020/organize/organizers",
    "/cac2020/organize/fairness",
    "/cac2020/organize/hours?session=mayoral-meeting",
    "/cac2020/organize/sessions/mayoral-meeting/hours",
    "/cac2020/organize/sessions/mayoral-meeting/order",
    "/account/factors",
    "/account/erase",
)
"""What an organizer sees: the one of the demonstration."""
SOME = (*PAGES[:3], *PAGES[5:10], PAGES[12], "/cac2020/data")


def violations(visit: Visit) -> list[str]:
    """Return what axe finds on the page as it stands, a line for each place."""
    if not visit.page.evaluate("() => 'axe' in window"):
        visit.page.evaluate(AXE.read_text(encoding="utf-8") + "\n;undefined")
    found = visit.page.evaluate(
        "tags => axe.run({runOnly: tags, resultTypes: ['violations']}).then(r => r.violations)",
        list(TAGS),
    )
    return [
        f"{one['id']} ({one['impact']}): {node['target']} {node['failureSummary']}"
        for one in found
        for node in one["nodes"]
    ]


def overflow(visit: Visit) -> list[str]:
    """Return what reaches beyond the right edge of a page that scrolls sideways."""
    return visit.page.evaluate(
        """() => document.documentElement.scrollWidth <= innerWidth ? [] :
            [...document.querySelectorAll('body *')]
                .filter(it => it.getBoundingClientRect().right > innerWidth + 0.5)
                .map(it => `${it.tagName} ${it.className} ${it.getBoundingClientRect().right}`)
                .slice(0, 8).concat(`${document.documentElement.scrollWidth} wide`)"""
    )


@pytest.mark.parametrize("address", ADDRESSES)
def test_nothing_stands_in_anybodys_way(visit: Begin, address: str) -> None:
    reader = visit("Europe/Budapest", bypass_csp=True)
    reader.open(address)
    if address.startswith(("/nowhere", "/cac2020/certificates/")):
        reader.complaints.clear()  # of the status 404, which is what is asked for
    assert obstacles(reader) == {}


def test_nothing_stands_in_a_participants_way(visit: Begin, server: Server) -> None:
    reader = visit("Europe/Budapest", bypass_csp=True)
    way = re.search(r"/account/links/\S+", server.run("demonstration"))
    assert way is not None
    reader.open(way[0])
    found = {way[0]: obstacles(reader)}
    with reader.page.expect_navigation():
        reader.page.get_by_role("main").get_by_role("button").first.click()
    for address in MINE:
        reader.open(address)
        assert reader.page.url == reader.url + address
        found[address] = obstacles(reader)
    assert {key: value for key, value in found.items() if value} == {}


def test_nothing_stands_in_an_organizers_way(visit: Begin, server: Server) -> None:
    reader = visit("Europe/Budapest", bypass_csp=True)
    reader.open(server.link("organizer"))
    with reader.page.expect_navigation():
        reader.page.get_by_role("main").get_by_role("button").first.click()
    found = {}
    for address in CONSOLE:
        page = reader.open(address)
        assert page.url == reader.url + address
        page.evaluate("() => document.querySelectorAll('details').forEach(it => it.open = true)")
        found[address] = obstacles(reader)
    assert {key: value for key, value in found.items() if value} == {}


def obstacles(reader: Visit) -> dict[tuple[int, str], list[str]]:
    """Return what stands in somebody's way on the page, wide and narrow, light and dark."""
    found = {}
    for width in (1280, 320):
        reader.page.set_viewport_size({"width": width, "height": 800})
        for scheme in ("light", "dark"):
            reader.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            found[width, scheme] = violations(reader)
        found[width, "overflow"] = overflow(reader)
    return {key: value for key, value in found.items() if value}


@pytest.mark.parametrize("language", ["ko", "zh-Hant"])
def test_no_page_scrolls_sideways_in_any_language(visit: Begin, language: str) -> None:
    reader = visit("Europe/Budapest", 320)
    found = {}
    for address in (*(f"{one}?" for one in SOME), *(f"{one}&" for one in VIEWS)):
        reader.open(f"{address}locale={language}")
        found[address] = overflow(reader)
    assert {key: value for key, value in found.items() if value} == {}


def test_twice_the_size_of_letters_fits(visit: Begin) -> None:
    """WCAG 1.4.4: letters at 200 % in a window that keeps its size only wrap."""
    reader = visit("Europe/Budapest", 1280)
    found = {}
    for address in (*SOME, *VIEWS):
        page = reader.open(address)
        page.evaluate("() => { document.documentElement.style.fontSize = '200%' }")
        found[address] = overflow(reader)
    assert {key: value for key, value in found.items() if value} == {}
