"""Fairness against a reckoning of its own: sets of zones, lengths and dates where clocks change."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from summit.core import fairness, order
from summit.core.fairness import Seat
from tests.core import reckoning
from tests.factories import city, programme, session, turn

QUARTER = timedelta(minutes=15)
ZONES = st.sampled_from(
    (
        "Asia/Seoul",
        "Asia/Kathmandu",
        "Asia/Tehran",
        "Australia/Lord_Howe",
        "America/St_Johns",
        "America/Sao_Paulo",
        "America/New_York",
        "Africa/Casablanca",
        "Africa/Cairo",
        "Europe/London",
        "Pacific/Chatham",
        "Pacific/Kiritimati",
        "Pacific/Pago_Pago",
        "Antarctica/Troll",
        "UTC",
    )
)
CHANGES = (
    datetime(2020, 3, 8, 3, tzinfo=UTC),  # New York forward
    datetime(2020, 3, 20, 19, tzinfo=UTC),  # Tehran forward
    datetime(2020, 3, 28, 23, tzinfo=UTC),  # Europe, Troll forward by two hours
    datetime(2020, 4, 4, 13, tzinfo=UTC),  # Lord Howe back by half an hour, Chatham
    datetime(2020, 5, 31, 1, tzinfo=UTC),  # Casablanca
    datetime(2018, 11, 4, 0, tzinfo=UTC),  # São Paulo, and New York
    datetime(2023, 4, 27, 20, tzinfo=UTC),  # Cairo
)
FIRSTS = st.one_of(
    st.builds(
        lambda change, hours: change + timedelta(hours=hours),
        st.sampled_from(CHANGES),
        st.integers(-12, 6),
    ),
    st.integers(0, 3 * 366 * 96).map(lambda at: datetime(2019, 1, 1, tzinfo=UTC) + at * QUARTER),
)
SEATS = st.lists(st.tuples(ZONES, st.integers(1, 3)), min_size=1, max_size=5)
LENGTHS = st.integers(1, 200)


@given(starts=FIRSTS, late=st.integers(0, 59), minutes=LENGTHS, zone=ZONES)
def test_what_one_sits_through(starts: datetime, late: int, minutes: int, zone: str) -> None:
    begins = starts + timedelta(minutes=late)
    ends = begins + timedelta(minutes=minutes)
    assert fairness.worst(begins, ends, zone) == reckoning.worst(begins, minutes, zone)
    assert fairness.spent(begins, ends, zone) == reckoning.spent(begins, minutes, zone)
    assert fairness.outside(begins, ends, zone) == reckoning.outside(begins, minutes, zone)
    assert fairness.is_night(begins, ends, zone) == reckoning.is_night(begins, minutes, zone)


@settings(max_examples=30, deadline=None)
@given(given_=SEATS, first=FIRSTS, minutes=st.integers(1, 120), count=st.integers(2, 14))
def test_starts_who_decides_and_two_sittings(
    given_: list[tuple[str, int]], first: datetime, minutes: int, count: int
) -> None:
    zones = {str(at): one for at, one in enumerate(given_)}
    seats = [Seat(code, zone, weight) for code, (zone, weight) in zones.items()]
    step = 3 * QUARTER
    moments = [first + at * step for at in range(count)]
    found = fairness.starts(seats, minutes, first, moments[-1], step)
    assert found[0].starts == reckoning.kindest(zones, minutes, moments)
    if len(seats) > 1:
        assert list(fairness.deciding(seats, found)) == reckoning.deciding(zones, minutes, moments)
    two = fairness.sittings(seats, found)
    assert two is not None
    best = reckoning.sittings(zones, minutes, moments)
    assert (two.worst, two.total, two.first.starts, two.second.starts) == best
    for codes, own, other in (
        (two.in_first, two.first, two.second),
        (two.in_second, two.second, two.first),
    ):
        for code in codes:
            cost = reckoning.worst(own.starts, minutes, zones[code][0])
            assert cost <= reckoning.worst(other.starts, minutes, zones[code][0])


TURNS = st.lists(st.none() | ZONES, min_size=1, max_size=6)


def session_of(
    zones: list[str | None], minutes: list[int], first: datetime, languages: list[str]
) -> tuple[order.Session, tuple[str | None, ...]]:
    """A session of turns, and the clocks that these go by."""
    cities = tuple(city(f"c{at}", zone) for at, zone in enumerate(zones) if zone)
    turns = tuple(
        turn(minutes[at], government=f"c{at}" if zone else None, language=languages[at])
        for at, zone in enumerate(zones)
    )
    held = session("meeting", starts=first, minutes=sum(minutes), turns=turns)
    return held, order.zones(programme(held, governments=cities), turns)


@settings(max_examples=40, deadline=None)
@given(
    zones=TURNS,
    first=FIRSTS,
    length=st.integers(1, 40),
    stays=st.sets(st.integers(0, 5)),
    languages=st.lists(st.sampled_from(("ko", "en", "es")), min_size=6, max_size=6),
    blocks=st.booleans(),
)
def test_the_kindest_order_is_the_cheapest_of_all(
    zones: list[str | None],
    first: datetime,
    length: int,
    stays: set[int],
    languages: list[str],
    blocks: bool,
) -> None:
    held, clocks = session_of(zones, [length] * len(zones), first, languages)
    assert list(clocks) == zones
    fixed = sorted(one for one in stays if one < len(zones))
    given_ = [(length, zone) for zone in zones]
    found = order.kindest(held, clocks, fixed, blocks=blocks)
    assert sorted(found) == list(range(len(zones)))
    assert [found[at] for at in fixed] == fixed
    least = reckoning.cheapest_turns(first, given_, fixed, languages if blocks else None)
    assert reckoning.turns(first, found, given_) == least
    assert order.bill(held, clocks, found).spent == least
    if blocks:
        row = [languages[at] for at in found if at not in fixed]
        runs = [one for at, one in enumerate(row) if not at or row[at - 1] != one]
        assert len(runs) == len(set(runs))


@settings(max_examples=25, deadline=None)
@given(
    given_=st.lists(st.tuples(st.integers(1, 90), st.none() | ZONES), min_size=2, max_size=6),
    first=FIRSTS,
)
def test_turns_of_different_lengths_never_cost_more_than_as_they_are(
    given_: list[tuple[int, str | None]], first: datetime
) -> None:
    """It is a search then: no two turns are left that had better change places."""
    held, clocks = session_of(
        [zone for _, zone in given_], [minutes for minutes, _ in given_], first, ["en"] * 6
    )
    found = order.kindest(held, clocks)
    spent = reckoning.turns(first, found, given_)
    assert spent == order.bill(held, clocks, found).spent
    assert spent <= reckoning.turns(first, range(len(given_)), given_)
    assert spent >= reckoning.cheapest_turns(first, given_, ())


@given(zones=TURNS, first=FIRSTS, length=st.integers(1, 40))
def test_a_bill_says_what_each_turn_costs(
    zones: list[str | None], first: datetime, length: int
) -> None:
    held, clocks = session_of(zones, [length] * len(zones), first, ["en"] * 6)
    backwards = tuple(reversed(range(len(zones))))
    told = order.bill(held, clocks, backwards)
    begins = first
    for at in backwards:
        price, zone = told.prices[at], zones[at]
        assert (price.starts, price.ends) == (begins, begins + timedelta(minutes=length))
        if zone:
            assert price.worst == reckoning.worst(begins, length, zone)
            assert price.outside == reckoning.outside(begins, length, zone)
            assert price.is_night == reckoning.is_night(begins, length, zone)
        else:
            assert (price.spent, price.worst, price.outside) == (0, 0, 0)
        begins = price.ends
