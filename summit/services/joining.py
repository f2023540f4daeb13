"""Joining: the way into a session, which alone knows the addresses of its streams."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session as DatabaseSession

from summit.core import joining
from summit.core.errors import NotAllowed, NotFound
from summit.core.joining import Door, Way
from summit.core.programme import Session
from summit.core.registration import State
from summit.core.role import Actor, Verb
from summit.core.seat import OPEN, SeatState
from summit.db.agenda import AttendanceRow
from summit.db.programme import SessionRow, StreamRow, SummitRow
from summit.db.registration import RegistrationRow
from summit.db.seat import SeatingRow, SeatRow
from summit.services import deed


def door(actor: Actor, code: str, session: Session, now: datetime) -> tuple[Door, tuple[Way, ...]]:
    """Return how `actor` stands before `session`, as it was released, and the ways to watch it.

    It opens and closes by the summit's own clock.
    """
    with deed.look(actor, Verb.ATTEND, code, owner=actor.account) as (found, summit):
        state, _ = _state(found, summit, actor, session, now)
        ways = _ways(_streams(found, summit, session))
    return (Door.STREAMLESS if state is Door.OPEN and not ways else state), ways


def join(actor: Actor, code: str, session: Session, number: int, now: datetime) -> str:
    """Let `actor` into `session`; return the address of its way `number`, and write it down.

    Raise `NotAllowed` while the door is not open to them, `NotFound` for a way that is none.
    """
    with deed.begin(actor, Verb.ATTEND, code, now, owner=actor.account) as work:
        summit = work.session.scalars(select(SummitRow).where(SummitRow.code == code)).one()
        state, registration = _state(work.session, summit, actor, session, now)
        if state is not Door.OPEN or registration is None:
            raise NotAllowed(f"The way into this session is not open: {state}.")
        streams = {row.position: row for row in _streams(work.session, summit, session)}
        row = streams.get(number)
        if row is None or not row.address:
            raise NotFound("stream", str(number))
        work.session.add(
            AttendanceRow(
                registration_id=registration,
                session=session.code,
                joined_at=work.present(summit).replace(microsecond=0),
            )
        )
        return row.address


def _state(
    found: DatabaseSession, summit: SummitRow, actor: Actor, session: Session, now: datetime
) -> tuple[Door, int | None]:
    entry = found.execute(
        select(RegistrationRow.id, RegistrationRow.state).where(
            RegistrationRow.summit_id == summit.id, RegistrationRow.account_id == actor.account
        )
    ).one_or_none()
    number, state = (entry.id, entry.state) if entry else (None, None)
    if state in (State.CANCELLED, State.REFUSED, State.LAPSED):
        state = None
    seat: SeatState | None = None
    if number is not None and session.capacity is not None:
        seat = found.scalar(
            select(SeatRow.state)
            .join(SeatingRow, SeatingRow.id == SeatRow.seating_id)
            .where(
                SeatingRow.summit_id == summit.id,
                SeatingRow.session == session.code,
                SeatRow.registration_id == number,
                SeatRow.state.in_(OPEN),
            )
        )
    return joining.door(session, deed.present(summit, now), state, seat), number


def _streams(found: DatabaseSession, summit: SummitRow, session: Session) -> list[StreamRow]:
    query = (
        select(StreamRow)
        .join(SessionRow, SessionRow.id == StreamRow.session_id)
        .where(SessionRow.summit_id == summit.id, SessionRow.code == session.code)
        .order_by(StreamRow.position)
    )
    return list(found.scalars(query))


def _ways(rows: Iterable[StreamRow]) -> tuple[Way, ...]:
    """Return the ways that lead somewhere; a stream may be announced before it has an address."""
    return tuple(Way(row.position, row.language, row.title) for row in rows if row.address)
