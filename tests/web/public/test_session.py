"""The page of a session: its time, its turns to the minute, its hour around the world."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from summit.core.programme import Programme
from summit.core.turn import clock
from summit.services import programme, release
from tests.conftest import ACTOR, NOW, SetClock, browser
from tests.web.page import Page, iso, words

MEETING = "/cac2020/sessions/mayoral-meeting"


def test_every_session_on_the_readers_clock(client: FlaskClient, cac2020: Programme) -> None:
    for session in cac2020.sessions:
        page = Page(client.get(f"/cac2020/sessions/{session.code}?tz=Europe/Budapest").text)
        assert page.h1 == session.title["en"]
        told = [one.place for one in page.clocks(iso(session.starts))][:2]
        assert told == ["Budapest", "Seoul"]
        assert f"{session.minutes} min" in words(page.main)


@pytest.mark.parametrize(
    ("zone", "until"),
    [
        ("Asia/Seoul", "until 23:30, 90 minutes"),
        ("Europe/Budapest", "until 16:30, 90 minutes"),
        ("Australia/Brisbane", "until 00:30, 90 minutes +1 day"),
    ],
)
def test_its_end(client: FlaskClient, zone: str, until: str) -> None:
    assert until in words(Page(client.get(f"{MEETING}?tz={zone}").text).main)


def test_turns_to_the_minute(client: FlaskClient, cac2020: Programme) -> None:
    session = next(one for one in cac2020.sessions if one.code == "mayoral-meeting")
    page = Page(client.get(f"{MEETING}?tz=Europe/Budapest").text)
    rows = list(page.one("table").iter("tr"))[1:]
    told = [
        (next(row.iter("time")).get("datetime"), words(row)[:5], words(row)[6:11]) for row in rows
    ]
    assert told == [
        (
            iso(timed.starts),
            f"{timed.starts + timedelta(hours=2):%H:%M}",
            f"{timed.starts + timedelta(hours=9):%H:%M}",
        )
        for timed in clock(session.starts, session.turns)
    ]
    assert told[0][1:] == ("15:00", "22:00")


def test_a_city_reads_its_own_minute(client: FlaskClient, cac2020: Programme) -> None:
    """Budapest's own page has Budapest's clock, whoever reads it from wherever."""
    page = Page(client.get("/cac2020/cities/budapest?tz=America/Lima").text)
    assert str(page.clocks("2020-06-02T13:00Z")[0]) == "15:00 Budapest (UTC+2)"


def test_the_hour_around_the_world(client: FlaskClient) -> None:
    """At 13:00 UTC it is 06:00 in Vancouver, 09:00 in Maryland, 18:30 in Delhi."""
    page = Page(client.get(MEETING).text)
    said = words(page.main)
    for told in ("06:00", "09:00", "17:30", "18:30", "22:00"):
        assert told in said
    bands = [one.words for one in page.headings]
    assert any(one.startswith("In the night") for one in bands)


def test_before_and_after_lead_through_the_summit(client: FlaskClient, cac2020: Programme) -> None:
    codes, address = [], "/cac2020/sessions/pre-summit-talk"
    while address:
        page = Page(client.get(address).text)
        codes.append(address.rpartition("/")[2])
        following = page.all("a", rel="next")
        address = following[0].get("href", "") if following else ""
    assert codes == [one.code for one in cac2020.sessions]


def test_links_that_add_it_to_a_calendar_are_in_utc(client: FlaskClient) -> None:
    page = Page(client.get(f"{MEETING}?tz=Europe/Budapest").text)
    (google,) = [one.address for one in page.links if "calendar.google.com" in one.address]
    asked = parse_qs(urlsplit(google).query)
    assert asked["dates"] == ["20200602T130000Z/20200602T143000Z"]
    assert asked["location"] == [f"https://summit.example{MEETING}"]


def test_a_cancelled_session_says_so_and_is_not_offered(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        programme.cancel(ACTOR, "cac2020", "mayoral-meeting", NOW)
        release.publish(ACTOR, "cac2020", "Off", NOW + timedelta(hours=1))
    page = Page(client.get(MEETING).text)
    assert page.h1.startswith("Cancelled")
    assert [one for one in page.links if "calendar.google.com" in one.address] == []


def test_what_is_invented_says_so(client: FlaskClient, cac2020: Programme) -> None:
    for session in cac2020.sessions:
        said = words(Page(client.get(f"/cac2020/sessions/{session.code}").text).main)
        assert ("Not in the sources, so invented:" in said) == bool(session.illustrative)


def test_no_turn_of_a_cancelled_session_is_on(app: Flask, clock: SetClock) -> None:
    clock.moment = datetime(2020, 6, 2, 13, 30, tzinfo=UTC)
    with app.app_context():
        programme.cancel(ACTOR, "cac2020", "mayoral-meeting", NOW)
        release.publish(ACTOR, "cac2020", "Cancelled", NOW + timedelta(hours=1))
    page = Page(browser(app).get(MEETING).text)
    assert "On now" not in words(page.main)


def test_somebody_with_two_roles_stands_there_once(client: FlaskClient) -> None:
    page = Page(client.get(MEETING).text)
    assert "Host, Keynote Park Won-soon" in words(page.main)
