"""A participant's own agenda: what they picked, and how their calendars stand."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from summit.core.agenda import MAY_PICK, Mark, Own
from summit.core.errors import NotFound
from summit.core.programme import Visibility
from summit.core.role import Actor, Verb
from summit.core.seat import OPEN, SeatState
from summit.db.agenda import PickRow
from summit.db.programme import SessionRow, SummitRow
from summit.db.registration import RegistrationRow
from summit.db.seat import SeatingRow, SeatRow
from summit.services import deed, seat, standing
from summit.services.deed import Deed

_SECOND = timedelta(seconds=1)
_AHEAD = timedelta(seconds=5)

_STEPS = {SeatState.HELD: 1, SeatState.WAITING: 1, SeatState.OFFERED: 2, SeatState.CONFIRMED: 3}
_ENDED = 4
"""How far a seat has come on its way; each step of it is told to calendars."""


def pick(actor: Actor, code: str, session: str, now: datetime) -> bool:
    """Put a session into the agenda of `actor`; say whether it was not there.

    Raise `NotFound` where they are not registered, and for a session that nobody may know of.
    """
    with deed.begin(actor, Verb.ATTEND, code, now, owner=actor.account) as work:
        entry = registered(work)
        _known(work, entry, session)
        row = _row(work, entry, session)
        moment, asked = _after_seats(work, entry, session, now)
        if row is None:
            work.session.add(
                PickRow(registration_id=entry.id, session=session, picked_at=moment, left_at=None)
            )
        elif row.left_at is None:
            return False
        elif asked is None or _is_before(row.left_at, asked):
            # Calendars order what they are told by time: no two moves within one second.
            row.picked_at = max(moment, row.left_at + _SECOND)
            row.left_at = None
        else:
            row.left_at = None  # as if it never was: the seat kept it in all calendars
        work.note(f"pick/{session}", after={"account": entry.account_id})
        return True


def unpick(actor: Actor, code: str, session: str, now: datetime) -> bool:
    """Take a session out of the agenda of `actor`; say whether it was there."""
    with deed.begin(actor, Verb.ATTEND, code, now, owner=actor.account) as work:
        entry = registered(work)
        row = _row(work, entry, session)
        if row is None or row.left_at is not None:
            return False
        moment, _ = _after_seats(work, entry, session, now)
        row.left_at = max(moment, row.picked_at + _SECOND)
        work.note(f"pick/{session}", before={"account": entry.account_id})
        return True


def mine(actor: Actor, code: str) -> Own | None:
    """Return what `actor` has of the summit `code`, or None where they are not registered."""
    with deed.look(actor, Verb.ATTEND, code, owner=actor.account) as (session, _summit):
        entry = session.scalar(_entries(code, actor))
        if entry is None:
            return None
        query = select(PickRow.session).where(
            PickRow.registration_id == entry.id, PickRow.left_at.is_(None)
        )
        picks = tuple(session.scalars(query.order_by(PickRow.session)))
        told = standing.told(entry, code)
    return Own(told, picks, seat.mine(actor, code))


def registered(work: Deed) -> RegistrationRow:
    """Return the row of the registration with which the actor keeps an agenda; raise `NotFound`.

    It is locked, so that what one person does at once in many windows comes one by one, and
    nobody else waits.
    """
    query = _entries(work.code, work.actor).with_for_update(key_share=True, of=RegistrationRow)
    row = work.session.scalar(query)
    if row is None:
        raise NotFound("registration", work.code)
    return row


def marks(
    session: Session, summit: SummitRow, registration: int, since: datetime, now: datetime
) -> tuple[Mark, ...]:
    """Return how every session stands that somebody's calendar shows or, `since` then, showed.

    A pick and a seat bring a session in, each alone; a seat that is open says how sure it is.
    """
    picks = {
        row.session: row
        for row in session.scalars(select(PickRow).where(PickRow.registration_id == registration))
    }
    seats: dict[str, list[SeatRow]] = {}
    query = select(SeatingRow.session, SeatRow).join(SeatRow, SeatRow.seating_id == SeatingRow.id)
    for code, row in session.execute(
        query.where(SeatRow.registration_id == registration, SeatingRow.session != "")
    ):
        seats.setdefault(code, []).append(row)
    found = (
        _mark(code, picks.get(code), seats.get(code, []), summit, since, now)
        for code in sorted(picks.keys() | seats.keys())
    )
    # Instants are in whole seconds: what left within the second was perhaps seen.
    return tuple(one for one in found if one.is_in or one.changed >= since.replace(microsecond=0))


def _mark(
    code: str,
    picked: PickRow | None,
    seats: list[SeatRow],
    summit: SummitRow,
    since: datetime,
    now: datetime,
) -> Mark:
    changes = [_real(row.changed_at, summit, now) for row in seats]
    steps = version = sum(_STEPS.get(row.state, _ENDED) for row in seats)
    held = next((row for row in seats if row.state in OPEN), None)
    asked = _real(held.asked_at, summit, now) if held else None
    for moved in (picked.left_at, picked.picked_at) if picked else ():
        # While there is a seat, a pick says nothing: it counts when the seat has ended.
        if moved is not None and (asked is None or _is_before(moved, asked)):
            changes.append(moved)
            version += max(0, round((moved - since).total_seconds()))
            break
    return Mark(
        session=code,
        is_in=held is not None or (picked is not None and picked.left_at is None),
        seat=held.state if held else None,
        version=version,
        changed=max(changes).replace(microsecond=0),
        steps=steps,
    )


def _is_before(moved: datetime, asked: datetime) -> bool:
    """Whether a pick was moved before a seat was asked for; one may be dated a little ahead."""
    return moved <= asked + _AHEAD


def _after_seats(
    work: Deed, entry: RegistrationRow, session: str, now: datetime
) -> tuple[datetime, datetime | None]:
    """Return the whole second of `now`, or the next if a seat changed in it, so that both count.

    With it comes when the seat was asked for that is open, if there is one.
    """
    summit = work.session.get_one(SummitRow, entry.summit_id)
    query = select(SeatRow).join(SeatingRow, SeatRow.seating_id == SeatingRow.id)
    seats = work.session.scalars(
        query.where(SeatRow.registration_id == entry.id, SeatingRow.session == session)
    ).all()
    moment = now.replace(microsecond=0)
    if any(_real(row.changed_at, summit, now).replace(microsecond=0) == moment for row in seats):
        moment += _SECOND
    asked = (_real(row.asked_at, summit, now) for row in seats if row.state in OPEN)
    return moment, next(asked, None)


def _real(moment: datetime, summit: SummitRow, now: datetime) -> datetime:
    """Return the real instant at which the summit's clock showed `moment`.

    Seats follow that clock, calendars the real one. What was written before a rehearsal is
    taken as it stands.
    """
    if summit.rehearsal_moment is not None and summit.rehearsal_started is not None:
        real = summit.rehearsal_started + (moment - summit.rehearsal_moment)
        if summit.rehearsal_started <= real <= now:
            return real
    return moment


def _entries(code: str, actor: Actor) -> Select[RegistrationRow]:
    return (
        select(RegistrationRow)
        .join(SummitRow, SummitRow.id == RegistrationRow.summit_id)
        .where(
            SummitRow.code == code,
            RegistrationRow.account_id == actor.account,
            RegistrationRow.state.in_(MAY_PICK),
        )
    )


def _row(work: Deed, entry: RegistrationRow, session: str) -> PickRow | None:
    query = select(PickRow).where(PickRow.registration_id == entry.id, PickRow.session == session)
    return work.session.scalar(query)


def _known(work: Deed, entry: RegistrationRow, code: str) -> None:
    query = select(SessionRow.id).where(
        SessionRow.summit_id == entry.summit_id,
        SessionRow.code == code,
        SessionRow.visibility == Visibility.PUBLIC,
    )
    if work.session.scalar(query) is None:
        raise NotFound("session", code)
