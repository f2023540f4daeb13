"""What a calendar shows of a session, and when calendars must be told that it changed.

A calendar entry is written from an `Entry` and nothing else, so two equal entries are the
same to every calendar, and an unequal one is a change that they must hear of.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from summit.core.people import Role
from summit.core.programme import (
    Aspect,
    Programme,
    Session,
    Stamp,
    Status,
    Visibility,
    span,
)
from summit.core.text import NOTHING, Text
from summit.core.zone import midnight, zone

REMEMBERED = timedelta(days=365)
"""For how long after its end, and after it was withdrawn, calendars are told of a session."""

REFRESH = timedelta(hours=1)
"""How often a program that subscribes to a calendar is asked to look for a newer one."""

REFRESH_IN_SUMMIT_WEEK = timedelta(minutes=15)
_WEEK = timedelta(days=7)
_SHOWN = (Status.SCHEDULED, Status.CANCELLED)


class Scope(StrEnum):
    """The calendars that a summit offers, each of them a selection of its sessions."""

    AGENDA = "agenda"
    AREA = "area"
    STAGE = "stage"
    CITY = "city"
    SPEAKER = "speaker"


@dataclass(frozen=True, slots=True)
class Entry:
    """All that a calendar may show of a session, with codes resolved to names.

    `people` holds each part as its role, the name of its person (nothing, where it is not
    published) and what is known of their office; `turns` holds the minute at which each turn
    starts, counted from the start of the session.
    """

    code: str
    title: Text
    text: Text
    note: Text
    starts: datetime
    ends: datetime
    status: Status
    zone: str
    stage: Text
    place: Text
    area: Text
    spoken: tuple[str, ...]
    interpreted: tuple[str, ...]
    streams: tuple[tuple[str, Text], ...]
    people: tuple[tuple[Role, Text, Text], ...]
    turns: tuple[tuple[int, Text], ...]
    illustrative: tuple[Aspect, ...]

    @property
    def essence(self) -> tuple[object, ...]:
        """What makes a calendar ask its owner to look again: SEQUENCE rises with it."""
        return (self.starts, self.ends, self.status, self.stage, self.place)


def entries(programme: Programme) -> dict[str, Entry]:
    """Return the entry of every session of `programme`, by the session's code."""
    stages = {stage.code: stage for stage in programme.stages}
    areas = {area.code: area.name for area in programme.areas}
    people = {person.code: person for person in programme.people}

    def entry(session: Session) -> Entry:
        stage = stages.get(session.stage or "")
        turns: list[tuple[int, Text]] = []
        minute = 0
        for turn in session.turns:
            turns.append((minute, turn.title))
            minute += turn.minutes
        parts = []
        for part in session.parts:
            person = people.get(part.person or "")
            office = part.office or (person.office if person else NOTHING)
            parts.append((part.role, person.name if person else NOTHING, office))
        return Entry(
            code=session.code,
            title=session.title,
            text=session.text,
            note=session.note,
            starts=session.starts,
            ends=session.ends,
            status=session.status,
            zone=programme.summit.zone,
            stage=stage.name if stage else NOTHING,
            place=stage.place if stage else NOTHING,
            area=areas.get(session.area or "", NOTHING),
            spoken=session.spoken,
            interpreted=session.interpreted,
            streams=tuple((stream.language, stream.title) for stream in session.streams),
            people=tuple(parts),
            turns=tuple(turns),
            illustrative=session.illustrative,
        )

    return {session.code: entry(session) for session in programme.sessions}


def memberships(session: Session) -> frozenset[str]:
    """Return the calendars besides the whole agenda that show `session`, as "scope/code"."""
    found = {f"{Scope.CITY}/{code}" for code in session.governments}
    found |= {f"{Scope.SPEAKER}/{code}" for code in session.people}
    if session.area:
        found.add(f"{Scope.AREA}/{session.area}")
    if session.stage:
        found.add(f"{Scope.STAGE}/{session.stage}")
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class Shown:
    """A session in one calendar; `gone` where that calendar must show it as cancelled.

    `steps` are added to its SEQUENCE there (`core.newcomer`).
    """

    session: Session
    gone: bool
    steps: int = 0


def shown(sessions: Iterable[Session], scope: Scope, code: str = "") -> tuple[Shown, ...]:
    """Return the sessions that a calendar holds, with those that it once held."""
    key = f"{scope}/{code}"
    found = []
    for session in sessions:
        if scope is Scope.AGENDA or key in memberships(session):
            found.append(Shown(session, gone=session.status is not Status.SCHEDULED))
        elif key in session.former:
            found.append(Shown(session, gone=True))
    return tuple(found)


def refresh(programme: Programme, now: datetime) -> timedelta:
    """Return how often calendars are to be looked for at `now`.

    That is more often in the summit's week: from seven days before it to the day after.
    """
    dates = span(programme)
    if dates is None:
        return REFRESH
    where = zone(programme.summit.zone)
    first, last = (midnight(day, where) for day in dates)
    is_near = first - _WEEK <= now < last + timedelta(days=2)
    return REFRESH_IN_SUMMIT_WEEK if is_near else REFRESH


def restamp(before: Programme | None, after: Programme, now: datetime) -> Programme:
    """Return `after` as it will be released at `now`, with the stamps that calendars need.

    A session whose entry differs from the one released before gets a new `changed`; one
    that moved, left or rejoined a calendar, or was cancelled also gets a higher `sequence`.
    Sessions of `before` that `after` no longer shows stay as withdrawn, by name,
    until `REMEMBERED` has passed.
    Every session of `after` must carry a stamp.
    """
    moment = now.replace(microsecond=0)
    old_entries = entries(before) if before else {}
    old_sessions = {_stamp(one).uid: one for one in before.sessions} if before else {}
    new_entries = entries(after)
    result = []
    for session in after.sessions:
        old = old_sessions.pop(_stamp(session).uid, None)
        if old is None:
            # One that comes back after calendars forgot it was cancelled in them before.
            stamp = _stamp(session)
            sequence = stamp.sequence + (stamp.sequence > 0)
            stamp = replace(stamp, sequence=sequence, changed=max(moment, stamp.changed))
            result.append(replace(session, stamp=stamp))
            continue
        ever = memberships(old) | set(old.former)
        former = tuple(sorted(ever - memberships(session)))
        old_entry, new_entry = old_entries[old.code], new_entries[session.code]
        moved = (old_entry.essence, old.former) != (new_entry.essence, former)
        stamp = _stamp(old)
        if moved or old_entry != new_entry:
            stamp = _raised(stamp, moment, moved=moved)
        result.append(replace(session, former=former, stamp=stamp))
    known = {stage.code for stage in after.stages}, {area.code for area in after.areas}
    withdrawn = tuple(_withdrawn(old, known) for old in old_sessions.values())
    new_entries = entries(replace(after, sessions=withdrawn))
    for session in withdrawn:
        old_entry, new_entry = old_entries[session.code], new_entries[session.code]
        if old_entry != new_entry:
            moved = old_entry.essence != new_entry.essence
            stamp = _raised(_stamp(session), moment, moved=moved)
            session = replace(session, stamp=stamp)
        if not _is_forgotten(session, moment):
            result.append(session)
    return replace(after, sessions=tuple(sorted(result, key=lambda one: (one.starts, one.code))))


def _raised(stamp: Stamp, moment: datetime, *, moved: bool) -> Stamp:
    """Return the stamp of a session that is released otherwise than before."""
    later = max(moment, stamp.changed + timedelta(seconds=1))
    return replace(stamp, sequence=stamp.sequence + moved, changed=later)


def _withdrawn(old: Session, known: tuple[set[str], set[str]]) -> Session:
    """Return what calendars keep of `old`, which has left the programme: no more than its name.

    Whoever withdraws a session, or takes it out of sight, wants its words gone too.
    """
    stages, areas = known
    return replace(
        old,
        status=Status.WITHDRAWN,
        stage=old.stage if old.stage in stages else None,
        area=old.area if old.area in areas else None,
        text=NOTHING,
        note=NOTHING,
        streams=(),
        parts=(),
        turns=(),
        standing=None,
        edition=None,
        former=tuple(sorted(memberships(old) | set(old.former))),
    )


def _stamp(session: Session) -> Stamp:
    """Return the stamp that every stored session has."""
    if session.stamp is None:
        raise ValueError(f"session {session.code} was never stored, so it has no stamp")
    return session.stamp


def _is_forgotten(session: Session, moment: datetime) -> bool:
    """Whether a withdrawn session has been told of for long enough."""
    return max(session.ends, _stamp(session).changed) + REMEMBERED < moment


def is_listed(session: Session) -> bool:
    """Whether pages show the session: it is public, has a slot and is part of the programme."""
    return session.visibility is Visibility.PUBLIC and session.status in _SHOWN
