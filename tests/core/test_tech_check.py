"""Tech checks: the slots of a series, and whose hours they fall into."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from summit.core.errors import Invalid
from summit.core.tech_check import Outcome, Progress, Series, Slot, is_in_hours, progress

DAY = date(2020, 5, 28)


def series(**fields: Any) -> Series:
    values: dict[str, Any] = {
        "day": DAY,
        "opens": time(9),
        "closes": time(10),
        "minutes": 20,
        "capacity": 2,
        "room": "Studio",
        "zone": "Asia/Seoul",
    }
    return Series(**values | fields)


def test_slots_follow_each_other() -> None:
    first = datetime(2020, 5, 28, 0, 0, tzinfo=UTC)
    minutes = timedelta(minutes=20)
    assert list(series().starts()) == [first, first + minutes, first + 2 * minutes]
    assert len(list(series(closes=time(9, 59)).starts())) == 2
    assert len(list(series(opens=time(22), closes=time(2)).starts())) == 12


def test_a_change_of_clocks_neither_makes_nor_loses_a_slot() -> None:
    """In London clocks are put back at 02:00 on 25 October 2020: that night has an hour more."""
    night = series(
        day=date(2020, 10, 25), opens=time(0), closes=time(4), minutes=60, zone="Europe/London"
    )
    assert len(list(night.starts())) == 5


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"minutes": 4}, "minutes"),
        ({"minutes": 241}, "minutes"),
        ({"capacity": 0}, "capacity"),
        ({"capacity": 51}, "capacity"),
        ({"minutes": 61}, "closes"),
        ({"opens": time(0), "closes": time(23), "minutes": 5}, "closes"),
    ],
)
def test_what_is_no_series(fields: dict[str, Any], where: str) -> None:
    with pytest.raises(Invalid) as refused:
        list(series(**fields).starts())
    assert refused.value.where == where


@pytest.mark.parametrize(
    ("zone", "found"),
    [
        ("Asia/Seoul", False),  # 21:00
        ("Europe/London", True),  # 13:00
        ("America/New_York", False),  # 08:00
        ("America/Sao_Paulo", True),  # 09:00
        ("Asia/Dubai", True),  # 16:00
        ("Asia/Karachi", True),  # 17:00 to 18:00
        ("Asia/Kolkata", False),  # 17:30 to 18:30
        ("Pacific/Kiritimati", False),  # 02:00 of the next day
    ],
)
def test_the_hours_of_an_office_are_its_own(zone: str, found: bool) -> None:
    slot = Slot(1, datetime(2020, 5, 28, 12, 0, tzinfo=UTC), 60, 1, 0, "Studio")
    assert is_in_hours(slot, zone) is found


@pytest.mark.parametrize(
    ("outcomes", "found"),
    [
        ((), Progress.NONE),
        ((Outcome.GIVEN_BACK,), Progress.NONE),
        ((Outcome.BOOKED,), Progress.BOOKED),
        ((Outcome.FAILED,), Progress.FAILED),
        ((Outcome.NO_SHOW, Outcome.GIVEN_BACK), Progress.FAILED),
        ((Outcome.FAILED, Outcome.BOOKED), Progress.BOOKED),
        ((Outcome.FAILED, Outcome.PASSED), Progress.PASSED),
    ],
)
def test_how_far_an_office_is(outcomes: tuple[Outcome, ...], found: Progress) -> None:
    assert progress(outcomes) is found
