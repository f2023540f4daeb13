"""Finished bytes: how long they hold, and which are kept."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summit.clock import Rehearsal
from summit.core.programme import Status
from summit.published.board import Published
from summit.published.ready import MINUTE, QUARTER, Answer, Ready, until
from tests.factories import START, programme, released, session, stamp

# 13:00 to 14:00, and 14:20 to 14:50, both UTC.
RELEASE = released(
    programme(
        session("one", stamp=stamp(1)),
        session("two", starts=START + timedelta(minutes=80), minutes=30, stamp=stamp(2)),
    )
)
SHOWN = Published(RELEASE, (), None)
REHEARSED = Published(RELEASE, (), Rehearsal(START, START - timedelta(days=9, seconds=20)))


def at(clock: str) -> datetime:
    return datetime.fromisoformat(f"2020-06-02T{clock}").replace(tzinfo=UTC)


def answer(octets: int = 0, published: Published = SHOWN) -> Answer:
    return Answer("200 OK", [], [], b"x" * octets, "", None, published, START, START + QUARTER)


@pytest.mark.parametrize(
    ("now", "then"),
    [
        ("12:07:30", "12:15:00"),
        ("12:15:00", "12:30:00"),
        ("12:59:59.999999", "13:00:00"),
        ("13:00:00", "13:15:00"),
        ("14:16:00", "14:20:00"),
        ("14:20:00", "14:30:00"),
        ("14:46:00", "14:50:00"),
        ("23:59:00", "23:59:60"),
    ],
)
def test_an_answer_holds_for_a_quarter_or_until_a_session_turns(now: str, then: str) -> None:
    expected = at("23:59:00") + MINUTE if then == "23:59:60" else at(then)
    assert until(SHOWN, at(now), QUARTER) == expected


def test_a_page_with_the_minute_holds_for_a_minute() -> None:
    assert until(SHOWN, at("12:07:30.5"), MINUTE) == at("12:08:00")


def test_a_rehearsal_goes_by_its_own_minute() -> None:
    """Its clock is 20 seconds ahead of the whole minute of the real one, and nine days."""
    real = START - timedelta(days=9)
    assert until(REHEARSED, real, QUARTER) == real + timedelta(seconds=40)


@given(st.integers(0, 5 * 3600 * 1000))
def test_nothing_turns_while_an_answer_holds(milliseconds: int) -> None:
    now = at("11:00") + timedelta(milliseconds=milliseconds)
    then = until(SHOWN, now, QUARTER)
    assert now < then <= now + QUARTER
    turns = {*RELEASE.instants, *(at("11:00") + QUARTER * n for n in range(24))}
    assert not [one for one in turns if now < one < then]
    assert then in turns


def test_an_answer_holds_for_its_release_and_its_time() -> None:
    one = answer()
    assert one.holds(SHOWN, START)
    assert one.holds(SHOWN, START + QUARTER - timedelta(microseconds=1))
    assert not one.holds(SHOWN, START + QUARTER)
    assert not one.holds(SHOWN, START - timedelta(microseconds=1))
    assert not one.holds(REHEARSED, START)


def test_only_so_many_octets_are_kept_those_that_are_asked_for() -> None:
    ready = Ready(room=3 * 5096)
    for key in "abc":
        ready.keep(key, answer(1000))
    assert ready.get("a") is not None
    ready.keep("d", answer(1000))
    assert [key for key in "abcd" if ready.get(key)] == ["a", "c", "d"]
    assert (len(ready), ready.octets) == (3, 3 * 5096)
    ready.keep("c", answer(0))
    assert (len(ready), ready.octets) == (3, 3 * 5096 - 1000)
    ready.keep("e", answer(3 * 5096))
    # What is larger than the room displaces nothing that is asked for.
    assert [key for key in "acde" if ready.get(key)] == ["a", "d"]
    ready.forget()
    assert (len(ready), ready.octets, ready.get("a")) == (0, 0, None)


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 9000), st.booleans())))
def test_the_room_is_never_exceeded(asked: list[tuple[int, int, bool]]) -> None:
    ready = Ready(room=20_000)
    for key, octets, again in asked:
        ready.keep(key, answer(octets))
        if again:
            ready.get(key)
        kept = [one for number in range(31) if (one := ready._answers.get(number))]
        assert ready.octets == sum(len(one.body) + 4096 for one in kept) <= 20_000


def test_one_makes_and_the_others_wait() -> None:
    ready = Ready()
    together, made = threading.Barrier(8), []

    def ask(_: int) -> None:
        together.wait()
        with ready.making("key"):
            if ready.get("key") is None:
                made.append(threading.get_ident())
                ready.keep("key", answer())

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(ask, range(8)))
    assert len(made) == 1
    assert ready._making == {}


def test_who_fails_to_make_leaves_the_turn_to_others() -> None:
    ready = Ready()
    with pytest.raises(ZeroDivisionError), ready.making("key"):
        raise ZeroDivisionError
    with ready.making("key"):
        pass
    assert ready._making == {}


def test_a_cancelled_session_turns_nothing_wrong() -> None:
    """Its instants count too: the page says that it would be on."""
    cancelled = released(programme(session("x", status=Status.CANCELLED, stamp=stamp(1))))
    assert cancelled.instants == (START, START + timedelta(hours=1))
