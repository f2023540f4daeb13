"""Registering, once for all, by those who prove that an address is theirs."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import event, select

from summit.core.errors import Invalid, NotAllowed, NotFound, Problems
from summit.core.registration import Correction, Rules, State
from summit.core.role import VISITOR, Actor, Verb, participant
from summit.core.seat import Seat, SeatState
from summit.db.audit import AuditRow
from summit.db.base import db
from summit.db.mail import MailRow
from summit.db.registration import RegistrationRow
from summit.services import account, deed, registration, rehearsal, seat
from summit.services.registration import Outcome
from tests.conftest import ACTOR, NOW
from tests.seats import (
    CAC,
    RULES,
    SESSION,
    check,
    clicked,
    counted,
    entry,
    joined,
    known,
    letters,
    opened,
    states,
)

SOON = NOW + timedelta(minutes=1)
TOMORROW = NOW + timedelta(hours=25)


def stand(number: int | str = 1) -> State | None:
    """Return where the registration of the n-th person stands."""
    row = known(f"p{number}@one.example")
    found = db.session.scalar(
        select(RegistrationRow.state).where(RegistrationRow.account_id == (row.id if row else 0))
    )
    db.session.rollback()
    return found


@pytest.fixture
def ready(app: Flask) -> Flask:
    with app.app_context():
        opened(welfare=1)
        yield app


@pytest.mark.usefixtures("ready")
class TestAVisitor:
    def test_confirms_by_the_link_of_a_mail(self) -> None:
        said = entry(1, sessions=(SESSION,))
        assert registration.register(VISITOR, CAC, said, NOW) == Outcome(None)
        assert (stand(), counted()) == (State.UNCONFIRMED, {"held": 1})
        who = clicked(said.address)
        found = registration.of(who, CAC)
        assert found is not None
        assert (found.state, found.name, found.confirmed) == (State.CONFIRMED, "Person 1", NOW)
        assert seat.mine(who, CAC) == (Seat(SESSION, SeatState.CONFIRMED, 1),)
        assert letters() == [("confirm", said.address), ("registered", said.address)]
        check()

    def test_is_written_nothing_that_they_typed(self) -> None:
        said = replace(entry(1), name="Win at evil.example", organization="evil.example")
        registration.register(VISITOR, CAC, said, NOW)
        row = db.session.scalars(select(MailRow)).one()
        assert row.name == ""
        assert "evil" not in json.dumps(row.data)

    def test_is_told_the_same_whoever_they_are(self) -> None:
        joined(1)
        before = letters()
        again = registration.register(VISITOR, CAC, entry(1), NOW + timedelta(hours=1))
        assert again == registration.register(VISITOR, CAC, entry(2), NOW) == Outcome(None)
        assert letters()[len(before) :] == [
            ("enter", "p1@one.example"),
            ("confirm", "p2@one.example"),
        ]

    def test_hears_of_everything_that_is_wrong_at_once(self) -> None:
        said = replace(
            entry(1),
            kind="king",
            name=" ",
            address="nowhere",
            government="atlantis",
            country="kr",
            zone="Mars/Base",
            sessions=("mayoral-meeting",),
        )
        with pytest.raises(Problems) as caught:
            registration.register(VISITOR, CAC, said, NOW)
        assert set(caught.value.by_field) == {
            *("kind", "name", "address", "government", "country", "zone", "sessions")
        }
        assert letters() == []

    def test_lapses_and_lets_the_seat_go(self) -> None:
        registration.register(VISITOR, CAC, entry(1, sessions=(SESSION,)), NOW)
        waiting = joined(2)
        assert seat.take(waiting, CAC, SESSION, NOW).place == 1
        seat.sweep(NOW + timedelta(hours=23))
        assert stand() is State.UNCONFIRMED
        seat.sweep(TOMORROW)
        assert stand() is State.LAPSED
        assert states() == [(1, "lapsed"), (2, "offered")]
        check()
        check("")

    def test_comes_back_by_a_click_just_after_it_lapsed(self) -> None:
        registration.set_rules(ACTOR, CAC, replace(RULES, hold_minutes=10), NOW)
        registration.register(VISITOR, CAC, entry(1, sessions=(SESSION,)), NOW)
        seat.sweep(NOW + timedelta(minutes=10))
        assert stand() is State.LAPSED
        clicked("p1@one.example", NOW + timedelta(hours=1))
        assert stand() is State.CONFIRMED
        assert states() == [(1, "lapsed")]
        check("")

    def test_of_long_ago_does_not(self) -> None:
        registration.register(VISITOR, CAC, entry(1), NOW)
        seat.sweep(TOMORROW)
        clicked("p1@one.example", NOW + timedelta(days=30))
        assert stand() is State.LAPSED

    def test_may_have_cancelled_and_come_again(self) -> None:
        who = joined(1)
        assert registration.cancel(who, CAC, NOW)
        assert not registration.cancel(who, CAC, NOW)
        registration.register(VISITOR, CAC, entry(1, organization="Town"), TOMORROW)
        assert stand() is State.UNCONFIRMED
        clicked("p1@one.example", TOMORROW)
        found = registration.of(who, CAC)
        assert found is not None
        assert (found.state, found.organization) == (State.CONFIRMED, "Town")
        check("")

    def test_posts_twenty_times_and_is_registered_once(self, ready: Flask) -> None:
        def post(_: int) -> Outcome:
            with ready.app_context():
                try:
                    said = entry(1, sessions=(SESSION,))
                    return registration.register(VISITOR, CAC, said, NOW)
                finally:
                    db.session.remove()

        with ThreadPoolExecutor(20) as pool:
            found = list(pool.map(post, range(20)))
        assert found == [Outcome(None)] * 20
        assert letters() == [("confirm", "p1@one.example")]
        assert len(db.session.scalars(select(RegistrationRow)).all()) == 1
        assert counted() == {"held": 1}
        check()
        check("")

    def test_costs_few_statements(self) -> None:
        registration.register(VISITOR, CAC, entry(1, sessions=(SESSION,)), NOW)
        said: list[str] = []

        def note(_a: object, _b: object, statement: str, *_: object) -> None:
            said.append(statement.split("\n")[0])

        event.listen(db.engine, "before_cursor_execute", note)
        try:
            registration.register(VISITOR, CAC, entry(2, sessions=(SESSION,)), NOW)
        finally:
            event.remove(db.engine, "before_cursor_execute", note)
        # Three of them, of a savepoint, are there so that nobody's time tells who is known.
        assert len(said) <= 18 + 3, said


@pytest.mark.usefixtures("ready")
class TestWhoHasEntered:
    def test_needs_no_click(self) -> None:
        who = joined(1)
        registration.cancel(who, CAC, NOW)
        said = entry(1, address="", sessions=(SESSION,))
        assert registration.register(who, CAC, said, NOW) == Outcome(State.CONFIRMED)
        assert registration.register(who, CAC, said, NOW) == Outcome(State.CONFIRMED)
        assert counted() == {"confirmed": 1}
        assert letters("registered") == [("registered", "p1@one.example")] * 2
        check("")

    def test_corrects_what_they_said(self) -> None:
        who = joined(1)
        fix = Correction(" Ada  Byron ", "Town", "london", "GB", ("en", "fr", "en"))
        done = registration.change(who, CAC, fix, NOW)
        assert done == registration.of(who, CAC)
        assert (done.name, done.government, done.languages) == ("Ada Byron", "london", ("en", "fr"))
        with pytest.raises(Problems) as caught:
            registration.change(who, CAC, Correction("", country="??"), NOW)
        assert set(caught.value.by_field) == {"name", "country"}

    def test_sees_and_cancels_their_own_only(self) -> None:
        joined(1)
        other = joined(2)
        number = registration.listing(ACTOR, CAC)[0].registration.id
        with pytest.raises(NotAllowed):
            registration.cancel(other, CAC, NOW, number)
        with pytest.raises(NotAllowed):
            registration.listing(other, CAC)
        with pytest.raises(NotAllowed):
            registration.of(VISITOR, CAC)

    def test_who_never_registered_has_none(self) -> None:
        who = joined(1)
        assert registration.of(participant((who.account or 0) + 1), CAC) is None
        with pytest.raises(NotFound):
            registration.change(who, "nowhere", Correction("A"), NOW)


@pytest.mark.usefixtures("ready")
class TestAnOrganizer:
    def test_approves(self) -> None:
        registration.register(VISITOR, CAC, entry(1, kind="press", sessions=(SESSION,)), NOW)
        who = clicked("p1@one.example")
        assert (stand(), counted()) == (State.PENDING, {"held": 1})
        number = registration.listing(ACTOR, CAC, states=[State.PENDING])[0].registration.id
        assert registration.approve(ACTOR, CAC, number, NOW) is State.CONFIRMED
        assert seat.mine(who, CAC)[0].state is SeatState.CONFIRMED
        assert [kind for kind, _ in letters()] == ["confirm", "pending", "registered"]
        with pytest.raises(Invalid):
            registration.approve(ACTOR, CAC, number, NOW)

    def test_refuses_and_thinks_again(self) -> None:
        registration.register(VISITOR, CAC, entry(1, kind="press", sessions=(SESSION,)), NOW)
        clicked("p1@one.example")
        waiting = joined(2)
        seat.take(waiting, CAC, SESSION, NOW)
        number = registration.listing(ACTOR, CAC, kind="press")[0].registration.id
        registration.refuse(ACTOR, CAC, number, NOW)
        assert stand() is State.REFUSED
        assert states() == [(1, "given_back"), (2, "offered")]
        assert registration.register(VISITOR, CAC, entry(1), TOMORROW) == Outcome(None)
        assert stand() is State.REFUSED
        assert registration.approve(ACTOR, CAC, number, NOW) is State.CONFIRMED
        check("")

    def test_looks_for_people(self) -> None:
        for number in (1, 2, 3):
            joined(number)
        found = registration.listing(ACTOR, CAC, words="PERSON 2")
        assert [one.address for one in found] == ["p2@one.example"]
        assert registration.listing(ACTOR, CAC, words="%") == ()

    def test_cancels_for_somebody(self) -> None:
        who = joined(1, sessions=(SESSION,))
        number = registration.listing(ACTOR, CAC)[0].registration.id
        assert registration.cancel(ACTOR, CAC, NOW, number)
        assert (stand(), seat.mine(who, CAC)) == (State.CANCELLED, ())
        with pytest.raises(NotFound):
            registration.cancel(ACTOR, CAC, NOW, number + 1)


@pytest.mark.usefixtures("ready")
class TestAFullSummit:
    def test_lets_people_wait_and_come_in(self) -> None:
        registration.set_rules(ACTOR, CAC, replace(RULES, capacity=1), NOW)
        first = joined(1)
        second = joined(2, sessions=(SESSION,))
        assert stand(2) is State.WAITING
        assert seat.mine(second, CAC) == (Seat(SESSION, SeatState.WAITING, 1, 1),)
        row = db.session.scalars(select(MailRow).where(MailRow.address == "p2@one.example")).all()
        assert row[-1].data["place"] == 1
        registration.cancel(first, CAC, NOW)
        assert stand(2) is State.CONFIRMED
        check("")
        seat.sweep(NOW)
        assert states() == [(1, "offered")]
        check()

    def test_takes_more_when_it_grows(self) -> None:
        registration.set_rules(ACTOR, CAC, replace(RULES, capacity=0), NOW)
        for number in range(3):
            joined(number)
        registration.set_rules(ACTOR, CAC, replace(RULES, capacity=2), NOW)
        seat.sweep(NOW)
        assert [stand(number) for number in range(3)] == [
            State.CONFIRMED,
            State.CONFIRMED,
            State.WAITING,
        ]
        seat.sweep(NOW)
        check("")


def test_it_opens_and_closes_by_the_summits_own_clock(ready: Flask) -> None:
    opens = NOW + timedelta(days=365)
    rules = replace(RULES, opens=opens, closes=opens + timedelta(days=1))
    assert registration.set_rules(ACTOR, CAC, rules, NOW)
    assert not registration.set_rules(ACTOR, CAC, rules, NOW)
    assert registration.rules(CAC) == rules
    for moment, is_open in ((opens, True), (opens + timedelta(days=1), False), (NOW, False)):
        rehearsal.start(ACTOR, CAC, moment, NOW)
        if is_open:
            registration.register(VISITOR, CAC, entry(1), NOW)
        else:
            with pytest.raises(Invalid, match="not open"):
                registration.register(VISITOR, CAC, entry(1), NOW)
    row = db.session.scalars(select(RegistrationRow)).one()
    assert (row.registered_at, row.consented_at) == (opens, NOW)


def test_nobody_registers_where_there_are_no_rules(app: Flask) -> None:
    with app.app_context():
        assert registration.rules(CAC) == Rules()
        with pytest.raises(Invalid):
            registration.register(VISITOR, CAC, entry(1), NOW)


def test_every_deed_is_in_the_audit_log_without_a_name(ready: Flask) -> None:
    who = joined(1, sessions=(SESSION,))
    registration.cancel(who, CAC, NOW)
    rows = db.session.scalars(
        select(AuditRow).where(AuditRow.thing.like("registration/_")).order_by(AuditRow.id)
    ).all()
    assert [row.after["state"] for row in rows] == ["unconfirmed", "confirmed", "cancelled"]
    assert "Person" not in json.dumps([(row.before, row.after, row.actor) for row in rows])


def test_who_is_erased_lets_everything_go(ready: Flask) -> None:
    who: Actor = joined(1, sessions=(SESSION,))
    waiting = joined(2)
    seat.take(waiting, CAC, SESSION, NOW)
    with deed.begin(who, Verb.KEEP, "", NOW, owner=who.account) as work:
        row = account.locked(work, who.account or 0)
        registration.cancel_all(work, row)
        work.session.flush()
        work.session.delete(row)
    assert states() == [(2, "offered")]
    assert letters("cancelled") == []
