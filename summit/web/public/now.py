"""What is on now, and what is next."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from summit.core.turn import TimedTurn
from summit.published.now import Now, at
from summit.web.page import open_summit, render, show_minute
from summit.web.public.world import World, world
from summit.web.row import Row, row, rows


@dataclass(frozen=True, slots=True)
class OnEntry:
    """A running session with the turn it has reached, and how far it is, from 0 to 100."""

    row: Row
    turn: TimedTurn | None
    percent: int
    minutes_left: int


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
    now = at(release, frame.now)
    on = tuple(
        OnEntry(
            row=row(frame, one.session),
            turn=one.turn,
            percent=round(
                (frame.now - one.session.starts).total_seconds() / 60 / one.session.minutes * 100
            ),
            minutes_left=ceil((one.session.ends - frame.now).total_seconds() / 60),
        )
        for one in now.on
    )
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
