"""A reader's own time, from the first visit on, without doing anything for it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.journeys.conftest import CHROMIUM, FLAGS, Server, Visit, watch

AGENDA = "/cac2020/agenda"
Begin = Callable[..., Visit]


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize(
    ("zone", "told"),
    [
        ("Europe/Budapest", "15:00"),
        ("America/Los_Angeles", "06:00"),
        ("Asia/Kolkata", "18:30"),
        ("Asia/Kabul", "17:30"),
        ("Asia/Seoul", "22:00"),
    ],
)
def test_the_first_visit_is_in_the_readers_zone(
    visit: Begin, zone: str, told: str, width: int
) -> None:
    reader = visit(zone, width)
    page = reader.open(AGENDA)
    assert (reader.clock(), page.url) == (told, reader.url + AGENDA)
    assert len(reader.loads) <= 2, "a page is read again at most once"
    reader.open("/cac2020/sessions/mayoral-meeting")
    assert (reader.clock(), len(reader.loads)) == (told, len(reader.loads))


def test_the_second_visit_reads_once(visit: Begin) -> None:
    reader = visit("Europe/Budapest")
    reader.open(AGENDA)
    reader.loads.clear()
    reader.open(AGENDA)
    assert (reader.clock(), len(reader.loads)) == ("15:00", 1)


def test_the_date_is_the_readers_too(visit: Begin) -> None:
    page = visit("America/Los_Angeles").open(AGENDA)
    date = page.get_by_role("heading", name="Wednesday 3 June")
    section = page.locator("section").filter(has=date)
    expect(section.locator('a[href$="/cac2020/sessions/diamond"]')).to_have_count(1)
    expect(page.locator('a[href$="/cac2020/sessions/diamond"]')).to_have_count(1)


def test_without_cookies_the_address_says_it(server: Server, tmp_path: Path) -> None:
    """Chromium set to refuse all cookies, which also shuts the storage of the page."""
    (tmp_path / "Default").mkdir()
    preferences = {"profile": {"default_content_setting_values": {"cookies": 2}}}
    (tmp_path / "Default" / "Preferences").write_text(json.dumps(preferences))
    code = _without_cookies(server.url, tmp_path)
    assert code == {"zone": "Europe/Budapest", "told": "15:00", "cookies": "", "complaints": []}


def _without_cookies(url: str, folder: Path) -> dict[str, object]:
    # A profile of its own needs a browser of its own, and Playwright one thread per browser.
    from concurrent.futures import ThreadPoolExecutor

    def drive() -> dict[str, object]:
        with sync_playwright() as playwright:
            context = playwright.chromium.launch_persistent_context(
                folder, executable_path=CHROMIUM, args=list(FLAGS), timezone_id="Europe/Budapest"
            )
            reader = watch(context.new_page(), url)
            page = reader.open(AGENDA)
            assert len(reader.loads) <= 3, reader.loads
            found = {
                "zone": reader.zone(),
                "told": reader.clock(),
                "cookies": page.evaluate("() => document.cookie"),
                "complaints": reader.complaints,
            }
            context.close()
            return found

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(drive).result()


def test_another_city_is_chosen_and_remembered(visit: Begin) -> None:
    reader = visit("Europe/Budapest")
    page = reader.open(AGENDA)
    page.get_by_role("link", name="Change zone").first.click()
    page.locator("select[name=tz]").select_option("Asia/Kabul")
    page.get_by_role("button", name="Show times for this city").click()
    reader.rest()
    assert page.url == f"{reader.url}{AGENDA}?tz=Asia/Kabul"
    assert reader.clock() == "17:30"
    reader.open(AGENDA)
    assert (reader.zone(), reader.clock()) == ("Asia/Kabul", "17:30")
    # Their own choice is nothing to be warned of.
    page = reader.open(f"{AGENDA}?tz=Asia/Kabul")
    expect(page.get_by_text("as this address asks")).to_be_hidden()


def test_a_shared_address_shows_the_senders_zone_and_says_so(visit: Begin) -> None:
    reader = visit("Europe/Budapest")
    page = reader.open(f"{AGENDA}?tz=America/Vancouver")
    assert reader.clock() == "06:00"
    expect(page.get_by_text("Times are shown for Vancouver (UTC−7)")).to_be_visible()
    page.get_by_role("link", name="Show them in my own zone").click()
    reader.rest()
    assert (reader.clock(), page.url) == ("15:00", reader.url + AGENDA)
    expect(page.get_by_text("as this address asks")).to_be_hidden()


def test_an_address_in_ones_own_zone_says_nothing(visit: Begin) -> None:
    page = visit("Europe/Budapest").open(f"{AGENDA}?tz=Europe/Budapest")
    expect(page.get_by_text("as this address asks")).to_be_hidden()


@pytest.mark.parametrize("width", [1280, 360])
def test_without_javascript_the_hosts_zone_and_a_form(visit: Begin, width: int) -> None:
    reader = visit("Europe/Budapest", width, java_script_enabled=False)
    page = reader.open(AGENDA)
    assert (reader.zone(), reader.clock()) == ("Asia/Seoul", "22:00")
    page.get_by_role("link", name="Change zone").first.click()
    page.locator("select[name=tz]").select_option("Europe/Budapest")
    page.get_by_role("button", name="Show times for this city").click()
    assert (reader.zone(), reader.clock()) == ("Europe/Budapest", "15:00")
