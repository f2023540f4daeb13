"""The overview as a page: what each role sees of it, and where its lines lead."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from flask import Flask

from summit.core.role import Role
from summit.services import seat
from summit.web.organizer import chart
from tests.conftest import NOW, SetClock
from tests.organizers import enter, organizer
from tests.seats import CAC, SESSION, crowd, joined, opened
from tests.web.page import Page, words

HOME = f"/{CAC}/organize"


@pytest.fixture
def busy(app: Flask) -> Flask:
    with app.app_context():
        opened(welfare=2)
        for who in crowd(3):
            seat.take(who, CAC, SESSION, NOW)
        joined("press", kind="press", country="KR")
    return app


def seen(app: Flask, *roles: Role) -> Page:
    answer = enter(app, organizer(app, *roles)).get(f"{HOME}/")
    assert answer.status_code == 200, answer.text
    return Page(answer.text)


def test_the_owner_sees_all_and_each_line_leads_to_its_cure(busy: Flask) -> None:
    page = seen(busy, Role.OWNER)
    assert [one.words for one in page.headings if one.level == 2] == [
        "Programme",
        "Next",
        "What needs a hand",
        "Registrations",
        "Seats close to full",
        "Where people are from",
    ]
    assert page.link("1 registration waits for approval") == f"{HOME}/registrations?state=pending"
    assert page.link("Welfare") == f"{HOME}/queues/{SESSION}"
    assert page.link("South Korea") == f"{HOME}/registrations?country=KR"
    client = enter(busy, organizer(busy, Role.OWNER, address="two@organizers.example"))
    for one in {link.address for link in page.links if link.address.startswith(HOME)}:
        assert client.get(one).status_code == 200, one


def test_a_viewer_sees_nothing_of_people(busy: Flask) -> None:
    page = seen(busy, Role.VIEWER)
    assert [one.words for one in page.headings if one.level == 2] == [
        "Programme",
        "Next",
        "What needs a hand",
    ]
    assert not [one for one in page.links if "/registrations" in one.address]


def test_what_is_on_and_next_by_the_clock_of_the_summit(busy: Flask, clock: SetClock) -> None:
    clock.moment = datetime(2020, 6, 2, 13, 30, tzinfo=UTC)
    page = seen(busy, Role.VIEWER)
    said = words(page.main)
    assert "On now Mayoral Meeting" in said
    assert "60 minutes left" in said
    assert "in 11 hours" in said


def test_a_picture_says_what_its_table_says(busy: Flask) -> None:
    page = seen(busy, Role.DESK)
    (bar,) = page.root.findall(".//rect[@class='chart-bar']")
    assert words(bar) == "Wed 20 May: 4"
    cells = [words(one) for row in page.one("table").iter("tr") for one in row]
    assert cells == ["Day", "Registrations", "Wed 20 May", "4"]
    assert "at most 4 on a day" in page.root.findall(".//svg[@class='chart']")[0].get(
        "aria-label", ""
    )


def test_bars_reach_from_the_line_to_the_top() -> None:
    days = [(date(2020, 5, day), count) for day, count in ((1, 0), (2, 5), (3, 10))]
    found = chart.bars(days, "en")
    assert [(one.y, one.height) for one in found] == [(120, 0), (60, 60), (0, 120)]
    assert chart.bars([], "en") == ()
    assert all(one.height == 0 for one in chart.bars([(date(2020, 5, 1), 0)], "en"))


def test_areas_of_dots_stand_for_counts(busy: Flask) -> None:
    with busy.app_context():
        release = busy.extensions["summit"].board.summit(CAC).release
    dots = chart.dots([("KR", 100), ("HU", 25), ("AQ", 5)], release.programme.governments)
    assert [(one.country, one.count, one.radius) for one in dots] == [
        ("KR", 100, 22.0),
        ("HU", 25, 11.0),
    ]
