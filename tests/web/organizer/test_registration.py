"""The desk's pages: found, approved, corrected; an organizer's answer to whoever rings up."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select

from summit.core.role import Role
from summit.db.base import db
from summit.db.registration import RegistrationRow
from summit.services import programme, seat
from tests.conftest import ACTOR, NOW
from tests.organizers import enter, organizer
from tests.seats import CAC, SESSION, crowd, joined, letters, opened
from tests.web.hostile import STRINGS
from tests.web.page import Page, words

HOME = f"/{CAC}/organize"
HOSTILE = "<script>evil()</script>"


@pytest.fixture
def ready(app: Flask) -> Flask:
    with app.app_context():
        opened(welfare=2)
    return app


@pytest.fixture
def desk(ready: Flask) -> FlaskClient:
    return enter(ready, organizer(ready, Role.DESK))


def people(app: Flask, *named: str, kind: str = "citizen") -> list[int]:
    """Register people, and return the numbers of their registrations."""
    with app.app_context():
        for one in named:
            joined(one, kind=kind)
        found = list(db.session.scalars(select(RegistrationRow.id).order_by(RegistrationRow.id)))
        db.session.remove()
    return found[-len(named) :]


def page(client: FlaskClient, path: str) -> Page:
    answer = client.get(HOME + path)
    assert answer.status_code == 200, answer.text
    return Page(answer.text)


def test_the_list_is_as_many_queries_for_three_as_for_fifty(
    ready: Flask, desk: FlaskClient
) -> None:
    with ready.app_context():
        crowd(3)
        engine = db.engine
    said: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *those: said.append(those[2]))
    counted = []
    for _ in range(2):
        page(desk, "/registrations")
        said.clear()
        page(desk, "/registrations")
        counted.append(len(said))
        people(ready, *(f"more-{n}" for n in range(40)))
    assert counted[0] == counted[1]


def test_somebody_is_found_and_opened(ready: Flask, desk: FlaskClient) -> None:
    people(ready, "1", "2")
    found = page(desk, "/registrations?q=p2@")
    assert [one.words for one in found.links if "/registrations/" in one.address][1:] == [
        "Person 2"
    ]
    assert page(desk, found.link("Person 2").removeprefix(HOME)).h1 == "Person 2"


def test_one_is_approved_and_another_refused(ready: Flask, desk: FlaskClient) -> None:
    first, second = people(ready, "1", "2", kind="press")
    answer = desk.post(f"{HOME}/registrations/{first}/approve")
    assert answer.location == f"{HOME}/registrations/{first}?said=approved"
    assert page(desk, f"/registrations/{first}?said=approved").statuses == [
        "They take part, and are told by mail."
    ]
    assert desk.post(f"{HOME}/registrations/{second}/refuse").status_code == 303
    again = desk.post(f"{HOME}/registrations/{second}/refuse")
    assert again.status_code == 400
    assert "This registration waits for nobody&#39;s approval." in again.text
    with ready.app_context():
        assert letters("refused") == [("refused", "p2@one.example")]


def test_those_ticked_are_approved_and_the_filter_stays(ready: Flask, desk: FlaskClient) -> None:
    numbers = people(ready, "1", "2", "3", kind="press")
    form = {"registration": [str(n) for n in numbers[:2]] + ["x", "999999999999"], "q": "Person"}
    answer = desk.post(f"{HOME}/registrations/approve", data=form)
    assert answer.location == f"{HOME}/registrations?q=Person&done=2&left=0"
    assert page(desk, "/registrations?q=Person&done=2&left=0").statuses == [
        "2 registrations are approved."
    ]


def test_what_cannot_be_taken_stays_in_the_form(ready: Flask, desk: FlaskClient) -> None:
    (one,) = people(ready, "1")
    answer = desk.post(f"{HOME}/registrations/{one}/correct", data={"name": "", "country": "xx1"})
    assert answer.status_code == 400
    assert "Please choose a country of the list." in answer.text
    kept = desk.post(f"{HOME}/registrations/{one}/correct", data={"name": HOSTILE})
    assert kept.status_code == 303
    found = page(desk, f"/registrations/{one}")
    assert found.h1 == HOSTILE
    assert HOSTILE in words(page(desk, "/registrations").main)


def test_somebody_is_registered_by_hand(ready: Flask, desk: FlaskClient) -> None:
    form = {
        "address": "not one",
        "kind": "citizen",
        "name": "By Hand",
        "zone": "Asia/Seoul",
        "language": "ko",
    }
    wrong = desk.post(f"{HOME}/registrations/new", data=form)
    assert wrong.status_code == 400
    assert "This is not an email address." in wrong.text
    assert "Please say how they agreed." in wrong.text
    assert 'value="By Hand"' in wrong.text
    done = desk.post(
        f"{HOME}/registrations/new",
        data={**form, "address": "hand@one.example", "agreed": "by telephone"},
    )
    assert done.status_code == 303, done.text
    with ready.app_context():
        assert letters() == [("registered", "hand@one.example")]


def test_an_answer_for_whoever_rings_up(ready: Flask, desk: FlaskClient) -> None:
    """Which seats they have, and which number they are in the queue, stand on their page."""
    with ready.app_context():
        for who in crowd(4):
            seat.take(who, CAC, SESSION, NOW)
    found = page(desk, "/registrations?q=Crowd 3")
    one = page(desk, found.link("Crowd 3").removeprefix(HOME))
    said = words(one.main)
    assert "Waits number 2 in the queue" in said
    queue = page(desk, f"/queues/{SESSION}")
    assert "2 of 2 seats are taken. 2 wait." in words(queue.main)
    number = found.link("Crowd 3").rpartition("/")[2]
    full = desk.post(f"{HOME}/queues/{SESSION}/offer", data={"registration": number})
    assert full.status_code == 400
    assert "No seat is free." in full.text
    given = desk.post(
        f"{HOME}/queues/{SESSION}/offer", data={"registration": number, "above": "yes"}
    )
    assert given.location == f"{HOME}/queues/{SESSION}?said=offered"


def test_more_seats_are_for_who_edits_and_wait_for_a_release(
    ready: Flask, desk: FlaskClient
) -> None:
    with ready.app_context():
        crowd(1)
    assert desk.post(f"{HOME}/queues/{SESSION}/capacity", data={"capacity": "9"}).status_code == 403
    owner = enter(ready, organizer(ready, Role.OWNER, address="owner@organizers.example"))
    shown = page(owner, f"/queues/{SESSION}")
    seen = shown.one("input", name="seen").get("value", "")
    for capacity in ("", "0", "-1", "9e9", "many"):
        form = {"capacity": capacity, "seen": seen}
        assert owner.post(f"{HOME}/queues/{SESSION}/capacity", data=form).status_code == 400
    form = {"capacity": "9", "seen": seen}
    assert owner.post(f"{HOME}/queues/{SESSION}/capacity", data=form).status_code == 303
    assert owner.post(f"{HOME}/queues/{SESSION}/capacity", data=form).status_code == 409
    assert "9 in the working programme, not published yet." in words(
        page(owner, f"/queues/{SESSION}").main
    )
    with ready.app_context():
        draft = programme.draft(ACTOR, CAC)
        assert [one.capacity for one in draft.sessions if one.code == SESSION] == [9]
        assert seat.availability(CAC)[SESSION].capacity == 2


@pytest.mark.parametrize("words_", STRINGS)
def test_whatever_is_asked_for_is_answered(ready: Flask, desk: FlaskClient, words_: str) -> None:
    asked = dict.fromkeys(("q", "state", "kind", "country", "session", "place", "page"), words_)
    assert desk.get(f"{HOME}/registrations", query_string=asked).status_code == 200
    (one,) = people(ready, "1")
    for path in ("correct", "kind", "shut"):
        form = {"name": words_, "kind": words_, "shut": words_, "country": words_}
        answer = desk.post(f"{HOME}/registrations/{one}/{path}", data=form)
        assert answer.status_code in (303, 400)
    page(desk, f"/registrations/{one}")
