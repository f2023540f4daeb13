"""Who is written to about a release, and what: one letter each."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, select

from summit.core.role import Actor
from summit.core.text import Text
from summit.db.agenda import PickRow
from summit.db.base import db
from summit.db.mail import MailRow
from summit.db.registration import RegistrationRow
from summit.services import programme, registration, release, seat
from tests.conftest import ACTOR, NOW
from tests.seats import CAC, crowd, joined, opened

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def ready(app: Flask) -> Iterator[Flask]:
    with app.app_context():
        opened(welfare=5)
        yield app


def pick(who: Actor, session: str) -> None:
    row = db.session.scalars(
        select(RegistrationRow).where(RegistrationRow.account_id == who.account)
    ).one()
    db.session.add(PickRow(registration_id=row.id, session=session, picked_at=NOW))
    db.session.commit()


def told() -> list[tuple[str, list[tuple[str, str]]]]:
    rows = db.session.scalars(
        select(MailRow).where(MailRow.occasion == "changed").order_by(MailRow.id)
    )
    found = [
        (row.address, [(one["session"]["code"], one["kind"]) for one in row.data["changes"]])
        for row in rows
    ]
    db.session.rollback()
    return sorted(found)


@pytest.mark.usefixtures("ready")
def test_each_gets_one_letter_about_what_is_theirs() -> None:
    seated, picking, both, neither, gone = (joined(number) for number in range(5))
    for who in (seated, both):
        seat.take(who, CAC, "welfare", NOW)
    for who in (picking, both, gone):
        pick(who, "sports")
    registration.cancel(gone, CAC, NOW)
    assert neither.account
    programme.move(ACTOR, CAC, "welfare", LATER, minutes=95)
    programme.cancel(ACTOR, CAC, "sports", LATER)
    release.publish(ACTOR, CAC, "Changed", LATER)
    moved, cancelled = ("welfare", "moved"), ("sports", "cancelled")
    assert told() == [
        ("p0@one.example", [moved]),
        ("p1@one.example", [cancelled]),
        ("p2@one.example", [moved, cancelled]),
    ]
    row = db.session.scalars(select(MailRow).where(MailRow.occasion == "changed")).first()
    assert row is not None
    change: dict[str, Any] = row.data["changes"][0]
    assert change["before"] == {
        "starts": "2020-06-04T09:00:00+00:00",
        "ends": "2020-06-04T10:30:00+00:00",
    }
    assert change["session"]["ends"] == "2020-06-04T10:35:00+00:00"
    assert (row.once or "").startswith("changed:cac2020:3:")


@pytest.mark.usefixtures("ready")
def test_a_session_goes_and_comes_back() -> None:
    pick(joined(1), "sports")
    for act, kind in (
        (programme.remove, "withdrawn"),
        (programme.restore, "restored"),
        (programme.cancel, "cancelled"),
        (programme.restore, "restored"),
    ):
        act(ACTOR, CAC, "sports", LATER)
        release.publish(ACTOR, CAC, kind, LATER)
    assert sorted(kind for _, changes in told() for _, kind in changes) == [
        *("cancelled", "restored", "restored", "withdrawn")
    ]


@pytest.mark.usefixtures("ready")
def test_what_moves_nobody_is_not_told() -> None:
    pick(joined(1), "sports")
    programme.rename(ACTOR, CAC, "sports", Text({"en": "Sport"}), LATER)
    release.publish(ACTOR, CAC, "Renamed", LATER)
    assert told() == []


@pytest.mark.usefixtures("ready")
def test_hundreds_cost_no_more_queries_than_one() -> None:
    def statements(minutes: int) -> int:
        said: list[str] = []

        def note(_a: object, _b: object, statement: str, *_: object) -> None:
            said.append(statement)

        event.listen(db.engine, "before_cursor_execute", note)
        try:
            programme.move(ACTOR, CAC, "sports", LATER, minutes=minutes)
            said.clear()
            release.publish(ACTOR, CAC, "Moved", LATER)
        finally:
            event.remove(db.engine, "before_cursor_execute", note)
        return len(said)

    pick(joined(1), "sports")
    one = statements(95)
    people = crowd(300)
    rows = db.session.scalars(
        select(RegistrationRow.id).where(
            RegistrationRow.account_id.in_([who.account for who in people])
        )
    ).all()
    db.session.add_all(PickRow(registration_id=n, session="sports", picked_at=NOW) for n in rows)
    db.session.commit()
    many = statements(96)
    assert len(told()) == 302
    # A bulk insertion is cut into pieces, by the number of values that a statement may have.
    assert many - one <= 12
