"""Dates, times of day and lengths."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summit.formats import moment
from tests.formats.exchange_values import utc

H, M = timedelta(hours=1), timedelta(minutes=1)


@pytest.mark.parametrize(
    "words",
    [
        "2020-06-02T10:00:00Z",
        "2020-06-02T19:00+09:00",
        "2020-06-02 12:00:00+0200",
        "20200602T100000Z",
    ],
)
def test_instants(words: str) -> None:
    assert moment.instant(words) == utc(2020, 6, 2, 10)


@pytest.mark.parametrize("words", ["", "2020-06-02", "10:00", "2020-13-02T10:00:00Z", "soon, soon"])
def test_what_is_no_instant(words: str) -> None:
    assert moment.instant(words) is None


@pytest.mark.parametrize(
    "words", ["2020-06-02", "2020/6/2", "2020.06.02", "20200602", "2020-06-02T9"]
)
def test_days(words: str) -> None:
    assert moment.day(words) == date(2020, 6, 2)


@pytest.mark.parametrize(
    ("words", "clock"),
    [
        ("9:30", 9 * H + 30 * M),
        ("09:30:15", 9 * H + 30 * M + timedelta(seconds=15)),
        ("9.30", 9 * H + 30 * M),
        ("9h30", 9 * H + 30 * M),
        ("0930", 9 * H + 30 * M),
        ("9:30 pm", 21 * H + 30 * M),
        ("12 a.m.", 0 * H),
        ("12:05 PM", 12 * H + 5 * M),
        ("24:00", 24 * H),
        ("25:30", 25 * H + 30 * M),
        ("9", None),
        ("9:75", None),
        ("13 pm", None),
        ("48:00", None),
        ("", None),
    ],
)
def test_clocks(words: str, clock: timedelta | None) -> None:
    assert moment.clock(words) == clock


@pytest.mark.parametrize(
    ("words", "length"),
    [
        ("00:30", 30 * M),
        ("1:30:00", 90 * M),
        ("1:02:30:00", 26 * H + 30 * M),
        ("-0:30", -30 * M),
        ("PT1H30M", 90 * M),
        ("P1DT2H", 26 * H),
        ("P1W", 168 * H),
        ("-PT5M", -5 * M),
        ("45", 45 * M),
        ("45 min", 45 * M),
        ("45 Minutes", 45 * M),
        ("1h", H),
        ("1h30", 90 * M),
        ("1.5 hours", 90 * M),
        ("1 hour 15 min.", 75 * M),
        ("P", None),
        ("PT", None),
        ("a while", None),
        ("", None),
    ],
)
def test_lengths(words: str, length: timedelta | None) -> None:
    assert moment.length(words) == length


@given(st.text() | st.text(alphabet="0123456789:.-+TZPHMSDWh mapin", max_size=30))
def test_whatever_comes_is_read_or_not(words: str) -> None:
    for read in (moment.instant, moment.day, moment.clock, moment.length):
        read(words)
