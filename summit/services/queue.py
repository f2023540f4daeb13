"""Queues: who waits for a seat in which session, as the desk sees them and helps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from summit.core.errors import Invalid, NotFound
from summit.core.letter import Occasion
from summit.core.registration import State
from summit.core.role import Actor, Verb
from summit.core.seat import OPEN, SeatState, offer_until
from summit.db.account import AccountRow
from summit.db.programme import SummitRow
from summit.db.registration import RegistrationRow
from summit.db.seat import SeatingRow, SeatRow
from summit.services import account, board, deed, mail, notice, seating
from summit.services.board import Shown
from summit.services.deed import Deed
from summit.services.seating import WHOLE, Held

PAGE = 100


@dataclass(frozen=True, slots=True)
class Seating:
    """How full a session is ("" for the summit itself), as its newest release has it."""

    session: str
    capacity: int | None
    taken: int
    confirmed: int
    held: int
    offered: int
    waiting: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody with an open seat or a place in a queue; `place` is 1 for the next."""

    registration: int
    name: str
    organization: str
    state: SeatState
    ticket: int
    place: int | None
    asked: datetime
    offered_until: datetime | None
    is_in: bool
    """Whether their registration is confirmed."""


def seatings(actor: Actor, code: str) -> tuple[Seating, ...]:
    """Return the seatings of the summit `code` by their sessions, the fullest queue first."""
    with deed.look(actor, Verb.ADMIT, code) as (session, summit):
        return counted(session, summit)


def counted(session: Session, summit: SummitRow) -> tuple[Seating, ...]:
    """Return the seatings of a summit as `seatings` does, while it is looked at."""
    many = Counter[tuple[int, SeatState]]()
    rows = session.execute(
        select(SeatRow.seating_id, SeatRow.state, func.count())
        .join(SeatingRow, SeatingRow.id == SeatRow.seating_id)
        .where(SeatingRow.summit_id == summit.id, SeatRow.state.in_(tuple(OPEN)))
        .group_by(SeatRow.seating_id, SeatRow.state)
    )
    for number, state, count in rows:
        many[number, state] = count
    found = [
        Seating(
            session=row.session,
            capacity=row.capacity,
            taken=row.taken,
            confirmed=many[row.id, SeatState.CONFIRMED],
            held=many[row.id, SeatState.HELD],
            offered=many[row.id, SeatState.OFFERED],
            waiting=many[row.id, SeatState.WAITING],
        )
        for row in session.scalars(select(SeatingRow).where(SeatingRow.summit_id == summit.id))
    ]
    return tuple(sorted(found, key=lambda one: (-one.waiting, one.session)))


def queue(
    actor: Actor, code: str, session: str, number: int = 1
) -> tuple[Seating, tuple[Waiting, ...], int]:
    """Return a seating, page `number` of who is in it, and that number.

    Those who wait come first, in order, then those who have a seat. Raise `NotFound` where
    nobody needs a seat.
    """
    with deed.look(actor, Verb.ADMIT, code) as (rows, summit):
        found = next((one for one in counted(rows, summit) if one.session == session), None)
        if found is None or session == WHOLE:
            raise NotFound("session", session)
        number = min(max(1, number), pages(found))
        people = rows.execute(
            select(SeatRow, RegistrationRow, seating.before())
            .join(SeatingRow, SeatingRow.id == SeatRow.seating_id)
            .join(RegistrationRow, RegistrationRow.id == SeatRow.registration_id)
            .where(
                SeatingRow.summit_id == summit.id,
                SeatingRow.session == session,
                SeatRow.state.in_(tuple(OPEN)),
            )
            .order_by(SeatRow.state != SeatState.WAITING, SeatRow.ticket)
            .limit(PAGE)
            .offset((number - 1) * PAGE)
        ).all()
        return found, tuple(_told(*one) for one in people), number


def pages(seating: Seating) -> int:
    """Return how many pages the people of a seating fill, at least one."""
    return max(1, -(-(seating.taken + seating.waiting) // PAGE))


def _told(seat: SeatRow, row: RegistrationRow, place: int) -> Waiting:
    return Waiting(
        registration=row.id,
        name=row.name,
        organization=row.organization,
        state=seat.state,
        ticket=seat.ticket,
        place=place if seat.state is SeatState.WAITING else None,
        asked=seat.asked_at,
        offered_until=seat.offered_until,
        is_in=row.state is State.CONFIRMED,
    )


# --- deeds -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Their:
    """What the desk does about somebody's seat, with their account and the seating locked."""

    work: Deed
    shown: Shown
    person: AccountRow
    registration: RegistrationRow
    held: Held

    def note(self, before: SeatState, note: str) -> None:
        seat = self.held.seat
        self.work.note(
            f"seat/{self.held.seating.session}/{self.registration.id}",
            before={"state": before.value},
            after={"state": seat.state.value, "note": note},
        )


@contextmanager
def _their(actor: Actor, code: str, session: str, number: int, now: datetime) -> Iterator[_Their]:
    with deed.begin(actor, Verb.ADMIT, code, now) as work:
        shown = board.shown(work)
        row = work.session.scalar(
            select(RegistrationRow).where(
                RegistrationRow.id == number, RegistrationRow.summit_id == shown.summit.id
            )
        )
        if row is None or session == WHOLE:
            raise NotFound("registration", str(number))
        person = account.locked(work, row.account_id)
        work.session.refresh(row)
        held = next(
            (one for one in seating.held(work, [row.id]) if one.seating.session == session), None
        )
        if held is None:
            raise Invalid("They neither have a seat in this session nor wait for one.")
        yield _Their(work, shown, person, row, held)


def offer(
    actor: Actor,
    code: str,
    session: str,
    number: int,
    now: datetime,
    *,
    above: bool = False,
    note: str = "",
) -> SeatState:
    """Offer a seat at once to somebody who waits, before their turn; return what they have now.

    Without a free one only `above` the capacity. Short before the session it is theirs at once.
    """
    with _their(actor, code, session, number, now) as one:
        row, seat = one.held.seating, one.held.seat
        if seat.state is not SeatState.WAITING:
            raise Invalid("They do not wait any more.")
        if one.registration.state is not State.CONFIRMED:
            raise Invalid("Their registration is not confirmed yet.")
        about = seating.session_of(one.shown, row)
        if about is None:
            raise Invalid("This session is over, or does not take place.")
        if row.capacity is not None and row.taken >= row.capacity and not above:
            raise Invalid("No seat is free. Say that it may be one above the capacity.")
        until = offer_until(one.shown.present, about.starts)
        row.taken += 1
        seat.changed_at = one.shown.present
        if until is None:
            seat.state = SeatState.CONFIRMED
            letter = notice.about_seat(Occasion.SEAT_CONFIRMED, one.shown, one.person, about)
        else:
            seat.state, seat.offered_until = SeatState.OFFERED, until
            letter = notice.about_seat(
                Occasion.SEAT_OFFERED, one.shown, one.person, about, until=notice.instant(until)
            )
        mail.post(one.work, letter)
        one.note(SeatState.WAITING, note)
        return seat.state


def give_back(
    actor: Actor, code: str, session: str, number: int, now: datetime, note: str = ""
) -> None:
    """Give somebody's seat back for them, or take them out of the queue; the next is served."""
    with _their(actor, code, session, number, now) as one:
        before = one.held.seat.state
        seating.let_go(one.shown, one.held, SeatState.GIVEN_BACK)
        one.note(before, note)
        about = seating.session_of(one.shown, one.held.seating)
        if about is not None:
            mail.post(
                one.work,
                notice.about_seat(Occasion.SEAT_GIVEN_BACK, one.shown, one.person, about),
            )
        seating.promote(one.work, one.shown, (one.held.seating,))


def to_end(actor: Actor, code: str, session: str, number: int, now: datetime, note: str) -> int:
    """Move somebody who waits to the end of the queue; return their place there.

    They get the next ticket; the old one stays as history, so that no number is missing.
    """
    if not note:
        raise Invalid("Please say why: it stands in the log.", "note")
    with _their(actor, code, session, number, now) as one:
        seat, row = one.held.seat, one.held.seating
        if seat.state is not SeatState.WAITING:
            raise Invalid("They do not wait any more.")
        seating.let_go(one.shown, one.held, SeatState.GIVEN_BACK)
        one.work.session.flush()
        row.tickets += 1
        last = SeatRow(
            seating_id=row.id,
            registration_id=one.registration.id,
            state=SeatState.WAITING,
            ticket=row.tickets,
            asked_at=seat.asked_at,
            changed_at=one.shown.present,
        )
        one.work.session.add(last)
        one.work.session.flush()
        place = seating.place(one.work, last) or 1
        one.work.note(
            f"seat/{session}/{one.registration.id}",
            before={"ticket": seat.ticket},
            after={"ticket": last.ticket, "place": place, "note": note},
        )
        if about := seating.session_of(one.shown, row):
            letter = notice.about_seat(
                Occasion.SEAT_WAITING, one.shown, one.person, about, place=place
            )
            mail.post(one.work, letter)
        return place
