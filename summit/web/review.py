"""The working programme as its reviewers read it: by day, in any zone, and never public."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import TypeVar

from flask import Blueprint, Response, g, request

from summit.core.programme import Area, Programme, Session, Stage, Visibility
from summit.core.text import Text
from summit.core.turn import TimedTurn, clock
from summit.core.zone import local_date
from summit.language import heading_date, short_date
from summit.services import review as service
from summit.web import caching, reader
from summit.web import zone as zones
from summit.web.leaf import Leaf, leaf
from summit.web.page import Frame, render, site
from summit.when import When

review = Blueprint("review", __name__)
_Thing = TypeVar("_Thing", Stage, Area)


@dataclass(frozen=True, slots=True)
class Drafted(Frame):
    """The frame of a page of a programme that is not published."""

    zone: str
    is_rehearsed: bool

    @property
    def _host_zone(self) -> str:
        return self.zone


@dataclass(frozen=True, slots=True)
class Item:
    """A session with the reader's times and the names of what it refers to."""

    session: Session
    when: When
    stage: Stage | None
    area: Area | None
    hue: int
    people: tuple[tuple[Text, Text], ...]
    unnamed: int
    turns: tuple[tuple[TimedTurn, When, Text], ...]
    is_hidden: bool


@dataclass(frozen=True, slots=True)
class Day:
    """One of the reader's dates, in the list of them."""

    date: date
    words: str
    address: str
    is_shown: bool


@dataclass(frozen=True, slots=True)
class View:
    """One date of a working programme; of a long one, the items of one page, `leaf`."""

    reading: service.Reading
    expires: When
    days: tuple[Day, ...]
    heading: str
    leaf: Leaf
    items: tuple[Item, ...]
    zones: list[tuple[str, list[tuple[str, str]]]]


@review.get("/review/<secret>")
def show(secret: str) -> Response:
    """Show one of the reader's dates of the working programme."""
    now = site().clock.now()
    found = service.use(secret, now)
    programme = found.programme
    g.reader = reader.resolve(request, programme.summit.zone)
    shown = Drafted(g.reader, now, None, programme.summit.zone, found.rehearsal is not None)
    g.frame = shown
    by_date = {
        day: tuple(some)
        for day, some in groupby(
            programme.sessions, key=lambda one: local_date(one.starts, g.reader.zone)
        )
    }
    day = _chosen(tuple(by_date))
    listed = leaf(by_date[day] if day else ())
    language = g.reader.language
    page = render(
        "review.html",
        View(
            reading=found,
            expires=shown.when(found.expires, found.expires),
            days=tuple(
                Day(one, short_date(one, language), shown.address(day=one.isoformat()), one == day)
                for one in by_date
            ),
            heading=heading_date(day, language) if day else "",
            leaf=listed,
            items=tuple(_items(shown, programme, listed.things)),
            zones=zones.choices(language, _season(programme, now), g.reader.zone_name),
        ),
    )
    return _hidden(Response(page))


def _chosen(dates: tuple[date, ...]) -> date | None:
    """Return the date that the address asks for, or the first that there is."""
    asked = request.args.get("day", "")
    return next((one for one in dates if one.isoformat() == asked), next(iter(dates), None))


def _season(programme: Programme, now: datetime) -> datetime:
    """Return when the summit is, whose clocks need not be those of today."""
    return programme.sessions[0].starts if programme.sessions else now


def _items(shown: Drafted, programme: Programme, sessions: tuple[Session, ...]) -> Iterator[Item]:
    people = {one.code: one for one in programme.people}
    names: dict[str, Text] = {one.code: one.name for one in programme.people}
    names |= {one.code: one.name for one in programme.governments}
    stages = {one.code: one for one in programme.stages}
    areas = {one.code: one for one in programme.areas}
    hues = {code: place % 10 + 1 for place, code in enumerate(areas)}
    for one in sessions:
        spoken = [people[code] for code in one.people]
        yield Item(
            session=one,
            when=shown.when(one.starts, one.ends),
            stage=stages.get(one.stage or ""),
            area=areas.get(one.area or ""),
            hue=hues.get(one.area or "", 0),
            people=tuple((person.name, person.office) for person in spoken),
            unnamed=sum(part.speaks and part.person is None for part in one.parts),
            turns=tuple(
                (
                    timed,
                    shown.when(timed.starts, timed.ends),
                    names.get(timed.turn.person or timed.turn.government or "", timed.turn.title),
                )
                for timed in clock(one.starts, one.turns)
            ),
            is_hidden=one.visibility is Visibility.ORGANIZERS,
        )


def _hidden(response: Response) -> Response:
    """Let nobody keep it, find it, or learn its address from where its links lead."""
    caching.private(response)
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
