"""The front pages: of the installation, and of one summit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import redirect
from werkzeug.wrappers import Response

from summit.core.programme import Area, ProgrammeDay, day_of, span
from summit.core.release import Release
from summit.core.zone import local_date
from summit.formats import json_ld
from summit.language import full_date
from summit.published.now import Now, at
from summit.web.outlet import outlet
from summit.web.page import SummitFrame, open_summit, render, show_minute, site
from summit.web.public.world import World, world
from summit.web.reader import current, link
from summit.web.row import Row, hue, rows

_MOST = 20
"""Sessions of a day that are listed; the agenda has the others."""


@dataclass(frozen=True, slots=True)
class SummitEntry:
    """A summit in the list of summits, with its dates at the host's."""

    release: Release
    dates: str


@dataclass(frozen=True, slots=True)
class DayEntry:
    """A programme day, with its first sessions; `more` follow, in the agenda at `address`."""

    day: ProgrammeDay
    date: str
    rows: tuple[Row, ...]
    more: int
    address: str


@dataclass(frozen=True, slots=True)
class AreaEntry:
    """An area with the number of its sessions."""

    area: Area
    hue: int
    sessions: int


@dataclass(frozen=True, slots=True)
class View:
    """The front page of a summit."""

    dates: str
    now: Now
    coming: tuple[Row, ...]
    days: tuple[DayEntry, ...]
    areas: tuple[AreaEntry, ...]
    world: World
    speakers: int
    cities: int
    linked_data: dict[str, Any]


def dates(release: Release, language: str) -> str:
    """Return the first and last date of a summit, as its host's calendar has them."""
    found = span(release.programme)
    if found is None:
        return ""
    first, last = (full_date(day, language) for day in found)
    return first if first == last else f"{first} \N{EN DASH} {last}"


def summits() -> str | Response:
    """List the summits of the installation; where there is only one, lead to it."""
    shown = site().board.summits()
    if len(shown) == 1:
        return redirect(link("public.front", summit=shown[0].release.summit.code))
    language = current().language
    entries = [SummitEntry(one.release, dates(one.release, language)) for one in shown]
    return render("public/summits.html", entries)


def show(summit: str) -> str:
    """Show the front page of a summit."""
    frame = open_summit(summit)
    show_minute()
    release = frame.release
    language = frame.reader.language
    on = at(release, frame.now, frame.runs(release.sessions))
    coming = tuple(one.session for one in on.on) + on.next
    programme = release.programme
    by_day = [_day(frame, day) for day in programme.days]
    areas = [
        AreaEntry(
            area,
            hue(release, area.code),
            sum(one.area == area.code for one in release.sessions),
        )
        for area in programme.areas
    ]
    taking_part = {code for one in release.sessions for code in one.governments}
    named = {code for one in release.sessions for code in one.people}
    unnamed = sum(
        part.speaks and part.person is None for one in release.sessions for part in one.parts
    )
    return render(
        "public/front.html",
        View(
            dates=dates(release, language),
            now=on,
            coming=rows(frame, coming),
            days=tuple(by_day),
            areas=tuple(areas),
            world=world(release, taking_part, frame.now, frame.now, language),
            speakers=len(named) + unnamed,
            cities=len(taking_part),
            linked_data=json_ld.summit(release, outlet(summit, language)),
        ),
    )


def _day(frame: SummitFrame, day: ProgrammeDay) -> DayEntry:
    """Return a programme day as it is listed, however many sessions it has."""
    release = frame.release
    every = [one for one in release.sessions if day_of(release.programme, one.starts) == day]
    shown, more = every[:_MOST], every[_MOST:]
    agenda = link("public.agenda", summit=release.summit.code)
    if more:
        mark = "&" if "?" in agenda else "?"
        agenda += f"{mark}day={local_date(more[0].starts, frame.reader.zone).isoformat()}"
    date = full_date(day.date, frame.reader.language)
    return DayEntry(day, date, rows(frame, shown), len(more), agenda)
