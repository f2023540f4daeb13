"""The hours of a date: what is drawn, where, and on a date on which clocks change."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summit.core.programme import Session, Status
from summit.core.zone import NAMES, Band, midnight, zone
from summit.web.public.timeline import (
    Heading,
    Mark,
    Timeline,
    hours_in_use,
    timeline,
)
from summit.web.row import Row
from summit.when import when
from tests.factories import session, stage

HALL, STUDIO = Heading(stage("hall"), 0), Heading(stage("studio"), 0)
NOBODY = Heading(None, 0)
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
DAY = date(2020, 6, 2)


def row(one: Session, zone_name: str) -> Row:
    span = when(one.starts, one.ends, zone_name, "Asia/Seoul", "en")
    return Row(one, span, None, None, None, 0, (), 0)


def held(starts: str, minutes: int, zone_name: str = "UTC", **more: object) -> Row:
    """A session at a local time such as "2020-06-02T13:00"."""
    moment = datetime.fromisoformat(starts).replace(tzinfo=ZoneInfo(zone_name)).astimezone(UTC)
    return row(session(starts=moment, minutes=minutes, stage="hall", **more), zone_name)


def drawn(
    *rows: Row,
    day: date = DAY,
    zone_name: str = "UTC",
    now: datetime = LONG_AGO,
    hours: tuple[int, int] = (0, 24),
) -> Timeline:
    sessions = [(one.session.stage, one) for one in rows]
    return timeline(day, sessions, [NOBODY, HALL, STUDIO], zone(zone_name), now, hours)


def test_a_date_from_midnight_to_midnight() -> None:
    shown = drawn(held("2020-06-02T13:00", 90))
    assert (shown.steps, shown.width, shown.offsets) == (288, 24, ("UTC",))
    assert shown.hours[0] == Mark(0, 12, "00:00")
    assert shown.hours[-1] == Mark(276, 12, "23:00")
    assert len(shown.hours) == 24
    assert shown.sky == (
        Mark(0, 72, Band.NIGHT),
        Mark(72, 24, Band.EDGE),
        Mark(264, 24, Band.EDGE),
    )
    (line,) = shown.lines
    assert line.heading is HALL
    (block,) = line.blocks
    assert (block.at, block.steps, block.band) == (156, 18, Band.WAKING)
    assert (block.is_continued, block.days_later, block.is_on) == (False, 0, False)
    assert (shown.count, shown.continued, shown.now) == (1, 0, None)


def test_only_the_hours_that_are_drawn() -> None:
    shown = drawn(held("2020-06-02T07:10", 50), hours=(7, 9))
    assert (shown.steps, shown.width) == (24, 2)
    assert [(one.at, one.name) for one in shown.hours] == [(0, "07:00"), (12, "08:00")]
    assert shown.sky == (Mark(0, 12, Band.EDGE),)
    assert (shown.lines[0].blocks[0].at, shown.lines[0].blocks[0].steps) == (2, 10)


@pytest.mark.parametrize(
    ("rows", "hours"),
    [
        ((), (0, 24)),
        ((("2020-06-02T07:10", 50),), (7, 8)),
        ((("2020-06-02T07:00", 60), ("2020-06-03T12:30", 31)), (7, 14)),
        ((("2020-06-02T23:00", 59),), (23, 24)),
        ((("2020-06-02T23:00", 60),), (0, 24)),
        ((("2020-06-02T23:00", 61),), (0, 24)),
    ],
)
def test_the_hours_in_use(rows: tuple[tuple[str, int], ...], hours: tuple[int, int]) -> None:
    assert hours_in_use([held(*one) for one in rows], zone("UTC")) == hours


def test_over_midnight_on_both_dates_and_counted_once() -> None:
    late = held("2020-06-02T23:00", 90)
    first, second = (drawn(late, day=DAY + timedelta(days)) for days in (0, 1))
    (before,), (after,) = first.lines[0].blocks, second.lines[0].blocks
    assert (before.at, before.steps, before.is_continued, before.days_later) == (276, 12, False, 1)
    assert (after.at, after.steps, after.is_continued, after.days_later) == (0, 6, True, 0)
    assert (before.band, after.band) == (Band.EDGE, Band.NIGHT)
    assert ((first.count, first.continued), (second.count, second.continued)) == ((1, 0), (0, 1))


def test_an_end_at_midnight_is_on_one_date_only() -> None:
    late = held("2020-06-02T23:00", 60)
    assert [len(drawn(late, day=DAY + timedelta(days)).lines) for days in (0, 1)] == [1, 0]


def test_a_session_of_several_days_is_on_each() -> None:
    long = held("2020-06-01T12:00", 48 * 60)
    blocks = [drawn(long, day=date(2020, 6, day)).lines[0].blocks[0] for day in (1, 2, 3)]
    assert [(one.at, one.steps, one.days_later) for one in blocks] == [
        (144, 144, 2),
        (0, 288, 1),
        (0, 144, 0),
    ]


def test_the_present() -> None:
    now = datetime(2020, 6, 2, 13, 1, tzinfo=UTC)
    running, cancelled = (
        held("2020-06-02T13:00", 90),
        held("2020-06-02T13:00", 90, status=Status.CANCELLED),
    )
    shown = drawn(running, cancelled, now=now)
    assert shown.now == 156.2
    assert [one.is_on for one in shown.lines[0].blocks] == [True, False]
    assert drawn(running, now=now, day=date(2020, 6, 3)).now is None
    assert drawn(running, now=now, hours=(14, 16)).now is None


def test_the_order_of_lines() -> None:
    rows = [row(session(code, stage=code), "UTC") for code in ("studio", "hall")]
    rows.append(row(session("nowhere"), "UTC"))
    assert [line.heading for line in drawn(*rows).lines] == [NOBODY, HALL, STUDIO]


def test_23_hours() -> None:
    """In Budapest 02:00 becomes 03:00 on 29 March 2020."""
    day, where = date(2020, 3, 29), "Europe/Budapest"
    shown = drawn(held("2020-03-29T01:30", 60, where), day=day, zone_name=where)
    assert (shown.steps, shown.offsets) == (276, ("UTC+1", "UTC+2"))
    assert [one.name for one in shown.hours][:4] == ["00:00", "01:00", "03:00", "04:00"]
    assert shown.sky[0] == Mark(0, 60, Band.NIGHT)
    assert (shown.lines[0].blocks[0].at, shown.lines[0].blocks[0].steps) == (18, 12)


def test_25_hours() -> None:
    """In Budapest 03:00 becomes 02:00 on 25 October 2020."""
    day, where = date(2020, 10, 25), "Europe/Budapest"
    shown = drawn(held("2020-10-25T04:00", 60, where), day=day, zone_name=where)
    assert (shown.steps, shown.width, shown.offsets) == (300, 25, ("UTC+2", "UTC+1"))
    assert [one.name for one in shown.hours][:5] == ["00:00", "01:00", "02:00", "02:00", "03:00"]
    assert shown.sky[0] == Mark(0, 84, Band.NIGHT)
    assert shown.lines[0].blocks[0].at == 60


def test_half_an_hour_more() -> None:
    """On Lord Howe Island 02:00 becomes 01:30 on 5 April 2020."""
    shown = drawn(day=date(2020, 4, 5), zone_name="Australia/Lord_Howe")
    assert (shown.steps, shown.width) == (294, 25)
    assert shown.hours[1:4] == (Mark(12, 18, "01:00"), Mark(30, 12, "02:00"), Mark(42, 12, "03:00"))


def test_a_date_that_does_not_begin_at_midnight() -> None:
    """In Cairo 00:00 became 01:00 on 28 April 2023."""
    shown = drawn(day=date(2023, 4, 28), zone_name="Africa/Cairo")
    assert (shown.steps, shown.hours[0]) == (276, Mark(0, 12, "01:00"))


@given(
    st.sampled_from(sorted(NAMES)),
    st.dates(date(2019, 1, 1), date(2021, 1, 1)),
    st.integers(0, 48 * 60),
    st.integers(1, 30 * 60),
)
def test_in_any_zone(zone_name: str, day: date, after: int, minutes: int) -> None:
    """Whatever is on in some minute of the date is drawn inside it, as long as it is."""
    where = zone(zone_name)
    begins, ends = midnight(day, where), midnight(day + timedelta(days=1), where)
    starts = begins + timedelta(minutes=after - 24 * 60)
    one = row(session(starts=starts, minutes=minutes, stage="hall"), zone_name)
    shown = drawn(one, day=day, zone_name=zone_name)
    assert shown.steps == round((ends - begins) / timedelta(minutes=5))
    assert sum(mark.steps for mark in shown.hours) == shown.steps
    is_on_it = one.when.starts < ends and one.when.ends > begins
    assert len(shown.lines) == is_on_it
    for block in (block for line in shown.lines for block in line.blocks):
        inside = min(one.when.ends, ends) - max(one.when.starts, begins)
        assert 0 <= block.at < block.at + block.steps <= shown.steps
        assert abs(block.steps * 5 - inside / timedelta(minutes=1)) <= 5
        assert block.is_continued == (starts < begins)
