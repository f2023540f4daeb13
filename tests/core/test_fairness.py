"""What an hour costs: against a reckoning minute by minute, and the golden fact."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from itertools import permutations
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summit.core import fairness
from summit.core.errors import Invalid
from summit.core.fairness import Seat
from tests.factories import START

MINUTE, HALF = timedelta(minutes=1), timedelta(minutes=30)
TWELVE = tuple(
    Seat(code, zone)
    for code, zone in (
        ("seoul", "Asia/Seoul"),
        ("moscow", "Europe/Moscow"),
        ("jakarta", "Asia/Jakarta"),
        ("istanbul", "Europe/Istanbul"),
        ("budapest", "Europe/Budapest"),
        ("tehran", "Asia/Tehran"),
        ("tel-aviv", "Asia/Jerusalem"),
        ("buenos-aires", "America/Argentina/Buenos_Aires"),
        ("vancouver", "America/Vancouver"),
        ("chongqing", "Asia/Shanghai"),
        ("delhi", "Asia/Kolkata"),
        ("london", "Europe/London"),
    )
)
ZONES = st.sampled_from(
    (
        "Asia/Seoul",
        "Asia/Kathmandu",
        "Australia/Lord_Howe",
        "America/St_Johns",
        "Asia/Tehran",
        "Pacific/Kiritimati",
        "Pacific/Pago_Pago",
        "Europe/London",
        "America/New_York",
        "UTC",
    )
)
# Both ends of 2020's summer times among them.
MOMENTS = st.integers(0, 366 * 24 * 60).map(
    lambda minutes: datetime(2020, 1, 1, tzinfo=UTC) + minutes * MINUTE
)


def cost(local: datetime) -> int:
    """The scale, said once more and otherwise."""
    bands = {range(9, 18): 0, range(18, 20): 1, range(8, 9): 1, range(20, 22): 3, range(7, 8): 4}
    bands |= {range(6, 7): 12, range(22, 23): 12, range(5, 6): 24, range(23, 24): 24}
    return next((points for hours, points in bands.items() if local.hour in hours), 40)


def by_minute(starts: datetime, minutes: int, zone: str) -> list[int]:
    return [cost((starts + at * MINUTE).astimezone(ZoneInfo(zone))) for at in range(minutes)]


@given(starts=MOMENTS, minutes=st.integers(1, 300), zone=ZONES)
def test_points_are_those_of_each_minute(starts: datetime, minutes: int, zone: str) -> None:
    costs, ends = by_minute(starts, minutes, zone), starts + minutes * MINUTE
    assert fairness.worst(starts, ends, zone) == max(costs)
    assert fairness.spent(starts, ends, zone) == sum(costs)


def test_the_golden_start_of_the_twelve_cities() -> None:
    """Two hours on 2 June 2020: at 13:00 UTC alone nobody sits between 00:00 and 06:00."""
    midnight = START.replace(hour=0)
    found = fairness.starts(TWELVE, 120, midnight, midnight + 47 * HALF, HALF)
    assert len(found) == 48
    assert [one.starts for one in found if not one.nights] == [START]
    assert START.astimezone(ZoneInfo("Asia/Tehran")).strftime("%H:%M") == "17:30"
    golden = next(one for one in found if one.starts == START)
    assert (golden.costs["vancouver"], golden.costs["seoul"], golden.comfortable) == (12, 24, 9)


@settings(max_examples=25)
@given(
    zones=st.lists(st.tuples(ZONES, st.integers(1, 3)), min_size=1, max_size=5),
    first=MOMENTS,
    minutes=st.sampled_from((30, 60, 95)),
)
def test_the_kindest_start_is_the_kindest(
    zones: list[tuple[str, int]], first: datetime, minutes: int
) -> None:
    seats = [Seat(str(at), zone, weight) for at, (zone, weight) in enumerate(zones)]
    found = fairness.starts(seats, minutes, first, first + timedelta(hours=6), HALF)
    every = []
    for at in range(13):
        costs = [max(by_minute(first + at * HALF, minutes, one.zone)) for one in seats]
        total = sum(one.weight * points for one, points in zip(seats, costs, strict=True))
        every.append((total, max(costs), first + at * HALF))
    assert [(one.total, one.worst, one.starts) for one in found] == sorted(every)
    for one in found:
        ends = one.starts + minutes * MINUTE
        hours = {
            seat.code: {
                (one.starts + at * MINUTE).astimezone(ZoneInfo(seat.zone)).hour
                for at in range((ends - one.starts) // MINUTE)
            }
            for seat in seats
        }
        assert one.nights == tuple(code for code in hours if min(hours[code]) < 6)
        assert one.comfortable == sum(
            seat.weight for seat in seats if hours[seat.code] <= set(range(8, 22))
        )
        assert one.minutes == {
            seat.code: sum(by_minute(one.starts, minutes, seat.zone)) for seat in seats
        }


def test_who_decides_the_hour() -> None:
    midnight = START.replace(hour=0)
    seats = (Seat("seoul", "Asia/Seoul", 9), Seat("london", "Europe/London"))
    found = fairness.starts(seats, 60, midnight, midnight + 23 * 2 * HALF, 2 * HALF)
    assert found[0].starts.hour == 8
    assert fairness.deciding(seats, found) == ("london",)
    alone = fairness.starts(seats[:1], 60, midnight, midnight + 47 * HALF, HALF)
    assert fairness.deciding(seats[:1], alone) == ()
    assert fairness.deciding(seats, ()) == ()


def test_two_sittings_are_the_best_two() -> None:
    midnight = START.replace(hour=0)
    found = fairness.starts(TWELVE, 120, midnight, midnight + 23 * 2 * HALF, 2 * HALF)
    best = fairness.sittings(TWELVE, found)
    assert best is not None
    every = min(
        (max(pairs), sum(pairs))
        for first in found
        for second in found
        if first.starts < second.starts
        for pairs in [[min(first.costs[one.code], second.costs[one.code]) for one in TWELVE]]
    )
    assert (best.worst, best.total) == every
    assert sorted((*best.in_first, *best.in_second)) == sorted(one.code for one in TWELVE)
    assert fairness.sittings(TWELVE, found[:1]) is None


@settings(max_examples=60)
@given(
    st.integers(1, 5).flatmap(
        lambda wide: st.lists(
            st.lists(st.none() | st.integers(0, 40), min_size=wide, max_size=wide),
            min_size=1,
            max_size=wide,
        )
    )
)
def test_the_order_of_turns_is_the_cheapest(costs: list[list[int | None]]) -> None:
    sums = []
    for columns in permutations(range(len(costs[0])), len(costs)):
        row = [costs[at][column] for at, column in enumerate(columns)]
        if None not in row:
            sums.append(sum(one or 0 for one in row))
    if not sums:
        with pytest.raises(Invalid, match="No order keeps"):
            fairness.order(costs)
        return
    columns = fairness.order(costs)
    assert len(set(columns)) == len(costs)
    chosen = [costs[at][column] for at, column in enumerate(columns)]
    assert (None in chosen, sum(one or 0 for one in chosen)) == (False, min(sums))


def test_more_speakers_than_turns() -> None:
    with pytest.raises(Invalid, match="fewer turns"):
        fairness.order([[1], [2]])
    assert fairness.order([]) == ()


@given(st.dictionaries(st.text(max_size=3), st.integers(0, 40), max_size=8))
def test_a_spread(burdens: Mapping[str, int]) -> None:
    found, values = fairness.spread(burdens), list(burdens.values())
    if not sum(values):
        assert found == fairness.Spread(0.0, 0, (), 0.0)
        return
    mean = sum(values) / len(values)
    pairs = sum(abs(one - other) for one in values for other in values)
    assert found.gini == pytest.approx(pairs / (2 * len(values) ** 2 * mean), abs=1e-9)
    assert (found.mean, found.most) == (mean, max(values))
    assert found.who == tuple(sorted(code for code in burdens if burdens[code] == found.most))


def test_a_step_is_made_of_quarters() -> None:
    for step in (timedelta(), timedelta(minutes=20), -HALF):
        with pytest.raises(Invalid, match="quarters"):
            fairness.starts(TWELVE, 60, START, START, step)
