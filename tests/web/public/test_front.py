"""The front pages, also of a summit of which next to nothing is known yet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask

from summit.core.programme import Area, Programme, Summit
from summit.core.text import Text
from summit.services import programme, release
from tests.conftest import ACTOR, NOW, Browser, browser
from tests.web.page import Page, words


@pytest.fixture
def bare(empty: Flask) -> Iterator[Browser]:
    """A summit that has a name and a zone, and nothing else."""
    summit = Summit("small", Text({"ko": "작은 모임"}), "Pacific/Auckland", ("ko",))
    with empty.app_context():
        programme.load(ACTOR, Programme(summit), "summit.example", NOW)
        release.publish(ACTOR, "small", "", NOW)
    return browser(empty)


@pytest.mark.parametrize(
    "path",
    ["/", "/agenda", "/speakers", "/cities", "/now", "/releases", "/releases/1", "/reader"],
)
@pytest.mark.parametrize("asked", ["", "?locale=ko", "?tz=Asia/Kabul&area=x&day=y"])
def test_a_bare_summit_has_every_page(bare: Browser, path: str, asked: str) -> None:
    answer = bare.get(f"/small{path}{asked}")
    page = Page(answer.text)
    assert (answer.status_code, page.title.rpartition(" · ")[2]) == (200, "작은 모임")


def test_a_bare_summit_has_no_calendar(bare: Browser) -> None:
    """An iCalendar file holds at least one entry (C7)."""
    assert bare.get("/small/agenda.ics").status_code == 404
    assert bare.get("/small/releases.atom").status_code == 200


def test_the_title_of_a_summit_is_said_in_its_own_language(bare: Browser) -> None:
    page = Page(bare.get("/small/").text)
    (found,) = [one for one in page.one("h1").iter() if one.get("lang")]
    assert (found.get("lang"), words(found)) == ("ko", "작은 모임")


def test_several_summits_are_listed(app: Flask) -> None:
    summit = Summit("small", Text({"en": "Small"}), "Pacific/Auckland", ("en",))
    with app.app_context():
        programme.load(ACTOR, Programme(summit), "summit.example", NOW)
        release.publish(ACTOR, "small", "", NOW)
    page = Page(browser(app).get("/").text)
    assert [one.words for one in page.headings if one.level == 2] == [
        "CAC Global Summit 2020",
        "Small",
    ]
    assert "Mon 1 June 2020 – Fri 5 June 2020" in words(page.main)


def test_one_summit_is_not_the_other(app: Flask) -> None:
    summit = Summit("small", Text({"en": "Small"}), "Pacific/Auckland", ("en",))
    with app.app_context():
        programme.load(ACTOR, Programme(summit), "summit.example", NOW)
        release.publish(ACTOR, "small", "", NOW)
    client = browser(app)
    for path in ("sessions/diamond", "cities/seoul", "speakers/jared-diamond", "areas/climate"):
        assert client.get(f"/cac2020/{path}").status_code == 200
        assert client.get(f"/small/{path}").status_code == 404


def test_the_days_hold_every_session_once(app: Flask, cac2020: Programme) -> None:
    page = Page(browser(app).get("/cac2020/?tz=Europe/Budapest").text)
    (days,) = [one for one in page.root.iter("ol") if "Day 1" in words(one)]
    codes = [a.get("href", "").partition("?")[0].rpartition("/")[2] for a in days.iter("a")]
    assert [one for one in codes if one] == [one.code for one in cac2020.sessions]


def test_what_the_front_page_counts(app: Flask, cac2020: Programme) -> None:
    said = words(Page(browser(app).get("/cac2020/").text).main)
    for figure in ("5 days", "15 sessions"):
        assert figure in said


def test_a_day_without_a_title_is_called_by_its_date(empty: Flask, cac2020: Programme) -> None:
    """An imported schedule has no titles of days; a heading says something all the same."""
    days = tuple(replace(one, title=Text()) for one in cac2020.days)
    with empty.app_context():
        programme.load(ACTOR, replace(cac2020, days=days), "summit.example", NOW)
        release.publish(ACTOR, "cac2020", "", NOW)
    headings = Page(browser(empty).get("/cac2020/").text).headings
    named = [one.words for one in headings if one.level == 3 and one.words.endswith(" in Seoul")]
    assert named[:2] == ["Mon 1 June 2020 in Seoul", "Tue 2 June 2020 in Seoul"]
    assert [one for one in headings if not one.words] == []


def test_many_areas_are_folded_and_all_there(empty: Flask, cac2020: Programme) -> None:
    more = tuple(Area(f"theme-{n}", Text({"en": f"Theme {n}"})) for n in range(30))
    with empty.app_context():
        found = replace(cac2020, areas=(*cac2020.areas, *more))
        programme.load(ACTOR, found, "summit.example", NOW)
        release.publish(ACTOR, "cac2020", "", NOW)
    page = Page(browser(empty).get("/cac2020/").text)
    links = {one.address for one in page.links if one.address.startswith("/cac2020/areas/")}
    assert {f"/cac2020/areas/{one.code}" for one in found.areas} == links
    assert "and 16 more" in [words(one) for one in page.root.iter("summary")]
