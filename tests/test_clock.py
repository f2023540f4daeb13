"""The clock, and the rehearsal that shifts it."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from summit.clock import Rehearsal, SystemClock
from tests.factories import START, STORED


@given(st.timedeltas(timedelta(days=-999), timedelta(days=999)))
def test_a_rehearsal_starts_at_its_moment_and_runs_as_fast_as_time(passed: timedelta) -> None:
    assert Rehearsal(START, STORED).at(STORED + passed) == START + passed


def test_the_clock_of_the_machine_names_utc() -> None:
    before = datetime.now(UTC)
    now = SystemClock().now()
    assert now.tzinfo is UTC
    assert before <= now <= datetime.now(UTC)
