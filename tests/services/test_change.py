"""Who is written to about a release, and what: one letter each."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, select

from summit.core.errors import NotAllowed, Stale
from summit.core.role import Actor, Role, participant
from summit.core.text import Text
from summit.db.agenda import PickRow
from summit.db.audit import AuditRow
from summit.db.base import db
from summit.db.mail import MailRow
from summit.db.registration import RegistrationRow
from summit.services import change, mail, programme, registration, release, seat
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
    about: dict[str, Any] = row.data["changes"][0]
    assert about["before"] == {
        "starts": "2020-06-04T09:00:00+00:00",
        "ends": "2020-06-04T10:30:00+00:00",
    }
    assert about["session"]["ends"] == "2020-06-04T10:35:00+00:00"
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


def _three_changes() -> None:
    programme.move(ACTOR, CAC, "welfare", LATER, minutes=95)
    programme.cancel(ACTOR, CAC, "sports", LATER)


def dispatched(number: int) -> tuple[int, int, int]:
    found = change.dispatch(ACTOR, CAC, number)
    return (found.waiting, found.sent, found.failed)


@pytest.mark.usefixtures("ready")
def test_the_letters_of_a_release_wait_and_are_sent_at_once_where_that_is_wished() -> None:
    pick(joined(1), "sports")
    programme.cancel(ACTOR, CAC, "sports", LATER)
    number = release.publish(ACTOR, CAC, "Cancelled", LATER).number
    rows = db.session.execute(select(MailRow.batch, MailRow.due_at).where(MailRow.batch != "none"))
    assert rows.all() == [(f"release:cac2020:{number}", LATER + timedelta(seconds=60))]
    db.session.rollback()
    assert mail.claim(ACTOR, LATER + timedelta(seconds=59))[0].letter.occasion != "changed"
    assert change.dispatch(ACTOR, CAC, number).due == LATER + timedelta(seconds=60)
    assert change.hasten(ACTOR, CAC, number, LATER + timedelta(seconds=1)) == 1
    assert change.hasten(ACTOR, CAC, number, LATER + timedelta(seconds=1)) == 0
    (claimed,) = mail.claim(ACTOR, LATER + timedelta(seconds=1))
    assert (claimed.letter.occasion, dispatched(number)) == ("changed", (1, 0, 0))
    mail.finish(ACTOR, claimed, LATER + timedelta(seconds=2))
    assert dispatched(number) == (0, 1, 0)


@pytest.mark.usefixtures("ready")
def test_stopped_letters_never_leave_and_the_release_stays() -> None:
    for number in range(3):
        pick(joined(number), "sports")
    while mail.claim(ACTOR, LATER):
        pass
    programme.cancel(ACTOR, CAC, "sports", LATER)
    done = release.publish(ACTOR, CAC, "Cancelled", LATER)
    due = LATER + timedelta(seconds=60)
    (claimed,) = mail.claim(ACTOR, due, 1)
    assert change.stop(ACTOR, CAC, done.number, due) == 2
    assert change.stop(ACTOR, CAC, done.number, due) == 0
    assert mail.finish(ACTOR, claimed, due) is True
    assert dispatched(done.number) == (0, 1, 0)
    assert release.history(ACTOR, CAC)[0].number == done.number
    notes = db.session.scalars(
        select(AuditRow.after).where(AuditRow.thing == f"release/{done.number}")
    ).all()
    db.session.rollback()
    assert notes == [{"note": "Cancelled", "changes": 1}, {"letters stopped": 2}]


@pytest.mark.usefixtures("ready")
def test_only_who_publishes_stops_and_sends() -> None:
    viewer = participant(1, frozenset({(CAC, Role.VIEWER)}))
    for act in (change.stop, change.hasten):
        with pytest.raises(NotAllowed):
            act(viewer, CAC, 2, LATER)
    assert dispatched(2) == (0, 0, 0)


@pytest.mark.usefixtures("ready")
def test_what_is_shown_before_is_what_is_written() -> None:
    for number in range(3):
        pick(joined(number), "sports")
    seat.take(joined(4), CAC, "welfare", NOW)
    _three_changes()
    found = release.prospect(ACTOR, CAC, LATER)
    assert found.concerned == {"sports": 3, "welfare": 1}
    assert found.seal.startswith("4-")
    release.publish(ACTOR, CAC, "Changed", LATER, found.seal)
    rows = db.session.scalars(select(MailRow).where(MailRow.occasion == "changed"))
    written = {row.address: (row.data, row.language, row.zone) for row in rows}
    db.session.rollback()
    assert written == {
        one.to.address: (one.data, one.to.language, one.to.zone) for one in found.letters
    }


@pytest.mark.usefixtures("ready")
def test_nothing_else_is_published_than_what_was_looked_at() -> None:
    first = joined(1)
    pick(first, "sports")
    programme.cancel(ACTOR, CAC, "sports", LATER)
    before = release.prospect(ACTOR, CAC, LATER).seal
    pick(joined(2), "sports")
    with pytest.raises(Stale):
        release.publish(ACTOR, CAC, "Changed", LATER, before)
    one_more = release.prospect(ACTOR, CAC, LATER).seal
    programme.move(ACTOR, CAC, "welfare", LATER, minutes=95)
    with pytest.raises(Stale):
        release.publish(ACTOR, CAC, "Changed", LATER, one_more)
    assert len(release.history(ACTOR, CAC)) == 2
    now = LATER + timedelta(minutes=3)
    release.publish(ACTOR, CAC, "Changed", now, release.prospect(ACTOR, CAC, LATER).seal)
    assert len(release.history(ACTOR, CAC)) == 3
