"""Local times: zones, their offsets and labels, local dates, and the parts of a day."""

from __future__ import annotations

import zoneinfo
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

from summit.core.errors import Invalid

# The rules come from the pinned tzdata package, not from the machine: every node of an
# installation must give the same local time to the same instant.
zoneinfo.reset_tzpath(to=())

NAMES: frozenset[str] = frozenset(zoneinfo.available_timezones()) - {"localtime", "Factory"}
"""The IANA names that are taken from outside; `ZoneInfo` itself would also open folders."""


YEARS = range(1900, 3000)
"""Those in which a summit can be, so that no date is reckoned past those that Python knows."""


@cache
def _known(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def zone(name: str) -> ZoneInfo:
    """Return the IANA zone called `name`; raise `Invalid` where there is none."""
    if name not in NAMES:
        raise Invalid("“%(zone)s” is not the name of a time zone, such as Asia/Seoul.", zone=name)
    return _known(name)


def utc(moment: datetime) -> datetime:
    """Return an aware `moment` in UTC; raise `Invalid` for a naive one."""
    if moment.tzinfo is None:
        raise Invalid("%(moment)s names no time zone.", moment=f"{moment:%Y-%m-%d %H:%M}")
    if moment.year not in YEARS:
        raise Invalid("%(year)s is not the year of a summit.", year=moment.year)
    return moment.astimezone(UTC)


def from_local(wall_clock: datetime, zone_name: str) -> datetime:
    """Return the instant (UTC) at which clocks in `zone_name` show `wall_clock` (naive).

    Raise `Invalid` for a time that a change of clocks leaves out. Of a time that comes
    twice, the first is meant (PEP 495, fold=0).
    """
    there = zone(zone_name)
    instant = utc(wall_clock.replace(tzinfo=there))
    if instant.astimezone(there).replace(tzinfo=None) != wall_clock:
        raise Invalid(
            "%(wall_clock)s does not exist in %(zone_name)s: clocks are put forward over it.",
            wall_clock=f"{wall_clock:%Y-%m-%d %H:%M}",
            zone_name=zone_name,
        )
    return instant


def comes_twice(wall_clock: datetime, zone_name: str) -> bool:
    """Whether clocks in `zone_name` show `wall_clock` (naive) twice, because they are put back."""
    first = wall_clock.replace(tzinfo=zone(zone_name))
    return utc(first) < utc(first.replace(fold=1))


def offset_label(instant: datetime, where: tzinfo) -> str:
    """Return the offset of `where` at `instant`: "UTC+9", "UTC+5:30", "UTC−7" or "UTC"."""
    return _offset_label(instant.astimezone(where).utcoffset() or timedelta())


@lru_cache(maxsize=256)
def _offset_label(offset: timedelta) -> str:
    minutes = round(offset.total_seconds() / 60)
    if not minutes:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    sign = "+" if minutes > 0 else "\N{MINUS SIGN}"
    return f"UTC{sign}{hours}:{rest:02}" if rest else f"UTC{sign}{hours}"


def local_date(instant: datetime, where: ZoneInfo) -> date:
    """Return the date that a calendar on the wall in `where` shows at `instant`."""
    return instant.astimezone(where).date()


def days_later(starts: datetime, ends: datetime, where: ZoneInfo) -> int:
    """Return by how many local dates the end lies after the start, an end at 00:00 included."""
    return (local_date(ends, where) - local_date(starts, where)).days


def midnight(day: date, where: ZoneInfo, border: time = time()) -> datetime:
    """Return the instant (UTC) at which `day` begins in `where`, at local time `border`.

    Where clocks leave that time out, the day begins at the time to which they are put forward.
    """
    return datetime.combine(day, border, tzinfo=where).astimezone(UTC)


class Band(StrEnum):
    """How an hour falls for the person who sits through it."""

    NIGHT = "night"
    EDGE = "edge"
    WAKING = "waking"


def band(clock: time) -> Band:
    """Return the band of a local time: night 00–06, edge 06–08 and 22–24, else waking."""
    if clock.hour < 6:
        return Band.NIGHT
    return Band.WAKING if 8 <= clock.hour < 22 else Band.EDGE


_SEVERITY = (Band.WAKING, Band.EDGE, Band.NIGHT)


def worst_band(starts: datetime, ends: datetime, where: ZoneInfo) -> Band:
    """Return the worst band that any minute of [starts, ends) falls into in `where`."""
    first = starts.astimezone(UTC)
    # Bands change at whole local hours, and local hours at quarters of an hour of UTC, so
    # the start and each following quarter see every band that the time passes through.
    moments = [first]
    quarter = first.replace(minute=first.minute - first.minute % 15, second=0, microsecond=0)
    while (quarter := quarter + timedelta(minutes=15)) < ends:
        moments.append(quarter)
    return max((band(m.astimezone(where).time()) for m in moments), key=_SEVERITY.index)
