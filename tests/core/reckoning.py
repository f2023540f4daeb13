"""Fairness reckoned once more, minute by minute and by trying everything, sharing no code.

It is slow and plain on purpose: what the product finds quickly is held against it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from itertools import permutations
from zoneinfo import ZoneInfo

MINUTE = timedelta(minutes=1)


def hour_of(moment: datetime, zone: str) -> int:
    return moment.astimezone(ZoneInfo(zone)).hour


def cost(hour: int) -> int:
    """The scale, said otherwise: how far from the middle of the day, and on which side."""
    if 9 <= hour <= 17:
        return 0
    if hour in (8, 18, 19):
        return 1
    if hour in (20, 21):
        return 3
    if hour == 7:
        return 4
    if hour in (6, 22):
        return 12
    return 24 if hour in (5, 23) else 40


def hours(starts: datetime, minutes: int, zone: str) -> list[int]:
    return [hour_of(starts + at * MINUTE, zone) for at in range(minutes)]


def worst(starts: datetime, minutes: int, zone: str) -> int:
    return max(map(cost, hours(starts, minutes, zone)))


def spent(starts: datetime, minutes: int, zone: str) -> int:
    return sum(map(cost, hours(starts, minutes, zone)))


def outside(starts: datetime, minutes: int, zone: str) -> int:
    return sum(not 8 <= hour <= 21 for hour in hours(starts, minutes, zone))


def is_night(starts: datetime, minutes: int, zone: str) -> bool:
    return any(hour <= 5 for hour in hours(starts, minutes, zone))


def kindest(
    zones: Mapping[str, tuple[str, int]], minutes: int, moments: Sequence[datetime]
) -> datetime:
    """The start with the least points, then the least worst, then the earliest; with weights."""
    rated = []
    for moment in moments:
        found = [(weight, worst(moment, minutes, zone)) for zone, weight in zones.values()]
        total = sum(weight * points for weight, points in found)
        rated.append((total, max((points for _, points in found), default=0), moment))
    return min(rated)[2]


def deciding(
    zones: Mapping[str, tuple[str, int]], minutes: int, moments: Sequence[datetime]
) -> list[str]:
    """Those without whom another start would be the kindest."""
    whole = kindest(zones, minutes, moments)
    return [
        code
        for code in zones
        if kindest({one: zones[one] for one in zones if one != code}, minutes, moments) != whole
    ]


def sittings(
    zones: Mapping[str, tuple[str, int]], minutes: int, moments: Sequence[datetime]
) -> tuple[int, int, datetime, datetime]:
    """The least worst, then the least sum, of any two starts, everybody in the better one."""
    rated = []
    for at, first in enumerate(moments):
        for second in moments[at + 1 :]:
            found = [
                (weight, min(worst(first, minutes, zone), worst(second, minutes, zone)))
                for zone, weight in zones.values()
            ]
            most = max(points for _, points in found)
            total = sum(weight * points for weight, points in found)
            rated.append((most, total, first, second))
    return min(rated)


def turns(starts: datetime, order: Sequence[int], given: Sequence[tuple[int, str | None]]) -> int:
    """What turns (minutes, zone) cost in an order, all minutes together."""
    total = 0
    for at in order:
        minutes, zone = given[at]
        total += spent(starts, minutes, zone) if zone else 0
        starts += minutes * MINUTE
    return total


def cheapest_turns(
    starts: datetime,
    given: Sequence[tuple[int, str | None]],
    stays: Sequence[int],
    blocks: Sequence[object] | None = None,
) -> int:
    """The least that any order costs in which some stay; with `blocks`, alike ones together."""
    prices = []
    for order in permutations(range(len(given))):
        if any(order[at] != at for at in stays):
            continue
        if blocks is not None:
            row = [blocks[at] for at in order if at not in stays]
            runs = [one for at, one in enumerate(row) if not at or row[at - 1] != one]
            if len(runs) != len(set(runs)):
                continue
        prices.append(turns(starts, order, given))
    return min(prices)
