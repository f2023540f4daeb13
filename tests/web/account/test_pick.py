"""One session as mine: each button is one POST, and what cannot be done is said."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from summit.core.seat import SeatState
from summit.db.base import db
from summit.db.seat import SeatRow
from summit.services import agenda, seat
from tests.conftest import NOW, browser
from tests.participants import enter, person, rearrange
from tests.web.page import Page, words

DIAMOND = "/cac2020/me/sessions/diamond"
SPORTS = "/cac2020/me/sessions/sports"


def said(client: object, address: str) -> str:
    answer = client.get(address)  # type: ignore[attr-defined]
    assert answer.status_code == 200
    return words(Page(answer.text).main)


def test_pick_and_take_out(app: Flask) -> None:
    mina = person(app)
    client = enter(app, mina)
    assert "It is not in your agenda" in said(client, DIAMOND)
    answer = client.post(f"{DIAMOND}/pick")
    assert (answer.status_code, answer.location) == (303, DIAMOND)
    assert "It is in your agenda" in said(client, DIAMOND)
    client.post(f"{DIAMOND}/unpick", data={"next": "/cac2020/agenda"})
    with app.app_context():
        own = agenda.mine(mina, "cac2020")
        assert own is not None
        assert own.picks == ()


@pytest.mark.parametrize(
    ("wanted", "location"),
    [
        ("/cac2020/agenda?day=1", "/cac2020/agenda?day=1"),
        ("https://evil.example/", DIAMOND),
        ("//evil.example", DIAMOND),
        ("/\\evil.example", DIAMOND),
    ],
)
def test_it_leads_on_to_pages_of_ours_only(app: Flask, wanted: str, location: str) -> None:
    client = enter(app, person(app))
    assert client.post(f"{DIAMOND}/pick", data={"next": wanted}).location == location


@pytest.mark.parametrize("act", ["", "/pick", "/seat", "/seat/give-back", "/join"])
def test_what_is_not_there(app: Flask, act: str) -> None:
    client = enter(app, person(app))
    method = "GET" if act in ("", "/join") else "POST"
    for path in (f"/cac2020/me/sessions/nothing{act}", f"/nowhere/me/sessions/diamond{act}"):
        assert client.open(path, method=method).status_code == 404


def test_a_seat_is_taken_and_given_back(app: Flask) -> None:
    rearrange(app, "sports", capacity=1)
    client = enter(app, person(app))
    assert "This session has 1 seat" in said(client, SPORTS)
    assert "1 seat left" in said(client, SPORTS)
    answer = client.post(f"{SPORTS}/seat")
    assert (answer.status_code, answer.location) == (303, SPORTS)
    assert "Seat confirmed" in said(client, SPORTS)
    assert "Seat confirmed" in said(client, "/cac2020/me")
    client.post(f"{SPORTS}/seat/give-back")
    assert "Seat confirmed" not in said(client, SPORTS)
    assert "Nothing is picked yet" in said(client, "/cac2020/me")


@pytest.mark.parametrize(
    ("act", "shown"), [("accept", "Seat confirmed"), ("decline", "This session has 1 seat")]
)
def test_an_offer_has_a_deadline_and_two_buttons(app: Flask, act: str, shown: str) -> None:
    rearrange(app, "sports", capacity=1)
    mina = person(app)
    client = enter(app, mina)
    with app.app_context():
        seat.take(person(app, "first@people.example"), "cac2020", "sports", NOW)
        seat.take(mina, "cac2020", "sports", NOW)
    assert "Number 1 in the queue" in said(client, SPORTS)
    with app.app_context():
        row = db.session.query(SeatRow).filter_by(ticket=2).one()
        row.state, row.offered_until = SeatState.OFFERED, NOW + timedelta(hours=2)
        db.session.commit()
    page = said(client, SPORTS)
    assert "A seat is offered to you until Wed 20 May 2020, 13:00 Budapest (UTC+2)" in page
    assert "20:00 Seoul (UTC+9)" in page
    assert client.post(f"{SPORTS}/seat/{act}").status_code == 303
    assert shown in said(client, SPORTS)


def test_public_pages_lead_here_and_stay_equal_for_everybody(app: Flask) -> None:
    client = enter(app, person(app))
    for address in ("/cac2020/sessions/diamond", "/cac2020/agenda"):
        assert f'href="{DIAMOND}"' in client.get(address).text
        zone = {"Cookie": "tz=Europe/Budapest"}
        inside = client.get(address, query_string={"tz": "Europe/Budapest"}).data
        outside = browser(app).get(address, query_string={"tz": "Europe/Budapest"}).data
        assert inside == outside
        assert browser(app).get(address, headers=zone).status_code == 200


def test_where_there_is_no_broadcast_watching_leads_to_the_way_in(app: Flask) -> None:
    client = browser(app)
    assert f"{SPORTS}/join" not in client.get("/cac2020/sessions/sports").text
    rearrange(app, "sports", streams=[("en", "https://meet.example/canary")])
    text = client.get("/cac2020/sessions/sports").text
    assert f'href="{SPORTS}/join"' in text
    assert "canary" not in text
