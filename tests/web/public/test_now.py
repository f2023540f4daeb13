"""What is on: before, during and after the summit, by its own clock."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from summit.core.programme import Programme
from summit.core.turn import clock as turn_clock
from summit.core.zone import zone
from summit.services import rehearsal
from tests.conftest import ACTOR, NOW, SetClock
from tests.web.page import Page, words

ADDRESS = "/cac2020/now"


def read(client: FlaskClient, query: str = "") -> Page:
    answer = client.get(ADDRESS + query)
    assert answer.status_code == 200
    return Page(answer.text)


def listed(page: Page) -> list[tuple[str, str]]:
    """Return each session with the heading it stands under: "On now" or "Next in …"."""
    return [(one.code, one.under[-1]) for one in page.listed()]


@pytest.mark.parametrize(
    ("moment", "found", "said"),
    [
        # 20 May, 18:00 in Seoul: eleven days and 17 hours before.
        ("2020-05-20T18:00+09:00", [("pre-summit-talk", "Next in 11 days")], "Nothing is on"),
        ("2020-06-02T20:01+09:00", [("mayoral-meeting", "Next in 119 minutes")], "Nothing is on"),
        ("2020-06-02T21:59+09:00", [("mayoral-meeting", "Next in 1 minute")], "Nothing is on"),
        (
            "2020-06-02T22:00+09:00",
            [("mayoral-meeting", "On now"), ("climate", "Next in 11 hours")],
            "90 minutes left",
        ),
        (
            "2020-06-02T23:29+09:00",
            [("mayoral-meeting", "On now"), ("climate", "Next in 10 hours")],
            "1 minute left",
        ),
        ("2020-06-02T23:30+09:00", [("climate", "Next in 10 hours")], "Nothing is on"),
        ("2020-06-05T18:29+09:00", [("sports", "On now")], "1 minute left"),
        ("2020-06-05T18:30+09:00", [], "The summit is over."),
        ("2026-01-01T00:00+09:00", [], "The summit is over."),
    ],
)
def test_by_the_clock(
    client: FlaskClient, clock: SetClock, moment: str, found: list[tuple[str, str]], said: str
) -> None:
    clock.moment = datetime.fromisoformat(moment)
    page = read(client)
    assert listed(page) == found
    assert said in words(page.main)


@pytest.mark.parametrize(
    ("minute", "turn"),
    [(0, 0), (2, 0), (3, 1), (12, 1), (13, 2), (17, 2), (18, 3), (89, -1)],
)
def test_the_turn_that_is_reached(
    client: FlaskClient, clock: SetClock, cac2020: Programme, minute: int, turn: int
) -> None:
    session = next(one for one in cac2020.sessions if one.code == "mayoral-meeting")
    clock.moment = session.starts + timedelta(minutes=minute, seconds=30)
    page = read(client)
    (line,) = [one for one in page.main.iter("p") if next(one.iter("progress"), None) is not None]
    left = -(-(session.minutes * 60 - minute * 60 - 30) // 60)
    plural = "" if left == 1 else "s"
    assert words(line) == f"{left} minute{plural} left"
    first = next(page.main.iter("dl"))[0]
    told, starts = words(first), list(turn_clock(session.starts, session.turns))[turn].starts
    here = starts.astimezone(zone("Asia/Seoul"))
    assert told.startswith(f"Speaks now {session.turns[turn].title['en']}")
    assert f"{here:%H:%M} Seoul (UTC+9)" in told


@pytest.mark.parametrize("seconds", [59.5, 30, 0.4])
def test_the_last_minute_is_a_minute_until_it_is_over(
    client: FlaskClient, clock: SetClock, cac2020: Programme, seconds: float
) -> None:
    session = next(one for one in cac2020.sessions if one.code == "mayoral-meeting")
    clock.moment = session.ends - timedelta(seconds=seconds)
    page = words(read(client).main)
    assert ("1 minute left" in page, "0 minutes" in page) == (True, False)


def test_the_readers_clock(client: FlaskClient, clock: SetClock) -> None:
    clock.moment = datetime.fromisoformat("2020-06-02T13:30+00:00")
    page = read(client, "?tz=Europe/Budapest")
    assert "Tue 2 June 2020, 15:30 Budapest (UTC+2) · 22:30 Seoul (UTC+9)" in words(page.main)
    assert str(page.listed()[0].clocks[0]) == "15:00 Budapest (UTC+2)"


def test_a_rehearsal_moves_the_clock_of_every_page(
    app: Flask, client: FlaskClient, clock: SetClock
) -> None:
    moment = datetime.fromisoformat("2020-06-02T22:04+09:00")
    with app.app_context():
        rehearsal.start(ACTOR, "cac2020", moment, NOW)
    clock.moment = NOW + timedelta(minutes=1)
    page = read(client, "?tz=Europe/Budapest")
    assert [one for one in page.statuses if one.startswith("Rehearsal")] == [
        "Rehearsal the clock of this summit shows Tue 2 June 2020, 22:05 Seoul (UTC+9)"
    ]
    assert listed(page)[0] == ("mayoral-meeting", "On now")
    for address in ("/cac2020/", "/cac2020/agenda", "/cac2020/cities", "/cac2020/releases"):
        said = Page(client.get(address).text).statuses
        assert len([one for one in said if one.startswith("Rehearsal")]) == 1, address


def test_without_a_rehearsal_nothing_is_said_of_one(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        rehearsal.start(ACTOR, "cac2020", NOW, NOW)
        rehearsal.stop(ACTOR, "cac2020", NOW)
    assert [one for one in read(client).statuses if "Rehearsal" in one] == []
    assert listed(read(client)) == [("pre-summit-talk", "Next in 11 days")]
