"""Every start of a session as pages show it: the published one's, and the draft's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from summit.core import edit
from summit.core.alternative import Alternative, Reason, alternatives, cheapest, present
from summit.core.burden import Heard
from summit.core.fairness import worst
from summit.core.programme import Programme, ProgrammeDay, Session, Status, day_of
from summit.core.text import NOTHING, Text
from summit.core.zone import zone
from summit.language import clock_time, heading_date
from summit.web.burden import Legend, called, legend
from summit.when import Local, When, local

_MOST_DAYS = 7
"""So many days are compared at once."""
_HARDEST = 3
"""So many of those who would have it worst are named."""

WhenOf = Callable[[datetime, datetime], When]


@dataclass(frozen=True, slots=True)
class Obstacle:
    """What stands in the way, with the session and the name of whom it needs."""

    reason: Reason
    session: Session | None
    about: Text


@dataclass(frozen=True, slots=True)
class Voice:
    """Somebody who would be heard, when that is for them, and what it costs."""

    name: Text
    city: Text
    when: Local
    cost: int


@dataclass(frozen=True, slots=True)
class Row:
    """A start: `more` is what it costs more than the present one, or less, in the same order.

    `regions` are points in the order of the page's.
    """

    alternative: Alternative
    when: When
    more: tuple[int, int]
    regions: tuple[int, ...]
    worst: tuple[Voice, ...]
    nights: int
    obstacles: tuple[Obstacle, ...]
    is_present: bool


@dataclass(frozen=True, slots=True)
class Costs:
    """What somebody's hour costs at each start of the day that is shown."""

    name: Text
    city: Text
    cells: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Why:
    """The page: the present start, the cheapest ones that are free, all of one day.

    `people` are those who are heard and the governments that listen, hour by hour of the day;
    `hours` are the labels of these. `seen` is the digest of the session in the console.
    """

    session: Session
    is_placed: bool
    now: Row
    cheapest: tuple[Row, ...]
    day: ProgrammeDay | None
    heading: str
    days: tuple[tuple[ProgrammeDay, str], ...]
    rows: tuple[Row, ...]
    regions: tuple[str, ...]
    hours: tuple[str, ...]
    people: tuple[Costs, ...]
    cities: tuple[Costs, ...]
    legend: Legend
    listening: int
    seen: str = ""
    said: str = ""
    error: str = ""


def why(programme: Programme, code: str, wanted: str, when: WhenOf, language: str) -> Why:
    """Return every start of a session, in full for the day whose date is `wanted`."""
    session = edit.session(programme, code)
    own = day_of(programme, session.starts)
    named = next((one for one in programme.days if one.date.isoformat() == wanted), None)
    day = named or own or next(iter(programme.days), None)
    now = present(programme, code)
    found = alternatives(programme, code, _compared(programme, day))
    regions = sorted({name for one in (now, *found) for name in one.regions})
    row = _teller(programme, session, now, regions, when, language)
    shown = [one for one in found if day is not None and day_of(programme, one.starts) == day]
    host = zone(programme.summit.zone)
    hourly = [one for one in shown if not (one.starts - shown[0].starts).seconds % 3600]
    voice = _voices(programme, language)
    cities = {one.code: one for one in programme.governments}
    return Why(
        session=session,
        is_placed=session.status is not Status.UNSCHEDULED,
        now=row(now),
        cheapest=tuple(map(row, cheapest(found, session.starts))),
        day=day,
        heading=heading_date(day.date, language) if day else "",
        days=tuple((one, heading_date(one.date, language)) for one in programme.days),
        rows=tuple(map(row, shown)),
        regions=tuple(called(one, language) for one in regions),
        hours=tuple(clock_time(one.starts, host) for one in hourly),
        people=tuple(
            Costs(
                voice(one).name,
                voice(one).city,
                tuple(
                    (clock_time(two.heard[at].starts, zone(one.zone)), two.heard[at].cost)
                    for two in hourly
                ),
            )
            for at, one in enumerate(now.heard)
        ),
        cities=tuple(
            Costs(
                cities[code].name,
                NOTHING,
                tuple(
                    (
                        clock_time(one.starts, zone(cities[code].zone)),
                        worst(
                            one.starts,
                            one.starts + (session.ends - session.starts),
                            cities[code].zone,
                            programme.summit.scale,
                        ),
                    )
                    for one in hourly
                ),
            )
            for code in session.governments
            if code in cities
        ),
        legend=legend(programme.summit),
        listening=len(session.governments),
    )


def _compared(programme: Programme, day: ProgrammeDay | None) -> tuple[ProgrammeDay, ...]:
    """Return the days that are compared: all of them, or those around one, where there are many."""
    if day is None or len(programme.days) <= _MOST_DAYS:
        return programme.days
    at = programme.days.index(day)
    first = max(0, min(at - _MOST_DAYS // 2, len(programme.days) - _MOST_DAYS))
    return programme.days[first : first + _MOST_DAYS]


def _voices(programme: Programme, language: str) -> Callable[[Heard], Voice]:
    cities = {one.code: one.name for one in programme.governments}
    people = {one.code: one.name for one in programme.people}

    def voice(one: Heard) -> Voice:
        city = cities.get(one.government or "", NOTHING)
        there = local(one.starts, one.ends, one.zone, language, city.say(language))
        name = people.get(one.person or "", NOTHING)
        return Voice(name or city, city if name else NOTHING, there, one.cost)

    return voice


def _teller(
    programme: Programme,
    session: Session,
    now: Alternative,
    regions: list[str],
    when: WhenOf,
    language: str,
) -> Callable[[Alternative], Row]:
    voice = _voices(programme, language)
    sessions = {one.code: one for one in programme.sessions}
    names = {
        Reason.PERSON: {one.code: one.name for one in programme.people},
        Reason.CITY: {one.code: one.name for one in programme.governments},
        Reason.STAGE: {one.code: one.name for one in programme.stages},
    }
    length = session.ends - session.starts

    def row(one: Alternative) -> Row:
        return Row(
            alternative=one,
            when=when(one.starts, one.starts + length),
            more=(one.spoken - now.spoken, one.audience - now.audience),
            regions=tuple(one.regions.get(name, 0) for name in regions),
            worst=tuple(map(voice, one.worst[:_HARDEST])),
            nights=len(one.nights),
            obstacles=tuple(
                Obstacle(
                    bar.reason,
                    sessions.get(bar.session),
                    names.get(bar.reason, {}).get(bar.about, NOTHING),
                )
                for bar in one.bars
            ),
            is_present=one.starts == session.starts,
        )

    return row
