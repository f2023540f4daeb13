"""What interpreters and the control room read: a session's turns in order, with what is handed in.

Opening a session is reading what stands on its page, and is written down.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from summit.core.office import slots
from summit.core.programme import Session
from summit.core.release import Release
from summit.core.statement import Key, speeches
from summit.core.text import Text
from summit.core.turn import TimedTurn, clock
from summit.services import embargo
from summit.services.embargo import Line
from summit.web.organizer import selection
from summit.web.organizer.console import Console, open_console
from summit.web.page import render
from summit.when import When


@dataclass(frozen=True, slots=True)
class Listing:
    """The sessions with a government's time to speak: each with its times and how many."""

    sessions: tuple[tuple[Session, When, int], ...]


@dataclass(frozen=True, slots=True)
class Turn:
    """A turn of a session, or a speech without a turn of its own, with what is handed in for it.

    A statement stands at the first of its turns; `line` is None at the others.
    """

    timed: TimedTurn | None
    when: When
    person: Text | None
    city: Text | None
    line: Line | None


@dataclass(frozen=True, slots=True)
class View:
    """A session in order, and the words of versions by their numbers."""

    session: Session
    when: When
    turns: tuple[Turn, ...]
    texts: Mapping[int, str]


def show(summit: str) -> str:
    """List the sessions in which governments speak."""
    frame = open_console(summit)
    release = selection.released(summit)
    counts: dict[str, int] = {}
    for one in speeches(release) if release else ():
        counts[one.key.session] = counts.get(one.key.session, 0) + 1
    found = tuple(
        (one, frame.when(one.starts, one.ends), counts[one.code])
        for one in (release.sessions if release else ())
        if one.code in counts
    )
    return render("organizer/interpreting.html", Listing(found))


def one(summit: str, code: str) -> str:
    """Show a session's turns in order with their texts; opening it is reading them."""
    frame = open_console(summit)
    found = embargo.sheet(frame.actor, summit, code, frame.real)
    release = selection.released(summit)
    assert release is not None  # noqa: S101 (the sheet is of one)
    session = found.session
    return render(
        "organizer/session_statements.html",
        View(
            session,
            frame.when(session.starts, session.ends),
            tuple(_turns(frame, release, session, found.lines)),
            found.texts,
        ),
    )


def _turns(
    frame: Console, release: Release, session: Session, lines: Mapping[Key, Line]
) -> list[Turn]:
    """Return the running order, then whoever speaks without a turn, then what has no place more."""
    cities = {one.code: one.name for one in release.programme.governments}
    people = {one.code: one.name for one in release.programme.people}
    home = {one.code: one.government for one in release.programme.people}
    owners = {
        (timed.starts, timed.turn): Key(session.code, code, slot.person)
        for code in cities
        for slot in slots(release.programme, code)
        if slot.session.code == session.code
        for timed in slot.turns
    }
    left = dict(lines)
    found = []
    for timed in clock(session.starts, session.turns):
        key = owners.get((timed.starts, timed.turn))
        city = timed.turn.government or home.get(timed.turn.person or "")
        found.append(
            Turn(
                timed,
                frame.when(timed.starts, timed.ends),
                people.get(timed.turn.person or ""),
                cities.get(city or ""),
                left.pop(key, None) if key else None,
            )
        )
    for key, line in left.items():
        starts, ends = (
            (line.speech.starts, line.speech.ends)
            if line.speech
            else (session.starts, session.ends)
        )
        when = frame.when(starts, ends)
        who = people.get(key.person)
        found.append(Turn(None, when, who, cities.get(key.government), line))
    return found
