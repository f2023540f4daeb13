"""Why a session is when it is: what each other start would cost, and what stands in its way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from summit.core import edit, fairness
from summit.core.burden import Heard, heard, region
from summit.core.clash import live
from summit.core.programme import Programme, ProgrammeDay, Session, SessionKind, Status
from summit.core.slot import borders

HALF = timedelta(minutes=30)


class Reason(StrEnum):
    """Why a session cannot begin at a time."""

    STAGE = "stage"
    PERSON = "person"
    CITY = "city"
    BREAK = "break"
    BORDER = "border"


@dataclass(frozen=True, slots=True)
class Bar:
    """What stands in the way: another session, and whom it needs, both by their codes.

    Both are "" where it would go on past the end of its day.
    """

    reason: Reason
    session: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class Alternative:
    """A start (UTC) with its cost: the points of the worst minute of everybody.

    `heard` are those who speak, with their turns as they would be, `spoken` their points.
    `audience` are the points of the governments that sit through all of it. `regions` are both
    by part of the world. Nothing but the `bars` stands in the way.
    """

    starts: datetime
    heard: tuple[Heard, ...]
    spoken: int
    audience: int
    regions: dict[str, int]
    bars: tuple[Bar, ...]

    @property
    def total(self) -> int:
        """The points of those who speak and of those who listen."""
        return self.spoken + self.audience

    @property
    def worst(self) -> tuple[Heard, ...]:
        """Those who speak at the hour that costs most, where it costs anything."""
        most = max((one.cost for one in self.heard), default=0)
        return tuple(one for one in self.heard if most and one.cost == most)

    @property
    def nights(self) -> tuple[Heard, ...]:
        """Those who would speak in their night."""
        return tuple(one for one in self.heard if one.is_night)


def present(programme: Programme, code: str) -> Alternative:
    """Return what a session costs where it is; what it clashes with already stands in its way."""
    found = edit.session(programme, code)
    return next(_weigh(programme, found, [(found.starts, None)]))


def alternatives(
    programme: Programme, code: str, days: Iterable[ProgrammeDay], step: timedelta = HALF
) -> tuple[Alternative, ...]:
    """Return each start of some programme days in steps, from a day's border on, in their order.

    The present start is among them, wherever it is on one of the days.
    """
    found = edit.session(programme, code)
    moments: list[tuple[datetime, datetime | None]] = []
    for day in days:
        begins, ends = borders(programme.summit, day)
        tried = {begins + at * step for at in range(-(-(ends - begins) // step))}
        if begins <= found.starts < ends:
            tried.add(found.starts)
        moments += [(one, ends) for one in sorted(tried)]
    return tuple(_weigh(programme, found, moments))


def cheapest(found: Sequence[Alternative], now: datetime, most: int = 5) -> tuple[Alternative, ...]:
    """Return the free starts that cost least, other than `now`.

    Among equals stands first the one whose worst speaker has it best, then the nearest.
    """
    free = [one for one in found if not one.bars and one.starts != now]

    def order(one: Alternative) -> tuple[int, int, timedelta, datetime]:
        hardest = max((two.cost for two in one.heard), default=0)
        return (one.total, hardest, abs(one.starts - now), one.starts)

    return tuple(sorted(free, key=order)[:most])


def _weigh(
    programme: Programme,
    session: Session,
    moments: Iterable[tuple[datetime, datetime | None]],
) -> Iterator[Alternative]:
    """Yield what each start costs; with each comes the instant by which the session has to end."""
    zones = {one.code: one.zone for one in programme.governments}
    listening = Counter(zones[code] for code in session.governments if code in zones)
    speaking = heard(programme, session)
    scale = programme.summit.scale
    taken = list(_taken(programme, session))
    length = timedelta(minutes=session.minutes)
    for starts, border in moments:
        ends, by = starts + length, starts - session.starts
        moved = tuple(replace(one, starts=one.starts + by, ends=one.ends + by) for one in speaking)
        costs = [(one.zone, one.cost) for one in moved]
        listened = [
            (where, count * fairness.worst(starts, ends, where, scale))
            for where, count in listening.items()
        ]
        regions: Counter[str] = Counter()
        for where, cost in (*costs, *listened):
            regions[region(where)] += cost
        bars = [bar for begins, until, bar in taken if begins < ends and until > starts]
        if border is not None and ends > border:
            bars.append(Bar(Reason.BORDER))
        yield Alternative(
            starts=starts,
            heard=moved,
            spoken=sum(cost for _, cost in costs),
            audience=sum(cost for _, cost in listened),
            regions=dict(regions),
            bars=tuple(bars),
        )


def _taken(programme: Programme, session: Session) -> Iterator[tuple[datetime, datetime, Bar]]:
    """Yield when the stage, somebody who takes part, or everybody is taken by another session."""
    people, cities = live(session, "person"), live(session, "government")
    for one in programme.sessions:
        if one.code == session.code or one.status is not Status.SCHEDULED:
            continue
        if session.stage is not None and one.stage == session.stage:
            yield one.starts, one.ends, Bar(Reason.STAGE, one.code, session.stage)
        for code in sorted(people & live(one, "person")):
            yield one.starts, one.ends, Bar(Reason.PERSON, one.code, code)
        for code in sorted(cities & live(one, "government")):
            yield one.starts, one.ends, Bar(Reason.CITY, one.code, code)
        is_break = one.kind is SessionKind.BREAK and session.kind is not SessionKind.BREAK
        if is_break and one.stage != session.stage:
            yield one.starts, one.ends, Bar(Reason.BREAK, one.code)
