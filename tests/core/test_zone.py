"""Local times: every zone, every edge."""

# ruff: noqa: DTZ001 (a wall clock shows no zone)

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summit.core.errors import Invalid
from summit.core.programme import Programme
from summit.core.zone import (
    NAMES,
    Band,
    band,
    days_later,
    from_local,
    local_date,
    midnight,
    offset_label,
    utc,
    worst_band,
    zone,
)

ZONES = st.sampled_from(sorted(NAMES))
INSTANTS = st.datetimes(datetime(1990, 1, 1), datetime(2037, 12, 31), timezones=st.just(UTC)).map(
    lambda moment: moment.replace(microsecond=0)
)


def test_every_zone_sees_each_session_once_on_its_date_with_its_length(cac2020: Programme) -> None:
    """Judged by the offset alone: no calculation of the code is used to check it."""
    for name in NAMES:
        where = zone(name)
        for session in cac2020.sessions:
            offset = session.starts.astimezone(ZoneInfo(name)).utcoffset() or timedelta()
            shown = local_date(session.starts, where)
            wall = session.starts.replace(tzinfo=None) + offset
            assert shown == wall.date()
            days = [shown + timedelta(days=n) for n in range(-2, 3)]
            holding = [
                day
                for day in days
                if midnight(day, where) <= session.starts < midnight(day + timedelta(1), where)
            ]
            assert holding == [shown]
            ends = wall + timedelta(minutes=session.minutes)
            assert session.ends.astimezone(where).replace(tzinfo=None) == ends
            assert days_later(session.starts, session.ends, where) == (ends.date() - shown).days


@given(ZONES, INSTANTS)
def test_a_local_day_holds_exactly_the_instants_of_its_date(name: str, instant: datetime) -> None:
    where = zone(name)
    day = local_date(instant, where)
    assert midnight(day, where) <= instant < midnight(day + timedelta(days=1), where)


@given(
    ZONES,
    st.dates(date(1990, 1, 1), date(2037, 1, 1)),
    st.times().map(lambda t: t.replace(microsecond=0)),
)
def test_days_follow_each_other_without_gap(name: str, day: date, border: time) -> None:
    where = zone(name)
    begins, ends = (midnight(day + timedelta(days=n), where, border) for n in (0, 1))
    assert begins <= ends
    assert begins.utcoffset() == timedelta()


@given(ZONES, INSTANTS)
def test_an_offset_label_says_the_offset(name: str, instant: datetime) -> None:
    label = offset_label(instant, zone(name))
    found = re.fullmatch(r"UTC(?:([+−])(\d{1,2})(?::([0-5]\d))?)?", label)
    assert found is not None
    sign, hours, minutes = found.groups()
    said = timedelta(hours=int(hours or 0), minutes=int(minutes or 0)) * (-1 if sign == "−" else 1)
    offset = instant.astimezone(zone(name)).utcoffset() or timedelta()
    assert abs(said - offset) <= timedelta(seconds=30)
    assert label not in ("UTC+0", "UTC−0")


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("Asia/Seoul", "UTC+9"),
        ("Asia/Tehran", "UTC+4:30"),
        ("Asia/Kolkata", "UTC+5:30"),
        ("Asia/Kathmandu", "UTC+5:45"),
        ("America/Los_Angeles", "UTC−7"),
        ("America/St_Johns", "UTC−2:30"),
        ("Africa/Abidjan", "UTC"),
        ("Pacific/Kiritimati", "UTC+14"),
    ],
)
def test_labels_on_the_second_of_june_2020(name: str, label: str) -> None:
    assert offset_label(datetime(2020, 6, 2, 13, tzinfo=UTC), zone(name)) == label


@given(ZONES, INSTANTS)
def test_a_wall_clock_leads_back_to_its_first_instant(name: str, instant: datetime) -> None:
    wall = instant.astimezone(zone(name)).replace(tzinfo=None, fold=0)
    found = from_local(wall, name)
    assert found <= instant
    assert found.astimezone(zone(name)).replace(tzinfo=None) == wall
    first = instant.astimezone(zone(name)).fold == 0
    assert (found == instant) == first


@pytest.mark.parametrize(
    ("name", "wall"),
    [
        ("Europe/London", datetime(2020, 3, 29, 1, 30)),
        ("America/New_York", datetime(2020, 3, 8, 2, 0)),
        ("Australia/Lord_Howe", datetime(2020, 10, 4, 2, 15)),
        ("Asia/Tehran", datetime(2020, 3, 21, 0, 30)),
        ("Pacific/Apia", datetime(2011, 12, 30, 12, 0)),
        ("Pacific/Kiritimati", datetime(1994, 12, 31, 12, 0)),
    ],
)
def test_a_time_that_clocks_leave_out_is_refused(name: str, wall: datetime) -> None:
    with pytest.raises(Invalid, match=f"does not exist in {name}"):
        from_local(wall, name)


@pytest.mark.parametrize(
    ("name", "wall", "instant"),
    [
        ("Europe/London", datetime(2020, 10, 25, 1, 30), "2020-10-25T00:30"),
        ("America/New_York", datetime(2020, 11, 1, 1, 30), "2020-11-01T05:30"),
        ("Australia/Lord_Howe", datetime(2020, 4, 5, 1, 45), "2020-04-04T14:45"),
        ("Asia/Tehran", datetime(2020, 9, 20, 23, 30), "2020-09-20T19:00"),
        ("Asia/Tehran", datetime(2020, 6, 2, 17, 30), "2020-06-02T13:00"),
        ("Pacific/Kiritimati", datetime(2020, 6, 3, 3, 0), "2020-06-02T13:00"),
    ],
)
def test_of_a_time_that_comes_twice_the_first_is_meant(
    name: str, wall: datetime, instant: str
) -> None:
    assert from_local(wall, name).isoformat() == f"{instant}:00+00:00"


def test_the_day_that_samoa_left_out_is_empty() -> None:
    apia = zone("Pacific/Apia")
    assert midnight(date(2011, 12, 30), apia) == midnight(date(2011, 12, 31), apia)


def test_where_midnight_is_left_out_the_day_begins_when_clocks_go_on() -> None:
    begins = midnight(date(2020, 3, 8), zone("America/Havana"))
    assert begins == datetime(2020, 3, 8, 5, tzinfo=UTC)
    assert begins.astimezone(zone("America/Havana")).time() == time(1)


@pytest.mark.parametrize(
    "name", ["", "Seoul", "localtime", "../etc/passwd", "asia/seoul", "Factory", "UTC\0"]
)
def test_only_names_of_zones_are_taken(name: str) -> None:
    with pytest.raises(Invalid, match="is not the name of a time zone"):
        zone(name)


def test_an_instant_names_its_zone_and_a_year_that_can_be() -> None:
    with pytest.raises(Invalid, match="names no time zone"):
        utc(datetime(2020, 6, 2))
    for year in (1, 9999):
        with pytest.raises(Invalid, match=f"{year} is not the year of a summit"):
            from_local(datetime(year, 1, 1), "Asia/Seoul")


@pytest.mark.parametrize(
    ("hour", "expected"),
    [
        *((hour, Band.NIGHT) for hour in range(6)),
        *((hour, Band.EDGE) for hour in (6, 7, 22, 23)),
        *((hour, Band.WAKING) for hour in range(8, 22)),
    ],
)
def test_the_bands_of_a_day(hour: int, expected: Band) -> None:
    assert [band(time(hour)), band(time(hour, 59, 59))] == [expected, expected]


@given(ZONES, INSTANTS, st.integers(1, 600))
def test_the_worst_band_is_that_of_the_worst_minute(
    name: str, instant: datetime, minutes: int
) -> None:
    where, starts = zone(name), instant.replace(second=0)
    order = [Band.WAKING, Band.EDGE, Band.NIGHT]
    worst = max(
        (band((starts + timedelta(minutes=n)).astimezone(where).time()) for n in range(minutes)),
        key=order.index,
    )
    offset = starts.astimezone(where).utcoffset() or timedelta()
    if offset % timedelta(minutes=15) == timedelta():
        assert worst_band(starts, starts + timedelta(minutes=minutes), where) == worst
