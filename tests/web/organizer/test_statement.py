"""Statements at the console: who is in, late or missing; deadlines, letters, tables."""

from __future__ import annotations

import csv
from datetime import timedelta
from io import StringIO

import pytest
from flask import Flask
from flask.testing import FlaskClient

from summit.core.role import Actor, Role
from summit.core.run import Act, Press
from summit.core.statement import Key, Material
from summit.core.text import Text
from summit.core.turn import Turn, TurnKind
from summit.db.base import db
from summit.services import run, statement
from summit.services.statement import Given
from tests.conftest import ACTOR, NOW, SetClock
from tests.factories import START
from tests.offices import Opened, contact
from tests.organizers import enter, organizer
from tests.seats import letters

HOME = "/cac2020/organize/statements"
KEY = Key("mayoral-meeting", "london", "sadiq-khan")


@pytest.fixture
def protocol(app: Flask) -> FlaskClient:
    return enter(app, organizer(app, Role.PROTOCOL))


@pytest.fixture
def london(app: Flask) -> Actor:
    return contact(app)


def hand_in(app: Flask, actor: Actor) -> None:
    with app.app_context():
        given = Given(Material.TEXT, "en", "=1+1 " * 684)
        statement.hand_in(actor, "cac2020", KEY, given, NOW, largest=0)
        db.session.remove()


def table(client: FlaskClient, query: str = "") -> list[dict[str, str]]:
    answer = client.get(f"{HOME}.csv{query}")
    return list(csv.DictReader(StringIO(answer.get_data(as_text=True).removeprefix("\ufeff"))))


def due(client: FlaskClient, session: str = "", rule: str = "due") -> int:
    data = {"session": session, "date": "2020-05-25", "time": "18:00", "rule": rule}
    return client.post(f"{HOME}/deadline", data=data).status_code


def test_deadlines_are_set_on_the_hosts_clock(protocol: FlaskClient) -> None:
    assert due(protocol) == 303
    assert due(protocol, "climate", "none") == 303
    text = Opened(protocol.get(HOME)).text
    assert "All sessions: Mon 25 May 18:00" in text
    assert {one["Due by"] for one in table(protocol)} == {"2020-05-25 18:00", ""}
    wrong = protocol.post(f"{HOME}/deadline", data={"rule": "due", "date": "x", "time": "y"})
    assert wrong.status_code == 400
    assert due(protocol, "nothing") == 404


def test_the_table_says_where_each_stands_and_no_word(
    app: Flask, protocol: FlaskClient, london: Actor, clock: SetClock
) -> None:
    due(protocol)
    hand_in(app, london)
    clock.moment = NOW + timedelta(days=6)
    rows = {(one["City"], one["Session"]): one for one in table(protocol)}
    mine = rows["London", "Mayoral Meeting"]
    assert (mine["Where it stands"], mine["Words"], mine["Delivered"]) == ("In", "684", "no")
    assert rows["Jakarta", "Mayoral Meeting"]["Where it stands"] == "Missing"
    assert [one["City"] for one in table(protocol, "?standing=in")] == ["London"]
    assert {one["City"] for one in table(protocol, "?city=moscow")} == {"Moscow"}
    assert "1+1" not in Opened(protocol.get(HOME)).html


def test_one_letter_to_who_owes_one(app: Flask, protocol: FlaskClient, london: Actor) -> None:
    contact(app, "jakarta", "office@jakarta.example")
    due(protocol)
    hand_in(app, london)
    assert protocol.post(f"{HOME}/chase", data={"count": "2"}).status_code == 409
    for _ in range(2):
        answer = protocol.post(f"{HOME}/chase", data={"count": "1"})
        assert answer.location == f"{HOME}?said=chased"
    with app.app_context():
        assert letters("statement") == [("statement", "office@jakarta.example")]


def test_it_is_said_to_be_delivered_or_held(
    app: Flask, protocol: FlaskClient, london: Actor
) -> None:
    hand_in(app, london)
    where = {"session": KEY.session, "government": KEY.government, "person": KEY.person}
    for said, found in (("delivered", "yes"), ("held", "no"), ("clock", "no")):
        answer = protocol.post(f"{HOME}/delivery", data={**where, "delivery": said})
        assert answer.location == f"{HOME}?said={said}"
        assert [one["Delivered"] for one in table(protocol, "?standing=in")] == [found]
    nobody = {**where, "government": "nowhere", "delivery": "held"}
    assert protocol.post(f"{HOME}/delivery", data=nobody).status_code == 404
    assert protocol.post(f"{HOME}/delivery", data={**where, "delivery": "x"}).status_code == 400


def test_interpreters_read_turns_in_order(app: Flask, london: Actor) -> None:
    hand_in(app, london)
    booth = enter(app, organizer(app, Role.INTERPRETER))
    assert "Mayoral Meeting" in Opened(booth.get("/cac2020/organize/interpreting")).text
    page = Opened(booth.get("/cac2020/organize/interpreting/mayoral-meeting"))
    order = [page.text.index(one) for one in ("Seoul, ", "London, ", "=1+1", "Maryland, ")]
    assert order == sorted(order)
    assert "Too long for the turn" in page.text
    assert "22:13 Seoul (UTC+9), 5 minutes" in page.text
    assert booth.get("/cac2020/organize/interpreting/nothing").status_code == 404
    assert booth.get(HOME).status_code == 403


def test_interpreters_read_turns_in_the_order_in_which_they_come(
    app: Flask, london: Actor, clock: SetClock
) -> None:
    """As the session is run: what comes later, what is on, what was left out or added."""
    hand_in(app, london)
    booth = enter(app, organizer(app, Role.INTERPRETER))
    clock.moment = START
    extra = Turn(Text({"en": "Extra"}), 4, TurnKind.TALK, government="lima")
    acts = (
        Act(Press.NEXT, NOW),
        Act(Press.OVER, NOW, minutes=12),
        Act(Press.SWAP, NOW, key=2, other=3),
        Act(Press.SKIP, NOW, key=4),
        Act(Press.INSERT, NOW, key=3, turn=extra),
    )
    with app.app_context():
        for seen, act in enumerate(acts):
            run.press(ACTOR, "cac2020", KEY.session, act, START, seen)
    text = Opened(booth.get("/cac2020/organize/interpreting/mayoral-meeting")).text
    told = [
        "On now 22:00 Seoul (UTC+9)",
        "Maryland, Larry Hogan 22:25 Seoul (UTC+9) planned 22:18",
        "Lima 22:30 Seoul (UTC+9) added, 4 minutes, Extra",
        "London, Sadiq Khan 22:34 Seoul (UTC+9) planned 22:13",
        "Jakarta, Anies Baswedan 22:23 Seoul (UTC+9) left out",
    ]
    order = [text.index(one) for one in told]
    assert order == sorted(order)
    assert text.index("=1+1") > order[3], "the statement of London is with its turn"
