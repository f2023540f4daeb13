"""Admission: the desk, where organizers look after those who registered."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from summit.core.errors import Invalid, NotFound
from summit.core.letter import Occasion
from summit.core.registration import LIVE, Correction, Registration, State, corrected
from summit.core.role import Actor, Verb
from summit.core.seat import OPEN, TAKES, SeatState
from summit.core.selection import Selection
from summit.db import selection as table
from summit.db.account import AccountRow
from summit.db.audit import AuditRow
from summit.db.mail import MailRow
from summit.db.programme import SummitRow
from summit.db.registration import RegistrationRow
from summit.db.role import RoleRow
from summit.db.seat import SeatingRow, SeatRow
from summit.services import account, audit, board, deed, entry, registration, seating, standing
from summit.services.audit import Line
from summit.services.board import Shown
from summit.services.deed import Deed
from summit.services.seating import WHOLE

PAGE = 50
_HISTORY = 200


@dataclass(frozen=True, slots=True)
class Entrant:
    """A registration as a line of the list: its address of mail, its seats and its queues."""

    registration: Registration
    address: str
    seats: int
    queues: int
    is_shut: bool


@dataclass(frozen=True, slots=True)
class Roll:
    """A page of the list, the newest registration first.

    `states` counts all registrations of the summit, `countries` are those that it has.
    """

    entrants: tuple[Entrant, ...]
    total: int
    number: int
    states: Mapping[State, int]
    countries: tuple[str, ...]

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // PAGE))


@dataclass(frozen=True, slots=True)
class Held:
    """A seat or a place in a queue of somebody, also one that ended; `place` while it waits."""

    session: str
    state: SeatState
    ticket: int
    place: int | None
    asked: datetime
    changed: datetime
    offered_until: datetime | None

    @property
    def is_open(self) -> bool:
        """Whether it is still theirs."""
        return self.state in OPEN


@dataclass(frozen=True, slots=True)
class Post:
    """A letter to somebody, and what became of it."""

    occasion: Occasion
    written: datetime
    sent: datetime | None
    failed: datetime | None
    error: str


@dataclass(frozen=True, slots=True)
class File:
    """All that the desk sees of one person: their entry, seats, letters and its history.

    `is_alone` where they take part in no other summit and organize none, so that the desk may
    shut their account.
    """

    registration: Registration
    address: str
    zone: str
    language: str
    is_confirmed: bool
    is_shut: bool
    is_alone: bool
    held: tuple[Held, ...]
    posts: tuple[Post, ...]
    history: tuple[Line, ...]


def roll(actor: Actor, code: str, selection: Selection, number: int = 1) -> Roll:
    """Return page `number` of those registrations of the summit `code` that are selected."""
    with deed.look(actor, Verb.ADMIT, code) as (session, summit):
        where = table.conditions(summit.id, selection)
        states = dict(
            session.execute(
                select(RegistrationRow.state, func.count())
                .where(RegistrationRow.summit_id == summit.id)
                .group_by(RegistrationRow.state)
            ).all()
        )
        countries = session.scalars(
            select(RegistrationRow.country)
            .where(RegistrationRow.summit_id == summit.id, RegistrationRow.country != "")
            .distinct()
        ).all()
        total = count(session, summit, selection)
        number = min(max(1, number), max(1, -(-total // PAGE)))
        rows = session.execute(
            select(RegistrationRow, AccountRow.address, AccountRow.disabled_at)
            .join(AccountRow, AccountRow.id == RegistrationRow.account_id)
            .where(*where)
            .order_by(RegistrationRow.id.desc())
            .limit(PAGE)
            .offset((number - 1) * PAGE)
        ).all()
        seats = _seats(session, [row.id for row, _, _ in rows])
        found = tuple(
            Entrant(standing.told(row, code), address, *seats.get(row.id, (0, 0)), shut is not None)
            for row, address, shut in rows
        )
        return Roll(found, total, number, states, tuple(sorted(countries)))


def count(session: Session, summit: SummitRow, selection: Selection) -> int:
    """Return how many registrations of a summit are selected."""
    query = (
        select(func.count())
        .select_from(RegistrationRow)
        .join(AccountRow, AccountRow.id == RegistrationRow.account_id)
        .where(*table.conditions(summit.id, selection))
    )
    return session.scalar(query) or 0


def one(actor: Actor, code: str, number: int) -> File:
    """Return what the desk of the summit `code` knows of a registration; raise `NotFound`."""
    with deed.look(actor, Verb.ADMIT, code) as (session, summit):
        found = session.execute(
            select(RegistrationRow, AccountRow)
            .join(AccountRow, AccountRow.id == RegistrationRow.account_id)
            .where(RegistrationRow.id == number, RegistrationRow.summit_id == summit.id)
        ).one_or_none()
        if found is None:
            raise NotFound("registration", str(number))
        row, person = found
        posts = session.execute(
            select(
                MailRow.occasion,
                MailRow.created_at,
                MailRow.done_at,
                MailRow.failed_at,
                MailRow.error,
            )
            .where(MailRow.account_id == person.id, MailRow.summit == code)
            .order_by(MailRow.id.desc())
            .limit(_HISTORY)
        )
        return File(
            registration=standing.told(row, code),
            address=person.address,
            zone=person.zone,
            language=person.language,
            is_confirmed=person.confirmed_at is not None,
            is_shut=person.disabled_at is not None,
            is_alone=_is_alone(session, person.id, summit.id),
            held=tuple(_held(session, row.id)),
            posts=tuple(Post(*one) for one in posts),
            history=tuple(_history(session, code, row)),
        )


# --- deeds -----------------------------------------------------------------------------------


def approve_all(actor: Actor, code: str, numbers: Iterable[int], now: datetime) -> tuple[int, int]:
    """Approve many registrations, each for itself; return how many were, and how many not.

    One that waits for nobody's approval any more, or is none of the summit's, stands in no
    other's way.
    """
    done = left = 0
    for number in numbers:
        try:
            registration.approve(actor, code, number, now)
            done += 1
        except (Invalid, NotFound):
            left += 1
    return done, left


def assign(actor: Actor, code: str, number: int, kind: str, now: datetime) -> bool:
    """Move somebody to another kind of participants; return if that changed it.

    What they are asked besides is for them to answer; their state stays as it is.
    """
    with _their(actor, code, number, now) as (work, shown, _, row):
        if standing.rules_of(work, shown.summit).kind(kind) is None:
            raise Invalid("Please choose as what they take part.", "kind")
        if row.kind == kind:
            return False
        work.note(f"registration/{row.id}", before={"kind": row.kind}, after={"kind": kind})
        row.kind = kind
        return True


def correct(
    actor: Actor, code: str, number: int, correction: Correction, now: datetime
) -> tuple[str, ...]:
    """Correct what somebody said of themselves; return the names of the fields that changed.

    The log says which, not what stood there: it is theirs. Raise `Problems`.
    """
    with _their(actor, code, number, now) as (work, shown, _, row):
        said = corrected(correction, {one.code for one in shown.release.programme.governments})
        fields = ("name", "organization", "government", "country", "languages")
        changed = tuple(one for one in fields if getattr(row, one) != getattr(said, one))
        for field in changed:
            setattr(row, field, getattr(said, field))
        if changed:
            work.note(f"registration/{row.id}", after={"corrected": list(changed)})
        return changed


def resend(actor: Actor, code: str, number: int, now: datetime) -> None:
    """Write somebody once more what they were written last of their registration.

    Raise `Invalid` where it has ended.
    """
    with _their(actor, code, number, now) as (work, shown, person, row):
        if row.state not in LIVE:
            raise Invalid("This registration has ended: there is nothing to confirm.")
        if row.state is State.UNCONFIRMED:
            entry.ask_again(work, shown, person, row)
        else:
            standing.tell_again(work, shown, person, row)
        work.note(f"registration/{row.id}", after={"written again": True})


def shut(actor: Actor, code: str, number: int, now: datetime, *, is_shut: bool) -> None:
    """Let an account in no more, or again; its visits end, its registration stays.

    Raise `Invalid` for one that takes part elsewhere or organizes: that is for operators.
    """
    with _their(actor, code, number, now) as (work, shown, person, _):
        if not _is_alone(work.session, person.id, shown.summit.id):
            raise Invalid("This account is used elsewhere too: ask an operator to shut it.")
        if is_shut == (person.disabled_at is not None):
            return
        person.disabled_at = now if is_shut else None
        person.epoch += is_shut
        work.note(f"account/{person.id}", after={"disabled": is_shut})


@contextmanager
def _their(
    actor: Actor, code: str, number: int, now: datetime
) -> Iterator[tuple[Deed, Shown, AccountRow, RegistrationRow]]:
    """Begin what the desk does about somebody, with their account locked."""
    with deed.begin(actor, Verb.ADMIT, code, now) as work:
        shown = board.shown(work)
        found = work.session.scalar(
            select(RegistrationRow.account_id).where(
                RegistrationRow.id == number, RegistrationRow.summit_id == shown.summit.id
            )
        )
        if found is None:
            raise NotFound("registration", str(number))
        person = account.locked(work, found)
        row = standing.row_of(work, shown, person)
        if row is None:
            raise NotFound("registration", str(number))
        yield work, shown, person, row


# --- rows ------------------------------------------------------------------------------------


def _seats(session: Session, numbers: Collection[int]) -> dict[int, tuple[int, int]]:
    """Return how many seats registrations have in sessions, and in how many they wait."""
    found: dict[int, tuple[int, int]] = {}
    rows = session.execute(
        select(SeatRow.registration_id, SeatRow.state, func.count())
        .join(SeatingRow, SeatingRow.id == SeatRow.seating_id)
        .where(
            SeatRow.registration_id.in_(numbers),
            SeatRow.state.in_(tuple(OPEN)),
            SeatingRow.session != WHOLE,
        )
        .group_by(SeatRow.registration_id, SeatRow.state)
    )
    for number, state, many in rows:
        seats, queues = found.get(number, (0, 0))
        is_seat = state in TAKES
        found[number] = (seats + many * is_seat, queues + many * (not is_seat))
    return found


def _held(session: Session, number: int) -> Iterator[Held]:
    rows = session.execute(
        select(SeatingRow.session, SeatRow, seating.before())
        .join(SeatingRow, SeatingRow.id == SeatRow.seating_id)
        .where(SeatRow.registration_id == number)
        .order_by(SeatRow.id.desc())
    )
    for code, seat, place in rows:
        is_waiting = seat.state is SeatState.WAITING
        yield Held(
            code,
            seat.state,
            seat.ticket,
            place if is_waiting else None,
            seat.asked_at,
            seat.changed_at,
            seat.offered_until,
        )


def _history(session: Session, code: str, row: RegistrationRow) -> Iterable[Line]:
    """Return what the log says of a registration, and what its owner did about their seats."""
    name = f"registration/{row.id}"
    rows = session.scalars(
        select(AuditRow)
        .where(AuditRow.summit == code)
        .where(
            or_(
                AuditRow.thing.in_((name, f"{name}/certificate", f"account/{row.account_id}")),
                (AuditRow.actor == f"account:{row.account_id}")
                & AuditRow.thing.startswith("seat/"),
                AuditRow.thing.startswith("seat/") & AuditRow.thing.endswith(f"/{row.id}"),
            )
        )
        .order_by(AuditRow.id.desc())
        .limit(_HISTORY)
    ).all()
    return audit.lines(rows, audit.names(session, {one.actor for one in rows}))


def _is_alone(session: Session, account_id: int, summit_id: int) -> bool:
    """Whether an account belongs to one summit alone, and organizes none."""
    elsewhere = select(RegistrationRow.id).where(
        RegistrationRow.account_id == account_id, RegistrationRow.summit_id != summit_id
    )
    organizes = select(RoleRow.id).where(RoleRow.account_id == account_id)
    return not (session.scalar(elsewhere.limit(1)) or session.scalar(organizes.limit(1)))
