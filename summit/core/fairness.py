"""What an hour costs those who sit through it, and the hours that cost least.

Costs are points of a scale over the local day (`summit.core.scale`), the usual one where none
is given. Points change at whole or half local hours, and those begin at quarters of an hour of
UTC everywhere, so a quarter is the grain of all of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import accumulate, combinations_with_replacement
from operator import mul
from typing import NamedTuple

from summit.core.errors import Invalid
from summit.core.scale import COMFORT, NIGHT, USUAL, Band, Scale
from summit.core.zone import zone

QUARTER = timedelta(minutes=15)
_MINUTE = timedelta(minutes=1)
_DAY = 24 * 4
"""Quarters of a UTC date."""


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody who is to sit through a meeting: a code, an IANA zone, and how much they count."""

    code: str
    zone: str
    weight: int = 1


@dataclass(frozen=True, slots=True)
class Start:
    """A start (UTC) with what it costs.

    `costs` are the points of the worst minute of each seat, by code, `minutes` the sum of
    points over minutes of each. `comfortable` is the weight of those who sit within 08–22
    throughout, `nights` the codes of those who sit in the night for a minute or longer.
    """

    starts: datetime
    costs: Mapping[str, int]
    minutes: Mapping[str, int]
    total: int
    worst: int
    comfortable: int
    nights: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sittings:
    """The same meeting held twice: each seat, by code, in the one that costs it less."""

    first: Start
    second: Start
    in_first: tuple[str, ...]
    in_second: tuple[str, ...]
    total: int
    worst: int


@dataclass(frozen=True, slots=True)
class Spread:
    """How a burden is spread: the mean hides those whom it falls on, so all of it is told.

    `gini` is 0 where all carry the same, and near 1 where one carries everything.
    """

    mean: float
    most: int
    who: tuple[str, ...]
    gini: float


def bands(scale: Scale = USUAL) -> tuple[tuple[int, tuple[Band, ...]], ...]:
    """Return the points of a scale, the least first, each with the bands that cost them."""
    found: dict[int, list[Band]] = {}
    for one in scale.bands:
        found.setdefault(one.points, []).append(one)
    return tuple((points, tuple(some)) for points, some in sorted(found.items()))


_COMFORT, _NIGHT = bytes(COMFORT), bytes(NIGHT)


@lru_cache(maxsize=8192)
def _day(zone_name: str, day: int) -> bytes:
    """Return the local half hour at each quarter of a UTC date, which is told as its ordinal."""
    there, first = zone(zone_name), datetime.fromordinal(day).replace(tzinfo=UTC)
    clocks = ((first + at * QUARTER).astimezone(there) for at in range(_DAY))
    return bytes(2 * clock.hour + clock.minute // 30 for clock in clocks)


def halves(zone_name: str, first: datetime, quarters: int) -> bytes:
    """Return the local half hour, 0 to 47, of each quarter of an hour from `first` (UTC) on."""
    day, at = first.toordinal(), first.hour * 4 + first.minute // 15
    found = _day(zone_name, day)
    while len(found) < at + quarters:
        day += 1
        found += _day(zone_name, day)
    return found[at : at + quarters]


def worst(starts: datetime, ends: datetime, zone_name: str, scale: Scale = USUAL) -> int:
    """Return the points of the worst minute of [starts, ends) in a zone."""
    return _sit(starts, ends, zone_name, scale).worst


def spent(starts: datetime, ends: datetime, zone_name: str, scale: Scale = USUAL) -> int:
    """Return the points of all minutes of [starts, ends) in a zone; both are whole minutes."""
    return _sit(starts, ends, zone_name, scale).spent


def outside(starts: datetime, ends: datetime, zone_name: str) -> int:
    """Return the minutes of [starts, ends) that lie outside 08–22 in a zone."""
    return _sit(starts, ends, zone_name).outside


def is_night(starts: datetime, ends: datetime, zone_name: str) -> bool:
    """Whether a minute of [starts, ends) lies in the night of a zone."""
    return _sit(starts, ends, zone_name).is_night


class _Sat(NamedTuple):
    """What somebody sits through who sits through a meeting in some zone."""

    worst: int
    spent: int
    outside: int
    is_night: bool


def _sit(starts: datetime, ends: datetime, zone_name: str, scale: Scale = USUAL) -> _Sat:
    first, quarters, early, late = _span(starts, ends)
    return _tell(halves(zone_name, first, quarters), early, late, scale)


@lru_cache(maxsize=8192)
def _tell(held: bytes, early: int, late: int, scale: Scale) -> _Sat:
    """Return what the quarters of an hour with these local half hours cost.

    Of the first one `early` minutes are not sat through, of the last one `late` minutes.
    """
    costs, quarters = [*map(scale.points.__getitem__, held)], len(held)
    away = 15 * len(held.translate(None, _COMFORT))
    away -= early * (held[0] not in COMFORT) + late * (held[-1] not in COMFORT)
    return _Sat(
        worst=max(costs),
        spent=15 * sum(costs) - early * costs[0] - late * costs[-1],
        outside=away,
        is_night=len(held.translate(None, _NIGHT)) < quarters,
    )


def weigh(starts: datetime, minutes: int, seats: Iterable[Seat], scale: Scale = USUAL) -> Start:
    """Return what a meeting of some minutes from `starts` (UTC) on costs."""
    first, quarters, early, late = _span(starts, starts + timedelta(minutes=minutes))
    told: dict[str, _Sat] = {}
    costs, sums, total, comfortable, nights = {}, {}, 0, 0, []
    for seat in seats:
        sat = told.get(seat.zone)
        if sat is None:
            held = halves(seat.zone, first, quarters)
            sat = told[seat.zone] = _tell(held, early, late, scale)
        costs[seat.code] = sat.worst
        sums[seat.code] = sat.spent
        total += seat.weight * sat.worst
        if not sat.outside:
            comfortable += seat.weight
        if sat.is_night:
            nights.append(seat.code)
    return Start(
        starts=starts,
        costs=costs,
        minutes=sums,
        total=total,
        worst=max(costs.values(), default=0),
        comfortable=comfortable,
        nights=tuple(nights),
    )


def starts(
    seats: Sequence[Seat],
    minutes: int,
    first: datetime,
    last: datetime,
    step: timedelta = QUARTER,
    scale: Scale = USUAL,
) -> tuple[Start, ...]:
    """Return every start from `first` to `last` (UTC) in steps, the kindest first.

    The kindest is the one with the least points over all seats; among equals the one whose
    worst seat has it best, and then the earliest. Raise `Invalid` for a step that is not made
    of quarters of an hour.
    """
    if step <= timedelta() or step % QUARTER:
        raise Invalid("Starts are tried in steps of quarters of an hour.")
    found = []
    moment = first.astimezone(UTC)
    while moment <= last:
        found.append(weigh(moment, minutes, seats, scale))
        moment += step
    return tuple(sorted(found, key=lambda one: (one.total, one.worst, one.starts)))


def deciding(seats: Sequence[Seat], found: Sequence[Start]) -> tuple[str, ...]:
    """Return the codes of the seats without which another start would be the kindest.

    Somebody alone decides nothing. `found` are all starts that were tried, with the costs of
    all `seats`.
    """
    if not found or len(seats) < 2:
        return ()
    chosen = min(found, key=lambda one: (one.total, one.worst, one.starts)).starts
    # Without a seat the worst is the worst of the others: the second, where it was the first.
    worse = [sorted(one.costs.values())[-2:] for one in found]

    def other(seat: Seat) -> datetime:
        return min(
            (
                one.total - seat.weight * one.costs[seat.code],
                two[0] if one.costs[seat.code] == two[-1] else two[-1],
                one.starts,
            )
            for one, two in zip(found, worse, strict=True)
        )[2]

    return tuple(seat.code for seat in seats if other(seat) != chosen)


def sittings(seats: Sequence[Seat], found: Sequence[Start]) -> Sittings | None:
    """Return the best two starts of those `found`, each seat in the one that costs it less.

    The best two are those whose worst seat has it best, and then those that cost least; among
    equals the earlier ones.
    """
    if len(found) < 2:
        return None
    alike: dict[tuple[int, ...], list[Start]] = {}
    for one in sorted(found, key=lambda one: one.starts):
        same = alike.setdefault(tuple(one.costs[seat.code] for seat in seats), [])
        if len(same) < 2:  # of starts that cost all the same, no third can be needed
            same.append(one)
    weights = [seat.weight for seat in seats]
    best: tuple[int, int, datetime, datetime] | None = None
    chosen = (found[0], found[1])
    for row, also in combinations_with_replacement(alike, 2):
        pairs = list(map(min, row, also))
        most = max(pairs, default=0)
        if (best is not None and most > best[0]) or (row is also and len(alike[row]) < 2):
            continue
        total = sum(map(mul, weights, pairs))
        if best is not None and (most, total) > best[:2]:
            continue
        two = alike[row] if row is also else [alike[row][0], alike[also][0]]
        first, second = sorted(two, key=lambda one: one.starts)
        key = (most, total, first.starts, second.starts)
        if best is None or key < best:
            best, chosen = key, (first, second)
    if best is None:
        return None
    first, second = chosen
    in_first = tuple(one.code for one in seats if first.costs[one.code] <= second.costs[one.code])
    in_second = tuple(one.code for one in seats if one.code not in in_first)
    return Sittings(first, second, in_first, in_second, total=best[1], worst=best[0])


def order(costs: Sequence[Sequence[int | None]]) -> tuple[int, ...]:
    """Return, for each row, the column that it is given: all different, together the cheapest.

    Rows are those who speak, columns the turns, None a turn that somebody may not have. The
    Hungarian method with potentials: the assignment problem in the cube of its size (Kuhn 1955,
    Munkres 1957). Raise `Invalid` where no order keeps what is forced.
    """
    size = len(costs)
    wide = max((len(row) for row in costs), default=0)
    if size > wide:
        raise Invalid("There are fewer turns than speakers.")
    barred = 1 + sum(max((cost or 0 for cost in row), default=0) for row in costs)
    infinite = barred * (size + 2)
    of_row, of_column = [0] * (size + 1), [0] * (wide + 1)
    given, way = [0] * (wide + 1), [0] * (wide + 1)
    for row in range(1, size + 1):
        given[0], column = row, 0
        least, used = [infinite] * (wide + 1), [False] * (wide + 1)
        while given[column]:
            used[column] = True
            line, shortest, following = costs[given[column] - 1], infinite, 0
            for other in range(1, wide + 1):
                if used[other]:
                    continue
                cost = line[other - 1]
                reduced = (barred if cost is None else cost) - of_row[given[column]]
                if reduced - of_column[other] < least[other]:
                    least[other], way[other] = reduced - of_column[other], column
                if least[other] < shortest:
                    shortest, following = least[other], other
            for other in range(wide + 1):
                if used[other]:
                    of_row[given[other]] += shortest
                    of_column[other] -= shortest
                else:
                    least[other] -= shortest
            column = following
        while column:
            given[column], column = given[way[column]], way[column]
    places = {given[column] - 1: column - 1 for column in range(1, wide + 1) if given[column]}
    if any(costs[row][column] is None for row, column in places.items()):
        raise Invalid("No order keeps everybody at a turn that they may have.")
    return tuple(places[row] for row in range(size))


def spread(burdens: Mapping[str, int]) -> Spread:
    """Return how burdens, by code, are spread; of nobody, nothing is."""
    values = sorted(burdens.values())
    if not values or not sum(values):
        return Spread(0.0, 0, (), 0.0)
    count, total = len(values), sum(values)
    # Half the mean difference of all pairs, relative to the mean: from the sums of the sorted.
    gini = (count + 1 - 2 * sum(accumulate(values)) / total) / count
    who = tuple(sorted(code for code, value in burdens.items() if value == values[-1]))
    return Spread(total / count, values[-1], who, gini)


def _span(starts: datetime, ends: datetime) -> tuple[datetime, int, int, int]:
    """Return the quarter of an hour (UTC) that a span begins in, and how many it touches.

    With the minutes of the first and of the last one that do not belong to it.
    """
    begins = starts.astimezone(UTC)
    first = begins.replace(minute=begins.minute - begins.minute % 15, second=0, microsecond=0)
    quarters = max(1, -(-(ends - first) // QUARTER))
    late = (first + quarters * QUARTER - ends) // _MINUTE
    return first, quarters, (begins - first) // _MINUTE, late
