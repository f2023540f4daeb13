"""One of the reader's dates with its hours across, and what is on in each stage or area.

Places are counted in steps of five minutes of real time, so that a date on which clocks change
is as much longer or shorter as it is; times are told to the minute. A session over midnight
stands on both dates.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from summit.core.programme import Area, Stage
from summit.core.zone import Band, band, local_date, midnight, offset_label
from summit.web.row import Row

_STEP = timedelta(minutes=5)
_HOUR = timedelta(hours=1)
_SKY = ((0, 6, Band.NIGHT), (6, 8, Band.EDGE), (22, 24, Band.EDGE))


@dataclass(frozen=True, slots=True)
class Block:
    """A session on one date, `steps` long from step `at` on.

    `is_continued` where it began on a date before, `days_later` by how many dates its end lies
    after this one. `band` is how its first minute on this date falls for the reader.
    """

    row: Row
    at: int
    steps: int
    is_continued: bool
    days_later: int
    band: Band
    is_on: bool


@dataclass(frozen=True, slots=True)
class Heading:
    """What a line is for: a stage or an area, None for sessions without one; and its colour."""

    thing: Stage | Area | None
    hue: int

    @property
    def code(self) -> str | None:
        """What its sessions have for a stage, or for an area."""
        return self.thing.code if self.thing else None


@dataclass(frozen=True, slots=True)
class Line:
    """A line with its blocks in the order of time."""

    heading: Heading
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the hours: one of them, or the night, by its name."""

    at: int
    steps: int
    name: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """The hours of a date that are drawn, and the lines of it.

    `offsets` are those of the zone on that date, two where clocks change. `count` sessions
    start on it, `continued` go on from before. `now` is the present, in steps, if it is drawn.
    """

    date: date
    offsets: tuple[str, ...]
    steps: int
    hours: tuple[Mark, ...]
    sky: tuple[Mark, ...]
    now: float | None
    lines: tuple[Line, ...]
    count: int
    continued: int

    @property
    def width(self) -> int:
        """How many hours are drawn, begun ones included."""
        return -(-self.steps * _STEP // _HOUR)


def timeline(
    day: date,
    sessions: Iterable[tuple[str | None, Row]],
    headings: Iterable[Heading],
    where: ZoneInfo,
    now: datetime,
    hours: tuple[int, int],
) -> Timeline:
    """Return `day` in the zone `where` from the first of `hours` to the last, 24 for midnight.

    Each session comes with the code of its line.
    """
    begins, ends = midnight(day, where), midnight(day + timedelta(days=1), where)
    held = [
        (code, row) for code, row in sessions if row.when.starts < ends and row.when.ends > begins
    ]
    drawn = _Drawn(day, where, *(_at(day, where, hour) for hour in hours))
    blocks: dict[str | None, list[Block]] = {}
    for code, row in held:
        blocks.setdefault(code, []).append(drawn.block(row, now))
    continued = sum(block.is_continued for some in blocks.values() for block in some)
    return Timeline(
        date=day,
        offsets=tuple(dict.fromkeys(offset_label(one, where) for one in (begins, ends - _STEP))),
        steps=drawn.step(drawn.ends),
        hours=tuple(drawn.hours()),
        sky=tuple(drawn.sky()),
        now=drawn.exact(now) if drawn.begins <= now < drawn.ends else None,
        lines=tuple(Line(one, tuple(blocks[one.code])) for one in headings if one.code in blocks),
        count=len(held) - continued,
        continued=continued,
    )


def hours_in_use(rows: Iterable[Row], where: ZoneInfo) -> tuple[int, int]:
    """Return the whole hours of the day from which and to which something is on.

    What goes on over midnight uses both ends of the day.
    """
    first, last = 24, 0
    for row in rows:
        starts, ends = row.when.starts.astimezone(where), row.when.ends.astimezone(where)
        if starts.date() != ends.date():
            return 0, 24
        first, last = min(first, starts.hour), max(last, ends.hour + (ends.minute > 0))
    return (first, last) if first < last else (0, 24)


def _at(day: date, where: ZoneInfo, hour: int) -> datetime:
    """Return the instant at which clocks in `where` show an hour of `day`."""
    return midnight(day + timedelta(hour // 24), where, time(hour % 24))


@dataclass(frozen=True, slots=True)
class _Drawn:
    """The stretch of a date that is drawn."""

    day: date
    where: ZoneInfo
    begins: datetime
    ends: datetime

    def exact(self, moment: datetime) -> float:
        """Return the place of an instant in steps, at a border where it lies outside."""
        inside = min(max(moment.astimezone(UTC), self.begins), self.ends)
        return round((inside - self.begins) / _STEP, 1)

    def step(self, moment: datetime) -> int:
        """Return the step nearest to an instant."""
        return round(self.exact(moment))

    def block(self, row: Row, now: datetime) -> Block:
        starts, ends = row.when.starts, row.when.ends
        at = min(self.step(starts), self.step(self.ends) - 1)  # the last minutes have a step too
        is_continued = local_date(starts, self.where) < self.day
        return Block(
            row=row,
            at=at,
            steps=max(1, self.step(ends) - at),
            is_continued=is_continued,
            days_later=(local_date(ends, self.where) - self.day).days,
            band=band(time() if is_continued else starts.astimezone(self.where).time()),
            is_on=starts <= now < ends and not row.is_cancelled,
        )

    def hours(self) -> Iterator[Mark]:
        """Yield the hours of local clocks: one that clocks repeat comes twice."""
        marks = [self.begins]
        moment = self.begins
        while (moment := moment + timedelta(minutes=15)) < self.ends:
            if moment.astimezone(self.where).minute == 0:
                marks.append(moment)
        for mark, following in pairwise((*marks, self.ends)):
            at = self.step(mark)
            yield Mark(at, self.step(following) - at, f"{mark.astimezone(self.where):%H:%M}")

    def sky(self) -> Iterator[Mark]:
        """Yield the night and its edges."""
        for begins, ends, name in _SKY:
            at, after = (self.step(_at(self.day, self.where, hour)) for hour in (begins, ends))
            if after > at:
                yield Mark(at, after - at, name)
