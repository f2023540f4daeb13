"""The hours of a meeting: what each costs the cities that are to sit through it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from flask import request

from summit.core import fairness
from summit.core.burden import heard
from summit.core.fairness import Seat, Sittings, Start
from summit.core.place import Government
from summit.core.programme import Programme, Session, span
from summit.core.scale import Scale
from summit.core.zone import local_date, midnight, zone
from summit.language import clock_time
from summit.services import programme
from summit.web.burden import Legend, legend
from summit.web.organizer.console import Console, open_console
from summit.web.organizer.editor import digest
from summit.web.page import render
from summit.when import Local, When, local

_SHOWN = 8
_LONGEST = 8 * 60
_MOST_DAYS = 14
_USUAL = 90
_HOUR = timedelta(hours=1)
_STEPS = {"15": timedelta(minutes=15), "30": timedelta(minutes=30), "60": timedelta(hours=1)}
_STEP = "30"


@dataclass(frozen=True, slots=True)
class Row:
    """A start as it is shown: its time, and the hour of those whom it hurts most.

    `also` are the host's dates on which the same hour costs the same.
    """

    start: Start
    when: When
    worst: tuple[Local, ...]
    nights: tuple[Local, ...]
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Heat:
    """A city's day: for each hour of the host's, what clocks show and what it costs."""

    city: Government
    hours: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Sitting:
    """One of two sittings, and those who sit in it, each with their clock."""

    row: Row
    clocks: tuple[Local, ...]


@dataclass(frozen=True, slots=True)
class Hours:
    """The page: what was asked for, and the kindest starts for it.

    `cities` are all that could be asked; the codes in `chosen` were. At the `quiet` starts
    nobody sits in the night. `twice` is told where two sittings hurt nobody as much as one.
    `session` is the one that can be moved to a start, and `seen` its digest.
    """

    cities: tuple[Government, ...]
    chosen: frozenset[str]
    minutes: int
    first: date
    last: date
    rows: tuple[Row, ...]
    kindest_for_all: Row | None
    most_awake: Row | None
    quiet: tuple[Row, ...]
    deciding: tuple[Government, ...]
    sittings: Sittings | None
    twice: tuple[Sitting, ...]
    heat: tuple[Heat, ...]
    hours: tuple[str, ...]
    legend: Legend
    tried: int
    step: str
    session: Session | None
    seen: str


def show(summit: str) -> str:
    """Show the kindest starts for the cities, length and dates that the address asks for."""
    frame = open_console(summit)
    draft = programme.draft(frame.actor, summit)
    cities = draft.governments
    session = next((x for x in draft.sessions if x.code == request.args.get("session")), None)
    asked = frozenset(request.args.getlist("city"))
    chosen = [one for one in cities if one.code in asked] or _expected(draft, session)
    usual = session.minutes if session else _USUAL
    minutes = _number(request.args.get("minutes", ""), usual, _LONGEST)
    step = request.args.get("step", "")
    step = step if step in _STEPS else _STEP
    first, last = _dates(frame, draft)
    begins = midnight(first, zone(frame.desk.zone))
    ends = midnight(last + timedelta(days=1), zone(frame.desk.zone)) - _STEPS[step]
    seats = [Seat(one.code, one.zone) for one in chosen]
    scale = draft.summit.scale
    found = fairness.starts(seats, minutes, begins, ends, _STEPS[step], scale) if seats else ()
    known = {one.code: one for one in chosen}
    near = session.starts if session else None
    quiet = _rows(frame, [one for one in found if not one.nights], minutes, known, near)
    kindest = min(found, key=lambda one: (one.worst, one.total, one.starts), default=None)
    awake = min(found, key=lambda one: (-one.comfortable, one.total, one.starts), default=None)
    two = fairness.sittings(seats, found)
    if two is not None and (kindest is None or two.worst >= kindest.worst):
        two = None
    view = Hours(
        cities=cities,
        chosen=frozenset(known),
        minutes=minutes,
        first=first,
        last=last,
        rows=_rows(frame, found, minutes, known, near),
        kindest_for_all=_row(frame, kindest, minutes, known) if kindest else None,
        most_awake=_row(frame, awake, minutes, known) if awake else None,
        quiet=quiet,
        deciding=tuple(known[code] for code in fairness.deciding(seats, found)),
        sittings=two,
        twice=tuple(_twice(frame, two, minutes, known)) if two else (),
        heat=tuple(_heat(one, begins, scale) for one in chosen),
        hours=tuple(_clock(begins, at, zone(frame.desk.zone)) for at in range(24)),
        legend=legend(draft.summit),
        tried=len(found),
        step=step,
        session=session,
        seen=digest(session) if session else "",
    )
    return render("organizer/hours.html", view)


def _expected(draft: Programme, session: Session | None) -> list[Government]:
    """Return the cities that take part in a session, or in any, or all where none does yet.

    In a session, those take part too whom its speakers speak for.
    """
    if session is not None:
        named = {*session.governments, *(one.government for one in heard(draft, session))}
        found = [one for one in draft.governments if one.code in named]
        if found:
            return found
    named = {code for one in draft.sessions for code in one.governments}
    return [one for one in draft.governments if one.code in named] or list(draft.governments)


def _dates(frame: Console, draft: Programme) -> tuple[date, date]:
    """Return the first and the last date that is asked for, by default the summit's own."""
    held = span(draft)
    today = local_date(frame.now, zone(frame.desk.zone))
    usual = held or (today, today)
    first = _date(request.args.get("first", ""), usual[0])
    last = _date(request.args.get("last", ""), max(usual[1], first))
    return first, min(max(first, last), first + timedelta(days=_MOST_DAYS - 1))


def _date(words: str, usual: date) -> date:
    try:
        found = date.fromisoformat(words)
    except ValueError:
        return usual
    return found if found.year in range(1970, 2200) else usual


def _number(words: str, usual: int, most: int) -> int:
    return int(words) if words.isascii() and words.isdigit() and 0 < int(words) <= most else usual


def _rows(
    frame: Console,
    found: Sequence[Start],
    minutes: int,
    known: Mapping[str, Government],
    near: datetime | None,
) -> tuple[Row, ...]:
    """Return the first starts of those found, the same hour of another day in one line.

    Of the days in a line the first is told in full, or the one nearest to the instant `near`.
    """
    shown: dict[tuple[str, int, int], list[Start]] = {}
    for one in found:
        host = local(one.starts, one.starts, frame.desk.zone, frame.reader.language)
        key = (host.starts, one.total, one.worst)
        if key in shown or len(shown) < _SHOWN:
            shown.setdefault(key, []).append(one)
    rows = []
    for some in shown.values():
        told = min(some, key=lambda one: (abs(one.starts - near) if near else 0, one.starts))
        also = tuple(
            local(one.starts, one.starts, frame.desk.zone, frame.reader.language).short_date
            for one in some
            if one is not told
        )
        rows.append(replace(_row(frame, told, minutes, known), also=also))
    return tuple(rows)


def _row(frame: Console, start: Start, minutes: int, known: Mapping[str, Government]) -> Row:
    ends = start.starts + timedelta(minutes=minutes)

    def clocks(codes: Sequence[str]) -> tuple[Local, ...]:
        language = frame.reader.language
        cities = (known[code] for code in codes)
        return tuple(
            local(start.starts, ends, one.zone, language, one.name.say(language)) for one in cities
        )

    worst = [code for code, cost in start.costs.items() if cost == start.worst]
    return Row(start, frame.when(start.starts, ends), clocks(worst), clocks(start.nights))


def _twice(
    frame: Console, two: Sittings, minutes: int, known: Mapping[str, Government]
) -> Iterator[Sitting]:
    """Yield both sittings with those who sit in each, in the order of their clocks."""
    language = frame.reader.language
    for start, codes in ((two.first, two.in_first), (two.second, two.in_second)):
        ends = start.starts + timedelta(minutes=minutes)
        clocks = [
            local(start.starts, ends, known[code].zone, language, known[code].name.say(language))
            for code in codes
        ]
        ordered = sorted(clocks, key=lambda one: (one.date, one.starts, one.place))
        yield Sitting(_row(frame, start, minutes, known), tuple(ordered))


def _heat(city: Government, begins: datetime, scale: Scale) -> Heat:
    """Return a city's day, hour by hour from the host's midnight on."""
    there = zone(city.zone)
    hours = (begins + at * _HOUR for at in range(24))
    return Heat(
        city,
        tuple(
            (clock_time(one, there), fairness.worst(one, one + _HOUR, city.zone, scale))
            for one in hours
        ),
    )


def _clock(begins: datetime, at: int, where: ZoneInfo) -> str:
    return clock_time(begins + at * _HOUR, where)
