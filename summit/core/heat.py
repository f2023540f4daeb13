"""A day of a summit as a heat map: for each city, each hour with what it costs there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from summit.core import fairness
from summit.core.place import Government
from summit.core.programme import Programme, ProgrammeDay, Session, Status
from summit.core.scale import Scale
from summit.core.slot import borders
from summit.core.zone import zone

_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Cell:
    """An hour of a city: the clock when it begins, and the points of its worst minute.

    `sits` where the city takes part in a session in that hour.
    """

    clock: str
    points: int
    sits: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A city's day."""

    city: Government
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Heat:
    """A day: the instants (UTC) at which its hours begin, and the cities in their order.

    `busy` counts the sessions in each hour. A day on which the host's clocks change has as many
    hours as it really has.
    """

    hours: tuple[datetime, ...]
    busy: tuple[int, ...]
    lines: tuple[Line, ...]


def heat(programme: Programme, day: ProgrammeDay, cities: Sequence[Government]) -> Heat:
    """Return the heat map of a programme day, from its border to the next, for some cities."""
    begins, ends = borders(programme.summit, day)
    hours = tuple(begins + at * _HOUR for at in range(-(-(ends - begins) // _HOUR)))
    held = [
        one
        for one in programme.sessions
        if one.status is Status.SCHEDULED and one.starts < ends and one.ends > begins
    ]
    return Heat(
        hours=hours,
        busy=tuple(sum(_is_on(one, hour) for one in held) for hour in hours),
        lines=tuple(_line(one, hours, held, programme.summit.scale) for one in cities),
    )


def _line(
    city: Government, hours: Sequence[datetime], held: Sequence[Session], scale: Scale
) -> Line:
    there = zone(city.zone)
    its = [one for one in held if city.code in one.governments]
    return Line(
        city,
        tuple(
            Cell(
                f"{hour.astimezone(there):%H:%M}",
                fairness.worst(hour, hour + _HOUR, city.zone, scale),
                any(_is_on(one, hour) for one in its),
            )
            for hour in hours
        ),
    )


def _is_on(session: Session, hour: datetime) -> bool:
    return session.starts < hour + _HOUR and session.ends > hour
