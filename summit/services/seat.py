"""Stands in for the service of seats until it is here: no queue that moves, no offers, no mail."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from summit.core.errors import NotFound
from summit.core.registration import State
from summit.core.role import Actor, Verb
from summit.core.seat import OPEN, Seat, SeatState
from summit.db.programme import SessionRow, SummitRow
from summit.db.registration import RegistrationRow
from summit.db.seat import SeatingRow, SeatRow
from summit.services import deed
from summit.services.deed import Deed


def take(actor: Actor, code: str, session: str, now: datetime) -> Seat:
    """Give `actor` a seat, or a place in the queue."""
    with deed.begin(actor, Verb.ATTEND, code, now, owner=actor.account) as work:
        summit = work.summit()
        seating = _seating(work, summit, session)
        entry = _registration(work, summit)
        full = seating.capacity is not None and seating.taken >= seating.capacity
        seating.tickets += 1
        if not full:
            seating.taken += 1
        row = SeatRow(
            seating_id=seating.id,
            registration_id=entry,
            state=SeatState.WAITING if full else SeatState.CONFIRMED,
            ticket=seating.tickets,
            asked_at=work.present(summit),
            changed_at=work.present(summit),
        )
        work.session.add(row)
        return Seat(session, row.state, row.ticket, 1 if full else None)


def give_back(actor: Actor, code: str, session: str, now: datetime) -> None:
    """Take the seat of `actor` back."""
    _move(actor, code, session, now, SeatState.GIVEN_BACK)


def accept(actor: Actor, code: str, session: str, now: datetime) -> Seat:
    """Confirm the seat that is offered."""
    return _move(actor, code, session, now, SeatState.CONFIRMED)


def decline(actor: Actor, code: str, session: str, now: datetime) -> None:
    """Pass the seat on that is offered."""
    _move(actor, code, session, now, SeatState.PASSED)


def mine(actor: Actor, code: str) -> tuple[Seat, ...]:
    """Return the open seats of `actor`."""
    with deed.look(actor, Verb.ATTEND, code, owner=actor.account) as (session, summit):
        rows = session.execute(
            select(SeatingRow.session, SeatRow)
            .join(SeatRow, SeatRow.seating_id == SeatingRow.id)
            .join(RegistrationRow, RegistrationRow.id == SeatRow.registration_id)
            .where(
                SeatingRow.summit_id == summit.id,
                RegistrationRow.account_id == actor.account,
                SeatRow.state.in_(OPEN),
                SeatingRow.session != "",
            )
        )
        found = []
        for code_, row in rows:
            place = None
            if row.state is SeatState.WAITING:
                place = session.scalar(
                    select(func.count()).where(
                        SeatRow.seating_id == row.seating_id,
                        SeatRow.state == SeatState.WAITING,
                        SeatRow.ticket <= row.ticket,
                    )
                )
            found.append(Seat(code_, row.state, row.ticket, place, row.offered_until))
        return tuple(found)


def _move(actor: Actor, code: str, session: str, now: datetime, state: SeatState) -> Seat:
    with deed.begin(actor, Verb.ATTEND, code, now, owner=actor.account) as work:
        summit = work.summit()
        seating = _seating(work, summit, session)
        row = work.session.scalars(
            select(SeatRow).where(
                SeatRow.seating_id == seating.id,
                SeatRow.registration_id == _registration(work, summit),
                SeatRow.state.in_(OPEN),
            )
        ).one()
        row.state, row.changed_at, row.offered_until = state, work.present(summit), None
        return Seat(session, state, row.ticket)


def _registration(work: Deed, summit: SummitRow) -> int:
    found = work.session.scalar(
        select(RegistrationRow.id).where(
            RegistrationRow.summit_id == summit.id,
            RegistrationRow.account_id == work.actor.account,
            RegistrationRow.state == State.CONFIRMED,
        )
    )
    if found is None:
        raise NotFound("registration", summit.code)
    return found


def _seating(work: Deed, summit: SummitRow, session: str) -> SeatingRow:
    row = work.session.scalar(
        select(SeatingRow).where(SeatingRow.summit_id == summit.id, SeatingRow.session == session)
    )
    if row is None:
        capacity = work.session.scalar(
            select(SessionRow.capacity).where(
                SessionRow.summit_id == summit.id, SessionRow.code == session
            )
        )
        row = SeatingRow(
            summit_id=summit.id, session=session, capacity=capacity, taken=0, tickets=0
        )
        work.session.add(row)
        work.session.flush()
    return row
