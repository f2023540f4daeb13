"""Seats: never one too many, and nobody loses their place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine, event, select
from sqlalchemy.exc import IntegrityError, OperationalError

from summit.core.errors import Invalid, NotAllowed, NotFound
from summit.core.role import VISITOR, Actor
from summit.core.seat import Availability, Seat, SeatState
from summit.db.base import _begin_sqlite, db
from summit.db.mail import MailRow
from summit.db.seat import SeatingRow
from summit.services import programme, registration, rehearsal, release, seat, seating
from tests.conftest import ACTOR, NOW
from tests.seats import (
    CAC,
    SESSION,
    check,
    clicked,
    counted,
    crowd,
    entry,
    joined,
    letters,
    opened,
    seated,
    states,
)

DAY = timedelta(days=1)


@pytest.fixture
def ready(app: Flask) -> Iterator[Flask]:
    with app.app_context():
        opened(welfare=1)
        yield app


def starts() -> datetime:
    """Return when the session begins."""
    found = {one.code: one.starts for one in programme.draft(ACTOR, CAC).sessions}
    return found[SESSION]


def at_once(app: Flask, deeds: list[Callable[[], Any]], most: int = 32) -> list[Any]:
    """Do all deeds in threads; return what they return, or the errors that they raise."""

    def do(deed: Callable[[], Any]) -> Any:
        with app.app_context():
            try:
                return deed()
            except Exception as error:
                return error
            finally:
                db.session.remove()

    with ThreadPoolExecutor(most) as pool:
        return list(pool.map(do, deeds))


@pytest.mark.usefixtures("ready")
class TestOnePerson:
    def test_takes_a_seat_once(self) -> None:
        who = joined(1)
        first = seat.take(who, CAC, SESSION, NOW)
        assert first == seat.take(who, CAC, SESSION, NOW) == Seat(SESSION, SeatState.CONFIRMED, 1)
        assert letters("seat_confirmed") == [("seat_confirmed", "p1@one.example")]
        assert seat.availability(CAC)[SESSION] == Availability(1, 1, 0)

    def test_stands_in_a_queue_that_moves(self) -> None:
        people = [joined(number) for number in range(4)]
        for who in people:
            seat.take(who, CAC, SESSION, NOW)
        assert [seat.mine(who, CAC)[0].place for who in people] == [None, 1, 2, 3]
        seat.give_back(people[1], CAC, SESSION, NOW)
        assert [seat.mine(who, CAC)[0].place for who in people[2:]] == [1, 2]
        assert seat.mine(people[1], CAC) == ()
        assert seat.availability(CAC)[SESSION] == Availability(1, 1, 2)
        rows = db.session.scalars(select(MailRow).where(MailRow.occasion == "seat_waiting"))
        assert [row.data["place"] for row in rows] == [1, 2, 3]

    def test_is_offered_a_seat_and_takes_it(self) -> None:
        first, second = joined(1), joined(2)
        seat.take(first, CAC, SESSION, NOW)
        seat.take(second, CAC, SESSION, NOW)
        seat.give_back(first, CAC, SESSION, NOW)
        seat.give_back(first, CAC, SESSION, NOW)
        offered = seat.mine(second, CAC)[0]
        assert offered == Seat(SESSION, SeatState.OFFERED, 2, None, NOW + DAY)
        row = db.session.scalars(select(MailRow).where(MailRow.occasion == "seat_offered")).one()
        assert row.data["until"] == "2020-05-21T09:00:00+00:00"
        assert row.data["path"] == "/cac2020/me/sessions/welfare"
        assert row.data["session"]["code"] == SESSION
        done = seat.accept(second, CAC, SESSION, NOW + DAY - timedelta(seconds=1))
        assert done == Seat(SESSION, SeatState.CONFIRMED, 2)
        assert seat.accept(second, CAC, SESSION, NOW + DAY) == done
        assert [kind for kind, _ in letters(address="p1@one.example")][-1] == "seat_given_back"
        check()

    def test_declines_and_it_goes_on(self) -> None:
        people = [joined(number) for number in range(3)]
        for who in people:
            seat.take(who, CAC, SESSION, NOW)
        with pytest.raises(Invalid):
            seat.decline(people[1], CAC, SESSION, NOW)
        seat.give_back(people[0], CAC, SESSION, NOW)
        seat.decline(people[1], CAC, SESSION, NOW)
        assert states() == [(1, "given_back"), (2, "given_back"), (3, "offered")]

    def test_is_too_late(self) -> None:
        people = [joined(number) for number in range(3)]
        for who in people:
            seat.take(who, CAC, SESSION, NOW)
        seat.give_back(people[0], CAC, SESSION, NOW)
        with pytest.raises(Invalid, match="any more"):
            seat.accept(people[1], CAC, SESSION, NOW + DAY)
        seat.sweep(NOW + DAY)
        seat.sweep(NOW + DAY)
        assert states() == [(1, "given_back"), (2, "passed"), (3, "offered")]
        assert letters("seat_passed") == [("seat_passed", "p1@one.example")]
        again = seat.take(people[1], CAC, SESSION, NOW + DAY)
        assert (again.ticket, again.place) == (4, 1)
        check()

    def test_has_no_seat_where_none_is_needed(self) -> None:
        who = joined(1)
        with pytest.raises(Invalid, match="no seat is needed"):
            seat.take(who, CAC, "mayoral-meeting", NOW)
        with pytest.raises(NotFound):
            seat.take(who, CAC, "nowhere", NOW)
        seat.give_back(who, CAC, "mayoral-meeting", NOW)

    def test_registers_first(self) -> None:
        who = joined(1)
        registration.cancel(who, CAC, NOW)
        with pytest.raises(Invalid, match="register"):
            seat.take(who, CAC, SESSION, NOW)
        with pytest.raises(NotAllowed):
            seat.take(VISITOR, CAC, SESSION, NOW)
        with pytest.raises(NotAllowed):
            seat.mine(VISITOR, CAC)

    def test_costs_few_statements(self) -> None:
        people = [joined(number) for number in range(3)]
        said: list[str] = []

        def note(_a: object, _b: object, statement: str, *_: object) -> None:
            said.append(statement.split("\n")[0])

        seat.take(people[0], CAC, SESSION, NOW)
        event.listen(db.engine, "before_cursor_execute", note)
        try:
            for who in people[1:]:
                said.clear()
                seat.take(who, CAC, SESSION, NOW)
        finally:
            event.remove(db.engine, "before_cursor_execute", note)
        said = [one for one in said if not one.startswith("BEGIN")]
        assert [one.split()[0] for one in said] == [
            *("SELECT", "SELECT", "SELECT"),  # who, the summit, their registration and seat
            *("SELECT", "SELECT"),  # the lock, the queue
            *("INSERT", "INSERT", "INSERT", "UPDATE"),  # the audit, the mail, the seat, the count
        ]


@pytest.mark.usefixtures("ready")
class TestTheLastMinutes:
    @pytest.mark.parametrize(
        ("before", "offered"),
        [
            (timedelta(hours=48), timedelta(hours=24)),
            (timedelta(hours=5), timedelta(hours=4)),
            (timedelta(minutes=60), timedelta(minutes=15)),
            (timedelta(minutes=16), timedelta(minutes=15)),
            (timedelta(minutes=15), None),
            (timedelta(minutes=-5), None),
        ],
    )
    def test_a_freed_seat_goes_on(self, before: timedelta, offered: timedelta | None) -> None:
        first, second = joined(1), joined(2)
        seat.take(first, CAC, SESSION, NOW)
        seat.take(second, CAC, SESSION, NOW)
        present = starts() - before
        rehearsal.start(ACTOR, CAC, present, NOW)
        seat.give_back(first, CAC, SESSION, NOW)
        found = seat.mine(second, CAC)[0]
        if offered is None:
            assert (found.state, found.offered_until) == (SeatState.CONFIRMED, None)
        else:
            assert (found.state, found.offered_until) == (SeatState.OFFERED, present + offered)

    def test_after_the_end_nothing_moves(self) -> None:
        first, second = joined(1), joined(2)
        seat.take(first, CAC, SESSION, NOW)
        seat.take(second, CAC, SESSION, NOW)
        rehearsal.start(ACTOR, CAC, starts() + DAY, NOW)
        seat.give_back(first, CAC, SESSION, NOW)
        seat.sweep(NOW)
        assert states() == [(1, "given_back"), (2, "waiting")]
        with pytest.raises(Invalid, match="over"):
            seat.take(first, CAC, SESSION, NOW)


@pytest.mark.usefixtures("ready")
class TestPublishing:
    def test_more_seats_serve_who_waits(self) -> None:
        for number in range(4):
            seat.take(joined(number), CAC, SESSION, NOW)
        seated(welfare=3)
        assert states() == [(1, "confirmed"), (2, "offered"), (3, "offered"), (4, "waiting")]
        check()

    def test_fewer_seats_take_nobodys(self) -> None:
        seated(welfare=3)
        people = [joined(number) for number in range(4)]
        for who in people:
            seat.take(who, CAC, SESSION, NOW)
        seated(welfare=1)
        seat.sweep(NOW)
        assert counted() == {"confirmed": 3, "waiting": 1}
        for who in people[:2]:
            seat.give_back(who, CAC, SESSION, NOW)
        assert counted() == {"given_back": 2, "confirmed": 1, "waiting": 1}
        seat.give_back(people[2], CAC, SESSION, NOW)
        assert counted() == {"given_back": 3, "offered": 1}

    def test_no_end_of_seats_serves_everybody(self) -> None:
        for number in range(3):
            seat.take(joined(number), CAC, SESSION, NOW)
        seated(welfare=None)
        assert counted() == {"confirmed": 1, "offered": 2}
        assert SESSION not in seat.availability(CAC)

    def test_a_cancelled_session_is_closed_until_it_is_back(self) -> None:
        first, second = joined(1), joined(2)
        seat.take(first, CAC, SESSION, NOW)
        seat.take(second, CAC, SESSION, NOW)
        programme.cancel(ACTOR, CAC, SESSION, NOW)
        release.publish(ACTOR, CAC, "Off", NOW)
        with pytest.raises(NotFound):
            seat.take(first, CAC, SESSION, NOW)
        registration.cancel(first, CAC, NOW)
        seat.sweep(NOW)
        assert states() == [(1, "given_back"), (2, "waiting")]
        programme.restore(ACTOR, CAC, SESSION, NOW)
        release.publish(ACTOR, CAC, "On", NOW)
        assert states() == [(1, "given_back"), (2, "offered")]
        programme.remove(ACTOR, CAC, SESSION, NOW)
        release.publish(ACTOR, CAC, "Gone", NOW)
        assert seat.availability(CAC)[SESSION] == Availability(0, 1, 0)

    def test_a_capacity_that_was_published_before_there_were_seats(self) -> None:
        db.session.execute(SeatingRow.__table__.delete().where(SeatingRow.session == SESSION))
        db.session.commit()
        assert seat.take(joined(1), CAC, SESSION, NOW).state is SeatState.CONFIRMED
        check()


@pytest.mark.usefixtures("ready")
class TestManyAtOnce:
    def test_take_what_there_is(self, ready: Flask) -> None:
        seated(welfare=20)
        people = crowd(100)
        found = at_once(
            ready, [lambda who=who: seat.take(who, CAC, SESSION, NOW) for who in people]
        )
        assert all(isinstance(one, Seat) for one in found), found
        assert counted() == {"confirmed": 20, "waiting": 80}
        places = sorted(one.place for one in found if one.place)
        assert places == list(range(1, 81))
        assert len(letters()) == 100
        check()

    def test_the_same_person_twenty_times(self, ready: Flask) -> None:
        who = joined(1)
        before = len(letters())
        found = at_once(ready, [lambda: seat.take(who, CAC, SESSION, NOW)] * 20)
        assert found == [Seat(SESSION, SeatState.CONFIRMED, 1)] * 20
        assert len(letters()) == before + 1

    def test_give_back_and_exactly_the_first_are_served(self, ready: Flask) -> None:
        seated(welfare=25)
        people = crowd(75)
        for who in people:
            seat.take(who, CAC, SESSION, NOW)
        at_once(ready, [lambda w=who: seat.give_back(w, CAC, SESSION, NOW) for who in people[:25]])
        assert states() == [
            *((ticket, "given_back") for ticket in range(1, 26)),
            *((ticket, "offered") for ticket in range(26, 51)),
            *((ticket, "waiting") for ticket in range(51, 76)),
        ]
        offered = [address for _, address in letters("seat_offered")]
        assert sorted(offered) == sorted(f"c{number}@one.example" for number in range(25, 50))
        check()

    def test_capacity_changes_and_people_leave_in_the_middle(self, ready: Flask) -> None:
        seated(welfare=10)
        people = crowd(60)
        deeds: list[Callable[[], Any]] = [
            lambda who=who: seat.take(who, CAC, SESSION, NOW) for who in people
        ]
        deeds[20:20] = [lambda: seated(welfare=15)]
        deeds[40:40] = [lambda: registration.cancel(people[0], CAC, NOW)]
        deeds += [lambda: registration.cancel(people[1], CAC, NOW), lambda: seat.sweep(NOW + DAY)]
        deeds += [lambda who=who: seat.give_back(who, CAC, SESSION, NOW) for who in people[:5]]
        found = at_once(ready, deeds)
        wrong = [one for one in found if isinstance(one, Exception)]
        assert [one for one in wrong if not isinstance(one, Invalid)] == []
        seat.sweep(NOW + DAY)
        tally = counted()
        assert tally.get("confirmed", 0) + tally.get("offered", 0) == 15
        check()
        check("")

    def test_lapses_and_clicks_at_once(self, ready: Flask) -> None:
        seated(welfare=5)
        for number in range(20):
            registration.register(VISITOR, CAC, entry(number, sessions=(SESSION,)), NOW)
        deeds: list[Callable[[], Any]] = [
            lambda number=number: clicked(f"p{number}@one.example", NOW + DAY)
            for number in range(0, 20, 2)
        ]
        deeds[5:5] = [lambda: seat.sweep(NOW + DAY), lambda: seat.sweep(NOW + DAY)]
        found = at_once(ready, deeds)
        assert [one for one in found if isinstance(one, Exception)] == []
        seat.sweep(NOW + DAY)
        check()
        check("")

    def test_without_the_lock_too_many_get_in(
        self, ready: Flask, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Otherwise the tests above would see nothing."""
        seated(welfare=5)
        people = crowd(60)
        tickets = iter(range(1, 1000))
        is_sqlite = db.engine.dialect.name == "sqlite"

        def unlocked(work: Any, which: Any) -> dict[str, SeatingRow]:
            query = select(SeatingRow).where(which).execution_options(populate_existing=True)
            rows = work.session.scalars(query).all()
            for row in rows:
                row.tickets = next(tickets)
            return {row.session: row for row in rows}

        monkeypatch.setattr(seating, "lock", unlocked)
        if is_sqlite:
            # Each statement by itself: the transaction would be a lock too.
            event.remove(Engine, "begin", _begin_sqlite)
        try:
            deeds = [lambda who=who: seat.take(who, CAC, SESSION, NOW) for who in people]
            found = at_once(ready, deeds)
        finally:
            if is_sqlite:
                event.listen(Engine, "begin", _begin_sqlite)
        assert {type(one) for one in found} <= {Seat, IntegrityError, OperationalError}
        assert counted()["confirmed"] > 5


def test_every_step_is_the_persons_own(ready: Flask) -> None:
    who: Actor = joined(1)
    seat.take(who, CAC, SESSION, NOW)
    other = joined(2)
    for verb in (seat.accept, seat.decline):
        with pytest.raises(Invalid):
            verb(other, CAC, SESSION, NOW)
    seat.give_back(other, CAC, SESSION, NOW)
    assert states() == [(1, "confirmed")]
