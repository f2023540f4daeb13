"""The cities: the list of all governments, and a page for each with its own clock."""

from __future__ import annotations

from dataclasses import dataclass

from summit.core.people import Person
from summit.core.place import Government, Presence
from summit.core.release import Release
from summit.web.page import SummitFrame, open_summit, render, show_minute
from summit.web.public.session import TurnEntry, turns
from summit.web.public.world import World, world
from summit.web.row import Row, rows
from summit.when import Local, When, local


@dataclass(frozen=True, slots=True)
class Entry:
    """A government in the list, with the present on its clock."""

    government: Government
    clock: Local
    sessions: int


@dataclass(frozen=True, slots=True)
class ListView:
    """The list of governments, by how sure it is that they take part."""

    groups: tuple[tuple[Presence, tuple[Entry, ...]], ...]
    world: World
    total: int


@dataclass(frozen=True, slots=True)
class Slot:
    """A session of a city, on the city's clock, with the turns that the city has in it.

    Each is given with its time there, and with its published time there where that is another.
    """

    row: Row
    there: Local
    turns: tuple[tuple[TurnEntry, Local, Local | None], ...]


@dataclass(frozen=True, slots=True)
class View:
    """The page of a government; `is_near` where one of its sessions is on or soon."""

    government: Government
    clock: Local
    slots: tuple[Slot, ...]
    people: tuple[Person, ...]
    world: World
    is_near: bool


def _count(release: Release, code: str) -> int:
    return sum(code in one.governments for one in release.sessions)


def list_all(summit: str) -> str:
    """List the governments of a summit."""
    frame = open_summit(summit)
    show_minute()
    release = frame.release
    language = frame.reader.language
    governments = release.programme.governments
    groups = []
    for presence in Presence:
        entries = tuple(
            Entry(
                one,
                local(frame.now, frame.now, one.zone, language, one.name.say(language)),
                _count(release, one.code),
            )
            for one in sorted(governments, key=lambda one: one.name.say(language).casefold())
            if one.presence is presence
        )
        if entries:
            groups.append((presence, entries))
    everybody = [one.code for one in governments]
    picture = world(release, everybody, frame.now, frame.now, language)
    return render("public/cities.html", ListView(tuple(groups), picture, len(governments)))


def show(summit: str, code: str) -> str:
    """Show one government, its sessions first on its own clock."""
    frame = open_summit(summit)
    show_minute()
    release = frame.release
    government = release.government(code)
    language = frame.reader.language
    name = government.name.say(language)
    sessions = [
        one
        for one in release.sessions
        if code in one.governments or frame.was_added(one, government=code)
    ]
    slots = tuple(
        Slot(
            row,
            local(row.when.starts, row.when.ends, government.zone, language, name),
            _turns(frame, government, row),
        )
        for row in rows(frame, sessions)
    )
    return render(
        "public/city.html",
        View(
            government=government,
            clock=local(frame.now, frame.now, government.zone, language, name),
            slots=slots,
            people=tuple(one for one in release.programme.people if one.government == code),
            world=world(release, [code], frame.now, frame.now, language),
            is_near=any(frame.is_near(one) for one in sessions),
        ),
    )


def _turns(
    frame: SummitFrame, government: Government, row: Row
) -> tuple[tuple[TurnEntry, Local, Local | None], ...]:
    """Return the turns of a government in a session, with its own time of each."""
    language = frame.reader.language
    name = government.name.say(language)

    def there(when: When) -> Local:
        return local(when.starts, when.ends, government.zone, language, name)

    return tuple(
        (entry, there(entry.when), there(entry.planned) if entry.planned else None)
        for entry in turns(frame, row.session)
        if entry.timed.turn.government == government.code
    )
