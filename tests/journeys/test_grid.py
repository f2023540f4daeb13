"""The grid as it is seen and walked: by keyboard, on a phone, in print, with forced colours."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visit

GRID = "/cac2020/agenda?view=grid"
HOURS = f"{GRID}&across=hours"
Begin = Callable[..., Visit]


def box(page: Page, code: str, at: int = 0) -> dict[str, float]:
    """Return where a session's entry lies on the page."""
    found = page.locator(f'.entry a[href*="/sessions/{code}"]').nth(at).bounding_box()
    assert found is not None
    return found


@pytest.mark.parametrize("width", [1280, 360])
def test_from_the_list_to_the_grid_and_back(visit: Begin, width: int) -> None:
    reader = visit("Europe/Budapest", width)
    page = reader.open("/cac2020/agenda?area=climate")
    reader.tab_to("Grid")
    page.keyboard.press("Enter")
    page.wait_for_url("**view=grid**")
    expect(page.locator(".entry")).to_have_count(1)
    reader.tab_to("Hours")
    page.keyboard.press("Enter")
    page.wait_for_url("**across=hours**")
    expect(page.get_by_role("heading", name="Wednesday 3 June")).to_be_visible()
    reader.tab_to("List")
    page.keyboard.press("Enter")
    page.wait_for_url("**/agenda?area=climate")
    expect(page.locator("article")).to_have_count(1)


def test_entries_lie_where_their_times_are(visit: Begin) -> None:
    """By the hours above them, to half a step of five minutes."""
    page = visit("Europe/Budapest").open(HOURS)
    hours = {
        words: hour["x"]
        for hour in page.locator(".board-hours").nth(2).locator("li").all()
        for words, hour in [(hour.inner_text(), hour.bounding_box() or {"x": 0.0})]
    }
    hour = hours["03:00"] - hours["02:00"]
    for code, starts, minutes in (
        ("climate", 2.5, 100),
        ("prevention", 6, 90),
        ("education", 8.5, 90),
        ("sharing", 11, 90),
    ):
        found = box(page, code)
        assert abs(found["x"] - (hours["02:00"] + (starts - 2) * hour)) < hour / 20, code
        assert abs(found["width"] - minutes / 60 * hour) < hour / 15, code


def test_the_shade_of_the_night_ends_at_six(visit: Begin) -> None:
    page = visit("Europe/Budapest").open(HOURS)
    night = page.locator(".sky-night").nth(2).bounding_box()
    six = page.locator(".board-hours").nth(2).get_by_text("06:00")
    edge = six.bounding_box()
    assert night is not None
    assert edge is not None
    assert abs(night["x"] + night["width"] - edge["x"]) < 2


def test_the_keys_lead_from_one_session_to_the_next(visit: Begin) -> None:
    reader = visit("Europe/Budapest")
    page = reader.open(GRID)
    page.locator('.entry a[href*="/sessions/mayoral-meeting"]').focus()
    page.keyboard.press("ArrowRight")
    assert "Conversation of Mayor Park" in reader.focused()
    page.keyboard.press("ArrowDown")
    assert "Innovative Companies" in reader.focused()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    assert "Pre-Summit" in reader.focused() or "Mayoral" in reader.focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/sessions/**")


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("address", [GRID, HOURS])
def test_every_session_is_reached_and_seen_by_tab(visit: Begin, address: str, width: int) -> None:
    """In the order of the page; nothing that has the focus lies under a heading that stays."""
    reader = visit("Europe/Budapest", width, reduced_motion="reduce")
    page = reader.open(address)
    page.locator(".board-scroll").focus()
    seen = []
    for _ in range(80):
        page.keyboard.press("Tab")
        inside = page.evaluate(
            """() => {
                const it = document.activeElement
                if (!it.closest('.board-scroll')) return null
                if (!it.closest('.entry')) return ''
                const box = it.getBoundingClientRect()
                const top = document.elementFromPoint(box.left + 6, box.top + box.height / 2)
                const name = new URL(it.href).pathname.split('/').at(-1)
                return it.contains(top) ? name : `${name} under ${top && top.className}`
            }"""
        )
        if inside is None:
            break
        if inside:
            seen.append(inside)
    assert [one for one in seen if " under " in one] == []
    assert len(seen) == len(set(seen)) == 15


@pytest.mark.parametrize("width", [1280, 360])
def test_names_stay_while_hours_pass(visit: Begin, width: int) -> None:
    page = visit("Europe/Budapest", width).open(HOURS)
    region = page.locator(".board-scroll")
    assert region.evaluate("it => it.scrollWidth > it.clientWidth")
    edge = region.bounding_box()
    assert edge is not None
    for to in (0, 200, 10_000):
        region.evaluate("(it, to) => { it.scrollLeft = to }", to)
        for heading in page.locator(".board-head, .board-date").all():
            where = heading.bounding_box()
            assert where is not None
            assert abs(where["x"] - edge["x"]) < 2
    page.locator(".board-scroll").evaluate("it => { it.scrollLeft = 10000 }")
    last = page.locator(".board-hours").first.locator("li").last.bounding_box()
    assert last is not None
    assert abs(last["x"] + last["width"] - edge["x"] - edge["width"]) < 3


def test_a_region_that_scrolls_is_reached_by_keyboard(visit: Begin) -> None:
    page = visit("Europe/Budapest", 360).open(HOURS)
    region = page.get_by_role("region", name="Sessions by the hour")
    region.focus()
    before = region.evaluate("it => it.scrollLeft")
    assert before > 0, "the present is in view"
    page.keyboard.press("ArrowLeft")
    page.wait_for_timeout(300)
    assert region.evaluate("it => it.scrollLeft") < before


def test_the_same_without_javascript(visit: Begin) -> None:
    reader = visit("Europe/Budapest", java_script_enabled=False)
    for address in (GRID, HOURS):
        page = reader.open(f"{address}&tz=Europe/Budapest")
        expect(page.locator(".entry")).to_have_count(15)


def test_from_right_to_left_time_runs_so_too(visit: Begin) -> None:
    page = visit("Europe/Budapest").open(HOURS)
    page.evaluate("() => { document.documentElement.dir = 'rtl' }")
    assert box(page, "climate")["x"] > box(page, "prevention")["x"] > box(page, "education")["x"]
    night = page.locator(".sky-night").nth(2).bounding_box()
    first = page.locator(".board-hours").nth(2).locator("li").first.bounding_box()
    assert night is not None
    assert first is not None
    assert abs(night["x"] + night["width"] - (first["x"] + first["width"])) < 12


def test_in_print_a_grid_is_a_list(visit: Begin) -> None:
    page = visit("Europe/Budapest").open(HOURS)
    page.emulate_media(media="print")
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    lefts = {round(box(page, code)["x"]) for code in ("climate", "prevention", "education")}
    assert len(lefts) == 1


def test_in_print_the_night_is_legible(visit: Begin) -> None:
    page = visit("Europe/Budapest").open(GRID)
    page.emulate_media(media="print", color_scheme="dark")
    inks = page.locator(".entry-title, .entry-time").evaluate_all(
        "all => [...new Set(all.map(it => getComputedStyle(it).color))]"
    )
    grounds = page.locator(".entry, .entry a").evaluate_all(
        "all => [...new Set(all.map(it => getComputedStyle(it).backgroundColor))]"
    )
    assert (inks, grounds) == (["rgb(22, 32, 46)"], ["rgba(0, 0, 0, 0)"])


def test_with_forced_colours_entries_have_borders(visit: Begin) -> None:
    page = visit("Europe/Budapest", forced_colors="active").open(GRID)
    width = page.locator(".entry a").first.evaluate("it => getComputedStyle(it).borderTopWidth")
    assert width == "1px"
