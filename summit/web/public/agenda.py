"""The agenda: the sessions by the reader's days, as a grid, or as a search found them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from flask import redirect
from werkzeug.wrappers import Response

from summit.core.programme import ProgrammeDay, Session
from summit.core.zone import local_date, zone
from summit.formats import json_ld
from summit.language import heading_date
from summit.web.leaf import Leaf, leaf
from summit.web.outlet import outlet
from summit.web.page import SummitFrame, open_summit, render, understand
from summit.web.public.filter import Filtered, filtered
from summit.web.public.grid import Grid, grid
from summit.web.public.ribbon import Ribbon, ribbon
from summit.web.public.search import Search, search
from summit.web.row import Row, rows

_VIEWS = ("list", "grid")


@dataclass(frozen=True, slots=True)
class Part:
    """The sessions of one of the reader's dates that belong to one programme day."""

    day: ProgrammeDay | None
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Date:
    """One of the reader's dates."""

    date: date
    heading: str
    is_today: bool
    parts: tuple[Part, ...]
    ribbon: Ribbon


@dataclass(frozen=True, slots=True)
class View:
    """The agenda, or what filters leave of it: a grid, what a search found, else the dates.

    Of a long agenda the dates have what stands on one page, `leaf`.
    """

    found: Filtered
    shown: int
    total: int
    grid: Grid | None
    search: Search | None
    dates: tuple[Date, ...]
    leaf: Leaf | None
    linked_data: dict[str, Any]


def show(summit: str) -> str | Response:
    """Show the agenda of a summit."""
    frame = open_summit(summit)
    if {"from", "until"} & frame.asked.keys():
        return redirect(_with_hours(frame), 303)
    found = filtered(frame)
    view = frame.asked.get("view", _VIEWS[0])
    if view in _VIEWS:
        understand("view")
    shown = grid(frame, found) if view == "grid" else None
    searched = search(frame, found, is_listed=shown is None)
    listed = None if shown or searched else leaf(found.sessions)
    return render(
        "public/agenda.html",
        View(
            found=found,
            shown=shown.shown if shown else len(found.sessions),
            total=len(frame.release.sessions),
            grid=shown,
            search=searched,
            dates=tuple(_dates(frame, found.sessions, listed.things)) if listed else (),
            leaf=listed,
            linked_data=json_ld.summit(frame.release, outlet(summit, frame.reader.language)),
        ),
    )


def _with_hours(frame: SummitFrame) -> str:
    """Return the address in which the two hours that a form has chosen are one filter."""
    hours = f"{frame.asked.get('from', '')}-{frame.asked.get('until', '')}"
    return frame.address(**{"from": None, "until": None}, hours=hours)


def _dates(
    frame: SummitFrame, sessions: tuple[Session, ...], listed: tuple[Session, ...]
) -> Iterable[Date]:
    """Yield the reader's dates on which something listed starts, with what starts on them.

    The ribbon of a date has all `sessions` of it, whatever page they are on.
    """
    reader = frame.reader
    today = local_date(frame.now, reader.zone)
    every = rows(frame, sessions)
    codes = {one.code for one in listed}
    here = (one for one in every if one.session.code in codes)
    for day, on_day in groupby(here, key=lambda one: one.when.mine.date):
        found = tuple(on_day)
        yield Date(
            date=day,
            heading=heading_date(day, reader.language),
            is_today=day == today,
            parts=tuple(
                Part(programme_day, tuple(some))
                for programme_day, some in groupby(found, key=lambda one: one.day)
            ),
            ribbon=ribbon(day, every, zone(reader.zone_name), frame.now),
        )
