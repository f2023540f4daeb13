"""Seatings: what happens to seats while the row that counts them is locked.

Whoever acts for one person locks their account first, and then the seatings in the order of
their sessions; whoever acts for many locks seatings only. A registration is written after that.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    ScalarSelect,
    SQLColumnExpression,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.orm import aliased

from summit.core.errors import NotFound
from summit.core.letter import Occasion
from summit.core.programme import Session
from summit.core.registration import State
from summit.core.seat import OPEN, TAKES, SeatState, offer_until
from summit.db.account import AccountRow
from summit.db.registration import RegistrationRow
from summit.db.seat import SeatingRow, SeatRow
from summit.services import mail, notice
from summit.services.board import Shown
from summit.services.deed import Deed

WHOLE = ""
"""The seating of the summit itself: whoever takes part has a seat, or waits for one, in it."""
AT_ONCE = 500
"""How many of those who wait are served in one transaction; the sweep serves the others."""


@dataclass(frozen=True, slots=True)
class Held:
    """An open seat and its seating, both locked."""

    seating: SeatingRow
    seat: SeatRow


def lock(work: Deed, which: ColumnElement[bool]) -> dict[str, SeatingRow]:
    """Return seatings of one summit by their sessions, locked until the deed ends.

    They are locked in the order of their sessions.
    """
    query = select(SeatingRow).where(which).order_by(SeatingRow.session)
    rows = work.session.scalars(
        query.with_for_update().execution_options(populate_existing=True)
    ).all()
    return {row.session: row for row in rows}


def lock_of(work: Deed, shown: Shown, sessions: Collection[str]) -> dict[str, SeatingRow]:
    """Return the seatings of some sessions of a summit, locked."""
    return lock(
        work,
        (SeatingRow.summit_id == shown.summit.id) & SeatingRow.session.in_(tuple(sessions)),
    )


def held(work: Deed, registrations: Sequence[int]) -> list[Held]:
    """Return the open seats of registrations of one summit, with their seatings locked.

    The accounts are locked already, so that nobody adds to them meanwhile.
    """
    theirs = SeatRow.registration_id.in_(registrations) & SeatRow.state.in_(tuple(OPEN))
    numbers = work.session.scalars(select(SeatRow.seating_id).where(theirs).distinct()).all()
    if not numbers:
        return []
    seatings = {row.id: row for row in lock(work, SeatingRow.id.in_(numbers)).values()}
    query = select(SeatRow).where(theirs).order_by(SeatRow.seating_id, SeatRow.ticket)
    seats = work.session.scalars(query.execution_options(populate_existing=True)).all()
    return [Held(seatings[seat.seating_id], seat) for seat in seats]


def give(work: Deed, shown: Shown, seating: SeatingRow, registration: RegistrationRow) -> SeatRow:
    """Give a registration the next ticket, and a seat if one is free that nobody waits for.

    It is confirmed at once for those who are, and held for those who may yet be. Who waits for
    the summit itself waits here too.
    """
    may_sit = seating.session == WHOLE or registration.state is not State.WAITING
    is_seated = may_sit and _is_free(seating) and not _is_waited_for(work, seating)
    seat = SeatRow(**_ticket(shown, seating, registration, is_seated))
    work.session.add(seat)
    return seat


def give_all(
    work: Deed,
    shown: Shown,
    wished: Iterable[tuple[SeatingRow, Sequence[RegistrationRow]]],
) -> None:
    """Give registrations the next tickets of seatings, in their order, as `give` does."""
    tickets = []
    for seating, registrations in wished:
        is_open = _is_free(seating) and not _is_waited_for(work, seating)
        for one in registrations:
            may_sit = is_open and (seating.session == WHOLE or one.state is not State.WAITING)
            tickets.append(_ticket(shown, seating, one, may_sit and _is_free(seating)))
    if tickets:
        work.session.execute(insert(SeatRow), tickets)


def _ticket(
    shown: Shown, seating: SeatingRow, registration: RegistrationRow, is_seated: bool
) -> dict[str, Any]:
    """Return the next ticket of a seating, as the columns of a seat."""
    state = _seated(registration.state) if is_seated else SeatState.WAITING
    seating.taken += is_seated
    seating.tickets += 1
    return {
        "seating_id": seating.id,
        "registration_id": registration.id,
        "state": state,
        "ticket": seating.tickets,
        "asked_at": shown.present,
        "changed_at": shown.present,
    }


def confirm(shown: Shown, one: Held) -> None:
    """Make a held or an offered seat its owner's."""
    one.seat.state, one.seat.changed_at = SeatState.CONFIRMED, shown.present
    one.seat.offered_until = None


def let_go(shown: Shown, one: Held, state: SeatState) -> None:
    """End a seat, or send it back to its place in the queue, as `state` says."""
    if one.seat.state in TAKES:
        one.seating.taken -= 1
    one.seat.state, one.seat.changed_at = state, shown.present
    one.seat.offered_until = None


def promote(work: Deed, shown: Shown, seatings: Iterable[SeatingRow], most: int = AT_ONCE) -> int:
    """Serve those who wait with the seats that are free, in the order of their tickets.

    Return how many were served. It ends with nobody waiting for a seat that is free, but for
    those past `most`, and for a session that is over or does not take place.
    """
    return sum(_promote(work, shown, seating, most) for seating in seatings)


def place(work: Deed, seat: SeatRow) -> int | None:
    """Return how many stand in the queue up to and with a seat, or None if it does not wait."""
    if seat.state is not SeatState.WAITING:
        return None
    return work.session.scalar(
        select(func.count())
        .select_from(SeatRow)
        .where(
            SeatRow.seating_id == seat.seating_id,
            SeatRow.state == SeatState.WAITING,
            SeatRow.ticket <= seat.ticket,
        )
    )


def before() -> ScalarSelect[int]:
    """Return, beside a `SeatRow` in a query, how many wait up to and with it."""
    other = aliased(SeatRow)
    return (
        select(func.count(other.id))
        .where(
            other.seating_id == SeatRow.seating_id,
            other.state == SeatState.WAITING,
            other.ticket <= SeatRow.ticket,
        )
        .correlate(SeatRow)
        .scalar_subquery()
    )


def waiting(work: Deed, seating: SeatingRow) -> int:
    """Return how many wait in a seating."""
    query = select(func.count()).where(
        SeatRow.seating_id == seating.id, SeatRow.state == SeatState.WAITING
    )
    return work.session.scalar(query) or 0


def session_of(shown: Shown, seating: SeatingRow) -> Session | None:
    """Return the session of a seating, or None where no seat in it can be taken any more."""
    try:
        session = shown.session(seating.session)
    except NotFound:
        return None
    return session if shown.present < session.ends else None


def waits(number: SQLColumnExpression[int] | int) -> ColumnElement[bool]:
    """Whether somebody whom a free seat would serve waits in the seating with an id."""
    inner = aliased(SeatingRow)
    return exists(
        select(SeatRow.id)
        .join(RegistrationRow, RegistrationRow.id == SeatRow.registration_id)
        .join(inner, inner.id == SeatRow.seating_id)
        .where(
            SeatRow.seating_id == number,
            SeatRow.state == SeatState.WAITING,
            or_(inner.session == WHOLE, RegistrationRow.state != State.WAITING),
        )
    )


def _is_free(seating: SeatingRow) -> bool:
    return seating.capacity is None or seating.taken < seating.capacity


def _is_waited_for(work: Deed, seating: SeatingRow) -> bool:
    # Where there is no end of seats, nobody loses one to who comes later.
    return seating.capacity is not None and bool(work.session.scalar(select(waits(seating.id))))


def _seated(state: State) -> SeatState:
    return SeatState.CONFIRMED if state is State.CONFIRMED else SeatState.HELD


def _promote(work: Deed, shown: Shown, seating: SeatingRow, most: int) -> int:
    if not _is_free(seating):
        return 0
    session = None
    if seating.session != WHOLE and (session := session_of(shown, seating)) is None:
        return 0
    free = most if seating.capacity is None else min(most, seating.capacity - seating.taken)
    query = (
        select(SeatRow, RegistrationRow, AccountRow)
        .join(RegistrationRow, RegistrationRow.id == SeatRow.registration_id)
        .join(AccountRow, AccountRow.id == RegistrationRow.account_id)
        .where(SeatRow.seating_id == seating.id, SeatRow.state == SeatState.WAITING)
        .order_by(SeatRow.ticket)
        .limit(free)
        .execution_options(populate_existing=True)
    )
    if session is not None:
        query = query.where(RegistrationRow.state != State.WAITING)
    found = work.session.execute(query).all()
    seating.taken += len(found)
    if session is None:
        _admit(work, shown, found)
    else:
        until = offer_until(shown.present, session.starts)
        for seat, registration, account in found:
            _offer(work, shown, session, until, seat, registration, account)
    return len(found)


def _offer(
    work: Deed,
    shown: Shown,
    session: Session,
    until: datetime | None,
    seat: SeatRow,
    registration: RegistrationRow,
    account: AccountRow,
) -> None:
    """Give a freed seat to who waits: offered, or at once where too little time is left."""
    seat.changed_at = shown.present
    if registration.state is not State.CONFIRMED:
        seat.state = SeatState.HELD
    elif until is None:
        seat.state = SeatState.CONFIRMED
        mail.post(work, notice.about_seat(Occasion.SEAT_CONFIRMED, shown, account, session))
    else:
        seat.state, seat.offered_until = SeatState.OFFERED, until
        more = {"until": notice.instant(until)}
        mail.post(work, notice.about_seat(Occasion.SEAT_OFFERED, shown, account, session, **more))


def _admit(
    work: Deed, shown: Shown, found: Sequence[tuple[SeatRow, RegistrationRow, AccountRow]]
) -> None:
    """Let those in who waited for the summit itself; their other queues are for the sweep."""
    entering = [one for one in found if one[1].state is State.WAITING]
    for seat, registration, _ in found:
        is_in = registration.state is State.WAITING
        seat.state = SeatState.CONFIRMED if is_in else SeatState.HELD
        seat.changed_at = shown.present
    for _, _, account in entering:
        path = f"/{shown.summit.code}/me"
        mail.post(work, notice.about_summit(Occasion.REGISTERED, shown, account, path=path))
    if entering:
        # Not by its object: its owner may be correcting it, with another version.
        work.session.execute(
            update(RegistrationRow)
            .where(RegistrationRow.id.in_([row.id for _, row, _ in entering]))
            .values(
                state=State.CONFIRMED,
                confirmed_at=shown.present,
                version=RegistrationRow.version + 1,
            )
            .execution_options(synchronize_session=False)
        )
