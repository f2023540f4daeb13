"""Reminders: once each, by the clock of the summit, to those who wished for them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from summit.core.errors import NotAllowed, NotFound
from summit.core.letter import Occasion
from summit.core.registration import State
from summit.core.reminder import Wish
from summit.core.role import Verb, participant
from summit.core.seat import SeatState
from summit.db.agenda import PickRow
from summit.db.base import db
from summit.db.mail import MailRow
from summit.db.registration import RegistrationRow
from summit.db.seat import SeatingRow, SeatRow
from summit.services import account, deed, rehearsal, reminder
from tests.conftest import ACTOR, NOW

# Welfare is at 18:00 on 4 June in Seoul, which is 11:00 in Budapest.
EVENING = datetime(2020, 6, 3, 16, 0, tzinfo=UTC)
HOUR_BEFORE = datetime(2020, 6, 4, 8, 0, tzinfo=UTC)


@pytest.fixture
def open_app(app: Flask) -> Iterator[Flask]:
    with app.app_context():
        yield app


def join(
    name: str,
    wishes: tuple[str, ...] = ("tomorrow",),
    state: State = State.CONFIRMED,
    *,
    pick: bool = True,
    left: bool = False,
    seat: SeatState | None = None,
) -> int:
    """Register somebody in Budapest for Welfare; return their account."""
    with deed.begin(ACTOR, Verb.REGISTER, "cac2020", NOW) as work:
        row = account.find_or_make(work, f"{name}@b.example", name, "Europe/Budapest", "en")
        work.session.flush()
        entry = RegistrationRow(
            summit_id=work.summit().id,
            account_id=row.id,
            state=state,
            kind="guest",
            name=name,
            organization="",
            government="",
            country="",
            languages=(),
            answers={},
            registered_at=NOW,
            consented_at=NOW,
            reminded=wishes,
        )
        work.session.add(entry)
        work.session.flush()
        if pick:
            gone = NOW if left else None
            work.session.add(
                PickRow(registration_id=entry.id, session="welfare", picked_at=NOW, left_at=gone)
            )
        if seat:
            query = select(SeatingRow).where(SeatingRow.session == "welfare")
            seating = work.session.scalar(query)
            if seating is None:
                seating = SeatingRow(
                    summit_id=entry.summit_id, session="welfare", capacity=9, taken=0, tickets=0
                )
                work.session.add(seating)
                work.session.flush()
            seating.tickets += 1
            work.session.add(
                SeatRow(
                    seating_id=seating.id,
                    registration_id=entry.id,
                    state=seat,
                    ticket=seating.tickets,
                    asked_at=NOW,
                    changed_at=NOW,
                )
            )
        return row.id


def written() -> list[tuple[str, Occasion]]:
    rows = db.session.scalars(select(MailRow).order_by(MailRow.id)).all()
    found = sorted((row.name, row.occasion) for row in rows)
    db.session.rollback()
    return found


def test_those_who_come_tomorrow_are_told_once(open_app: Flask) -> None:
    join("picked")
    join("seated", pick=False, seat=SeatState.CONFIRMED)
    join("waits", pick=False, seat=SeatState.WAITING)
    join("left", left=True)
    join("unwilling", ())
    join("cancelled", state=State.CANCELLED)
    reminder.remind(EVENING - timedelta(seconds=1))
    assert written() == []
    for minutes in (0, 10, -30, 20):  # clocks jump
        reminder.remind(EVENING + timedelta(minutes=minutes))
    assert written() == [("picked", Occasion.TOMORROW), ("seated", Occasion.TOMORROW)]


def test_who_wishes_is_told_an_hour_before(open_app: Flask) -> None:
    join("both", ("tomorrow", "soon"))
    join("one")
    for moment in (EVENING, HOUR_BEFORE, HOUR_BEFORE + timedelta(minutes=30)):
        reminder.remind(moment)
    assert written() == [
        ("both", Occasion.SOON),
        ("both", Occasion.TOMORROW),
        ("one", Occasion.TOMORROW),
    ]


def test_what_comes_too_late_to_help_is_not_written(open_app: Flask) -> None:
    join("both", ("tomorrow", "soon"))
    reminder.remind(HOUR_BEFORE + timedelta(minutes=55))
    assert written() == []


def test_a_rehearsal_reminds_by_its_own_clock(open_app: Flask) -> None:
    join("picked")
    rehearsal.start(ACTOR, "cac2020", EVENING, NOW)
    reminder.remind(NOW)
    assert written() == [("picked", Occasion.TOMORROW)]
    db.session.rollback()
    letter = db.session.scalar(select(MailRow))
    assert letter is not None
    assert letter.due_at == NOW
    assert [one["code"] for one in letter.data["sessions"]] == ["welfare"]
    db.session.rollback()


def test_reminders_are_turned_off_by_their_owner(open_app: Flask) -> None:
    number = join("both", ("tomorrow", "soon"))
    with pytest.raises(NotAllowed):
        reminder.stop(participant(number + 1), number, "cac2020", Wish.SOON, NOW)
    with pytest.raises(NotFound):
        reminder.stop(participant(99), 99, "cac2020", Wish.SOON, NOW)
    for _ in range(2):
        reminder.stop(participant(number), number, "cac2020", Wish.SOON, NOW)
    assert db.session.scalars(select(RegistrationRow.reminded)).all() == [("tomorrow",)]
    db.session.rollback()
