"""Tech checks: slots opened by organizers, booked by offices, never by one too many."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session as Rows

from summit.core.errors import Invalid, NotFound
from summit.core.letter import Letter, Occasion
from summit.core.role import Actor, Verb, operator
from summit.core.tech_check import (
    NOTED,
    Booking,
    Outcome,
    Progress,
    Series,
    Slot,
    is_in_hours,
    progress,
)
from summit.core.text import clean_line
from summit.db.base import db, reading
from summit.db.mail import MailRow
from summit.db.place import GovernmentRow
from summit.db.programme import SummitRow
from summit.db.tech_check import BookingRow, TechCheckRow
from summit.services import contact, deed, mail, notice
from summit.services.deed import Deed

CLERK = operator("reminders")
BEFORE = timedelta(days=1)
"""How long before its check an office is reminded of it."""

_LONGEST_ROOM = 500
_LONGEST_NOTE = 500


@dataclass(frozen=True, slots=True)
class Offer:
    """What an office can book: what falls in its hours, on its own clocks, and what does not.

    `mine` is its open booking, `past` are those that something became of, the newest first.
    """

    zone: str
    within: tuple[Slot, ...]
    outside: tuple[Slot, ...]
    mine: Booking | None
    past: tuple[Booking, ...]


def open_series(actor: Actor, code: str, series: Series, now: datetime) -> int:
    """Open the slots of a series; return how many are new.

    One that is there already in the same room stays as it is.
    """
    room = clean_line(series.room)
    if not room:
        raise Invalid("Please fill this in.", "room")
    if len(room) > _LONGEST_ROOM:
        raise Invalid("This is too long.", "room")
    with deed.begin(actor, Verb.GREET, code, now) as work:
        summit = work.summit()
        starts = list(series.starts())
        known = set(
            work.session.scalars(
                select(TechCheckRow.starts_at).where(
                    TechCheckRow.summit_id == summit.id, TechCheckRow.room == room
                )
            )
        )
        new = [one for one in starts if one not in known]
        if starts and starts[-1] <= work.present(summit):
            raise Invalid("This time is over.", "day")
        work.session.add_all(
            TechCheckRow(
                summit_id=summit.id,
                starts_at=one,
                minutes=series.minutes,
                capacity=series.capacity,
                taken=0,
                room=room,
            )
            for one in new
        )
        if new:
            span = {"from": new[0].isoformat(), "slots": len(new), "at once": series.capacity}
            work.note("tech-checks", after=span)
        return len(new)


def close(actor: Actor, code: str, slot: int, now: datetime) -> None:
    """Take a slot away; raise `Invalid` while an office has booked it."""
    with deed.begin(actor, Verb.GREET, code, now) as work:
        row = _locked(work, work.summit(), slot)
        if row.taken:
            raise Invalid("An office has booked this: let it move first.")
        work.note(f"tech-check/{slot}", before={"starts": row.starts_at.isoformat()})
        work.session.delete(row)


def listing(actor: Actor, code: str) -> tuple[tuple[Slot, tuple[Booking, ...]], ...]:
    """Return every slot with its bookings but those that were given back, in order of time."""
    with deed.look(actor, Verb.CHECK, code) as (session, summit):
        rows = session.scalars(
            select(TechCheckRow)
            .where(TechCheckRow.summit_id == summit.id)
            .order_by(TechCheckRow.starts_at, TechCheckRow.room)
        ).all()
        held: dict[int, list[Booking]] = {}
        for one in _bookings(session, summit):
            if one.outcome is not Outcome.GIVEN_BACK:
                held.setdefault(one.slot.id, []).append(one)
        return tuple((_slot(row), tuple(held.get(row.id, ()))) for row in rows)


def readiness(actor: Actor, code: str) -> Mapping[str, Progress]:
    """Return how far each office is with its check, by the codes of governments.

    Those that have never booked one are left out: they are at `Progress.NONE`.
    """
    with deed.look(actor, Verb.CHECK, code) as (session, summit):
        return progresses(session, summit)


def exist(session: Rows, summit: SummitRow) -> bool:
    """Whether a summit has tech checks that could be booked."""
    query = select(TechCheckRow.id).where(TechCheckRow.summit_id == summit.id).limit(1)
    return session.scalar(query) is not None


def progresses(session: Rows, summit: SummitRow) -> Mapping[str, Progress]:
    """Return what `readiness` does, for who reads a summit already."""
    found: dict[str, list[Outcome]] = {}
    for one in _bookings(session, summit):
        found.setdefault(one.government, []).append(one.outcome)
    return {key: progress(tuple(outcomes)) for key, outcomes in found.items()}


def offer(actor: Actor, code: str, government: str, now: datetime) -> Offer:
    """Return what an office can book, and what it has."""
    with deed.look(actor, Verb.ANSWER, code, office=government) as (session, summit):
        where = _zone(session, summit, government)
        present = deed.present(summit, now)
        rows = session.scalars(
            select(TechCheckRow)
            .where(TechCheckRow.summit_id == summit.id, TechCheckRow.starts_at > present)
            .where(TechCheckRow.taken < TechCheckRow.capacity)
            .order_by(TechCheckRow.starts_at, TechCheckRow.room)
        )
        free = [_slot(row) for row in rows]
        own = [one for one in _bookings(session, summit) if one.government == government]
        mine = next((one for one in own if one.outcome is Outcome.BOOKED), None)
        others = [one for one in free if mine is None or one.id != mine.slot.id]
        return Offer(
            zone=where,
            within=tuple(one for one in others if is_in_hours(one, where)),
            outside=tuple(one for one in others if not is_in_hours(one, where)),
            mine=mine,
            past=tuple(one for one in reversed(own) if one.outcome in NOTED),
        )


def is_wanted(actor: Actor, code: str, government: str, now: datetime) -> bool:
    """Whether an office has still to book a check, and there is one that it can."""
    with deed.look(actor, Verb.ANSWER, code, office=government) as (session, summit):
        if progresses(session, summit).get(government) in (Progress.BOOKED, Progress.PASSED):
            return False
        free = select(TechCheckRow.id).where(
            TechCheckRow.summit_id == summit.id,
            TechCheckRow.starts_at > deed.present(summit, now),
            TechCheckRow.taken < TechCheckRow.capacity,
        )
        return session.scalar(free.limit(1)) is not None


def book(actor: Actor, code: str, government: str, slot: int, now: datetime) -> None:
    """Book a slot for an office, or move its booking to it; once booked, twice is as once.

    Raise `Invalid` where it is full or over, `NotFound` where there is none.
    """
    with deed.begin(actor, Verb.ANSWER, code, now, office=government) as work:
        summit = _summit(work)
        _zone(work.session, summit, government)
        mine = _open(work, summit, government)
        # In the order of their ids, so that two who change places never wait for each other.
        wanted = sorted({slot, *([mine.check_id] if mine else [])})
        rows = {one: _locked(work, summit, one) for one in wanted}
        mine = _open(work, summit, government)
        if mine and mine.check_id not in rows:
            raise Invalid("Somebody else has changed this since.")
        to = rows[slot]
        if mine and mine.check_id == slot:
            return
        present = work.present(summit)
        if to.starts_at <= present:
            raise Invalid("This time is over.")
        if to.taken >= to.capacity:
            raise Invalid("Somebody was faster: this time is taken now. Please choose another.")
        to.taken += 1
        if mine:
            left = rows[mine.check_id]
            if left.starts_at <= present:
                raise Invalid("Your check has begun: it cannot be moved any more.")
            left.taken -= 1
            before = {"starts": left.starts_at.isoformat()}
            mine.check_id, mine.changed_at, mine.moves = to.id, now, mine.moves + 1
        else:
            before = None
            _make(work, summit, government, to)
        work.note(
            f"tech-check/{government}", before=before, after={"starts": to.starts_at.isoformat()}
        )


def give_back(actor: Actor, code: str, government: str, now: datetime) -> None:
    """Give the slot of an office back; twice is as once."""
    with deed.begin(actor, Verb.ANSWER, code, now, office=government) as work:
        summit = _summit(work)
        mine = _open(work, summit, government)
        if mine is None:
            return
        row = _locked(work, summit, mine.check_id)
        mine = _open(work, summit, government)
        if mine is None or mine.check_id != row.id:
            return
        if row.starts_at <= work.present(summit):
            raise Invalid("Your check has begun: it cannot be given back any more.")
        row.taken -= 1
        mine.outcome, mine.changed_at = Outcome.GIVEN_BACK, now
        work.note(f"tech-check/{government}", before={"starts": row.starts_at.isoformat()})


def note(
    actor: Actor, code: str, booking: int, outcome: Outcome, words: str, now: datetime
) -> None:
    """Note what became of a booked check; it can be noted otherwise later.

    Raise `Invalid` for a failure without a word about it.
    """
    said = clean_line(words)[:_LONGEST_NOTE]
    if outcome not in NOTED:
        raise Invalid("Please choose one of these.", "outcome")
    if outcome is Outcome.FAILED and not said:
        raise Invalid("Please say what failed.", "note")
    with deed.begin(actor, Verb.GREET, code, now) as work:
        row = work.session.get(BookingRow, booking, with_for_update=True)
        if row is None or row.summit_id != work.summit().id or row.outcome is Outcome.GIVEN_BACK:
            raise NotFound("booking", str(booking))
        before = {"outcome": row.outcome.value, "note": row.note}
        row.outcome, row.note, row.changed_at = outcome, said, now
        after = {"outcome": outcome.value, "note": said}
        work.note(f"tech-check/{row.government}", before=before, after=after)


def booking(actor: Actor, code: str, government: str) -> Booking:
    """Return the open booking of an office; raise `NotFound` where it has none."""
    with deed.look(actor, Verb.ANSWER, code, office=government) as (session, summit):
        for one in _bookings(session, summit):
            if one.government == government and one.outcome is Outcome.BOOKED:
                return one
    raise NotFound("booking", government)


def remind(now: datetime) -> None:
    """Write to the offices whose check comes within a day, once each; `now` is the real time."""
    with reading(db.engine) as session:
        codes = session.scalars(
            select(SummitRow.code).where(SummitRow.id.in_(select(BookingRow.summit_id))).distinct()
        ).all()
    for code in codes:
        with reading(db.engine) as session:
            if not _due(session, code, now):
                continue
        with deed.begin(CLERK, Verb.SEND, code, now) as work:
            work.summit()  # two workers write by turns, so that each sees what the other wrote
            for letter in _due(work.session, code, now):
                mail.post(work, letter)


def _due(session: Rows, code: str, now: datetime) -> list[Letter]:
    """Return the reminders that are due and were not written yet, by the clock of the summit."""
    summit = session.scalars(select(SummitRow).where(SummitRow.code == code)).one()
    present = deed.present(summit, now)
    letters = []
    for one in _bookings(session, summit):
        if one.outcome is not Outcome.BOOKED or not present < one.slot.starts <= present + BEFORE:
            continue
        data = {
            "summit": {"title": dict(summit.title), "zone": summit.zone},
            "city": dict(contact.city(session, code, one.government)),
            "at": notice.instant(one.slot.starts),
            "path": f"/{code}/office/{one.government}/tech-check",
        }
        for number, to in contact.reached(session, summit.id, one.government):
            once = f"tech-check/{one.id}/{one.moves}/{number}"
            letters.append(Letter(Occasion.CHECK_TOMORROW, to, code, data, once=once))
    written = set(
        session.scalars(select(MailRow.once).where(MailRow.once.in_([x.once for x in letters])))
    )
    return [letter for letter in letters if letter.once not in written]


def _summit(work: Deed) -> SummitRow:
    """Return the row of the summit, which is not locked: offices wait for their slot alone."""
    row = work.session.scalar(select(SummitRow).where(SummitRow.code == work.code))
    if row is None:
        raise NotFound("summit", work.code)
    return row


def _make(work: Deed, summit: SummitRow, government: str, to: TechCheckRow) -> None:
    row = BookingRow(
        summit_id=summit.id,
        check_id=to.id,
        government=government,
        outcome=Outcome.BOOKED,
        note="",
        booked_at=work.now,
        booked_by=work.actor.name,
        changed_at=work.now,
        moves=0,
    )
    try:
        with work.session.begin_nested():
            work.session.add(row)
    except IntegrityError:
        # A colleague was at it in the same moment: the index lets one of them through.
        raise Invalid("Your office has booked a check already. You can move it.") from None


def _open(work: Deed, summit: SummitRow, government: str) -> BookingRow | None:
    return work.session.scalar(
        select(BookingRow)
        .where(BookingRow.summit_id == summit.id, BookingRow.government == government)
        .where(BookingRow.outcome == Outcome.BOOKED)
        .execution_options(populate_existing=True)
    )


def _locked(work: Deed, summit: SummitRow, slot: int) -> TechCheckRow:
    row = work.session.scalar(
        select(TechCheckRow)
        .where(TechCheckRow.summit_id == summit.id, TechCheckRow.id == slot)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if row is None:
        raise NotFound("tech check", str(slot))
    return row


def _zone(session: Rows, summit: SummitRow, government: str) -> str:
    found = session.scalar(
        select(GovernmentRow.zone).where(
            GovernmentRow.summit_id == summit.id, GovernmentRow.code == government
        )
    )
    if found is None:
        raise NotFound("city", government)
    return found


def _bookings(session: Rows, summit: SummitRow) -> list[Booking]:
    query = (
        select(BookingRow, TechCheckRow)
        .join(TechCheckRow, TechCheckRow.id == BookingRow.check_id)
        .where(BookingRow.summit_id == summit.id)
        .order_by(BookingRow.id)
    )
    return [_booking(row, slot) for row, slot in session.execute(query)]


def _booking(row: BookingRow, slot: TechCheckRow) -> Booking:
    return Booking(
        id=row.id,
        slot=_slot(slot),
        government=row.government,
        outcome=row.outcome,
        note=row.note,
        booked=row.booked_at,
        changed=row.changed_at,
        moves=row.moves,
    )


def _slot(row: TechCheckRow) -> Slot:
    return Slot(row.id, row.starts_at, row.minutes, row.capacity, row.taken, row.room)
