"""A day of the grid: its hours on two clocks, the nights of some cities, its blocks by stage.

Places are counted in steps of five minutes of real time from the day's border on, so that a
day on which clocks change is as much longer or shorter as it is; times are told to the minute.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from summit.core.place import Government
from summit.core.programme import Programme, Session, Stage, Status
from summit.core.zone import Band, band, offset_label, zone
from summit.language import clock_time, short_date

_STEP = timedelta(minutes=5)
_QUARTER = timedelta(minutes=15)
_SHOWN = 4
"""So many nights are shown where nobody chooses any."""
SHORT = 6
"""Under so many steps a block has one line: when it starts, and its title."""
LANES = 12
"""So many sessions at once stand side by side on a stage; more lie over each other."""


@dataclass(frozen=True, slots=True)
class Hour:
    """A whole hour of the host's clock: where it begins, and what the second clock shows.

    `date` is said where the second clock has another date than in the hour before.
    """

    at: int
    label: str
    second: str
    date: str


@dataclass(frozen=True, slots=True)
class Dark:
    """A stretch in which it is night, or nearly, in a city; both ends on the host's clock."""

    at: int
    steps: int
    band: Band
    starts: str
    ends: str


@dataclass(frozen=True, slots=True)
class Night:
    """The nights of a city in the course of a day."""

    city: Government
    offset: str
    dark: tuple[Dark, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A session on a day: `steps` long from step `at` on, the n-th of `lanes` side by side.

    `is_continued` where it began on the day before.
    """

    session: Session
    at: int
    steps: int
    lane: int
    lanes: int
    is_continued: bool

    @property
    def place(self) -> str:
        """The classes that put it there, since no page of ours has a style inline."""
        side = f" ln{self.lane} of-{self.lanes}" if self.lanes > 1 else ""
        at, steps = self.at, self.steps
        return f"h{at // 12} m{at % 12} lh{steps // 12} lm{steps % 12}{side}"

    @property
    def is_short(self) -> bool:
        """Whether there is room for one line of words only."""
        return self.steps < SHORT


@dataclass(frozen=True, slots=True)
class Column:
    """A stage with its blocks in the order of time, None for those without one."""

    stage: Stage | None
    blocks: tuple[Block, ...]
    lanes: int

    @property
    def code(self) -> str:
        """The code of the stage, "" for none."""
        return self.stage.code if self.stage else ""


def hours(
    begins: datetime,
    ends: datetime,
    host: ZoneInfo,
    second: ZoneInfo | None,
    language: str,
) -> Iterator[Hour]:
    """Yield the whole hours of the host's clocks; one that clocks repeat comes twice."""
    moment, before = begins, None
    while moment < ends:
        if moment.astimezone(host).minute == 0:
            there = moment.astimezone(second) if second else None
            date = short_date(there.date(), language) if there and there.date() != before else ""
            before = there.date() if there else None
            yield Hour(
                at=(moment - begins) // _STEP,
                label=clock_time(moment, host),
                second=clock_time(moment, second) if second else "",
                date=date,
            )
        moment += _QUARTER


def night(city: Government, begins: datetime, ends: datetime, host: ZoneInfo) -> Night:
    """Return when it is night in a city while a day lasts."""
    there = zone(city.zone)
    quarters = [begins + _QUARTER * count for count in range((ends - begins) // _QUARTER)]
    dark = []
    for found, some in groupby(quarters, key=lambda one: band(one.astimezone(there).time())):
        if found is Band.WAKING:
            continue
        held = list(some)
        first, last = held[0], held[-1] + _QUARTER
        steps = (last - first) // _STEP
        labels = clock_time(first, host), clock_time(last, host)
        dark.append(Dark((first - begins) // _STEP, steps, found, *labels))
    return Night(city, offset_label(begins, there), tuple(dark))


def most_concerned(programme: Programme) -> tuple[str, ...]:
    """Return the codes of the cities that take part most, one for each clock but the host's."""
    counted = Counter(code for one in programme.sessions for code in one.governments)
    cities = {one.code: one for one in programme.governments}
    clocks = {programme.summit.zone}
    found = []
    for code, _ in counted.most_common():
        if code in cities and cities[code].zone not in clocks:
            clocks.add(cities[code].zone)
            found.append(code)
    return tuple(found[:_SHOWN])


def columns(programme: Programme, begins: datetime, ends: datetime) -> tuple[Column, ...]:
    """Return the stages with what is on between two instants; cancelled sessions too."""
    held = [
        one
        for one in programme.sessions
        if one.status is not Status.UNSCHEDULED and one.starts < ends and one.ends > begins
    ]
    found = [
        _column(stage, [one for one in held if one.stage == stage.code], begins, ends)
        for stage in programme.stages
    ]
    nowhere = [one for one in held if one.stage is None]
    return (*found, _column(None, nowhere, begins, ends))


def _column(
    stage: Stage | None, sessions: Iterable[Session], begins: datetime, ends: datetime
) -> Column:
    blocks = []
    for some in _together(sessions):
        free: list[datetime] = []
        lanes: list[int] = []
        for one in some:
            lane = next((at for at, end in enumerate(free) if end <= one.starts), len(free))
            free[lane : lane + 1] = [one.ends]
            lanes.append(lane)
        count = min(len(free), LANES)
        for one, lane in zip(some, lanes, strict=True):
            at = max(0, (one.starts - begins) // _STEP)
            last = min(one.ends, ends) - begins
            steps = max(1, -(-last // _STEP) - at)
            blocks.append(Block(one, at, steps, lane % LANES, count, one.starts < begins))
    return Column(stage, tuple(blocks), max((one.lanes for one in blocks), default=1))


def _together(sessions: Iterable[Session]) -> Iterator[list[Session]]:
    """Yield sessions in heaps that overlap, each in the order of time."""
    heap: list[Session] = []
    until: datetime | None = None
    for one in sorted(sessions, key=lambda one: (one.starts, one.code)):
        if until and one.starts >= until:
            yield heap
            heap = []
        heap.append(one)
        until = max(until, one.ends) if until else one.ends
    if heap:
        yield heap
