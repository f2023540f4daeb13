"""A participant's agenda: picks and seats by their own days, with what lies between and across."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from summit.core.programme import Session, Status
from summit.core.registration import Registration, State
from summit.core.seat import Seat, SeatState
from summit.core.waking import USUAL, Waking
from summit.core.zone import local_date

SHORTEST = timedelta(minutes=15)
"""Less than this between two sessions is no free time."""

MAY_PICK = frozenset({State.UNCONFIRMED, State.PENDING, State.WAITING, State.CONFIRMED})
"""The states of a registration in which somebody keeps an agenda."""


@dataclass(frozen=True, slots=True)
class Own:
    """What one participant has of a summit: their entry, what they picked, their seats.

    `picks` are the codes of sessions. Both may name what has left the programme since.
    """

    registration: Registration
    picks: tuple[str, ...] = ()
    seats: tuple[Seat, ...] = ()


@dataclass(frozen=True, slots=True)
class Mark:
    """How a session stands in one participant's calendar.

    `is_in` where it belongs there; `seat` is how their seat stands, if they have one or wait
    for one. `version` rises each time when that becomes otherwise, and never else. `changed` (UTC,
    in whole seconds) is when it did; `steps` are those of all their seats, which may come
    several in a second.
    """

    session: str
    is_in: bool
    seat: SeatState | None
    version: int
    changed: datetime
    steps: int = 0


@dataclass(frozen=True, slots=True)
class Item:
    """A session of the agenda; `clashes` are the others that share a minute with it.

    `is_asleep` where some minute of it lies outside the participant's waking hours.
    """

    session: Session
    is_picked: bool
    seat: Seat | None
    is_asleep: bool
    clashes: tuple[Session, ...]

    @property
    def is_held(self) -> bool:
        """Whether it takes place."""
        return _is_held(self.session)


@dataclass(frozen=True, slots=True)
class Gap:
    """Free time between two sessions of one day."""

    starts: datetime
    ends: datetime

    @property
    def minutes(self) -> int:
        """How long it is."""
        return round((self.ends - self.starts).total_seconds() / 60)


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two sessions that share the time from `starts` to `ends`; `first` begins no later."""

    first: Session
    second: Session
    starts: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class AgendaDay:
    """What begins on one local date, in the order of time."""

    date: date
    entries: tuple[Item | Gap, ...]


@dataclass(frozen=True, slots=True)
class Agenda:
    """An agenda, with what is `on` at its moment and what comes `next`, all at one instant."""

    items: tuple[Item, ...]
    days: tuple[AgendaDay, ...]
    overlaps: tuple[Overlap, ...]
    on: tuple[Item, ...]
    next: tuple[Item, ...]


def agenda(
    sessions: Iterable[Session],
    picks: Collection[str],
    seats: Iterable[Seat],
    where: ZoneInfo,
    moment: datetime,
    waking: Waking = USUAL,
) -> Agenda:
    """Return the agenda of somebody in `where` at the instant `moment`.

    `sessions` are those of a release, withdrawn ones included: what was picked and does not
    take place any more stays, and clashes with nothing.
    """
    taken = {seat.session: seat for seat in seats}
    mine = sorted(
        (one for one in sessions if one.code in picks or one.code in taken),
        key=lambda one: (one.starts, one.code),
    )
    overlaps = tuple(_overlaps([one for one in mine if _is_held(one)]))
    items = tuple(
        Item(
            session=one,
            is_picked=one.code in picks,
            seat=taken.get(one.code),
            is_asleep=not waking.holds(one.starts, one.ends, where),
            clashes=tuple(_others(one, overlaps)),
        )
        for one in mine
    )
    coming = [one for one in items if one.is_held and one.session.starts > moment]
    first = min((one.session.starts for one in coming), default=None)
    return Agenda(
        items=items,
        days=tuple(_days(items, where)),
        overlaps=overlaps,
        on=tuple(
            one for one in items if one.is_held and one.session.starts <= moment < one.session.ends
        ),
        next=tuple(one for one in coming if one.session.starts == first),
    )


def clashes(
    session: Session, sessions: Iterable[Session], picks: Collection[str], seats: Iterable[Seat]
) -> tuple[Session, ...]:
    """Return those of one's own sessions that share a minute with `session`."""
    own = {*picks, *(seat.session for seat in seats)} - {session.code}
    return tuple(
        one
        for one in sessions
        if one.code in own
        and _is_held(one)
        and one.starts < session.ends
        and session.starts < one.ends
    )


def _is_held(session: Session) -> bool:
    return session.status is Status.SCHEDULED


def _days(items: Iterable[Item], where: ZoneInfo) -> Iterator[AgendaDay]:
    busy: datetime | None = None  # until when a session runs, maybe from the day before
    for day, found in groupby(items, key=lambda one: local_date(one.session.starts, where)):
        entries: list[Item | Gap] = []
        is_first = True
        for item in found:
            if item.is_held:
                starts, ends = item.session.starts, item.session.ends
                if busy and not is_first and starts - busy >= SHORTEST:
                    entries.append(Gap(busy, starts))
                busy = max(busy, ends) if busy else ends
                is_first = False
            entries.append(item)
        yield AgendaDay(day, tuple(entries))


def _overlaps(held: list[Session]) -> Iterator[Overlap]:
    running: list[Session] = []
    for session in held:
        running = [one for one in running if one.ends > session.starts]
        for one in running:
            yield Overlap(one, session, session.starts, min(one.ends, session.ends))
        running.append(session)


def _others(session: Session, overlaps: Iterable[Overlap]) -> Iterator[Session]:
    for one in overlaps:
        if one.first == session:
            yield one.second
        elif one.second == session:
            yield one.first
