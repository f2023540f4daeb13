"""Release: one immutable published programme, with the indexes that its readers need."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Protocol, TypeVar

from summit.core import picture
from summit.core.calendar import Entry, entries, is_listed
from summit.core.change import Change
from summit.core.errors import NotFound
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
    Visibility,
)


class _Coded(Protocol):
    @property
    def code(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Head:
    """A release in a list of releases; `changes` is how many things it changed."""

    number: int
    published: datetime
    note: str
    digest: str
    changes: int


_CodedThing = TypeVar("_CodedThing", bound=_Coded)
_Thing = TypeVar("_Thing")


def _by_code(things: Iterable[_CodedThing]) -> dict[str, _CodedThing]:
    return {thing.code: thing for thing in things}


def public(programme: Programme) -> Programme:
    """Return what everybody may read of `programme`.

    Sessions that are for organizers only or have no slot yet are left out, and so is a person
    who has a part in none but such sessions. Governments stay: that they come is public,
    whatever else they do.
    """
    sessions = tuple(one for one in programme.sessions if _is_public(one))
    hidden = {
        code for session in programme.sessions if not _is_public(session) for code in session.people
    }
    hidden -= {code for session in sessions for code in session.people}
    people = tuple(person for person in programme.people if person.code not in hidden)
    return replace(programme, sessions=sessions, people=people)


def returned(working: Programme, released: Programme) -> Programme:
    """Return `working` with all that `released`, an earlier release of it, says, and no more.

    What readers never knew stays: sessions for organizers only or without a slot, unless the
    release has them, and whatever these name. Stamps stay those of `working`.
    """
    stamps = {one.code: one.stamp for one in working.sessions}
    wanted = {
        one.code: replace(one, former=(), edition=None, stamp=stamps.get(one.code, one.stamp))
        for one in released.sessions
        if is_listed(one)
    }
    own = [one for one in working.sessions if not _is_public(one) and one.code not in wanted]
    people = _with(released.people, working.people, {code for one in own for code in one.people})
    cities = {code for one in own for code in one.governments}
    cities |= {person.government for person in people if person.government}
    return replace(
        released,
        sessions=tuple(sorted((*wanted.values(), *own), key=lambda one: (one.starts, one.code))),
        people=people,
        governments=_with(released.governments, working.governments, cities),
        stages=_with(released.stages, working.stages, {one.stage for one in own if one.stage}),
        areas=_with(released.areas, working.areas, {one.area for one in own if one.area}),
    )


def _with(
    things: Iterable[_CodedThing], others: Iterable[_CodedThing], needed: set[str]
) -> tuple[_CodedThing, ...]:
    """Return `things`, and behind them those of the `others` that are needed."""
    known = _by_code(things)
    more = {code: one for code, one in _by_code(others).items() if code in needed}
    return tuple({**more, **known}[code] for code in dict.fromkeys((*known, *more)))


def _is_public(session: Session) -> bool:
    is_open = session.visibility is Visibility.PUBLIC
    return is_open and session.status is not Status.UNSCHEDULED


@dataclass(frozen=True)
class Release:
    """The n-th published programme of a summit, never changed after it was written.

    `digest` is the SHA-256 of its canonical bytes (`summit.formats.release_json`).
    """

    number: int
    published: datetime
    note: str
    digest: str
    programme: Programme
    changes: tuple[Change, ...] = ()

    @property
    def summit(self) -> Summit:
        """The summit whose programme this is."""
        return self.programme.summit

    @cached_property
    def sessions(self) -> tuple[Session, ...]:
        """The sessions that pages show, in the order of time; cancelled ones included."""
        return tuple(session for session in self.programme.sessions if is_listed(session))

    @cached_property
    def entries(self) -> dict[str, Entry]:
        """What calendars show of each session, withdrawn ones included, by code."""
        return entries(self.programme)

    @cached_property
    def instants(self) -> tuple[datetime, ...]:
        """The instants at which a session begins or ends, in order."""
        return tuple(sorted({at for one in self.sessions for at in (one.starts, one.ends)}))

    @cached_property
    def pictures(self) -> frozenset[str]:
        """The digests of the pictures that pages show."""
        return picture.shown(self.programme)

    @cached_property
    def _sessions(self) -> dict[str, Session]:
        return _by_code(self.sessions)

    @cached_property
    def _stages(self) -> dict[str, Stage]:
        return _by_code(self.programme.stages)

    @cached_property
    def _areas(self) -> dict[str, Area]:
        return _by_code(self.programme.areas)

    @cached_property
    def _people(self) -> dict[str, Person]:
        return _by_code(self.programme.people)

    @cached_property
    def _governments(self) -> dict[str, Government]:
        return _by_code(self.programme.governments)

    def session(self, code: str) -> Session:
        """Return the session `code`; raise `NotFound`. The same holds for those below."""
        return _look_up(self._sessions, "session", code)

    def stage(self, code: str) -> Stage:
        """Return the stage `code`."""
        return _look_up(self._stages, "stage", code)

    def area(self, code: str) -> Area:
        """Return the area `code`."""
        return _look_up(self._areas, "area", code)

    def person(self, code: str) -> Person:
        """Return the person `code`."""
        return _look_up(self._people, "speaker", code)

    def government(self, code: str) -> Government:
        """Return the government `code`."""
        return _look_up(self._governments, "city", code)

    def day(self, number: int) -> ProgrammeDay:
        """Return the n-th programme day."""
        days = {str(day.number): day for day in self.programme.days}
        return _look_up(days, "day", str(number))


def _look_up(things: dict[str, _Thing], noun: str, code: str) -> _Thing:
    try:
        return things[code]
    except KeyError:
        raise NotFound(noun, code) from None
