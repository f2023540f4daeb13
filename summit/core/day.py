"""The days of a summit into which a file from elsewhere brings sessions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from summit.core.errors import Invalid
from summit.core.exchange import DayRow
from summit.core.programme import ProgrammeDay, Summit
from summit.core.text import joined
from summit.core.zone import YEARS, local_date, midnight, zone

MOST = 366
"""Days that a summit may have: beyond it, a year is misspelt."""
_LARGEST = 9_999


def programme_date(instant: datetime, summit: Summit) -> date:
    """Return the date of the programme day that `instant` falls into, if there is such a day."""
    where = zone(summit.zone)
    found = local_date(instant, where)
    if instant < midnight(found, where, summit.day_border):
        return found - timedelta(days=1)
    return found


def join(
    old: tuple[ProgrammeDay, ...], rows: Iterable[DayRow], needed: Iterable[date]
) -> tuple[ProgrammeDay, ...]:
    """Return the days `old` with those that a file brings, and with all the `needed` dates.

    A new summit gets the file's days under their numbers, where they number all days in
    order, else numbers from 1 on. To days that are there the needed ones are added, with
    the numbers after them. Raise `Invalid` for more days than any summit has.
    """
    told: dict[date, DayRow] = {}
    for row in rows:
        if row.date.year in YEARS:
            told.setdefault(row.date, row)
    there = {day.date for day in old}
    dates = sorted({*needed, *(() if old else told)} - there)
    if len(dates) + len(there) > MOST:
        first, last = dates[0], dates[-1]
        raise Invalid(
            "A summit lasts %(most)s days at most; this is %(first)s to %(last)s.",
            "days",
            most=MOST,
            first=first,
            last=last,
        )
    numbers = [told[one].number for one in dates if one in told]
    told_all = len(numbers) == len(dates) and numbers == sorted(set(numbers))
    if old or not told_all or not all(0 < number <= _LARGEST for number in numbers):
        start = max((day.number for day in old), default=0) + 1
        numbers = list(range(start, start + len(dates)))
    days = [*old, *(ProgrammeDay(*one) for one in zip(numbers, dates, strict=True))]
    return tuple(
        ProgrammeDay(day.number, day.date, joined(day.title, told[day.date].title))
        if day.date in told
        else day
        for day in days
    )
