"""The days of a summit into which a file brings sessions."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summit.core.day import MOST, join, programme_date
from summit.core.errors import Invalid
from summit.core.exchange import DayRow
from summit.core.programme import Programme, ProgrammeDay, Summit, day_of
from summit.core.zone import NAMES
from tests.factories import text

SUMMIT = Summit("test", text("Test"), "Asia/Seoul", ("en",))
FIRST, SECOND, THIRD = (date(2020, 6, day) for day in (2, 3, 4))


def test_a_session_after_midnight_belongs_to_the_day_before() -> None:
    late = datetime(2020, 6, 2, 18, 59, tzinfo=UTC)  # 03:59 in Seoul
    assert programme_date(late, SUMMIT) == FIRST
    assert programme_date(late.replace(hour=19, minute=0), SUMMIT) == SECOND
    assert programme_date(late, replace(SUMMIT, day_border=time(0))) == SECOND


@given(
    st.integers(-(2**29), 2**32).map(lambda seconds: datetime.fromtimestamp(seconds, UTC)),
    st.sampled_from(sorted(NAMES)),
    st.sampled_from((time(0), time(3, 30), time(4), time(6))),
)
def test_every_instant_has_a_day_that_holds_it(instant: datetime, zone: str, border: time) -> None:
    summit = replace(SUMMIT, zone=zone, day_border=border)
    day = ProgrammeDay(1, programme_date(instant, summit))
    assert day_of(Programme(summit, days=(day,)), instant) == day


def test_a_new_summit_has_the_days_of_its_file() -> None:
    rows = [DayRow(1, FIRST, text("Opening")), DayRow(2, SECOND)]
    assert join((), rows, {SECOND}) == (
        ProgrammeDay(1, FIRST, text("Opening")),
        ProgrammeDay(2, SECOND),
    )
    assert join((), [DayRow(7, FIRST), DayRow(9, SECOND)], {FIRST, SECOND}) == (
        ProgrammeDay(7, FIRST),
        ProgrammeDay(9, SECOND),
    )


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [DayRow(1, SECOND)],
        [DayRow(0, FIRST), DayRow(1, SECOND), DayRow(2, THIRD)],
        [DayRow(3, FIRST), DayRow(2, SECOND), DayRow(1, THIRD)],
        [DayRow(1, FIRST), DayRow(1, SECOND), DayRow(10**9, THIRD)],
        [DayRow(5, SECOND), DayRow(6, SECOND), DayRow(7, date(1, 1, 1))],
    ],
)
def test_days_that_the_file_does_not_number_in_order_are_numbered_here(
    rows: list[DayRow],
) -> None:
    assert join((), rows, {FIRST, SECOND, THIRD}) == (
        ProgrammeDay(1, FIRST),
        ProgrammeDay(2, SECOND),
        ProgrammeDay(3, THIRD),
    )


def test_days_that_are_there_stay_and_only_needed_ones_come_after_them() -> None:
    old = (ProgrammeDay(4, SECOND, text("Middle")),)
    rows = [DayRow(1, SECOND, text("Second")), DayRow(2, date(2020, 7, 1))]
    assert join(old, rows, {FIRST, SECOND, THIRD}) == (
        ProgrammeDay(4, SECOND, text("Second")),
        ProgrammeDay(5, FIRST),
        ProgrammeDay(6, THIRD),
    )


def test_no_summit_lasts_for_years() -> None:
    days = {date.fromordinal(SECOND.toordinal() + at) for at in range(MOST)}
    assert len(join((), [], days)) == MOST
    with pytest.raises(Invalid, match="A summit lasts 366 days at most; this is 2002-06-03 to"):
        join((), [], {*days, date(2002, 6, 3)})
