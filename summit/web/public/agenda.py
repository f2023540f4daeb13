"""The agenda: the sessions by the reader's days."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from summit.core.programme import ProgrammeDay, Session
from summit.core.zone import local_date, zone
from summit.formats import json_ld
from summit.language import heading_date
from summit.web.page import SummitFrame, open_summit, render
from summit.web.public.filter import Filter, filtered
from summit.web.public.outlet import outlet
from summit.web.public.ribbon import Ribbon, ribbon
from summit.web.public.row import Row, rows


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
    """The agenda, or what filters leave of it."""

    dates: tuple[Date, ...]
    filters: tuple[Filter, ...]
    shown: int
    total: int
    clear: str
    linked_data: dict[str, Any]

    @property
    def is_filtered(self) -> bool:
        """Whether a filter is set."""
        return any(one.current for one in self.filters)


def show(summit: str) -> str:
    """Show the agenda of a summit."""
    frame = open_summit(summit)
    found = filtered(frame)
    return render(
        "public/agenda.html",
        View(
            dates=tuple(_dates(frame, found.sessions)),
            filters=found.filters,
            shown=len(found.sessions),
            total=len(frame.release.sessions),
            clear=found.clear,
            linked_data=json_ld.summit(frame.release, outlet(summit, frame.reader.language)),
        ),
    )


def _dates(frame: SummitFrame, sessions: tuple[Session, ...]) -> Iterable[Date]:
    """Yield the reader's dates on which something starts, with what starts on them."""
    reader = frame.reader
    today = local_date(frame.now, reader.zone)
    every = rows(frame, sessions)
    for day, on_day in groupby(every, key=lambda one: one.when.mine.date):
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
