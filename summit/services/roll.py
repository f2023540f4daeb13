"""Rolls: all registrations, seats or attendances of a summit at once, to be taken along."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from summit.core.certificate import Attended, Joined, attended
from summit.core.registration import Registration
from summit.core.role import Actor, Verb
from summit.core.seat import OPEN, TAKES, SeatState
from summit.db import release as table
from summit.db.account import AccountRow
from summit.db.agenda import AttendanceRow
from summit.db.registration import RegistrationRow
from summit.db.seat import SeatingRow, SeatRow
from summit.formats import release_json
from summit.services import deed, seating, standing
from summit.services.seating import WHOLE


@dataclass(frozen=True, slots=True)
class Entrant:
    """A registration with its account; the codes of the sessions they sit and wait in."""

    registration: Registration
    address: str
    language: str
    zone: str
    seats: tuple[str, ...]
    queues: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A seat, or a place in a queue (`place`, 1 for the next)."""

    registration: int
    name: str
    organization: str
    address: str
    session: str
    state: SeatState
    place: int | None
    asked: datetime
    changed: datetime


@dataclass(frozen=True, slots=True)
class Attendee:
    """A session that somebody attended; `joined` is when they came first."""

    registration: int
    name: str
    organization: str
    address: str
    attended: Attended
    joined: datetime


def registrations(actor: Actor, code: str) -> tuple[Entrant, ...]:
    """Return all registrations of the summit `code`, in the order in which they came."""
    with deed.look(actor, Verb.ADMIT, code) as (session, summit):
        seats, queues = defaultdict[int, list[str]](list), defaultdict[int, list[str]](list)
        for number, where, state in session.execute(
            select(SeatRow.registration_id, SeatingRow.session, SeatRow.state)
            .join(SeatingRow, SeatingRow.id == SeatRow.seating_id)
            .where(
                SeatingRow.summit_id == summit.id,
                SeatingRow.session != WHOLE,
                SeatRow.state.in_(tuple(OPEN)),
            )
            .order_by(SeatingRow.session)
        ):
            (seats if state in TAKES else queues)[number].append(where)
        rows = session.execute(
            select(RegistrationRow, AccountRow.address, AccountRow.language, AccountRow.zone)
            .join(AccountRow, AccountRow.id == RegistrationRow.account_id)
            .where(RegistrationRow.summit_id == summit.id)
            .order_by(RegistrationRow.id)
        )
        return tuple(
            Entrant(
                registration=standing.told(row, code),
                address=address,
                language=language,
                zone=zone,
                seats=tuple(seats[row.id]),
                queues=tuple(queues[row.id]),
            )
            for row, address, language, zone in rows
        )


def seats(actor: Actor, code: str) -> tuple[Place, ...]:
    """Return all seats and places in queues of the summit `code`, by session and ticket."""
    with deed.look(actor, Verb.ADMIT, code) as (session, summit):
        rows = session.execute(
            select(
                RegistrationRow.id,
                RegistrationRow.name,
                RegistrationRow.organization,
                AccountRow.address,
                SeatingRow.session,
                SeatRow.state,
                seating.before(),
                SeatRow.asked_at,
                SeatRow.changed_at,
            )
            .join(SeatingRow, SeatingRow.id == SeatRow.seating_id)
            .join(RegistrationRow, RegistrationRow.id == SeatRow.registration_id)
            .join(AccountRow, AccountRow.id == RegistrationRow.account_id)
            .where(
                SeatingRow.summit_id == summit.id,
                SeatingRow.session != WHOLE,
                SeatRow.state.in_(tuple(OPEN)),
            )
            .order_by(SeatingRow.session, SeatRow.ticket)
        )
        return tuple(
            Place(*row[:6], row[6] if row[5] is SeatState.WAITING else None, *row[7:])
            for row in rows
        )


def attendance(actor: Actor, code: str) -> tuple[Attendee, ...]:
    """Return who attended which sessions of the summit `code`, and for how many minutes."""
    with deed.look(actor, Verb.ADMIT, code) as (session, summit):
        body = table.body(session, code)
        known = {one.code: one for one in release_json.read(body).sessions} if body else {}
        joins = defaultdict[int, list[Joined]](list)
        for number, where, at in session.execute(
            select(AttendanceRow.registration_id, AttendanceRow.session, AttendanceRow.joined_at)
            .join(RegistrationRow, RegistrationRow.id == AttendanceRow.registration_id)
            .where(RegistrationRow.summit_id == summit.id)
        ):
            joins[number].append(Joined(where, at))
        people = session.execute(
            select(
                RegistrationRow.id,
                RegistrationRow.name,
                RegistrationRow.organization,
                AccountRow.address,
            )
            .join(AccountRow, AccountRow.id == RegistrationRow.account_id)
            .where(RegistrationRow.summit_id == summit.id)
            .order_by(RegistrationRow.id)
        )
        return tuple(
            Attendee(*who, one, min(come.at for come in joins[who[0]] if come.session == one.code))
            for who in people
            for one in attended(joins.get(who[0], ()), known)
        )


def note(actor: Actor, code: str, roll: str, rows: int, now: datetime) -> None:
    """Write down that a roll was taken along: with it go the addresses of many."""
    with deed.begin(actor, Verb.ADMIT, code, now) as work:
        work.note(f"roll/{roll}", after={"rows": rows})
