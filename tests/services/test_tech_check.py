"""Tech checks: never booked by one too many, whoever comes at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, time, timedelta
from functools import partial
from time import sleep
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine, event, select
from sqlalchemy.exc import IntegrityError, OperationalError

from summit.core.errors import Invalid, NotAllowed, NotFound
from summit.core.role import VISITOR, Actor, Office, Role, participant
from summit.core.tech_check import Outcome, Progress, Series
from summit.db.base import _begin_sqlite, db
from summit.db.place import GovernmentRow
from summit.db.tech_check import BookingRow, TechCheckRow
from summit.services import tech_check
from tests.conftest import NOW
from tests.offices import contact
from tests.seats import letters
from tests.services.test_seat import at_once

CAC = "cac2020"
PROTOCOL = participant(1, frozenset({(CAC, Role.PROTOCOL)}))
DAY = date(2020, 5, 28)
EVENING = Series(DAY, time(16), time(18), 30, 1, "Studio", "Asia/Seoul")
"""From 07:00 to 09:00 UTC: in London from 08:00 to 10:00."""


def office(government: str) -> Actor:
    here = frozenset({(CAC, government)})
    return Actor(f"office:{government}", Office.PARTICIPANT, 9, frozenset(), here)


LONDON, SEOUL = office("london"), office("seoul")


@pytest.fixture
def ready(app: Flask) -> Iterator[Flask]:
    with app.app_context():
        yield app


def opened(**fields: Any) -> list[int]:
    """Open slots; return their ids in order of time."""
    tech_check.open_series(PROTOCOL, CAC, replace(EVENING, **fields), NOW)
    return [slot.id for slot, _ in tech_check.listing(PROTOCOL, CAC)]


def book(slot: int, actor: Actor = LONDON, government: str = "london") -> None:
    tech_check.book(actor, CAC, government, slot, NOW)


def check() -> None:
    """Fail where a slot says another number than is booked, or is booked by too many."""
    for row in db.session.scalars(select(TechCheckRow)).all():
        held = db.session.scalars(
            select(BookingRow.id).where(
                BookingRow.check_id == row.id, BookingRow.outcome != Outcome.GIVEN_BACK
            )
        ).all()
        assert row.taken == len(held) <= row.capacity
    db.session.rollback()


@pytest.mark.usefixtures("ready")
class TestSlots:
    def test_are_opened_once_and_closed_while_nobody_has_one(self) -> None:
        ids = opened()
        assert len(ids) == 4
        assert tech_check.open_series(PROTOCOL, CAC, EVENING, NOW) == 0
        assert tech_check.open_series(PROTOCOL, CAC, replace(EVENING, room="Two"), NOW) == 4
        book(ids[0])
        with pytest.raises(Invalid, match="has booked this"):
            tech_check.close(PROTOCOL, CAC, ids[0], NOW)
        tech_check.close(PROTOCOL, CAC, ids[1], NOW)
        assert len(tech_check.listing(PROTOCOL, CAC)) == 7

    def test_are_opened_by_protocol_alone_and_ahead(self) -> None:
        for actor in (LONDON, VISITOR, participant(2, frozenset({(CAC, Role.INTERPRETER)}))):
            with pytest.raises(NotAllowed):
                tech_check.open_series(actor, CAC, EVENING, NOW)
        with pytest.raises(Invalid, match="over"):
            tech_check.open_series(PROTOCOL, CAC, replace(EVENING, day=date(2020, 5, 1)), NOW)
        with pytest.raises(Invalid, match="fill this in"):
            tech_check.open_series(PROTOCOL, CAC, replace(EVENING, room=" \n"), NOW)

    def test_are_offered_in_the_hours_of_the_office_first(self) -> None:
        ids = opened()
        found = tech_check.offer(LONDON, CAC, "london", NOW)
        assert found.zone == "Europe/London"
        assert [one.id for one in found.within] == ids[2:]
        assert [one.id for one in found.outside] == ids[:2]
        at_home = tech_check.offer(SEOUL, CAC, "seoul", NOW)
        assert ([one.id for one in at_home.within], at_home.outside) == (ids, ())

    def test_that_are_ones_own_are_not_offered(self) -> None:
        ids = opened(capacity=2)
        book(ids[2])
        assert [one.id for one in tech_check.offer(LONDON, CAC, "london", NOW).within] == ids[3:]
        assert [one.id for one in tech_check.offer(SEOUL, CAC, "seoul", NOW).within] == ids

    def test_that_are_full_or_over_are_not_offered(self) -> None:
        ids = opened()
        book(ids[0], SEOUL, "seoul")
        later = NOW + timedelta(days=7, hours=22, minutes=30)  # 28 May, 07:30 UTC
        found = tech_check.offer(LONDON, CAC, "london", later)
        assert [one.id for one in (*found.outside, *found.within)] == ids[2:]


@pytest.mark.usefixtures("ready")
class TestBooking:
    def test_is_made_moved_and_given_back(self) -> None:
        ids = opened()
        book(ids[0])
        book(ids[0])
        book(ids[2])
        found = tech_check.booking(LONDON, CAC, "london")
        assert (found.slot.id, found.slot.taken, found.moves) == (ids[2], 1, 1)
        check()
        tech_check.give_back(LONDON, CAC, "london", NOW)
        tech_check.give_back(LONDON, CAC, "london", NOW)
        assert tech_check.offer(LONDON, CAC, "london", NOW).mine is None
        assert len(tech_check.offer(LONDON, CAC, "london", NOW).within) == 2
        check()

    def test_takes_no_more_than_there_are(self) -> None:
        first, second, *_ = opened()
        book(first)
        with pytest.raises(Invalid, match="faster"):
            book(first, SEOUL, "seoul")
        book(second, SEOUL, "seoul")
        with pytest.raises(Invalid, match="faster"):
            book(second)
        assert tech_check.booking(LONDON, CAC, "london").slot.id == first
        check()

    def test_is_for_the_own_office_alone(self) -> None:
        first, *_ = opened()
        for actor in (SEOUL, VISITOR, participant(2, frozenset({(CAC, Role.MAIL)}))):
            for act in (
                lambda who=actor: book(first, who),
                lambda who=actor: tech_check.give_back(who, CAC, "london", NOW),
                lambda who=actor: tech_check.offer(who, CAC, "london", NOW),
            ):
                with pytest.raises(NotAllowed):
                    act()
        with pytest.raises(NotFound):
            book(first + 99)
        with pytest.raises(NotFound):
            book(first, PROTOCOL, "nowhere")

    def test_is_neither_made_nor_left_once_it_has_begun(self) -> None:
        first, second, *_ = opened()
        book(first)
        later = NOW + timedelta(days=7, hours=22)  # the first begins
        for act in (
            lambda: tech_check.book(LONDON, CAC, "london", second, later),
            lambda: tech_check.give_back(LONDON, CAC, "london", later),
            lambda: tech_check.book(SEOUL, CAC, "seoul", first, later),
        ):
            with pytest.raises(Invalid):
                act()
        check()

    def test_ends_with_what_became_of_it(self) -> None:
        first, second, *_ = opened()
        book(first)
        assert tech_check.readiness(PROTOCOL, CAC) == {"london": Progress.BOOKED}
        number = tech_check.booking(LONDON, CAC, "london").id
        with pytest.raises(Invalid, match="what failed"):
            tech_check.note(PROTOCOL, CAC, number, Outcome.FAILED, " ", NOW)
        with pytest.raises(NotAllowed):
            tech_check.note(LONDON, CAC, number, Outcome.PASSED, "", NOW)
        tech_check.note(PROTOCOL, CAC, number, Outcome.FAILED, "no sound", NOW)
        assert tech_check.readiness(PROTOCOL, CAC) == {"london": Progress.FAILED}
        book(second)
        mine = tech_check.offer(LONDON, CAC, "london", NOW)
        assert (mine.mine is not None, [one.note for one in mine.past]) == (True, ["no sound"])
        again = tech_check.booking(LONDON, CAC, "london").id
        tech_check.note(PROTOCOL, CAC, again, Outcome.PASSED, "", NOW)
        assert tech_check.readiness(PROTOCOL, CAC) == {"london": Progress.PASSED}
        check()


def test_an_office_is_reminded_once_within_the_day_before(app: Flask) -> None:
    contact(app)
    with app.app_context():
        first, second, *_ = opened()
        book(first)
        begins = NOW + timedelta(days=7, hours=22)
        for at in (begins - timedelta(days=1, seconds=1), begins):
            tech_check.remind(at)
        assert letters("check_tomorrow") == []
        for at in (begins - timedelta(days=1), begins - timedelta(hours=1)):
            tech_check.remind(at)
        assert letters("check_tomorrow") == [("check_tomorrow", "office@london.example")]
        book(second)  # another time is another reminder
        tech_check.remind(begins - timedelta(hours=1))
        assert len(letters("check_tomorrow")) == 2
        tech_check.give_back(LONDON, CAC, "london", NOW)
        tech_check.remind(begins)
        assert len(letters("check_tomorrow")) == 2


GOVERNMENTS = 24


def governments() -> list[str]:
    found = list(
        db.session.scalars(select(GovernmentRow.code).order_by(GovernmentRow.id).limit(GOVERNMENTS))
    )
    db.session.rollback()
    return found


def rush(slots: list[int]) -> list[Callable[[], None]]:
    """Return what many offices do: each books one of some slots, or moves on to it."""
    return [
        partial(book, slots[at % len(slots)], office(code), code)
        for at, code in enumerate(governments())
    ]


class TestManyAtOnce:
    def test_exactly_as_many_get_it_as_there_are(self, ready: Flask) -> None:
        first, *_ = opened(capacity=5)
        found = at_once(ready, rush([first]))
        assert found.count(None) == 5
        assert {type(one) for one in found if one} == {Invalid}
        check()

    def test_who_change_places_neither_wait_for_ever_nor_overbook(self, ready: Flask) -> None:
        ids = opened(capacity=8)
        at_once(ready, rush(ids))
        for turned in (ids[1:] + ids[:1], ids[2:] + ids[:2], ids[::-1]):
            found = at_once(ready, rush(turned))
            assert {type(one) for one in found} <= {type(None), Invalid}
        check()

    def test_colleagues_of_one_office_book_one(self, ready: Flask) -> None:
        ids = opened(capacity=8)
        found = at_once(ready, [partial(book, slot) for slot in ids * 4])
        assert {type(one) for one in found} <= {type(None), Invalid}
        assert None in found
        check()
        rows = db.session.scalars(
            select(BookingRow).where(BookingRow.outcome == Outcome.BOOKED)
        ).all()
        assert len(rows) == 1

    def test_without_the_lock_too_many_do(
        self, ready: Flask, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The tests above are not blind: with the lock taken out they would see it."""
        first, *_ = opened(capacity=2)

        def unlocked(work: Any, _summit: Any, slot: int) -> Any:
            row = work.session.get(TechCheckRow, slot)
            sleep(0.05)  # as a lock would be waited for
            return row

        monkeypatch.setattr(tech_check, "_locked", unlocked)
        is_sqlite = db.engine.dialect.name == "sqlite"
        if is_sqlite:
            event.remove(Engine, "begin", _begin_sqlite)
        try:
            found = at_once(ready, rush([first]))
        finally:
            if is_sqlite:
                event.listen(Engine, "begin", _begin_sqlite)
        assert {type(one) for one in found if one} <= {Invalid, IntegrityError, OperationalError}
        booked = db.session.scalars(select(BookingRow).where(BookingRow.check_id == first)).all()
        assert len(booked) > 2
