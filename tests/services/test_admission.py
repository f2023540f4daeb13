"""The desk: a list that stays fast, deeds about one person, and what the log keeps of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import event, select, update

from summit.core.errors import Invalid, NotAllowed, NotFound, Problems
from summit.core.registration import Correction, State
from summit.core.role import VISITOR, Actor, Role, participant
from summit.core.seat import SeatState
from summit.core.selection import Place, Selection
from summit.db.account import AccountRow
from summit.db.audit import AuditRow
from summit.db.base import db
from summit.db.registration import RegistrationRow
from summit.services import admission, queue, registration, role, seat
from tests.conftest import ACTOR, NOW
from tests.seats import CAC, SESSION, check, crowd, entry, joined, known, letters, opened

DESK = participant(0, frozenset({(CAC, Role.DESK)}))
LATER = NOW + timedelta(minutes=5)


@pytest.fixture
def ready(app: Flask) -> Iterator[Flask]:
    with app.app_context():
        opened(welfare=2)
        yield app


def number(who: Actor) -> int:
    found = db.session.scalars(
        select(RegistrationRow.id).where(RegistrationRow.account_id == who.account)
    ).one()
    db.session.rollback()
    return found


def noted(thing: str) -> list[tuple[object, object]]:
    rows = db.session.scalars(
        select(AuditRow).where(AuditRow.thing == thing).order_by(AuditRow.id)
    ).all()
    found = [(row.before, row.after) for row in rows]
    db.session.rollback()
    return found


@contextmanager
def queries() -> Iterator[list[str]]:
    said: list[str] = []

    def note(_a: object, _b: object, statement: str, *_: object) -> None:
        said.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield said
    event.remove(db.engine, "before_cursor_execute", note)


def names(selection: Selection, page: int = 1) -> list[str]:
    return [one.registration.name for one in admission.roll(DESK, CAC, selection, page).entrants]


@pytest.mark.usefixtures("ready")
class TestTheList:
    def test_is_as_many_queries_for_three_as_for_five_hundred(self) -> None:
        counted = []
        for more in (3, 500):
            crowd_of(more)
            with queries() as said:
                roll = admission.roll(DESK, CAC, Selection())
            counted.append(len([one for one in said if one.startswith("SELECT")]))
        assert counted == [6, 6]
        assert (roll.total, roll.pages, len(roll.entrants)) == (503, 11, 50)

    def test_pages_follow_one_another(self) -> None:
        crowd(120)
        assert names(Selection())[0] == "Crowd 119"
        assert names(Selection(), 3) == [f"Crowd {n}" for n in range(19, -1, -1)]
        assert admission.roll(DESK, CAC, Selection(), 99).number == 3

    def test_is_narrowed_by_all_that_can_be_asked(self) -> None:
        for one, more in (
            ("1", {"country": "HU", "language": "ko", "government": "seoul"}),
            ("2", {"organization": "100%_sure"}),
            ("3", {"kind": "press"}),
        ):
            joined(one, **more)
        seat.take(participant(account("p1@one.example")), CAC, SESSION, NOW)
        for selection, found in (
            (Selection(words="PERSON 2"), ["Person 2"]),
            (Selection(words="p3@"), ["Person 3"]),
            (Selection(words="%"), ["Person 2"]),
            (Selection(words="_s"), ["Person 2"]),
            (Selection(states=(State.PENDING,)), ["Person 3"]),
            (Selection(kind="citizen"), ["Person 2", "Person 1"]),
            (Selection(country="HU"), ["Person 1"]),
            (Selection(government="seoul"), ["Person 1"]),
            (Selection(language="ko"), ["Person 1"]),
            (Selection(session=SESSION), ["Person 1"]),
            (Selection(place=Place.SEAT), ["Person 1"]),
            (Selection(session=SESSION, place=Place.QUEUE), []),
            (Selection(words="nobody"), []),
        ):
            assert names(selection) == found, selection

    def test_counts_seats_and_queues(self) -> None:
        people = crowd(3)
        for who in people:
            seat.take(who, CAC, SESSION, NOW)
        roll = admission.roll(DESK, CAC, Selection())
        assert [(one.seats, one.queues) for one in roll.entrants] == [(0, 1), (1, 0), (1, 0)]

    def test_is_for_the_desk(self) -> None:
        for one in set(Role) - {Role.OWNER, Role.DESK}:
            with pytest.raises(NotAllowed):
                admission.roll(participant(0, frozenset({(CAC, one)})), CAC, Selection())
            with pytest.raises(NotAllowed):
                registration.listing(participant(0, frozenset({(CAC, one)})), CAC)


def crowd_of(more: int) -> None:
    """Add people whose addresses are not there yet."""
    crowd(more)
    for table, name in ((AccountRow, "key"), (AccountRow, "address")):
        column = getattr(table, name)
        db.session.execute(
            update(table).where(column.like("c%")).values({name: f"x{more}-" + column})
        )
    db.session.commit()


def account(address: str) -> int:
    row = known(address)
    assert row is not None
    found = row.id
    db.session.rollback()
    return found


@pytest.mark.usefixtures("ready")
class TestOnePerson:
    def test_has_a_file(self) -> None:
        who = joined(1)
        seat.take(who, CAC, SESSION, NOW)
        seat.give_back(who, CAC, SESSION, NOW)
        seat.take(who, CAC, SESSION, NOW)
        file = admission.one(DESK, CAC, number(who))
        assert (file.address, file.is_confirmed, file.is_shut, file.is_alone) == (
            "p1@one.example",
            True,
            False,
            True,
        )
        assert [(one.session, one.state, one.is_open) for one in file.held] == [
            (SESSION, SeatState.CONFIRMED, True),
            (SESSION, SeatState.GIVEN_BACK, False),
            ("", SeatState.CONFIRMED, True),
        ]
        assert [one.occasion.value for one in file.posts] == [
            "seat_confirmed",
            "seat_given_back",
            "seat_confirmed",
            "registered",
            "confirm",
        ]
        assert [(one.thing, one.who) for one in file.history][:2] == [
            (f"seat/{SESSION}", "Person 1"),
            (f"seat/{SESSION}", "Person 1"),
        ]

    def test_of_another_summit_is_not_there(self) -> None:
        with pytest.raises(NotFound):
            admission.one(DESK, CAC, 99_999)

    def test_is_added_by_hand_and_takes_part_at_once(self) -> None:
        said = entry("hand", kind="press")
        found = registration.add(DESK, CAC, said, "by telephone", NOW)
        file = admission.one(DESK, CAC, found)
        assert (file.registration.state, file.registration.consented) == (State.CONFIRMED, NOW)
        assert letters() == [("registered", said.address)]
        assert (None, {"added": True, "agreed": "by telephone"}) in noted(f"registration/{found}")
        with pytest.raises(Problems) as twice:
            registration.add(DESK, CAC, said, "", NOW)
        assert set(twice.value.by_field) == {"agreed"}
        with pytest.raises(Problems) as twice:
            registration.add(DESK, CAC, said, "again", NOW)
        assert set(twice.value.by_field) == {"address"}
        check("")

    def test_is_approved_among_many(self) -> None:
        waiting = [number(joined(n, kind="press")) for n in (1, 2)]
        other = number(joined(3))
        assert admission.approve_all(DESK, CAC, [*waiting, other, 9999], NOW) == (2, 2)
        assert names(Selection(states=(State.CONFIRMED,))) == ["Person 3", "Person 2", "Person 1"]

    def test_moves_to_another_kind(self) -> None:
        who = number(joined(1))
        assert admission.assign(DESK, CAC, who, "press", NOW)
        assert not admission.assign(DESK, CAC, who, "press", NOW)
        assert noted(f"registration/{who}")[-1] == ({"kind": "citizen"}, {"kind": "press"})
        with pytest.raises(Invalid):
            admission.assign(DESK, CAC, who, "king", NOW)

    def test_is_corrected_without_a_word_of_it_in_the_log(self) -> None:
        who = number(joined(1, organization="Canary Ltd"))
        said = Correction(name="Ada B.", organization="", languages=("en",))
        assert admission.correct(DESK, CAC, who, said, NOW) == ("name", "organization")
        assert admission.one(DESK, CAC, who).registration.name == "Ada B."
        assert noted(f"registration/{who}")[-1] == (None, {"corrected": ["name", "organization"]})
        with pytest.raises(Problems):
            admission.correct(DESK, CAC, who, Correction(name=" "), NOW)

    def test_is_written_to_once_more(self) -> None:
        registration.register(VISITOR, CAC, entry(1), NOW)
        who = number(participant(account("p1@one.example")))
        admission.resend(DESK, CAC, who, LATER)
        assert letters() == [("confirm", "p1@one.example")] * 2
        sure = number(joined(2))
        admission.resend(DESK, CAC, sure, LATER)
        assert letters(address="p2@one.example")[-1] == ("registered", "p2@one.example")
        registration.cancel(DESK, CAC, NOW, sure)
        with pytest.raises(Invalid):
            admission.resend(DESK, CAC, sure, LATER)

    def test_is_shut_out_where_no_other_summit_knows_them(self) -> None:
        who = joined(1)
        admission.shut(DESK, CAC, number(who), NOW, is_shut=True)
        assert admission.one(DESK, CAC, number(who)).is_shut
        admission.shut(DESK, CAC, number(who), NOW, is_shut=False)
        assert not admission.one(DESK, CAC, number(who)).is_shut
        role.add(ACTOR, "p1@one.example", CAC, (Role.VIEWER,), NOW)
        with pytest.raises(Invalid):
            admission.shut(DESK, CAC, number(who), NOW, is_shut=True)


@pytest.mark.usefixtures("ready")
class TestAQueue:
    def numbers(self, count: int = 5) -> list[int]:
        people = crowd(count)
        for place, who in enumerate(people):
            seat.take(who, CAC, SESSION, NOW + timedelta(minutes=place))
        return [number(who) for who in people]

    def order(self) -> list[tuple[str, int | None]]:
        _, people, _ = queue.queue(DESK, CAC, SESSION)
        return [(one.name, one.place) for one in people]

    def test_says_who_waits_in_order_and_then_who_sits(self) -> None:
        self.numbers()
        seating, people, _ = queue.queue(DESK, CAC, SESSION)
        assert (seating.capacity, seating.taken, seating.waiting) == (2, 2, 3)
        assert self.order() == [
            ("Crowd 2", 1),
            ("Crowd 3", 2),
            ("Crowd 4", 3),
            ("Crowd 0", None),
            ("Crowd 1", None),
        ]
        assert people[0].asked == NOW + timedelta(minutes=2)
        assert next(one.session for one in queue.seatings(DESK, CAC)) == SESSION

    def test_lets_somebody_go_to_the_end_with_a_reason(self) -> None:
        numbers = self.numbers()
        with pytest.raises(Invalid):
            queue.to_end(DESK, CAC, SESSION, numbers[2], NOW, "")
        assert queue.to_end(DESK, CAC, SESSION, numbers[2], LATER, "they asked") == 3
        assert self.order()[:3] == [("Crowd 3", 1), ("Crowd 4", 2), ("Crowd 2", 3)]
        assert noted(f"seat/{SESSION}/{numbers[2]}") == [
            ({"ticket": 3}, {"ticket": 6, "place": 3, "note": "they asked"})
        ]
        check()
        with pytest.raises(Invalid):
            queue.to_end(DESK, CAC, SESSION, numbers[0], NOW, "has a seat")

    def test_serves_the_next_where_a_seat_is_given_back(self) -> None:
        numbers = self.numbers()
        queue.give_back(DESK, CAC, SESSION, numbers[0], LATER, "rang up")
        assert self.order() == [
            ("Crowd 3", 1),
            ("Crowd 4", 2),
            ("Crowd 1", None),
            ("Crowd 2", None),
        ]
        assert letters("seat_offered") == [("seat_offered", "c2@one.example")]
        check()
        with pytest.raises(Invalid):
            queue.give_back(DESK, CAC, SESSION, numbers[0], LATER)

    def test_offers_above_the_capacity_only_where_that_is_said(self) -> None:
        numbers = self.numbers()
        with pytest.raises(Invalid):
            queue.offer(DESK, CAC, SESSION, numbers[4], LATER)
        found = queue.offer(DESK, CAC, SESSION, numbers[4], LATER, above=True, note="interpreter")
        assert found is SeatState.OFFERED
        assert letters("seat_offered") == [("seat_offered", "c4@one.example")]
        seating, _, _ = queue.queue(DESK, CAC, SESSION)
        assert (seating.taken, seating.offered, seating.waiting) == (3, 1, 2)
        seat.accept(participant(account("c4@one.example")), CAC, SESSION, LATER)
        # Nobody else is served before the session is below its capacity again.
        queue.give_back(DESK, CAC, SESSION, numbers[4], LATER)
        assert self.order()[0] == ("Crowd 2", 1)

    def test_of_nobody_is_not_there(self) -> None:
        with pytest.raises(NotFound):
            queue.queue(DESK, CAC, "mayoral-meeting")
        with pytest.raises(NotFound):
            queue.offer(DESK, CAC, SESSION, 9999, NOW)
