"""Dates and times in the cells of a sheet, as people and spreadsheets write them.

A date such as 03/04/2020 can be read in two ways. It is decided by its whole column, where
another date tells which part is the day; else it is refused, never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import cache

from babel import Locale

from summit.core.errors import Invalid
from summit.core.zone import zone
from summit.formats import moment, zone_name
from summit.formats.cell import bare

Cell = str | float | bool | datetime | date | time | timedelta
"""What a cell of a sheet can hold; nothing is the empty string."""
Row = list[Cell]

_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001  (spreadsheets know no zones)
_SERIALS = range(20_000, 80_000)
"""The days of a spreadsheet that lie between 1954 and 2119."""

_YEAR_FIRST = re.compile(
    r"(\d{4})\s*(?:[-/.]|年|년)\s*(\d{1,2})\s*(?:[-/.]|月|월)\s*(\d{1,2})(?:日|일|\.)?"
)
_NUMERIC = re.compile(r"(\d{1,2})([-/.])\s?(\d{1,2})\2\s?(\d{4}|\d{2})(?!\d)")
_DAY_MONTH = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th|\.|º)?\s*[-\s]\s*(?:de\s+)?([^\W\d_]{3,12})\.?,?[-\s]\s*(?:de\s+)?(\d{4})"
)
_MONTH_DAY = re.compile(r"([^\W\d_]{3,12})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")
_WEEKDAY = re.compile(r"[^\W\d_]{2,12}\.?,?\s+(?=\S)")
_RANGE = re.compile(r"\s*(?:-|–|—|~|〜|～|\bto\b|\bbis\b|\buntil\b)\s*")
_AFTER_DATE = re.compile(r"\A[T,;\s]*(?:\bat\b|\bum\b|@)?\s*")
_OFFSET = re.compile(r"\s*\(?(?:UTC|GMT)?\s*([+\-−])(\d{1,2})(?::?(\d{2}))?\)?", re.IGNORECASE)
_CLOCK = re.compile(r"\d{1,2}(?:[:.h]\d{2}){0,2}(?:\.\d+)?\s*(?:[aApP]\.?[mM]\.?)?")


def words(cell: Cell) -> str:
    """Return a cell as words; what guards them against being a formula is taken off."""
    match cell:
        case str():
            return bare(cell).strip()
        case bool():
            return str(cell).lower()
        case float() if cell.is_integer() and abs(cell) < 10**15:
            return str(int(cell))
        case _:
            return str(cell)


@dataclass(frozen=True, slots=True)
class When:
    """What a cell says: a date, a time of day, a place or offset; and the end of a span."""

    date: date | None = None
    clock: timedelta | None = None
    place: tzinfo | None = None
    until: timedelta | None = None


@cache
def _months() -> dict[str, int]:
    """Return the number of each month by its names, in languages whose summits use sheets."""
    names: dict[str, int] = {}
    for language in ("en", "de", "fr", "es", "pt", "it", "nl"):
        for width in ("wide", "abbreviated"):
            for number, name in Locale.parse(language).months["format"][width].items():
                names.setdefault(name.casefold().rstrip("."), number)
    return names | {"sept": 9}


class Dates:
    """Reads the dates of a sheet; `written` are the cells of all its columns of dates.

    Raise `Invalid` where they can be read in two ways.
    """

    def __init__(self, written: Iterable[Cell]) -> None:
        self._day_first = _is_day_first(written)

    def read(self, cell: Cell) -> When | None:
        """Return what a cell says, or None where it says no date and no time."""
        match cell:
            case bool():
                return None
            case datetime():
                rounded = (cell + timedelta(microseconds=500_000)).replace(microsecond=0)
                return When(rounded.date(), _since_midnight(rounded.time()))
            case date():
                return When(cell)
            case time():
                return When(clock=_since_midnight(cell))
            case timedelta():
                return When(clock=cell) if timedelta() <= cell < timedelta(days=2) else None
            case int() | float():
                return _serial(float(cell))
            case _:
                return self._words(cell.strip()) if cell.strip() else None

    def _words(self, words: str) -> When | None:
        if re.fullmatch(r"\d{5}(?:\.\d+)?|0?\.\d+", words):
            return _serial(float(words))
        written = moment.instant(words)
        if written is not None and words[:4].isdecimal():
            return When(written.date(), _since_midnight(written.time()), written.tzinfo)
        found = self._date(words)
        if found is None:
            return _clocks(words)
        day, rest = found
        rest = _AFTER_DATE.sub("", rest, count=1)
        if not rest:
            return When(day)
        clocks = _clocks(rest)
        return None if clocks is None else When(day, clocks.clock, clocks.place, clocks.until)

    def _date(self, words: str) -> tuple[date, str] | None:
        """Return the date with which words begin, and what follows it."""
        bare = words
        weekday = None if _MONTH_DAY.match(words) else _WEEKDAY.match(words)
        if weekday is not None and not words[0].isdecimal():
            bare = words[weekday.end() :]
        if found := _YEAR_FIRST.match(bare):
            parts = (int(found[1]), int(found[2]), int(found[3]))
        elif found := _NUMERIC.match(bare):
            first, second = int(found[1]), int(found[3])
            is_day_first = first > 12 or (second <= 12 and (self._day_first or found[2] == "."))
            year = int(found[4]) + (2000 if len(found[4]) == 2 else 0)
            parts = (year, second, first) if is_day_first else (year, first, second)
        elif (found := _DAY_MONTH.match(bare)) and found[2].casefold() in _months():
            parts = (int(found[3]), _months()[found[2].casefold()], int(found[1]))
        elif (found := _MONTH_DAY.match(bare)) and found[1].casefold() in _months():
            parts = (int(found[3]), _months()[found[1].casefold()], int(found[2]))
        else:
            return None
        try:
            return date(*parts), bare[found.end() :]
        except ValueError:
            return None


def _is_day_first(cells: Iterable[Cell]) -> bool | None:
    """Return whether numeric dates begin with the day; None where there are none.

    Raise `Invalid` where none of them tells, or where some can only begin with the day, and
    others only with the month.
    """
    told: dict[bool, str] = {}
    doubtful = ""
    for cell in cells:
        if not isinstance(cell, str) or _YEAR_FIRST.search(cell):
            continue
        found = _NUMERIC.search(cell)
        if found is None or found[2] == ".":
            continue
        first, second = int(found[1]), int(found[3])
        if first > 12 >= second:
            told[True] = found[0]
        elif second > 12 >= first:
            told[False] = found[0]
        elif first != second:
            doubtful = doubtful or found[0]
    if len(told) == 2:
        raise Invalid(
            "“%(first)s” begins with the day and “%(second)s” with the month. "
            "Write all dates as 2020-06-02.",
            first=told[True],
            second=told[False],
        )
    if doubtful and not told:
        raise Invalid(
            "“%(date)s” can be read in two ways, and no other date tells which is meant. "
            "Write all dates as 2020-06-02.",
            date=doubtful,
        )
    return next(iter(told), None)


def _serial(number: float) -> When | None:
    """Return what a spreadsheet means by a number: days since 1899, or a part of a day."""
    if 0 <= number < 1:
        return When(clock=timedelta(seconds=round(number * 86_400)))
    if int(number) in _SERIALS:
        written = _EPOCH + timedelta(seconds=round(number * 86_400))
        return When(written.date(), _since_midnight(written.time()))
    return None


def _clocks(words: str) -> When | None:
    """Return a time of day, or a span of them ("10:00–11:30"), with a zone after it if any."""
    first = _CLOCK.match(words)
    if first is None:
        return None
    clock = moment.clock(first[0])
    rest = words[first.end() :]
    until = None
    if (between := _RANGE.match(rest)) and (last := _CLOCK.match(rest, between.end())):
        until = moment.clock(last[0])
        if until is not None and ":" not in last[0] and rest[last.end() :].startswith(":"):
            until = None
        if until is not None:
            rest = rest[last.end() :]
            if clock is None and (half := re.search(r"[aApP]\.?[mM]", last[0])):
                clock = moment.clock(f"{first[0].strip()} {half[0]}")  # "10–11 am"
    if clock is None:
        return None
    place = _place(rest)
    if rest.strip() and place is None:
        return None
    return When(clock=clock, place=place, until=until)


def _place(words: str) -> tzinfo | None:
    """Return the zone or the offset that words say: "UTC", "+09:00", "Europe/Berlin"."""
    said = words.strip().strip("()").strip()
    if not said:
        return None
    if said.upper() in ("Z", "UTC", "GMT"):
        return UTC
    if found := _OFFSET.fullmatch(said):
        span = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
        if span > timedelta(hours=15):
            return None
        return timezone(span if found[1] == "+" else -span)
    name = zone_name.iana(said)
    return zone(name) if name else None


def place(words: str) -> tzinfo | None:
    """Return the zone or offset of a cell of zones or offsets, or None."""
    return _place(words)


def _since_midnight(clock: time) -> timedelta:
    return timedelta(hours=clock.hour, minutes=clock.minute, seconds=clock.second)


def length(cell: Cell) -> timedelta | None:
    """Return the length that a cell says, or None; a bare number is minutes."""
    match cell:
        case bool() | datetime() | date():
            return None
        case time():
            return _since_midnight(cell)
        case timedelta():
            return cell
        case int() | float():
            number = float(cell)
            if 0 < number < 1:  # a part of a day, as spreadsheets keep 0:30
                return timedelta(minutes=round(number * 1440))
            return timedelta(minutes=number) if 0 <= number < 100_000 else None
        case _:
            return moment.length(cell)
