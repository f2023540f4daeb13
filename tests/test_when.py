"""Times as pages show them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from summit.core.zone import Band
from summit.when import dated, local, on_clocks, when

STARTS = datetime(2020, 6, 2, 13, 0, tzinfo=UTC)
ENDS = STARTS + timedelta(minutes=90)


def test_a_time_names_its_place_and_offset() -> None:
    assert local(STARTS, ENDS, "Asia/Seoul", "en").label == "22:00 Seoul (UTC+9)"
    assert local(STARTS, ENDS, "Asia/Kolkata", "en", "Delhi").label == "18:30 Delhi (UTC+5:30)"


def test_an_end_names_its_offset_where_clocks_change_on_the_way() -> None:
    starts = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    there = local(starts, starts + timedelta(hours=1), "Europe/Budapest", "en")
    assert (there.label, there.until) == ("02:30 Budapest (UTC+2)", "02:30 (UTC+1)")
    assert local(STARTS, ENDS, "Europe/Budapest", "en").until == "16:30"


def test_a_span_for_a_reader_beside_the_host() -> None:
    found = when(STARTS, ENDS, "Pacific/Auckland", "Asia/Seoul", "en")
    assert (found.mine.label, found.mine.days_later) == ("01:00 Auckland (UTC+12)", 0)
    assert (found.is_same, found.other_date, found.minutes) == (False, True, 90)
    assert found.mine.band is Band.NIGHT


def test_a_span_with_its_date() -> None:
    assert dated(local(STARTS, ENDS, "Asia/Seoul", "en"), "en") == (
        "Tue 2 June 2020, 22:00–23:30 Seoul (UTC+9)"
    )
    late = local(STARTS, STARTS + timedelta(hours=3), "Asia/Seoul", "en")
    assert dated(late, "en") == "Tue 2 June 2020, 22:00–01:00 (+1 day) Seoul (UTC+9)"


def test_minutes_on_several_clocks_say_where_it_is_tomorrow() -> None:
    starts = STARTS + timedelta(minutes=125)
    zones = ("Europe/London", "Asia/Seoul", "UTC")
    assert on_clocks(starts, starts + timedelta(minutes=5), STARTS, zones, "en") == (
        "16:05–16:10 London, 00:05–00:10 (+1 day) Seoul, 15:05–15:10 UTC"
    )
