"""What moved between two releases, and whom it concerns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from summit.core.calendar import is_listed
from summit.core.programme import Programme, Session, Status
from summit.core.text import Text


class Noun(StrEnum):
    """The kind of thing that changed."""

    SUMMIT = "summit"
    DAY = "day"
    STAGE = "stage"
    AREA = "area"
    CITY = "city"
    SPEAKER = "speaker"
    SESSION = "session"


class What(StrEnum):
    """In which respect it changed."""

    ADDED = "added"
    REMOVED = "removed"
    CANCELLED = "cancelled"
    RESTORED = "restored"
    MOVED = "moved"
    LENGTH = "length"
    STAGE = "stage"
    RENAMED = "renamed"
    TEXT = "text"
    AREA = "area"
    PEOPLE = "people"
    TURNS = "turns"
    STANDING = "standing"
    LANGUAGES = "languages"
    STREAMS = "streams"
    DETAILS = "details"


@dataclass(frozen=True, slots=True)
class Slot:
    """Where a session stood: its instants (UTC) and the code of its stage."""

    starts: datetime
    ends: datetime
    stage: str | None


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is not as it was in the release before.

    `title` is its present name (its last one, if it was removed), `former` the name before
    where it was renamed. `before` and `after` are the slots of a session that moved, was
    added or was removed. `people` and `cities` are the codes of those it concerns.
    """

    noun: Noun
    code: str
    title: Text
    what: tuple[What, ...]
    former: Text | None = None
    before: Slot | None = None
    after: Slot | None = None
    people: tuple[str, ...] = ()
    cities: tuple[str, ...] = ()


_SESSION_FIELDS = {
    "starts": What.MOVED,
    "minutes": What.LENGTH,
    "stage": What.STAGE,
    "title": What.RENAMED,
    "text": What.TEXT,
    "note": What.TEXT,
    "area": What.AREA,
    "parts": What.PEOPLE,
    "turns": What.TURNS,
    "standing": What.STANDING,
    "spoken": What.LANGUAGES,
    "interpreted": What.LANGUAGES,
    "streams": What.STREAMS,
    "kind": What.DETAILS,
    "capacity": What.DETAILS,
    "illustrative": What.DETAILS,
}
_SLOT_CHANGES = {What.MOVED, What.LENGTH, What.STAGE}


def between(before: Programme | None, after: Programme) -> tuple[Change, ...]:
    """Return what changed from `before` to `after`, sessions first, in the order of time.

    The first release changes nothing: it is the beginning.
    """
    if before is None:
        return ()
    old, new = _listed(before), _listed(after)
    changes = [
        change
        for code in (*new, *(code for code in old if code not in new))
        if (change := _session_change(old.get(code), new.get(code)))
    ]
    changes.sort(key=lambda change: _moment(change))
    changes += _things(Noun.SPEAKER, before.people, after.people)
    changes += _things(Noun.CITY, before.governments, after.governments)
    changes += _things(Noun.AREA, before.areas, after.areas)
    changes += _things(Noun.STAGE, before.stages, after.stages)
    old_days, new_days = ({day.number: day for day in one.days} for one in (before, after))
    for number in sorted({*old_days, *new_days}):
        old_day, new_day = old_days.get(number), new_days.get(number)
        day = new_day or old_day
        if day and old_day != new_day:
            what = What.DETAILS
            if not old_day or not new_day:
                what = What.ADDED if new_day else What.REMOVED
            changes.append(Change(Noun.DAY, str(number), day.title, (what,)))
    if before.summit != after.summit:
        renamed = before.summit.title != after.summit.title
        what = What.RENAMED if renamed else What.DETAILS
        former = before.summit.title if renamed else None
        summit = after.summit
        changes.append(Change(Noun.SUMMIT, summit.code, summit.title, (what,), former))
    return tuple(changes)


def _listed(programme: Programme) -> dict[str, Session]:
    return {session.code: session for session in programme.sessions if is_listed(session)}


def _moment(change: Change) -> tuple[bool, datetime | None, str]:
    slot = change.after or change.before
    return (slot is None, slot.starts if slot else None, change.code)


def _slot(session: Session) -> Slot:
    return Slot(session.starts, session.ends, session.stage)


def _session_change(old: Session | None, new: Session | None) -> Change | None:
    session = new or old
    if session is None:
        return None
    former, before, after = None, None, None
    what: dict[What, None] = {}
    if old is None or new is None:
        what[What.ADDED if new else What.REMOVED] = None
    else:
        if old.status is not new.status:
            what[What.CANCELLED if new.status is Status.CANCELLED else What.RESTORED] = None
        for field, aspect in _SESSION_FIELDS.items():
            if getattr(old, field) != getattr(new, field):
                what[aspect] = None
        if not what:
            return None
        former = old.title if What.RENAMED in what else None
    if old and (new is None or not _SLOT_CHANGES.isdisjoint(what)):
        before = _slot(old)
    if new:
        after = _slot(new)
    either = [one for one in (old, new) if one]
    return Change(
        Noun.SESSION,
        session.code,
        session.title,
        tuple(what),
        former,
        before,
        after,
        _both(one.people for one in either),
        _both(one.governments for one in either),
    )


def _both(codes: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(sorted({code for some in codes for code in some}))


class _Named(Protocol):
    @property
    def code(self) -> str: ...
    @property
    def name(self) -> Text: ...


def _things(noun: Noun, before: Iterable[_Named], after: Iterable[_Named]) -> Iterator[Change]:
    old: dict[str, _Named] = {thing.code: thing for thing in before}
    new: dict[str, _Named] = {thing.code: thing for thing in after}
    for code in sorted({*old, *new}):
        was, now = old.get(code), new.get(code)
        if now is None:
            yield Change(noun, code, old[code].name, (What.REMOVED,))
        elif was is None:
            yield Change(noun, code, now.name, (What.ADDED,))
        elif was.name != now.name:
            yield Change(noun, code, now.name, (What.RENAMED,), was.name)
        elif was != now:
            yield Change(noun, code, now.name, (What.DETAILS,))
