"""The overview of a summit: what an organizer looks at first in the morning."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from math import ceil

from flask import current_app

from summit.core.need import Want
from summit.core.programme import Session, Status
from summit.core.release import Release
from summit.core.role import Verb, may
from summit.core.text import Text
from summit.services import overview
from summit.services.overview import Overview
from summit.web import reader
from summit.web.organizer import chart, selection
from summit.web.organizer.chart import Bar, Dot
from summit.web.organizer.console import Console, open_console
from summit.web.page import render, site
from summit.when import When

_NEXT = 4
_COUNTRIES = 12
_SOME = 5
"""Things of one need that are named; the others are counted."""


@dataclass(frozen=True, slots=True)
class Coming:
    """A session that is on, or comes next; `minutes` until it begins (or ends while it is on).

    `control` is the address of the page on which it is run, "" for whoever may not.
    """

    session: Session
    when: When
    minutes: int
    address: str
    control: str


@dataclass(frozen=True, slots=True)
class Hand:
    """Things that want the same: some of them with their names and ways, and how many in all."""

    want: Want
    some: tuple[tuple[Text, str], ...]
    more: int


@dataclass(frozen=True, slots=True)
class View:
    """The overview with its pictures. `titles` are of the released sessions by code.

    `ways` are the addresses of other parts of the console by name, "" where there is none.
    """

    overview: Overview
    on: tuple[Coming, ...]
    next: tuple[Coming, ...]
    titles: Mapping[str, Text]
    bars: tuple[Bar, ...]
    dots: tuple[Dot, ...]
    countries: tuple[tuple[str, int], ...]
    other_countries: int
    hands: tuple[Hand, ...]
    ways: Mapping[str, str]

    @property
    def most(self) -> int:
        """The largest number of registrations of a day."""
        return max((one.count for one in self.bars), default=0)


def show(summit: str) -> str:
    """Show the overview."""
    frame = open_console(summit)
    found = overview.read(frame.actor, summit, site().clock.now())
    desk = found.desk
    countries = tuple((code, count) for code, count in desk.countries if code) if desk else ()
    governments = found.release.programme.governments if found.release else ()
    view = View(
        overview=found,
        on=_on(frame, found.release),
        next=_next(frame, found.release),
        titles=selection.titles(found.release),
        bars=chart.bars(desk.days, frame.reader.language) if desk else (),
        dots=chart.dots(countries, governments),
        countries=countries[:_COUNTRIES],
        other_countries=sum(count for _, count in countries[_COUNTRIES:])
        + (dict(desk.countries).get("", 0) if desk else 0),
        hands=tuple(
            Hand(
                one.want,
                tuple((name, _way(one.want, summit, code)) for code, name in one.things[:_SOME]),
                max(0, len(one.things) - _SOME),
            )
            for one in found.needs
        ),
        ways={
            name: page(name, summit=summit) if may(frame.actor, verb, summit) else ""
            for name, verb in _WAYS.items()
        },
    )
    return render("organizer/overview.html", view)


_WAYS = {
    "publish": Verb.CHECK,
    "grid": Verb.CHECK,
    "organizers": Verb.INVITE,
    "sessions": Verb.CHECK,
    "cities": Verb.CHECK,
}
"""Other pages of the console that cure something, by their endpoints; each may be missing."""


def page(endpoint: str, **values: str) -> str:
    """Return the address of a page of the console, or "" where there is no such page."""
    name = f"organizer.{endpoint}"
    return reader.link(name, **values) if name in current_app.view_functions else ""


def _way(want: Want, summit: str, code: str) -> str:
    if want is Want.DELEGATES:
        return page("thing", summit=summit, noun="city", code=code)
    return page("session", summit=summit, code=code)


def _on(frame: Console, release: Release | None) -> tuple[Coming, ...]:
    """Return the released sessions that are on, the first to end first."""
    sessions = release.sessions if release else ()
    on = [one for one in sessions if _is_held(one) and one.starts <= frame.now < one.ends]
    on.sort(key=lambda one: (one.ends, one.code))
    return tuple(_coming(frame, one, one.ends - frame.now) for one in on)


def _next(frame: Console, release: Release | None) -> tuple[Coming, ...]:
    """Return the released sessions that begin next."""
    sessions = release.sessions if release else ()
    ahead = [one for one in sessions if _is_held(one) and frame.now < one.starts]
    return tuple(_coming(frame, one, one.starts - frame.now) for one in ahead[:_NEXT])


def _is_held(session: Session) -> bool:
    return session.status is Status.SCHEDULED


def _coming(frame: Console, session: Session, left: timedelta) -> Coming:
    address = page("session", summit=frame.code, code=session.code) or reader.link(
        "public.session", summit=frame.code, code=session.code
    )
    when = frame.when(session.starts, session.ends)
    control = ""
    if session.turns and frame.may(Verb.RUN):
        control = page("control", summit=frame.code, code=session.code)
    return Coming(session, when, max(0, ceil(left.total_seconds() / 60)), address, control)
