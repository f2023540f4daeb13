"""The grid: a day of the working programme by stage, what has no slot, what does not fit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from flask import request
from werkzeug.wrappers import Response

from summit.core.clash import Finding, Level, Rule
from summit.core.fold import fold
from summit.core.programme import (
    Area,
    Programme,
    ProgrammeDay,
    Session,
    Status,
    Visibility,
    day_of,
)
from summit.core.slot import borders
from summit.core.text import Text
from summit.core.zone import NAMES, zone
from summit.formats import finding as telling
from summit.language import canonical_zone, clock_time, heading_date
from summit.services import availability, edit, release
from summit.services.edit import Step
from summit.services.release import Preview
from summit.web import reader
from summit.web.organizer import column, editor
from summit.web.organizer.column import Block, Column, Hour, Night
from summit.web.organizer.console import Console, open_console
from summit.web.page import render
from summit.web.way import go
from summit.web.zone import choices
from summit.when import Local, local

_MOST = 40
"""So many breaches of one rule are listed; more are counted."""
_NIGHTS = 8


@dataclass(frozen=True, slots=True)
class Card:
    """What a block says of its session, beside its title.

    `starts` and `ends` are on the host's clock, `second` is the start on the second one.
    `level` is that of the gravest finding about it.
    """

    session: Session
    hue: int
    starts: str
    ends: str
    second: str
    people: tuple[Text, ...]
    more: int
    level: Level | None
    is_changed: bool

    @property
    def classes(self) -> str:
        """Its state as classes of the style sheet."""
        one = self.session
        states = (
            (one.status is Status.CANCELLED, "is-cancelled"),
            (one.visibility is Visibility.ORGANIZERS, "is-hidden"),
            (bool(self.level), f"has-{self.level}"),
        )
        return " ".join(name for is_so, name in states if is_so)


@dataclass(frozen=True, slots=True)
class DayChoice:
    """A day in the strip of the week.

    `bars` are the sessions as (class of the hue, first step, steps) of five minutes.
    """

    day: ProgrammeDay
    heading: str
    sessions: int
    steps: int
    bars: tuple[tuple[int, int, int], ...]
    grave: int
    warnings: int


@dataclass(frozen=True, slots=True)
class Told:
    """A finding in the reader's words, with the sessions it is about."""

    finding: Finding
    words: str
    sessions: tuple[Session, ...]


@dataclass(frozen=True, slots=True)
class Heap:
    """What breaks one rule: the first of them, and how many there are."""

    rule: Rule
    level: Level
    told: tuple[Told, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Grid:
    """One day of the grid, and what stands beside it.

    `second` is the second clock at the day's beginning. `away` are sessions on none of the
    days. `far` are the breaches on other days that keep the programme from being published,
    and `elsewhere` counts the warnings there. `drawn` are the codes of what can be pointed at
    on the page. `undo` and `redo` are the edits that can be taken back or done again, or None.
    """

    day: ProgrammeDay | None
    heading: str
    days: tuple[DayChoice, ...]
    host: Local
    second: Local | None
    zones: list[tuple[str, list[tuple[str, str]]]]
    cities: tuple[tuple[str, Text, bool], ...]
    hours: tuple[Hour, ...]
    steps: int
    nights: tuple[Night, ...]
    now: int | None
    columns: tuple[Column, ...]
    tray: tuple[Card, ...]
    away: tuple[Card, ...]
    findings: tuple[Heap, ...]
    far: tuple[Told, ...]
    elsewhere: int
    cards: Mapping[str, Card]
    drawn: Set[str]
    scheduled: int
    cancelled: int
    changes: int
    undo: Step | None
    redo: Step | None
    data: Mapping[str, Any]

    @property
    def sought(self) -> str:
        """The words by which a session was looked for, and none was found."""
        return request.args.get("find", "").strip()

    @property
    def kept(self) -> Mapping[str, tuple[str, ...]]:
        """What the address asked for of clocks, for the addresses of other days."""
        asked = {name: tuple(request.args.getlist(name)) for name in ("tz2", "night")}
        return {name: values for name, values in asked.items() if values}

    def card(self, block: Block) -> Card:
        """Return what a block says."""
        return self.cards[block.session.code]


def show(summit: str) -> str | Response:
    """Show a day of the grid, the one that the address asks for or the nearest.

    Where it asks for a session by its words, lead to that session.
    """
    frame = open_console(summit)
    preview = release.preview(frame.actor, summit)
    wanted = request.args.get("find", "").strip()
    found = _find(preview.working, wanted, day_asked(frame, preview.working)) if wanted else None
    if found is None:
        return render("organizer/grid.html", _grid(frame, preview))
    day = day_of(preview.working, found.starts)
    asked = {"day": day.number} if day else {}
    return go(reader.link("organizer.grid", summit=summit, **asked) + f"#s-{found.code}")


def _find(programme: Programme, words: str, day: ProgrammeDay | None) -> Session | None:
    """Return the first session of that code, or whose title holds these words: on `day` first."""
    wanted = fold(words)

    def order(one: Session) -> tuple[bool, bool, datetime, str]:
        return (one.code != words, day_of(programme, one.starts) != day, one.starts, one.code)

    fits = (
        one
        for one in programme.sessions
        if one.code == words or any(wanted in fold(said) for said in one.title.values())
    )
    return min(fits, key=order, default=None) if wanted else None


def day_asked(frame: Console, programme: Programme) -> ProgrammeDay | None:
    """Return the day that the address asks for: else today, or the first; None without days."""
    wanted = request.args.get("day", "")
    today = day_of(programme, frame.now)
    named = next((one for one in programme.days if str(one.number) == wanted), None)
    return named or today or next(iter(programme.days), None)


def _grid(frame: Console, preview: Preview) -> Grid:
    programme = preview.working
    language = frame.reader.language
    day = day_asked(frame, programme)
    begins, ends = borders(programme.summit, day) if day else (frame.now, frame.now)
    second = _second(frame, (begins, ends))
    cards = _cards(preview, second)
    shown = column.columns(programme, begins, ends) if day else ()
    drawn = {one.session.code for line in shown for one in line.blocks}
    told, far, elsewhere = _told(programme, preview.findings, drawn, language)
    undo, redo = edit.reversible(frame.actor, frame.code)
    host_zone = zone(programme.summit.zone)
    chosen = _nights(programme)
    cities = {one.code: one for one in programme.governments}
    statuses = Counter(one.status for one in programme.sessions)
    away = [
        one
        for one in programme.sessions
        if one.status is not Status.UNSCHEDULED and day_of(programme, one.starts) is None
    ]
    return Grid(
        day=day,
        heading=heading_date(day.date, language) if day else "",
        days=_days(frame, programme, preview.findings),
        host=local(begins, ends, programme.summit.zone, language),
        second=local(begins, ends, second, language) if second else None,
        zones=choices(language, begins, second or programme.summit.zone),
        cities=tuple((one.code, one.name, one.code in chosen) for one in programme.governments),
        hours=tuple(
            column.hours(begins, ends, host_zone, zone(second) if second else None, language)
        ),
        steps=(ends - begins) // timedelta(minutes=5),
        nights=tuple(column.night(cities[code], begins, ends, host_zone) for code in chosen)
        if day
        else (),
        now=(frame.now - begins) // timedelta(minutes=5) if begins <= frame.now < ends else None,
        columns=shown,
        tray=tuple(
            cards[one.code] for one in programme.sessions if one.status is Status.UNSCHEDULED
        ),
        away=tuple(cards[one.code] for one in away),
        findings=told,
        far=far,
        elsewhere=elsewhere,
        cards=cards,
        drawn=drawn | {one.code for one in away},
        scheduled=statuses[Status.SCHEDULED],
        cancelled=statuses[Status.CANCELLED],
        changes=len(preview.changes),
        undo=undo,
        redo=redo,
        data=editor.data(
            language,
            programme,
            day,
            begins,
            ends,
            drawn,
            availability.read(frame.actor, frame.code),
        )
        if frame.may("edit")
        else {},
    )


def _second(frame: Console, day: tuple[datetime, datetime]) -> str:
    """Return the zone of the second clock: the one asked for, else the reader's; "" for none.

    The reader's clock that shows the same hours as the host's all day is none.
    """
    wanted = request.args.get("tz2", frame.reader.zone_name)
    if wanted not in NAMES or canonical_zone(wanted) == canonical_zone(frame.desk.zone):
        return ""
    there, here = zone(wanted), zone(frame.desk.zone)
    is_same = all(
        one.astimezone(there).utcoffset() == one.astimezone(here).utcoffset() for one in day
    )
    return "" if is_same and "tz2" not in request.args else wanted


def _nights(programme: Programme) -> tuple[str, ...]:
    """Return the codes of the cities whose nights are shown."""
    known = {one.code for one in programme.governments}
    asked = [one for one in request.args.getlist("night") if one in known][:_NIGHTS]
    if "night" in request.args:
        return tuple(dict.fromkeys(asked))
    return column.most_concerned(programme)


def hues(areas: Iterable[Area]) -> dict[str | None, int]:
    """Return the number of each area's colour, as public pages give it; 0 without an area."""
    return {None: 0} | {one.code: place % 10 + 1 for place, one in enumerate(areas)}


def _cards(preview: Preview, second: str) -> dict[str, Card]:
    programme = preview.working
    colours = hues(programme.areas)
    people = {one.code: one.name for one in programme.people}
    host, other = zone(programme.summit.zone), zone(second) if second else None
    changed = {one.code for one in preview.changes if one.noun == "session"}
    levels: dict[str, Level] = {}
    for one in preview.findings:
        for code in one.sessions:
            if levels.get(code) is not Level.BLOCKS:
                levels[code] = one.level
    return {
        one.code: Card(
            session=one,
            hue=colours[one.area],
            starts=clock_time(one.starts, host),
            ends=clock_time(one.ends, host),
            second=clock_time(one.starts, other) if other else "",
            people=tuple(people[code] for code in one.people[:2]),
            more=max(0, len(one.people) - 2),
            level=levels.get(one.code),
            is_changed=one.code in changed,
        )
        for one in programme.sessions
    }


def _days(
    frame: Console, programme: Programme, findings: Iterable[Finding]
) -> tuple[DayChoice, ...]:
    colours = hues(programme.areas)
    by_day: dict[int, list[Session]] = {}
    number: dict[str, int] = {}
    for one in programme.sessions:
        day = day_of(programme, one.starts)
        if day and one.status is not Status.UNSCHEDULED:
            by_day.setdefault(day.number, []).append(one)
            number[one.code] = day.number
    levels = Counter(
        (day, one.level is Level.WARNS)
        for one in findings
        for day in {number[code] for code in one.sessions if code in number}
    )
    return tuple(
        _day(frame, programme, day, by_day.get(day.number, []), colours, levels)
        for day in programme.days
    )


def _day(
    frame: Console,
    programme: Programme,
    day: ProgrammeDay,
    held: list[Session],
    colours: Mapping[str | None, int],
    levels: Mapping[tuple[int, bool], int],
) -> DayChoice:
    begins, ends = borders(programme.summit, day)
    step = timedelta(minutes=5)
    bars = {
        (colours[one.area], (one.starts - begins) // step, max(1, one.minutes // 5))
        for one in held
        if one.status is Status.SCHEDULED
    }
    return DayChoice(
        day=day,
        heading=heading_date(day.date, frame.reader.language),
        sessions=len(held),
        steps=(ends - begins) // step,
        bars=tuple(sorted(bars, key=lambda one: (one[1], one[0]))),
        grave=levels[day.number, False],
        warnings=levels[day.number, True],
    )


def _told(
    programme: Programme, findings: Iterable[Finding], drawn: set[str], language: str
) -> tuple[tuple[Heap, ...], tuple[Told, ...], int]:
    """Return the findings of what is drawn, or of no session; the grave others; how many warn."""
    tell = telling.teller(programme, language)
    here, far, elsewhere = [], [], 0
    for one in findings:
        if not one.sessions or not drawn.isdisjoint(one.sessions):
            here.append(one)
        elif one.level is Level.WARNS:
            elsewhere += 1
        else:
            far.append(one)

    def told(one: Finding) -> Told:
        return Told(one, tell.say(one), tuple(tell.sessions[code] for code in one.sessions))

    heaps = []
    for rule, some in groupby(here, key=lambda one: one.rule):
        held = list(some)
        heaps.append(Heap(rule, held[0].level, tuple(map(told, held[:_MOST])), len(held)))
    return tuple(heaps), tuple(map(told, far[:_MOST])), elsewhere
