"""The agenda as a grid in the reader's zone: the hours of a date, or the dates, across.

Down stand the stages or the areas.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TypeVar
from zoneinfo import ZoneInfo

from flask import request

from summit.core.release import Release
from summit.core.zone import local_date
from summit.language import heading_date
from summit.web.page import SummitFrame, understand
from summit.web.public.filter import Filtered
from summit.web.public.timeline import Block, Heading, Timeline, hours_in_use, timeline
from summit.web.row import Row, hues, rows

_FEW = 60
"""So many sessions are clear at a glance with the dates across; more are, hour by hour."""
_MANY = 120
"""More sessions than these are shown a date at a time."""
_WIDTHS = (6, 9, 12, 18)
"""How wide an hour is drawn at least, in rem: the classes hour-1 to hour-4 of the style sheet."""
_LEGIBLE = 6
"""How wide a short session should be, in rem."""


class Across(StrEnum):
    """What runs across the grid."""

    HOURS = "hours"
    DAYS = "days"


class Down(StrEnum):
    """What each line of the grid is for."""

    STAGE = "stage"
    AREA = "area"


@dataclass(frozen=True, slots=True)
class Date:
    """One of the reader's dates with its hours, and how many lines have nothing on it."""

    heading: str
    is_today: bool
    timeline: Timeline
    empty: int


@dataclass(frozen=True, slots=True)
class TableLine:
    """A line of the table of dates: what it is for, and its blocks on each date."""

    heading: Heading
    cells: tuple[tuple[Block, ...], ...]


@dataclass(frozen=True, slots=True)
class Switch:
    """One of the ways to look at the grid."""

    value: str
    is_current: bool
    address: str


@dataclass(frozen=True, slots=True)
class Grid:
    """The grid: with the hours across, one after the other of `dates`, else all in `table`.

    Nothing is on before the first and after the last of `hours`. `hour` is the class of the
    width of an hour. `day` is the date that is shown where there are too many sessions to show
    them all, `shown` how many sessions stand in the grid.
    """

    across: Across
    down: Down
    dates: tuple[Date, ...]
    table: tuple[TableLine, ...]
    empty: int
    hours: tuple[int, int]
    hour: int
    day: str
    shown: int
    ways_across: tuple[Switch, ...]
    ways_down: tuple[Switch, ...]


def grid(frame: SummitFrame, found: Filtered) -> Grid:
    """Return the sessions that the filters leave as a grid."""
    release = frame.release
    where = frame.reader.zone
    few = len(release.sessions) <= _FEW
    across = _asked("across", Across, Across.DAYS if few else Across.HOURS)
    downs = _downs(release)
    down = _asked("rows", Down, downs[0])
    headings = tuple(_headings(release, down))
    every = [
        (row.session.stage if down is Down.STAGE else row.session.area, row)
        for row in rows(frame, found.any_day)
    ]
    days = sorted({day for _, row in every for day in _dates(row, where)})
    chosen = next((one.value for one in found.days.choices if one.is_current), "")
    alone = ""
    if not chosen and across is Across.HOURS and len(release.sessions) > _MANY:
        chosen = alone = _nearest(days, local_date(frame.now, where))
    if chosen:
        days = [date.fromisoformat(chosen)]
    drawn = [row for _, row in every if any(day in days for day in _dates(row, where))]
    hours = hours_in_use(drawn, where)
    dates = tuple(
        _date(frame, timeline(day, every, headings, where, frame.now, hours), len(headings) - 1)
        for day in days
    )
    table = tuple(_table(headings, dates)) if across is Across.DAYS else ()
    return Grid(
        across=across,
        down=down,
        dates=dates,
        table=table,
        empty=len(headings) - 1 - sum(one.heading.thing is not None for one in table),
        hours=hours,
        hour=_hour([row for _, row in every]),
        day=alone,
        shown=sum(one.timeline.count for one in dates) if alone else len(found.sessions),
        ways_across=tuple(
            Switch(one, one is across, frame.address(across=one)) for one in reversed(Across)
        ),
        ways_down=tuple(Switch(one, one is down, frame.address(rows=one)) for one in downs)
        if len(downs) > 1
        else (),
    )


_Choice = TypeVar("_Choice", Across, Down)


def _asked(name: str, choices: type[_Choice], usual: _Choice) -> _Choice:
    """Return what the address asks for, or what is usual."""
    asked = request.args.get(name, "")
    found = next((one for one in choices if one == asked), None)
    if found:
        understand(name)
    return found or usual


def _downs(release: Release) -> list[Down]:
    """Return what may stand down, the clearer first: a single stage tells nothing apart."""
    stages = {one.stage for one in release.sessions if one.stage}
    areas = {one.area for one in release.sessions if one.area}
    if len(stages) > 1:
        return [Down.STAGE, Down.AREA] if areas else [Down.STAGE]
    return [Down.AREA] if areas else [Down.STAGE]


def _headings(release: Release, down: Down) -> Iterator[Heading]:
    """Yield what stands down, in the order of the programme, what belongs to all of it first."""
    programme = release.programme
    yield Heading(None, 0)
    colours = hues(release) if down is Down.AREA else {}
    for one in programme.stages if down is Down.STAGE else programme.areas:
        yield Heading(one, colours.get(one.code, 0))


def _dates(row: Row, where: ZoneInfo) -> Iterator[date]:
    """Yield the dates in `where` of which some minute belongs to a session."""
    first = row.when.mine.date
    last = local_date(row.when.ends - timedelta(seconds=1), where)
    for days in range((last - first).days + 1):
        yield first + timedelta(days)


def _nearest(days: list[date], today: date) -> str:
    """Return the date to begin with: today, or the first there is."""
    return (today if today in days else days[0]).isoformat() if days else ""


def _date(frame: SummitFrame, shown: Timeline, things: int) -> Date:
    return Date(
        heading=heading_date(shown.date, frame.reader.language),
        is_today=shown.date == local_date(frame.now, frame.reader.zone),
        timeline=shown,
        empty=things - sum(line.heading.thing is not None for line in shown.lines),
    )


def _table(headings: Iterable[Heading], dates: tuple[Date, ...]) -> Iterator[TableLine]:
    """Yield the lines of all dates, each once with its blocks date by date."""
    found = [{line.heading: line.blocks for line in one.timeline.lines} for one in dates]
    for one in headings:
        cells = tuple(blocks.get(one, ()) for blocks in found)
        if any(cells):
            yield TableLine(one, cells)


def _hour(every: list[Row]) -> int:
    """Return the number of the width of an hour in which all but the shortest are legible."""
    lengths = sorted(row.when.minutes for row in every)
    short = lengths[len(lengths) // 10] if lengths else 60
    return next(
        (number for number, rem in enumerate(_WIDTHS, 1) if rem * short >= _LEGIBLE * 60),
        len(_WIDTHS),
    )
