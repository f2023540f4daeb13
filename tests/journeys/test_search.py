"""Looking for something: as one types, without JavaScript, offline, from any page, by keyboard."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visit

AGENDA = "/cac2020/agenda"
Begin = Callable[..., Visit]


def count(page: Page, said: str) -> None:
    expect(page.get_by_role("status").filter(has_text=said)).to_be_visible()


@pytest.mark.parametrize("width", [1280, 360])
def test_as_one_types(visit: Begin, width: int) -> None:
    reader = visit("Europe/Budapest", width)
    page = reader.open(f"{AGENDA}?lang=ko")
    page.evaluate("() => { window.isTheSamePage = true }")
    field = page.get_by_role("searchbox")
    field.press_sequentially("diamond", delay=20)
    count(page, "1 session of 15")
    expect(page.locator("article")).to_have_count(1)
    expect(page.locator("article mark")).to_have_text("Diamond")
    expect(page).to_have_title(re.compile("^Search: diamond"))
    assert page.url == f"{reader.url}{AGENDA}?lang=ko&q=diamond"
    assert page.evaluate("() => window.isTheSamePage"), "the page is not read anew"
    assert page.evaluate("() => document.activeElement.name") == "q"
    # The address holds what is seen: read again, it is the same.
    page.reload()
    reader.rest()
    expect(field).to_have_value("diamond")
    count(page, "1 session of 15")
    field.fill("")
    count(page, "15 sessions of 15")
    assert page.url == f"{reader.url}{AGENDA}?lang=ko"


def test_korean_and_chinese(visit: Begin) -> None:
    page = visit("Europe/Budapest").open(AGENDA)
    for typed in ("시장회의", "市長會議"):
        page.get_by_role("searchbox").fill(typed)
        count(page, "1 session of 15")
        expect(page.locator("article a").first).to_contain_text("Mayoral Meeting")


def test_few_requests_and_the_last_one_counts(visit: Begin) -> None:
    """What is typed quickly is asked for once; an answer that comes late is not shown."""
    reader = visit("Europe/Budapest")
    page = reader.open(AGENDA)
    held = []
    page.route("**/agenda?q=climate", lambda route: held.append(route))
    asked = len([one for one in reader.requests if "q=" in one])
    field = page.get_by_role("searchbox")
    field.press_sequentially("climate", delay=10)
    page.wait_for_timeout(600)
    field.fill("diamond")
    count(page, "1 session of 15")
    expect(page.locator("article")).to_have_count(1)
    for route in held:
        route.abort()
    page.wait_for_timeout(300)
    assert page.url.endswith("?q=diamond")
    expect(page.locator("article mark").first).to_have_text("Diamond")
    assert len([one for one in reader.requests if "q=" in one]) - asked == 2


def test_zone_and_language_keep_what_was_typed(visit: Begin) -> None:
    reader = visit("Europe/Budapest")
    page = reader.open(AGENDA)
    page.get_by_role("searchbox").fill("diamond")
    count(page, "1 session of 15")
    page.get_by_role("button", name="한국어").click()
    page.wait_for_url("**?q=diamond&locale=ko")
    expect(page.locator("article")).to_have_count(1)
    page.get_by_role("searchbox").fill("다이아몬드")
    expect(page.locator("article mark").first).to_have_text("다이아몬드")
    page.locator(".reader-change").click()
    page.locator("select[name=tz]").select_option("Asia/Kabul")
    page.locator("form:has(select[name=tz]) button").click()
    reader.rest()
    assert "tz=Asia/Kabul" in page.url
    expect(page.get_by_role("searchbox")).to_have_value("다이아몬드")
    expect(page.locator("article")).to_have_count(1)


def test_what_is_open_stays_open_and_works(visit: Begin) -> None:
    reader = visit("Europe/Budapest")
    page = reader.open(AGENDA)
    page.get_by_text("Area", exact=True).click()
    page.get_by_role("searchbox").fill("diamond")
    count(page, "1 session of 15")
    # The filters have come anew: open as they were, and with the words in their addresses.
    page.get_by_role("link", name="Thu 4 Jun 1").click()
    reader.rest()
    count(page, "1 session of 15")
    assert "q=diamond" in page.url
    assert "day=2020-06-04" in page.url


def test_where_the_network_fails_the_form_remains(visit: Begin) -> None:
    reader = visit("Europe/Budapest")
    page = reader.open(AGENDA)
    page.route("**/agenda?q=diamond", lambda route: route.abort())
    page.get_by_role("searchbox").fill("diamond")
    page.wait_for_timeout(600)
    count(page, "15 sessions of 15")
    expect(page.locator("article")).to_have_count(15)
    page.unroute("**/agenda?q=diamond")
    page.get_by_role("searchbox").press("Enter")
    page.wait_for_url("**?q=diamond")
    count(page, "1 session of 15")
    reader.complaints.clear()  # of the request that was made to fail


@pytest.mark.parametrize("width", [1280, 360])
def test_without_javascript(visit: Begin, width: int) -> None:
    reader = visit("Europe/Budapest", width, java_script_enabled=False)
    page = reader.open(f"{AGENDA}?tz=Europe/Budapest&lang=ko")
    page.get_by_role("searchbox").fill("diamond")
    page.get_by_role("button", name="Search").click()
    assert page.url == f"{reader.url}{AGENDA}?tz=Europe/Budapest&lang=ko&q=diamond".replace(
        "Europe/", "Europe%2F"
    )
    count(page, "1 session of 15")
    assert reader.clock("2020-06-03T23:00Z") == "01:00"
    page.get_by_text("My hours").click()
    page.get_by_role("link", name="Only in my waking hours").click()
    expect(page.get_by_text("No session with “diamond” fits these filters.")).to_be_visible()
    page.get_by_role("link", name="without the other filters").click()
    count(page, "1 session of 15")


@pytest.mark.parametrize("width", [1280, 360])
def test_hours_of_ones_own(visit: Begin, width: int) -> None:
    reader = visit("Europe/Budapest", width, java_script_enabled=False)
    page = reader.open(f"{AGENDA}?tz=Europe/Budapest")
    page.get_by_text("My hours").click()
    page.locator("select[name=from]").select_option("05")
    page.locator("select[name=until]").select_option("13")
    page.locator("form:has(select[name=from]) button").click()
    assert "hours=05-13" in page.url
    expect(page.locator("article")).to_have_count(8)
    count(page, "7 more outside my hours")


@pytest.mark.parametrize("width", [1280, 360])
def test_from_any_page_by_keyboard(visit: Begin, width: int) -> None:
    reader = visit("Europe/Budapest", width)
    page = reader.open("/cac2020/cities/seoul")
    for _ in range(4):
        page.keyboard.press("Tab")
        if page.evaluate("() => document.activeElement.name === 'q'"):
            break
    expect(page.get_by_role("searchbox")).to_be_focused()
    assert page.get_by_role("searchbox").bounding_box()["width"] > 150
    page.keyboard.type("london")
    page.keyboard.press("Enter")
    page.wait_for_url("**/agenda?q=london")
    page.get_by_role("navigation", name="Pages of that name").get_by_role(
        "link", name="London"
    ).click()
    page.wait_for_url("**/cities/london")
