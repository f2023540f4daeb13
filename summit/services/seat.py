"""Seats in sessions: taken, given back, offered to who waits, and passed on by themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from sqlalchemy import func, or_, select
from sqlalchemy.exc import IntegrityError

from summit.core.errors import Invalid, NotFound
from summit.core.letter import Occasion
from summit.core.programme import Session
from summit.core.registration import LIVE, State
from summit.core.release import Release
from summit.core.role import VISITOR, Actor, Verb, operator
from summit.core.seat import OPEN, Availability, Seat, SeatState
from summit.db.account import AccountRow
from summit.db.base import db, reading
from summit.db.programme import SummitRow
from summit.db.registration import RegistrationRow
from summit.db.release import ReleaseRow
from summit.db.seat import SeatingRow, SeatRow
from summit.services import account, board, deed, mail, notice, seating
from summit.services.board import Shown
from summit.services.deed import Deed
from summit.services.seating import Held

SWEEPER = operator("sweep")
_BATCH = 50
"""Registrations that lapse, and offers that pass on, in one transaction."""
_BATCHES = 40
"""Transactions of one kind in one sweep of a summit; the next sweep does the rest."""


@dataclass(frozen=True, slots=True)
class _Own:
    """One person's deed about one session, with their account locked."""

    work: Deed
    shown: Shown
    session: Session
    person: AccountRow
    registration: RegistrationRow
    mine: SeatRow | None
    """Their open seat; only a sweep may change it before its seating is locked."""

    def lock(self) -> SeatingRow | None:
        """Return the seating of the session, locked."""
        found = seating.lock_of(self.work, self.shown, (self.session.code,))
        return found.get(self.session.code)

    def held(self) -> Held | None:
        """Return the person's open seat with its seating locked, or None."""
        if self.mine is None or (row := self.lock()) is None:
            return None
        self.work.session.refresh(self.mine)
        return Held(row, self.mine) if self.mine.state in OPEN else None

    def post(self, occasion: Occasion, place: int | None = None) -> None:
        """Write the person a letter about their seat."""
        more = {} if place is None else {"place": place}
        about = notice.about_seat(occasion, self.shown, self.person, self.session, **more)
        mail.post(self.work, about)


@contextmanager
def _own(actor: Actor, code: str, session: str, now: datetime) -> Iterator[_Own]:
    """Begin what somebody does about their own seat."""
    with deed.begin(actor, Verb.ATTEND, code, now, owner=actor.account) as work:
        person = account.locked(work, actor.account or 0)
        shown = board.shown(work)
        query = (
            select(RegistrationRow, SeatRow)
            .select_from(RegistrationRow)
            .outerjoin(
                SeatingRow,
                (SeatingRow.summit_id == shown.summit.id) & (SeatingRow.session == session),
            )
            .outerjoin(
                SeatRow,
                (SeatRow.registration_id == RegistrationRow.id)
                & (SeatRow.seating_id == SeatingRow.id)
                & SeatRow.state.in_(tuple(OPEN)),
            )
            .where(
                RegistrationRow.account_id == person.id,
                RegistrationRow.summit_id == shown.summit.id,
            )
        )
        found = work.session.execute(query).first()
        if found is None or found[0].state not in LIVE:
            raise Invalid("Please register for the summit first.")
        yield _Own(work, shown, shown.session(session), person, found[0], found[1])


def take(actor: Actor, code: str, session: str, now: datetime) -> Seat:
    """Take a seat in a session, or the next place in its queue.

    Who has one already, or stands in the queue, gets what they have. Raise `Invalid` where
    no seat is needed, or none can be taken any more.
    """
    with _own(actor, code, session, now) as own:
        if own.session.capacity is None:
            raise Invalid("Everybody can come to this session: no seat is needed.")
        if own.shown.present >= own.session.ends:
            raise Invalid("This session is over.")
        if own.mine is not None:
            return _told(session, own.mine, seating.place(own.work, own.mine))
        row = own.lock() or _made(own)
        place = seating.waiting(own.work, row) + 1
        seat = seating.give(own.work, own.shown, row, own.registration)
        own.work.note(f"seat/{session}", after={"state": seat.state.value, "ticket": seat.ticket})
        if seat.state is SeatState.WAITING:
            own.post(Occasion.SEAT_WAITING, place)
            return _told(session, seat, place)
        if seat.state is SeatState.CONFIRMED:
            own.post(Occasion.SEAT_CONFIRMED)
        return _told(session, seat)


def give_back(actor: Actor, code: str, session: str, now: datetime) -> None:
    """Give a seat back, or leave the queue; who waits first is served. Twice is as once."""
    with _own(actor, code, session, now) as own:
        if one := own.held():
            _end(own, one)


def accept(actor: Actor, code: str, session: str, now: datetime) -> Seat:
    """Take the seat that is offered. Raise `Invalid` where the offer has passed on."""
    with _own(actor, code, session, now) as own:
        one = own.held()
        if one is not None and one.seat.state is SeatState.CONFIRMED:
            return _told(session, one.seat)
        until = one.seat.offered_until if one else None
        if one is None or until is None or until <= own.shown.present:
            raise Invalid("This seat is not offered to you any more.")
        seating.confirm(own.shown, one)
        own.work.note(f"seat/{session}", after={"state": one.seat.state.value})
        own.post(Occasion.SEAT_CONFIRMED)
        return _told(session, one.seat)


def decline(actor: Actor, code: str, session: str, now: datetime) -> None:
    """Pass an offered seat on. Raise `Invalid` where none is offered."""
    with _own(actor, code, session, now) as own:
        one = own.held()
        if one is None or one.seat.state is not SeatState.OFFERED:
            raise Invalid("This seat is not offered to you any more.")
        _end(own, one)


def _end(own: _Own, one: Held) -> None:
    before = one.seat.state.value
    seating.let_go(own.shown, one, SeatState.GIVEN_BACK)
    own.work.note(
        f"seat/{own.session.code}", before={"state": before}, after={"state": "given_back"}
    )
    own.post(Occasion.SEAT_GIVEN_BACK)
    seating.promote(own.work, own.shown, (one.seating,))


def _made(own: _Own) -> SeatingRow:
    """Return the seating of a session that was published before there were any."""
    row = SeatingRow(
        summit_id=own.shown.summit.id,
        session=own.session.code,
        capacity=own.session.capacity,
        taken=0,
        tickets=0,
    )
    try:
        with own.work.session.begin_nested():
            own.work.session.add(row)
    except IntegrityError:
        first = own.lock()
        if first is None:
            raise
        return first
    return row


def _told(session: str, row: SeatRow, place: int | None = None) -> Seat:
    return Seat(session, row.state, row.ticket, place, row.offered_until)


def mine(actor: Actor, code: str) -> tuple[Seat, ...]:
    """Return the open seats of whoever asks, with their places in the queues of this moment."""
    with deed.look(actor, Verb.SEE, code, owner=actor.account) as (session, summit):
        rows = session.execute(
            select(SeatingRow.session, SeatRow, seating.before())
            .join(SeatingRow, SeatingRow.id == SeatRow.seating_id)
            .join(RegistrationRow, RegistrationRow.id == SeatRow.registration_id)
            .where(
                RegistrationRow.account_id == actor.account,
                RegistrationRow.summit_id == summit.id,
                SeatRow.state.in_(tuple(OPEN)),
                SeatingRow.session != seating.WHOLE,
            )
            .order_by(SeatingRow.session)
        )
        return tuple(
            _told(code, seat, count if seat.state is SeatState.WAITING else None)
            for code, seat, count in rows
        )


def availability(code: str) -> Mapping[str, Availability]:
    """Return how full the sessions with a capacity are, by their codes; anybody may know."""
    with deed.look(VISITOR, Verb.REGISTER, code) as (session, summit):
        rows = session.execute(
            select(
                SeatingRow.session, SeatingRow.capacity, SeatingRow.taken, func.count(SeatRow.id)
            )
            .outerjoin(
                SeatRow,
                (SeatRow.seating_id == SeatingRow.id) & (SeatRow.state == SeatState.WAITING),
            )
            .where(SeatingRow.summit_id == summit.id, SeatingRow.capacity.is_not(None))
            .group_by(SeatingRow.id)
            .order_by(SeatingRow.session)
        )
        return MappingProxyType({one.session: Availability(*one[1:]) for one in rows})


# --- what publishing does --------------------------------------------------------------------


def set_capacities(work: Deed, summit: SummitRow, release: Release) -> None:
    """Give the seatings the capacities of a release that is being published.

    A larger one serves those who wait; a smaller one takes nobody's seat. The seating of a
    session that does not take place is closed, with no seats to give, until it does again.
    """
    shown = Shown(summit, work.present(summit), release)
    wanted = {one.code: one.capacity for one in release.sessions if one.capacity is not None}
    known = dict(
        work.session.execute(
            select(SeatingRow.session, SeatingRow.capacity).where(
                SeatingRow.summit_id == summit.id, SeatingRow.session != seating.WHOLE
            )
        ).all()
    )
    target = {code: _capacity(shown, code) for code in {*wanted, *known}}
    other = {code for code, seats in known.items() if seats != target[code]}
    for code, row in seating.lock_of(work, shown, other).items() if other else ():
        row.capacity = target[code]
        seating.promote(work, shown, (row,))
    work.session.add_all(
        SeatingRow(summit_id=summit.id, session=code, capacity=target[code], taken=0, tickets=0)
        for code in sorted(wanted.keys() - known.keys())
    )


def _capacity(shown: Shown, code: str) -> int | None:
    try:
        return shown.session(code).capacity
    except NotFound:
        return 0


# --- what time does --------------------------------------------------------------------------


def sweep(now: datetime) -> None:
    """Pass on what was not taken in time, let go what was not confirmed, serve who waits.

    It is done in short transactions, each of which looks again at what it finds, so that it
    does no harm to sweep twice at once.
    """
    with reading(db.engine) as session:
        codes = session.scalars(
            select(SummitRow.code)
            .where(
                SummitRow.id.in_(select(SeatingRow.summit_id)),
                SummitRow.id.in_(select(ReleaseRow.summit_id)),
            )
            .order_by(SummitRow.id)
        ).all()
    for code in codes:
        for step in (_pass_on, _lapse, _fill):
            for _ in range(_BATCHES):
                if not step(code, now):
                    break


@contextmanager
def _sweeping(code: str, now: datetime) -> Iterator[tuple[Deed, Shown]]:
    with deed.begin(SWEEPER, Verb.ATTEND, code, now) as work:
        yield work, board.shown(work)


def _pass_on(code: str, now: datetime) -> bool:
    """Pass some offers of one session on; return whether there were any."""
    with _sweeping(code, now) as (work, shown):
        late = (SeatRow.state == SeatState.OFFERED) & (SeatRow.offered_until <= shown.present)
        session = work.session.scalar(
            select(SeatingRow.session)
            .join(SeatRow, SeatRow.seating_id == SeatingRow.id)
            .where(SeatingRow.summit_id == shown.summit.id, late)
            .limit(1)
        )
        if session is None:
            return False
        row = seating.lock_of(work, shown, (session,))[session]
        found = work.session.execute(
            select(SeatRow, AccountRow)
            .join(RegistrationRow, RegistrationRow.id == SeatRow.registration_id)
            .join(AccountRow, AccountRow.id == RegistrationRow.account_id)
            .where(SeatRow.seating_id == row.id, late)
            .order_by(SeatRow.ticket)
            .limit(_BATCH)
            .execution_options(populate_existing=True)
        )
        about = seating.session_of(shown, row)
        for seat, person in found.all():
            seating.let_go(shown, Held(row, seat), SeatState.PASSED)
            if about is not None:
                mail.post(work, notice.about_seat(Occasion.SEAT_PASSED, shown, person, about))
        seating.promote(work, shown, (row,))
        return True


def _lapse(code: str, now: datetime) -> bool:
    """End some registrations that nobody confirmed; return whether there were any."""
    with _sweeping(code, now) as (work, shown):
        due = (
            (RegistrationRow.summit_id == shown.summit.id)
            & (RegistrationRow.state == State.UNCONFIRMED)
            & (RegistrationRow.held_until <= shown.present)
        )
        people = work.session.scalars(
            select(RegistrationRow.account_id).where(due).order_by(RegistrationRow.id).limit(_BATCH)
        ).all()
        if not people:
            return False
        work.session.execute(
            select(AccountRow.id)
            .where(AccountRow.id.in_(people))
            .order_by(AccountRow.id)
            .with_for_update(key_share=True)
        )
        rows = work.session.scalars(
            select(RegistrationRow)
            .where(due, RegistrationRow.account_id.in_(people))
            .execution_options(populate_existing=True)
        ).all()
        lapse(work, shown, rows)
        return True


def lapse(work: Deed, shown: Shown, rows: Sequence[RegistrationRow]) -> None:
    """End registrations whose accounts are locked, and let go what they hold."""
    held = seating.held(work, [row.id for row in rows])
    for row in rows:
        row.state, row.held_until = State.LAPSED, None
        work.note(f"registration/{row.id}", after={"state": row.state.value})
    for one in held:
        seating.let_go(shown, one, SeatState.LAPSED)
    seating.promote(work, shown, {one.seating.id: one.seating for one in held}.values())


def _fill(code: str, now: datetime) -> bool:
    """Serve some who wait for a seat that is free; return whether there were any."""
    with _sweeping(code, now) as (work, shown):
        is_free = or_(SeatingRow.capacity.is_(None), SeatingRow.taken < SeatingRow.capacity)
        sessions = work.session.scalars(
            select(SeatingRow.session)
            .where(SeatingRow.summit_id == shown.summit.id, is_free, seating.waits(SeatingRow.id))
            .order_by(SeatingRow.session)
        ).all()
        if not sessions:
            return False
        return bool(seating.promote(work, shown, seating.lock_of(work, shown, sessions).values()))
