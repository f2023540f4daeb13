"""The speakers: the list of all, and a page for each who is named."""

from __future__ import annotations

from dataclasses import dataclass

from summit.core.people import Part, Person, Role
from summit.core.place import Government
from summit.core.programme import Session
from summit.core.release import Release
from summit.web.leaf import Leaf, leaf
from summit.web.page import open_summit, render
from summit.web.public.session import TurnEntry, turns
from summit.web.row import Row, rows

_MOST = 100
"""Named people on one page of the list."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A named person in the list, with the titles of their sessions."""

    person: Person
    government: Government | None
    sessions: tuple[Session, ...]


@dataclass(frozen=True, slots=True)
class Unnamed:
    """How many people of a session have no published name, by what is known of them."""

    session: Session
    groups: tuple[tuple[Part, Government | None, int], ...]
    count: int


@dataclass(frozen=True, slots=True)
class ListView:
    """The list of speakers: one page of those who are named, at its end those who are not."""

    named: Leaf
    unnamed: tuple[Unnamed, ...]
    total: int


@dataclass(frozen=True, slots=True)
class View:
    """The page of a speaker; `is_near` where one of their sessions is on or soon."""

    person: Person
    government: Government | None
    rows: tuple[Row, ...]
    roles: dict[str, tuple[Role, ...]]
    turns: dict[str, tuple[TurnEntry, ...]]
    is_near: bool


def _government(release: Release, code: str | None) -> Government | None:
    return release.government(code) if code else None


def list_all(summit: str) -> str:
    """List everybody who speaks at a summit, those without a published name by session."""
    frame = open_summit(summit)
    release = frame.release
    spoken: dict[str, list[Session]] = {}
    for session in release.sessions:
        for code in session.people:
            spoken.setdefault(code, []).append(session)

    def entry(person: Person) -> Entry:
        found = tuple(spoken.get(person.code, ()))
        return Entry(person, _government(release, person.government), found)

    people = sorted(release.programme.people, key=lambda one: one.sort.casefold())
    named = leaf(people, _MOST).of(entry)
    unnamed = []
    for session in release.sessions:
        counts: dict[Part, int] = {}
        for part in session.parts:
            if part.speaks and part.person is None:
                counts[part] = counts.get(part, 0) + 1
        if counts:
            groups = tuple(
                (part, _government(release, part.government), count)
                for part, count in counts.items()
            )
            unnamed.append(Unnamed(session, groups, sum(counts.values())))
    total = named.total + sum(one.count for one in unnamed)
    return render("public/speakers.html", ListView(named, tuple(unnamed), total))


def show(summit: str, code: str) -> str:
    """Show one speaker."""
    frame = open_summit(summit)
    release = frame.release
    person = release.person(code)
    sessions = [
        one for one in release.sessions if code in one.people or frame.was_added(one, person=code)
    ]
    roles = {
        session.code: tuple(
            dict.fromkeys(part.role for part in session.parts if part.person == code)
        )
        for session in sessions
    }
    government = _government(release, person.government)
    spoken = {
        session.code: tuple(one for one in turns(frame, session) if one.timed.turn.person == code)
        for session in sessions
    }
    is_near = any(frame.is_near(one) for one in sessions)
    return render(
        "public/speaker.html",
        View(person, government, rows(frame, sessions), roles, spoken, is_near),
    )
