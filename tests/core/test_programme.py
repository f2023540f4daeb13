"""The golden facts of the CAC summit, and programme days."""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summit.core.programme import Programme, ProgrammeDay, Session, Summit, day_of, span
from summit.core.zone import Band, offset_label, worst_band, zone
from tests.factories import START, part, programme, session, text, turn

TWELVE = {
    "Seoul": "Asia/Seoul",
    "Moscow": "Europe/Moscow",
    "Jakarta": "Asia/Jakarta",
    "Istanbul": "Europe/Istanbul",
    "Budapest": "Europe/Budapest",
    "Tehran": "Asia/Tehran",
    "Tel Aviv": "Asia/Jerusalem",
    "Buenos Aires": "America/Argentina/Buenos_Aires",
    "Vancouver": "America/Vancouver",
    "Chongqing": "Asia/Shanghai",
    "Delhi": "Asia/Kolkata",
    "London": "Europe/London",
}


def found(programme: Programme, code: str) -> Session:
    return next(one for one in programme.sessions if one.code == code)


@pytest.mark.parametrize(
    ("code", "name", "local"),
    [
        ("mayoral-meeting", "Asia/Seoul", "Tue 2 22:00"),
        ("mayoral-meeting", "UTC", "Tue 2 13:00"),
        ("mayoral-meeting", "Europe/Budapest", "Tue 2 15:00"),
        ("mayoral-meeting", "Europe/London", "Tue 2 14:00"),
        ("mayoral-meeting", "America/New_York", "Tue 2 09:00"),
        ("mayoral-meeting", "America/Vancouver", "Tue 2 06:00"),
        ("mayoral-meeting", "Asia/Kolkata", "Tue 2 18:30"),
        ("mayoral-meeting", "Asia/Kabul", "Tue 2 17:30"),
        ("diamond", "Asia/Seoul", "Thu 4 08:00"),
        ("diamond", "America/Los_Angeles", "Wed 3 16:00"),
        ("diamond", "Europe/London", "Thu 4 00:00"),
    ],
)
def test_golden_times(cac2020: Programme, code: str, name: str, local: str) -> None:
    starts = found(cac2020, code).starts.astimezone(zone(name))
    assert f"{starts:%a} {starts.day} {starts:%H:%M}" == local
    assert (starts.year, starts.month) == (2020, 6)


def test_the_summit_is_as_large_as_it_was(cac2020: Programme) -> None:
    sizes = (len(cac2020.days), len(cac2020.areas), len(cac2020.sessions))
    assert sizes == (5, 10, 15)
    assert found(cac2020, "mayoral-meeting").minutes == 90
    assert span(cac2020) == (date(2020, 6, 1), date(2020, 6, 5))


def test_every_session_belongs_to_the_programme_day_of_its_date(cac2020: Programme) -> None:
    days = [day_of(cac2020, one.starts) for one in cac2020.sessions]
    assert Counter(day.number for day in days if day) == {1: 1, 2: 1, 3: 5, 4: 5, 5: 3}


def test_thirteen_utc_is_the_only_start_at_which_no_city_sits_in_the_night() -> None:
    starts = [datetime(2020, 6, 2, tzinfo=UTC) + timedelta(minutes=30 * n) for n in range(48)]
    fair = [
        start
        for start in starts
        if Band.NIGHT
        not in {worst_band(start, start + timedelta(hours=2), zone(one)) for one in TWELVE.values()}
    ]
    assert fair == [datetime(2020, 6, 2, 13, tzinfo=UTC)]
    assert offset_label(fair[0], zone("Asia/Tehran")) == "UTC+4:30"


def test_a_reader_far_west_and_one_far_east_see_each_session_once(cac2020: Programme) -> None:
    dates = {
        name: Counter(str(one.starts.astimezone(zone(name)).date())[5:] for one in cac2020.sessions)
        for name in ("Etc/GMT+7", "Etc/GMT-12")
    }
    assert dates == {
        name: Counter(
            str((one.starts + timedelta(hours=hours)).date())[5:] for one in cac2020.sessions
        )
        for name, hours in (("Etc/GMT+7", -7), ("Etc/GMT-12", 12))
    }
    assert [sum(seen.values()) for seen in dates.values()] == [15, 15]


@given(st.integers(0, 24 * 60 - 1), st.integers(-3000, 3000))
def test_a_programme_day_lasts_until_the_border_of_the_next_date(border: int, minutes: int) -> None:
    summit = Summit("test", text("Test"), "Asia/Seoul", ("en",), time(*divmod(border, 60)))
    instant = START + timedelta(minutes=minutes)
    wall = instant.replace(tzinfo=None) + timedelta(hours=9) - timedelta(minutes=border)
    expected = {date(2020, 6, 2): 1, date(2020, 6, 3): 2}.get(wall.date())
    day = day_of(programme(summit=summit), instant)
    assert (day and day.number) == expected


def test_without_days_the_sessions_span_the_summit() -> None:
    late = session("late", starts=START + timedelta(hours=3))
    assert span(programme(session(), late, days=())) == (date(2020, 6, 2), date(2020, 6, 3))
    assert span(programme(days=())) is None
    assert span(programme(session(), days=(ProgrammeDay(1, date(2020, 1, 1)),))) == (
        date(2020, 1, 1),
        date(2020, 1, 1),
    )


def test_a_cast_is_named_once_in_the_order_of_parts_and_turns() -> None:
    one = session(
        parts=(part(person="bo", government="seoul"), part(government="london")),
        turns=(turn(person="ada", government="seoul"), turn(person="bo")),
        spoken=("ko", "en"),
        interpreted=("en", "zh-Hant"),
    )
    assert one.people == ("bo", "ada")
    assert one.governments == ("seoul", "london")
    assert one.languages == ("ko", "en", "zh-Hant")
    assert one.ends == START + timedelta(minutes=60)
