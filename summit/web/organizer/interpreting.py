"""What interpreters and the control room read: a session's turns in order, with what is handed in.

Opening a session is reading what stands on its page, and is written down.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from summit.core import turn as core
from summit.core.office import slots
from summit.core.programme import Session
from summit.core.release import Release
from summit.core.run import NO_RUNS, Minute, State, order
from summit.core.statement import Key, speeches
from summit.core.text import Text
from summit.services import embargo
from summit.services.embargo import Line, Sheet
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

    A statement stands at the first of its turns; `line` is None at the others. Where the session
    is run, `when` is expected, or was; `planned` is the published time, where that is another.
    """

    timed: Minute | None
    when: When
    person: Text | None
    city: Text | None
    line: Line | None
    planned: When | None = None

    @property
    def is_out(self) -> bool:
        """Whether the turn does not take place."""
        return self.timed is not None and self.timed.starts is None

    @property
    def is_on(self) -> bool:
        """Whether somebody has pressed that it begins, and not yet that it is over."""
        return self.timed is not None and self.timed.item.state is State.ON


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
            tuple(_turns(frame, release, found)),
            found.texts,
        ),
    )


def _turns(frame: Console, release: Release, sheet: Sheet) -> list[Turn]:
    """Return the running order as it is expected now, then whoever has no turn in it (any more)."""
    cities = {one.code: one.name for one in release.programme.governments}
    people = {one.code: one.name for one in release.programme.people}
    home = {one.code: one.government for one in release.programme.people}
    session, owners = sheet.session, _owners(frame, release, sheet)
    left = dict(sheet.lines)
    found = []
    for one in order(session, sheet.run, frame.now):
        turn, planned = one.turn, one.item.planned
        key = owners.get((one.starts or planned, turn))
        city = turn.government or home.get(turn.person or "")
        length = timedelta(minutes=turn.minutes)
        published = frame.when(planned, planned + length) if planned else None
        when = frame.when(one.starts, one.ends) if one.starts and one.ends else published
        found.append(
            Turn(
                one,
                when or frame.when(session.starts, session.ends),
                people.get(turn.person or ""),
                cities.get(city or ""),
                left.pop(key, None) if key else None,
                published if one.is_off_plan else None,
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


def _owners(
    frame: Console, release: Release, sheet: Sheet
) -> Mapping[tuple[datetime | None, core.Turn], Key]:
    """Return whose each turn is, by when it begins: it was published to, or is expected to."""
    code = sheet.session.code
    runs = {code: sheet.run} if sheet.run else NO_RUNS
    return {
        (timed.starts, timed.turn): Key(code, city.code, slot.person)
        for known in (NO_RUNS, runs)
        for city in release.programme.governments
        for slot in slots(release.programme, city.code, known, frame.now)
        if slot.session.code == code
        for timed in slot.turns
    }
