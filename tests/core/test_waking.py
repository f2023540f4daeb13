"""Waking hours: which sessions lie wholly in them, on the clock of whoever reads."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summit.core.errors import Invalid
from summit.core.waking import USUAL, Waking, waking
from summit.core.zone import NAMES, zone


@pytest.mark.parametrize(
    ("words", "hours"),
    [
        ("08-22", USUAL),
        ("14-06", Waking(14, 6)),
        ("00-24", Waking(0, 24)),
        ("22-00", Waking(22, 0)),
    ],
)
def test_the_hours_of_an_address(words: str, hours: Waking) -> None:
    assert waking(words) == hours
    assert str(hours) == words


@pytest.mark.parametrize(
    "words",
    ["", "-", "08-", "8-22", "08-25", "24-08", "08-08", "08:00-22:00", "08-22 ", "٠٨-٢٢", "-8-22"],
)
def test_what_are_no_hours(words: str) -> None:
    with pytest.raises(Invalid):
        waking(words)


def seoul(clock: str, minutes: int, hours: Waking = USUAL) -> bool:
    starts = datetime.fromisoformat(f"2020-06-02T{clock}+09:00")
    return hours.holds(starts, starts + timedelta(minutes=minutes), zone("Asia/Seoul"))


def test_every_minute_counts() -> None:
    assert seoul("08:00", 14 * 60)
    assert not seoul("08:00", 14 * 60 + 1)
    assert not seoul("07:59", 60)
    assert not seoul("21:50", 20)
    assert seoul("21:50", 10)
    assert not seoul("09:00", 24 * 60)
    assert seoul("09:00", 24 * 60, Waking(0, 24))


def test_over_midnight() -> None:
    night = Waking(14, 6)
    assert seoul("22:00", 8 * 60, night)
    assert not seoul("22:00", 8 * 60 + 1, night)
    assert not seoul("13:59", 30, night)
    assert not seoul("09:00", 60, night)
    assert not seoul("22:00", 24 * 60, night)


def test_half_hours_and_odd_minutes() -> None:
    """In Kathmandu (UTC+5:45) hours begin at a quarter past those of UTC."""
    starts = datetime(2020, 6, 2, 15, 47, tzinfo=UTC)  # 21:32
    where = zone("Asia/Kathmandu")
    assert USUAL.holds(starts, starts + timedelta(minutes=28), where)
    assert not USUAL.holds(starts, starts + timedelta(minutes=29), where)


def test_where_clocks_change() -> None:
    """In Budapest 02:00 becomes 03:00 on 29 March, and 03:00 becomes 02:00 on 25 October."""
    where = zone("Europe/Budapest")
    spring = datetime(2020, 3, 29, 0, 30, tzinfo=UTC)  # 01:30
    assert Waking(1, 4).holds(spring, spring + timedelta(minutes=90), where)
    assert not Waking(1, 4).holds(spring, spring + timedelta(minutes=91), where)
    autumn = datetime(2020, 10, 24, 23, 30, tzinfo=UTC)  # 01:30
    assert Waking(1, 3).holds(autumn, autumn + timedelta(minutes=150), where)
    assert not Waking(1, 3).holds(autumn, autumn + timedelta(minutes=151), where)


@given(
    st.integers(0, 23),
    st.integers(0, 24),
    st.datetimes(datetime(2019, 1, 1), datetime(2021, 1, 1)),  # noqa: DTZ001
    st.integers(1, 300),
    st.sampled_from(sorted(NAMES)),
)
def test_as_if_minute_by_minute(
    begins: int, ends: int, starts: datetime, minutes: int, name: str
) -> None:
    hours, where = Waking(begins, ends), zone(name)
    first = starts.replace(second=0, microsecond=0, tzinfo=UTC)
    every = (first + timedelta(minutes=n) for n in range(minutes))
    awake = {hour % 24 for hour in range(begins, ends if ends > begins else ends + 24)}
    expected = all(minute.astimezone(where).hour in awake for minute in every)
    assert hours.holds(first, first + timedelta(minutes=minutes), where) == expected
