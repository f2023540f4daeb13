"""The way in: near the time, for those who may; the stream's address is nowhere else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from summit.core.registration import State
from summit.core.role import Actor
from summit.db.agenda import AttendanceRow
from summit.db.base import db
from summit.services import agenda, rehearsal, seat, subscription
from tests.conftest import ACTOR, NOW, SetClock, browser
from tests.participants import enter, person, rearrange
from tests.web.addresses import EVERYTHING
from tests.web.page import Page, words

CANARY = "https://meet.example/canary-room?pwd=canary-word"
STARTS = datetime(2020, 6, 5, 8, 0, tzinfo=UTC)
JOIN = "/cac2020/me/sessions/sports/join"


@pytest.fixture
def room(app: Flask) -> None:
    rearrange(app, "sports", streams=[("ko", f"{CANARY}-ko"), ("en", f"{CANARY}-en")])


def joined(app: Flask) -> list[tuple[str, datetime]]:
    with app.app_context():
        rows = db.session.scalars(select(AttendanceRow)).all()
        return [(one.session, one.joined_at) for one in rows]


@pytest.mark.usefixtures("room")
@pytest.mark.parametrize(
    ("minutes", "said", "status"),
    [
        (-16, "Not yet in 1 minute", "closed"),
        (-15, "The way in is open", "open"),
        (89, "The way in is open", "open"),
        (90, "This session is over", "closed"),
    ],
)
def test_it_opens_and_closes(
    app: Flask, clock: SetClock, minutes: int, said: str, status: str
) -> None:
    client = enter(app, person(app))
    clock.moment = STARTS + timedelta(minutes=minutes)
    page = client.get(JOIN)
    assert said in words(Page(page.text).main)
    assert "canary" not in page.text
    answer = client.get(f"{JOIN}/2")
    assert "canary" not in answer.text
    assert answer.status_code == 303
    assert answer.location == (f"{CANARY}-en" if status == "open" else JOIN)
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert joined(app) == ([("sports", clock.moment)] if status == "open" else [])


@pytest.mark.usefixtures("room")
def test_before_the_time_it_says_when_in_both_zones(app: Flask, clock: SetClock) -> None:
    clock.moment = STARTS - timedelta(hours=3)
    said = words(Page(enter(app, person(app)).get(JOIN).text).main)
    assert "in 2 hours" in said
    assert "09:45 Budapest (UTC+2) · 16:45 Seoul (UTC+9)" in said


@pytest.mark.usefixtures("room")
def test_it_goes_by_the_summits_own_clock(app: Flask) -> None:
    with app.app_context():
        rehearsal.start(ACTOR, "cac2020", STARTS, NOW)
    assert enter(app, person(app)).get(f"{JOIN}/1").location == f"{CANARY}-ko"
    assert joined(app) == [("sports", STARTS)]


@pytest.mark.usefixtures("room")
@pytest.mark.parametrize("state", [None, *(one for one in State if one is not State.CONFIRMED)])
def test_only_a_confirmed_registration_comes_in(
    app: Flask, clock: SetClock, state: State | None
) -> None:
    clock.moment = STARTS
    client = enter(app, person(app, state=state))
    assert client.get(f"{JOIN}/1").location == JOIN
    assert joined(app) == []


def test_where_seats_are_numbered_one_is_needed(app: Flask, clock: SetClock) -> None:
    rearrange(app, "sports", capacity=1, streams=[("en", CANARY)])
    mina, other = person(app), person(app, "other@people.example")
    with app.app_context():
        seat.take(mina, "cac2020", "sports", NOW)
        seat.take(other, "cac2020", "sports", NOW)
    clock.moment = STARTS
    assert enter(app, mina).get(f"{JOIN}/1").location == CANARY
    assert enter(app, other).get(f"{JOIN}/1").location == JOIN
    assert "Only for those who have a seat" in enter(app, other).get(JOIN).text


@pytest.mark.usefixtures("room")
def test_strangers_and_unknown_ways(app: Flask, clock: SetClock) -> None:
    clock.moment = STARTS
    assert browser(app).get(f"{JOIN}/1").location == f"/account/enter?next={JOIN}/1"
    client = enter(app, person(app))
    assert client.get(f"{JOIN}/3").status_code == 404
    assert client.get("/cac2020/me/sessions/nothing/join").status_code == 404
    assert client.head(f"{JOIN}/1").location == JOIN
    assert joined(app) == []


@pytest.mark.usefixtures("room")
def test_the_address_is_nowhere_else(
    app: Flask, clock: SetClock, capsys: pytest.CaptureFixture[str]
) -> None:
    clock.moment = STARTS
    mina: Actor = person(app)
    with app.app_context():
        agenda.pick(mina, "cac2020", "sports", NOW)
        _, token = subscription.subscribe(mina, "cac2020", "Phone", NOW)
    client = enter(app, mina)
    own = (
        "/cac2020/me",
        "/cac2020/me/print",
        "/cac2020/me/calendar",
        "/cac2020/me/agenda.ics",
        "/cac2020/me/sessions/sports",
        JOIN,
        f"/feeds/{token}.ics",
        "/cac2020/sessions/sports",
        "/cac2020/sessions/sports.ics",
    )
    for address in (*EVERYTHING, *own):
        answer = client.get(address)
        assert answer.status_code in (200, 302), address
        assert b"canary" not in answer.data, address
        assert "canary" not in str(answer.headers), address
    client.get(f"{JOIN}/1")
    assert "canary" not in capsys.readouterr().out
