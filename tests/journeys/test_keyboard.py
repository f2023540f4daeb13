"""By keyboard alone: to the content, another language, filters, the calendar."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.formats.ical_rules import Profile, check_octets, events
from tests.journeys.conftest import Visit

AGENDA = "/cac2020/agenda"
Begin = Callable[..., Visit]


@pytest.mark.parametrize("width", [1280, 360])
def test_the_first_key_leads_to_the_content(visit: Begin, width: int) -> None:
    reader = visit(width=width)
    page = reader.open(AGENDA)
    page.keyboard.press("Tab")
    assert reader.focused() == "To the content"
    expect(page.get_by_role("link", name="To the content")).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.querySelector('main').contains(document.activeElement)")


@pytest.mark.parametrize("width", [1280, 360])
def test_another_language(visit: Begin, width: int) -> None:
    reader = visit(width=width)
    page = reader.open("/cac2020/sessions/mayoral-meeting")
    reader.tab_to("한국어")
    page.keyboard.press("Enter")
    page.wait_for_url("**?locale=ko")
    expect(page.locator("html")).to_have_attribute("lang", "ko")
    expect(page.get_by_role("heading", level=1)).to_contain_text("시장")
    reader.open(AGENDA)
    expect(page.locator("html")).to_have_attribute("lang", "ko")


@pytest.mark.parametrize("width", [1280, 360])
def test_filters(visit: Begin, width: int) -> None:
    reader = visit(width=width)
    page = reader.open(AGENDA)
    reader.tab_to("Area")
    page.keyboard.press("Enter")
    reader.tab_to("Climate and environment")
    page.keyboard.press("Enter")
    page.wait_for_url("**?area=climate")
    expect(page.get_by_role("status").filter(has_text="1 session of 15")).to_be_visible()
    reader.tab_to("Clear all filters")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{AGENDA}")
    expect(page.get_by_role("status").filter(has_text="15 sessions of 15")).to_be_visible()


def test_the_focus_is_always_seen(visit: Begin) -> None:
    """Whatever Tab reaches lies on the screen and is marked (WCAG 2.4.7, 2.4.11)."""
    reader = visit("Europe/Budapest", 360)
    page = reader.open("/cac2020/sessions/mayoral-meeting")
    seen = 0
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("() => document.activeElement === document.body"):
            break
        seen += 1
        page.wait_for_function(
            """() => {
                const it = document.activeElement, box = it.getBoundingClientRect()
                const style = getComputedStyle(it)
                return box.bottom > 0 && box.top < innerHeight
                    && box.right > 0 && box.left < innerWidth
                    && style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0
            }"""
        )
    assert seen > 15


def test_the_calendar_of_the_agenda(visit: Begin, tmp_path: Path) -> None:
    reader = visit("Europe/Budapest", accept_downloads=True)
    page = reader.open(AGENDA)
    reader.tab_to("Take it into my calendar")
    page.keyboard.press("Enter")
    reader.tab_to("Download the file")
    with page.expect_download() as waiting:
        page.keyboard.press("Enter")
    file = tmp_path / "agenda.ics"
    waiting.value.save_as(file)
    octets = file.read_bytes()
    assert check_octets(octets, Profile.FEED, insecure=True) == []
    assert len(events(octets)) == 15


def test_the_calendar_file_of_a_session(visit: Begin, tmp_path: Path) -> None:
    reader = visit("Europe/Budapest", 360, accept_downloads=True)
    page = reader.open("/cac2020/sessions/diamond")
    with page.expect_download() as waiting:
        page.locator('main a[href*="/sessions/diamond.ics"]').first.click()
    file = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(file)
    assert file.name == "cac2020-diamond.ics"
    assert check_octets(file.read_bytes(), Profile.DOWNLOAD, insecure=True) == []
