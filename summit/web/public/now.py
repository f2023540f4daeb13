"""What is on now, and what is next."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from summit.core.run import Run, course, last_end, lateness, minutes
from summit.published.now import Now, OnAir, at
from summit.web.page import SummitFrame, open_summit, render, show_minute
from summit.web.public.session import TurnEntry, turn_entry
from summit.web.public.world import World, world
from summit.web.row import Row, row, rows


@dataclass(frozen=True, slots=True)
class OnEntry:
    """A running session, and how far it is, from 0 to 100.

    `turn` is the one that it has reached, `coming` the next; `late` says by how many minutes
    that comes later than published, and is 0 where nobody runs the session.
    """

    row: Row
    turn: TurnEntry | None
    coming: TurnEntry | None
    percent: int
    minutes_left: int
    late: int


@dataclass(frozen=True, slots=True)
class View:
    """What is on, and what is next and in how many minutes."""

    now: Now
    on: tuple[OnEntry, ...]
    next: tuple[Row, ...]
    minutes_to_next: int | None
    world: World


def show(summit: str) -> str:
    """Show what is on now, by the summit's own clock."""
    frame = open_summit(summit)
    show_minute()
    release = frame.release
    runs = frame.runs(release.sessions)
    now = at(release, frame.now, runs)
    on = tuple(_on(frame, one, runs.get(one.session.code)) for one in now.on)
    to_next = None
    if now.next:
        to_next = ceil((now.next[0].starts - frame.now).total_seconds() / 60)
    cities = {
        code
        for session in (*(one.session for one in now.on), *now.next)
        for code in session.governments
    } or {one.code for one in release.programme.governments}
    picture = world(release, cities, frame.now, frame.now, frame.reader.language)
    return render("public/now.html", View(now, on, rows(frame, now.next), to_next, picture))


def _on(frame: SummitFrame, one: OnAir, run: Run | None) -> OnEntry:
    session, ends, late = one.session, one.session.ends, 0
    if run and run.acts:
        at_present = course(run.plan, run.acts)
        found = minutes(at_present, frame.now)
        ends, late = last_end(at_present, found), lateness(found)
    gone = (frame.now - session.starts).total_seconds()
    whole = max((ends - session.starts).total_seconds(), 60)
    return OnEntry(
        row=row(frame, session),
        turn=turn_entry(frame, session, one.turn) if one.turn else None,
        coming=turn_entry(frame, session, one.coming) if one.coming else None,
        percent=max(0, min(100, round(gone / whole * 100))),
        minutes_left=max(0, ceil((ends - frame.now).total_seconds() / 60)),
        late=late,
    )
