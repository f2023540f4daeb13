"""The ribbon: one of the reader's dates as a bar from midnight to midnight, night shaded."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from summit.core.zone import midnight
from summit.web.row import Row

WIDTH = 960


@dataclass(frozen=True, slots=True)
class Block:
    """Sessions at one time in one colour, `width` units from `x` on; units of WIDTH to a date."""

    hue: int
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Ribbon:
    """The sessions that any minute of a date belongs to, and where the present is, if on it."""

    blocks: tuple[Block, ...]
    now: float | None
    width: int = WIDTH


def ribbon(day: date, rows: Iterable[Row], where: ZoneInfo, now: datetime) -> Ribbon:
    """Return the ribbon of `day` in the zone `where`.

    A date on which clocks change is 23 or 25 hours long and is drawn as wide as any other.
    """
    begins, ends = midnight(day, where), midnight(day + timedelta(days=1), where)
    length = (ends - begins) / timedelta(minutes=1) or 1

    def x(moment: datetime) -> float:
        minutes = (min(max(moment, begins), ends) - begins) / timedelta(minutes=1)
        return round(minutes / length * WIDTH, 1)

    blocks = dict.fromkeys(
        Block(row.hue, x(row.when.starts), max(round(x(row.when.ends) - x(row.when.starts), 1), 2))
        for row in rows
        if row.when.starts < ends and row.when.ends > begins
    )
    present = now.astimezone(UTC)
    return Ribbon(tuple(blocks), x(present) if begins <= present < ends else None)
