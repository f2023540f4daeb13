"""What an organizer does to a working programme, as pure functions from one to the next.

Nothing here asks whether the result may be kept: `summit.core.clash` does. A thing is named by
a key, "noun/code"; a day by its number, the summit by its own code. The order of the things of
one noun is a thing of its own, "order/noun", whose value is the codes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, TypeAlias

from summit.core.change import Noun
from summit.core.errors import Invalid, NotFound
from summit.core.people import Person
from summit.core.place import Government
from summit.core.programme import (
    Area,
    Programme,
    ProgrammeDay,
    Session,
    Stage,
    Status,
    Summit,
)

Thing: TypeAlias = Summit | ProgrammeDay | Stage | Area | Government | Person | Session
Value: TypeAlias = Thing | tuple[str, ...]
"""What a key stands for: a thing, or the codes of an order."""

Difference: TypeAlias = Mapping[str, tuple[Value | None, Value | None]]
"""What was changed: by key the value before and after; None where there was or is none."""

FIELDS: Mapping[Noun, str] = {
    Noun.DAY: "days",
    Noun.STAGE: "stages",
    Noun.AREA: "areas",
    Noun.CITY: "governments",
    Noun.SPEAKER: "people",
    Noun.SESSION: "sessions",
}
"""Where a programme holds the things of each noun; a summit is but one."""

KINDS: Mapping[Noun, type[Any]] = {
    Noun.SUMMIT: Summit,
    Noun.DAY: ProgrammeDay,
    Noun.STAGE: Stage,
    Noun.AREA: Area,
    Noun.CITY: Government,
    Noun.SPEAKER: Person,
    Noun.SESSION: Session,
}
"""What a thing of each noun is."""

_ORDER = "order"
_ORDERED = (Noun.STAGE, Noun.AREA, Noun.CITY, Noun.SPEAKER)


def key(noun: Noun, thing: Thing) -> str:
    """Return the key of a thing."""
    return f"{noun}/{thing.number if isinstance(thing, ProgrammeDay) else thing.code}"


def things(programme: Programme) -> dict[str, Value]:
    """Return all that a programme holds, by key, without the stamps that publishing gives."""
    found: dict[str, Value] = {key(Noun.SUMMIT, programme.summit): programme.summit}
    for noun, field in FIELDS.items():
        for thing in getattr(programme, field):
            found[key(noun, thing)] = bare(thing) if isinstance(thing, Session) else thing
        if noun in _ORDERED:
            found[f"{_ORDER}/{noun}"] = tuple(one.code for one in getattr(programme, field))
    return found


def bare(one: Session) -> Session:
    """Return a session without the stamps that publishing gives: what an editor has seen."""
    return replace(one, stamp=None, former=(), edition=None)


def difference(before: Programme, after: Programme) -> Difference:
    """Return what is otherwise in `after` than in `before`."""
    old, new = things(before), things(after)
    return {
        name: (old.get(name), new.get(name))
        for name in (*old, *(name for name in new if name not in old))
        if old.get(name) != new.get(name)
    }


def revert(programme: Programme, wanted: Mapping[str, Value | None]) -> Programme:
    """Return `programme` with what is `wanted` by key; None takes a thing out."""
    orders = []
    for name, value in wanted.items():
        noun, _, code = name.partition("/")
        if noun == _ORDER and isinstance(value, tuple):
            orders.append((Noun(code), value))
        elif noun != _ORDER and value is None:
            programme = _without(programme, Noun(noun), code)
        elif noun != _ORDER and not isinstance(value, tuple) and value is not None:
            programme = put(programme, Noun(noun), value)
    for noun, codes in orders:
        programme = order(programme, noun, codes)
    return programme


def put(programme: Programme, noun: Noun, thing: Thing) -> Programme:
    """Return `programme` with a thing as it is given, in the place of the one of its code."""
    if isinstance(thing, Summit):
        return replace(programme, summit=thing)
    field = FIELDS[noun]
    name = key(noun, thing)
    found = {key(noun, one): one for one in getattr(programme, field)}
    if isinstance(thing, Session) and isinstance(old := found.get(name), Session):
        thing = replace(thing, stamp=old.stamp, former=old.former, edition=old.edition)
    found[name] = thing
    return _sorted(_holding(programme, noun, found.values()))


def drop(programme: Programme, noun: Noun, code: str) -> Programme:
    """Return `programme` without a thing; raise `Invalid` where others need it still."""
    needed = users(programme, noun, code)
    if needed:
        some = ", ".join(needed[:5]) + (" …" if len(needed) > 5 else "")
        raise Invalid("It is needed still, by: %(some)s.", some=some)
    return _without(programme, noun, code)


def users(programme: Programme, noun: Noun, code: str) -> tuple[str, ...]:
    """Return the codes of the sessions and persons that name a thing."""
    attributes = {Noun.STAGE: "stage", Noun.AREA: "area"}
    named = {Noun.CITY: "governments", Noun.SPEAKER: "people"}
    found = [
        one.code
        for one in programme.sessions
        if (noun in attributes and getattr(one, attributes[noun]) == code)
        or (noun in named and code in getattr(one, named[noun]))
    ]
    if noun is Noun.CITY:
        found += [one.code for one in programme.people if one.government == code]
    return tuple(found)


def order(programme: Programme, noun: Noun, codes: Iterable[str]) -> Programme:
    """Return `programme` with the things of a noun in the order of `codes`, the rest after."""
    found = {one.code: one for one in getattr(programme, FIELDS[noun])}
    first = {code: found.pop(code) for code in codes if code in found}
    return _holding(programme, noun, (*first.values(), *found.values()))


def session(programme: Programme, code: str) -> Session:
    """Return a session of a working programme; raise `NotFound`."""
    for one in programme.sessions:
        if one.code == code:
            return one
    raise NotFound("session", code)


def move(
    programme: Programme,
    code: str,
    *,
    starts: datetime | None = None,
    minutes: int | None = None,
    stage: str | None = None,
) -> Programme:
    """Return `programme` with a session at another time (UTC), of another length or stage.

    The stage "" is none. A session that waited for a slot has one when it is given a time.
    """
    found = session(programme, code)
    if stage and all(one.code != stage for one in programme.stages):
        raise NotFound("stage", stage)
    is_scheduled = starts is not None and found.status is Status.UNSCHEDULED
    return put(
        programme,
        Noun.SESSION,
        replace(
            found,
            starts=found.starts if starts is None else starts,
            minutes=found.minutes if minutes is None else minutes,
            stage=found.stage if stage is None else stage or None,
            status=Status.SCHEDULED if is_scheduled else found.status,
        ),
    )


def swap(programme: Programme, first: str, second: str) -> Programme:
    """Return `programme` with two sessions in each other's slot; their lengths stay."""
    one, other = session(programme, first), session(programme, second)
    if Status.UNSCHEDULED in (one.status, other.status):
        raise Invalid("A session without a slot cannot be swapped: give it one.")
    programme = put(programme, Noun.SESSION, replace(one, starts=other.starts, stage=other.stage))
    return put(programme, Noun.SESSION, replace(other, starts=one.starts, stage=one.stage))


def shift(
    programme: Programme,
    first: datetime,
    end: datetime,
    minutes: int,
    stage: str | None = None,
) -> Programme:
    """Return `programme` with all that begins from `first` on and before `end` `minutes` later.

    Instants are UTC; less than 0 minutes is earlier; `stage` is a code, None all of them.
    """
    for one in programme.sessions:
        is_meant = first <= one.starts < end and stage in (None, one.stage)
        if is_meant and one.status is Status.SCHEDULED:
            later = replace(one, starts=one.starts + timedelta(minutes=minutes))
            programme = put(programme, Noun.SESSION, later)
    return programme


def unschedule(programme: Programme, code: str) -> Programme:
    """Return `programme` with a session that waits for a slot."""
    return _with_status(programme, code, Status.UNSCHEDULED)


def cancel(programme: Programme, code: str) -> Programme:
    """Return `programme` with a session that does not take place, and says so."""
    return _with_status(programme, code, Status.CANCELLED)


def restore(programme: Programme, code: str) -> Programme:
    """Return `programme` with a session that takes place after all."""
    return _with_status(programme, code, Status.SCHEDULED)


def _with_status(programme: Programme, code: str, status: Status) -> Programme:
    return put(programme, Noun.SESSION, replace(session(programme, code), status=status))


def _without(programme: Programme, noun: Noun, code: str) -> Programme:
    held = getattr(programme, FIELDS[noun])
    kept = tuple(one for one in held if key(noun, one) != f"{noun}/{code}")
    if len(kept) == len(held):
        raise NotFound(noun, code)
    return _holding(programme, noun, kept)


def _holding(programme: Programme, noun: Noun, held: Iterable[Thing]) -> Programme:
    given: dict[str, Any] = {FIELDS[noun]: tuple(held)}
    return replace(programme, **given)


def _sorted(programme: Programme) -> Programme:
    """Return `programme` with its sessions in the order of time, and its days in theirs."""
    return replace(
        programme,
        sessions=tuple(sorted(programme.sessions, key=lambda one: (one.starts, one.code))),
        days=tuple(sorted(programme.days, key=lambda one: one.number)),
    )
