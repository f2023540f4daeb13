"""Attendance: minutes from joining, never in two places at once."""

from __future__ import annotations

import re
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from summit.core.certificate import Joined, attended, new_code, read_code
from summit.core.programme import Session, Status
from tests.factories import START, session


def some(*spans: tuple[int, int]) -> dict[str, Session]:
    found = [
        session(f"s{place}", starts=START + timedelta(minutes=start), minutes=minutes)
        for place, (start, minutes) in enumerate(spans)
    ]
    return {one.code: one for one in found}


def minutes(joins: list[tuple[str, float]], sessions: dict[str, Session]) -> dict[str, int]:
    made = [Joined(code, START + timedelta(minutes=minute)) for code, minute in joins]
    return {one.code: one.minutes for one in attended(made, sessions)}


def test_minutes_run_from_joining_to_the_end() -> None:
    sessions = some((0, 90), (120, 60))
    assert minutes([("s0", 30)], sessions) == {"s0": 60}
    assert minutes([("s0", -10)], sessions) == {"s0": 90}
    assert minutes([("s0", 89.5)], sessions) == {}
    assert minutes([("s0", 90)], sessions) == {}
    assert minutes([("s0", 0), ("s0", 40)], sessions) == {"s0": 90}
    assert minutes([("s1", 130), ("s0", 0)], sessions) == {"s0": 90, "s1": 50}


def test_who_joins_another_session_has_left_the_first() -> None:
    sessions = some((0, 90), (30, 90))
    assert minutes([("s0", 0), ("s1", 45)], sessions) == {"s0": 45, "s1": 75}
    assert minutes([("s0", 0), ("s1", 45), ("s0", 60)], sessions) == {"s0": 75, "s1": 15}


def test_what_did_not_take_place_was_not_attended() -> None:
    sessions = {"a": session("a", starts=START, minutes=60, status=Status.CANCELLED)}
    assert minutes([("a", 0), ("gone", 0)], sessions) == {}


@given(
    st.lists(st.tuples(st.integers(0, 300), st.integers(1, 200)), min_size=1, max_size=6),
    st.lists(st.tuples(st.integers(0, 5), st.integers(-20, 500)), max_size=12),
)
def test_nobody_attends_more_than_there_was(
    spans: list[tuple[int, int]], joins: list[tuple[int, int]]
) -> None:
    sessions = some(*spans)
    found = minutes([(f"s{place}", minute) for place, minute in joins], sessions)
    assert all(0 < found[code] <= sessions[code].minutes for code in found)
    covered = {minute for start, length in spans for minute in range(start, start + length)}
    assert sum(found.values()) <= len(covered)


def test_codes_are_read_however_they_are_typed() -> None:
    code = new_code()
    assert re.fullmatch(r"([2-9A-HJ-NP-Z]{5}-){4}[2-9A-HJ-NP-Z]{5}", code)
    assert read_code(code) == code
    assert read_code(f" {code.lower().replace('-', ' ')}\n") == code
    assert read_code("") == ""
    assert len({new_code() for _ in range(100)}) == 100
