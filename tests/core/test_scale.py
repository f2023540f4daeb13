"""A summit's own scale: what covers a day, where it is not steep, and sums that follow it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summit.core import burden, fairness, order, scale
from summit.core.fairness import Seat
from summit.core.heat import heat
from summit.core.scale import BANDS, USUAL, Band
from tests.core.reckoning import MINUTE
from tests.core.test_fairness import MOMENTS, TWELVE, ZONES
from tests.factories import part, programme, session, turn

NINE = Band(9 * 60, 18 * 60, 0)
REST = (Band(0, 9 * 60, 7), NINE, Band(18 * 60, 24 * 60, 7))


def borders() -> st.SearchStrategy[list[int]]:
    inner = st.sets(st.integers(1, 47), max_size=8)
    return inner.map(lambda some: [0, *(30 * one for one in sorted(some)), 24 * 60])


@st.composite
def scales(draw: st.DrawFn) -> tuple[Band, ...]:
    ends = draw(borders())
    return tuple(Band(first, last, draw(st.integers(0, 99))) for first, last in pairwise(ends))


@given(bands=scales(), starts=MOMENTS, minutes=st.integers(1, 300), zone=ZONES)
def test_points_are_those_of_the_band_of_each_local_minute(
    bands: tuple[Band, ...], starts: datetime, minutes: int, zone: str
) -> None:
    clocks = [(starts + at * MINUTE).astimezone(ZoneInfo(zone)) for at in range(minutes)]
    times = [60 * one.hour + one.minute for one in clocks]
    costs = [next(b.points for b in bands if b.begins <= time < b.ends) for time in times]
    ends, own = starts + minutes * MINUTE, scale.of(bands)
    assert fairness.worst(starts, ends, zone, own) == max(costs)
    assert fairness.spent(starts, ends, zone, own) == sum(costs)


@given(bands=scales(), by=st.integers(0, 10), starts=MOMENTS, minutes=st.integers(1, 300))
def test_points_times_something_are_sums_times_it(
    bands: tuple[Band, ...], by: int, starts: datetime, minutes: int
) -> None:
    own = scale.of(bands)
    more = scale.of(tuple(replace(one, points=by * one.points) for one in bands))
    one, other = (fairness.weigh(starts, minutes, TWELVE, some) for some in (own, more))
    assert other.total == by * one.total
    assert other.worst == by * one.worst
    assert other.costs == {code: by * cost for code, cost in one.costs.items()}
    assert other.minutes == {code: by * cost for code, cost in one.minutes.items()}
    assert (other.comfortable, other.nights) == (one.comfortable, one.nights)


@given(starts=MOMENTS, minutes=st.integers(1, 300), zone=ZONES)
def test_the_usual_bands_said_are_the_usual_scale(
    starts: datetime, minutes: int, zone: str
) -> None:
    seats, same = [Seat("one", zone)], scale.of(tuple(map(replace, BANDS)))
    assert same is USUAL
    assert fairness.weigh(starts, minutes, seats, same) == fairness.weigh(starts, minutes, seats)


def test_all_that_is_told_of_a_programme_goes_by_its_own_scale() -> None:
    late = session(
        starts=datetime(2020, 6, 2, 14, tzinfo=UTC),  # 23:00 in Seoul, 15:00 in London
        parts=(part(government="seoul"), part(government="london")),
        turns=(turn(30, government="seoul"), turn(30, government="london")),
    )
    usual = programme(late)
    own = replace(usual, summit=replace(usual.summit, bands=REST))
    for whole, cost in ((usual, 24), (own, 7)):
        told = burden.ledger(whole)
        assert {one.code: one.total for one in told.cities} == {"seoul": cost, "london": 0}
        assert [one.cost for one in burden.heard(whole, late)] == [cost, 0]
        cells = heat(whole, whole.days[0], [whole.governments[1]]).lines[0].cells
        assert {one.points for one in cells if one.clock == "23:00"} == {cost}
    clocks = order.zones(own, late.turns)
    assert order.bill(late, clocks, (0, 1), own.summit.scale).spent == 30 * 7
    assert order.kindest(late, clocks, (), own.summit.scale) == (0, 1)
    assert order.kindest(late, clocks) == (0, 1)


def test_another_scale_finds_another_start() -> None:
    seats = [Seat("london", "Europe/London")]
    asleep = (Band(0, 12 * 60, 0), Band(12 * 60, 24 * 60, 5))
    first = datetime(2020, 6, 2, tzinfo=UTC)
    last = first + timedelta(hours=23)
    assert fairness.starts(seats, 60, first, last)[0].starts.hour == 8
    found = fairness.starts(seats, 60, first, last, scale=scale.of(asleep))
    assert found[0].starts.hour == 0


@pytest.mark.parametrize(
    ("bands", "said"),
    [
        ((), {}),
        (BANDS, {}),
        (BANDS[::-1], {}),
        ((Band(0, 1440, 0),), {}),
        (REST[1:], {0: "No band covers 00:00 to 09:00."}),
        (REST[:2], {1: "No band covers 18:00 to 24:00."}),
        ((REST[0], REST[2]), {1: "No band covers 09:00 to 18:00."}),
        ((*REST, Band(60, 90, 1)), {3: "Two bands cover 01:00 to 01:30."}),
        ((Band(0, 45, 0),), {0: "Bands begin and end at whole or half hours, 00:00 to 24:00."}),
        ((Band(0, 1470, 0),), {0: "Bands begin and end at whole or half hours, 00:00 to 24:00."}),
        ((Band(60, 60, 0),), {0: "This is not after its beginning."}),
        ((Band(0, 1440, 1000),), {0: "Points are whole numbers from 0 to 999."}),
        ((Band(0, 1440, -1),), {0: "Points are whole numbers from 0 to 999."}),
    ],
)
def test_bands_have_to_cover_the_day(bands: tuple[Band, ...], said: dict[int, str]) -> None:
    assert {at: one.message for at, one in scale.wrong(bands).items()} == said


@given(bands=scales())
def test_bands_in_any_order_with_neighbours_alike_are_the_same_scale(
    bands: tuple[Band, ...],
) -> None:
    assert scale.wrong(bands[::-1]) == {}
    found = scale.whole(bands[::-1])
    assert scale.of(found).points == scale.of(bands).points
    assert all(one.points != two.points for one, two in pairwise(found))


def test_the_usual_bands_are_none_to_keep() -> None:
    assert scale.whole(BANDS) == ()
    assert scale.whole((Band(0, 60, 40), Band(60, 300, 40), *BANDS[1:])) == ()


def test_a_scale_that_is_not_steep_is_told() -> None:
    assert scale.dips(USUAL) == ()
    assert scale.dips(scale.of((Band(0, 1440, 3),))) == ()
    cheap = replace(BANDS[0], points=2)
    assert scale.dips(scale.of((cheap, *BANDS[1:]))) == (
        (cheap, BANDS[-1]),
        (cheap, BANDS[1]),
        (cheap, BANDS[7]),
    )
